//! What the trained model looks at in a unit: hashed words and classes, its own and those around it.

#![allow(clippy::cast_possible_truncation, reason = "indices of short lists, and hashes that are folded on purpose")]

use super::lexicon::Lexicon;
use super::scene::{Scene, TOPICS, Word};

/// Classes of a unit that are paired with each other.
const PAIRED: usize = 16;

fn mix(space: u32, a: u32, b: u32) -> u32 {
    let mut h = u64::from(space).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(a).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    h = (h ^ (h >> 29)).wrapping_add(u64::from(b).wrapping_mul(0x1656_67b1_9e37_79f9));
    h ^= h >> 32;
    h = h.wrapping_mul(0xd6e8_feb8_6659_fd93);
    (h >> 32) as u32
}

/// Hashed features, each once.
#[derive(Default)]
pub struct Hashes {
    list: Vec<u32>,
    /// An open table of what the list holds, with the round in which it was entered.
    slots: Vec<(u32, u32)>,
    round: u32,
}

impl Hashes {
    #[must_use]
    pub fn list(&self) -> &[u32] {
        &self.list
    }

    fn clear(&mut self) {
        self.list.clear();
        self.round = self.round.wrapping_add(1);
        if self.round == 0 || self.slots.is_empty() {
            self.round = 1;
            self.slots = vec![(0, 0); 2048];
        }
    }

    fn push(&mut self, hash: u32) {
        if self.enter(hash) {
            self.list.push(hash);
            if self.list.len() * 2 > self.slots.len() {
                self.slots = vec![(0, 0); self.slots.len() * 2];
                for i in 0..self.list.len() {
                    self.enter(self.list[i]);
                }
            }
        }
    }

    fn enter(&mut self, hash: u32) -> bool {
        let mask = self.slots.len() - 1;
        let mut at = (hash >> 1) as usize & mask;
        while self.slots[at].1 == self.round {
            if self.slots[at].0 == hash {
                return false;
            }
            at = (at + 1) & mask;
        }
        self.slots[at] = (hash, self.round);
        true
    }
}

/// The features of a unit, and the room in which they are made: one for all units of a text.
#[derive(Default)]
pub struct Features {
    /// For the table: words, classes and their pairs.
    pub table: Hashes,
    /// For the nets: fewer and plainer ones, which the nets put together themselves.
    pub plain: Hashes,
    stems: Vec<u32>,
    general: Vec<u32>,
    mine: Vec<u32>,
    near: Vec<u32>,
    far: Vec<u32>,
    all: Vec<u32>,
    before: Vec<u32>,
    after: Vec<u32>,
    ties: Vec<u32>,
}

impl Features {
    /// Makes the features of a unit in place of those of the one before.
    pub(super) fn read(&mut self, scene: &Scene, lexicon: &Lexicon) {
        self.stems.clear();
        self.general.clear();
        // The same run of words with classes in place of words.
        for word in scene.words.iter().filter(|word| !word.is_silent()) {
            self.stems.push(word.stem);
            self.general.push(word.general);
        }
        let seen = &scene.classes;
        classes(seen.own, lexicon, &mut self.mine);
        classes(seen.near, lexicon, &mut self.near);
        classes(seen.far, lexicon, &mut self.far);
        classes(seen.own | seen.near, lexicon, &mut self.all);
        classes(seen.before, lexicon, &mut self.before);
        classes(seen.after, lexicon, &mut self.after);
        self.ties.clear();
        relations(scene, &mut self.ties);
        self.table(scene);
        self.plain(scene);
    }

    fn table(&mut self, scene: &Scene) {
        let Features { table: out, stems, general, mine, near, far, all, before, after, ties, .. } = self;
        out.clear();
        for (i, a) in stems.iter().enumerate() {
            out.push(mix(1, *a, 0));
            if let Some(b) = stems.get(i + 1) {
                out.push(mix(2, *a, *b));
                out.push(mix(6, general[i], general[i + 1]));
                if let Some(c) = stems.get(i + 2) {
                    out.push(mix(3, mix(0, *a, *b), *c));
                    out.push(mix(7, general[i], general[i + 2]));
                }
            }
        }
        if let (Some(first), Some(last)) = (stems.first(), stems.last()) {
            out.push(mix(10, *first, 0));
            out.push(mix(11, *last, 0));
        }
        for (i, a) in mine.iter().enumerate() {
            out.push(mix(8, *a, 0));
            for b in mine.iter().take(PAIRED).skip(i + 1) {
                out.push(mix(9, *a, *b));
            }
        }
        if scene.has_label() {
            let space = if scene.strong { 20 } else { 26 };
            for (i, a) in scene.label.iter().enumerate() {
                out.push(mix(space, *a, 0));
                if let Some(b) = scene.label.get(i + 1) {
                    out.push(mix(space + 1, *a, *b));
                }
            }
            for a in near.iter() {
                out.push(mix(space + 2, *a, 0));
                for b in mine.iter() {
                    out.push(mix(space + 3, *a, *b));
                }
            }
        }
        for a in far.iter() {
            out.push(mix(30, *a, 0));
            for b in mine.iter() {
                out.push(mix(32, *a, *b));
            }
        }
        for a in &scene.over {
            out.push(mix(31, *a, 0));
        }
        for a in all.iter() {
            out.push(mix(40, *a, 0));
        }
        let same = scene.shape.same_block;
        for a in before.iter() {
            out.push(mix(50 + u32::from(same), *a, 0));
            for b in mine.iter().filter(|_| same) {
                out.push(mix(52, *a, *b));
            }
        }
        for a in after.iter() {
            out.push(mix(60, *a, 0));
        }
        for tie in ties.iter() {
            out.push(*tie);
        }
        let tense = scene.shape.tense as u32;
        for a in mine.iter().filter(|_| tense > 0) {
            out.push(mix(33, *a, tense));
        }
        for a in near.iter().filter(|_| tense > 0) {
            out.push(mix(34, *a, tense));
        }
        shape(scene, near, |hash| out.push(hash));
    }

