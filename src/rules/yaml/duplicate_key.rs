//! A key stands twice in one mapping.

use crate::diagnostic::Severity;
use crate::document::note::Note;
use crate::document::yaml::duplicates;
use crate::rules::{Check, Context, Rule, words};

pub(super) const RULE: Rule = Rule {
    id: "yaml/duplicate-key",
    summary: "a key stands twice in one mapping",
    why: "A reader of YAML keeps one of the two and drops the other without a word, usually the first: half of the note is then missing on every ticket.",
    how: "Compare both values. Keep the right one, or join the two texts under one key, and delete the other key.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Note(check),
};

fn check(note: &Note, cx: &mut Context<'_>) {
    for found in note.yaml.documents.iter().filter_map(|document| document.root.as_ref()).flat_map(duplicates) {
        let (message, help, related) = words::stands_twice(found.key);
        let first = cx.source().place(found.first);
        cx.report(found.again, message).subject(found.key).help(help).related(first, related);
    }
}
