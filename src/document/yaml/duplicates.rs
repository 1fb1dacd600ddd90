//! Keys that stand twice in one mapping.

use std::collections::HashMap;

use super::{Node, Resolved, Value};
use crate::source::Span;

/// A key that stood in its mapping before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicate<'a> {
    pub key: &'a str,
    pub first: Span,
    pub again: Span,
}

/// All of them below `node`, in the order of the file. Aliases are not followed.
pub fn duplicates(node: &Node) -> Vec<Duplicate<'_>> {
    let mut found = Vec::new();
    gather(node, &mut found);
    found
}

fn gather<'a>(node: &'a Node, found: &mut Vec<Duplicate<'a>>) {
    match &node.value {
        Value::Mapping(entries) => {
            // `1` and `"1"` are two keys.
            let mut seen: HashMap<(&str, bool), Span> = HashMap::new();
            for entry in entries {
                if let Some(text) = entry.key.as_str() {
                    let (key, again) = (text.value(), entry.key.span);
                    let is_text = matches!(entry.key.resolve(), Some(Resolved::Str(_)));
                    match seen.get(&(key, is_text)) {
                        Some(&first) => found.push(Duplicate { key, first, again }),
                        None => {
                            seen.insert((key, is_text), again);
                        }
                    }
                }
                gather(&entry.key, found);
                gather(&entry.value, found);
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| gather(item, found)),
        Value::Scalar(_) | Value::Alias { .. } => {}
    }
}
