//! The note's shape: the keys it must have, and what their values must be.

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::note::Note;
use crate::rules::schema::SchemaErrorKind;
use crate::rules::words::code;
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "note/schema",
    summary: "the note breaks `schemas/note.schema.json`",
    why: "The ticket processor reads `id`, `name`, `notes` and `details` out of this file and posts the notes on every new ticket. With a key missing, or a number where \
          text is expected, it posts nothing, and nobody working on the ticket learns that the customer has an ASE.",
    how: "Write `id` as a plain number without quotes, `name` as text, and the notes as a block: `notes: |` with the text on the next lines, indented by two spaces. \
          `notes` must be there and may be empty; `details` may be left out. `ase-lint schema note` prints the schema for your editor.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Note(check),
};

fn check(note: &Note, cx: &mut Context<'_>) {
    if note.json.is_none() {
        if note.yaml.errors.is_empty() {
            let start = Span::at(note.source.bom_len());
            cx.report(start, "the note is empty").subject("empty").help("write at least `notes:`; `ase-lint new note` prints a whole one");
        }
        return;
    }
    let errors = super::schema_errors(note, cx);
    let id_is_wrong = errors.iter().any(|error| error.pointer == "/id");
    for error in errors {
        if matches!(error.kind, SchemaErrorKind::UnknownKey { .. }) {
            continue;
        }
        let diagnostic = cx.report(error.span, error.message).key(error.pointer).subject(error.subject);
        if let Some(help) = error.help {
            diagnostic.help(help);
        }
    }
    if !id_is_wrong {
        fraction(note, cx);
    }
}

/// JSON Schema takes `2.7e10` for a whole number; those who read the file for its id do not.
fn fraction(note: &Note, cx: &mut Context<'_>) {
    let Some(entry) = note.entry("id") else { return };
    let number = note.json.as_ref().and_then(|json| json.value.get("id"));
    if number.is_some_and(serde_json::Value::is_f64) {
        let written = code(note.source.slice(entry.value.span));
        cx.report(entry.value.span, format!("`id` must be a whole number, but is the number {written}"))
            .key("/id")
            .subject("id type")
            .help("write all digits of the id, without a point or an exponent");
    }
}
