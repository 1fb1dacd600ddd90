//! A visible text as tokens: words by their stem, and one mask for all names, places, numbers, dates and times.

use super::cut::cut;
use super::lexicon::{Lexicon, RegionId, mask};
use super::stem::{Stems, hash, stem};
use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Word,
    Name,
    Org,
    Place(Option<RegionId>),
    Number,
    Date,
    Time,
    Handle,
    Channel,
    Url,
    /// A placeholder by its shape: `<name>`, `???`, `____`.
    Blank,
    Mark(char),
}

#[derive(Debug, Clone)]
pub struct Token {
    pub sort: Sort,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Hash of the stem or of the mask.
    pub stem: u32,
    /// Hash of a word as it stands, in lower case; 0 of all else.
    pub(super) word: u32,
    /// The classes of the catalogue whose phrases cover it, one bit each.
    pub classes: u128,
    /// Begins a sentence or a line, so that its capital letter says nothing.
    pub first: bool,
    pub capital: bool,
    /// Taken for a name although its line is written in capitals, or without any.
    pub caseless: bool,
    /// Index into the names of the text, for a name or handle.
    pub person: Option<u16>,
}

impl Token {
    pub(super) fn new(sort: Sort, range: Range<usize>, stem: u32) -> Token {
        Token { sort, range, stem, word: 0, classes: 0, first: false, capital: false, caseless: false, person: None }
    }

    pub(super) fn mask(&mut self, sort: Sort, mask: &str) {
        self.sort = sort;
        self.stem = hash(mask.as_bytes());
    }
}

/// The text in lower case; most words are already.
pub(super) fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}

/// The stems of a phrase, cut as a text is.
pub(super) fn words(phrase: &str) -> Vec<String> {
    let mut out = Vec::new();
    cut(phrase, |sort, range, extra| match sort {
        Sort::Word => out.push(stem(extra.unwrap_or(&phrase[range].to_lowercase())).into_owned()),
        Sort::Number => out.push(mask::NUM.to_owned()),
        Sort::Time => out.push(mask::TIME.to_owned()),
        Sort::Date => out.push(mask::DATE.to_owned()),
        Sort::Mark(c) => out.push(c.to_string()),
        _ => {}
    });
    out
}

/// Cuts a text into tokens. Names and places are found later, when all words of the text are known.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut last = 0;
    STEMS.with_borrow_mut(|stems| {
        cut(text, |sort, range, extra| {
            let raw = &text[range.clone()];
            let gap = &text[last..range.start];
            let fresh = out.last().is_none_or(|t| {
                matches!(t.sort, Sort::Mark('?' | '!' | '.' | ':' | '→' | '·' | ';' | '"' | '('))
                    || !matches!(gap, "" | " ") && gap.contains(['\n', '\u{b}', '*', '[', '|'])
            });
            last = range.end;
            let name = |id: &str| hash(id.as_bytes());
            let mut word = 0;
            let id = match sort {
                Sort::Word => {
                    let own;
                    (word, own) = stems.of(raw);
                    extra.map_or(own, |extra| stems.of(extra).1)
                }
                Sort::Number => name(mask::NUM),
                Sort::Date => name(mask::DATE),
                Sort::Time => name(mask::TIME),
                Sort::Handle => name(mask::HANDLE),
                Sort::Channel => name(mask::CHANNEL),
                Sort::Url => name(mask::URL),
                Sort::Blank => name(mask::BLANK),
                Sort::Mark(c) => name(c.encode_utf8(&mut [0; 4])),
                Sort::Name | Sort::Org | Sort::Place(_) => name(""),
            };
            let mut token = Token::new(sort, range, id);
            token.word = word;
            token.first = fresh;
            if !raw.starts_with(|c: char| c.is_ascii_lowercase()) {
                token.caseless = sort == Sort::Word && raw.starts_with(has_no_case);
                token.capital = extra.is_none() && (raw.starts_with(char::is_uppercase) || token.caseless);
            }
            out.push(token);
        });
    });
    out
}

