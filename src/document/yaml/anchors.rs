//! What aliases stand for, bounded: anchors inside of anchors could make many copies.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Node, Value};

/// How many values all anchors of a file may keep for their aliases.
const MAX_KEPT: usize = 50_000;
/// How many levels an alias may add.
const MAX_HEIGHT: usize = 256;

/// The anchors of a file by the parser's number.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    by_id: HashMap<usize, Anchor>,
    /// The levels of each kept node, by its address.
    heights: HashMap<*const Node, usize>,
    kept: usize,
}

#[derive(Debug)]
struct Anchor {
    name: String,
    node: Option<Arc<Node>>,
}

impl Anchors {
    pub(super) fn define(&mut self, id: usize, name: String) {
        self.by_id.insert(id, Anchor { name, node: None });
    }

    /// The name of the anchor and the finished node. No node while the anchor is open or where it would be too large.
    pub(super) fn target(&self, id: usize) -> (String, Option<Arc<Node>>) {
        self.by_id.get(&id).map_or_else(Default::default, |anchor| (anchor.name.clone(), anchor.node.clone()))
    }

    /// Keeps a copy of a finished node for the aliases to come.
    pub(super) fn keep(&mut self, node: &Node, id: usize) {
        let mut left = MAX_KEPT.saturating_sub(self.kept);
        let height = self.measure(node, &mut left);
        self.kept = MAX_KEPT - left;
        let Some(height) = height else {
            self.kept = MAX_KEPT;
            return;
        };
        if let Some(anchor) = self.by_id.get_mut(&id).filter(|_| height <= MAX_HEIGHT) {
            let node = Arc::new(node.clone());
            self.heights.insert(Arc::as_ptr(&node), height);
            anchor.node = Some(node);
        }
    }

    /// The levels of a node with its aliases followed; `None` when it has more than `left` values.
    fn measure(&self, node: &Node, left: &mut usize) -> Option<usize> {
        *left = left.checked_sub(1)?;
        let mut below = 0;
        match &node.value {
            Value::Scalar(scalar) => *left = left.checked_sub(scalar.text.value().len() / 256)?,
            Value::Sequence(items) => {
                for item in items {
                    below = below.max(self.measure(item, left)?);
                }
            }
            Value::Mapping(entries) => {
                for entry in entries {
                    below = below.max(self.measure(&entry.key, left)?).max(self.measure(&entry.value, left)?);
                }
            }
            Value::Alias { target, .. } => {
                below = target.as_ref().and_then(|target| self.heights.get(&Arc::as_ptr(target))).copied().unwrap_or(0);
            }
        }
        Some(below + 1)
    }
}
