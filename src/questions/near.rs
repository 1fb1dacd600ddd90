//! Words with one wrong letter: missing, doubled or too many, replaced, or two swapped.

use super::stem::{hash, stem};
use std::collections::{HashMap, HashSet};

/// Shortest word that is looked at, and shortest one that may be meant.
const SHORTEST: usize = 5;
const MEANT: usize = 6;

/// The words that may be meant, under each spelling that they have with a letter less.
#[derive(Default)]
pub(super) struct Near {
    /// The word or its stem as it is spelled, and the hash of its stem.
    words: Vec<(String, u32)>,
    known: HashSet<String>,
    less: HashMap<u32, Vec<u32>>,
    /// Of the words that may be meant, the length of the longest: a text may have words without an end.
    longest: usize,
}

impl Near {
    pub fn add(&mut self, phrases: &[String]) {
        for word in phrases.iter().flat_map(|p| p.split([' ', '-', '\''])).map(str::to_lowercase) {
            if word.bytes().all(|b| b.is_ascii_lowercase()) {
                let base = stem(&word).into_owned();
                let meant = hash(base.as_bytes());
                self.insert(word, meant);
                self.insert(base, meant);
            }
        }
    }

    fn insert(&mut self, word: String, meant: u32) {
        if word.len() < MEANT || !self.known.insert(word.clone()) {
            return;
        }
        let Ok(index) = u32::try_from(self.words.len()) else { return };
        self.longest = self.longest.max(word.len());
        shorter(&word, |less| {
            let list = self.less.entry(less).or_default();
            if list.last() != Some(&index) {
                list.push(index);
            }
        });
        self.words.push((word, meant));
    }

    /// The stem of the word that is meant: of several the first of the catalogue.
    pub fn find(&self, word: &str) -> Option<u32> {
        if word.len() < SHORTEST || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        self.meant(word).or_else(|| {
            let base = stem(word);
            if base == word || base.len() < SHORTEST { None } else { self.meant(&base) }
        })
    }

    fn meant(&self, word: &str) -> Option<u32> {
        if word.len() > self.longest + 1 {
            return None;
        }
        let mut best: Option<u32> = None;
        shorter(word, |less| {
            for index in self.less.get(&less).into_iter().flatten() {
                if best.is_none_or(|b| *index < b) && one_apart(word.as_bytes(), self.words[*index as usize].0.as_bytes()) {
                    best = Some(*index);
                }
            }
        });
        best.map(|index| self.words[index as usize].1)
    }
}

/// The word itself, and without each of its letters.
fn shorter(word: &str, mut found: impl FnMut(u32)) {
    found(hash(word.as_bytes()));
    let mut less = Vec::with_capacity(word.len());
    for i in 1..word.len() {
        less.clear();
        less.extend(word.bytes().take(i));
        less.extend(word.bytes().skip(i + 1));
        found(hash(&less));
    }
}

/// One letter more, less, other, or two swapped; the first one is seldom wrong.
fn one_apart(a: &[u8], b: &[u8]) -> bool {
    if a.first() != b.first() || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[head..], &b[head..]);
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Less => *a == b[1..],
        std::cmp::Ordering::Greater => a[1..] == *b,
        std::cmp::Ordering::Equal => a.is_empty() || a[1..] == b[1..] || a.len() > 1 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near() -> Near {
        let mut near = Near::default();
        near.add(&["emergency", "unavailable", "assignee", "weekend", "existing ticket", "assign", "out of office", "page", "stale"].map(str::to_owned));
        near
    }

    #[test]
    fn one_letter_wrong() {
        for (word, meant) in [
            ("emergancy", "emergency"),
            ("emergncies", "emergency"),
            ("emregency", "emergency"),
            ("unavailble", "unavailable"),
            ("asignee", "assignee"),
            ("wekend", "weekend"),
            ("weekkend", "weekend"),
            ("existng", "existing"),
            ("asigned", "assign"),
            ("tickts", "ticket"),
            ("offce", "office"),
        ] {
            assert_eq!(near().find(word), Some(hash(stem(meant).as_bytes())), "{word}");
        }
    }

    #[test]
    fn words_without_an_end_are_none() {
        // Each way to leave a letter out would take hours here.
        assert_eq!(near().find(&"x".repeat(3_000_000)), None);
        assert_eq!(near().find("unavailablee"), Some(hash(stem("unavailable").as_bytes())));
    }

    #[test]
    fn other_words_stay() {
        for word in ["emergent", "stable", "wend", "trickle", "pages", "signee", "état", "weakened"] {
            assert_eq!(near().find(word), None, "{word}");
        }
    }
}
