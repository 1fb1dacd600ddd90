//! Markdown to one visible text with a map back to the source.

use super::callout::is_callout;
use super::html::{self, Html};
use crate::document::markdown::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

/// A hard line break in the visible text; a soft one is `\n`.
pub(super) const HARD: char = '\u{b}';
/// Below this share of the visible text (in percent) a block quote is quoted mail; above, the note is simply written as a quote.
const QUOTED_NOTE: usize = 70;

/// A run of visible text that stands in the source as it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    visible: usize,
    source: usize,
    source_end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Paragraph,
    Heading(u8),
    /// List item at this depth, from 1; whether it is the item's own text and not a paragraph further down in it.
    Item(u8, bool),
    Cell {
        row: usize,
        column: usize,
    },
}

#[derive(Debug)]
pub(super) struct Block {
    pub shape: Shape,
    pub range: Range<usize>,
    pub strong: Vec<Range<usize>>,
    pub task: Option<bool>,
    quoted: bool,
}

#[derive(Debug, Default)]
pub(super) struct Visible {
    pub text: String,
    pub pieces: Vec<Piece>,
    pub blocks: Vec<Block>,
}

#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent states of the text at this point")]
struct Reader {
    out: Visible,
    open: bool,
    heading: Option<u8>,
    depth: u8,
    fresh_item: bool,
    task: Option<bool>,
    hidden: usize,
    /// The block quotes around this point, and whether each quotes somebody.
    quotes: Vec<bool>,
    /// How many of them do.
    quoted: usize,
    /// The block behind an opening `>>>`.
    fence: Option<usize>,
    /// Fenced code is read: there is nothing else.
    reads_code: bool,
    fenced: bool,
    code: bool,
    html: html::Open,
    row: usize,
    column: Option<usize>,
    strong: Option<usize>,
}

