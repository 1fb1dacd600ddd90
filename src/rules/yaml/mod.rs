//! Rules on a note as YAML: what is no YAML at all, and what YAML reads otherwise than its author.

mod alias;
mod dialect;
mod duplicate_key;
mod folded_notes;
mod single_document;
mod syntax;
mod truncated_value;

use super::Rule;
use crate::document::note::Note;
use crate::document::yaml::{Entry, Node, Value};

#[rustfmt::skip]
pub(super) const RULES: &[&Rule] = &[
    &syntax::RULE,
    &duplicate_key::RULE,
    &single_document::RULE,
    &truncated_value::RULE,
    &dialect::RULE,
    &folded_notes::RULE,
    &alias::RULE,
];

/// A node with the entry whose value it is.
#[derive(Clone, Copy)]
struct Visited<'a> {
    node: &'a Node,
    entry: Option<&'a Entry>,
    /// The node is the entry's key, not its value.
    is_key: bool,
    /// How many collections are around it.
    depth: usize,
}

/// Calls `visit` on every node of the note in the order of the file. Aliases are not followed.
fn visit<'a>(note: &'a Note, visit: &mut dyn FnMut(Visited<'a>)) {
    for root in note.yaml.documents.iter().filter_map(|document| document.root.as_ref()) {
        walk(Visited { node: root, entry: None, is_key: false, depth: 0 }, visit);
    }
}

fn walk<'a>(at: Visited<'a>, visit: &mut dyn FnMut(Visited<'a>)) {
    visit(at);
    let depth = at.depth + 1;
    match &at.node.value {
        Value::Mapping(entries) => {
            for entry in entries {
                walk(Visited { node: &entry.key, entry: Some(entry), is_key: true, depth }, visit);
                walk(Visited { node: &entry.value, entry: Some(entry), is_key: false, depth }, visit);
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| walk(Visited { node: item, entry: None, is_key: false, depth }, visit)),
        Value::Scalar(_) | Value::Alias { .. } => {}
    }
}

impl<'a> Visited<'a> {
    /// The key of the entry, where it is a text.
    fn key(&self) -> Option<&'a str> {
        Some(self.entry?.key.as_str()?.value())
    }
}
