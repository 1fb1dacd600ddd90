//! The file of a note is called after its organization.

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::note::Note;
use crate::rules::words::code;

pub(super) const RULE: Rule = Rule {
    id: "note/file-name",
    summary: "the file's stem is not its `id`",
    why: "People look for a note by the organization's ID, and the account table links to `organizations/<ID>.yaml`. Under another name the note is not found, or the wrong \
          customer's is.",
    how: "Compare both numbers with the address of the organization's page in Zendesk, then rename the file or correct `id`.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Note(check),
};

fn check(note: &Note, cx: &mut Context<'_>) {
    let (true, Some((id, span))) = (note.in_folder, note.id()) else { return };
    let path = note.source.path();
    let (stem, name) = (note.stem(), path.rsplit('/').next().unwrap_or_default());
    // A negative id, or zero, is for `note/schema`.
    if id < 1 || stem == id.to_string() {
        return;
    }
    let extension = name.strip_prefix(stem).unwrap_or(".yaml");
    let help = match stem.parse::<i64>() {
        Ok(_) => format!("look up which of the two numbers is the organization's in Zendesk, then correct `id` or rename the file to `{id}{extension}`"),
        Err(_) => format!("rename the file to `{id}{extension}`"),
    };
    cx.report(span, format!("`id` is `{id}`, but the file is called {}", code(name))).help(help);
}
