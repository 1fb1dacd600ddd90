//! One cell as a reader sees it: its visible text and its links, each with the way back to the file.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};

use crate::document::markdown::{Event, LinkType, Tag, TagEnd};
use crate::document::scalar_map::{Segment, Text};
use crate::source::Span;

/// One cell as a reader sees it.
#[derive(Debug, Default)]
pub struct Cell {
    /// Between the pipes, trimmed; empty (a caret) for an empty cell.
    pub span: Span,
    /// The visible text: escapes resolved, code and emphasis marks gone, link text in place of the link. With the way back to the file.
    pub text: Text,
    /// Markdown links and bare URLs, in order.
    pub links: Vec<CellLink>,
}

#[derive(Debug)]
pub struct CellLink {
    pub text: String,
    pub url: String,
    /// The whole link in the file, and its destination alone; the whole link again where the destination stands elsewhere.
    pub span: Span,
    pub url_span: Span,
    pub form: LinkForm,
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkForm {
    /// `[text](url)`, `<url>`, the URL alone, or an HTML anchor: the destination is in the cell.
    Here,
    /// `[text][name]`, with the destination somewhere else in the file.
    Reference,
}

impl Cell {
    /// Whether the reader sees nothing in it.
    pub fn is_empty(&self) -> bool {
        self.text.value().is_empty() && self.links.is_empty()
    }

    /// The visible text in the file; the cell itself when nothing is visible.
    pub fn place(&self) -> Span {
        if self.text.value().is_empty() { self.span } else { self.text.span() }
    }
}

/// Collects the events of one cell.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    /// The whole file.
    file: &'a str,
    cell: Span,
    value: String,
    segments: Vec<Segment>,
    links: Vec<CellLink>,
    /// The stretches of the value that are link text.
    linked: Vec<Range<usize>>,
    open: Option<Open>,
}

/// A link whose end has not come yet.
#[derive(Debug)]
struct Open {
    url: String,
    span: Span,
    /// For an HTML anchor the destination's place, which is known at once.
    url_span: Option<Span>,
    form: LinkForm,
    /// Where its text starts in the value.
    from: usize,
    /// Where what stands in it ends in the file.
    content_end: usize,
}

impl<'a> Builder<'a> {
    /// `between` is the range between two pipes.
    pub(super) fn new(file: &'a str, between: Range<usize>) -> Self {
        Self { file, cell: trimmed(file, between), value: String::new(), segments: Vec::new(), links: Vec::new(), linked: Vec::new(), open: None }
    }

