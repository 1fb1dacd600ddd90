//! Tables with a column for passwords or tokens: what stands in its cells is one, unless it points elsewhere.

use std::sync::LazyLock;

use regex::Regex;

use super::Secret;
use super::assigned::{Value, Word};
use super::tokens::compiled;
use crate::source::Span;

/// The header of such a column: "Root password", "API token (staging)", "Secret for the VPN".
static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    compiled(concat!(
        r"(?i)(?:^|[^0-9A-Za-z])(?:(?P<password>passwords?|passwd|passphrase|passcode|passwort|kennwort)|(?P<short>pwd|pw|pass)",
        r"|(?P<key>(?:api|access|secret|private|auth|client|account|encryption|signing|deploy)[ _-]?(?:keys?|tokens?|secrets?))|tokens?|secrets?|credentials?)[*_`]{0,4}",
        r"(?: (?:for|of|to|on) .{1,40}| ?\([^()]{0,40}\))?$",
    ))
});

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy)]
struct Kind {
    word: Word,
    /// Whether a value has to look more like one.
    loose: bool,
}

/// Longer headers are sentences.
const LONGEST: usize = 100;
/// Marks around a value.
const MARKS: [char; 8] = ['"', '\'', '`', '*', '_', '(', '{', ' '];

pub(super) fn find(text: &str) -> Vec<Secret> {
    let mut found = Vec::new();
    // The least table has a header, the line under it and a row.
    if memchr::memchr_iter(b'|', text.as_bytes()).nth(2).is_none() {
        return found;
    }
    let mut columns: Vec<(usize, Kind)> = Vec::new();
    let mut above: Option<Span> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len());
        start = span.end;
        if !line.contains('|') {
            columns.clear();
            above = None;
        } else if !columns.is_empty() {
            let cells = cells(text, span);
            found.extend(columns.iter().filter_map(|&(column, kind)| Some((*cells.get(column)?, kind))).flat_map(|(cell, kind)| secrets(text, cell, kind)));
        } else if let Some(header) = above.filter(|_| is_rule(line)) {
            let header = cells(text, header);
            if header.len() == cells(text, span).len() {
                columns = header.iter().enumerate().filter_map(|(column, &cell)| Some((column, kind(&text[cell.range()])?))).collect();
            }
            above = None;
        } else {
            above = Some(span);
        }
    }
    found
}

/// Whether the line stands between a table's header and its rows.
fn is_rule(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | '>' | '#') || c.is_whitespace())
}

/// What a column holds, going by its header.
fn kind(header: &str) -> Option<Kind> {
    let header = header.trim_matches(|c: char| matches!(c, '*' | '_' | '`' | ':') || c.is_whitespace());
    if header.len() > LONGEST {
        return None;
    }
    let capture = HEADER.captures(header)?;
    let group = |name: &str| capture.name(name).is_some();
    // `Pass` heads the results of tests too.
    let loose = group("short");
    let word = if group("password") || loose {
        Word::Password
    } else if group("key") {
        Word::Key
    } else {
        Word::Token
    };
    Some(Kind { word, loose })
}

/// The cells of a row, as it may stand in a quotation or a comment.
fn cells(text: &str, line: Span) -> Vec<Span> {
    let row = text[line.range()].trim_end();
    let inner = row.trim_start_matches(|c: char| matches!(c, '>' | '#') || c.is_whitespace());
    let mut start = line.start + row.len() - inner.len();
    let end = line.start + row.len();
    if inner.starts_with('|') {
        start += 1;
    }
    let mut found = Vec::new();
    let mut is_escaped = false;
    for (at, character) in text[start..end].char_indices().map(|(at, character)| (start + at, character)).collect::<Vec<_>>() {
        if character == '|' && !is_escaped {
            found.push(Span::new(start, at));
            start = at + 1;
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    if start < end {
        found.push(Span::new(start, end));
    }
    found
}

/// The secrets of a cell: its first word, and those behind a slash or a comma ("jill / hunter2").
fn secrets(text: &str, cell: Span, Kind { word, loose }: Kind) -> impl Iterator<Item = Secret> {
    let mut start = cell.start;
    text[cell.range()].split_inclusive(" / ").flat_map(|part| part.split_inclusive(", ")).filter_map(move |part| {
        let at = start + part.len() - part.trim_start_matches(MARKS).len();
        start += part.len();
        let value = Value::read(text, at, loose);
        (value.span.end <= cell.end && value.is_secret(word)).then(|| value.secret(word, text))
    })
}
