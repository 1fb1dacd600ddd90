//! Trains `src/questions/model.bin` from the labelled notes, and measures with each author left out in turn.
//!
//! `cargo run --release --example train -- fixtures/questions` writes the table; `--loao` only measures;
//! hands named behind the folder are left out one after the other, `a+b` at once.
//! The same input gives the same bytes: the order is fixed, and what runs beside each other shares nothing.

#![allow(clippy::print_stdout, reason = "a program for the terminal")]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::needless_range_loop,
    clippy::many_single_char_names,
    clippy::similar_names,
    clippy::type_complexity,
    reason = "arithmetic over short arrays of fixed length"
)]

#[path = "labelled/mod.rs"]
mod labelled;
#[path = "training/signs.rs"]
mod sign_weights;
#[path = "training/table.rs"]
mod table;
#[path = "training/trees.rs"]
mod trees;

use ase_lint::questions::Catalogue;
use ase_lint::questions::model::{Model, OUTPUTS, QUESTIONS, SIGNS, sigmoid};
use ase_lint::questions::reading::Reading;
use ase_lint::questions::signs::{Scored, best, findings, general, signs, unit_features};
use ase_lint::questions::tokens::{Sort, tokens};
use labelled::{Figures, Label, Note, Sentence, files, load, measure};
use sign_weights::weigh;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use table::{Float, NOT, Row, UNKNOWN, YES, quantize, table};

/// A note made ready: features of its units and what they are to give.
struct Ready {
    note: usize,
    reading: Reading,
    features: Vec<(Vec<u32>, Vec<u32>)>,
    targets: Vec<[i8; OUTPUTS]>,
}

/// Groups of hands that are left out in turn to weigh the signs.
const GROUPS: usize = 12;

/// Files of near misses in pairs: they teach what a sentence says, and are no sample of how often a note answers.
const PAIRS: &str = "pairs";

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let loao = args.iter().any(|a| a == "--loao");
    let show = args.iter().any(|a| a == "--show");
    args.retain(|a| !a.starts_with("--"));
    let dir = args.first().map_or("fixtures/questions", String::as_str);
    let (notes, sentences) = load(&files(Path::new(dir)));
    if loao {
        let hold: Vec<&str> = if args.len() > 1 {
            args[1..].iter().map(String::as_str).collect()
        } else {
            vec!["dev", "train-prose", "train-structured", "train-wild", "train-traps"]
        };
        let mut sum: BTreeMap<String, Figures> = BTreeMap::new();
        for together in hold {
            let hands: Vec<&str> = together.split('+').collect();
            let train: Vec<usize> = (0..notes.len()).filter(|i| !hands.contains(&notes[*i].hand.as_str())).collect();
            let catalogue = Catalogue::with_model(fit(&notes, &sentences, &train));
            for hand in hands {
                let test: Vec<usize> = (0..notes.len()).filter(|i| notes[*i].hand == hand).collect();
                let figures = measure(&notes, &test, &catalogue, show);
                println!("{hand:18} {}", figures.line());
                sum.insert(hand.to_owned(), figures);
            }
        }
        let mut all = Figures::default();
        for f in sum.values() {
            all.add(f);
        }
        println!("{:18} {}", "all", all.line());
        all.by_question();
        return;
    }
    let all: Vec<usize> = (0..notes.len()).collect();
    let model = fit(&notes, &sentences, &all);
    let bytes = model.write();
    println!("{} notes, {} bytes", notes.len(), bytes.len());
    std::fs::write("src/questions/model.bin", bytes).expect("writable");
}

/// A word of the notes.
struct Seen {
    word: String,
    /// How much oftener it is small than capitalised within a sentence.
    small: i32,
    /// The text where it stands first, and whether it stands in others.
    text: usize,
    elsewhere: bool,
    /// It stands where the ASE is named.
    names: bool,
}

