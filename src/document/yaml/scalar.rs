//! One scalar: its text with the map, checked against what the parser decoded.

use super::decode::{self, Decoded};
use super::{Scalar, Style};
use crate::document::scalar_map::{Text, Written};
use crate::source::Span;

/// How many `|` or `>` are tried as the header of one block scalar.
const MAX_CANDIDATES: usize = 16;

/// What surrounds a scalar.
pub(super) struct Context<'a> {
    pub(super) source: &'a str,
    pub(super) line_end: &'static str,
    /// The end of the token before it.
    pub(super) after: usize,
    /// Inside `[…]` or `{…}`.
    pub(super) flow: bool,
    /// A mapping's key.
    pub(super) key: bool,
}

/// A plain or quoted scalar at `place`, in column `column` (from 0). Gives the node's span too.
pub(super) fn flow(context: &Context<'_>, value: &str, style: Style, place: Span, column: usize) -> (Scalar, Span) {
    let decoded = decode::flow(context.source, place.range(), style).filter(|decoded| decoded.value == value);
    let text = Text::new(value.to_owned(), place, decoded.map(|decoded| decoded.segments).unwrap_or_default());
    let raw = context.source.get(place.range()).unwrap_or_default().to_owned();
    let text =
        text.written(Written { style, raw, start: place.start, indent: column, line_end: context.line_end, flow: context.flow, single_line: context.key });
    (Scalar { style, text, header: None, indent: 0 }, place)
}

/// A block scalar. The parser's `place` starts at the first character of the content, whose column is the indentation; of
/// one without content it is the header or an empty span at the next token.
pub(super) fn block(context: &Context<'_>, value: &str, style: Style, place: Span, column: usize) -> (Scalar, Span) {
    let source = context.source;
    let Some((header, indent, decoded)) = find_block(context, value, style, place, column) else {
        let text = Text::new(value.to_owned(), place, Vec::new());
        return (Scalar { style, text, header: None, indent: column }, place);
    };
    let header_end = decode::header_end(source, header);
    let content = decoded.content.map_or(Span::at(header_end), Span::from);
    let raw = source.get(header..place.end.max(header_end)).unwrap_or_default().to_owned();
    let indent = if indent == usize::MAX { 0 } else { indent };
    let text = Text::new(value.to_owned(), content, decoded.segments);
    let text = text.written(Written { style, raw, start: header, indent, line_end: context.line_end, flow: context.flow, single_line: context.key });
    (Scalar { style, text, header: Some(Span::new(header, header_end)), indent }, Span::new(header, content.end))
}

/// The header, the indentation and the decoded text that agree with the parser.
fn find_block(context: &Context<'_>, value: &str, style: Style, place: Span, column: usize) -> Option<(usize, usize, Decoded)> {
    let indicator = if style == Style::Literal { b'|' } else { b'>' };
    let bytes = context.source.as_bytes();
    let is_empty = value.bytes().all(|byte| byte == b'\n');
    let from = if is_empty { context.after } else { context.after.max(header_line(bytes, place.start)) };
    let to = if is_empty { place.end.max(place.start + 1).min(bytes.len()) } else { place.start };
    let candidates = (from..to).filter(|&at| bytes[at] == indicator).take(MAX_CANDIDATES);
    for header in candidates {
        let indent = if is_empty { usize::MAX } else { column };
        // Blanks alone at the end of the file are a line to the parser in some places and not in others.
        let end = place.end.max(decode::header_end(context.source, header));
        let trimmed = context.source[..end].trim_end_matches(' ').len().max(header + 1);
        let mut attempts = [end, trimmed].into_iter().filter_map(|end| decode::block(context.source, header, indent, end));
        if let Some(decoded) = attempts.find(|decoded| decoded.value == value) {
            return Some((header, indent, decoded));
        }
    }
    None
}

/// The start of the last line before `at` that is not blank: the header's.
fn header_line(bytes: &[u8], at: usize) -> usize {
    let Some(end) = bytes[..at].iter().rposition(|byte| !byte.is_ascii_whitespace()) else { return 0 };
    bytes[..end].iter().rposition(|&byte| decode::is_break(byte)).map_or(0, |line_break| line_break + 1)
}
