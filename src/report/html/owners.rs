//! Who answers for a finding: the ASE in the account table's row of that organization.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::layer::merge;
use crate::document::facts::{AccountRow, Roster};
use crate::engine::Run;
use crate::report::redact;
use crate::source::Place;

/// The account table, by organization and by place.
#[derive(Debug)]
pub struct Owners<'a> {
    roster: &'a Roster,
    by_id: HashMap<i64, Vec<usize>>,
    /// For each table file the rows in the order of their places.
    by_place: BTreeMap<&'a str, Vec<usize>>,
    /// The organization of each note that has answers.
    ids: HashMap<&'a str, i64>,
    /// What may not be shown of each file: disjoint and sorted.
    hidden: HashMap<&'a str, Vec<Range<usize>>>,
}

impl<'a> Owners<'a> {
    pub fn new(run: &'a Run) -> Self {
        let roster = &run.roster;
        let mut by_id: HashMap<i64, Vec<usize>> = HashMap::new();
        let mut by_place: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, row) in roster.rows.iter().enumerate() {
            if let Some((id, _)) = row.account_id {
                by_id.entry(id).or_default().push(index);
            }
            by_place.entry(&row.row.path).or_default().push(index);
        }
        for rows in by_place.values_mut() {
            rows.sort_by_key(|&row| roster.rows[row].row.range.start.offset);
        }
        let ids = run.answers.iter().filter_map(|note| Some((&*note.path, note.id?))).collect();
        let ranges = |path: &str| redact::spans(run, path).iter().map(|span| span.range()).collect::<Vec<_>>();
        let hidden = run.redactions.keys().map(|path| (&**path, merge(&ranges(path)))).collect();
        Self { roster, by_id, by_place, ids, hidden }
    }

    /// The rows that `place` is about: the row it lies in, or those of the organization whose note it lies in.
    pub fn rows_at(&self, place: &Place) -> Vec<usize> {
        if let Some(rows) = self.by_place.get(&*place.path) {
            let next = rows.partition_point(|&row| self.roster.rows[row].row.range.start.offset <= place.range.start.offset);
            let row = next.checked_sub(1).map(|before| rows[before]);
            return row.filter(|&row| self.roster.rows[row].row.range.span().touches(place.range.span())).into_iter().collect();
        }
        self.rows_of(&place.path).to_vec()
    }

    /// The rows of the organization whose note stands at `path`.
    pub fn rows_of(&self, path: &str) -> &[usize] {
        let id = self.ids.get(path).copied().or_else(|| stem(path).parse().ok());
        id.and_then(|id| self.by_id.get(&id)).map_or(&[], Vec::as_slice)
    }

    /// The ASEs of these rows, each once.
    pub fn ases(&self, rows: &[usize]) -> String {
        join(rows.iter().filter_map(|&row| value(self.roster.rows[row].ase.as_ref())))
    }

    /// The accounts of these rows, each once.
    pub fn accounts(&self, rows: &[usize]) -> String {
        join(rows.iter().filter_map(|&row| name(&self.roster.rows[row])))
    }

    /// The bytes of the file at `path` that no report may show.
    pub fn hidden(&self, path: &str) -> &[Range<usize>] {
        self.hidden.get(path).map_or(&[], Vec::as_slice)
    }

    pub fn rows(&self) -> &'a [AccountRow] {
        &self.roster.rows
    }

    pub fn is_table(&self, path: &Arc<str>) -> bool {
        self.by_place.contains_key(&**path)
    }
}

/// What a row calls its account.
pub fn name(row: &AccountRow) -> Option<&str> {
    value(row.account.as_ref()).or_else(|| value(row.org_name.as_ref()))
}

/// An organization's name without the eight digits that Zendesk's sync puts in front of it.
pub fn short(name: &str) -> &str {
    match name.split_once(' ') {
        Some((digits, rest)) if digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => rest.trim_start(),
        _ => name,
    }
}

/// A cell's text, unless it is empty.
pub fn value(fact: Option<&crate::document::facts::Fact>) -> Option<&str> {
    fact.map(|fact| fact.value.trim()).filter(|value| !value.is_empty())
}

fn join<'b>(values: impl Iterator<Item = &'b str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen.join(", ")
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")).unwrap_or_default()
}
