//! The account table has the columns that others read.

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::accounts::{Accounts, Column, HeaderCell, Table};
use crate::rules::words::{code, nearest};
use crate::source::Span;

/// A header with more unknown cells than this is not searched for misspelt ones, nor with more repeated ones told apart.
const MOST: usize = 100;

pub(super) const RULE: Rule = Rule {
    id: "accounts/columns",
    summary: "a required column is missing or stands twice",
    why: "Scripts and people find a value by its column. Without the column, an account cannot be set up for automatic assignment, and nobody can tell which organization in Zendesk the row \
          is about. Of a column that stands twice nobody knows which one counts.",
    how: "The table needs Account, ASE, Links (Salesforce, Zendesk Org Note), Special Notes, Zendesk Org Name, Zendesk Account ID and Zendesk User (ASE) ID, in any order; Region is optional \
          and further columns are welcome. The links may be two columns, Salesforce and Zendesk Org Note. If your table calls a column something else, name that under `accounts: aliases:` in \
          `.ase-lint.yaml`.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Accounts(check),
};

fn check(accounts: &Accounts, cx: &mut Context<'_>) {
    let Some(table) = accounts.table() else { return };
    let source = cx.source();
    let line = source.line_span(source.line_of(table.span.start));
    let header = Span::new(table.span.start, line.end.max(table.span.start));
    let mut unknown: Vec<&HeaderCell> = table.header.iter().filter(|cell| cell.column.is_none() && !cell.text.value().is_empty()).take(MOST).collect();
    for column in missing(table) {
        let name = column.header();
        // Aliases help to find what was meant; what to write is the column's own name.
        let meant = std::iter::once(name).chain(column.aliases().iter().copied()).find_map(|written| {
            let near = nearest(written, unknown.iter().map(|cell| cell.text.value()))?;
            unknown.iter().position(|cell| cell.text.value() == near)
        });
        match meant.map(|at| unknown.swap_remove(at)) {
            Some(cell) => cx
                .report(cell.text.span(), format!("the column {} is missing; did you mean it by {}?", code(name), code(cell.text.value())))
                .help(format!("rename the column to {}", code(name))),
            None => cx.report(header, format!("the column {} is missing", code(name))).help(help(table, column)),
        }
        .subject(name)
        .key("header");
    }
    for (cell, column) in table.header.iter().filter_map(|cell| Some((cell, cell.column?))).filter(|(cell, column)| !is_first(table, *column, cell)).take(MOST)
    {
        let Some(first) = table.header_of(column) else { continue };
        let written = code(cell.text.value());
        let message = if cell.text.value() == first.text.value() {
            format!("the column {written} stands twice")
        } else {
            format!("the column {written} stands twice: {} is another name for it", code(first.text.value()))
        };
        cx.report(cell.text.span(), message)
            .subject(column.header())
            .key("header/twice")
            .help("keep one of the two columns")
            .related(source.place(first.text.span()), "the first one");
    }
}

fn is_first(table: &Table, column: Column, cell: &HeaderCell) -> bool {
    table.header_of(column).is_some_and(|first| std::ptr::eq(first, cell))
}

fn missing(table: &Table) -> Vec<Column> {
    let two_links = table.has(Column::Salesforce) || table.has(Column::OrgNote);
    let is_missing = |column: &Column| match column {
        Column::Region => false,
        Column::Links => !table.has(Column::Links) && !two_links,
        Column::Salesforce | Column::OrgNote => !table.has(Column::Links) && two_links && !table.has(*column),
        column => !table.has(*column),
    };
    Column::ALL.into_iter().filter(is_missing).collect()
}

fn help(table: &Table, column: Column) -> String {
    let add = format!("add the column {}", code(column.header()));
    if column == Column::SpecialNotes && !table.rows.is_empty() { format!("{add}; its cells may be empty") } else { add }
}
