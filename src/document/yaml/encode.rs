//! Writes a replacement text so that it decodes to what is wanted inside a scalar's style.

use std::fmt::Write as _;
use std::ops::Range;

use super::core_schema::{self, Resolved};
use super::{Style, decode};
use crate::document::scalar_map::{Text, Written};
use crate::source::Span;

impl Text {
    /// What to write at `locate(range)` so that the value has `new_text` in place of `range`; `None` when nothing written
    /// there would do. Every answer was decoded again. A text that is not YAML takes `new_text` as it is.
    pub fn encode(&self, range: Range<usize>, new_text: &str) -> Option<String> {
        let old = self.value().get(range.clone())?;
        let Some(written) = &self.written else { return Some(new_text.to_owned()) };
        if !self.is_exact() {
            return None;
        }
        let wanted = [&self.value()[..range.start], new_text, &self.value()[range.end..]].concat();
        let (range, new_text) = without_common_breaks(old, range, new_text);
        let place = self.locate(range.clone());
        let before = written.raw.get(..place.start.checked_sub(written.start)?)?;
        let after = written.raw.get(place.end.checked_sub(written.start)?..)?;
        let line_goes_on = self.value().get(range.end..).is_some_and(|rest| !rest.is_empty() && !rest.starts_with('\n'));
        written.candidates(new_text, line_goes_on).into_iter().find(|candidate| {
            let raw = [before, candidate, after].concat();
            written.holds(&raw, &wanted) && written.keeps_its_type(self.value(), &wanted)
        })
    }

    /// The replacement that puts `new_text` in place of `range`: `encode` at `locate(range)`, else the whole plain scalar in
    /// quotes.
    pub fn edit(&self, range: Range<usize>, new_text: &str) -> Option<(Span, String)> {
        if let Some(text) = self.encode(range.clone(), new_text) {
            let old = self.value().get(range.clone())?;
            let (range, _) = if self.written.is_some() { without_common_breaks(old, range, new_text) } else { (range, new_text) };
            return Some((self.locate(range), text));
        }
        let written = self.written.as_ref().filter(|written| written.style == Style::Plain)?;
        let wanted = [self.value().get(..range.start)?, new_text, self.value().get(range.end..)?].concat();
        let is_text = matches!(core_schema::plain(self.value()), Resolved::Str(_));
        (is_text && !written.raw.contains(['\n', '\r'])).then(|| (self.span(), quote(&wanted)))
    }
}

/// A text in quotes: single ones where no character has to be escaped.
pub fn quote(text: &str) -> String {
    if text.chars().all(is_printable) && !text.contains(['\n', '\'', '\t']) {
        return format!("'{text}'");
    }
    format!("\"{}\"", escape(text))
}

/// Line breaks at both ends stay as they are where the new text has them too.
fn without_common_breaks<'a>(old: &str, range: Range<usize>, new_text: &'a str) -> (Range<usize>, &'a str) {
    let leading = |text: &str| text.len() - text.trim_start_matches('\n').len();
    let first = leading(old).min(leading(new_text));
    let (old, new_text) = (&old[first..], &new_text[first..]);
    let trailing = |text: &str| text.len() - text.trim_end_matches('\n').len();
    let last = trailing(old).min(trailing(new_text));
    (range.start + first..range.end - last, &new_text[..new_text.len() - last])
}

impl Written {
    /// The ways to write `text`, the best first.
    fn candidates(&self, text: &str, line_goes_on: bool) -> Vec<String> {
        match self.style {
            Style::Plain => vec![text.to_owned()],
            Style::SingleQuoted => vec![self.lines(&text.replace('\'', "''"), 1, true)],
            Style::DoubleQuoted => vec![escape(text), escape_all_blanks(text)],
            Style::Literal | Style::Folded => {
                let indent = " ".repeat(self.indent);
                let mut ways = Vec::new();
                for extra in if self.style == Style::Folded { &[1, 0][..] } else { &[0][..] } {
                    let lines = self.lines(text, *extra, line_goes_on);
                    ways.push(format!("{indent}{lines}"));
                    ways.push(lines);
                }
                ways.reverse();
                ways
            }
            Style::Absent => Vec::new(),
        }
    }

