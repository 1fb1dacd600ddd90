//! Learns what the signs of a whole note weigh, and from which probability a question counts as answered or as missing.

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

use crate::labelled::{Label, Note};
use crate::trees::boost;
use ase_lint::questions::model::{ANSWERS, Model, QUESTIONS, SIGNS, dot, sigmoid};

/// Parts of the hands that are left out in turn to set the thresholds.
const PARTS: usize = 4;

/// Weighs the signs by logistic regression, and sets the thresholds.
pub fn weigh(notes: &[Note], rows: &[(usize, [[f32; SIGNS]; QUESTIONS])], model: &mut Model) {
    let mut hands: Vec<&str> = rows.iter().map(|(n, _)| notes[*n].hand.as_str()).collect();
    hands.sort_unstable();
    hands.dedup();
    let part = |n: usize| hands.binary_search(&notes[n].hand.as_str()).unwrap_or(0) % PARTS;
    for q in 0..QUESTIONS {
        let scored: Vec<(&[f32; SIGNS], bool, usize)> = rows
            .iter()
            .filter(|(n, _)| notes[*n].labels[q] != Label::Ambiguous)
            .map(|(n, s)| (&s[q], notes[*n].labels[q] != Label::Missing, part(*n)))
            .collect();
        let fit = |keep: &dyn Fn(usize) -> bool| {
            let rows: Vec<(&[f32; SIGNS], bool)> = scored.iter().filter(|(.., part)| keep(*part)).map(|(x, y, _)| (*x, *y)).collect();
            let weights = logistic(&rows);
            let base: Vec<f32> = rows.iter().map(|(x, _)| dot(&weights, x)).collect();
            (weights, boost(&rows, &base))
        };
        // The thresholds are set by what was weighed without the hand that it is asked of.
        let mut odds: Vec<(f32, bool)> = Vec::new();
        for out in 0..PARTS {
            (model.signs[q], model.trees[q]) = fit(&|part| part != out);
            odds.extend(scored.iter().filter(|(.., part)| *part == out).map(|(x, y, _)| (sigmoid(model.weigh(q, x)), *y)));
        }
        model.thresholds[q] = thresholds(odds);
        (model.signs[q], model.trees[q]) = fit(&|_| true);
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
    }
    const { assert!(ANSWERS == 2 * QUESTIONS) };
}

fn logistic(rows: &[(&[f32; SIGNS], bool)]) -> [f32; SIGNS] {
    let mut w = [0.0_f32; SIGNS];
    let decay = 0.02;
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

/// Of the answered questions, those that may fall below: well under the two in a hundred that are allowed, since notes by other hands are further off.
const SURE: f32 = 0.0125;
/// How far below the best F1 a threshold does as well.
const NEAR_BEST: f32 = 0.002;

/// Where F1 of "not answered" is best, and below which hardly an answered question falls.
fn thresholds(mut scored: Vec<(f32, bool)>) -> [f32; 2] {
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    let missing = scored.iter().filter(|s| !s.1).count() as f32;
    let answered = scored.len() as f32 - missing;
    let (mut hits, mut alarms) = (0.0, 0.0);
    let mut curve: Vec<(f32, f32)> = Vec::new();
    let mut low = 0.0;
    for (p, y) in &scored {
        if *y {
            alarms += 1.0;
        } else {
            hits += 1.0;
        }
        curve.push((*p, 2.0 * hits / (hits + alarms + missing)));
        if alarms <= SURE * answered {
            low = *p;
        }
    }
    // The middle of where the sample does about as well as at best, and half-way from there to the neutral half, since the sample is not all.
    let best = curve.iter().map(|(_, f)| *f).fold(0.0, f32::max);
    let good = |(_, f): &&(f32, f32)| *f >= best - NEAR_BEST;
    let ends = [curve.iter().find(good), curve.iter().rfind(good)];
    let at = if let [Some(first), Some(last)] = ends { f32::midpoint(first.0, last.0) } else { 0.5 };
    let high = f32::midpoint(at, 0.5);
    [high, low.min(high)]
}