thread_local! {
    static STEMS: RefCell<Stems> = RefCell::default();
}

/// A letter of a script without capitals, such as Japanese, Korean or Arabic: in an English note rather a name than a word.
fn has_no_case(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// What stands between the role and who has it: "ASE: Kim", "the ASE is Kim", "ASE -> Kim".
pub(super) fn joins(text: &str, token: &Token) -> bool {
    matches!(token.sort, Sort::Mark(':' | '→')) || text[token.range.clone()].eq_ignore_ascii_case("is")
}

/// Marks the classes of the catalogue on the tokens.
pub(super) fn classify(tokens: &mut [Token], lexicon: &Lexicon) {
    let stems: Vec<u32> = tokens.iter().map(|t| t.stem).collect();
    mark(tokens, &stems, 0..stems.len(), lexicon);
}

/// The same once the names are known: only around them is there anything new.
pub(super) fn classify_names(tokens: &mut [Token], lexicon: &Lexicon) {
    let stems: Vec<u32> = tokens.iter().map(|t| t.stem).collect();
    let mut done = 0;
    for at in 0..tokens.len() {
        if matches!(tokens[at].sort, Sort::Name | Sort::Org | Sort::Place(_) | Sort::Handle) {
            let first = done.max(at.saturating_sub(lexicon.longest_phrase()));
            mark(tokens, &stems, first..at + 1, lexicon);
            done = at + 1;
        }
    }
}

/// Marks the classes of the phrases that start within `firsts`.
fn mark(tokens: &mut [Token], stems: &[u32], firsts: Range<usize>, lexicon: &Lexicon) {
    lexicon.find(stems, firsts, |from, to, bit| {
        for token in &mut tokens[from..to] {
            token.classes |= bit;
        }
    });
}

/// Gives unknown words with one wrong letter the stem of the word that is meant. A name is left as it is.
pub(super) fn mend(text: &str, tokens: &mut [Token], lexicon: &Lexicon) {
    for token in tokens.iter_mut().filter(|t| t.sort == Sort::Word && t.range.len() >= 5 && !lexicon.is_ordinary(t.stem)) {
        let raw = &text[token.range.clone()];
        let meant = if !token.capital {
            lexicon.nearly(raw)
        } else if token.first && raw.len() >= 7 || raw.bytes().all(|b| b.is_ascii_uppercase()) {
            lexicon.nearly(&raw.to_lowercase())
        } else {
            None
        };
        if let Some(meant) = meant {
            token.stem = meant;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorts(text: &str) -> Vec<Sort> {
        tokens(text).iter().map(|t| t.sort).collect()
    }

    #[test]
    fn numbers_dates_and_times_are_told_apart() {
        assert_eq!(sorts("17:30 9am 17h 9-17"), [Sort::Time; 4]);
        assert_eq!(sorts("2025-03-01 12.03.2025 3/24 2024"), [Sort::Date; 4]);
        assert_eq!(sorts("14 3k 480000"), [Sort::Number; 3]);
    }

    #[test]
    fn contractions_open_up() {
        assert_eq!(words("isn't she's won't off-hours"), ["be", "not", "she", "'s", "will", "not", "off", "hour"]);
    }

    #[test]
    fn handles_channels_links_and_blanks() {
        assert_eq!(sorts("goran.s d.okonkwo t.nakai."), [Sort::Handle, Sort::Handle, Sort::Handle, Sort::Mark('.')]);
        assert!(!sorts("e.g. a.m. vs.the i.e. x.y.z a.txt/b").contains(&Sort::Handle));
        assert_eq!(sorts("@a.b #c-d https://e.test/f <name> ??? x@y.test"), [Sort::Handle, Sort::Channel, Sort::Url, Sort::Blank, Sort::Blank, Sort::Url]);
    }
}
