//! A decoded text and, for each of its bytes, the place in the file.

use std::ops::Range;

use crate::source::Span;

#[derive(Debug, Clone, Default)]
pub struct Text {
    value: String,
    span: Span,
}

impl Text {
    pub fn verbatim(value: impl Into<String>, start: usize) -> Self {
        let value = value.into();
        let span = Span::new(start, start + value.len());
        Self { value, span }
    }

    pub fn value(&self) -> &str {
        &self.value
    }

    pub fn span(&self) -> Span {
        self.span
    }

    pub fn locate(&self, range: Range<usize>) -> Span {
        Span::new(self.span.start + range.start, self.span.start + range.end)
    }
}
