//! The Markdown of a record, flattened into what a reader sees: headings, lines, list items and table rows, each with its place in the text.

use std::ops::Range;

use crate::document::markdown::{self, Event, Tag, TagEnd};

/// A record's text as a sequence of visible pieces.
#[derive(Debug, Default)]
pub struct Body {
    pub pieces: Vec<Piece>,
    pub items: Vec<Item>,
    /// Each table's header, one text a cell.
    pub tables: Vec<Vec<Words>>,
    /// `/label …` and its like: the whole line.
    pub quick_actions: Vec<Range<usize>>,
}

/// Visible text with its range.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    pub text: String,
    pub range: Range<usize>,
}

#[derive(Debug)]
pub struct Piece {
    pub words: Words,
    pub kind: PieceKind,
    /// The list item that the piece stands in.
    pub item: Option<usize>,
    /// How many bytes of the text are bold from its start on; 0 for none.
    pub bold: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// `#` is 1.
    Heading(u8),
    Line,
    Code,
    /// A row below the header of table `table`.
    Row {
        table: usize,
        cells: Vec<Words>,
    },
}

/// A list item.
#[derive(Debug)]
pub struct Item {
    pub parent: Option<usize>,
    /// Items around this one; 0 at the top.
    pub depth: usize,
    pub ordered: bool,
    /// `- [ ]` or `- [x]`.
    pub task: bool,
}

impl Piece {
    pub fn heading(&self) -> Option<u8> {
        if let PieceKind::Heading(level) = self.kind { Some(level) } else { None }
    }
}

impl Body {
    pub fn parse(text: &str) -> Self {
        let mut reader =
            Reader { text, body: Self::default(), line: None, items: Vec::new(), lists: Vec::new(), place: Place::Flow, quotes: 0, row: Vec::new() };
        for (event, range) in markdown::events(text) {
            reader.read(event, range);
        }
        reader.end_line();
        reader.body
    }

    /// How deep the piece stands in lists: 0 outside of them.
    pub fn depth(&self, piece: &Piece) -> usize {
        piece.item.map_or(0, |item| self.items[item].depth + 1)
    }
}

/// Where the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Flow,
    Heading(u8),
    Code,
    Html,
    TableHead,
    TableRow,
}

#[derive(Debug, Default)]
struct Line {
    text: String,
    range: Option<Range<usize>>,
    /// `Some(true)` while bold text at the start goes on.
    bold_open: bool,
    bold: usize,
}

struct Reader<'a> {
    text: &'a str,
    body: Body,
    line: Option<Line>,
    items: Vec<usize>,
    /// Whether each open list is ordered.
    lists: Vec<bool>,
    place: Place,
    quotes: usize,
    row: Vec<Words>,
}

