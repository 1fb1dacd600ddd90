//! Names in what is written in capitals only, or without any.

use super::lexicon::Lexicon;
use super::names::adjacent;
use super::tokens::{Sort, Token, joins, lower};
use std::collections::HashSet;
use std::ops::Range;

/// Fewest letters of a line that is written in capitals.
const SHOUTED: usize = 12;

/// Marks what must be names in lines of capitals, and in a text that has none: two unknown words side by side, or one beside the role.
pub(super) fn mark(text: &str, tokens: &mut [Token], lexicon: &Lexicon) {
    behind_role(text, tokens, lexicon);
    let starts = text.lines().filter_map(|line| line.chars().find(|c| c.is_alphabetic()));
    let (small, all) = starts.fold((0, 0), |(small, all), c| (small + usize::from(c.is_lowercase()), all + 1));
    let quiet = small * 5 >= all * 4;
    let mut shouted: Vec<Range<usize>> = Vec::new();
    let mut end = 0;
    for line in text.split_inclusive(['\n', '\u{b}']) {
        end += line.len();
        let letters = line.chars().filter(|c| c.is_alphabetic()).count();
        if letters >= SHOUTED && line.chars().filter(|c| c.is_uppercase()).count() * 10 >= letters * 9 {
            shouted.push(end - line.len()..end);
        }
    }
    if !quiet && shouted.is_empty() {
        return;
    }
    let role = lexicon.role();
    let bare = |t: &Token| {
        let raw = &text[t.range.clone()];
        let here = quiet && raw.starts_with(char::is_lowercase)
            || shouted.get(shouted.partition_point(|line| line.end <= t.range.start)).is_some_and(|line| line.contains(&t.range.start));
        t.sort == Sort::Word && t.classes == 0 && raw.chars().count() > 2 && raw.chars().all(char::is_alphabetic) && !lexicon.is_ordinary(t.stem) && here
    };
    let unknown: Vec<bool> = tokens.iter().map(bare).collect();
    let beside = |i: usize| {
        let close = |a: usize, b: usize| adjacent(text, &tokens[a], &tokens[b]);
        i > 0 && unknown[i - 1] && close(i - 1, i)
            || i + 1 < tokens.len() && unknown[i + 1] && close(i, i + 1)
            || tokens[i.saturating_sub(2)..(i + 2).min(tokens.len())].iter().any(|t| t.classes & role != 0)
    };
    let named: HashSet<String> = (0..tokens.len()).filter(|i| unknown[*i] && beside(*i)).map(|i| text[tokens[i].range.clone()].to_lowercase()).collect();
    for i in 0..tokens.len() {
        let word = lower(&text[tokens[i].range.clone()]);
        let place = tokens[i].sort == Sort::Word && quiet && !lexicon.is_ordinary(tokens[i].stem) && tokens[i].classes == 0 && lexicon.is_place(&word);
        if unknown[i] && named.contains(word.as_ref()) || place {
            tokens[i].capital = true;
            tokens[i].caseless = true;
            tokens[i].first = false;
        }
    }
}

/// Marks two unknown words in capitals behind the role, wherever they stand: "ASE = TOMI ADELEYE".
fn behind_role(text: &str, tokens: &mut [Token], lexicon: &Lexicon) {
    let role = lexicon.role();
    let loud = |t: &Token| {
        t.sort == Sort::Word && t.classes == 0 && t.range.len() > 2 && !lexicon.is_ordinary(t.stem) && text[t.range.clone()].chars().all(char::is_uppercase)
    };
    for i in 1..tokens.len() {
        let joint = tokens[i - 1].classes & role != 0 && joins(text, &tokens[i]);
        if joint && tokens.get(i + 1..i + 3).is_some_and(|pair| pair.iter().all(loud) && adjacent(text, &pair[0], &pair[1])) {
            for token in &mut tokens[i + 1..i + 3] {
                token.capital = true;
                token.caseless = true;
                token.first = false;
            }
        }
    }
}