/// Words that stand in lower case more often than capitalised within a sentence: a capital at the start of one makes no name of them.
fn ordinary(notes: &[Note], which: &[usize], sentences: &[Sentence]) -> Vec<u32> {
    let mut words: BTreeMap<u32, Seen> = BTreeMap::new();
    let texts = which.iter().map(|i| (&notes[*i].text, notes[*i].evidence.as_ref().map_or(&[][..], |e| &e[0])));
    for (n, (text, naming)) in texts.chain(sentences.iter().map(|s| (&s.text, &[][..]))).enumerate() {
        for token in tokens(text).iter().filter(|t| t.sort == Sort::Word) {
            let word = &text[token.range.clone()];
            let new = || Seen { word: word.to_lowercase(), small: 0, text: n, elsewhere: false, names: false };
            let seen = words.entry(token.stem).or_insert_with(new);
            seen.names |= naming.iter().any(|e| e.contains(&token.range.start));
            seen.elsewhere |= seen.text != n;
            seen.small += if word.starts_with(char::is_lowercase) {
                1
            } else {
                -i32::from(!token.first && word.len() > 1 && word.chars().skip(1).all(char::is_lowercase))
            };
        }
    }
    // What stands in one text alone, where the ASE is named, may be a name that its author does not capitalise.
    words.retain(|_, seen| seen.elsewhere || !seen.names);
    // A word that hardly occurs and is one letter from one that matters is a slip.
    let lexicon = Catalogue::with_model(Model::empty());
    words.into_iter().filter(|(_, seen)| seen.small > 2 || seen.small > 0 && !lexicon.knows_slip(&seen.word)).map(|(w, _)| w).collect()
}

fn fit(notes: &[Note], sentences: &[Sentence], train: &[usize]) -> Model {
    let mut model = Model::empty();
    model.ordinary = ordinary(notes, train, sentences);
    let catalogue = Catalogue::with_model(model.clone());
    let mut ready: Vec<Ready> = train.iter().map(|i| prepare(notes, *i, &catalogue)).collect();
    let extra: Vec<Row> = sentences.iter().flat_map(|s| loose(s, &catalogue)).collect();
    // A first table finds the evidence in the notes where nobody marked it.
    let first = learn(&ready, |_| true, &extra);
    for r in &mut ready {
        if notes[r.note].evidence.is_none() {
            infer(r, &notes[r.note], &first);
        }
    }
    // The signs are weighed on notes that the table did not see.
    // Whole hands are left out, as the hidden notes are by other hands.
    let mut hands: Vec<&str> = train.iter().map(|i| notes[*i].hand.as_str()).filter(|hand| !hand.starts_with(PAIRS)).collect();
    hands.sort_unstable();
    hands.dedup();
    let mut rows: Vec<(usize, [[f32; SIGNS]; QUESTIONS])> = Vec::new();
    // Several hands at a time, so that the work does not grow with their number.
    let groups: Vec<Vec<&str>> = (0..GROUPS.min(hands.len())).map(|g| hands.iter().copied().skip(g).step_by(GROUPS).collect()).collect();
    let part = |group: &Vec<&str>| {
        let part = learn(&ready, |n| !group.contains(&notes[n].hand.as_str()), &extra);
        let mut rows = Vec::new();
        for r in ready.iter().filter(|r| group.contains(&notes[r.note].hand.as_str())) {
            let scores = r.features.iter().map(|f| part.score(f)).collect();
            let scored = Scored::new(scores, findings(&r.reading, &catalogue));
            rows.push((r.note, std::array::from_fn(|q| signs(&r.reading, &scored, q, &catalogue))));
        }
        rows
    };
    // Each table is trained by itself: the threads change nothing in the numbers.
    for pair in groups.chunks(2) {
        let parts: Vec<Vec<_>> = std::thread::scope(|scope| {
            pair.iter().map(|group| scope.spawn(|| part(group))).collect::<Vec<_>>().into_iter().map(|t| t.join().expect("a thread that trains")).collect()
        });
        rows.extend(parts.into_iter().flatten());
    }
    let full = learn(&ready, |_| true, &extra);
    quantize(&full, &mut model);
    weigh(notes, &rows, &mut model);
    model
}

/// Learns from the units of the notes that `keep` takes, and from the loose sentences.
fn learn(ready: &[Ready], keep: impl Fn(usize) -> bool, extra: &[Row]) -> Float {
    let units = ready.iter().filter(|r| keep(r.note)).flat_map(|r| r.features.iter().zip(&r.targets));
    table(&units.chain(extra.iter().map(|(f, t)| (f, t))).collect::<Vec<_>>())
}

