//! Applies fixes: byte edits, all of a fix or nothing.

use crate::diagnostic::Edit;

/// `bytes` with the edits made; `None` when two of them overlap or one lies outside.
pub fn apply(bytes: &[u8], edits: &[&Edit]) -> Option<Vec<u8>> {
    let mut edits: Vec<&Edit> = edits.to_vec();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut fixed = Vec::with_capacity(bytes.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut done = 0;
    for edit in edits {
        if edit.span.start < done || edit.span.end < edit.span.start {
            return None;
        }
        fixed.extend_from_slice(bytes.get(done..edit.span.start)?);
        fixed.extend_from_slice(edit.text.as_bytes());
        done = edit.span.end;
    }
    fixed.extend_from_slice(bytes.get(done..)?);
    Some(fixed)
}