impl Reader<'_> {
    fn read(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) if self.place == Place::Code => self.code(&text, range),
            Event::Text(text) | Event::Code(text) => self.add(&text, range),
            // A placeholder such as `<Purpose>` looks like a tag; only a title shows it.
            Event::InlineHtml(html) if matches!(self.place, Place::Heading(_)) && !html.starts_with("<!--") => self.add(&html, range),
            Event::SoftBreak | Event::HardBreak => match self.place {
                Place::Heading(_) | Place::TableHead | Place::TableRow => self.add(" ", range),
                _ => self.end_line(),
            },
            Event::TaskListMarker(_) => {
                if let Some(&item) = self.items.last() {
                    self.body.items[item].task = true;
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Strong | Tag::Emphasis => {
                let line = self.line.get_or_insert_default();
                line.bold_open |= line.text.trim().is_empty();
            }
            Tag::Image { .. } => self.add("", range),
            Tag::Link { .. } | Tag::Strikethrough => {}
            _ => {
                self.end_line();
                self.open(tag, range);
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>, _range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.place = Place::Heading(*level as u8),
            Tag::List(first) => self.lists.push(first.is_some()),
            Tag::Item => {
                let item =
                    Item { parent: self.items.last().copied(), depth: self.items.len(), ordered: self.lists.last().copied().unwrap_or(false), task: false };
                self.items.push(self.body.items.len());
                self.body.items.push(item);
            }
            Tag::CodeBlock(_) => self.place = Place::Code,
            Tag::HtmlBlock => self.place = Place::Html,
            Tag::TableHead => self.place = Place::TableHead,
            Tag::TableRow => self.place = Place::TableRow,
            Tag::TableCell => self.line = Some(Line::default()),
            Tag::BlockQuote(_) => self.quotes += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Strong | TagEnd::Emphasis => {
                if let Some(line) = self.line.as_mut().filter(|line| line.bold_open) {
                    line.bold_open = false;
                    line.bold = line.text.len();
                }
            }
            TagEnd::Link | TagEnd::Strikethrough => {}
            // An image says something even without an alternative text.
            TagEnd::Image => {
                if self.line.as_ref().is_none_or(|line| line.text.trim().is_empty()) {
                    self.add("image", range);
                }
            }
            TagEnd::TableCell => {
                let line = self.line.take().unwrap_or_default();
                let at = line.range.unwrap_or(range.start..range.start);
                self.row.push(Words { text: line.text.trim().to_owned(), range: at });
            }
            TagEnd::TableHead => {
                let header = std::mem::take(&mut self.row);
                self.body.tables.push(header);
                self.place = Place::Flow;
            }
            TagEnd::TableRow => {
                let cells = std::mem::take(&mut self.row);
                let text = cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" | ");
                let row = self.text.get(range.clone()).map_or(range.clone(), |raw| range.start..range.start + raw.trim_end().len());
                let table = self.body.tables.len().saturating_sub(1);
                self.push(Words { text, range: row }, PieceKind::Row { table, cells }, 0);
                self.place = Place::Flow;
            }
            TagEnd::HtmlBlock => {
                self.html(range);
                self.place = Place::Flow;
            }
            TagEnd::Heading(_) => {
                let Place::Heading(level) = self.place else { return };
                self.place = Place::Flow;
                let line = self.line.take().unwrap_or_default();
                let at = line.range.unwrap_or(range.start..range.start);
                let words = Words { text: line.text.trim().to_owned(), range: trimmed(self.text, at) };
                self.push(words, PieceKind::Heading(level), 0);
            }
            TagEnd::CodeBlock => self.place = Place::Flow,
            TagEnd::BlockQuote(_) => {
                self.end_line();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::Item => {
                self.end_line();
                self.items.pop();
            }
            TagEnd::List(_) => {
                self.end_line();
                self.lists.pop();
            }
            _ => self.end_line(),
        }
    }

    fn add(&mut self, text: &str, range: Range<usize>) {
        let line = self.line.get_or_insert_default();
        line.text.push_str(text);
        line.range = Some(line.range.take().map_or(range.clone(), |so_far| so_far.start.min(range.start)..so_far.end.max(range.end)));
    }

    fn code(&mut self, text: &str, range: Range<usize>) {
        if !text.trim().is_empty() {
            self.push(Words { text: text.trim().to_owned(), range }, PieceKind::Code, 0);
        }
    }

    /// A block of HTML: its text without comments and tags, line by line.
    fn html(&mut self, range: Range<usize>) {
        let Some(raw) = self.text.get(range.clone()) else { return };
        let mut at = 0;
        let mut shown: Option<(String, Range<usize>)> = None;
        let mut lines = Vec::new();
        while at < raw.len() {
            let rest = &raw[at..];
            if rest.starts_with("<!--") {
                at += rest.find("-->").map_or(rest.len(), |end| end + 3);
            } else if rest.starts_with('<') {
                at += rest.find('>').map_or(rest.len(), |end| end + 1);
            } else {
                let len = rest.find(['<', '\n']).unwrap_or(rest.len());
                let text = &rest[..len];
                if !text.trim().is_empty() {
                    let place = range.start + at..range.start + at + len;
                    match &mut shown {
                        Some((so_far, covered)) => {
                            so_far.push_str(text);
                            covered.end = place.end;
                        }
                        None => shown = Some((text.to_owned(), place)),
                    }
                }
                at += len;
                if raw[at..].starts_with('\n') {
                    at += 1;
                    lines.extend(shown.take());
                }
            }
        }
        lines.extend(shown);
        for (text, at) in lines {
            self.push(Words { text: text.trim().to_owned(), range: trimmed(self.text, at) }, PieceKind::Line, 0);
        }
    }

    fn end_line(&mut self) {
        let Some(line) = self.line.take() else { return };
        let Some(range) = line.range else { return };
        if self.quotes == 0 && self.is_quick_action(range.start) {
            let end = self.text[range.start..].find(['\n', '\r']).map_or(self.text.len(), |len| range.start + len);
            self.body.quick_actions.push(trimmed(self.text, range.start..end));
            return;
        }
        let blank = line.text.len() - line.text.trim_start().len();
        let bold = line.bold.saturating_sub(blank);
        let words = Words { text: line.text.trim().to_owned(), range: trimmed(self.text, range) };
        if !words.text.is_empty() {
            self.push(words, PieceKind::Line, bold);
        }
    }

    /// GitLab runs a command only where it starts its line.
    fn is_quick_action(&self, at: usize) -> bool {
        let Some(rest) = self.text[at..].strip_prefix('/') else { return false };
        let starts_line = at == 0 || self.text[..at].ends_with(['\n', '\r']);
        let name = &rest[..rest.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(rest.len())];
        let ends = rest[name.len()..].chars().next().is_none_or(char::is_whitespace);
        starts_line && ends && QUICK_ACTIONS.contains(&name)
    }

    fn push(&mut self, words: Words, kind: PieceKind, bold: usize) {
        let bold = bold.min(words.text.len());
        self.body.pieces.push(Piece { words, kind, item: self.items.last().copied(), bold });
    }
}

