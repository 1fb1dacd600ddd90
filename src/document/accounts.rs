//! The account table of the Assigned Support Engineers project: each row an account, each cell with its span.

use std::sync::Arc;

use super::keys::Keys;
use super::scalar_map::Text;
use crate::source::{Source, Span};

/// The columns of the account table, in the order of the handbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Account,
    Ase,
    Region,
    /// One column with both links, or `Salesforce` and `OrgNote` in its stead.
    Links,
    Salesforce,
    OrgNote,
    SpecialNotes,
    OrgName,
    AccountId,
    UserId,
}

impl Column {
    pub const ALL: [Self; 10] = [
        Self::Account,
        Self::Ase,
        Self::Region,
        Self::Links,
        Self::Salesforce,
        Self::OrgNote,
        Self::SpecialNotes,
        Self::OrgName,
        Self::AccountId,
        Self::UserId,
    ];

    /// The header that this project writes, and the property of `account.schema.json`.
    pub const fn header(self) -> &'static str {
        match self {
            Self::Account => "Account",
            Self::Ase => "ASE",
            Self::Region => "Region",
            Self::Links => "Links (Salesforce, Zendesk Org Note)",
            Self::Salesforce => "Salesforce",
            Self::OrgNote => "Zendesk Org Note",
            Self::SpecialNotes => "Special Notes",
            Self::OrgName => "Zendesk Org Name",
            Self::AccountId => "Zendesk Account ID",
            Self::UserId => "Zendesk User (ASE) ID",
        }
    }
}

/// A file that holds, or should hold, the account table.
#[derive(Debug)]
pub struct Accounts {
    pub source: Arc<Source>,
    pub keys: Keys,
    /// Whether the command line or the config names this file as the table's; then the absence of a table is a finding.
    pub named: bool,
    /// Every table whose header names an account and its ASE, in order. The first one counts.
    pub tables: Vec<Table>,
}

#[derive(Debug)]
pub struct Table {
    /// The whole table, header to last row.
    pub span: Span,
    pub header: Vec<HeaderCell>,
    pub rows: Vec<Row>,
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
    /// As many as are written, surplus cells included; a short row has fewer than the header.
    pub cells: Vec<Cell>,
}

/// One cell as a reader sees it.
#[derive(Debug)]
pub struct Cell {
    /// Between the pipes, trimmed; empty (a caret) for an empty cell.
    pub span: Span,
    /// The visible text: escapes resolved, code and emphasis marks gone, link text in place of the link. With the way back to the file.
    pub text: Text,
    /// Markdown links and bare URLs, in order.
    pub links: Vec<CellLink>,
}

#[derive(Debug)]
pub struct CellLink {
    pub text: String,
    pub url: String,
    /// The whole link in the file, and its destination alone.
    pub span: Span,
    pub url_span: Span,
}

impl Table {
    /// The cell of `column` in `row`, where both exist.
    pub fn cell<'a>(&self, row: &'a Row, column: Column) -> Option<&'a Cell> {
        let index = self.header.iter().position(|cell| cell.column == Some(column))?;
        row.cells.get(index)
    }
}

impl Accounts {
    /// Reads the tables of a Markdown file; `settings` hold the header aliases.
    pub fn parse(source: Arc<Source>, _settings: &crate::config::Settings) -> Self {
        Self { source, keys: Keys::default(), named: false, tables: Vec::new() }
    }
}

impl super::facts::Roster {
    /// Adds the rows of a document.
    pub fn add(&mut self, accounts: &Accounts) {
        self.has_table |= !accounts.tables.is_empty();
    }
}
