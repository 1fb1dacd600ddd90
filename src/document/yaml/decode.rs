//! Decodes the five styles of scalars and notes where each character comes from.

use std::ops::Range;

use crate::document::scalar_map::{Segment, Style};

/// A decoded scalar. Offsets are those of the text it was read from.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) value: String,
    pub(super) segments: Vec<Segment>,
    /// Of a block scalar: from the first character of the content to the last one.
    pub(super) content: Option<Range<usize>>,
}

struct Builder<'a> {
    source: &'a str,
    value: String,
    segments: Vec<Segment>,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Self {
        Self { source, value: String::new(), segments: Vec::new() }
    }

    /// What stands in the file as it is.
    fn copy(&mut self, range: Range<usize>) {
        let Some(text) = self.source.get(range.clone()).filter(|text| !text.is_empty()) else { return };
        let len = text.len();
        match self.segments.last_mut() {
            Some(last) if last.is_verbatim() && last.source + last.source_len == range.start => {
                last.value_len += len;
                last.source_len += len;
            }
            _ => self.segments.push(Segment { value: self.value.len(), value_len: len, source: range.start, source_len: len }),
        }
        self.value.push_str(text);
    }

    /// What is written differently.
    fn put(&mut self, text: &str, range: &Range<usize>) {
        if self.source.get(range.clone()) == Some(text) {
            return self.copy(range.clone());
        }
        // A fold or a carriage return of one byte must not look like a verbatim byte.
        let source_len = if range.len() == text.len() { 0 } else { range.len() };
        self.segments.push(Segment { value: self.value.len(), value_len: text.len(), source: range.start, source_len });
        self.value.push_str(text);
    }

    fn finish(self, content: Option<Range<usize>>) -> Decoded {
        Decoded { value: self.value, segments: self.segments, content }
    }

    /// Folds the line break at `at`, whose line's text ends at `text_end`: one break is a space, more are one break fewer.
    fn fold(&mut self, text_end: usize, at: usize, end: usize) -> usize {
        let next = after_break(self.source.as_bytes(), at);
        let blank_lines = self.value.len();
        let next = self.blank_lines(next, end);
        if self.value.len() == blank_lines {
            self.put(" ", &(text_end..next));
        }
        next
    }

    /// Takes the blank lines from `at` on, and the indentation of the line after them.
    fn blank_lines(&mut self, mut at: usize, end: usize) -> usize {
        let bytes = self.source.as_bytes();
        loop {
            at = skip_blanks(bytes, at, end);
            if at >= end || !is_break(bytes[at]) {
                return at;
            }
            let next = after_break(bytes, at);
            self.put("\n", &(at..next));
            at = next;
        }
    }

    /// One escape of a double-quoted scalar, at its backslash; gives the offset after it.
    fn escape(&mut self, at: usize, end: usize) -> Option<usize> {
        let bytes = self.source.as_bytes();
        let letter = *bytes.get(at + 1).filter(|_| at + 1 < end)?;
        if is_break(letter) {
            return Some(self.blank_lines(after_break(bytes, at + 1), end));
        }
        let (decoded, next) = read_escape(self.source, at, end)?;
        self.put(decoded.encode_utf8(&mut [0; 4]), &(at..next));
        Some(next)
    }
}

/// The character that the escape at `at` stands for, and the offset after it.
pub(super) fn read_escape(source: &str, at: usize, end: usize) -> Option<(char, usize)> {
    let letter = *source.as_bytes().get(at + 1).filter(|_| at + 1 < end)?;
    let hex = |from: usize, len: usize| {
        let digits = source.get(from..from + len).filter(|_| from + len <= end)?;
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let decoded = match letter {
        b'0' => '\0',
        b'a' => '\x07',
        b'b' => '\x08',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\x0b',
        b'f' => '\x0c',
        b'r' => '\r',
        b'e' => '\x1b',
        b' ' | b'"' | b'/' | b'\\' => char::from(letter),
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        b'x' => return Some((char::from_u32(hex(at + 2, 2)?)?, at + 4)),
        b'U' => return Some((char::from_u32(hex(at + 2, 8)?)?, at + 10)),
        b'u' => {
            let high = hex(at + 2, 4)?;
            if let Some(decoded) = char::from_u32(high) {
                return Some((decoded, at + 6));
            }
            let low = source.get(at + 6..at + 8).filter(|&escape| escape == "\\u").and_then(|_| hex(at + 8, 4))?;
            if !(0xd800..0xdc00).contains(&high) || !(0xdc00..0xe000).contains(&low) {
                return None;
            }
            return Some((char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00))?, at + 12));
        }
        _ => return None,
    };
    Some((decoded, at + 2))
}