    pub(super) fn take(&mut self, event: &Event<'_>, range: Range<usize>) {
        if let Some(open) = &mut self.open
            && !matches!(event, Event::End(TagEnd::Link))
        {
            open.content_end = open.content_end.max(range.end.min(open.span.end));
        }
        match event {
            Event::Text(text) => self.push(text, range),
            Event::Code(text) => self.push_code(text, range),
            Event::InlineHtml(html) => self.html(html, range),
            Event::SoftBreak | Event::HardBreak => self.push(" ", range),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let form = match link_type {
                    LinkType::Inline | LinkType::Autolink | LinkType::Email | LinkType::WikiLink { .. } => LinkForm::Here,
                    _ => LinkForm::Reference,
                };
                let url_span =
                    matches!(link_type, LinkType::Autolink | LinkType::Email).then(|| Span::new(range.start + 1, range.end.max(range.start + 2) - 1));
                let content_end = range.start + 1;
                self.open = Some(Open { url: dest_url.to_string(), span: range.into(), url_span, form, from: self.value.len(), content_end });
            }
            Event::End(TagEnd::Link) => self.close(None),
            _ => {}
        }
    }

    fn push(&mut self, text: &str, source: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let segment = Segment { value: self.value.len(), value_len: text.len(), source: source.start, source_len: source.len() };
        self.value.push_str(text);
        match self.segments.last_mut() {
            Some(last) if last.is_verbatim() && segment.is_verbatim() && last.source + last.source_len == segment.source => {
                last.value_len += segment.value_len;
                last.source_len += segment.source_len;
            }
            _ => self.segments.push(segment),
        }
    }

    /// The text of a code span, placed between its backticks.
    fn push_code(&mut self, text: &str, range: Range<usize>) {
        let written = &self.file[range.clone()];
        let ticks = written.bytes().take_while(|&byte| byte == b'`').count();
        let inner = range.start + ticks..(range.end - ticks).max(range.start + ticks);
        let place = self.file[inner.clone()].find(text).map_or(inner.clone(), |at| inner.start + at..inner.start + at + text.len());
        self.push(text, place);
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        let tag: String = html.trim_start_matches('<').chars().take_while(|char| char.is_ascii_alphanumeric() || *char == '/').collect();
        match tag.to_ascii_lowercase().as_str() {
            "br" | "br/" => self.push(" ", range),
            "a" => {
                let Some(at) = href(html) else { return };
                let url_span = Span::new(range.start + at.start, range.start + at.end);
                let url = html[at].replace("&amp;", "&");
                self.open = Some(Open {
                    url,
                    span: range.clone().into(),
                    url_span: Some(url_span),
                    form: LinkForm::Here,
                    from: self.value.len(),
                    content_end: range.end,
                });
            }
            "/a" => self.close(Some(range.end)),
            _ => {}
        }
    }

    fn close(&mut self, end: Option<usize>) {
        let Some(open) = self.open.take() else { return };
        let span = Span::new(open.span.start, end.unwrap_or(open.span.end));
        let url_span = match (open.url_span, open.form) {
            (Some(span), _) => span,
            (None, LinkForm::Here) => destination(self.file, open.content_end, span.end).unwrap_or(span),
            (None, LinkForm::Reference) => span,
        };
        let text = self.value[open.from..].trim().to_owned();
        self.linked.push(open.from..self.value.len());
        self.links.push(CellLink { text, url: open.url, span, url_span, form: open.form });
    }

    pub(super) fn finish(mut self) -> Cell {
        self.close(None);
        let start = self.value.len() - self.value.trim_start().len();
        let end = start + self.value.trim().len();
        let is_whole = end - start == self.value.len();
        let segments = if is_whole { self.segments } else { cut(&self.segments, start..end) };
        let span = match (segments.first(), segments.last()) {
            (Some(first), Some(last)) => Span::new(first.source, last.source + last.source_len),
            _ => Span::at(self.cell.start),
        };
        let value = if is_whole { self.value } else { self.value[start..end].to_owned() };
        let text = Text::new(value, span, segments);
        let mut finder = LinkFinder::new();
        finder.kinds(&[LinkKind::Url]);
        for link in finder.links(text.value()) {
            let inside = |part: &Range<usize>| part.start < link.end() + start && link.start() + start < part.end;
            if self.linked.iter().any(inside) {
                continue;
            }
            let span = text.locate(link.start()..link.end());
            self.links.push(CellLink { text: link.as_str().to_owned(), url: link.as_str().to_owned(), span, url_span: span, form: LinkForm::Here });
        }
        self.links.sort_by_key(|link| link.span.start);
        Cell { span: self.cell, text, links: self.links }
    }
}

/// `range` without the blanks at both ends; of blanks alone the caret after the first one.
pub(super) fn trimmed(file: &str, range: Range<usize>) -> Span {
    let text = file.get(range.clone()).unwrap_or_default();
    let inner = text.trim();
    if inner.is_empty() {
        let caret = text.chars().next().map_or(0, |char| if char == '\n' || char == '\r' { 0 } else { char.len_utf8() });
        return Span::at(range.start + caret);
    }
    let start = range.start + (text.len() - text.trim_start().len());
    Span::new(start, start + inner.len())
}

/// The segments of the stretch `range` of the value.
fn cut(segments: &[Segment], range: Range<usize>) -> Vec<Segment> {
    let mut kept = Vec::new();
    for segment in segments {
        let (from, to) = (segment.value.max(range.start), (segment.value + segment.value_len).min(range.end));
        if from >= to {
            continue;
        }
        let (source, source_len) =
            if segment.is_verbatim() { (segment.source + (from - segment.value), to - from) } else { (segment.source, segment.source_len) };
        kept.push(Segment { value: from - range.start, value_len: to - from, source, source_len });
    }
    kept
}

/// The destination of `[text](<destination> "title")`, looked for behind the text.
fn destination(file: &str, content_end: usize, end: usize) -> Option<Span> {
    let tail = file.get(content_end..end)?;
    let open = content_end + tail.find("](")? + 2;
    let inner = &file[open..end];
    let start = open + (inner.len() - inner.trim_start().len());
    let inner = &file[start..end];
    if let Some(angled) = inner.strip_prefix('<') {
        let len = angled.find('>')?;
        return Some(Span::new(start + 1, start + 1 + len));
    }
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, char) in inner.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' => return Some(Span::new(start, start + at)),
            char if char.is_ascii_whitespace() => return Some(Span::new(start, start + at)),
            _ => {}
        }
    }
    None
}

/// Where the value of `href` stands in an HTML tag.
fn href(tag: &str) -> Option<Range<usize>> {
    let lower = tag.to_ascii_lowercase();
    let name = lower.find("href")?;
    let rest = &tag[name + 4..];
    let value = rest.trim_start().strip_prefix('=')?.trim_start();
    let at = tag.len() - value.len();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].find(quote).map(|len| at + 1..at + 1 + len),
        _ => Some(at..at + value.find(|char: char| char.is_whitespace() || char == '>').unwrap_or(value.len())),
    }
}
