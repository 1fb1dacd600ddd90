//! A key that no note has: mostly a slip of the keyboard.

use super::super::{Check, Context, Rule};
use crate::diagnostic::{Safety, Severity};
use crate::document::note::Note;
use crate::rules::schema::SchemaErrorKind;
use crate::rules::words::code;

pub(super) const RULE: Rule = Rule {
    id: "note/unknown-key",
    summary: "a key outside the schema",
    why: "The ticket processor knows `id`, `name`, `notes` and `details`, and skips every other key without a word. What is written under a misspelt key never reaches \
          a ticket. Where the misspelt key leaves a required one missing, this is an error.",
    how: "Correct the key, or move its text into `notes`.",
    severity: Severity::Warning,
    fix: Some(Safety::Safe),
    options: &[],
    check: Check::Note(check),
};

fn check(note: &Note, cx: &mut Context<'_>) {
    for error in super::schema_errors(note, cx) {
        let SchemaErrorKind::UnknownKey { key, meant, required, rename } = error.kind else { continue };
        // A merge key is for `yaml/alias`.
        if note.source.slice(error.span) == "<<" {
            continue;
        }
        let message = match &meant {
            Some(meant) if required => format!("{}, and {} is missing", error.message, code(meant)),
            _ => error.message,
        };
        let diagnostic = cx.report(error.span, message).key(error.pointer).subject(key.clone());
        if required {
            diagnostic.severity(Severity::Error);
        }
        if let Some(help) = error.help {
            diagnostic.help(help);
        }
        if let (Some((span, text)), Some(meant)) = (rename, meant) {
            diagnostic.replace(Safety::Safe, format!("rename {} to {}", code(&key), code(&meant)), span, text);
        }
    }
}
