//! What a reader sees of a Markdown text: sentences, list items and table cells, each with what stands over it and with its place in the text.
//!
//! The Markdown becomes one visible text with a map back to the source ([`visible`]); that text is cut into units ([`split`]).
//! Comments, code blocks, struck-through text and quoted mail are not visible to the questions and leave nothing behind.

mod callout;
mod html;
mod label;
mod sentence;
mod split;
mod visible;
mod wrap;

use std::ops::Range;

use super::markdown::{Event, Markdown, events};

/// Longest text that is read, in bytes of Markdown: a note holds at most 65,000 characters, the rest is ignored so that a hostile file stays cheap.
pub const LIMIT: usize = 300_000;
/// Most units that a text is cut into.
pub const MAX_UNITS: usize = 6_000;

/// How a unit stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sentence,
    Item,
    Cell,
    Heading,
}

/// What a context is to the unit below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// `Key:` or a bold lead-in at the start of the line.
    Label,
    /// A question that this unit answers.
    Question,
    /// The first cell of the row.
    Row,
    /// The header of the column.
    Column,
    /// The list item above, or the sentence that introduces the list.
    Lead,
    Heading,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    pub role: Role,
    /// Bytes of the visible text.
    pub range: Range<usize>,
}

/// A sentence, clause, list item or table cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub kind: Kind,
    /// Bytes of the visible text, label included.
    pub range: Range<usize>,
    /// Where the text after the label begins; `range.start` without a label.
    pub body: usize,
    /// What it stands under, nearest first.
    pub contexts: Vec<Context>,
    /// The block (paragraph, item, cell) it belongs to; counts from 0.
    pub block: usize,
    /// It asks, and something after it answers.
    pub question: bool,
    /// The state of a task list item: `[ ]` or `[x]`.
    pub task: Option<bool>,
    /// Nothing stands after the label, or the unit is only a label.
    pub empty: bool,
}

/// A Markdown text as its reader sees it.
#[derive(Debug, Default)]
pub struct Prose {
    pub text: String,
    pub units: Vec<Unit>,
    pieces: Vec<visible::Piece>,
    markdown: String,
}

impl Prose {
    #[must_use]
    pub fn read(markdown: &str) -> Prose {
        let mut end = markdown.len().min(LIMIT);
        while !markdown.is_char_boundary(end) {
            end -= 1;
        }
        let markdown = &markdown[..end];
        Prose::of_events(markdown, &events(markdown).collect::<Vec<_>>())
    }

    /// The same of a text that is parsed already.
    #[must_use]
    pub fn of(markdown: &str, parsed: &Markdown<'_>) -> Prose {
        if markdown.len() > LIMIT { Prose::read(markdown) } else { Prose::of_events(markdown, &parsed.events) }
    }

