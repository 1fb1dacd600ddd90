//! Where a syntax error happened: the lines around it, the key it belongs to, and the repairs that can be tried.

use granit_parser::{Event, Parser};

use crate::document::yaml::{SyntaxError, decode, encode, tree};
use crate::source::Span;

/// A repair is not tried on a longer text.
const MAX_REPAIRED: usize = 1 << 20;

/// What the reader knew when the error came.
#[derive(Debug, Default)]
pub(in crate::document::yaml) struct Scene<'a> {
    pub source: &'a str,
    /// Where the parser stopped.
    pub at: usize,
    /// The end of the last finished scalar, alias or bracket.
    pub after: usize,
    /// The last key of the innermost mapping, and whether its value is still to come.
    pub key: Option<Span>,
    pub pending: bool,
    /// The key whose value the innermost mapping is.
    pub outer_key: Option<Span>,
    /// The innermost bracket that is open.
    pub bracket: Option<usize>,
    /// The block scalar that has just ended.
    pub block: Option<Block>,
    /// The last scalar when it was a plain one.
    pub plain: Option<Span>,
    /// The root node when it is finished.
    pub root: Option<Span>,
}

/// A block scalar that has ended, perhaps too early.
#[derive(Debug, Clone, Copy)]
pub(in crate::document::yaml) struct Block {
    pub key: Option<Span>,
    pub indent: usize,
    pub end: usize,
}

pub(super) type Edits = Vec<(Span, String)>;

/// An error and the repairs that might put it right.
#[derive(Debug)]
pub(super) struct Draft {
    span: Span,
    message: String,
    help: Option<String>,
    repairs: Vec<(String, Edits)>,
}

impl Draft {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None, repairs: Vec::new() }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn repair(mut self, title: impl Into<String>, edits: impl Into<Option<Edits>>) -> Self {
        self.repairs.extend(edits.into().map(|edits| (title.into(), edits)));
        self
    }

    /// With the first repair after which the parser gets past this place.
    pub(super) fn finish(self, scene: &Scene<'_>) -> SyntaxError {
        let rests: Vec<_> = self.repairs.iter().map(|(_, edits)| scene.rest_after(edits)).collect();
        // A repair that heals the file goes before one that gets the parser past this place; the first one of equals counts.
        let best = rests.iter().position(|rest| *rest == Some(0)).or_else(|| rests.iter().position(Option::is_some));
        let fix = best.and_then(|best| self.repairs.into_iter().nth(best));
        SyntaxError { span: self.span, message: self.message, help: self.help, fix }
    }
}

impl<'a> Scene<'a> {
    /// The line that holds `at`, without its end.
    pub(super) fn line(&self, at: usize) -> Span {
        let bytes = self.source.as_bytes();
        let at = at.min(bytes.len());
        let start = bytes[..at].iter().rposition(|&byte| decode::is_break(byte)).map_or(0, |line_break| line_break + 1);
        let start = if start == 0 && self.source.starts_with('\u{feff}') { 3.min(bytes.len()) } else { start };
        let end = bytes[start.max(at)..].iter().position(|&byte| decode::is_break(byte)).map_or(bytes.len(), |len| start.max(at) + len);
        Span::new(start, end)
    }

    /// The lines from the one at `at` on.
    pub(super) fn lines_from(&self, at: usize) -> impl Iterator<Item = Span> + use<'_, 'a> {
        let bytes = self.source.as_bytes();
        let mut next = (at <= bytes.len()).then(|| self.line(at));
        std::iter::from_fn(move || {
            let line = next?;
            next = (line.end < bytes.len()).then(|| self.line(decode::after_break(bytes, line.end)));
            Some(line)
        })
    }

    /// The last line before `at`'s own one that is not blank.
    pub(super) fn line_before(&self, at: usize) -> Option<Span> {
        let line = self.line(at);
        let text = self.source[..line.start].trim_end_matches(|character: char| character.is_ascii_whitespace());
        (!text.trim_start_matches('\u{feff}').is_empty()).then(|| self.line(text.len()))
    }

