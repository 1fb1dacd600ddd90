//! Markdown as a reader sees it: the visible text and the links, each with its way back to the Markdown.

mod destination;
mod html;
mod links;

use std::ops::Range;

use super::markdown::{self, CodeBlockKind, Event, LinkType, Markdown, Tag, TagEnd, Undefined};
use super::scalar_map::{Segment, Text};
use crate::source::Span;
use html::{Html, Reader};

pub use links::{Link, LinkKind};

/// One Markdown text, rendered. Comments, tags, struck-through text and the alternative texts of images are not in it.
#[derive(Debug, Clone, Default)]
pub struct Rendered {
    /// What a reader sees: escapes and entities resolved, blocks and table cells set apart by a blank line. It maps into the Markdown.
    pub text: Text,
    /// The parts of `text` that are set as code, in order.
    code: Vec<Range<usize>>,
    /// The parts of it that are links, and of these the ones that are URLs or addresses; in order.
    linked: Vec<Range<usize>>,
    urls: Vec<Range<usize>>,
    /// In the order of the text.
    pub links: Vec<Link>,
    /// `[text][label]` where nothing defines the label.
    pub undefined: Vec<Undefined>,
}

/// A field of a document as a reader sees it, with the way back to the file.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    pub markdown: &'a Text,
    pub rendered: &'a Rendered,
}

impl<'a> Shown<'a> {
    /// The visible text.
    pub fn text(self) -> &'a str {
        self.rendered.text.value()
    }

    /// Where a part of the visible text stands in the file.
    pub fn place(self, range: Range<usize>) -> Span {
        self.markdown.locate(self.rendered.markdown(range))
    }

    /// Where a part of the Markdown stands in the file.
    pub fn locate(self, range: Range<usize>) -> Span {
        self.markdown.locate(range)
    }
}

impl Rendered {
    pub fn parse(markdown: &str) -> Self {
        Self::of(markdown, markdown::parse(markdown))
    }

    /// The same of a text that is parsed already.
    pub fn of(markdown: &str, parsed: Markdown<'_>) -> Self {
        let mut writer = Writer { markdown, ..Writer::default() };
        for (event, range) in parsed.events {
            writer.event(event, range);
        }
        writer.close(markdown.len());
        let Writer { text, segments, code, mut links, labels, .. } = writer;
        let text = Text::new(text, Span::new(0, markdown.len()), segments);
        links::find_definitions(markdown, &parsed.definitions, &labels, &mut links);
        links::add_bare(&text, &code, &mut links);
        let linked = links::merged(links.iter().map(|link| link.text.clone()));
        let urls = links::merged(links.iter().filter(|link| link.kind.shows_url()).map(|link| link.text.clone()));
        Self { text, code, linked, urls, links, undefined: parsed.undefined }
    }

    /// Whether a part of the visible text touches code.
    pub fn is_code(&self, range: &Range<usize>) -> bool {
        overlaps(&self.code, range)
    }

    /// Whether a part of the visible text touches a link.
    pub fn is_link(&self, range: &Range<usize>) -> bool {
        overlaps(&self.linked, range)
    }

    /// Whether a part of the visible text touches a URL or an address that stands there as such.
    pub fn is_url(&self, range: &Range<usize>) -> bool {
        overlaps(&self.urls, range)
    }

    /// The Markdown bytes of a part of the visible text.
    pub fn markdown(&self, range: Range<usize>) -> Range<usize> {
        self.text.locate(range).range()
    }
}

/// Whether one of `ranges`, which are in order, shares a byte with `range`.
fn overlaps(ranges: &[Range<usize>], range: &Range<usize>) -> bool {
    let next = ranges.partition_point(|other| other.end <= range.start);
    ranges.get(next).is_some_and(|other| other.start < range.end)
}

/// A link whose end has not come yet.
struct Open {
    link: Link,
    label: String,
    /// Where the last thing inside the link ends.
    inner_end: usize,
}

