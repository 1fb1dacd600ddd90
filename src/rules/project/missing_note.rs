//! Every account of the table has a note.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

use super::super::{Check, Context, Rule};
use crate::diagnostic::{Edit, Fix, Safety, Severity};
use crate::document::facts::{AccountRow, Fact, Project};
use crate::rules::words::{code, line};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "project/missing-note",
    summary: "a row without its note file",
    why: "Without a note nothing tells the Support Engineer on a ticket that the customer has an ASE: the ticket is worked like any other, and the ASE hears of it late or never.",
    how: "Add the file `organizations/<Zendesk Account ID>.yaml` to the Organizations project with `id`, `name` and the answers to the six questions. `ase-lint fix --unsafe` makes one that \
          says who the ASE is; `ase-lint new note` prints one with an example of every answer. If the file exists, the Zendesk Account ID in the row is wrong.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[],
    check: Check::Project(check),
};

fn check(project: &Project, cx: &mut Context<'_>) {
    if project.notes.is_empty() && project.unread.is_empty() && !project.notes_named {
        return;
    }
    let ids: HashSet<i64> = project.notes.iter().filter_map(super::organization).collect();
    let stems: HashSet<&str> = project.notes.iter().map(|note| note.stem.as_str()).chain(project.unread.iter().map(|path| stem(path))).collect();
    let names: HashMap<&str, &str> = project.notes.iter().filter_map(|note| Some((note.name.as_ref()?.text.value(), &*note.path))).collect();
    let roster = cx.roster;
    let mut done = BTreeSet::new();
    for row in &roster.rows {
        let Some((id, place)) = &row.account_id else { continue };
        if ids.contains(id) || stems.contains(id.to_string().as_str()) || !done.insert(*id) {
            continue;
        }
        let folder = project.notes_folder.trim_end_matches('/');
        let path = if folder.is_empty() { format!("{id}.yaml") } else { format!("{folder}/{id}.yaml") };
        let account = row.account.as_ref().map_or("", |fact| fact.value.as_str());
        let of = if account.is_empty() { String::new() } else { format!(" of {}", code(account)) };
        let finding = cx.report_at(place.clone(), format!("row {id}"), "note", format!("the organization `{id}`{of} has no note: there is no file `{path}`"));
        // The row may have the wrong number, and the note be there.
        let swapped = row.user_id.as_ref().filter(|(user, _)| ids.contains(user));
        let namesake = row.org_name.as_ref().and_then(|name| names.get(name.value.as_str()));
        if let Some((user, _)) = swapped {
            finding.help(format!("the Zendesk User (ASE) ID `{user}` is an organization with a note: check whether the two ids are swapped"));
        } else if let Some(path) = namesake {
            finding.help(format!("the note {} is of an organization of this name: check the Zendesk Account ID", code(path)));
        } else {
            finding.help("add the note, or correct the Zendesk Account ID");
            let edit = Edit { path: Arc::from(path.as_str()), span: Span::at(0), text: skeleton(*id, row) };
            finding.fix = Some(Fix { title: format!("create `{path}`"), safety: Safety::NeedsReview, edits: vec![edit] });
        }
    }
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A note that says what the table knows. What the questions still lack is reported once it is there.
fn skeleton(id: i64, row: &AccountRow) -> String {
    let value = |fact: &Option<Fact>| fact.as_ref().map(|fact| line(&fact.value, 300)).filter(|value| !value.is_empty());
    let account = value(&row.account).unwrap_or_else(|| "this organization".to_owned());
    let name = value(&row.org_name).map_or_else(String::new, |name| format!("name: {}\n", scalar(&name)));
    let mut notes = "  This organization has an Assigned Support Engineer (ASE).\n".to_owned();
    if let Some(ase) = value(&row.ase) {
        let region = value(&row.region).map_or_else(String::new, |region| format!("{region} "));
        let _ = write!(notes, "\n  {ase} is the {region}ASE for {account}.\n");
    }
    format!("---\nid: {id}\n{name}notes: |\n{notes}details:\n")
}

/// A value as YAML: plain where nothing in it can be taken for anything else.
fn scalar(value: &str) -> String {
    let is_plain = value.chars().all(|char| char.is_alphanumeric() || matches!(char, ' ' | '.' | '_' | '(' | ')' | '/' | '+'))
        && value.starts_with(|char: char| char.is_alphanumeric())
        && value.contains(' ')
        && !value.ends_with(' ');
    if is_plain { value.to_owned() } else { format!("'{}'", value.replace('\'', "''")) }
}
