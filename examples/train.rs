//! Trains `src/questions/model.bin` from the labelled notes, and measures with each author left out in turn.
//!
//! `cargo run --release --example train -- fixtures/questions` writes the table; `--loao` only measures.
//! The same input gives the same bytes: one thread, a fixed order.

#[path = "labelled/mod.rs"]
mod labelled;

use ase_lint::questions::Catalogue;
use ase_lint::questions::model::{ANSWERS, IDS, Model, OUTPUTS, QUESTIONS, SIGNS, norm, sigmoid};
use ase_lint::questions::reading::Reading;
use ase_lint::questions::rules::Language;
use ase_lint::questions::signs::{Scored, best, findings, general, signs, unit_features};
use ase_lint::questions::tokens::{Sort, tokens};
use labelled::{Figures, Label, Note, Sentence, files, load, measure};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

const BITS: u32 = 17;
const NOT: i8 = -1;
const UNKNOWN: i8 = 0;
const YES: i8 = 1;

/// A note made ready: features of its units and what they are to give.
struct Ready {
    note: usize,
    reading: Reading,
    features: Vec<Vec<u32>>,
    targets: Vec<[i8; OUTPUTS]>,
    overlap: Vec<[bool; QUESTIONS]>,
}

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
        for hand in hold {
            let train: Vec<usize> = (0..notes.len()).filter(|i| notes[*i].hand != hand).collect();
            let test: Vec<usize> = (0..notes.len()).filter(|i| notes[*i].hand == hand).collect();
            let model = fit(&notes, &sentences, &train);
            let figures = measure(&notes, &test, &Catalogue::with_model(model), show);
            println!("{hand:18} {}", figures.line());
            sum.insert(hand.to_owned(), figures);
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

/// Words that stand in lower case more often than capitalised within a sentence: a capital at the start of one makes no name of them.
fn ordinary(notes: &[Note], which: &[usize], sentences: &[Sentence]) -> Vec<u32> {
    let mut words: BTreeMap<u32, i32> = BTreeMap::new();
    for text in which.iter().map(|i| &notes[*i].text).chain(sentences.iter().map(|s| &s.text)) {
        for token in tokens(text).iter().filter(|t| t.sort == Sort::Word) {
            let word = &text[token.range.clone()];
            *words.entry(token.stem).or_default() += if word.starts_with(char::is_lowercase) {
                1
            } else {
                -i32::from(!token.first && word.len() > 1 && word.chars().skip(1).all(char::is_lowercase))
            };
        }
    }
    words.into_iter().filter(|(_, n)| *n > 0).map(|(w, _)| w).collect()
}

fn fit(notes: &[Note], sentences: &[Sentence], train: &[usize]) -> Model {
    let mut model = Model::empty();
    model.ordinary = ordinary(notes, train, sentences);
    let catalogue = Catalogue::with_model(model.clone());
    let mut ready: Vec<Ready> = train.iter().map(|i| prepare(notes, *i, &catalogue)).collect();
    let extra: Vec<(Vec<u32>, [i8; OUTPUTS])> = sentences.iter().flat_map(|s| loose(s, &catalogue)).collect();
    // A first table finds the evidence in the notes where nobody marked it.
    let first = table(&ready, &(0..ready.len()).collect::<Vec<_>>(), &extra);
    for r in &mut ready {
        if notes[r.note].evidence.is_none() {
            infer(r, &notes[r.note], &first);
        }
    }
    // The signs are weighed on notes that the table did not see.
    let language = Language::new(&catalogue);
    let folds = 6;
    let mut rows: Vec<(usize, [[f32; SIGNS]; QUESTIONS])> = Vec::new();
    for fold in 0..folds {
        let seen: Vec<usize> = (0..ready.len()).filter(|i| i % folds != fold).collect();
        let part = table(&ready, &seen, &extra);
        for (i, r) in ready.iter().enumerate().filter(|(i, _)| i % folds == fold) {
            let scores = r.features.iter().map(|f| part.score(f)).collect();
            let scored = Scored { scores, findings: findings(&r.reading, &catalogue) };
            rows.push((ready[i].note, std::array::from_fn(|q| signs(&r.reading, &scored, q, &catalogue, &language))));
        }
    }
    let full = table(&ready, &(0..ready.len()).collect::<Vec<_>>(), &extra);
    model.bits = BITS;
    quantize(&full, &mut model);
    weigh(notes, &rows, &mut model);
    model
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
    Ready { note: i, reading, features, targets, overlap }
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

fn loose(sentence: &Sentence, catalogue: &Catalogue) -> Vec<(Vec<u32>, [i8; OUTPUTS])> {
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

/// The table before it is rounded.
struct Float {
    weights: Vec<[f32; OUTPUTS]>,
    bias: [f32; OUTPUTS],
}

impl Float {
    fn score(&self, features: &[u32]) -> [f32; OUTPUTS] {
        let mut sums = [0.0; OUTPUTS];
        for f in features {
            for (s, w) in sums.iter_mut().zip(&self.weights[*f as usize & ((1 << BITS) - 1)]) {
                *s += w;
            }
        }
        let n = norm(features.len());
        std::array::from_fn(|o| self.bias[o] + sums[o] * n)
    }
}

fn env(name: &str, default: f32) -> f32 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

fn table(ready: &[Ready], which: &[usize], extra: &[(Vec<u32>, [i8; OUTPUTS])]) -> Float {
    let rows: Vec<(&[u32], &[i8; OUTPUTS])> = which
        .iter()
        .flat_map(|i| ready[*i].features.iter().map(Vec::as_slice).zip(&ready[*i].targets))
        .chain(extra.iter().map(|(f, t)| (f.as_slice(), t)))
        .collect();
    let mut model = Float { weights: vec![[0.0; OUTPUTS]; 1 << BITS], bias: [-3.0; OUTPUTS] };
    let mut squares = vec![[1e-2_f32; OUTPUTS]; 1 << BITS];
    let epochs = env("EPOCHS", 8.0) as usize;
    let (rate, decay, positive) = (env("RATE", 0.5), env("DECAY", 2e-5), env("POS", 1.5));
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..epochs {
        for i in (1..order.len()).rev() {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            order.swap(i, (seed % (i as u64 + 1)) as usize);
        }
        for &r in &order {
            let (features, target) = rows[r];
            let scores = model.score(features);
            let n = norm(features.len());
            let mut step = [0.0; OUTPUTS];
            for o in 0..OUTPUTS {
                let p = sigmoid(scores[o]);
                step[o] = match target[o] {
                    YES => (1.0 - p) * positive,
                    NOT => -p,
                    _ => 0.0,
                };
                model.bias[o] += 0.01 * step[o];
            }
            if step.iter().all(|s| s.abs() < 1e-4) {
                continue;
            }
            for f in features {
                let at = *f as usize & ((1 << BITS) - 1);
                for o in 0..OUTPUTS {
                    let g = step[o] * n - decay * model.weights[at][o];
                    squares[at][o] += g * g;
                    model.weights[at][o] += rate * g / squares[at][o].sqrt();
                }
            }
        }
    }
    model
}

fn quantize(float: &Float, model: &mut Model) {
    for o in 0..OUTPUTS {
        let most = float.weights.iter().map(|w| w[o].abs()).fold(0.0, f32::max).max(1e-6);
        model.scale[o] = most / 127.0;
        model.bias[o] = float.bias[o];
    }
    model.table = float.weights.iter().map(|w| std::array::from_fn(|o| (w[o] / model.scale[o]).round().clamp(-127.0, 127.0) as i8)).collect();
}

/// Weighs the signs by logistic regression, and sets the thresholds.
fn weigh(notes: &[Note], rows: &[(usize, [[f32; SIGNS]; QUESTIONS])], model: &mut Model) {
    for q in 0..QUESTIONS {
        let scored: Vec<(&[f32; SIGNS], bool)> =
            rows.iter().filter(|(n, _)| notes[*n].labels[q] != Label::Ambiguous).map(|(n, s)| (&s[q], notes[*n].labels[q] != Label::Missing)).collect();
        model.signs[q] = logistic(&scored);
        let implied: Vec<(&[f32; SIGNS], bool)> = rows
            .iter()
            .filter(|(n, _)| matches!(notes[*n].labels[q], Label::Explicit | Label::Implicit))
            .map(|(n, s)| (&s[q], notes[*n].labels[q] == Label::Implicit))
            .collect();
        model.signs[q + QUESTIONS] = if implied.iter().filter(|r| r.1).count() > 15 {
            logistic(&implied)
        } else {
            let mut w = [0.0; SIGNS];
            w[0] = -6.0;
            w
        };
        model.thresholds[q] = thresholds(&scored, &model.signs[q]);
    }
    const { assert!(ANSWERS == 2 * QUESTIONS) };
}

fn logistic(rows: &[(&[f32; SIGNS], bool)]) -> [f32; SIGNS] {
    let mut w = [0.0_f32; SIGNS];
    let decay = env("SDECAY", 0.02);
    let (mut m, mut v) = ([0.0_f32; SIGNS], [0.0_f32; SIGNS]);
    for t in 1..=1500 {
        let mut g = [0.0_f32; SIGNS];
        for (x, y) in rows {
            let z: f32 = w.iter().zip(*x).map(|(a, b)| a * b).sum();
            let e = f32::from(u8::from(*y)) - sigmoid(z);
            for (a, b) in g.iter_mut().zip(*x) {
                *a += e * b;
            }
        }
        for i in 0..SIGNS {
            let grad = g[i] / rows.len() as f32 - decay * w[i] / 10.0;
            m[i] = 0.9 * m[i] + 0.1 * grad;
            v[i] = 0.999 * v[i] + 0.001 * grad * grad;
            let (mh, vh) = (m[i] / (1.0 - 0.9_f32.powi(t)), v[i] / (1.0 - 0.999_f32.powi(t)));
            w[i] += 0.02 * mh / (vh.sqrt() + 1e-8);
        }
    }
    w
}

/// Where F1 of "not answered" is best, and below which at most one answered question in a hundred falls.
fn thresholds(rows: &[(&[f32; SIGNS], bool)], weights: &[f32; SIGNS]) -> [f32; 2] {
    let mut scored: Vec<(f32, bool)> = rows.iter().map(|(x, y)| (sigmoid(weights.iter().zip(*x).map(|(a, b)| a * b).sum()), *y)).collect();
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    let missing = scored.iter().filter(|s| !s.1).count() as f32;
    let answered = scored.len() as f32 - missing;
    let (mut hits, mut alarms) = (0.0, 0.0);
    let (mut best_f, mut at) = (0.0, 0.5);
    let mut low = 0.0;
    for (p, y) in &scored {
        if *y {
            alarms += 1.0
        } else {
            hits += 1.0
        }
        let f = 2.0 * hits / (hits + alarms + missing);
        if f > best_f {
            (best_f, at) = (f, *p);
        }
        if alarms <= env("ALARM", 0.012) * answered {
            low = *p;
        }
    }
    // Between the optimum of the sample and the neutral half.
    let high = (at + 0.5) / 2.0;
    [high, low.min(high)]
}
