//! Labelled notes (`fixtures/questions/*.jsonl`) and how well they are judged: shared by the trainer and by the figures.

#![allow(dead_code, reason = "each of the two programs uses a part")]
#![allow(clippy::print_stdout, clippy::cast_precision_loss, reason = "figures for the terminal")]

use ase_lint::questions::model::{IDS, QUESTIONS};
use ase_lint::questions::{Catalogue, Status, judge};
use serde_json::Value;
use std::ops::Range;
use std::path::{Path, PathBuf};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Label {
    Explicit,
    Implicit,
    Missing,
    Ambiguous,
}

pub struct Note {
    pub hand: String,
    pub id: String,
    pub text: String,
    pub labels: [Label; QUESTIONS],
    pub evidence: Option<[Vec<Range<usize>>; QUESTIONS]>,
}

pub struct Sentence {
    pub text: String,
    pub answers: [bool; QUESTIONS],
}

/// The files of a folder, in order.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(dir)
        .expect("the folder of labelled notes")
        .map(|e| e.expect("readable").path())
        .filter(|p| p.extension().is_some_and(|e| e == "jsonl"))
        .collect();
    files.sort();
    files
}

/// The notes of the files, with the file's stem as their hand; `sentences.jsonl` holds single sentences.
pub fn load(files: &[PathBuf]) -> (Vec<Note>, Vec<Sentence>) {
    let (mut notes, mut sentences) = (Vec::new(), Vec::new());
    for file in files {
        let hand = file.file_stem().expect("a name").to_string_lossy().into_owned();
        for line in std::fs::read_to_string(file).expect("readable").lines().filter(|l| !l.is_empty()) {
            let value: Value = serde_json::from_str(line).expect("JSON");
            if hand == "sentences" {
                sentences.push(sentence(&value));
            } else {
                notes.push(note(&value, &hand));
            }
        }
    }
    (notes, sentences)
}

fn sentence(value: &Value) -> Sentence {
    let context = value["context"].as_str().unwrap_or("");
    let text = value["text"].as_str().expect("text");
    let answers: Vec<&str> = value["answers"].as_array().expect("answers").iter().filter_map(Value::as_str).collect();
    let text = if context.is_empty() { text.to_owned() } else { format!("## {context}\n\n{text}") };
    Sentence { text, answers: std::array::from_fn(|q| answers.contains(&IDS[q])) }
}

fn note(value: &Value, hand: &str) -> Note {
    let text = value["notes"].as_str().expect("notes").to_owned();
    let labels = std::array::from_fn(|q| match value["labels"][IDS[q]].as_str().expect("label") {
        "explicit" => Label::Explicit,
        "implicit" => Label::Implicit,
        "missing" => Label::Missing,
        _ => Label::Ambiguous,
    });
    let evidence = value.get("evidence").and_then(Value::as_object).map(|map| {
        std::array::from_fn(|q| {
            let list: Vec<&str> = match map.get(IDS[q]) {
                Some(Value::String(s)) => vec![s],
                Some(Value::Array(a)) => a.iter().filter_map(Value::as_str).collect(),
                _ => Vec::new(),
            };
            list.iter().filter_map(|s| text.find(s).map(|i| i..i + s.len())).collect()
        })
    });
    Note { hand: hand.to_owned(), id: value["id"].as_str().unwrap_or("").to_owned(), text, labels, evidence }
}

#[derive(Default, Clone)]
pub struct Figures {
    /// For each question: gold missing found, answered taken for missing or unclear, gold missing not found, answered called missing, answered, gold missing called missing.
    cells: [[f32; 6]; QUESTIONS],
    /// Of the questions that are answered in some way: implied and called so, called so wrongly, and called answered.
    implied: [f32; 3],
    evidence: [f32; 2],
    whole: [f32; 2],
    unclear: f32,
    total: f32,
}

impl Figures {
    pub fn add(&mut self, other: &Figures) {
        for (a, b) in self.cells.iter_mut().flatten().zip(other.cells.iter().flatten()) {
            *a += b;
        }
        for (a, b) in self.implied.iter_mut().zip(other.implied) {
            *a += b;
        }
        for i in 0..2 {
            self.evidence[i] += other.evidence[i];
            self.whole[i] += other.whole[i];
        }
        self.unclear += other.unclear;
        self.total += other.total;
    }

