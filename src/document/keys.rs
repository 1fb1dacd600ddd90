//! Places addressed by keys instead of lines (`/notes`, `row 27946339528/ASE`): what a finding's identity is made of.

use crate::source::Span;

/// The named parts of a document. Later entries lie within, or after, earlier ones.
#[derive(Debug, Clone, Default)]
pub struct Keys(Vec<(Span, String)>);

impl Keys {
    pub fn push(&mut self, span: Span, key: impl Into<String>) {
        self.0.push((span, key.into()));
    }

    /// The key of the smallest part that holds `span`; empty outside all of them.
    pub fn at(&self, span: Span) -> &str {
        self.0.iter().filter(|(part, _)| part.contains(span)).min_by_key(|(part, _)| part.end - part.start).map_or("", |(_, key)| key)
    }
}
