//! The words around a find: the sentence as far as blanks and full stops tell, and no further than a reader's eye goes.

use std::ops::Range;

/// How many bytes on either side are looked at.
const REACH: usize = 240;

/// The sentence of `text` that holds `range`.
pub(super) fn around(text: &str, range: &Range<usize>) -> Range<usize> {
    let from = text.ceil_char_boundary(range.start.saturating_sub(REACH));
    let to = text.floor_char_boundary((range.end + REACH).min(text.len()));
    let before = &text[from..range.start];
    let start = ENDS.iter().filter_map(|end| Some(before.rfind(end)? + end.len())).max().map_or(from, |at| from + at);
    let after = &text[range.end..to];
    let end = ENDS.iter().filter_map(|end| after.find(end)).min().map_or(to, |at| range.end + at);
    start..end
}

const ENDS: &[&str] = &[". ", ".\n", "! ", "!\n", "? ", "?\n", "\n\n", "; "];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_at_its_full_stop_or_its_block() {
        let text = "One. Two 2.5 é three! Four\n\nFive";
        let of = |word: &str| {
            let at = text.find(word).expect("it is there");
            text[around(text, &(at..at + word.len()))].trim()
        };
        assert_eq!(of("2.5"), "Two 2.5 é three");
        assert_eq!(of("Four"), "Four");
        assert_eq!(of("One"), "One");
        assert_eq!(of("Five"), "Five");
    }
}
