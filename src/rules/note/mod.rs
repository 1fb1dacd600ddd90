//! Rules on one organization's note.

mod ase_label;
mod broken_link;
mod clause;
mod expired;
mod file_name;
#[cfg(test)]
mod hostile;
mod identity;
mod length;
mod moved_link;
mod org_name;
mod placeholder;
mod region;
mod relative_link;
mod reusable_booking_link;
mod schema;
mod secret;
mod target;
mod unknown_key;

pub use secret::secrets_in;

use super::Rule;
use super::schema::{SchemaError, SchemaErrorKind};
use crate::document::Kind;
use crate::document::note::Note;
use crate::rules::Context;
use crate::source::Span;

#[rustfmt::skip]
pub(super) const RULES: &[&Rule] = &[
    &schema::RULE,
    &unknown_key::RULE,
    &identity::RULE,
    &file_name::RULE,
    &org_name::RULE,
    &placeholder::RULE,
    &relative_link::RULE,
    &moved_link::RULE,
    &broken_link::RULE,
    &secret::RULE,
    &reusable_booking_link::RULE,
    &region::RULE,
    &length::RULE,
    &ase_label::RULE,
    &expired::RULE,
];

/// Where the note breaks its schema. What stands behind a syntax error was not read, so it is neither missing nor wrong.
fn schema_errors(note: &Note, cx: &Context<'_>) -> Vec<SchemaError> {
    let (Some(json), Some(schema)) = (&note.json, cx.schemas.get(Kind::Note)) else { return Vec::new() };
    let mut errors = schema.check(json, &note.source);
    if let Some(broken) = first_syntax_error(note) {
        errors.retain(|error| error.span.end <= broken && !error.pointer.is_empty() && !matches!(error.kind, SchemaErrorKind::MissingKey { .. }));
    }
    errors
}

/// The start of the line of the first syntax error.
fn first_syntax_error(note: &Note) -> Option<usize> {
    let first = note.yaml.errors.iter().map(|error| error.span.start).min()?;
    Some(note.source.line_span(note.source.line_of(first)).start)
}

/// The first key of the note, else the start of its text.
fn first_key(note: &Note) -> Span {
    note.entries().first().map_or(Span::at(note.source.bom_len()), |entry| entry.key.span)
}