    /// With indented lines, and `extra` breaks for each run of breaks.
    fn lines(&self, text: &str, extra: usize, line_goes_on: bool) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('\n') {
            out.push_str(&rest[..at]);
            let after = rest[at..].trim_start_matches('\n');
            let breaks = rest.len() - at - after.len();
            out.push_str(&self.line_end.repeat(breaks + extra));
            if !after.is_empty() || line_goes_on {
                out.push_str(&" ".repeat(self.indent));
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// Whether the scalar, written as `raw`, is one scalar that decodes to `wanted`.
    fn holds(&self, raw: &str, wanted: &str) -> bool {
        if raw.contains(|character| !is_printable(character) && character != '\r') || (self.single_line && raw.contains(['\n', '\r'])) {
            return false;
        }
        let decoded = match self.style {
            Style::Literal | Style::Folded => {
                // Blanks alone at the end of the file may or may not be a line.
                let ends_in_blanks = raw.ends_with(' ') && raw.trim_end_matches(' ').ends_with(['\n', '\r']);
                if ends_in_blanks || !self.keeps_its_indentation(raw) {
                    return false;
                }
                decode::block(raw, 0, if self.indent == 0 { usize::MAX } else { self.indent }, raw.len())
            }
            style => decode::flow(raw, 0..raw.len(), style),
        };
        let lines_are_safe =
            !raw.contains('\n') || (self.indent > 0 && (self.style.is_block() || self.least_indentation(raw) >= self.least_indentation(&self.raw)));
        let plain_is_safe = self.style != Style::Plain || is_plain_safe(raw, self.flow);
        lines_are_safe && plain_is_safe && decoded.is_some_and(|decoded| decoded.value == wanted)
    }

    /// Without an indicator the first line that is not blank sets the indentation.
    fn keeps_its_indentation(&self, raw: &str) -> bool {
        let header = &raw[..decode::header_end(raw, 0)];
        if header.contains(|character: char| character.is_ascii_digit()) {
            return true;
        }
        for line in raw.split('\n').skip(1).map(|line| line.trim_end_matches('\r')) {
            let text = line.trim_start_matches(' ');
            let spaces = line.len() - text.len();
            if !text.is_empty() {
                return spaces == self.indent && !text.starts_with('\t');
            }
            if spaces > self.indent {
                return false;
            }
        }
        false
    }

    /// By how many spaces the lines after the first one are indented; the scalar's own column where there are none.
    fn least_indentation(&self, raw: &str) -> usize {
        let lines = raw.split('\n').skip(1).filter(|line| !line.trim().is_empty());
        lines.map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(self.indent)
    }

    /// A plain text must not turn into a number, a boolean or null.
    fn keeps_its_type(&self, old: &str, new: &str) -> bool {
        let is_text = |text| matches!(core_schema::plain(text), Resolved::Str(_));
        self.style != Style::Plain || !is_text(old) || is_text(new)
    }
}

/// Whether `raw` may stand without quotes.
pub(super) fn is_plain_safe(raw: &str, flow: bool) -> bool {
    let mut characters = raw.chars();
    let Some(first) = characters.next() else { return false };
    let second_is_text = characters.next().is_some_and(|second| !(second.is_whitespace() || flow && ",[]{}".contains(second)));
    let starts_well = match first {
        '-' | '?' | ':' => second_is_text,
        first => !",[]{}#&*!|>'\"%@`".contains(first) && !first.is_whitespace(),
    };
    let is_marker = raw.starts_with("---") || raw.starts_with("...");
    let bytes = raw.as_bytes();
    let inside = bytes.windows(2).all(|pair| {
        let ends = |byte: u8| decode::is_blank(byte) || decode::is_break(byte) || (flow && b",[]{}".contains(&byte));
        !(pair[0] == b':' && ends(pair[1])) && !(pair[1] == b'#' && (decode::is_blank(pair[0]) || decode::is_break(pair[0])))
    });
    let brackets = flow && raw.contains([',', '[', ']', '{', '}']);
    starts_well && !is_marker && inside && !brackets && !raw.ends_with([' ', '\t', ':', '\n', '\r'])
}

/// YAML's printable characters, without the carriage return and the byte-order mark.
fn is_printable(character: char) -> bool {
    matches!(character, '\t' | '\n' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
}

/// The inside of a double-quoted scalar.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => push_code(&mut out, character),
            other if is_printable(other) => out.push(other),
            other => push_code(&mut out, other),
        }
    }
    out
}

fn push_code(out: &mut String, character: char) {
    let code = u32::from(character);
    let _ = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// As `escape`, with the blanks at both ends escaped: a line break beside them would take them away.
fn escape_all_blanks(text: &str) -> String {
    let inner = text.trim_matches(' ');
    if inner.is_empty() {
        return "\\x20".repeat(text.len());
    }
    let leading = text.len() - text.trim_start_matches(' ').len();
    let trailing = text.len() - text.trim_end_matches(' ').len();
    [&"\\x20".repeat(leading), &*escape(inner), &"\\x20".repeat(trailing)].concat()
}
