//! Which words are places: by the lists, unless the grammar says that somebody is called so.

use super::hashed::Hashed;
use super::lexicon::{Lexicon, mask};
use super::names::is_given_place;
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
            if n == 1 && is_ase(text, tokens, at, is_given_place(&tokens[at]), lexicon) {
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

/// Words between the name and the role in "Florence is now their ASE".
const BEFORE_ROLE: &[&str] = &[
    "the",
    "our",
    "your",
    "their",
    "its",
    "this",
    "that",
    "a",
    "an",
    "now",
    "also",
    "currently",
    "still",
    "again",
    "as",
    "new",
    "assigned",
    "dedicated",
    "named",
    "org's",
    "account",
    "customer",
    "s",
];
/// How the text goes on behind a name in "ASE: Mark".
const BEHIND_NAME: &[&str] = &["and ", "in ", "from ", "at ", "is ", "has ", "who ", "based ", "sits ", "works ", "out ", "of ", "for ", "since ", "now "];

/// Whether the grammar makes the ASE of the word at `at`: "the ASE is Florence", "ASE: Mark", "Florence is our ASE", "our ASE, Mark, sits in". `given` tells
/// that the word is a given name.
pub(super) fn is_ase(text: &str, tokens: &[Token], at: usize, given: bool, lexicon: &Lexicon) -> bool {
    let role = |i: usize| tokens.get(i).is_some_and(|t| t.classes & lexicon.role() != 0);
    let raw = |i: usize| tokens.get(i).map_or("", |t| &text[t.range.clone()]);
    let rest = &text[tokens[at].range.end..];
    // "The ASE is …", "The ASE of Acme is …", and in a form "ASE: …".
    if let Some(joint) = at.checked_sub(1).filter(|joint| joins(text, &tokens[*joint])) {
        let is = raw(joint).eq_ignore_ascii_case("is");
        let whose = (joint.saturating_sub(6)..joint).any(|i| role(i) && i + 1 < joint && matches!(raw(i + 1), "of" | "for" | "at"));
        let listed = raw(at + 1) == "," && tokens.get(at + 2).is_some_and(|t| t.capital);
        let word = rest.trim_start_matches([' ', '*', '_']);
        let ends = !word.starts_with(char::is_alphanumeric) || BEHIND_NAME.iter().any(|next| word.starts_with(next));
        if (joint.checked_sub(1).is_some_and(role) || is && whose) && ends && !rest.starts_with(['-', '/']) && (given || is && !listed) {
            return true;
        }
    }
    // "Florence is the ASE", not "is the ASE's home".
    let short = rest.starts_with("'s ") || rest.starts_with("’s ");
    if (raw(at + 1).eq_ignore_ascii_case("is") || given && short) && !is_where(text, tokens, at) {
        let between = |i: &usize| BEFORE_ROLE.contains(&lower(raw(*i)).as_ref()) || tokens.get(*i).is_some_and(|t| t.capital) && !role(*i);
        let next = (at + 2..at + 7).find(|i| !between(i));
        return next.is_some_and(|i| role(i) && !text[tokens[i].range.end..].starts_with(['\'', '’']));
    }
    given && at > 1 && raw(at - 1) == "," && role(at - 2) && raw(at + 1) == ","
}

/// A word before it says that a place is meant.
fn is_where(text: &str, tokens: &[Token], at: usize) -> bool {
    const WORDS: &[&str] = &["in", "from", "at", "near", "outside", "around", "region", "time", "office", "hub", "location"];
    let around = |i: Option<usize>| i.and_then(|i| tokens.get(i)).is_some_and(|t| WORDS.contains(&lower(&text[t.range.clone()]).as_ref()));
    around(at.checked_sub(1)) || matches!(tokens.get(at + 1).map(|t| &text[t.range.clone()]), Some("time" | "office" | "hub" | "based"))
}
