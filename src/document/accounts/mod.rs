//! The account table of the Assigned Support Engineers project: each row an account, each cell with its span.

mod cell;
mod column;
mod lost;
mod number;
pub mod salesforce;
mod table;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may")]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

pub use cell::{Cell, CellLink, LinkForm};
pub use column::Column;
pub use number::Number;
pub use table::{HeaderCell, Row, Table};

use rayon::prelude::*;

use super::facts::{AccountRow, Fact, Roster};
use super::keys::Keys;
use super::yaml::{Json, JsonPlace};
use crate::config::Settings;
use crate::source::{Source, Span};

/// A file that holds, or should hold, the account table.
#[derive(Debug)]
pub struct Accounts {
    pub source: Arc<Source>,
    pub keys: Keys,
    /// Whether the command line or the config names this file as the table's; then the absence of a table is a finding.
    pub named: bool,
    /// Every account table, in order. The first one counts. A table that names accounts and ASEs and nothing that tells
    /// the organization (no link, no id) is one only where there is no better one.
    pub tables: Vec<Table>,
    /// Where there is no table: a line that looks like the header of one.
    pub lost_header: Option<Span>,
}

impl Accounts {
    /// Reads the tables of a Markdown file; `settings` hold the header aliases.
    pub fn parse(source: Arc<Source>, named: bool, settings: &Settings) -> Self {
        let names = column::Names::new(settings);
        let mut tables = table::find(source.text(), &names);
        if let Some(table) = tables.first_mut() {
            table.lost = lost::rows(&source, table);
        }
        let lost_header = if tables.is_empty() { lost::header(&source, &names) } else { None };
        let mut keys = Keys::default();
        for table in &tables {
            name_parts(table, &mut keys);
        }
        Self { source, keys, named, tables, lost_header }
    }

    /// The table that counts.
    pub fn table(&self) -> Option<&Table> {
        self.tables.first()
    }

    /// The rows that have as many cells as the header. In the others the values stand under wrong headers, so that
    /// `accounts/row` alone speaks of them.
    pub fn whole_rows(&self) -> impl Iterator<Item = (&Table, &Row)> {
        self.table().into_iter().flat_map(|table| table.rows.iter().filter(|row| row.written == table.header.len()).map(move |row| (table, row)))
    }
}

impl Table {
    /// The id in the cell of `column`, also where it is dressed up.
    pub fn id(&self, row: &Row, column: Column) -> Option<(i64, Span)> {
        let cell = self.cell(row, column)?;
        Some((Number::read(cell, column)?.id()?, cell.place()))
    }

    /// The links to Salesforce and to the org note: those of the one column for both, and of the two.
    pub fn links<'a>(&'a self, row: &'a Row, own: Column) -> impl Iterator<Item = &'a CellLink> {
        [own, Column::Links].into_iter().filter_map(|column| self.cell(row, column)).flat_map(|cell| &cell.links)
    }

    /// The row as the schema sees it, by the names of the known columns.
    pub fn value_of(&self, row: &Row, source: &Source) -> serde_json::Value {
        let mut object = serde_json::Map::new();
        for (column, _, cell) in self.known_cells(row) {
            let value = match column {
                Column::AccountId | Column::UserId => Number::read(cell, column).and_then(Number::id).map_or_else(|| cell.text.value().into(), Into::into),
                Column::Links | Column::Salesforce | Column::OrgNote if !cell.is_empty() => source.slice(cell.span).into(),
                _ => cell.text.value().into(),
            };
            object.insert(column.header().to_owned(), value);
        }
        object.into()
    }

    /// The same with the place of each value.
    pub fn json(&self, row: &Row, source: &Source) -> Json {
        let mut places = HashMap::from([(String::new(), JsonPlace { key: None, value: row.span })]);
        for (column, header, cell) in self.known_cells(row) {
            places.insert(format!("/{}", column.header()), JsonPlace { key: Some(header.text.span()), value: cell.place() });
        }
        Json { value: self.value_of(row, source), places }
    }

    fn known_cells<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = (Column, &'a HeaderCell, &'a Cell)> {
        Column::ALL.into_iter().filter_map(move |column| Some((column, self.header_of(column)?, self.cell(row, column)?)))
    }
}

/// Names the header, the rows and their cells, independent of the order of rows and columns.
fn name_parts(table: &Table, keys: &mut Keys) {
    keys.push(table.span, "table");
    let name = |row: &Row| match table.id(row, Column::AccountId) {
        Some((id, _)) => id.to_string(),
        None => table.value(row, Column::Account).unwrap_or_default().chars().take(80).collect(),
    };
    let names: Vec<String> = table.rows.iter().map(name).collect();
    let mut rows_of: HashMap<&str, usize> = HashMap::new();
    for name in &names {
        *rows_of.entry(name).or_default() += 1;
    }
    for header in &table.header {
        let name = match header.column {
            Some(column) => column.header(),
            None => header.text.value(),
        };
        keys.push(header.text.span(), format!("header/{}", name.chars().take(80).collect::<String>()));
    }
    for (row, name) in table.rows.iter().zip(&names) {
        let mut key = format!("row {name}");
        // An account has a row for each of its ASEs.
        if rows_of.get(name.as_str()).is_some_and(|&rows| rows > 1)
            && let Some(ase) = table.value(row, Column::Ase)
        {
            key.push(' ');
            key.extend(ase.chars().take(80));
        }
        keys.push(row.span, key.clone());
        for (cell, header) in row.cells.iter().zip(&table.header) {
            if let Some(column) = header.column {
                keys.push(cell.span, [&key, "/", column.header()].concat());
            }
        }
    }
}

impl Roster {
    /// Adds the rows of a document.
    pub fn add(&mut self, accounts: &Accounts) {
        let Some(table) = accounts.table() else { return };
        self.has_table = true;
        let rows: Vec<AccountRow> = table.rows.par_iter().map(|row| facts(row, table, &accounts.source)).collect();
        self.rows.reserve(rows.len());
        for row in rows {
            self.push(row);
        }
    }
}

fn facts(row: &Row, table: &Table, source: &Source) -> AccountRow {
    if row.written != table.header.len() {
        return torn(row, source);
    }
    let fact = |column| table.cell(row, column).map(|cell| Fact { value: cell.text.value().to_owned(), place: source.place(cell.place()) });
    let id = |column| table.id(row, column).map(|(id, span)| (id, source.place(span)));
    AccountRow {
        row: source.place(row.span),
        account: fact(Column::Account),
        ase: fact(Column::Ase),
        region: fact(Column::Region),
        org_name: fact(Column::OrgName),
        account_id: id(Column::AccountId),
        user_id: id(Column::UserId),
    }
}

/// A row whose values stand under wrong headers: only the organization can be told, by the link to its note.
fn torn(row: &Row, source: &Source) -> AccountRow {
    let mut ids =
        row.cells.iter().flat_map(|cell| &cell.links).filter_map(|link| Some((number::from_url(&link.url, Column::AccountId)?, source.place(link.span))));
    AccountRow { row: source.place(row.span), account: None, ase: None, region: None, org_name: None, account_id: ids.next(), user_id: None }
}
