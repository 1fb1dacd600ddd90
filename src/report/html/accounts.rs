//! The data of the answers view and of the table of accounts, which the page's script turns into rows as they are needed.

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;

use super::findings::Counts;
use super::layer::merge;
use super::note::{self, Mark};
use super::owners::{self, Owners};
use crate::engine::{NoteAnswers, Run};
use crate::questions::Status;
use crate::report::plain;

/// What the script knows at once. Short names: there may be thousands.
#[derive(Debug, Serialize)]
pub struct Data {
    pub questions: Vec<Question>,
    pub notes: Vec<NoteEntry>,
    pub accounts: Vec<Account>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Question {
    pub id: String,
    pub label: String,
    pub text: String,
}

#[derive(Debug, Serialize)]
pub struct NoteEntry {
    pub path: String,
    pub name: String,
    pub id: String,
    pub ases: String,
    /// A letter each question: `a`nswered, `i`mplied, `u`nclear, `m`issing; `-` where it was not asked.
    pub status: String,
    pub counts: Counts,
}

#[derive(Debug, Serialize)]
pub struct Account {
    pub name: String,
    pub ase: String,
    pub region: String,
    pub organization: String,
    pub id: String,
    /// The index of its note.
    pub note: Option<usize>,
    /// Whether it stands in the account table.
    pub row: bool,
    pub counts: Counts,
}

/// What the script reads when a note is opened.
#[derive(Debug, Serialize)]
pub struct Body {
    pub html: String,
    /// Why each question got its verdict.
    pub reasons: Vec<String>,
}

/// How often a question got each verdict.
#[derive(Debug, Serialize)]
pub struct Tally {
    pub label: String,
    pub text: String,
    pub answered: usize,
    pub implied: usize,
    pub unclear: usize,
    pub missing: usize,
}

/// The ASE notes, whose answers the page shows.
pub fn ase_notes(run: &Run) -> Vec<&NoteAnswers> {
    run.answers.iter().filter(|note| note.ase_note).collect()
}

pub fn data(run: &Run, notes: &[&NoteAnswers], owners: &Owners<'_>) -> Data {
    let questions = questions(notes);
    let mut by_path: HashMap<&str, Counts> = HashMap::new();
    let mut by_row: HashMap<usize, Counts> = HashMap::new();
    for diagnostic in &run.diagnostics {
        if owners.is_table(diagnostic.path()) {
            for row in owners.rows_at(&diagnostic.place) {
                by_row.entry(row).or_default().add(diagnostic.severity);
            }
        } else {
            by_path.entry(diagnostic.path()).or_default().add(diagnostic.severity);
        }
    }
    let count = |path: &str| by_path.get(path).copied().unwrap_or_default();
    let entries = notes.iter().map(|note| NoteEntry {
        path: plain(&note.path).into_owned(),
        name: plain(&name(note, owners)).into_owned(),
        id: note.id.map(|id| id.to_string()).unwrap_or_default(),
        ases: plain(&note.ases.join(", ")).into_owned(),
        status: questions.iter().map(|question| letter(note, &question.id)).collect(),
        counts: count(&note.path),
    });
    let by_id: HashMap<i64, usize> = notes.iter().enumerate().filter_map(|(index, note)| Some((note.id?, index))).collect();
    let mut rowless = vec![true; notes.len()];
    let mut accounts: Vec<Account> = Vec::new();
    for (index, row) in owners.rows().iter().enumerate() {
        let id = row.account_id.as_ref().map(|(id, _)| *id);
        let note = id.and_then(|id| by_id.get(&id)).copied();
        let mut counts = by_row.get(&index).copied().unwrap_or_default();
        if let Some(note) = note {
            rowless[note] = false;
            let own = count(&notes[note].path);
            counts = Counts { errors: counts.errors + own.errors, warnings: counts.warnings + own.warnings, infos: counts.infos + own.infos };
        }
        let cell = |fact| plain(owners::value(fact).unwrap_or_default()).into_owned();
        accounts.push(Account {
            name: plain(owners::name(row).unwrap_or_default()).into_owned(),
            ase: cell(row.ase.as_ref()),
            region: cell(row.region.as_ref()),
            organization: cell(row.org_name.as_ref()),
            id: id.map(|id| id.to_string()).unwrap_or_default(),
            note,
            row: true,
            counts,
        });
    }
    let without = notes.iter().enumerate().filter(|(index, _)| rowless[*index]);
    accounts.extend(without.map(|(index, note)| Account {
        name: plain(&name(note, owners)).into_owned(),
        ase: plain(&note.ases.join(", ")).into_owned(),
        region: String::new(),
        organization: String::new(),
        id: note.id.map(|id| id.to_string()).unwrap_or_default(),
        note: Some(index),
        row: false,
        counts: count(&note.path),
    }));
    let notes = entries.collect();
    Data { questions, notes, accounts }
}

/// The notes as they read, with their evidence.
pub fn bodies(notes: &[&NoteAnswers], questions: &[Question]) -> Vec<Body> {
    let labels: Vec<String> = questions.iter().map(|question| question.label.clone()).collect();
    notes
        .par_iter()
        .map(|note| {
            let mut marks = Vec::new();
            let mut reasons = Vec::new();
            for (index, question) in questions.iter().enumerate() {
                let answer = note.answers.iter().find(|answer| answer.question == question.id);
                reasons.push(answer.map(|answer| clean(&answer.reason)).unwrap_or_default());
                let ranges: Vec<Range<usize>> = answer.iter().flat_map(|answer| &answer.evidence).map(|evidence| evidence.markdown.clone()).collect();
                marks.extend(merge(&ranges).into_iter().map(|range| Mark { question: index, range }));
            }
            Body { html: note::render(&note.markdown, &marks, &labels), reasons }
        })
        .collect()
}

pub fn tally(notes: &[&NoteAnswers], questions: &[Question]) -> Vec<Tally> {
    let count = |question: &Question, letter_wanted| notes.iter().filter(|note| letter(note, &question.id) == letter_wanted).count();
    let tally = |question: &Question| Tally {
        label: question.label.clone(),
        text: question.text.clone(),
        answered: count(question, 'a'),
        implied: count(question, 'i'),
        unclear: count(question, 'u'),
        missing: count(question, 'm'),
    };
    questions.iter().map(tally).collect()
}

/// All questions that are asked of some note, in their order.
fn questions(notes: &[&NoteAnswers]) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for answer in notes.iter().flat_map(|note| &note.answers) {
        if !questions.iter().any(|question| question.id == answer.question) {
            questions.push(question(&answer.question, &answer.text));
        }
    }
    questions
}

fn question(id: &str, text: &str) -> Question {
    let label = if id == "ase" { "ASE".to_owned() } else { capitalized(id) };
    Question { id: clean(id), label: clean(&label), text: if text.is_empty() { clean(&label) } else { clean(text) } }
}

fn letter(note: &NoteAnswers, question: &str) -> char {
    match note.answers.iter().find(|answer| answer.question == question).map(|answer| answer.status) {
        Some(Status::Answered) => 'a',
        Some(Status::Implied) => 'i',
        Some(Status::Unclear) => 'u',
        Some(Status::Missing) => 'm',
        None => '-',
    }
}

fn name(note: &NoteAnswers, owners: &Owners<'_>) -> String {
    let account = owners.accounts(owners.rows_of(&note.path));
    let name = if account.is_empty() { owners::short(note.name.as_deref().unwrap_or_default()).to_owned() } else { account };
    if name.trim().is_empty() { note.path.rsplit('/').next().unwrap_or_default().to_owned() } else { name }
}

fn clean(text: &str) -> String {
    plain(text).into_owned()
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
