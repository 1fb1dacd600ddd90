//! Where a link's destination stands in the Markdown: inside `<…>` too, with escapes, entities and titles around it.

use std::ops::Range;

use crate::document::markdown::{self, Event, Tag};

/// The destination in `rest`, the end of an inline link from its text on (`](url "title")`); without the angle brackets.
/// `None` where it does not read as `destination`.
pub(super) fn inline(markdown: &str, rest: Range<usize>, destination: &str) -> Option<Range<usize>> {
    let tail = markdown.get(rest.clone())?;
    let open = tail.find("](")?;
    find(markdown, rest.start + open + 2..rest.end, destination)
}

/// The destination in a definition (`[label]: url "title"`).
pub(super) fn definition(markdown: &str, range: Range<usize>, destination: &str) -> Option<Range<usize>> {
    let text = markdown.get(range.clone())?;
    let bytes = text.as_bytes();
    let mut at = 1;
    while *bytes.get(at)? != b']' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    let start = range.start + at + usize::from(text[at..].starts_with("]:")) * 2;
    find(markdown, start..range.end, destination)
}

fn find(markdown: &str, within: Range<usize>, destination: &str) -> Option<Range<usize>> {
    let range = written(markdown, within)?;
    reads_as(&markdown[range.clone()], destination).then_some(range)
}

/// The destination as it is written at the start of `within`.
fn written(markdown: &str, within: Range<usize>) -> Option<Range<usize>> {
    let text = markdown.get(within.clone())?;
    // A line break may stand in front, and in a block quote its mark after that.
    let mut start = text.len() - text.trim_start().len();
    if text[..start].contains('\n') {
        start = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '>').len();
    }
    let rest = &text[start..];
    let (from, len) = match rest.strip_prefix('<') {
        Some(inside) => (start + 1, angle(inside)?),
        None => (start, bare(rest)),
    };
    Some(within.start + from..within.start + from + len)
}

/// The length up to an unescaped `>`.
fn angle(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'>' => return Some(at),
            _ => {}
        }
    }
    None
}

/// The length up to a blank, or to the parenthesis that closes the link.
fn bare(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            0..=b' ' | 0x7f => return at,
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' if depth == 0 => return at,
            b')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether `written` means `destination` once escapes and entities are resolved.
fn reads_as(written: &str, destination: &str) -> bool {
    if written == destination {
        return true;
    }
    let link = format!("[](<{written}>)");
    markdown::events(&link).any(|(event, _)| matches!(event, Event::Start(Tag::Link { dest_url, .. }) if &*dest_url == destination))
}
