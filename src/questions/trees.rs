//! Small decision trees that correct what the weighed signs of a note say.

use super::model::SIGNS;

/// Levels of a tree, the splits above its leaves, and its leaves.
pub const DEPTH: usize = 3;
pub const SPLITS: usize = (1 << DEPTH) - 1;
pub const LEAVES: usize = 1 << DEPTH;

/// A complete binary tree: the children of split `i` are `2i + 1`, taken when the sign is at most the bound, and `2i + 2`.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    pub sign: [u8; SPLITS],
    pub bound: [f32; SPLITS],
    pub leaf: [f32; LEAVES],
}

impl Tree {
    #[must_use]
    pub fn value(&self, signs: &[f32; SIGNS]) -> f32 {
        let mut at = 0;
        for _ in 0..DEPTH {
            let above = signs.get(usize::from(self.sign[at])).is_some_and(|sign| *sign > self.bound[at]);
            at = 2 * at + 1 + usize::from(above);
        }
        self.leaf[at - SPLITS]
    }
}

/// What all trees add to the log-odds.
#[must_use]
pub fn sum(trees: &[Tree], signs: &[f32; SIGNS]) -> f32 {
    trees.iter().map(|tree| tree.value(signs)).sum()
}
