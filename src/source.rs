//! A file's text with its byte spans: the only line and column arithmetic, the only knowledge of line ends and byte-order marks.

use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

/// The UTF-8 byte-order mark.
pub const BOM: &str = "\u{feff}";

/// A half-open range of bytes in a file, counted from its first byte (a byte-order mark included).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The empty span in front of byte `offset`.
    pub const fn at(offset: usize) -> Self {
        Self { start: offset, end: offset }
    }

    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether `other` lies within this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte, or one is empty and touches the other.
    pub const fn touches(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// A place in a file: line and column from 1, the column in Unicode scalar values, the offset in bytes from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    pub line: usize,
    pub column: usize,
    pub offset: usize,
}

/// A span with the lines and columns of both ends; `end` is exclusive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TextRange {
    pub start: Position,
    pub end: Position,
}

impl TextRange {
    pub const fn span(&self) -> Span {
        Span::new(self.start.offset, self.end.offset)
    }
}

/// A range in a named file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// As reports show it: relative to the repository's top level where it lies inside, with `/`.
    pub path: Arc<str>,
    pub range: TextRange,
}

/// The text of one file.
#[derive(Debug, Clone)]
pub struct Source {
    path: Arc<str>,
    text: String,
    /// The byte offset at which each line starts. A lone carriage return ends a line, as it does in YAML, in Markdown and in editors.
    lines: Vec<usize>,
    /// How many characters stand before each block of `BLOCK` bytes: a line of megabytes with a finding on each word stays quick.
    blocks: Vec<usize>,
}

const BLOCK: usize = 1024;

/// How many characters start in `bytes`.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

impl Source {
    /// `path` is the one that reports show.
    pub fn new(path: impl Into<Arc<str>>, text: String) -> Self {
        let bytes = text.as_bytes();
        let breaks = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        let lines = std::iter::once(0).chain(breaks.map(|at| at + 1)).collect();
        let blocks = text.as_bytes().chunks(BLOCK).scan(0, |before, block| Some(std::mem::replace(before, *before + starts(block)))).collect();
        Self { path: path.into(), text, lines, blocks }
    }

    /// How many characters stand before byte `offset`, which is a character boundary of the text.
    fn chars_before(&self, offset: usize) -> usize {
        let block = (offset / BLOCK).min(self.blocks.len().saturating_sub(1));
        self.blocks.get(block).map_or(0, |before| before + starts(&self.text.as_bytes()[block * BLOCK..offset]))
    }

    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The length of the byte-order mark at the start: 3 or 0.
    pub fn bom_len(&self) -> usize {
        if self.text.starts_with(BOM) { BOM.len() } else { 0 }
    }

    /// The text of `span`; empty where the span is not on character boundaries of this text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The line end that this file uses: the first one found, `\n` without any.
    pub fn line_end(&self) -> &'static str {
        match self.text.find(['\n', '\r']) {
            Some(at) if self.text[at..].starts_with("\r\n") => "\r\n",
            Some(at) if self.text[at..].starts_with('\r') => "\r",
            _ => "\n",
        }
    }

    /// How many lines the file has; a final line end does not start another.
    pub fn line_count(&self) -> usize {
        self.lines.len() - usize::from(self.text.ends_with(['\n', '\r']) && self.lines.len() > 1)
    }

    /// The span of line `line` (from 1), without its line end; empty past the last one.
    pub fn line_span(&self, line: usize) -> Span {
        let Some(&start) = self.lines.get(line.wrapping_sub(1)) else { return Span::at(self.text.len()) };
        let end = self.lines.get(line).map_or(self.text.len(), |next| next - 1);
        let end = if end > start && self.text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end };
        Span::new(start, end)
    }

    /// The line (from 1) that holds byte `offset`.
    pub fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|&start| start <= offset)
    }

    /// Line and column of `offset`, which is moved back to a character boundary, and to the end of the text, where it must be.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_of(offset);
        let start = self.lines[line - 1];
        let column =
            1 + if offset - start <= BLOCK { starts(&self.text.as_bytes()[start..offset]) } else { self.chars_before(offset) - self.chars_before(start) };
        Position { line, column, offset }
    }

    pub fn range(&self, span: Span) -> TextRange {
        let start = self.position(span.start);
        let end = self.text.floor_char_boundary(span.end.max(start.offset));
        // Most ends stand on the line of the start, and not far behind it.
        let is_near = end - start.offset <= BLOCK && self.lines.get(start.line).is_none_or(|&next| end < next);
        let end = if is_near {
            Position { column: start.column + starts(&self.text.as_bytes()[start.offset..end]), offset: end, ..start }
        } else {
            self.position(end)
        };
        TextRange { start, end }
    }

    pub fn place(&self, span: Span) -> Place {
        Place { path: Arc::clone(&self.path), range: self.range(span) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_offsets_count_bytes() {
        let source = Source::new("a.yaml", "é🦀x\r\ny\n".to_owned());
        assert_eq!(source.position(6), Position { line: 1, column: 3, offset: 6 });
        assert_eq!(source.position(9), Position { line: 2, column: 1, offset: 9 });
        assert_eq!(source.position(3).offset, 2, "moved back to the boundary");
        assert_eq!(source.slice(source.line_span(1)), "é🦀x");
        assert_eq!(source.line_end(), "\r\n");
        assert_eq!(source.line_count(), 2);
        assert_eq!(source.line_of(source.text().len()), 3);
    }

    #[test]
    fn columns_are_right_far_into_a_long_line() {
        let text = "é🦀x".repeat(3 * BLOCK);
        let source = Source::new("a.yaml", format!("a\n{text}"));
        for (at, _) in source.text().char_indices().skip(2).step_by(501) {
            assert_eq!(source.position(at).column, source.text()[2..at].chars().count() + 1);
        }
        assert_eq!(source.position(usize::MAX).column, 9 * BLOCK + 1);
    }

    #[test]
    fn both_ends_of_a_range_stand_where_they_stand_alone() {
        for text in ["é🦀x\r\ny\n\nz".to_owned(), format!("a\n{}\nb", "é🦀x".repeat(BLOCK)), String::new()] {
            let source = Source::new("a.yaml", text);
            let offsets: Vec<usize> = (0..20).chain((20..source.text().len() + 3).step_by(97)).collect();
            for (start, end) in offsets.iter().flat_map(|start| offsets.iter().map(move |end| (*start, *end))) {
                let alone = TextRange { start: source.position(start), end: source.position(end.max(start)) };
                assert_eq!(source.range(Span::new(start, end)), alone, "{start}..{end}");
            }
        }
    }

    #[test]
    fn a_lone_carriage_return_ends_a_line() {
        let source = Source::new("a.yaml", "a\rb\r\nc\r".to_owned());
        assert_eq!(source.position(2), Position { line: 2, column: 1, offset: 2 });
        assert_eq!(source.position(5), Position { line: 3, column: 1, offset: 5 });
        assert_eq!([1, 2, 3].map(|line| source.slice(source.line_span(line))), ["a", "b", "c"]);
        assert_eq!((source.line_count(), source.line_end()), (3, "\r"));
    }

    #[test]
    fn an_empty_file_has_a_first_line() {
        let source = Source::new("a.yaml", String::new());
        assert_eq!(source.range(Span::at(0)).start, Position { line: 1, column: 1, offset: 0 });
        assert_eq!(source.line_count(), 1);
    }
}
