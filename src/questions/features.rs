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

/// The hashed features of a unit, sorted and without repetition.
pub(super) fn features(reading: &Reading, unit: usize, lexicon: &Lexicon, out: &mut Vec<u32>) {
    out.clear();
    let this = &reading.prose.units[unit];
    let span = reading.spans[unit].clone();
    let span = span.start..span.end.min(span.start + OWN);
    let own = &reading.tokens[span.clone()];
    let stems: Vec<u32> = own.iter().filter(|t| !matches!(t.sort, Sort::Mark(',' | '.' | ')' | '('))).map(|t| t.stem).collect();
    // The same run of words with classes in place of words.
    let general: Vec<u32> = own
        .iter()
        .filter(|t| !matches!(t.sort, Sort::Mark(',' | '.' | ')' | '(')))
        .map(|t| (t.stem, lexicon.trained(t.classes)))
        .map(|(stem, classes)| if classes == 0 { stem } else { lexicon.class_hash(classes.trailing_zeros() as usize) })
        .collect();
    for (i, a) in stems.iter().enumerate() {
        out.push(mix(1, *a, 0));
        if let Some(b) = stems.get(i + 1) {
            out.push(mix(2, *a, *b));
            out.push(mix(6, general[i], general[i + 1]));
            if let Some(c) = stems.get(i + 2) {
                out.push(mix(3, mix(0, *a, *b), *c));
                out.push(mix(4, *a, *c));
                out.push(mix(7, general[i], general[i + 2]));
                if let Some(d) = stems.get(i + 3) {
                    out.push(mix(5, *a, *d));
                }
            }
        }
    }
    if let (Some(first), Some(last)) = (stems.first(), stems.last()) {
        out.push(mix(10, *first, 0));
        out.push(mix(11, *last, 0));
    }
    let mine = classes(reading.classes[unit], lexicon);
    let near = classes(reading.near[unit], lexicon);
    let far = classes(reading.far[unit], lexicon);
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
        for a in &near {
            out.push(mix(space + 2, *a, 0));
            for b in &mine {
                out.push(mix(space + 3, *a, *b));
            }
            if strong {
                for b in stems.iter().take(12) {
                    out.push(mix(space + 4, *a, *b));
                }
            }
        }
    }
    for a in &far {
        out.push(mix(30, *a, 0));
        for b in &mine {
            out.push(mix(32, *a, *b));
        }
    }
    for context in this.contexts.iter().take(4) {
        for t in reading.tokens[reading.span(&context.range)].iter().take(OVER) {
            out.push(mix(31, t.stem, 0));
        }
    }
    let all = classes(reading.classes[unit] | reading.near[unit], lexicon);
    for (i, a) in all.iter().enumerate() {
        out.push(mix(40, *a, 0));
        for b in all.iter().take(PAIRED).skip(i + 1) {
            out.push(mix(41, *a, *b));
        }
    }
    neighbours(reading, unit, &mine, lexicon, out);
    relations(reading, unit, lexicon, out);
    shape(reading, unit, &near, own.len(), out);
    out.sort_unstable();
    out.dedup();
}

/// A feature of single words: even, where those of classes are odd, so that training can tell them apart.
fn word(space: u32, a: u32, b: u32) -> u32 {
    mix(space, a, b) & !1
}

/// What the small net looks at: fewer and plainer signs than the table, which it puts together itself.
pub(super) fn plain(reading: &Reading, unit: usize, lexicon: &Lexicon, out: &mut Vec<u32>) {
    out.clear();
    let this = &reading.prose.units[unit];
    let span = reading.spans[unit].clone();
    let own = &reading.tokens[span.start..span.end.min(span.start + OWN)];
    let mut last = 0;
    for t in own.iter().filter(|t| !matches!(t.sort, Sort::Mark(',' | '.' | ')' | '('))) {
        out.push(word(101, t.stem, 0));
        out.push(word(109, last, t.stem));
        last = t.stem;
    }
    if let Some(n) = Reading::nearest(this) {
        let span = reading.span(&this.contexts[n].range);
        for t in &reading.tokens[span.start..span.end.min(span.start + OVER)] {
            out.push(word(103, t.stem, 0));
        }
    }
    let block = this.block;
    let before = unit.checked_sub(1).filter(|b| reading.prose.units[*b].block == block).map_or(0, |b| reading.classes[b]);
    let after = reading.prose.units.get(unit + 1).filter(|u| u.block == block).map_or(0, |_| reading.classes[unit + 1]);
    for (space, bits) in [(102, reading.classes[unit]), (104, reading.near[unit]), (105, reading.far[unit]), (106, before), (107, after)] {
        out.extend(classes(bits, lexicon).into_iter().map(|c| mix(space, c, 0) | 1));
    }
    let words = out.len();
    relations(reading, unit, lexicon, out);
    shape(reading, unit, &[], own.len(), out);
    out[words..].iter_mut().for_each(|f| *f |= 1);
    out.sort_unstable();
    out.dedup();
}

fn neighbours(reading: &Reading, unit: usize, mine: &[u32], lexicon: &Lexicon, out: &mut Vec<u32>) {
    let block = reading.prose.units[unit].block;
    if let Some(before) = unit.checked_sub(1) {
        let same = u32::from(reading.prose.units[before].block == block);
        for a in classes(reading.classes[before], lexicon) {
            out.push(mix(50 + same, a, 0));
            if same == 1 {
                for b in mine {
                    out.push(mix(52, a, *b));
                }
            }
        }
    }
    if reading.prose.units.get(unit + 1).is_some_and(|u| u.block == block) {
        for a in classes(reading.classes[unit + 1], lexicon) {
            out.push(mix(60, a, 0));
        }
    }
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

fn shape(reading: &Reading, unit: usize, near: &[u32], length: usize, out: &mut Vec<u32>) {
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
        out.push(mix(80, *a, body));
        out.push(mix(81, *a, u32::from(ase) + 2 * u32::from(other)));
        out.push(mix(82, *a, u32::from(this.question) + 2 * u32::from(this.empty) + 4 * task));
    }
    out.extend(flags);
}

/// The hashes of the names of the classes, so that adding one does not move the others.
fn classes(bits: u128, lexicon: &Lexicon) -> Vec<u32> {
    let mut out = Vec::with_capacity(bits.count_ones() as usize);
    let mut rest = lexicon.trained(bits);
    while rest != 0 {
        out.push(lexicon.class_hash(rest.trailing_zeros() as usize));
        rest &= rest - 1;
    }
    out
}
