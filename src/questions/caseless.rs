//! Names in what is written in capitals only, or without any.

use super::lexicon::Lexicon;
use super::names::{adjacent, is_given};
use super::tokens::{Sort, Token, joins, lower};
use std::collections::HashSet;
use std::ops::Range;

/// Fewest letters of a line that is written in capitals.
const SHOUTED: usize = 12;

/// Marks what must be names in lines of capitals, and in a text that has none: two unknown words side by side, one beside the role,
/// or a given name.
pub(super) fn mark(text: &str, tokens: &mut [Token], lexicon: &Lexicon) {
    beside_role(text, tokens, lexicon);
    let starts = text.lines().filter_map(|line| line.chars().find(|c| c.is_alphabetic()));
    let (small, all) = starts.fold((0, 0), |(small, all), c| (small + usize::from(c.is_lowercase()), all + 1));
    let quiet = small * 5 >= all * 4;
    let mut shouted: Vec<Range<usize>> = Vec::new();
    let mut end = 0;
    for line in text.as_bytes().split_inclusive(|b| matches!(b, b'\n' | 0xb)) {
        end += line.len();
        // Most lines have too many small letters, which is seen soon.
        if line.iter().filter(|b| b.is_ascii_lowercase()).nth(line.len() / 10).is_some() {
            continue;
        }
        let line = &text[end - line.len()..end];
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
    let named: HashSet<String> =
        (0..tokens.len()).filter(|i| unknown[*i] && (beside(*i) || is_given(&tokens[*i]))).map(|i| text[tokens[i].range.clone()].to_lowercase()).collect();
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

/// Most tokens between the role and a given name beside it.
const BESIDE: usize = 4;

/// Marks the names beside the role, wherever they stand and however they are written: "ASE = TOMI ADELEYE", "ase: senthil (chennai)", "bartek is the ase".
fn beside_role(text: &str, tokens: &mut [Token], lexicon: &Lexicon) {
    let role = lexicon.role();
    let raw = |t: &Token| &text[t.range.clone()];
    let unknown = |t: &Token| t.sort == Sort::Word && t.classes == 0 && !lexicon.is_ordinary(t.stem) && raw(t).chars().all(char::is_alphabetic);
    let loud = |t: &Token| unknown(t) && t.range.len() > 2 && raw(t).chars().all(char::is_uppercase);
    let quiet = |t: &Token| unknown(t) && t.range.len() > 2 && raw(t).chars().all(char::is_lowercase);
    let mut names: HashSet<String> = HashSet::new();
    let mut initials: Vec<usize> = Vec::new();
    let mut take = |t: &Token| {
        names.insert(raw(t).to_lowercase());
    };
    for i in (0..tokens.len()).filter(|i| tokens[*i].classes & role != 0) {
        let at = behind(text, tokens, i);
        let pair = |kind: &dyn Fn(&Token) -> bool| at.and_then(|at| tokens.get(at..at + 2)).filter(|p| p.iter().all(kind) && adjacent(text, &p[0], &p[1]));
        if let Some(pair) = pair(&loud).or_else(|| pair(&quiet)) {
            pair.iter().for_each(&mut take);
        } else if let Some(at) = at.filter(|at| quiet(&tokens[*at]) && alone(text, tokens, *at) && !raw(&tokens[i + 1]).eq_ignore_ascii_case("is")) {
            take(&tokens[at]);
        } else if let Some((at, [first, dot, last])) = at.and_then(|at| Some((at, tokens.get(at..at + 3)?)))
            && first.range.len() == 1
            && dot.sort == Sort::Mark('.')
            && quiet(last)
        {
            take(last);
            initials.push(at);
        }
        let line = |t: &Token| !text[t.range.start.min(tokens[i].range.start)..t.range.end.max(tokens[i].range.end)].contains(['\n', '\u{b}']);
        let near = i.saturating_sub(BESIDE)..(i + BESIDE + 1).min(tokens.len());
        tokens[near].iter().filter(|t| t.classes == 0 && quiet(t) && is_given(t) && line(t)).for_each(&mut take);
    }
    if names.is_empty() && initials.is_empty() {
        return;
    }
    for (i, token) in tokens.iter_mut().enumerate() {
        if (loud(token) || quiet(token)) && names.contains(&raw(token).to_lowercase()) || initials.contains(&i) {
            token.capital = true;
            token.caseless = true;
            token.first = false;
        }
    }
}

/// The token behind what joins the role at `role` to who has it.
fn behind(text: &str, tokens: &[Token], role: usize) -> Option<usize> {
    let next = tokens.get(role + 1)?;
    let dash = text[tokens[role].range.end..next.range.start].trim();
    match dash {
        "-" | "–" | "—" => Some(role + 1),
        _ => (joins(text, next) && role + 2 < tokens.len()).then_some(role + 2),
    }
}

/// Nothing that it could be a word of follows on the line.
fn alone(text: &str, tokens: &[Token], at: usize) -> bool {
    let rest = text[tokens[at].range.end..].trim_start_matches([' ', '*', '_', '`']);
    rest.is_empty() || rest.starts_with(['\n', '\u{b}', '(', ',', ';', '/', '|', '→', '·', '.', '–', '—', '-', '[', '+', '&'])
}
