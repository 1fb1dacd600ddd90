//! A note in the notes folder says which organization it is about.

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::note::Note;
use crate::rules::schema::SchemaErrorKind;

pub(super) const RULE: Rule = Rule {
    id: "note/identity",
    summary: "a file in the notes folder lacks `id` or `name`",
    why: "Without `id` the note belongs to no organization in Zendesk and appears on no ticket; without `name` nobody finds it by the customer's name, and it cannot be \
          compared with the account table.",
    how: "Copy both from the organization's page in Zendesk: `id` is the number at the end of its address, `name` its title, as in `5a1f9965 Test Account`.",
    severity: Severity::Warning,
    fix: None,
    options: &[],
    check: Check::Note(check),
};

const PARTS: [(&str, &str); 2] = [("id", "id: 27946339528"), ("name", "name: 5a1f9965 Test Account")];

fn check(note: &Note, cx: &mut Context<'_>) {
    // What stands behind a syntax error was not read; a file without keys is for `note/schema`.
    if !note.in_folder || note.entries().is_empty() || !note.yaml.errors.is_empty() {
        return;
    }
    let errors = super::schema_errors(note, cx);
    // `nme:` is one mistake: `note/unknown-key` reports it.
    let is_misspelt = |part: &str| errors.iter().any(|error| matches!(&error.kind, SchemaErrorKind::UnknownKey { meant: Some(meant), .. } if meant == part));
    // A team's own schema may ask for the key itself.
    let is_reported = |part: &str| errors.iter().any(|error| matches!(&error.kind, SchemaErrorKind::MissingKey { key, .. } if key == part));
    for (part, line) in PARTS {
        if note.entry(part).is_none() && !is_misspelt(part) && !is_reported(part) {
            let help = format!("add a line such as `{line}`, with what the organization's page in Zendesk shows");
            cx.report(super::first_key(note), format!("the note has no `{part}`")).key("").subject(part).help(help);
        }
    }
}