    fn of_events(markdown: &str, events: &[(Event<'_>, Range<usize>)]) -> Prose {
        let visible = visible::read(markdown, events);
        let units = split::units(&visible);
        Prose { text: visible.text, units, pieces: visible.pieces, markdown: markdown.to_owned() }
    }

    /// Puts other words in place of those of the visible text; of another length they are left, so that all places stay as they are.
    pub fn replace(&mut self, words: &str, others: &str) {
        if words.len() == others.len() && self.text.contains(words) {
            self.text = self.text.replace(words, others);
        }
    }

    /// The bytes of the Markdown text behind bytes of the visible text.
    #[must_use]
    pub fn source(&self, range: &Range<usize>) -> Range<usize> {
        visible::source(&self.pieces, range)
    }

    /// The same, widened so that no link and no emphasis (`**`, `*`, `_`, a backtick) is cut in half.
    #[must_use]
    pub fn whole(&self, range: &Range<usize>) -> Range<usize> {
        let mut out = self.source(range);
        let around = out.start.saturating_sub(2)..(out.end + 2).min(self.markdown.len());
        if !self.markdown.as_bytes()[around].iter().any(|b| matches!(b, b'*' | b'_' | b'`' | b'[' | b']')) {
            return out;
        }
        let inside = self.markdown.get(out.clone()).unwrap_or("");
        if let Some(target) = self.markdown.get(out.end..).and_then(|behind| behind.strip_prefix("]("))
            && inside.rfind('[').is_none_or(|open| !inside[open..].contains(']'))
        {
            let line = target.split('\n').next().unwrap_or_default();
            out.end += line.find(')').map_or(0, |close| "](".len() + close + 1);
        }
        let inside = self.markdown.get(out.clone()).unwrap_or("");
        if inside.find(']').is_some_and(|close| !inside[..close].contains('[')) && self.markdown[..out.start].ends_with('[') {
            out.start -= 1;
        }
        for mark in ["**", "__", "*", "_", "`"] {
            let inside = self.markdown.get(out.clone()).unwrap_or("");
            if inside.matches(mark).count() % 2 == 1 {
                if self.markdown[..out.start].ends_with(mark) {
                    out.start -= mark.len();
                } else if self.markdown[out.end..].starts_with(mark) {
                    out.end += mark.len();
                }
            }
        }
        out
    }

    #[must_use]
    pub fn slice(&self, range: &Range<usize>) -> &str {
        &self.text[range.clone()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(markdown: &str) -> Vec<String> {
        let prose = Prose::read(markdown);
        prose.units.iter().map(|u| prose.slice(&u.range).to_owned()).collect()
    }

    /// Each unit with what stands over it.
    fn contexts(markdown: &str) -> Vec<(String, Vec<String>)> {
        let prose = Prose::read(markdown);
        prose.units.iter().map(|u| (prose.slice(&u.range).to_owned(), u.contexts.iter().map(|c| prose.slice(&c.range).to_owned()).collect())).collect()
    }

    #[test]
    fn what_is_not_visible_leaves_nothing() {
        let text = "One. <!-- two --> ~~Three.~~ <del>Four.</del> Five `six`.\n\n```\nseven\n```\n\n> Eight.\n";
        assert_eq!(units(text), ["One.", "Five six."]);
    }

    #[test]
    fn an_element_that_is_not_shown_takes_the_markdown_in_it_along() {
        let text = "One <span style=\"display:none\">two</span> three.\n\n<div hidden>\n\nFour.\n\n- Five.\n\n<div>six</div>\n\n</div>\n\nSeven.\n";
        assert_eq!(units(text), ["One  three.", "Seven."]);
    }

    #[test]
    fn a_note_that_is_one_quote_or_one_code_block_is_read() {
        assert_eq!(units("> ASE: Kim\n> Region: EMEA\n"), ["ASE: Kim", "Region: EMEA"]);
        assert_eq!(units("```\nASE: Kim\nRegion: EMEA\n```\n"), ["ASE: Kim", "Region: EMEA"]);
    }

    #[test]
    fn alerts_are_no_quotes_and_quotes_of_many_lines_are() {
        let rest = "Kim answers what comes in, and nobody else has to do anything about it at any time.";
        assert_eq!(units(&format!("{rest}\n\n> [!warning]\n> Emergencies: page on-call.\n")), [rest, "[!warning]", "Emergencies: page on-call."]);
        assert_eq!(units(&format!(">>>\nKim is gone.\n\nAsk Bo.\n>>>\n\n{rest}")), [rest]);
        assert_eq!(units(&format!(">>>\nKim is here.\n\n{rest}")), ["Kim is here.", rest]);
    }

    #[test]
    fn a_semicolon_within_a_word_ends_nothing() {
        assert_eq!(units("TL;DR of it all, in one sentence."), ["TL;DR of it all, in one sentence."]);
        assert_eq!(units("Old ones stay; new ones go to Kim."), ["Old ones stay", "new ones go to Kim."]);
    }

    #[test]
    fn a_sentence_holds_the_whole_of_its_links_and_emphases() {
        let whole = |markdown: &str| {
            let prose = Prose::read(markdown);
            let unit = prose.units.first().expect("a sentence").range.clone();
            markdown[prose.whole(&unit)].to_owned()
        };
        for sentence in
            ["[Kim](https://x.test/a) is the ASE.", "_Kim_ is the ASE.", "**[Kim](x)** is the ASE.", "Ask [Kim](x).", "[Kim is the ASE.](x)", "`Kim` is it."]
        {
            assert_eq!(whole(&format!("{sentence} Bo is not.")), sentence);
        }
        assert_eq!(whole("snake_case and _Kim_ work here. Bo does not."), "snake_case and _Kim_ work here.");
    }

    #[test]
    fn who_is_quoted_is_not_in_the_text() {
        let prose = Prose::read("Kim Lee answers what comes in, and nobody else has to do anything about it.\n\n> Tom Fox does.\n");
        assert!(!prose.text.contains("Tom"), "{}", prose.text);
    }

    #[test]
    fn wrapped_prose_is_joined_and_entries_are_not() {
        let wrapped =
            "When a ticket comes in after she has gone home for the night,\nplease answer it and leave the assignee as it is in the ticket\nuntil the morning.";
        assert_eq!(units(wrapped).len(), 1);
        assert_eq!(units("ASE: Kim\nRegion: EMEA\nold_tickets: stay"), ["ASE: Kim", "Region: EMEA", "old_tickets: stay"]);
        assert_eq!(units("---\nKim is the ASE.\nOld ones stay.\n---\nMore."), ["Kim is the ASE.", "Old ones stay.", "More."]);
        let list = "a) nights: whoever is awake replies and leaves it there\nb) sick: her manager finds somebody else to do it\nc) old: stay";
        assert_eq!(units(list).len(), 3);
        let short =
            "engineer changed again: was Olaf, then Mirjam (both gone), name follows\nagain from the EMEA team (Utrecht)\nat night the others do the tickets";
        assert_eq!(units(short).len(), 3);
        let clauses = "Whoever sees the ticket first answers it while she is away,\nand the assignee stays.\nOld ones stay.";
        assert_eq!(units(clauses).len(), 2);
        assert_eq!(units("Kim is the ASE<br>Emergencies go to on-call"), ["Kim is the ASE", "Emergencies go to on-call"]);
    }

    #[test]
    fn headings_labels_and_leads_stand_over_what_follows() {
        let list = contexts("## ASE\n\n### Away\n\n- PTO: ask Kim\n  - else wait\n");
        assert_eq!(list[2], ("PTO: ask Kim".into(), vec!["PTO".into(), "Away".into(), "ASE".into()]));
        assert_eq!(list[3].1[0], "PTO: ask Kim");
        let list = contexts("**Emergencies.** Page. Then tell her.");
        assert!(list.iter().all(|(_, over)| over[0] == "Emergencies."), "{list:?}");
        let list = contexts("Emergencies:\n- page\n- tell her\n");
        assert!(list[1..].iter().all(|(_, over)| over[0] == "Emergencies"), "{list:?}");
    }

    #[test]
    fn questions_stand_over_their_answers() {
        assert_eq!(contexts("Asleep? Answer it. Old ones? Stay.")[1], ("Answer it.".into(), vec!["Asleep?".into()]));
        assert_eq!(contexts("**Who?**\nKim Lee.")[1].1[0], "Who?");
        assert_eq!(contexts("Q: Emergencies?\nA: On-call.")[1].1[0], "Q: Emergencies?");
    }

    #[test]
    fn cells_know_their_row_and_column() {
        let list = contexts("| Case | Who |\n|---|---|\n| PTO | Kim |\n");
        assert_eq!(list[3], ("Kim".into(), vec!["PTO".into(), "Who".into()]));
    }

    #[test]
    fn units_map_back_to_the_source() {
        let text = "\u{feff}A &amp; B **é** `c`.\n\n| x \\| y | [z](u) |\n|---|---|\n| 1 | **2** |\n";
        let prose = Prose::read(text);
        for unit in &prose.units {
            assert!(text.get(prose.whole(&unit.range)).is_some());
        }
        assert_eq!(&text[prose.source(&prose.units[0].range)], "A &amp; B **é** `c`.");
        let two = prose.units.iter().find(|u| prose.slice(&u.range) == "2").expect("the cell");
        assert_eq!(&text[prose.source(&two.range)], "2");
    }
}
