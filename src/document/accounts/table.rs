//! Finds the account tables among the tables of a Markdown file.

use std::ops::Range;

use super::cell::{self, Builder, Cell};
use super::column::{Column, Names};
use crate::document::markdown::{self, Event, Tag, TagEnd};
use crate::document::scalar_map::Text;
use crate::source::Span;

/// The cells that a hostile row may have beyond its header before they are only counted.
const SURPLUS: usize = 8;

#[derive(Debug)]
pub struct Table {
    /// The whole table, header to last row.
    pub span: Span,
    pub header: Vec<HeaderCell>,
    pub rows: Vec<Row>,
    /// Whether it stands in a list or a quotation.
    pub nested: bool,
    /// Lines below the table that look like rows of it, though an empty line or a comment has ended it.
    pub lost: Vec<Span>,
    /// For each column, by its place in `Column::ALL`, the first header cell that names it.
    columns: [Option<usize>; Column::ALL.len()],
}

#[derive(Debug)]
pub struct HeaderCell {
    pub text: Text,
    /// `None` for extra columns.
    pub column: Option<Column>,
}

#[derive(Debug)]
pub struct Row {
    /// The line, without indentation and line end.
    pub span: Span,
    /// Those of the header's columns that are written, and the first few surplus ones. Cells of extra columns have their
    /// span alone.
    pub cells: Vec<Cell>,
    /// How many cells are written: a short row has fewer than the header, one with an unescaped pipe more.
    pub written: usize,
}

impl Table {
    /// Whether the header holds `column`.
    pub fn has(&self, column: Column) -> bool {
        self.columns[column as usize].is_some()
    }

    /// The header cell of `column`.
    pub fn header_of(&self, column: Column) -> Option<&HeaderCell> {
        self.header.get(self.columns[column as usize]?)
    }

    /// The cell of `column` in `row`, where both exist.
    pub fn cell<'a>(&self, row: &'a Row, column: Column) -> Option<&'a Cell> {
        row.cells.get(self.columns[column as usize]?)
    }

    /// The visible text of the cell of `column`, where there is any.
    pub fn value<'a>(&self, row: &'a Row, column: Column) -> Option<&'a str> {
        self.cell(row, column).map(|cell| cell.text.value()).filter(|value| !value.is_empty())
    }

    pub(super) fn known(&self) -> usize {
        self.columns.iter().flatten().count()
    }

    /// Whether it may be the account table: it names an account and its ASE, or holds three columns that we know.
    fn is_candidate(&self) -> bool {
        (self.has(Column::Account) && self.has(Column::Ase)) || self.known() >= 3
    }

    /// Whether it tells more of an account than who its ASE is: a list of backups or of former accounts does not.
    fn identifies(&self) -> bool {
        self.known() >= 3 && Column::ALL.iter().any(|&column| column.identifies() && self.has(column))
    }
}

/// All account tables of a file, in order.
pub(super) fn find(file: &str, names: &Names) -> Vec<Table> {
    let mut reader = Reader { file, names, around: 0, table: None, head: false, row: None, cell: None };
    let mut tables: Vec<Table> = markdown::events(file).filter_map(|(event, range)| reader.take(&event, range)).collect();
    // Beside a table that stands by itself, one in a list or a quotation is an example.
    if tables.iter().any(|table| !table.nested) {
        tables.retain(|table| !table.nested);
    }
    if tables.iter().any(Table::identifies) {
        tables.retain(Table::identifies);
    } else {
        tables.truncate(1);
    }
    tables
}

struct Reader<'a> {
    file: &'a str,
    names: &'a Names,
    /// How many lists and quotations the text is in.
    around: usize,
    table: Option<Table>,
    head: bool,
    row: Option<Row>,
    cell: Option<(Range<usize>, Option<Builder<'a>>)>,
}

impl Reader<'_> {
    /// Takes one event; the account table when it ends here.
    fn take(&mut self, event: &Event<'_>, range: Range<usize>) -> Option<Table> {
        match event {
            Event::Start(Tag::List(_) | Tag::BlockQuote(_)) => self.around += 1,
            Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_)) => self.around = self.around.saturating_sub(1),
            Event::Start(Tag::Table(_)) => {
                let span = cell::trimmed(self.file, range);
                self.table =
                    Some(Table { span, header: Vec::new(), rows: Vec::new(), nested: self.around > 0, lost: Vec::new(), columns: [None; Column::ALL.len()] });
            }
            Event::Start(Tag::TableHead) => self.head = true,
            Event::End(TagEnd::TableHead) => {
                self.head = false;
                self.table.take_if(|table| !table.is_candidate());
            }
            Event::End(TagEnd::Table) => return self.table.take(),
            _ => self.take_content(event, range),
        }
        None
    }

    fn take_content(&mut self, event: &Event<'_>, range: Range<usize>) {
        let Some(table) = &mut self.table else { return };
        match event {
            Event::Start(Tag::TableRow) => self.row = Some(Row { span: cell::trimmed(self.file, range), cells: Vec::new(), written: 0 }),
            Event::End(TagEnd::TableRow) => {
                if let Some(mut row) = self.row.take() {
                    count_surplus(self.file, &mut row, table.header.len());
                    table.rows.push(row);
                }
            }
            Event::Start(Tag::TableCell) => {
                let index = self.row.as_ref().map_or(0, |row| row.cells.len());
                let is_read = self.head || table.header.get(index).is_some_and(|header| header.column.is_some());
                let builder = is_read.then(|| Builder::new(self.file, range.clone()));
                self.cell = Some((range, builder));
            }
            Event::End(TagEnd::TableCell) => {
                let Some((range, builder)) = self.cell.take() else { return };
                if self.head {
                    let text = builder.map(Builder::finish).unwrap_or_default().text;
                    let column = self.names.find(text.value());
                    if let Some(column) = column {
                        table.columns[column as usize].get_or_insert(table.header.len());
                    }
                    table.header.push(HeaderCell { text, column });
                } else if let Some(row) = &mut self.row
                    // What the row lacks comes as empty cells behind its end.
                    && range.start < row.span.end
                {
                    row.cells.push(builder.map_or_else(|| Cell { span: cell::trimmed(self.file, range), ..Cell::default() }, Builder::finish));
                }
            }
            event => {
                if let Some((_, Some(builder))) = &mut self.cell {
                    builder.take(event, range);
                }
            }
        }
    }
}

/// Counts the cells of a row. The Markdown parser drops those beyond the header's, so they are split off here.
fn count_surplus(file: &str, row: &mut Row, columns: usize) {
    row.written = row.cells.len();
    if row.cells.len() < columns {
        return;
    }
    let mut at = row.cells.last().map_or(row.span.start, |cell| cell.span.end);
    let Some(pipe) = next_pipe(file, at, row.span.end) else { return };
    at = pipe + 1;
    while at < row.span.end {
        let end = next_pipe(file, at, row.span.end).unwrap_or(row.span.end);
        row.written += 1;
        if row.written <= columns + SURPLUS {
            row.cells.push(Cell { span: cell::trimmed(file, at..end), ..Cell::default() });
        }
        at = end + 1;
    }
}

/// The first pipe from `at` on that is not escaped.
fn next_pipe(file: &str, at: usize, end: usize) -> Option<usize> {
    let bytes = file.as_bytes();
    (at..end).find(|&index| bytes[index] == b'|' && (index == 0 || bytes[index - 1] != b'\\'))
}
