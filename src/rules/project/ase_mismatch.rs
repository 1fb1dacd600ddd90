//! The note names the ASE of the table.

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::facts::{Fact, Project};
use crate::document::person;
use crate::rules::words::{all_of, code};

pub(super) const RULE: Rule = Rule {
    id: "project/ase-mismatch",
    summary: "the note names another ASE than the row",
    why: "Support Engineers follow the note and leave the customer's tickets to the person it names. After a change of ASE that is someone who no longer looks after the account.",
    how: "Write the ASE of the account table into the note, wherever it names the old one; or correct the table if the note is right. A first name or a handle is enough for the note. An \
          account with several ASEs may name one of them or all.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Project(check),
};

fn check(project: &Project, cx: &mut Context<'_>) {
    let roster = cx.roster;
    for note in project.notes.iter().filter(|note| !note.ases.is_empty()) {
        let Some(id) = super::organization(note) else { continue };
        let cells: Vec<&Fact> = roster.of_organization(id).filter_map(|row| row.ase.as_ref()).filter(|fact| !fact.value.is_empty()).collect();
        // Most notes name the ASE as the table does.
        if cells.iter().any(|cell| note.ases.iter().any(|ase| ase.value == cell.value)) {
            continue;
        }
        let named: Vec<&str> = cells.iter().flat_map(|fact| person::all_in(&fact.value)).collect();
        let is_named = |ase: &&Fact| person::all_in(&ase.value).iter().any(|ase| named.iter().any(|name| person::is_same(ase, name)));
        if named.is_empty() || note.ases.iter().any(|ase| is_named(&ase)) {
            continue;
        }
        let (Some(first), Some(cell)) = (note.ases.first(), cells.first()) else { continue };
        let right = all_of(&named.iter().take(5).map(|name| code(name)).collect::<Vec<_>>());
        cx.report_at(
            first.place.clone(),
            "/notes",
            person::key(&first.value),
            format!("the note names {} as the ASE, the account table {right}", code(&first.value)),
        )
        .help(format!("name {right} in the note, or correct the account table"))
        .related(cell.place.clone(), "the ASE in the account table");
    }
}
