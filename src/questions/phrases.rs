//! The phrases of the catalogue, ready to be found in a run of stems.

use super::hashed::Hashed;
use std::collections::HashMap;
use std::ops::Range;

/// Phrases by their stems, one after the other: a tree whose root is 0.
#[derive(Default)]
pub(super) struct Phrases {
    /// From a place in the tree by a stem to the next place.
    next: HashMap<u64, u32, Hashed>,
    /// The classes whose phrases end at a place.
    ends: Vec<u128>,
    /// The most stems that a phrase has.
    longest: usize,
    /// The stems that phrases start with, by their last bits: most words of a text start none.
    starts: Starts,
}

struct Starts([u64; 1 << (START_BITS - 6)]);

const START_BITS: u32 = 14;

impl Default for Starts {
    fn default() -> Self {
        Self([0; 1 << (START_BITS - 6)])
    }
}

impl Starts {
    fn place(stem: u32) -> (usize, u64) {
        let at = stem & ((1 << START_BITS) - 1);
        ((at >> 6) as usize, 1 << (at & 63))
    }

    fn add(&mut self, stem: u32) {
        let (word, bit) = Self::place(stem);
        self.0[word] |= bit;
    }

    fn may_have(&self, stem: u32) -> bool {
        let (word, bit) = Self::place(stem);
        self.0[word] & bit != 0
    }
}

impl Phrases {
    fn key(place: u32, stem: u32) -> u64 {
        u64::from(place) << 32 | u64::from(stem)
    }

    pub fn add(&mut self, stems: &[u32], class: u128) {
        let mut place = 0;
        self.longest = self.longest.max(stems.len());
        if let Some(first) = stems.first() {
            self.starts.add(*first);
        }
        for stem in stems {
            self.ends.resize(self.ends.len().max(1), 0);
            let fresh = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            place = *self.next.entry(Phrases::key(place, *stem)).or_insert(fresh);
            if place == fresh {
                self.ends.push(0);
            }
        }
        if let Some(end) = self.ends.get_mut(place as usize).filter(|_| place > 0) {
            *end |= class;
        }
    }

    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Calls `found(first, end, classes)` for each phrase in a run of stems that starts within `firsts`.
    pub fn find(&self, stems: &[u32], firsts: Range<usize>, mut found: impl FnMut(usize, usize, u128)) {
        for from in firsts.filter(|from| self.starts.may_have(stems[*from])) {
            let mut place = 0;
            for (to, stem) in stems.iter().enumerate().skip(from) {
                let Some(next) = self.next.get(&Phrases::key(place, *stem)) else { break };
                place = *next;
                let classes = self.ends[place as usize];
                if classes != 0 {
                    found(from, to + 1, classes);
                }
            }
        }
    }
}
