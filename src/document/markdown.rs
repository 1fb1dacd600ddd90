//! Markdown as events with byte ranges; the only user of the Markdown parser.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, Options, Parser};
pub use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};

use crate::source::BOM;

/// A Markdown text, parsed once. All ranges are bytes of that text.
#[derive(Debug)]
pub struct Markdown<'a> {
    pub events: Vec<(Event<'a>, Range<usize>)>,
    /// In order.
    pub definitions: Vec<Definition>,
    /// `[text][label]` where nothing defines the label, in order.
    pub undefined: Vec<Undefined>,
}

/// `[label]: destination "title"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub range: Range<usize>,
    pub label: String,
    pub destination: String,
}

/// A full reference to a label that nothing defines: a reader sees its brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undefined {
    pub range: Range<usize>,
    pub label: String,
}

/// The events of `text` with their ranges. Tables, struck-through text and task lists are on.
pub fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let skip = skip(text);
    Parser::new_ext(&text[skip..], options()).into_offset_iter().map(move |(event, range)| (event, moved(&range, skip)))
}

/// Everything about `text`, its link definitions and dangling references included.
pub fn parse(text: &str) -> Markdown<'_> {
    let skip = skip(text);
    let mut undefined = Vec::new();
    let note = |link: BrokenLink<'_>| {
        if link.link_type == LinkType::Reference {
            undefined.push(Undefined { range: moved(&link.span, skip), label: link.reference.to_string() });
        }
        None
    };
    let mut parser = Parser::new_with_broken_link_callback(&text[skip..], options(), Some(note)).into_offset_iter();
    let events = parser.by_ref().map(|(event, range)| (event, moved(&range, skip))).collect();
    let found = parser.reference_definitions().iter();
    let mut definitions: Vec<Definition> =
        found.map(|(label, found)| Definition { range: moved(&found.span, skip), label: label.to_owned(), destination: found.dest.to_string() }).collect();
    drop(parser);
    definitions.sort_by_key(|definition| definition.range.start);
    undefined.sort_by_key(|reference| reference.range.start);
    undefined.dedup();
    Markdown { events, definitions, undefined }
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// A byte-order mark would turn a table or a heading on the first line into a paragraph, so the parser never sees it.
fn skip(text: &str) -> usize {
    if text.starts_with(BOM) { BOM.len() } else { 0 }
}

fn moved(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_hides_no_table_and_moves_the_ranges() {
        let text = "\u{feff}| a |\n|---|\n| b |\n";
        let (event, range) = events(text).next().expect("a table");
        assert!(matches!(event, Event::Start(Tag::Table(_))));
        assert_eq!(range, 3..text.len());
    }

    #[test]
    fn full_references_without_a_definition_are_known_and_short_ones_are_prose() {
        let text = "[a][b], [c], [d][], [e][F], `[g][h]`\n\n[f]: /x\n";
        let markdown = parse(text);
        assert_eq!(markdown.undefined, [Undefined { range: 0..6, label: "b".to_owned() }]);
        assert_eq!(markdown.definitions, [Definition { range: 38..45, label: "f".to_owned(), destination: "/x".to_owned() }]);
    }
}
