//! Every organization with an ASE stands in the account table.

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::facts::{NoteFacts, Project, Roster};
use crate::rules::words::code;

pub(super) const RULE: Rule = Rule {
    id: "project/missing-row",
    summary: "an ASE note without a row",
    why: "The account table is the single source of truth of who the ASE is. An account that is missing there is not set up for ticket assignment and is forgotten when ASEs are planned; or \
          the account has no ASE any more, and its note still sends tickets to one.",
    how: "Add a row for the organization to the table in the README of the Assigned Support Engineers project. If the organization has no ASE any more, take the ASE out of its note.",
    severity: Severity::Warning,
    fix: None,
    options: &[],
    check: Check::Project(check),
};

fn check(project: &Project, cx: &mut Context<'_>) {
    let roster = cx.roster;
    if !roster.has_table {
        return;
    }
    for note in project.notes.iter().filter(|note| note.ase_note) {
        let Some(id) = super::organization(note) else { continue };
        if roster.has_organization(id) || has_unreadable_row(note, roster) {
            continue;
        }
        let place = note.id.as_ref().map_or_else(|| note.anchor.clone(), |(_, place)| place.clone());
        let name = note.name.as_ref().map_or_else(String::new, |name| format!(" {}", code(name.text.value())));
        let finding = cx.report_at(place, "/id", "row", format!("the organization `{id}`{name} has an ASE, but no row in the account table"));
        let namesake =
            note.name.as_ref().and_then(|name| roster.rows.iter().find(|row| row.org_name.as_ref().is_some_and(|fact| fact.value == name.text.value())));
        match namesake.and_then(|row| row.account_id.as_ref()) {
            Some((other, place)) => {
                finding
                    .help("look up which of the two ids is the organization's in Zendesk, and correct the other one")
                    .related(place.clone(), format!("the row of this name has the Zendesk Account ID `{other}`"));
            }
            None => {
                finding.help("add a row for it, or take the ASE out of the note if there is none any more");
            }
        }
    }
}

/// Whether a row of this organization's name has an id that cannot be read, which is reported there.
fn has_unreadable_row(note: &NoteFacts, roster: &Roster) -> bool {
    let Some(name) = note.name.as_ref().map(|name| name.text.value()).filter(|name| !name.is_empty()) else { return false };
    roster.rows.iter().any(|row| row.account_id.is_none() && row.org_name.as_ref().is_some_and(|fact| fact.value == name))
}
