//! Lines that look like a table's header or rows, and are none for Markdown.

use super::Table;
use super::column::{Column, Names};
use crate::source::{Source, Span};

/// Longer lines are no header that a person wrote.
const LONGEST: usize = 4096;
/// More lost rows than these are not told apart.
const MOST: usize = 50;

/// The first line that looks like the header of an account table.
pub(super) fn header(source: &Source, names: &Names) -> Option<Span> {
    (1..=source.line_count()).map(|line| trimmed(source, line)).find(|&span| {
        let line = source.slice(span);
        if line.len() > LONGEST || line.matches('|').count() < 2 {
            return false;
        }
        let known: Vec<Column> = line.split('|').filter_map(|cell| names.find(cell)).collect();
        known.len() >= 3 || (known.contains(&Column::Account) && known.contains(&Column::Ase))
    })
}

/// The lines below the table that have the pipes of its rows, up to other content. The header of another table is none.
pub(super) fn rows(source: &Source, table: &Table) -> Vec<Span> {
    let mut found = Vec::new();
    let mut line = source.line_of(table.span.end) + 1;
    while line <= source.line_count() && found.len() < MOST {
        let span = trimmed(source, line);
        let text = source.slice(span);
        let is_row = text.starts_with('|') && text.matches('|').count() > table.header.len() / 2;
        let is_gap = text.is_empty() || (text.starts_with("<!--") && text.ends_with("-->"));
        if is_row && !is_delimiter(source.slice(trimmed(source, line + 1))) && !is_delimiter(text) {
            found.push(span);
        } else if !is_gap {
            break;
        }
        line += 1;
    }
    found
}

fn is_delimiter(line: &str) -> bool {
    line.contains('-') && line.chars().all(|char| matches!(char, '|' | '-' | ':' | ' ' | '\t'))
}

fn trimmed(source: &Source, line: usize) -> Span {
    super::cell::trimmed(source.text(), source.line_span(line).range())
}
