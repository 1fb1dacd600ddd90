//! The trained table: weights of hashed features for a unit, and of the signs that a whole note gives.
//!
//! `model.bin`, little-endian: "ASEQ", version, bits of the table, outputs, signs (a byte each); a scale and a bias for each output (f32);
//! weights of the signs for each answer (f32); two thresholds for each question (f32); the number of ordinary words and their hashes (u32); the table (i8); the nets; the trees.
//! `examples/train.rs` writes it from the labelled notes.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "sums of small weights and sizes far below the limits of the types")]

use super::trees::{self, LEAVES, SPLITS, Tree};
use std::borrow::Cow;

/// Outputs of the table: the six questions, then off-hours and pre-existing answered through a more general sentence.
pub const OUTPUTS: usize = 8;
/// Signs of a note that the second model weighs.
pub const SIGNS: usize = 80;
/// What the second model tells: answered (six), and implied rather than answered (off-hours, pre-existing, unavailable).
pub const ANSWERS: usize = 12;
pub const QUESTIONS: usize = 6;
pub const IDS: [&str; QUESTIONS] = ["ase", "region", "off-hours", "unavailable", "pre-existing", "emergency"];

/// Units of the hidden layer of a net, and the bits of its table.
pub const HIDDEN: usize = 24;
pub const NET_BITS: u32 = 16;

/// Rows of weights, each a signed byte: those of the built-in model stay where they are in the program.
pub type Weights<const N: usize> = Cow<'static, [[u8; N]]>;

/// A net with one hidden layer over hashed features.
#[derive(Clone)]
pub struct Net {
    pub inner: Weights<HIDDEN>,
    pub inner_scale: f32,
    pub inner_bias: [f32; HIDDEN],
    pub outer: [[f32; HIDDEN]; OUTPUTS],
    pub outer_bias: [f32; OUTPUTS],
}

impl Net {
    fn empty() -> Net {
        Net { inner: Cow::Borrowed(&[]), inner_scale: 0.0, inner_bias: [0.0; HIDDEN], outer: [[0.0; HIDDEN]; OUTPUTS], outer_bias: [0.0; OUTPUTS] }
    }

    fn score(&self, features: &[u32]) -> [f32; OUTPUTS] {
        let sums = sums(&self.inner, features, (1 << NET_BITS) - 1);
        let scale = self.inner_scale * norm(features.len());
        let hidden: [f32; HIDDEN] = std::array::from_fn(|h| (sums[h] as f32 * scale + self.inner_bias[h]).max(0.0));
        std::array::from_fn(|o| self.outer_bias[o] + self.outer[o].iter().zip(&hidden).map(|(w, h)| w * h).sum::<f32>())
    }
}

const MAGIC: &[u8; 4] = b"ASEQ";
const VERSION: u8 = 2;
static BYTES: &[u8] = include_bytes!("model.bin");

#[derive(Clone)]
pub struct Model {
    pub bits: u32,
    pub table: Weights<OUTPUTS>,
    pub scale: [f32; OUTPUTS],
    pub bias: [f32; OUTPUTS],
    pub signs: [[f32; SIGNS]; ANSWERS],
    /// Probability from which a question counts as answered, and below which it is surely missing.
    pub thresholds: [[f32; 2]; QUESTIONS],
    pub ordinary: Vec<u32>,
    pub nets: Vec<Net>,
    /// What corrects the weighed signs of each question.
    pub trees: [Vec<Tree>; QUESTIONS],
}

impl Model {
    /// No weights: everything is left to the rules of language.
    #[must_use]
    pub fn empty() -> Model {
        Model {
            bits: 0,
            table: Cow::Borrowed(&[[0; OUTPUTS]]),
            scale: [0.0; OUTPUTS],
            bias: [0.0; OUTPUTS],
            signs: [[0.0; SIGNS]; ANSWERS],
            thresholds: [[0.5, 0.1]; QUESTIONS],
            ordinary: Vec::new(),
            nets: Vec::new(),
            trees: Default::default(),
        }
    }

    #[must_use]
    pub fn builtin() -> Model {
        Model::read(BYTES).unwrap_or_else(Model::empty)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bits == 0
    }

    #[must_use]
    pub fn ordinary(&self) -> &[u32] {
        &self.ordinary
    }

    /// The log-odds that the unit with these features answers each question.
    #[must_use]
    pub fn score(&self, features: &[u32], plain: &[u32]) -> [f32; OUTPUTS] {
        let sums = sums(&self.table, features, (1 << self.bits) - 1);
        let norm = norm(features.len());
        let mut out = self.bias;
        for ((value, sum), scale) in out.iter_mut().zip(sums).zip(self.scale) {
            *value += sum as f32 * scale * norm;
        }
        let views = 1.0 + self.nets.len() as f32;
        for net in &self.nets {
            for (value, more) in out.iter_mut().zip(net.score(plain)) {
                *value += more;
            }
        }
        out.map(|v| v / views)
    }