/// `range` without white space at both ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(raw) = text.get(range.clone()) else { return range };
    let start = range.start + (raw.len() - raw.trim_start().len());
    start..(start + raw.trim().len())
}

/// GitLab's commands that a record or a template may hold; they vanish when the issue is saved.
#[rustfmt::skip]
const QUICK_ACTIONS: &[&str] = &[
    "add_child", "add_contacts", "add_email", "assign", "award", "blocked_by", "blocks", "board_move", "cc", "clear_health_status", "clear_weight",
    "clone", "close", "confidential", "copy_metadata", "create_merge_request", "done", "due", "duplicate", "epic", "estimate", "estimate_time",
    "health_status", "iteration", "label", "labels", "link", "lock", "milestone", "move", "parent", "promote_to", "react", "reassign", "relabel",
    "relate", "remove_due_date", "remove_epic", "remove_iteration", "remove_label", "remove_milestone", "remove_parent", "remove_zoom", "reopen",
    "severity", "spend", "spend_time", "subscribe", "tableflip", "title", "todo", "type", "unassign", "unlabel", "unlink", "unlock", "unsubscribe",
    "weight", "zoom",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        Body::parse(text).pieces.iter().map(|piece| piece.words.text.clone()).collect()
    }

    #[test]
    fn a_reader_sees_lines_items_rows_and_no_comment() {
        let text = "# T <!-- c -->\n<!-- one\ntwo -->\n**Who:** Jill\nBob\n- [ ] a\n  - b\n\n| x | y |\n|---|---|\n| 1 | |\n\n/label ~\"A B\"\n";
        assert_eq!(shown(text), ["T", "Who: Jill", "Bob", "a", "b", "1"]);
        let body = Body::parse(text);
        assert_eq!(body.pieces[1].bold, 4);
        assert!(body.items[0].task && !body.items[1].task);
        assert_eq!(&text[body.quick_actions[0].clone()], "/label ~\"A B\"");
        assert_eq!(&text[body.pieces[5].words.range.clone()], "| 1 | |");
    }

    #[test]
    fn a_command_in_code_or_a_quote_is_text() {
        let body = Body::parse("> /label ~a\n\n```\n/label ~b\n```\n\n/var full\n/tmp/x\n");
        assert!(body.quick_actions.is_empty());
        assert_eq!(body.pieces.len(), 4);
    }

    #[test]
    fn html_shows_its_text() {
        assert_eq!(shown("<details><summary>More</summary>\n\nx\n</details>\n<!-- a --> Jill\n"), ["More", "x", "Jill"]);
    }
}
