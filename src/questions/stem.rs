//! Words to comparable forms: lower case, no inflection, one hash.

#![allow(clippy::cast_possible_truncation, reason = "the hash is folded to 32 bits on purpose")]

use std::borrow::Cow;
use std::sync::LazyLock;

/// FNV-1a, folded to 32 bits: the same on every machine, which the trained table relies on.
#[must_use]
pub fn hash(bytes: &[u8]) -> u32 {
    fold(unfolded(bytes))
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn unfolded(bytes: &[u8]) -> u64 {
    bytes.iter().fold(BASIS, |h, b| step(h, *b))
}

fn step(h: u64, byte: u8) -> u64 {
    (h ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

fn fold(h: u64) -> u32 {
    ((h >> 32) ^ (h & 0xffff_ffff)) as u32
}

/// The hashes of words that a thread has seen lately, so that the common ones are taken apart once.
pub(super) struct Stems(Vec<Known>);

#[derive(Clone, Copy, Default)]
struct Known {
    /// The unfolded hash of the word, and its length; 0 of an empty place.
    word: u64,
    len: u32,
    stem: u32,
}

/// Places for words, by the last bits of their hash.
const KNOWN: usize = 4096;

impl Default for Stems {
    fn default() -> Self {
        Self(vec![Known::default(); KNOWN])
    }
}

impl Stems {
    /// The hash of a word in lower case, and of its stem.
    pub fn of(&mut self, word: &str) -> (u32, u32) {
        let whole = if word.is_ascii() { word.bytes().fold(BASIS, |h, b| step(h, b.to_ascii_lowercase())) } else { unfolded(word.to_lowercase().as_bytes()) };
        let (known, len) = (&mut self.0[whole as usize % KNOWN], word.len() as u32);
        if known.word != whole || known.len != len {
            *known = Known { word: whole, len, stem: hash(stem(&word.to_lowercase()).as_bytes()) };
        }
        (fold(whole), known.stem)
    }
}

/// Irregular forms that matter in the notes.
const IRREGULAR: &[(&str, &str)] = &[
    ("took", "tak"),
    ("taken", "tak"),
    ("kept", "keep"),
    ("gave", "giv"),
    ("given", "giv"),
    ("gone", "go"),
    ("went", "go"),
    ("goes", "go"),
    ("done", "do"),
    ("did", "do"),
    ("does", "do"),
    ("sent", "send"),
    ("held", "hold"),
    ("made", "mak"),
    ("wrote", "writ"),
    ("written", "writ"),
    ("began", "begin"),
    ("begun", "begin"),
    ("came", "com"),
    ("got", "get"),
    ("gotten", "get"),
    ("sat", "sit"),
    ("stood", "stand"),
    ("caught", "catch"),
    ("brought", "bring"),
    ("bought", "buy"),
    ("said", "say"),
    ("told", "tell"),
    ("paid", "pay"),
    ("slept", "sleep"),
    ("has", "hav"),
    ("had", "hav"),
    ("is", "be"),
    ("are", "be"),
    ("was", "was"),
    ("were", "was"),
    ("been", "be"),
    ("am", "be"),
    ("colour", "color"),
    ("tix", "ticket"),
    ("tkt", "ticket"),
    ("tkts", "ticket"),
    ("tx", "ticket"),
    ("pls", "please"),
    ("plz", "please"),
    ("ppl", "peopl"),
    ("w/o", "without"),
    ("dont", "not"),
    ("doesnt", "not"),
    ("isnt", "not"),
    ("wont", "not"),
    ("cant", "not"),
    ("cannot", "not"),
    ("didnt", "not"),
    ("arent", "not"),
    ("shes", "she"),
    ("hes", "he"),
];

/// Longest of the irregular forms.
const IRREGULAR_BYTES: usize = 7;

/// A word, already in lower case, without its inflection. Not a dictionary form: `assignee` stays, `handling` becomes `handl`.
#[must_use]
pub fn stem(word: &str) -> Cow<'_, str> {
    // By length and first letter there are few to compare with.
    static TABLE: LazyLock<Vec<Vec<(&str, &str)>>> = LazyLock::new(|| {
        let mut table = vec![Vec::new(); 256 * (IRREGULAR_BYTES + 1)];
        for (form, base) in IRREGULAR {
            table[usize::from(form.as_bytes()[0]) * (IRREGULAR_BYTES + 1) + form.len()].push((*form, *base));
        }
        table
    });
    let n = word.len();
    if (1..=IRREGULAR_BYTES).contains(&n)
        && let Some((_, base)) = TABLE[usize::from(word.as_bytes()[0]) * (IRREGULAR_BYTES + 1) + n].iter().find(|(form, _)| *form == word)
    {
        return Cow::Borrowed(base);
    }
    if !word.is_ascii() || n < 4 {
        return Cow::Borrowed(word);
    }
    let mut out = if let Some(base) = word.strip_suffix("ies").or_else(|| word.strip_suffix("ied")).filter(|b| b.len() > 2) {
        return Cow::Owned(format!("{base}y"));
    } else if let Some(base) = word.strip_suffix("es").filter(|b| b.ends_with("ss") || b.ends_with("ch") || b.ends_with("sh") || b.ends_with('x')) {
        base
    } else if word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is") {
        &word[..n - 1]
    } else if let Some(base) = word.strip_suffix("ing").filter(|b| b.len() > 2 && has_vowel(b)) {
        undouble(base)
    } else if let Some(base) = word.strip_suffix("ed").filter(|b| b.len() > 2 && has_vowel(b)) {
        undouble(base)
    } else {
        word
    };
    if out.len() > 3 && out.ends_with('e') && !out.ends_with("ee") {
        out = &out[..out.len() - 1];
    }
    Cow::Borrowed(out)
}

fn has_vowel(text: &str) -> bool {
    text.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

fn undouble(base: &str) -> &str {
    let bytes = base.as_bytes();
    let n = bytes.len();
    let doubled = n > 3 && bytes[n - 1] == bytes[n - 2] && !matches!(bytes[n - 1], b'l' | b's' | b'e' | b'o' | b'z');
    &base[..n - usize::from(doubled)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_meet() {
        for group in [
            &["assign", "assigns", "assigned", "assigning"][..],
            &["reply", "replies", "replied"],
            &["handle", "handled", "handling", "handles"],
            &["emergency", "emergencies"],
            &["page", "paged", "paging", "pages"],
            &["stop", "stopped"],
            &["take", "took", "taken", "takes", "taking"],
            &["leave", "leaves", "leaving"],
        ] {
            assert!(group.iter().all(|w| stem(w) == stem(group[0])), "{group:?} {:?}", group.iter().map(|w| stem(w)).collect::<Vec<_>>());
        }
        assert_eq!(stem("assignee"), "assignee");
    }

    #[test]
    fn what_is_known_of_a_word_is_what_is_found_anew() {
        let mut stems = Stems::default();
        let fresh = |word: &str| (hash(word.to_lowercase().as_bytes()), hash(stem(&word.to_lowercase()).as_bytes()));
        // More words than there are places for them, and each of them twice.
        let many: Vec<String> = (0..2 * KNOWN).map(|n| format!("replies{n}")).collect();
        let words = ["Replies", "replies", "REPLIES", "ÉTATS", "états", "a", "東京", "Handling"].into_iter().chain(many.iter().map(String::as_str));
        for word in words.clone().chain(words) {
            assert_eq!(stems.of(word), fresh(word), "{word}");
        }
    }
}
