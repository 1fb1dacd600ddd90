//! Trains `src/questions/model.bin` from the labelled notes, and measures with each author left out in turn.
//!
//! `cargo run --release --example train -- fixtures/questions` writes the table; `--loao` only measures.
//! The same input gives the same bytes: one thread, a fixed order.

#[path = "labelled/mod.rs"]
mod labelled;

use ase_lint::questions::Catalogue;
use ase_lint::questions::model::{ANSWERS, HIDDEN, Model, NET_BITS, Net, OUTPUTS, QUESTIONS, SIGNS, norm, sigmoid};
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
    features: Vec<(Vec<u32>, Vec<u32>)>,
    targets: Vec<[i8; OUTPUTS]>,
}

/// The features of a unit, for the table and for the nets, and what it is to give.
type Row = ((Vec<u32>, Vec<u32>), [i8; OUTPUTS]);

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
    let extra: Vec<Row> = sentences.iter().flat_map(|s| loose(s, &catalogue)).collect();
    // A first table finds the evidence in the notes where nobody marked it.
    let first = table(&ready, &(0..ready.len()).collect::<Vec<_>>(), &extra);
    for r in &mut ready {
        if notes[r.note].evidence.is_none() {
            infer(r, &notes[r.note], &first);
        }
    }
    // The signs are weighed on notes that the table did not see.
    let language = Language::new(&catalogue);
    // Whole hands are left out, as the hidden notes are by other hands.
    let mut hands: Vec<&str> = train.iter().map(|i| notes[*i].hand.as_str()).collect();
    hands.sort_unstable();
    hands.dedup();
    let mut rows: Vec<(usize, [[f32; SIGNS]; QUESTIONS])> = Vec::new();
    let part = |hand: &str| {
        let seen: Vec<usize> = (0..ready.len()).filter(|i| notes[ready[*i].note].hand != hand).collect();
        let part = table(&ready, &seen, &extra);
        let mut rows = Vec::new();
        for r in ready.iter().filter(|r| notes[r.note].hand == hand) {
            let scores = r.features.iter().map(|f| part.score(f)).collect();
            let scored = Scored { scores, findings: findings(&r.reading, &catalogue) };
            rows.push((r.note, std::array::from_fn(|q| signs(&r.reading, &scored, q, &catalogue, &language))));
        }
        rows
    };
    // Each hand's table is trained by itself: the threads change nothing in the numbers.
    for pair in hands.chunks(2) {
        let parts: Vec<Vec<_>> = std::thread::scope(|scope| {
            pair.iter().map(|hand| scope.spawn(|| part(hand))).collect::<Vec<_>>().into_iter().map(|t| t.join().expect("a thread that trains")).collect()
        });
        rows.extend(parts.into_iter().flatten());
    }
    if std::env::var("DUMP").is_ok() {
        let mut out = String::new();
        for (n, s) in &rows {
            for q in 0..QUESTIONS {
                out.push_str(&format!("{},{},{q},{:?}", notes[*n].hand, notes[*n].id, notes[*n].labels[q]));
                for x in &s[q] {
                    out.push_str(&format!(",{x:.4}"));
                }
                out.push('\n');
            }
        }
        std::fs::write("/tmp/signs.csv", out).expect("dump");
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

/// The table and the nets before they are rounded.
struct Float {
    weights: Vec<[f32; OUTPUTS]>,
    bias: [f32; OUTPUTS],
    nets: Vec<FloatNet>,
}

impl Float {
    fn score(&self, features: &(Vec<u32>, Vec<u32>)) -> [f32; OUTPUTS] {
        let mut out = self.linear(&features.0);
        for net in &self.nets {
            let more = net.outputs(&net.hidden(&features.1));
            for o in 0..OUTPUTS {
                out[o] += more[o];
            }
        }
        out.map(|v| v / (1.0 + self.nets.len() as f32))
    }

    fn linear(&self, features: &[u32]) -> [f32; OUTPUTS] {
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

fn table(ready: &[Ready], which: &[usize], extra: &[Row]) -> Float {
    let rows: Vec<(&(Vec<u32>, Vec<u32>), &[i8; OUTPUTS])> =
        which.iter().flat_map(|i| ready[*i].features.iter().zip(&ready[*i].targets)).chain(extra.iter().map(|(f, t)| (f, t))).collect();
    let mut model = Float { weights: vec![[0.0; OUTPUTS]; 1 << BITS], bias: [-3.0; OUTPUTS], nets: Vec::new() };
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
            let (features, target) = (&rows[r].0.0, rows[r].1);
            let scores = model.linear(features);
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
    let nets = env("NETS", 2.0) as u64;
    model.nets = (0..nets).map(|n| net(&rows, n)).collect();
    model
}

struct FloatNet {
    inner: Vec<[f32; HIDDEN]>,
    inner_bias: [f32; HIDDEN],
    outer: [[f32; HIDDEN]; OUTPUTS],
    outer_bias: [f32; OUTPUTS],
}

impl FloatNet {
    fn hidden(&self, features: &[u32]) -> [f32; HIDDEN] {
        let mut sums = [0.0; HIDDEN];
        for f in features {
            for (s, w) in sums.iter_mut().zip(&self.inner[*f as usize & ((1 << NET_BITS) - 1)]) {
                *s += w;
            }
        }
        let n = norm(features.len());
        std::array::from_fn(|h| (sums[h] * n + self.inner_bias[h]).max(0.0))
    }

    fn outputs(&self, hidden: &[f32; HIDDEN]) -> [f32; OUTPUTS] {
        std::array::from_fn(|o| self.outer_bias[o] + self.outer[o].iter().zip(hidden).map(|(w, h)| w * h).sum::<f32>())
    }
}

/// Trains a net by gradient descent; a part of the features is left out at each step, so that it does not lean on single words.
fn net(rows: &[(&(Vec<u32>, Vec<u32>), &[i8; OUTPUTS])], which: u64) -> FloatNet {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(which + 1);
    let mut random = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let mut small = |scale: f32| ((random() >> 40) as f32 / 16_777_216.0 - 0.5) * scale;
    let mut model = FloatNet {
        inner: (0..1 << NET_BITS).map(|_| std::array::from_fn(|_| small(0.3))).collect(),
        inner_bias: [0.1; HIDDEN],
        outer: std::array::from_fn(|_| std::array::from_fn(|_| small(0.8))),
        outer_bias: [-2.5; OUTPUTS],
    };
    let mut inner_squares = vec![[1e-3_f32; HIDDEN]; 1 << NET_BITS];
    let mut outer_squares = [[1e-3_f32; HIDDEN]; OUTPUTS];
    let (epochs, rate, drop, decay, positive) = (env("NEPOCHS", 12.0) as usize, env("NRATE", 0.15), env("DROP", 0.5), env("NDECAY", 1e-5), env("POS", 1.5));
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut kept = Vec::new();
    for epoch in 0..epochs {
        let rate = rate * (1.0 - 0.8 * epoch as f32 / epochs as f32);
        for i in (1..order.len()).rev() {
            let j = ((small(1.0) + 0.5) * (i as f32 + 1.0)) as usize;
            order.swap(i, j.min(i));
        }
        for &r in &order {
            kept.clear();
            kept.extend(rows[r].0.1.iter().copied().filter(|_| small(1.0) + 0.5 >= drop));
            let hidden = model.hidden(&kept);
            let outputs = model.outputs(&hidden);
            let mut back = [0.0_f32; HIDDEN];
            let mut any = false;
            for o in 0..OUTPUTS {
                let p = sigmoid(outputs[o]);
                let step = match rows[r].1[o] {
                    YES => (1.0 - p) * positive,
                    NOT => -p,
                    _ => 0.0,
                };
                if step.abs() < 0.003 {
                    continue;
                }
                any = true;
                model.outer_bias[o] += 0.01 * step;
                for h in 0..HIDDEN {
                    back[h] += step * model.outer[o][h];
                    let g = step * hidden[h] - decay * model.outer[o][h];
                    outer_squares[o][h] += g * g;
                    model.outer[o][h] += rate * g / outer_squares[o][h].sqrt();
                }
            }
            if !any {
                continue;
            }
            let n = norm(kept.len());
            for h in 0..HIDDEN {
                if hidden[h] <= 0.0 {
                    back[h] = 0.0;
                }
                model.inner_bias[h] += 0.01 * back[h];
            }
            for f in &kept {
                let at = *f as usize & ((1 << NET_BITS) - 1);
                for h in 0..HIDDEN {
                    let g = back[h] * n - decay * model.inner[at][h];
                    inner_squares[at][h] += g * g;
                    model.inner[at][h] += rate * g / inner_squares[at][h].sqrt();
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
    model.nets = float
        .nets
        .iter()
        .map(|n| {
            let most = n.inner.iter().flatten().map(|w| w.abs()).fold(0.0, f32::max).max(1e-6);
            let inner_scale = most / 127.0;
            Net {
                inner: n.inner.iter().map(|w| w.map(|w| (w / inner_scale).round().clamp(-127.0, 127.0) as i8)).collect(),
                inner_scale,
                inner_bias: n.inner_bias,
                outer: n.outer,
                outer_bias: n.outer_bias,
            }
        })
        .collect();
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
