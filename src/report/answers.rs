//! The manager's view as JSON: each note, each question, its verdict and the sentences that count.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::engine::{Answer, Run};
use crate::questions::Status;
use crate::source::TextRange;

#[derive(Serialize)]
struct Report<'a> {
    version: u8,
    notes: Vec<Note<'a>>,
}

#[derive(Serialize)]
struct Note<'a> {
    path: &'a str,
    #[serde(rename = "ase_note")]
    ase: bool,
    questions: Questions<'a>,
}

/// An object with the questions in the catalogue's order.
struct Questions<'a>(&'a [Answer]);

#[derive(Serialize)]
struct Verdict<'a> {
    status: Status,
    evidence: Vec<Evidence<'a>>,
}

#[derive(Serialize)]
struct Evidence<'a> {
    text: &'a str,
    range: TextRange,
}

impl Serialize for Questions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for answer in self.0 {
            let evidence = answer.evidence.iter().map(|evidence| Evidence { text: &evidence.text, range: evidence.place.range }).collect();
            map.serialize_entry(&answer.question, &Verdict { status: answer.status, evidence })?;
        }
        map.end()
    }
}

/// Writes `Run::answers` as JSON.
pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let notes = run.answers.iter().map(|note| Note { path: &note.path, ase: note.ase_note, questions: Questions(&note.answers) }).collect();
    serde_json::to_writer_pretty(&mut *out, &Report { version: 1, notes })?;
    writeln!(out)
}
