//! What a reader sees of a Markdown text: sentences, list items and table cells, each with what stands over it and with its place in the text.
//!
//! The Markdown becomes one visible text with a map back to the source ([`visible`]); that text is cut into units ([`split`]).
//! Comments, code blocks, struck-through text and quoted mail are not visible to the questions and leave nothing behind.

mod html;
mod label;
mod sentence;
mod split;
mod visible;

use std::ops::Range;

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
}

impl Prose {
    #[must_use]
    pub fn read(markdown: &str) -> Prose {
        let mut end = markdown.len().min(LIMIT);
        while !markdown.is_char_boundary(end) {
            end -= 1;
        }
        let visible = visible::read(&markdown[..end]);
        let units = split::units(&visible);
        Prose { text: visible.text, units, pieces: visible.pieces }
    }

    /// The bytes of the Markdown text behind bytes of the visible text.
    #[must_use]
    pub fn source(&self, range: &Range<usize>) -> Range<usize> {
        visible::source(&self.pieces, range)
    }

    #[must_use]
    pub fn slice(&self, range: &Range<usize>) -> &str {
        &self.text[range.clone()]
    }
}