fn prepare(notes: &[Note], i: usize, catalogue: &Catalogue) -> Ready {
    let note = &notes[i];
    let reading = Reading::new(&note.text, catalogue);
    let features = unit_features(&reading, catalogue);
    let overlap: Vec<[bool; QUESTIONS]> = reading
        .prose
        .units
        .iter()
        .map(|u| {
            let r = reading.prose.source(&u.range);
            std::array::from_fn(|q| note.evidence.as_ref().is_some_and(|e| e[q].iter().any(|x| covers(&r, x))))
        })
        .collect();
    let targets = targets(note, &reading, &overlap);
    Ready { note: i, reading, features, targets }
}

/// Overlaps by more than a touch.
fn covers(unit: &Range<usize>, mark: &Range<usize>) -> bool {
    let common = unit.end.min(mark.end).saturating_sub(unit.start.max(mark.start));
    common * 2 >= mark.len().min(unit.len()).min(24) && common > 0
}

fn targets(note: &Note, reading: &Reading, overlap: &[[bool; QUESTIONS]]) -> Vec<[i8; OUTPUTS]> {
    let marked = note.evidence.is_some();
    let mut out = vec![[UNKNOWN; OUTPUTS]; overlap.len()];
    for q in 0..QUESTIONS {
        let plain = |u: usize| !reading.prose.units[u].question && !reading.prose.units[u].empty;
        let any_plain = (0..overlap.len()).any(|u| overlap[u][q] && plain(u));
        for u in 0..overlap.len() {
            let hit = overlap[u][q];
            let value = match note.labels[q] {
                Label::Ambiguous => UNKNOWN,
                Label::Missing => NOT,
                _ if !marked => UNKNOWN,
                _ if !hit => NOT,
                _ if plain(u) || !any_plain => YES,
                _ => UNKNOWN,
            };
            let implicit = note.labels[q] == Label::Implicit;
            if let Some(g) = general(q) {
                out[u][q] = if implicit && value == YES { UNKNOWN } else { value };
                // A general sentence goes unmarked where a better one stands.
                out[u][g] = match note.labels[q] {
                    Label::Implicit | Label::Missing | Label::Ambiguous => value,
                    Label::Explicit if q == 2 && overlap[u][3] => UNKNOWN,
                    Label::Explicit => {
                        if value == YES {
                            UNKNOWN
                        } else {
                            value
                        }
                    }
                };
            } else {
                out[u][q] = value;
            }
        }
    }
    out
}

fn loose(sentence: &Sentence, catalogue: &Catalogue) -> Vec<Row> {
    let reading = Reading::new(&sentence.text, catalogue);
    let features = unit_features(&reading, catalogue);
    let body: Vec<usize> = (0..features.len()).filter(|u| reading.prose.units[*u].kind != ase_lint::document::prose::Kind::Heading).collect();
    let single = body.len() == 1;
    body.into_iter()
        .map(|u| {
            let mut t = [UNKNOWN; OUTPUTS];
            for q in 0..QUESTIONS {
                t[q] = if !sentence.answers[q] {
                    NOT
                } else if single {
                    YES
                } else {
                    UNKNOWN
                };
            }
            t[6] = if sentence.answers[2] { UNKNOWN } else { NOT };
            t[7] = if sentence.answers[4] { UNKNOWN } else { NOT };
            (features[u].clone(), t)
        })
        .collect()
}

/// Marks the likeliest unit of an answered question where the evidence is not marked.
fn infer(r: &mut Ready, note: &Note, model: &Float) {
    let scores: Vec<[f32; OUTPUTS]> = r.features.iter().map(|f| model.score(f)).collect();
    for q in 0..QUESTIONS {
        let output = if note.labels[q] == Label::Implicit { general(q).unwrap_or(q) } else { q };
        if matches!(note.labels[q], Label::Missing | Label::Ambiguous) {
            continue;
        }
        let Some(top) = best(&scores, output).0 else { continue };
        for u in 0..scores.len() {
            let p = sigmoid(scores[u][output]);
            r.targets[u][output] = if u == top {
                YES
            } else if p < 0.2 {
                NOT
            } else {
                UNKNOWN
            };
        }
    }
}