    /// The log-odds that a note with these signs answers a question.
    #[must_use]
    pub fn weigh(&self, question: usize, signs: &[f32; SIGNS]) -> f32 {
        dot(&self.signs[question], signs) + trees::sum(&self.trees[question], signs)
    }

    /// The log-odds that it is answered by a more general sentence.
    #[must_use]
    pub fn weigh_implied(&self, question: usize, signs: &[f32; SIGNS]) -> f32 {
        dot(&self.signs[question + QUESTIONS], signs)
    }

    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend([VERSION, self.bits as u8, OUTPUTS as u8, SIGNS as u8]);
        for value in self.scale.iter().chain(&self.bias).chain(self.signs.iter().flatten()).chain(self.thresholds.iter().flatten()) {
            out.extend(value.to_le_bytes());
        }
        out.extend((self.ordinary.len() as u32).to_le_bytes());
        for word in &self.ordinary {
            out.extend(word.to_le_bytes());
        }
        out.extend(self.table.as_flattened());
        out.push(self.nets.len() as u8);
        for net in &self.nets {
            for value in std::iter::once(&net.inner_scale).chain(&net.inner_bias).chain(net.outer.iter().flatten()).chain(&net.outer_bias) {
                out.extend(value.to_le_bytes());
            }
            out.extend(net.inner.as_flattened());
        }
        for trees in &self.trees {
            out.push(trees.len() as u8);
            for tree in trees {
                out.extend(tree.sign);
                for value in tree.bound.iter().chain(&tree.leaf) {
                    out.extend(value.to_le_bytes());
                }
            }
        }
        out
    }

    fn read(bytes: &'static [u8]) -> Option<Model> {
        let mut reader = Reader(bytes);
        let head = reader.take(8)?;
        if &head[..4] != MAGIC || head[4] != VERSION || usize::from(head[6]) != OUTPUTS || usize::from(head[7]) != SIGNS || head[5] > 24 {
            return None;
        }
        let mut model = Model::empty();
        model.bits = u32::from(head[5]);
        for value in model.scale.iter_mut().chain(&mut model.bias).chain(model.signs.iter_mut().flatten()).chain(model.thresholds.iter_mut().flatten()) {
            *value = f32::from_le_bytes(reader.take(4)?.try_into().ok()?);
        }
        let words = u32::from_le_bytes(reader.take(4)?.try_into().ok()?) as usize;
        model.ordinary = reader.take(words * 4)?.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect();
        model.table = Cow::Borrowed(reader.take((1 << model.bits) * OUTPUTS)?.as_chunks().0);
        for _ in 0..reader.take(1)?[0] {
            let mut net = Net::empty();
            for value in std::iter::once(&mut net.inner_scale).chain(&mut net.inner_bias).chain(net.outer.iter_mut().flatten()).chain(&mut net.outer_bias) {
                *value = f32::from_le_bytes(reader.take(4)?.try_into().ok()?);
            }
            net.inner = Cow::Borrowed(reader.take((1 << NET_BITS) * HIDDEN)?.as_chunks().0);
            model.nets.push(net);
        }
        for trees in &mut model.trees {
            for _ in 0..reader.take(1)?[0] {
                let mut tree = Tree { sign: reader.take(SPLITS)?.try_into().ok()?, bound: [0.0; SPLITS], leaf: [0.0; LEAVES] };
                for value in tree.bound.iter_mut().chain(&mut tree.leaf) {
                    *value = f32::from_le_bytes(reader.take(4)?.try_into().ok()?);
                }
                trees.push(tree);
            }
        }
        Some(model)
    }
}

/// As many weights may be added up in 16 bits, which takes half the time of 32.
const IN_16_BITS: usize = 256;

/// The sums of the rows of all features.
fn sums<const N: usize>(rows: &[[u8; N]], features: &[u32], mask: usize) -> [i32; N] {
    let mut sums = [0_i32; N];
    for features in features.chunks(IN_16_BITS) {
        let mut some = [0_i16; N];
        for feature in features {
            let row = &rows[*feature as usize & mask];
            for i in 0..N {
                some[i] += i16::from(row[i].cast_signed());
            }
        }
        for i in 0..N {
            sums[i] += i32::from(some[i]);
        }
    }
    sums
}

/// Long units have many features: each then counts less.
#[must_use]
pub fn norm(features: usize) -> f32 {
    1.0 / (features.max(1) as f32).sqrt()
}

#[must_use]
pub fn dot(weights: &[f32; SIGNS], signs: &[f32; SIGNS]) -> f32 {
    weights.iter().zip(signs).map(|(w, x)| w * x).sum()
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(n)?;
        self.0 = tail;
        Some(head)
    }
}

#[must_use]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
