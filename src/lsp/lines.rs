//! Lines and characters as the protocol counts them: a carriage return alone ends a line, and a character is what client and server agreed on.

use super::protocol::{Position, PositionEncodingKind, Range};
use crate::source::Span;

/// In what a line's characters are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    #[default]
    Utf16,
    Utf32,
}

impl Encoding {
    /// What the server takes of what the client offers: bytes, which need no counting, else what every client knows.
    pub fn of(offered: &[&str]) -> Self {
        if offered.contains(&"utf-8") {
            Self::Utf8
        } else if offered.contains(&"utf-32") && !offered.contains(&"utf-16") {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    pub const fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, bytes: &[u8]) -> usize {
        let starts = || bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count();
        match self {
            Self::Utf8 => bytes.len(),
            Self::Utf16 => starts() + bytes.iter().filter(|&&byte| byte >= 0xf0).count(),
            Self::Utf32 => starts(),
        }
    }
}

const BLOCK: usize = 1024;

/// Where the lines of a text start, and how many units stand in front of each block of it: a line of megabytes stays quick.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    encoding: Encoding,
    starts: Vec<usize>,
    blocks: Vec<usize>,
}

impl Lines {
    pub fn new(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain(ends.map(|at| at + 1)).collect();
        let blocks = bytes.chunks(BLOCK).scan(0, |before, block| Some(std::mem::replace(before, *before + encoding.units(block)))).collect();
        Self { encoding, starts, blocks }
    }

    fn units_before(&self, text: &str, offset: usize) -> usize {
        let block = (offset / BLOCK).min(self.blocks.len().saturating_sub(1));
        self.blocks.get(block).map_or(0, |before| before + self.encoding.units(&text.as_bytes()[block * BLOCK..offset]))
    }

    /// The place of byte `offset` of `text`, moved back to the start of its character, and of its line end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = text.floor_char_boundary(offset);
        if offset > 0 && text.as_bytes().get(offset - 1..=offset) == Some(b"\r\n") {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let character = self.units_before(text, offset) - self.units_before(text, self.starts[line]);
        Position::new(u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(character).unwrap_or(u32::MAX))
    }

    pub fn range(&self, text: &str, span: Span) -> Range {
        Range::new(self.position(text, span.start), self.position(text, span.end.max(span.start)))
    }

    /// The byte at a place; behind the end of its line the line's end, behind the last line the text's.
    pub fn offset(&self, text: &str, position: Position) -> usize {
        let line = position.line as usize;
        let Some(&start) = self.starts.get(line) else { return text.len() };
        let next = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let content = text[start..next].trim_end_matches(['\r', '\n']);
        let mut left = position.character as usize;
        for (at, char) in content.char_indices() {
            let units = self.encoding.units(char.encode_utf8(&mut [0; 4]).as_bytes());
            if left < units {
                return start + at;
            }
            left -= units;
        }
        start + content.len()
    }

    pub fn span(&self, text: &str, range: Range) -> Span {
        let start = self.offset(text, range.start);
        Span::new(start, self.offset(text, range.end).max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_bytes_are_each_other_s_inverse() {
        let text = "\u{feff}é🦀x\r\ny\rz\t🦀\n\n";
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let lines = Lines::new(text, encoding);
            for (at, char) in text.char_indices() {
                if !(char == '\n' && text[..at].ends_with('\r')) {
                    assert_eq!(lines.offset(text, lines.position(text, at)), at, "{encoding:?} {at}");
                }
            }
            assert_eq!(lines.position(text, text.len()), Position::new(4, 0));
        }
        let at = text.find('x').unwrap_or_default();
        let characters = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32].map(|encoding| Lines::new(text, encoding).position(text, at).character);
        assert_eq!(characters, [9, 4, 3]);
    }

    #[test]
    fn places_outside_are_moved_inside() {
        let text = "é🦀\nab";
        let lines = Lines::new(text, Encoding::Utf16);
        for ((line, character), at) in [((0, 2), 2), ((0, 3), 6), ((0, 99), 6), ((1, 99), 9), ((7, 0), 9)] {
            assert_eq!(lines.offset(text, Position::new(line, character)), at, "{line}:{character}");
        }
        assert_eq!(lines.span(text, Range::new(Position::new(1, 1), Position::new(0, 0))), Span::at(8));
        assert_eq!(lines.position(text, 99), Position::new(1, 2));
        assert_eq!(Lines::new("", Encoding::Utf8).position("", 0), Position::new(0, 0));
    }

    #[test]
    fn characters_are_right_far_into_a_long_line() {
        let text = format!("a\n{}", "é🦀x".repeat(3 * BLOCK));
        let lines = Lines::new(&text, Encoding::Utf16);
        for (at, _) in text.char_indices().skip(2).step_by(501) {
            assert_eq!(lines.position(&text, at).character as usize, text[2..at].encode_utf16().count());
        }
    }
}