/// Writes the visible text while the events go by.
#[derive(Default)]
struct Writer<'a> {
    markdown: &'a str,
    text: String,
    segments: Vec<Segment>,
    code: Vec<Range<usize>>,
    links: Vec<Link>,
    /// The label of each link that is a reference; empty for the others.
    labels: Vec<String>,
    open: Vec<Open>,
    html: Reader,
    /// How many marks that hide text are open.
    hidden: usize,
    images: usize,
    in_code_block: bool,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if let (Some(open), false) = (self.open.last_mut(), matches!(event, Event::End(TagEnd::Link | TagEnd::Image))) {
            open.inner_end = open.inner_end.max(range.end);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range.end),
            Event::Text(text) if self.in_code_block => self.write_code(&text, range),
            Event::Text(text) => self.write(&text, range),
            Event::Code(text) => self.code_span(&text, range),
            Event::SoftBreak | Event::HardBreak => self.write("\n", range),
            Event::InlineHtml(raw) | Event::Html(raw) => self.raw_html(&raw, range.start),
            Event::Rule => self.close(range.start),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            // A single `~` is how people write "about".
            Tag::Strikethrough if self.markdown[range.clone()].starts_with("~~") => self.hidden += 1,
            Tag::Link { link_type, dest_url, id, .. } => self.open_link(link_type, dest_url.into_string(), id.into_string(), range),
            Tag::Image { link_type, dest_url, id, .. } => {
                self.open_link(link_type, dest_url.into_string(), id.into_string(), range);
                self.images += 1;
            }
            Tag::CodeBlock(kind) => {
                self.close(range.start);
                // Text that is indented by accident looks like code to a reader, too.
                let (CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) = kind;
                self.in_code_block = true;
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {}
            _ => self.close(range.start),
        }
    }

    fn end(&mut self, tag: TagEnd, at: usize) {
        match tag {
            TagEnd::Strikethrough => self.hidden = self.hidden.saturating_sub(1),
            TagEnd::Link => self.close_link(),
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                self.close_link();
            }
            TagEnd::CodeBlock => {
                self.in_code_block = false;
                self.close(at);
            }
            TagEnd::Emphasis | TagEnd::Strong => {}
            TagEnd::Paragraph | TagEnd::HtmlBlock => {
                // What was opened and not closed hides no more than its own paragraph.
                self.hidden = 0;
                self.html = Reader::default();
                self.close(at);
            }
            _ => self.close(at),
        }
    }

    fn open_link(&mut self, kind: LinkType, destination: String, label: String, range: Range<usize>) {
        let image = matches!(self.markdown.as_bytes().get(range.start), Some(b'!'));
        let at = self.text.len();
        let link = Link { kind: kind.into(), image, destination, target: range.clone(), range: range.clone(), text: at..at };
        self.open.push(Open { link, label, inner_end: range.start + 1 + usize::from(image) });
    }

    fn close_link(&mut self) {
        let Some(Open { mut link, label, inner_end }) = self.open.pop() else { return };
        if self.hidden > 0 {
            return;
        }
        link.text.end = self.text.len();
        if link.kind == LinkKind::Inline {
            link.target = destination::inline(self.markdown, inner_end..link.range.end, &link.destination).unwrap_or_else(|| link.range.clone());
        } else if link.kind.shows_url() {
            link.target = link.range.start + 1..link.range.end.saturating_sub(1).max(link.range.start + 1);
        }
        if let Some(outer) = self.open.last_mut() {
            outer.inner_end = outer.inner_end.max(link.range.end);
        }
        // `[^1]` is a footnote, and its text no address.
        if link.kind == LinkKind::Reference && label.starts_with('^') {
            return;
        }
        self.links.push(link);
        self.labels.push(label);
    }

    fn code_span(&mut self, text: &str, range: Range<usize>) {
        let raw = &self.markdown[range.clone()];
        let ticks = raw.len() - raw.trim_start_matches('`').len();
        let inner = raw.get(ticks..raw.len().saturating_sub(ticks)).unwrap_or_default();
        let pad = usize::from(inner.len() == text.len() + 2);
        let start = range.start + ticks + pad;
        let same_length = inner.len() == text.len() + 2 * pad;
        self.write_code(text, if same_length { start..start + text.len() } else { range });
    }

    fn write_code(&mut self, text: &str, range: Range<usize>) {
        let start = self.text.len();
        self.write(text, range);
        let end = self.text.len();
        match self.code.last_mut() {
            _ if start == end => {}
            Some(last) if last.end == start => last.end = end,
            _ => self.code.push(start..end),
        }
    }

    fn raw_html(&mut self, raw: &str, start: usize) {
        for part in self.html.read(raw) {
            match part {
                Html::Text(range) => self.write(&raw[range.clone()], start + range.start..start + range.end),
                Html::Break => self.close(start),
                Html::Hide => self.hidden += 1,
                Html::Show => self.hidden = self.hidden.saturating_sub(1),
            }
        }
    }

    /// Adds visible text that comes from `range` of the Markdown.
    fn write(&mut self, text: &str, range: Range<usize>) {
        if self.hidden > 0 || self.images > 0 || text.is_empty() {
            return;
        }
        // Unequal lengths tell the map that this is no copy of the source.
        let verbatim = text.len() == range.len();
        let follows = |last: &Segment| verbatim && last.is_verbatim() && last.source + last.source_len == range.start;
        match self.segments.last_mut() {
            Some(last) if follows(last) => {
                last.value_len += text.len();
                last.source_len += text.len();
            }
            _ => self.segments.push(Segment { value: self.text.len(), value_len: text.len(), source: range.start, source_len: range.len() }),
        }
        self.text.push_str(text);
    }

    /// Ends a block: what comes next does not belong to what came before.
    fn close(&mut self, at: usize) {
        if self.text.is_empty() || self.text.ends_with("\n\n") {
            return;
        }
        let at = self.segments.last().map_or(at, |last| last.source + last.source_len);
        self.segments.push(Segment { value: self.text.len(), value_len: 2, source: at, source_len: 0 });
        self.text.push_str("\n\n");
    }
}

#[cfg(test)]
mod tests;