    pub(super) fn text(&self, span: Span) -> &'a str {
        self.source.get(span.range()).unwrap_or_default()
    }

    /// The span without blanks at both ends.
    pub(super) fn trimmed(&self, span: Span) -> Span {
        let text = self.text(span);
        let start = span.start + (text.len() - text.trim_start().len());
        Span::new(start, start + text.trim().len())
    }

    /// The characters in front of a line's text: spaces, tabs, and what only looks like one.
    pub(super) fn indentation(&self, line: Span) -> Span {
        let text = self.text(line);
        Span::new(line.start, line.start + (text.len() - text.trim_start().len()))
    }

    pub(super) fn spaces(&self, line: Span) -> usize {
        let text = self.text(line);
        text.len() - text.trim_start_matches(' ').len()
    }

    pub(super) fn column(&self, at: usize) -> usize {
        at.saturating_sub(self.line(at).start)
    }

    pub(super) fn char_at(&self, at: usize) -> Span {
        let len = self.source.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Span::new(at, at + len)
    }

    pub(super) fn is_blank(&self, line: Span) -> bool {
        self.text(line).trim().is_empty()
    }

    /// The key that stands on the same line as `at`, in front of it.
    pub(super) fn key_on_line(&self) -> Option<Span> {
        self.key.filter(|key| key.end <= self.at && key.start >= self.line(self.at).start)
    }

    /// Where the text after the key's colon starts, or after the dashes of a list.
    pub(super) fn value_start(&self) -> usize {
        let line = self.line(self.at);
        if let Some(key) = self.key_on_line() {
            return self.after_colon(key);
        }
        let mut start = self.indentation(line).end;
        while self.text(Span::new(start, line.end)).starts_with("- ") {
            start = self.trimmed(Span::new(start + 1, line.end)).start;
        }
        start
    }

    /// The first character after the colon of `key` on its line.
    pub(super) fn after_colon(&self, key: Span) -> usize {
        let rest = self.text(Span::new(key.end, self.line(key.end).end));
        let blank = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
        let colon = blank(rest);
        if !rest[colon..].starts_with(':') {
            return key.end + colon;
        }
        key.end + colon + 1 + blank(&rest[colon + 1..])
    }

    /// The value from `value_start` to the end of its last line, without a comment.
    pub(super) fn value(&self) -> Span {
        let start = self.value_start();
        let line = self.line(start);
        let text = self.text(Span::new(start, line.end));
        let end = text.find(" #").map_or(text.len(), |comment| comment);
        let mut value = Span::new(start, start + text[..end].trim_end().len());
        if end < text.len() {
            return value;
        }
        let column = self.key_on_line().map_or(0, |key| self.column(key.start));
        for line in self.lines_from(start).skip(1) {
            if self.is_blank(line) {
                continue;
            }
            if self.spaces(line) <= column || self.text(line).contains(" #") {
                break;
            }
            value.end = self.trimmed(line).end;
        }
        value
    }

    pub(super) fn quote_value(&self) -> Option<Edits> {
        let value = self.value();
        let raw = self.text(value);
        if raw.is_empty() || self.bracket.is_some_and(|bracket| bracket < value.start) {
            return None;
        }
        Some(vec![(value, if raw.contains(['\n', '\r']) { format!("'{}'", raw.replace('\'', "''")) } else { encode::quote(raw) })])
    }

    /// Puts a `|` behind the colon of `key`; what stands on its line moves to the next one.
    pub(super) fn make_block(&self, key: Span) -> Option<Edits> {
        let line = self.line(key.end);
        let start = self.after_colon(key);
        let colon = key.end + self.text(Span::new(key.end, start)).find(':')? + 1;
        if start >= line.end {
            return Some(vec![(Span::new(colon, line.end), " |".to_owned())]);
        }
        let own = self.lines_from(start).skip(1).find(|&line| !self.is_blank(line)).map(|line| self.spaces(line));
        let column = self.column(key.start);
        let indent = own.filter(|&own| own > column).unwrap_or(column + 2);
        Some(vec![(Span::new(colon, start), format!(" |{}{}", self.line_end(), " ".repeat(indent)))])
    }

    /// Indents each of `lines` that has less to at least `indent` spaces.
    pub(super) fn indent(&self, lines: impl Iterator<Item = Span>, indent: usize) -> Option<Edits> {
        let edits: Edits = lines
            .filter(|&line| !self.is_blank(line) && self.spaces(line) < indent)
            .map(|line| (Span::at(line.start), " ".repeat(indent - self.spaces(line))))
            .collect();
        (!edits.is_empty()).then_some(edits)
    }

    fn line_end(&self) -> &'static str {
        if self.source.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// How much of the file is left behind the next error after `edits`; `None` when the parser does not get past this line
    /// and the edits.
    fn rest_after(&self, edits: &Edits) -> Option<usize> {
        if self.source.len() > MAX_REPAIRED {
            return None;
        }
        let mut repaired = String::with_capacity(self.source.len() + 64);
        let mut done = 0;
        for (span, text) in edits {
            repaired.push_str(self.source.get(done..span.start)?);
            repaired.push_str(text);
            done = span.end;
        }
        repaired.push_str(self.source.get(done..)?);
        let Some(at) = first_error(&repaired) else { return Some(0) };
        let rest = repaired.len() - at;
        (rest <= self.source.len() - self.line(self.at).end.max(done)).then_some(rest.max(1))
    }
}

fn first_error(text: &str) -> Option<usize> {
    for event in Parser::new_from_str_with_options(text, tree::options()) {
        match event {
            Ok((Event::UnresolvedAlias(_), span)) => return span.start.byte_offset(),
            Ok(_) => {}
            Err(error) => return Some(error.marker().byte_offset().unwrap_or(0)),
        }
    }
    None
}

/// A name fit for a message: short, and nothing in it that could be a secret or hide something.
pub(super) fn name(text: &str) -> Option<&str> {
    let fits = text.len() <= 24 && text.chars().all(|character| character.is_ascii_alphabetic() || "_- ".contains(character));
    (fits && !text.is_empty()).then_some(text)
}