    pub fn line(&self) -> String {
        let c: [f32; 6] = std::array::from_fn(|i| self.cells.iter().map(|c| c[i]).sum());
        let per: Vec<String> = self.cells.iter().zip(IDS).map(|(c, id)| format!("{}:{:.2}", &id[..3], f1(c))).collect();
        format!(
            "F1 {:.3} P {:.3} R {:.3} | false missing {:.1}% | errors {:.0}% | unclear {:.1}% | implied {:.2} | evidence {:.3} | whole {:.2} | {}",
            f1(&c),
            c[0] / (c[0] + c[1]),
            c[0] / (c[0] + c[2]),
            100.0 * c[3] / c[4],
            100.0 * c[5] / (c[0] + c[2]),
            100.0 * self.unclear / self.total,
            f1(&self.implied),
            self.evidence[0] / self.evidence[1].max(1.0),
            self.whole[0] / self.whole[1],
            per.join(" ")
        )
    }

    /// A figure by its name in a file of floors; all are better when higher.
    pub fn named(&self, name: &str) -> Option<f32> {
        let c: [f32; 6] = std::array::from_fn(|i| self.cells.iter().map(|c| c[i]).sum());
        Some(match name {
            "f1" => f1(&c),
            "precision" => c[0] / (c[0] + c[1]).max(1.0),
            "recall" => c[0] / (c[0] + c[2]).max(1.0),
            "not-false-missing" => 1.0 - c[3] / c[4].max(1.0),
            "implied" => f1(&self.implied),
            "evidence" => self.evidence[0] / self.evidence[1].max(1.0),
            "whole" => self.whole[0] / self.whole[1].max(1.0),
            _ => f1(&self.cells[IDS.iter().position(|id| name.strip_prefix("f1/") == Some(id))?]),
        })
    }

    pub fn by_question(&self) {
        for (c, id) in self.cells.iter().zip(IDS) {
            println!("  {id:14} F1 {:.3} P {:.3} R {:.3} false missing {:.1}%", f1(c), c[0] / (c[0] + c[1]), c[0] / (c[0] + c[2]), 100.0 * c[3] / c[4]);
        }
    }
}

/// Of what was found rightly, found wrongly and overlooked.
fn f1(c: &[f32]) -> f32 {
    2.0 * c[0] / (2.0 * c[0] + c[1] + c[2]).max(1.0)
}

/// Judges the notes of `test`; `show` prints each wrong verdict.
pub fn measure(notes: &[Note], test: &[usize], catalogue: &Catalogue, show: bool) -> Figures {
    let mut out = Figures::default();
    for i in test {
        let note = &notes[*i];
        let judgement = judge(&note.text, catalogue);
        let mut whole = true;
        for q in 0..QUESTIONS {
            let verdict = &judgement.verdicts[q];
            let open = matches!(verdict.status, Status::Missing | Status::Unclear);
            out.total += 1.0;
            out.unclear += f32::from(u8::from(verdict.status == Status::Unclear));
            let c = &mut out.cells[q];
            let wrong = match note.labels[q] {
                Label::Ambiguous => continue,
                Label::Missing => {
                    c[if open { 0 } else { 2 }] += 1.0;
                    c[5] += f32::from(u8::from(verdict.status == Status::Missing));
                    !open
                }
                label => {
                    c[4] += 1.0;
                    c[1] += f32::from(u8::from(open));
                    c[3] += f32::from(u8::from(verdict.status == Status::Missing));
                    match (label == Label::Implicit, verdict.status) {
                        (true, Status::Implied) => out.implied[0] += 1.0,
                        (false, Status::Implied) => out.implied[1] += 1.0,
                        (true, Status::Answered) => out.implied[2] += 1.0,
                        _ => {}
                    }
                    if let (Some(e), false) = (&note.evidence, open) {
                        out.evidence[1] += 1.0;
                        let hit = verdict.evidence.first().is_some_and(|v| e[q].iter().any(|x| x.start < v.range.end && v.range.start < x.end));
                        out.evidence[0] += f32::from(u8::from(hit));
                        if show && !hit {
                            println!(
                                "EVID {} {} {:?} gold {:?}",
                                note.id,
                                IDS[q],
                                verdict.evidence.iter().map(|v| &note.text[v.range.clone()]).collect::<Vec<_>>(),
                                e[q].iter().map(|x| &note.text[x.clone()]).collect::<Vec<_>>()
                            );
                        }
                    }
                    open
                }
            };
            if wrong {
                whole = false;
                if show {
                    let gold: Vec<&str> = note.evidence.as_ref().map(|e| e[q].iter().map(|x| &note.text[x.clone()]).collect()).unwrap_or_default();
                    println!(
                        "{} {} {} {:?} {:?} | {:?} | gold {:?}",
                        if open { "FN" } else { "FP" },
                        note.id,
                        IDS[q],
                        verdict.status,
                        verdict.evidence.iter().map(|v| &note.text[v.range.clone()]).collect::<Vec<_>>(),
                        verdict.why.lines(),
                        gold
                    );
                }
            }
        }
        out.whole[1] += 1.0;
        out.whole[0] += f32::from(u8::from(whole));
    }
    out
}
