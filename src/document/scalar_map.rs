//! A decoded text and, for each of its bytes, the place in the file: the foundation of every exact span inside a value.

use std::ops::Range;

use crate::source::Span;

/// How a scalar is written in YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
    /// Nothing is written: `key:` alone.
    Absent,
}

impl Style {
    /// `|` or `>`.
    pub const fn is_block(self) -> bool {
        matches!(self, Self::Literal | Self::Folded)
    }
}

/// A stretch of the decoded text and the bytes it comes from. Equal lengths: byte for byte; else an escape, a fold or a line break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    pub value: usize,
    pub value_len: usize,
    pub source: usize,
    pub source_len: usize,
}

impl Segment {
    pub const fn is_verbatim(&self) -> bool {
        self.value_len == self.source_len
    }

    const fn value_end(&self) -> usize {
        self.value + self.value_len
    }

    const fn source_end(&self) -> usize {
        self.source + self.source_len
    }
}

/// What `encode` needs to try a replacement: the scalar as it is written.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) style: Style,
    /// The quotes or the block header included.
    pub(super) raw: String,
    /// Where `raw` starts in the file.
    pub(super) start: usize,
    /// The indentation of the content lines.
    pub(super) indent: usize,
    pub(super) line_end: &'static str,
    /// Inside `[…]` or `{…}`.
    pub(super) flow: bool,
    /// A key.
    pub(super) single_line: bool,
}

/// A decoded text and, for each of its bytes, the place in the file.
#[derive(Debug, Clone, Default)]
pub struct Text {
    value: String,
    span: Span,
    /// In order, without gaps in the value; empty where there is no map.
    segments: Vec<Segment>,
    pub(super) written: Option<Box<Written>>,
}

impl Text {
    /// A text that stands in the file as it is, from byte `start` on.
    pub fn verbatim(value: impl Into<String>, start: usize) -> Self {
        let value = value.into();
        let len = value.len();
        let segments = if len == 0 { Vec::new() } else { vec![Segment { value: 0, value_len: len, source: start, source_len: len }] };
        Self { span: Span::new(start, start + len), value, segments, written: None }
    }

    /// `segments` in order, without gaps in the value. Segments that do not cover the value are dropped: there is no map then.
    pub fn new(value: String, span: Span, segments: Vec<Segment>) -> Self {
        let covered = segments.iter().try_fold(0, |at, segment| (segment.value == at).then(|| segment.value_end()));
        let segments = if covered == Some(value.len()) { segments } else { Vec::new() };
        Self { value, span, segments, written: None }
    }

    pub(super) fn written(mut self, written: Written) -> Self {
        self.written = Some(Box::new(written));
        self
    }

    pub fn value(&self) -> &str {
        &self.value
    }

    /// The whole node, quotes included; of a block scalar the content from its first character to its last one, without
    /// the line breaks after it.
    pub fn span(&self) -> Span {
        self.span
    }

    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Whether there is a map; without one `locate` gives the whole span.
    pub fn is_exact(&self) -> bool {
        self.value.is_empty() || !self.segments.is_empty()
    }

    /// Where the bytes `range` of the value stand in the file: inside `span()` and on character boundaries. Escapes and
    /// folds are taken whole, line breaks at both ends are left out, and an empty range gives an empty span.
    pub fn locate(&self, range: Range<usize>) -> Span {
        let start = self.value.floor_char_boundary(range.start);
        if range.end <= range.start {
            return Span::at(self.point(start));
        }
        let whole = start..self.value.ceil_char_boundary(range.end);
        if self.segments.is_empty() || whole.is_empty() {
            return if whole.is_empty() { Span::at(self.point(start)) } else { self.span };
        }
        let trimmed = self.trim(whole.clone());
        let range = if trimmed.is_empty() { whole } else { trimmed };
        let (first, last) = (self.segment_at(range.start), self.segment_at(range.end - 1));
        let start = if first.is_verbatim() { first.source + (range.start - first.value) } else { first.source };
        let end = if last.is_verbatim() { last.source + (range.end - last.value) } else { last.source_end() };
        let start = start.clamp(self.span.start, self.span.end);
        Span::new(start, end.clamp(start, self.span.end))
    }

    /// The place in front of byte `at` of the value: behind the text before it rather than in front of the next line.
    fn point(&self, at: usize) -> usize {
        let next = self.segments.partition_point(|segment| segment.value_end() <= at);
        let before = next.checked_sub(1).map(|index| &self.segments[index]);
        let place = match (before, self.segments.get(next)) {
            (_, Some(segment)) if at > segment.value => {
                if segment.is_verbatim() {
                    segment.source + (at - segment.value)
                } else {
                    segment.source
                }
            }
            (Some(before), _) if before.is_verbatim() && !self.value[..at].ends_with('\n') => before.source_end(),
            (_, Some(segment)) => segment.source,
            (Some(before), None) => before.source_end(),
            (None, None) => self.span.start,
        };
        place.clamp(self.span.start, self.span.end)
    }

    /// Without the line breaks, and the blanks that stand for one, at both ends.
    fn trim(&self, range: Range<usize>) -> Range<usize> {
        let bytes = self.value.as_bytes();
        let is_break = |at: usize| match bytes[at] {
            b'\n' => true,
            b' ' => !self.segment_at(at).is_verbatim(),
            _ => false,
        };
        let Range { mut start, mut end } = range;
        while start < end && is_break(start) {
            start += 1;
        }
        while start < end && is_break(end - 1) {
            end -= 1;
        }
        start..end
    }

    /// The segment of byte `at`, which is inside the value.
    fn segment_at(&self, at: usize) -> &Segment {
        let index = self.segments.partition_point(|segment| segment.value_end() <= at);
        &self.segments[index.min(self.segments.len() - 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verbatim_text_maps_byte_for_byte() {
        let text = Text::verbatim("é🦀x", 10);
        assert_eq!(text.span(), Span::new(10, 17));
        assert_eq!(text.locate(2..6), Span::new(12, 16));
        assert_eq!(text.locate(3..4), Span::new(12, 16), "widened to the character");
        assert_eq!(text.locate(7..7), Span::at(17));
        assert_eq!(text.locate(5..90), Span::new(12, 17));
    }

    #[test]
    fn a_text_without_a_map_is_its_whole_span() {
        let text = Text::new("ab".to_owned(), Span::new(3, 9), Vec::new());
        assert!(!text.is_exact());
        assert_eq!(text.locate(1..2), Span::new(3, 9));
        assert_eq!(text.locate(1..1), Span::at(3));
    }
}