    fn plain(&mut self, scene: &Scene) {
        let Features { plain: out, stems, mine, near, far, before, after, ties, .. } = self;
        out.clear();
        let mut last = 0;
        for stem in stems.iter() {
            out.push(word(101, *stem, 0));
            out.push(word(109, last, *stem));
            last = *stem;
        }
        for stem in &scene.label {
            out.push(word(103, *stem, 0));
        }
        if !scene.shape.same_block {
            before.clear();
        }
        for (space, list) in [(102, mine), (104, near), (105, far), (106, before), (107, after)] {
            for class in list.iter() {
                out.push(mix(space, *class, 0) | 1);
            }
        }
        for tie in ties.iter() {
            out.push(*tie | 1);
        }
        shape(scene, &[], |hash| out.push(hash | 1));
    }
}

/// A feature of single words: even, where those of classes are odd, so that training can tell them apart.
fn word(space: u32, a: u32, b: u32) -> u32 {
    mix(space, a, b) & !1
}

/// How far to look for whom or what a word belongs to.
const BACK: usize = 10;
const AHEAD: usize = 6;

/// Who stands nearest to what: whose region, whose absence, which role a person has. Single words and pairs of neighbours do not tell that.
fn relations(scene: &Scene, out: &mut Vec<u32>) {
    let words = &scene.words;
    let nearest = |range: &mut dyn Iterator<Item = usize>, kind: fn(Word) -> u32| {
        range.map(|i| words[i]).take_while(|w| !w.stops()).map(kind).find(|k| *k != 0).unwrap_or(0)
    };
    for (i, this) in words.iter().enumerate() {
        let ahead = i + 1..(i + 1 + AHEAD).min(words.len());
        if this.is_topical() {
            let before = nearest(&mut (i.saturating_sub(BACK)..i).rev(), Word::entity);
            let after = nearest(&mut ahead.clone(), Word::entity);
            for topic in (0..TOPICS).filter(|topic| this.touches(*topic)) {
                out.push(mix(90, topic, before));
                out.push(mix(91, topic, after));
                out.push(mix(92, topic, before * 32 + after));
                if before == 0 {
                    out.push(mix(93, topic, scene.earlier));
                }
            }
        }
        if this.is_person() {
            let before = nearest(&mut (i.saturating_sub(AHEAD)..i).rev(), Word::role);
            let after = nearest(&mut ahead.clone(), Word::role);
            out.push(mix(94, this.entity(), before));
            out.push(mix(95, this.entity(), after));
            out.push(mix(96, this.entity(), before * 32 + after));
        }
    }
}

fn shape(scene: &Scene, near: &[u32], mut out: impl FnMut(u32)) {
    let this = &scene.shape;
    let (ase, other) = (u32::from(this.has_ase), u32::from(this.has_others));
    let flags = [
        mix(70, this.kind, 0),
        mix(71, u32::from(this.question), 0),
        mix(72, u32::from(this.empty), 0),
        mix(73, this.task, 0),
        mix(74, scene.words.len().clamp(1, 60).ilog2(), 0),
        mix(75, ase, other),
        mix(76, this.body, 0),
        mix(77, this.context, 0),
        mix(78, u32::from(this.first), u32::from(this.last)),
        mix(79, this.tense as u32, 0),
    ];
    for a in near {
        out(mix(80, *a, this.body));
        out(mix(81, *a, ase + 2 * other));
        out(mix(82, *a, u32::from(this.question) + 2 * u32::from(this.empty) + 4 * this.task));
    }
    flags.into_iter().for_each(out);
}

/// The hashes of the names of the classes, so that adding one does not move the others.
fn classes(bits: u128, lexicon: &Lexicon, out: &mut Vec<u32>) {
    out.clear();
    let mut rest = bits;
    while rest != 0 {
        out.push(lexicon.class_hash(rest.trailing_zeros() as usize));
        rest &= rest - 1;
    }
}
