//! Rules across files: the account table against the notes.

mod ase_mismatch;
mod duplicate_id;
mod missing_note;
mod missing_row;
mod name_mismatch;
mod region_mismatch;

use super::Rule;
use crate::document::facts::NoteFacts;

pub(super) const RULES: &[&Rule] =
    &[&missing_note::RULE, &missing_row::RULE, &name_mismatch::RULE, &ase_mismatch::RULE, &region_mismatch::RULE, &duplicate_id::RULE];

/// The organization that a note is about: its `id`, else the number that its file is called after.
fn organization(note: &NoteFacts) -> Option<i64> {
    note.id.as_ref().map(|(id, _)| *id).or_else(|| note.stem.parse().ok())
}
