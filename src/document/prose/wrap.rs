//! Which lines of a block are one sentence that an editor wrapped, and which stand for themselves.

use std::ops::Range;

/// A line of this length may be a wrapped one.
const WRAP: Range<usize> = 52..125;
/// What follows a line that is no longer than this is no continuation of it.
const SHORT: usize = 35;
/// By how much wrapped lines differ in length, the next word aside.
const RAGGED: usize = 6;
/// Words that neither end a sentence nor begin one.
const JOINS: &[&str] = &[
    "and", "or", "but", "the", "a", "an", "of", "to", "for", "with", "by", "in", "on", "at", "from", "until", "because", "which", "that", "her", "his",
    "their", "is", "are",
];

/// How the lines of a block came about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrap {
    /// All are as long as the width allows.
    Full,
    /// Some end early.
    Loose,
    /// Broken on purpose: the next word would have had room.
    None,
}

impl Wrap {
    /// How the lines of one block came about, told by their lengths and their ends.
    pub(super) fn of(lines: &[&str]) -> Wrap {
        let length = |line: &str| line.trim().chars().count();
        let width = lines.iter().map(|line| length(line)).max().unwrap_or(0);
        let ended = |line: &str| line.trim_end().ends_with(['.', '?', '!', ':', ';']);
        let room = |pair: &[&str]| {
            let word = pair[1].split_whitespace().next().map_or(0, length);
            !ended(pair[0]) && word > 0 && length(pair[0]) > 0 && length(pair[0]) + 1 + word + RAGGED <= width
        };
        let before = &lines[..lines.len().saturating_sub(1)];
        if width < WRAP.start || lines.windows(2).any(room) {
            Wrap::None
        } else if !before.is_empty() && before.iter().all(|line| WRAP.contains(&length(line)) && !ended(line)) {
            Wrap::Full
        } else {
            Wrap::Loose
        }
    }

    /// Whether the second of two lines goes on with the first.
    pub(super) fn joins(self, line: &str, next: &str) -> bool {
        let lower = next.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | '(' | '&')) && line.chars().count() > SHORT;
        match self {
            Wrap::Full => true,
            Wrap::Loose => lower,
            Wrap::None => lower && unfinished(line, next),
        }
    }
}

/// A line that stops, or one that begins, where no sentence does.
fn unfinished(line: &str, next: &str) -> bool {
    let word = |word: Option<&str>| word.is_some_and(|word| JOINS.contains(&word));
    line.ends_with([',', '(', '&', '/', '+', '-', '–', '—', '→'])
        || next.starts_with([',', '&', '('])
        || word(line.split_whitespace().next_back())
        || word(next.split_whitespace().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "When a ticket comes in after she has gone home for the night,";
    const WORD: &str = "please answer it and leave the assignee as it is in the ticket";

    #[test]
    fn lines_are_wrapped_when_the_next_word_had_no_room() {
        assert!(Wrap::of(&[LONG, WORD, "until the morning"]) == Wrap::Full);
        assert!(Wrap::of(&[LONG, "please answer", WORD]) == Wrap::None);
        // As long as each other, and shorter than anybody wraps.
        assert!(Wrap::of(&["new ase from march, name follows by mail", "nights: the others take the tickets then"]) == Wrap::None);
        assert!(Wrap::of(&[LONG, "and it waits.", WORD]) == Wrap::Loose);
    }

    #[test]
    fn what_joins_depends_on_how_the_lines_came_about() {
        let (capital, small, open) = ("Tomi answers", "tomi answers", "and tomi answers");
        let all = |wrap: Wrap| [capital, small, open].map(|next| wrap.joins(WORD, next));
        assert_eq!(all(Wrap::Full), [true; 3]);
        assert_eq!(all(Wrap::Loose), [false, true, true]);
        assert_eq!(all(Wrap::None), [false, false, true]);
        assert!(!Wrap::Loose.joins("ase tomi", small));
    }
}
