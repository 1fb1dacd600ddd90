//! What the trained model looks at in a unit: hashed words and classes, its own and those around it.

#![allow(clippy::cast_possible_truncation, reason = "indices of short lists, and hashes that are folded on purpose")]

use super::lexicon::Lexicon;
use super::reading::Reading;
use super::tokens::{Sort, Token};
use crate::document::prose::{Kind, Role};

/// Tokens of a unit that are looked at; of what stands over it.
const OWN: usize = 70;
const OVER: usize = 24;
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
    pub(super) fn read(&mut self, reading: &Reading, unit: usize, lexicon: &Lexicon) {
        let this = &reading.prose.units[unit];
        let span = reading.spans[unit].clone();
        let own = &reading.tokens[span.start..span.end.min(span.start + OWN)];
        self.stems.clear();
        self.general.clear();
        for t in own.iter().filter(|t| !matches!(t.sort, Sort::Mark(',' | '.' | ')' | '('))) {
            // The same run of words with classes in place of words.
            let classes = lexicon.trained(t.classes);
            self.stems.push(t.stem);
            self.general.push(if classes == 0 { t.stem } else { lexicon.class_hash(classes.trailing_zeros() as usize) });
        }
        classes(reading.classes[unit], lexicon, &mut self.mine);
        classes(reading.near[unit], lexicon, &mut self.near);
        classes(reading.far[unit], lexicon, &mut self.far);
        classes(reading.classes[unit] | reading.near[unit], lexicon, &mut self.all);
        classes(unit.checked_sub(1).map_or(0, |before| reading.classes[before]), lexicon, &mut self.before);
        let next = reading.prose.units.get(unit + 1).filter(|u| u.block == this.block);
        classes(next.map_or(0, |_| reading.classes[unit + 1]), lexicon, &mut self.after);
        self.ties.clear();
        relations(reading, unit, lexicon, &mut self.ties);
        self.table(reading, unit, own.len());
        self.plain(reading, unit, own.len());
    }

    fn table(&mut self, reading: &Reading, unit: usize, length: usize) {
        let Features { table: out, stems, general, mine, near, far, all, before, after, ties, .. } = self;
        let this = &reading.prose.units[unit];
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
        if let Some(n) = Reading::nearest(this) {
            let context = &this.contexts[n];
            let span = reading.span(&context.range);
            let label = &reading.tokens[span.start..span.end.min(span.start + OVER)];
            let strong = matches!(context.role, Role::Label | Role::Question | Role::Row | Role::Column);
            let space = if strong { 20 } else { 26 };
            for (i, t) in label.iter().enumerate() {
                out.push(mix(space, t.stem, 0));
                if let Some(b) = label.get(i + 1) {
                    out.push(mix(space + 1, t.stem, b.stem));
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
        for context in this.contexts.iter().take(4) {
            for t in reading.tokens[reading.span(&context.range)].iter().take(OVER) {
                out.push(mix(31, t.stem, 0));
            }
        }
        for a in all.iter() {
            out.push(mix(40, *a, 0));
        }
        let same = unit > 0 && reading.prose.units[unit - 1].block == this.block;
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
        shape(reading, unit, near, length, |hash| out.push(hash));
    }

    fn plain(&mut self, reading: &Reading, unit: usize, length: usize) {
        let Features { plain: out, stems, mine, near, far, before, after, ties, .. } = self;
        let this = &reading.prose.units[unit];
        out.clear();
        let mut last = 0;
        for stem in stems.iter() {
            out.push(word(101, *stem, 0));
            out.push(word(109, last, *stem));
            last = *stem;
        }
        if let Some(n) = Reading::nearest(this) {
            let span = reading.span(&this.contexts[n].range);
            for t in &reading.tokens[span.start..span.end.min(span.start + OVER)] {
                out.push(word(103, t.stem, 0));
            }
        }
        if unit == 0 || reading.prose.units[unit - 1].block != this.block {
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
        shape(reading, unit, &[], length, |hash| out.push(hash | 1));
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
fn relations(reading: &Reading, unit: usize, lexicon: &Lexicon, out: &mut Vec<u32>) {
    let span = reading.spans[unit].clone();
    let own = &reading.tokens[span.start..span.end.min(span.start + OWN)];
    let ties = lexicon.ties();
    let entity = |t: &Token| match t.sort {
        _ if t.person.is_some() => 1 + u32::from(t.person != reading.ase),
        Sort::Org => 3,
        _ => ties.entities.iter().position(|bits| t.classes & bits != 0).map_or(0, |i| 4 + i as u32),
    };
    let role = |t: &Token| ties.roles.iter().position(|bits| t.classes & bits != 0).map_or(0, |i| 1 + i as u32);
    let stops = |t: &Token| matches!(t.sort, Sort::Mark('.' | ';' | '?' | '!'));
    let nearest = |range: &mut dyn Iterator<Item = usize>, kind: &dyn Fn(&Token) -> u32| {
        range.map(|i| &own[i]).take_while(|t| !stops(t)).map(kind).find(|k| *k != 0).unwrap_or(0)
    };
    for (i, t) in own.iter().enumerate() {
        let place = matches!(t.sort, Sort::Place(_)) || t.classes & ties.place != 0;
        let mut topics = [0; 6];
        topics[0] = u32::from(place);
        for (slot, bits) in topics[1..].iter_mut().zip(&ties.topics) {
            *slot = u32::from(t.classes & bits != 0);
        }
        for (topic, _) in topics.iter().enumerate().filter(|(_, n)| **n > 0) {
            let topic = topic as u32;
            let before = nearest(&mut (i.saturating_sub(BACK)..i).rev(), &entity);
            let after = nearest(&mut (i + 1..(i + 1 + AHEAD).min(own.len())), &entity);
            out.push(mix(90, topic, before));
            out.push(mix(91, topic, after));
            out.push(mix(92, topic, before * 32 + after));
            if before == 0 {
                let earlier = reading.tokens[span.start.saturating_sub(20)..span.start].iter().rev().map(entity).find(|k| *k != 0).unwrap_or(0);
                out.push(mix(93, topic, earlier));
            }
        }
        if t.person.is_some() {
            let before = nearest(&mut (i.saturating_sub(AHEAD)..i).rev(), &role);
            let after = nearest(&mut (i + 1..(i + 1 + AHEAD).min(own.len())), &role);
            let this = entity(t);
            out.push(mix(94, this, before));
            out.push(mix(95, this, after));
            out.push(mix(96, this, before * 32 + after));
        }
    }
}

fn shape(reading: &Reading, unit: usize, near: &[u32], length: usize, mut out: impl FnMut(u32)) {
    let this = &reading.prose.units[unit];
    let own = &reading.tokens[reading.spans[unit].clone()];
    let body = own.iter().filter(|t| t.range.start >= this.body).take(4).fold(0, |n, _| n + 1);
    let kind = match this.kind {
        Kind::Sentence => 1,
        Kind::Item => 2,
        Kind::Cell => 3,
        Kind::Heading => 4,
    };
    let ase = own.iter().any(|t| t.person.is_some() && t.person == reading.ase);
    let other = own.iter().any(|t| t.person.is_some() && t.person != reading.ase);
    let task = this.task.map_or(0, |done| 1 + u32::from(done));
    let flags = [
        mix(70, kind, 0),
        mix(71, u32::from(this.question), 0),
        mix(72, u32::from(this.empty), 0),
        mix(73, task, 0),
        mix(74, length.clamp(1, 60).ilog2(), 0),
        mix(75, u32::from(ase), u32::from(other)),
        mix(76, body, 0),
        mix(77, this.contexts.first().map_or(0, |c| 1 + c.role as u32), 0),
        mix(78, u32::from(unit == 0), u32::from(unit + 1 == reading.spans.len())),
    ];
    for a in near {
        out(mix(80, *a, body));
        out(mix(81, *a, u32::from(ase) + 2 * u32::from(other)));
        out(mix(82, *a, u32::from(this.question) + 2 * u32::from(this.empty) + 4 * task));
    }
    flags.into_iter().for_each(out);
}

/// The hashes of the names of the classes, so that adding one does not move the others.
fn classes(bits: u128, lexicon: &Lexicon, out: &mut Vec<u32>) {
    out.clear();
    let mut rest = lexicon.trained(bits);
    while rest != 0 {
        out.push(lexicon.class_hash(rest.trailing_zeros() as usize));
        rest &= rest - 1;
    }
}
