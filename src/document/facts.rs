//! What the cross-file rules need of a document once it has been checked and dropped: ids, names, verdicts and their places.

use std::collections::HashMap;
use std::sync::Arc;

use super::note::Note;
use super::scalar_map::Text;
use super::yaml::Style;
use crate::source::Place;

/// The rows of all account tables of the run.
#[derive(Debug, Default)]
pub struct Roster {
    /// Whether any account table was read.
    pub has_table: bool,
    pub rows: Vec<AccountRow>,
    /// The rows of each Zendesk Account ID, by their index.
    by_id: HashMap<i64, Vec<usize>>,
}

/// A value with its place; empty values are kept, with the caret where they belong.
#[derive(Debug, Clone)]
pub struct Fact {
    pub value: String,
    pub place: Place,
}

/// One row of the account table.
#[derive(Debug, Clone)]
pub struct AccountRow {
    pub row: Place,
    pub account: Option<Fact>,
    pub ase: Option<Fact>,
    pub region: Option<Fact>,
    pub org_name: Option<Fact>,
    /// Zendesk Account ID, where the digits can be told and fit 64 bits.
    pub account_id: Option<(i64, Place)>,
    /// Zendesk User (ASE) ID, likewise.
    pub user_id: Option<(i64, Place)>,
}

impl Roster {
    /// The rows of the organization with this Zendesk id.
    pub fn of_organization(&self, id: i64) -> impl Iterator<Item = &AccountRow> {
        self.by_id.get(&id).into_iter().flatten().map(|&index| &self.rows[index])
    }

    pub fn has_organization(&self, id: i64) -> bool {
        self.by_id.contains_key(&id)
    }

    pub fn push(&mut self, row: AccountRow) {
        if let Some((id, _)) = &row.account_id {
            self.by_id.entry(*id).or_default().push(self.rows.len());
        }
        self.rows.push(row);
    }
}

/// A note, as the cross-file rules and the overview of accounts see it.
#[derive(Debug, Clone)]
pub struct NoteFacts {
    pub path: Arc<str>,
    pub in_folder: bool,
    pub stem: String,
    pub id: Option<(i64, Place)>,
    pub name: Option<NameFact>,
    /// The `notes` key, else the first key, else the start of the file.
    pub anchor: Place,
    pub ase_note: bool,
    /// The current ASEs that the text names, and their regions.
    pub ases: Vec<Fact>,
    pub regions: Vec<Fact>,
}

/// The organization's name, with what it takes to edit it.
#[derive(Debug, Clone)]
pub struct NameFact {
    pub text: Text,
    pub style: Style,
    pub place: Place,
}

/// A call record, likewise.
#[derive(Debug, Clone)]
pub struct CallFacts {
    /// The account in its `ASE Work - ACCOUNT` labels.
    pub labels: Vec<Fact>,
}

/// Everything that the cross-file rules look at.
#[derive(Debug, Default)]
pub struct Project {
    pub notes: Vec<NoteFacts>,
    pub calls: Vec<CallFacts>,
    /// The paths of notes whose text is not to be had. They exist all the same.
    pub unread: Vec<Arc<str>>,
    /// Whether a notes folder was named, so that a row without a note is a finding even where no note was found.
    pub notes_named: bool,
    /// Where a new note goes, as reports show it: `organizations`.
    pub notes_folder: String,
}

impl NoteFacts {
    pub fn of(note: &Note) -> Self {
        let place = |span| note.source.place(span);
        Self {
            path: Arc::clone(note.source.path()),
            in_folder: note.in_folder,
            stem: note.stem().to_owned(),
            id: note.id().map(|(id, span)| (id, place(span))),
            name: note.field("name").map(|field| NameFact { text: field.text.clone(), style: field.style, place: place(field.text.span()) }),
            anchor: place(note.anchor()),
            ase_note: false,
            ases: Vec::new(),
            regions: Vec::new(),
        }
    }
}
