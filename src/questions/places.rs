//! Which words are places: by the lists, unless the grammar says that somebody is called so.

use super::hashed::Hashed;
use super::lexicon::{Lexicon, mask};
use super::names::{adjacent, is_given_place};
use super::tokens::{Sort, Token, joins, lower};
use std::collections::HashSet;

/// Masks the places in the tokens.
pub(super) fn mark(text: &str, tokens: &mut [Token], lexicon: &Lexicon) {
    let mut found = Vec::new();
    let mut people: HashSet<u32, Hashed> = HashSet::default();
    let mut at = 0;
    while at < tokens.len() {
        let plausible = tokens[at].capital && tokens[at].sort == Sort::Word;
        let word = |i: usize| tokens.get(at + i).filter(|t| t.sort == Sort::Word).map(|t| lower(&text[t.range.clone()]));
        let hit = if plausible { lexicon.place(tokens[at].word, word) } else { None };
        let Some((n, region)) = hit else {
            at += 1;
            continue;
        };
        let raw = &text[tokens[at].range.clone()];
        // "Reading it first", "Nice", "US": a word at the start of a sentence is a word; two capitals must be written so.
        let wordlike = n == 1 && tokens[at].first && lexicon.is_ordinary(tokens[at].stem) && (region.is_none() || raw.len() <= 5);
        let small = n == 1 && raw.len() == 2 && !tokens[at].caseless && raw.chars().any(char::is_lowercase);
        if !wordlike && !small {
            if n == 1 && is_somebody(text, tokens, at, lexicon) {
                people.insert(tokens[at].word);
            }
            found.push((at, n, region));
        }
        at += n;
    }
    for (at, n, region) in found {
        let somebody = n == 1 && people.contains(&tokens[at].word) && !is_where(text, tokens, at);
        for token in tokens[at..at + n].iter_mut().filter(|_| !somebody) {
            token.mask(Sort::Place(region), mask::PLACE);
        }
    }
}

/// Whether the grammar makes a person of the place at `at`: "the ASE is Florence", "ASE: Florence", "Florence is our ASE", "our ASE, Florence, sits in".
fn is_somebody(text: &str, tokens: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    let role = |i: usize| tokens.get(i).is_some_and(|t| t.classes & lexicon.role() != 0);
    let raw = |i: usize| tokens.get(i).map_or("", |t| &text[t.range.clone()]);
    let given = is_given_place(&tokens[at]);
    let rest = &text[tokens[at].range.end..];
    let listed = tokens.get(at + 1).is_some_and(|t| t.sort == Sort::Mark(',')) && tokens.get(at + 2).is_some_and(|t| t.capital);
    let goes_on = rest.starts_with(['-', '/']) || tokens.get(at + 1).is_some_and(|t| t.capital && adjacent(text, &tokens[at], t));
    // "The ASE is …", "The ASE of Acme is …", and in a form "ASE: …".
    if let Some(joint) = at.checked_sub(1).filter(|joint| joins(text, &tokens[*joint])) {
        let is = raw(joint).eq_ignore_ascii_case("is");
        let whose = (joint.saturating_sub(6)..joint).any(|i| role(i) && i + 1 < joint && matches!(raw(i + 1), "of" | "for" | "at"));
        if (joint.checked_sub(1).is_some_and(role) || is && whose) && (is || given) && !goes_on && (given || !listed) {
            return true;
        }
    }
    // "Florence is the ASE", not "is the ASE's home".
    let is = raw(at + 1).eq_ignore_ascii_case("is") || rest.starts_with("'s ") || rest.starts_with("’s ");
    if is && (at + 2..at + 6).any(|i| role(i) && !text[tokens[i].range.end..].starts_with(['\'', '’'])) && !is_where(text, tokens, at) {
        return given || raw(at + 1).eq_ignore_ascii_case("is");
    }
    given && at > 1 && raw(at - 1) == "," && role(at - 2) && raw(at + 1) == ","
}

/// A word before it says that a place is meant.
fn is_where(text: &str, tokens: &[Token], at: usize) -> bool {
    const WORDS: &[&str] = &["in", "from", "at", "near", "outside", "around", "region", "time", "office", "hub", "location"];
    let around = |i: Option<usize>| i.and_then(|i| tokens.get(i)).is_some_and(|t| WORDS.contains(&lower(&text[t.range.clone()]).as_ref()));
    around(at.checked_sub(1)) || matches!(tokens.get(at + 1).map(|t| &text[t.range.clone()]), Some("time" | "office" | "hub" | "based"))
}
