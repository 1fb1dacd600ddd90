//! Learns the weights of hashed features from units: a table by logistic regression, and small nets beside it.

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

use ase_lint::questions::model::{HIDDEN, Model, NET_BITS, Net, OUTPUTS, norm, sigmoid};

const BITS: u32 = 17;
/// What a unit is to give for an output.
pub const NOT: i8 = -1;
pub const UNKNOWN: i8 = 0;
pub const YES: i8 = 1;

/// The features of a unit, for the table and for the nets, and what it is to give.
pub type Row = ((Vec<u32>, Vec<u32>), [i8; OUTPUTS]);

/// The same, borrowed.
pub type Sample<'a> = (&'a (Vec<u32>, Vec<u32>), &'a [i8; OUTPUTS]);

/// The table and the nets before they are rounded.
pub struct Float {
    weights: Vec<[f32; OUTPUTS]>,
    bias: [f32; OUTPUTS],
    nets: Vec<FloatNet>,
}

impl Float {
    pub fn score(&self, features: &(Vec<u32>, Vec<u32>)) -> [f32; OUTPUTS] {
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

/// Learns the table and the nets from units.
pub fn table(rows: &[Sample]) -> Float {
    let mut model = Float { weights: vec![[0.0; OUTPUTS]; 1 << BITS], bias: [-3.0; OUTPUTS], nets: Vec::new() };
    let mut squares = vec![[1e-2_f32; OUTPUTS]; 1 << BITS];
    let epochs = 5;
    let (rate, decay, positive) = (0.5, 2e-5, 1.5);
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
    let nets = 3;
    model.nets = (0..nets).map(|n| net(rows, n)).collect();
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
fn net(rows: &[Sample], which: u64) -> FloatNet {
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
    let (epochs, rate, drop, decay, positive) = (18, 0.15, 0.5, 1e-5, 1.5);
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

/// A weight as the model's byte.
fn byte(weight: f32) -> u8 {
    (weight.round().clamp(-127.0, 127.0) as i8).cast_unsigned()
}

pub fn quantize(float: &Float, model: &mut Model) {
    model.bits = BITS;
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
                inner: n.inner.iter().map(|w| w.map(|w| byte(w / inner_scale))).collect(),
                inner_scale,
                inner_bias: n.inner_bias,
                outer: n.outer,
                outer_bias: n.outer_bias,
            }
        })
        .collect();
    model.table = float.weights.iter().map(|w| std::array::from_fn(|o| byte(w[o] / model.scale[o]))).collect();
}