/// Decodes a plain or quoted scalar that stands at `range`, quotes included. `None` when it is none.
pub(super) fn flow(source: &str, range: Range<usize>, style: Style) -> Option<Decoded> {
    let quote = match style {
        Style::SingleQuoted => Some('\''),
        Style::DoubleQuoted => Some('"'),
        _ => None,
    };
    let raw = source.get(range.clone())?;
    let Range { start: mut at, mut end } = range;
    if let Some(quote) = quote {
        raw.strip_prefix(quote)?.strip_suffix(quote)?;
        at += 1;
        end -= 1;
    }
    let bytes = source.as_bytes();
    let mut builder = Builder::new(source);
    let mut run = at;
    while at < end {
        match bytes[at] {
            b'\n' | b'\r' => {
                let mut text_end = at;
                while text_end > run && is_blank(bytes[text_end - 1]) {
                    text_end -= 1;
                }
                builder.copy(run..text_end);
                at = builder.fold(text_end, at, end);
                run = at;
            }
            b'\'' if style == Style::SingleQuoted => {
                if at + 1 >= end || bytes[at + 1] != b'\'' {
                    return None;
                }
                builder.copy(run..at);
                builder.put("'", &(at..at + 2));
                at += 2;
                run = at;
            }
            b'"' if style == Style::DoubleQuoted => return None,
            b'\\' if style == Style::DoubleQuoted => {
                builder.copy(run..at);
                at = builder.escape(at, end)?;
                run = at;
            }
            _ => at += 1,
        }
    }
    builder.copy(run..end);
    Some(builder.finish(None))
}

/// A content line whose line break, at `after`, is not written yet.
struct Line {
    end: usize,
    after: Range<usize>,
    /// It starts with a blank, so the breaks around it stay in a folded scalar.
    spaced: bool,
}

/// Decodes the block scalar whose `|` or `>` is at `header` and whose lines are indented by `indent`; it ends before `end`.
pub(super) fn block(source: &str, header: usize, indent: usize, end: usize) -> Option<Decoded> {
    let bytes = source.as_bytes();
    let folded = match bytes.get(header)? {
        b'|' => false,
        b'>' => true,
        _ => return None,
    };
    let (chomp, header_end) = block_header(source, header, end)?;
    let mut at = header_end;
    let mut builder = Builder::new(source);
    let mut blanks: Vec<Range<usize>> = Vec::new();
    let mut last: Option<Line> = None;
    let mut first = 0;
    while at < end {
        let limit = end.min(at.saturating_add(indent));
        let start = at + bytes[at..limit].iter().take_while(|&&byte| byte == b' ').count();
        let line_end = start + bytes[start..end].iter().take_while(|&&byte| !is_break(byte)).count();
        let next = if line_end < end { after_break(bytes, line_end) } else { line_end };
        if start == line_end {
            blanks.push(line_end..next);
            at = next;
            continue;
        }
        if start - at < indent {
            break;
        }
        let spaced = is_blank(bytes[start]);
        match &last {
            Some(last) if folded && !last.spaced && !spaced => {
                if blanks.is_empty() {
                    builder.put(" ", &(last.end..start));
                }
            }
            Some(last) => builder.put("\n", &last.after),
            None => first = start,
        }
        blanks.drain(..).for_each(|blank| builder.put("\n", &blank));
        builder.copy(start..line_end);
        last = Some(Line { end: line_end, after: line_end..next, spaced });
        at = next;
    }
    if let Some(last) = last.as_ref().filter(|_| chomp != Chomp::Strip) {
        builder.put("\n", &last.after);
    }
    if chomp == Chomp::Keep {
        blanks.iter().filter(|blank| !blank.is_empty() || blank.end == source.len()).for_each(|blank| builder.put("\n", blank));
    }
    Some(builder.finish(last.map(|last| first..last.end)))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chomp {
    Strip,
    Clip,
    Keep,
}

/// The chomping of the header at `header`, and the offset of the line after it.
fn block_header(source: &str, header: usize, end: usize) -> Option<(Chomp, usize)> {
    let bytes = source.as_bytes();
    let indicators_end = header_end(source, header).min(end);
    let chomp = match source.get(header..indicators_end)? {
        text if text.contains('-') => Chomp::Strip,
        text if text.contains('+') => Chomp::Keep,
        _ => Chomp::Clip,
    };
    let mut at = skip_blanks(bytes, indicators_end, end);
    if at > indicators_end && bytes.get(at) == Some(&b'#') {
        at += bytes[at..end].iter().take_while(|&&byte| !is_break(byte)).count();
    }
    if at >= end {
        return Some((chomp, end));
    }
    is_break(bytes[at]).then(|| (chomp, after_break(bytes, at)))
}

/// The end of the header's indicators, such as the `2-` of `|2-`.
pub(super) fn header_end(source: &str, header: usize) -> usize {
    let indicators = source.as_bytes()[header + 1..].iter().take(2);
    header + 1 + indicators.take_while(|byte| matches!(byte, b'+' | b'-' | b'1'..=b'9')).count()
}

pub(super) const fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

pub(super) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// The offset after the line break at `at`.
pub(super) fn after_break(bytes: &[u8], at: usize) -> usize {
    at + if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 }
}

fn skip_blanks(bytes: &[u8], at: usize, end: usize) -> usize {
    at + bytes.get(at..end).map_or(0, |rest| rest.iter().take_while(|&&byte| is_blank(byte)).count())
}