/// The visible text of a Markdown text and its events.
pub(super) fn read(markdown: &str, events: &[(Event<'_>, Range<usize>)]) -> Visible {
    let reader = Reader::default().read(markdown, events);
    let only_code = reader.fenced && reader.out.blocks.is_empty();
    let reader = if only_code { Reader { reads_code: true, ..Reader::default() }.read(markdown, events) } else { reader };
    reader.out
}

/// The source of visible bytes: from the first one's place to the last one's.
pub(super) fn source(pieces: &[Piece], range: &Range<usize>) -> Range<usize> {
    let place = |at: usize, end: bool| {
        let i = pieces.partition_point(|p| if end { p.visible < at } else { p.visible <= at });
        let Some(piece) = i.checked_sub(1).and_then(|i| pieces.get(i)) else { return 0 };
        (piece.source + (at - piece.visible)).min(piece.source_end)
    };
    let start = place(range.start, false);
    start..place(range.end, true).max(start)
}

impl Reader {
    fn read(mut self, markdown: &str, events: &[(Event<'_>, Range<usize>)]) -> Self {
        for (event, range) in events {
            self.event(event, range.clone(), markdown);
        }
        self.close();
        self.drop_quotes();
        self
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>, markdown: &str) {
        match event {
            Event::Start(tag) => self.start(tag, &range, markdown),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) if !self.code => self.push(text, range),
            Event::Code(text) => {
                let ticks = range.len().saturating_sub(text.len()) / 2;
                self.push(text, range.start + ticks..range.end - ticks);
            }
            Event::SoftBreak => self.push("\n", range.start..range.start + 1),
            Event::HardBreak => self.hard(range.start),
            Event::InlineHtml(raw) | Event::Html(raw) => self.html(raw, range.start),
            Event::TaskListMarker(done) => self.task = Some(*done),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>, markdown: &str) {
        match tag {
            Tag::Strong => self.strong = Some(self.out.text.len()),
            // A single `~` is how people write "about", not struck-through text.
            Tag::Strikethrough if markdown[range.clone()].starts_with("~~") => self.hidden += 1,
            Tag::Heading { level, .. } => {
                self.close();
                self.heading = Some(rank(*level));
            }
            Tag::List(_) => {
                self.close();
                self.depth = self.depth.saturating_add(1);
            }
            Tag::Item => {
                self.close();
                self.fresh_item = true;
                self.task = None;
            }
            Tag::Table(_) => {
                self.close();
                self.row = 0;
            }
            Tag::TableHead | Tag::TableRow => self.column = None,
            Tag::TableCell => {
                self.close();
                self.column = Some(self.column.map_or(0, |c| c + 1));
            }
            Tag::BlockQuote(_) => {
                self.close();
                let text = &markdown[range.clone()];
                if text.trim() == FENCE {
                    self.fence();
                }
                self.enter_quote(!is_callout(text));
            }
            Tag::CodeBlock(kind) => {
                self.close();
                // Text indented by accident, as in YAML-like notes, is read; what somebody fenced is an example.
                let fenced = matches!(kind, CodeBlockKind::Fenced(_));
                self.fenced |= fenced;
                self.code = fenced && !self.reads_code;
            }
            Tag::Paragraph | Tag::HtmlBlock => self.close(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => {
                let end = self.out.text.len();
                if let (Some(start), Some(block), true) = (self.strong.take(), self.out.blocks.last_mut(), self.open) {
                    block.strong.push(start.max(block.range.start)..end);
                }
            }
            TagEnd::Strikethrough => self.hidden = self.hidden.saturating_sub(1),
            TagEnd::Heading(_) => {
                self.close();
                self.heading = None;
            }
            TagEnd::List(_) => {
                self.close();
                self.depth = self.depth.saturating_sub(1);
            }
            TagEnd::Item => {
                self.close();
                self.task = None;
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.close();
                self.row += 1;
            }
            TagEnd::Table => {
                self.close();
                self.column = None;
            }
            TagEnd::BlockQuote(_) => {
                self.close();
                self.leave_quote();
            }
            TagEnd::CodeBlock => {
                self.close();
                self.code = false;
            }
            TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::TableCell => {
                self.close();
                // An unclosed `<s>` must not hide the rest of the note.
                if tag == TagEnd::Paragraph {
                    self.hidden = 0;
                }
            }
            _ => {}
        }
    }

    fn html(&mut self, raw: &str, start: usize) {
        for part in html::read(raw, &mut self.html) {
            match part {
                Html::Text(r) => self.push(&raw[r.clone()], start + r.start..start + r.end),
                Html::Break => self.hard(start),
                Html::Hide(true) => self.hidden += 1,
                Html::Hide(false) => self.hidden = self.hidden.saturating_sub(1),
                Html::Quote(opens) => {
                    self.close();
                    if opens {
                        self.enter_quote(true);
                    } else {
                        self.leave_quote();
                    }
                }
            }
        }
    }

    fn hard(&mut self, at: usize) {
        if self.open {
            self.push("\u{b}", at..at + 1);
        }
    }

    fn push(&mut self, text: &str, source: Range<usize>) {
        if self.hidden > 0 || self.html.hides() {
            return;
        }
        if !self.open {
            if text.trim().is_empty() {
                return;
            }
            self.open_block();
        }
        self.out.pieces.push(Piece { visible: self.out.text.len(), source: source.start, source_end: source.end });
        self.out.text.push_str(text);
        if let Some(block) = self.out.blocks.last_mut() {
            block.range.end = self.out.text.len();
        }
    }

    fn open_block(&mut self) {
        let start = self.out.text.len();
        let shape = match (self.column, self.heading, self.depth) {
            (Some(column), ..) => Shape::Cell { row: self.row, column },
            (_, Some(level), _) => Shape::Heading(level),
            (.., 0) => Shape::Paragraph,
            (.., depth) => Shape::Item(depth, std::mem::take(&mut self.fresh_item)),
        };
        self.out.blocks.push(Block { shape, range: start..start, strong: Vec::new(), task: self.task, quoted: self.quoted > 0 });
        self.open = true;
    }

    fn close(&mut self) {
        if std::mem::take(&mut self.open) {
            self.out.text.push_str("\n\n");
        }
    }

    fn drop_quotes(&mut self) {
        let size = |quoted: bool| self.out.blocks.iter().filter(|b| b.quoted == quoted).map(|b| b.range.len()).sum::<usize>();
        let (quoted, plain) = (size(true), size(false));
        if quoted * 100 < (quoted + plain) * QUOTED_NOTE {
            // Nothing is learnt from it either: who is named there is no name of the note.
            for block in self.out.blocks.iter().filter(|b| b.quoted) {
                self.out.text.replace_range(block.range.clone(), &" ".repeat(block.range.len()));
            }
            self.out.blocks.retain(|b| !b.quoted);
        }
    }

    fn enter_quote(&mut self, quoting: bool) {
        self.quotes.push(quoting);
        self.quoted += usize::from(quoting);
    }

    fn leave_quote(&mut self) {
        self.quoted -= usize::from(self.quotes.pop() == Some(true));
    }

    /// A line `>>>` begins a quote of many lines, or ends it.
    fn fence(&mut self) {
        match self.fence.take() {
            Some(from) => self.out.blocks[from..].iter_mut().for_each(|block| block.quoted = true),
            None => self.fence = Some(self.out.blocks.len()),
        }
    }
}

/// GitLab's mark around a quote of many lines.
const FENCE: &str = ">>>";

fn rank(level: HeadingLevel) -> u8 {
    level as u8
}
