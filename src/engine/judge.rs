//! The judgement of one note: asked of `questions/`, and brought from Markdown bytes to places in the file.

use std::sync::Arc;

use super::{Answer, Evidence, Job, NoteAnswers};
use crate::document::Document;
use crate::document::facts::{AccountRow, Fact, NoteFacts, Roster};
use crate::document::note::{self, Note};
use crate::document::region;
use crate::questions::judge::Named;
use crate::questions::{self, Catalogue, Judgement};

/// What the judge says of one note, and whether it counts.
pub struct Judged {
    pub judgement: Judgement,
    /// Whether the organization has an ASE, by the text, the account table or the command line.
    pub ase_note: bool,
    /// The ASEs of the account table, else those that the text names.
    ases: Vec<String>,
    /// The region of the first of them, as far as the account table has it.
    region: Option<String>,
}

/// What the texts of the notes among some documents say, whatever the account table does; `None` for other documents, and for a file that holds only a
/// part of a note: behind a syntax error nothing is known to be missing.
pub fn read(documents: &[Document], job: &Job<'_>) -> Vec<Option<Judgement>> {
    let mut proses = note::proses(&documents.iter().filter_map(whole).collect::<Vec<_>>());
    for prose in &mut proses {
        // Who writes `ase-lint: ignore[…]` says nothing of an ASE.
        prose.replace("ase-lint", "the-lint");
    }
    let mut judgements = questions::judge_all(proses, job.catalogue).into_iter();
    documents.iter().map(|document| whole(document).and_then(|_| judgements.next())).collect()
}

/// The note that a document is, when all of it can be read.
fn whole(document: &Document) -> Option<&Note> {
    if let Document::Note(note) = document { Some(note).filter(|note| note.yaml.errors.is_empty()) } else { None }
}

/// Judges a note by what its text says and what the account table does; `None` when the file holds no note to judge.
pub fn judge(note: &Note, mut judgement: Judgement, job: &Job<'_>, roster: &Roster) -> Option<Judged> {
    let rows: Vec<&AccountRow> = note.id().map_or_else(Vec::new, |(id, _)| roster.of_organization(id).collect());
    let has_row = !rows.is_empty();
    let with_ase = rows.into_iter().filter(|row| row.ase.as_ref().is_some_and(|ase| !ase.value.is_empty()));
    let in_table: Vec<String> = with_ase.clone().filter_map(|row| row.ase.as_ref()).map(|ase| ase.value.clone()).collect();
    let region = with_ase.take(1).find_map(|row| row.region.as_ref()).map(|region| region.value.clone()).filter(|region| !region::all_in(region).is_empty());
    if note.notes().is_none() && !has_row && job.settings.ase != Some(true) {
        return None;
    }
    // The organization's own name is no person's.
    let organization = note.field("name").map_or("", |field| field.text.value());
    judgement.ase_names.retain(|name| name.text.starts_with('@') || !organization.contains(name.text.as_str()));
    judgement.verdicts.retain(|verdict| job.profile.contains(&verdict.question));
    let ase_note = job.settings.ase.unwrap_or(judgement.mentions_ase || has_row);
    let ases = if in_table.is_empty() { judgement.ase_names.iter().map(|name| name.text.clone()).collect() } else { in_table };
    Some(Judged { judgement, ase_note, ases, region })
}

impl Judged {
    /// The ASE to name in a sentence for this note.
    pub fn ase(&self) -> Option<&str> {
        self.ases.first().map(String::as_str)
    }

    /// The region of that ASE, where the account table has one.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// Adds to the facts what only the judge knows.
    pub fn add_facts(&self, note: &Note, facts: &mut NoteFacts) {
        facts.ase_note = self.ase_note;
        let Some(notes) = note.notes() else { return };
        let fact = |named: &Named| Fact { value: named.text.clone(), place: note.source.place(notes.text.locate(named.range.clone())) };
        facts.ases = self.judgement.ase_names.iter().map(fact).collect();
        facts.regions = self.judgement.regions.iter().map(|named| fact(&with_part(named, notes.text.value()))).collect();
    }

    /// The manager's view.
    pub fn answers(&self, note: &Note, facts: &NoteFacts, catalogue: &Catalogue) -> NoteAnswers {
        let notes = note.notes();
        let markdown = notes.map_or("", |notes| notes.text.value());
        let evidence = |range: &std::ops::Range<usize>| {
            let notes = notes.as_ref()?;
            Some(Evidence {
                text: markdown.get(range.clone())?.to_owned(),
                place: note.source.place(notes.text.locate(range.clone())),
                markdown: range.clone(),
            })
        };
        NoteAnswers {
            path: Arc::clone(&facts.path),
            ase_note: self.ase_note,
            name: facts.name.as_ref().map(|name| name.text.value().to_owned()),
            id: facts.id.as_ref().map(|(id, _)| *id),
            ases: self.ases.clone(),
            markdown: markdown.to_owned(),
            anchor: facts.anchor.clone(),
            answers: self
                .judgement
                .verdicts
                .iter()
                .map(|verdict| Answer {
                    question: verdict.question.clone(),
                    text: catalogue
                        .questions()
                        .iter()
                        .find(|question| question.id == verdict.question)
                        .map_or_else(String::new, |question| question.text.clone()),
                    status: verdict.status,
                    evidence: verdict.evidence.iter().map(|evidence| &evidence.range).chain(&verdict.nearest).filter_map(evidence).collect(),
                    reason: verdict.reason.clone(),
                    explain: verdict.why.lines(),
                })
                .collect(),
        }
    }
}

/// `AMER-E` where the judge has seen the `AMER`: which part of a region it is matters to the account table alone.
fn with_part(region: &Named, markdown: &str) -> Named {
    let after = markdown.get(region.range.end..).unwrap_or_default();
    let part = after.get(..2).filter(|part| part.starts_with('-') && part.ends_with(|char: char| char.is_ascii_uppercase()));
    let ends = !after.get(2..).unwrap_or_default().starts_with(char::is_alphanumeric);
    match part {
        Some(part) if ends => {
            Named { text: format!("{}{part}", region.text), range: region.range.start..region.range.end + part.len(), region: region.region.clone() }
        }
        _ => region.clone(),
    }
}
