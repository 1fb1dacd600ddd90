//! Places addressed by keys instead of lines (`/notes`, `row 27946339528/ASE`): what a finding's identity is made of.

use crate::source::Span;

/// The named parts of a document. Later entries lie within, or after, earlier ones.
#[derive(Debug, Clone, Default)]
pub struct Keys(Vec<Part>);

#[derive(Debug, Clone)]
struct Part {
    span: Span,
    key: String,
    /// The index of the part around it.
    within: Option<usize>,
}

impl Keys {
    pub fn push(&mut self, span: Span, key: impl Into<String>) {
        let within = self.around(self.0.len().checked_sub(1), span);
        self.0.push(Part { span, key: key.into(), within });
    }

    /// The key of the smallest part that holds `span`; empty outside all of them.
    pub fn at(&self, span: Span) -> &str {
        let last = self.0.partition_point(|part| part.span.start <= span.start).checked_sub(1);
        self.around(last, span).map_or("", |index| &self.0[index].key)
    }

    /// The smallest part that holds `span`, among part `index` and those around it.
    fn around(&self, mut index: Option<usize>, span: Span) -> Option<usize> {
        while let Some(at) = index {
            if self.0[at].span.contains(span) {
                break;
            }
            index = self.0[at].within;
        }
        index
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_part_names_the_place() {
        let mut keys = Keys::default();
        for (start, end, key) in [(0, 10, "/a"), (10, 40, "/b"), (12, 20, "/b/c"), (22, 40, "/b/d"), (30, 35, "/b/d/0"), (50, 60, "/e")] {
            keys.push(Span::new(start, end), key);
        }
        let at = |start, end| keys.at(Span::new(start, end));
        assert_eq!(
            [at(3, 4), at(13, 14), at(21, 21), at(15, 25), at(30, 35), at(38, 38), at(45, 46), at(5, 55)],
            ["/a", "/b/c", "/b", "/b", "/b/d/0", "/b/d", "", ""]
        );
    }
}
