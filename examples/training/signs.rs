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
use ase_lint::questions::model::{ANSWERS, Model, QUESTIONS, SIGNS, sigmoid};

/// Weighs the signs by logistic regression, and sets the thresholds.
pub fn weigh(notes: &[Note], rows: &[(usize, [[f32; SIGNS]; QUESTIONS])], model: &mut Model) {
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
            alarms += 1.0;
        } else {
            hits += 1.0;
        }
        let f = 2.0 * hits / (hits + alarms + missing);
        if f > best_f {
            (best_f, at) = (f, *p);
        }
        if alarms <= 0.012 * answered {
            low = *p;
        }
    }
    // Between the optimum of the sample and the neutral half.
    let high = f32::midpoint(at, 0.5);
    [high, low.min(high)]
}
