//! A note's Markdown as it reads, with the sentences that count marked. Only the elements named here are ever written: raw
//! HTML is shown as text, links other than web and mail links are disarmed, and no image is loaded.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::escape;
use super::layer::{Layer, Piece};
use crate::document::markdown::{self, Event, Tag, TagEnd};

/// Longer notes are cut: a page is to be read.
const LIMIT: usize = 256 * 1024;

/// A range of the Markdown that answers the question of this index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub question: usize,
    pub range: Range<usize>,
}

/// The HTML of a note. `names` are the questions' labels by index; a mark carries the indices in `data-q`, and the last
/// mark of a sentence the labels in `data-end`.
pub fn render(text: &str, marks: &[Mark], names: &[String]) -> String {
    let shown = &text[..text.floor_char_boundary(LIMIT.min(text.len()))];
    let boundary = |range: &Range<usize>| shown.floor_char_boundary(range.start)..shown.ceil_char_boundary(range.end.min(shown.len()));
    let ranges: Vec<Range<usize>> = marks.iter().map(|mark| boundary(&mark.range)).collect();
    let layer = Layer::new(&ranges, &[]);
    let mut writer = Writer {
        text: shown,
        marks,
        layer: &layer,
        out: String::with_capacity(shown.len() * 2),
        last: vec![None; marks.len()],
        links: Vec::new(),
        head: false,
    };
    for (event, range) in markdown::events(shown) {
        writer.event(event, range);
    }
    if shown.len() < text.len() {
        writer.out.push_str("<p class=\"cut\">The rest of this note is too long to show here.</p>");
    }
    writer.finish(names)
}

struct Writer<'a> {
    text: &'a str,
    marks: &'a [Mark],
    layer: &'a Layer,
    out: String,
    /// For each mark, the place behind the attributes of its last element.
    last: Vec<Option<usize>>,
    /// What closes the open links and images.
    links: Vec<String>,
    head: bool,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            // The last three are switched off in the parser.
            Event::Text(text) | Event::Html(text) | Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.words(&text, range);
            }
            Event::InlineHtml(text) => {
                self.out.push_str("<span class=\"raw\">");
                self.words(&text, range);
                self.out.push_str("</span>");
            }
            Event::Code(text) => {
                self.out.push_str("<code>");
                let inner = self.text.get(range.clone()).and_then(|code| code.find(&*text)).map(|at| range.start + at);
                self.words(&text, inner.map_or(range, |start| start..start + text.len()));
                self.out.push_str("</code>");
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>"),
            Event::Rule => self.out.push_str("<hr>"),
            Event::TaskListMarker(done) => self.out.push_str(if done { "☑ " } else { "☐ " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, .. } => {
                let _ = write!(self.out, "<h{}>", heading(level as usize));
            }
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>"),
            Tag::CodeBlock(_) => self.out.push_str("<pre tabindex=\"0\"><code>"),
            Tag::HtmlBlock => self.out.push_str("<p class=\"raw\">"),
            Tag::List(Some(start)) => {
                let _ = write!(self.out, "<ol start=\"{start}\">");
            }
            Tag::List(None) => self.out.push_str("<ul>"),
            Tag::Item => self.out.push_str("<li>"),
            Tag::Table(_) => self.out.push_str("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>"),
            Tag::TableHead => {
                self.head = true;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => self.out.push_str("<tr>"),
            Tag::TableCell => self.out.push_str(if self.head { "<th scope=\"col\">" } else { "<td>" }),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<s>"),
            Tag::Link { dest_url, .. } => self.link(&dest_url),
            Tag::Image { dest_url, .. } => {
                self.out.push_str("<span class=\"image\">");
                self.links.push(format!("{}</span>", destination(&dest_url)));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.out.push_str("</p>"),
            TagEnd::Heading(level) => {
                let _ = write!(self.out, "</h{}>", heading(level as usize));
            }
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>"),
            TagEnd::CodeBlock => self.out.push_str("</code></pre>"),
            TagEnd::List(ordered) => self.out.push_str(if ordered { "</ol>" } else { "</ul>" }),
            TagEnd::Item => self.out.push_str("</li>"),
            TagEnd::Table => self.out.push_str("</tbody></table></div>"),
            TagEnd::TableHead => {
                self.head = false;
                self.out.push_str("</tr></thead><tbody>");
            }
            TagEnd::TableRow => self.out.push_str("</tr>"),
            TagEnd::TableCell => self.out.push_str(if self.head { "</th>" } else { "</td>" }),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</s>"),
            TagEnd::Link | TagEnd::Image => {
                let close = self.links.pop().unwrap_or_default();
                self.out.push_str(&close);
            }
            _ => {}
        }
    }

    /// A web or mail link, or the text with its destination beside it.
    fn link(&mut self, url: &str) {
        let inside = self.links.iter().any(|close| close == "</a>");
        if inside {
            self.out.push_str("<span class=\"unlinked\">");
            self.links.push("</span>".to_owned());
        } else if is_web(url) {
            self.out.push_str("<a rel=\"noopener noreferrer\" target=\"_blank\" href=\"");
            escape::attribute(&mut self.out, url);
            self.out.push_str("\">");
            self.links.push("</a>".to_owned());
        } else {
            self.out.push_str("<span class=\"unlinked\">");
            self.links.push(format!("{}</span>", destination(url)));
        }
    }

    /// Text that stands at `range` of the Markdown, with its marks.
    fn words(&mut self, text: &str, range: Range<usize>) {
        let layer = self.layer;
        if self.text.get(range.clone()) == Some(text) {
            for piece in layer.cut(range) {
                let text = self.text.get(piece.range.clone()).unwrap_or_default();
                self.piece(text, &piece);
            }
        } else {
            // An entity or an escape: its bytes are not the text's.
            self.piece(text, &layer.over(range));
        }
    }

    fn piece(&mut self, text: &str, piece: &Piece<'_>) {
        if piece.marks.is_empty() {
            return escape::text(&mut self.out, text);
        }
        self.out.push_str("<mark data-q=\"");
        let mut questions: Vec<usize> = piece.marks.iter().map(|&mark| self.marks[mark].question).collect();
        questions.dedup();
        for (index, question) in questions.iter().enumerate() {
            let _ = write!(self.out, "{}{question}", if index > 0 { " " } else { "" });
        }
        self.out.push('"');
        for &mark in piece.marks {
            self.last[mark] = Some(self.out.len());
        }
        self.out.push('>');
        escape::text(&mut self.out, text);
        self.out.push_str("</mark>");
    }

    /// Names each sentence at its end.
    fn finish(self, names: &[String]) -> String {
        let mut ends: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (mark, at) in self.last.iter().enumerate() {
            if let (Some(at), Some(name)) = (at, names.get(self.marks[mark].question)) {
                ends.entry(*at).or_default().push(name);
            }
        }
        let mut html = String::with_capacity(self.out.len() + ends.len() * 32);
        let mut done = 0;
        for (at, names) in ends {
            html.push_str(&self.out[done..at]);
            html.push_str(" data-end=\"");
            escape::attribute(&mut html, &names.join(", "));
            html.push('"');
            done = at;
        }
        html.push_str(&self.out[done..]);
        html
    }
}

/// The note's own headings stand below the page's.
fn heading(level: usize) -> usize {
    (level + 3).min(6)
}

/// Whether a click on `url` is harmless. Everything else is shown, not linked.
fn is_web(url: &str) -> bool {
    let has = |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    has("https://") || has("http://") || has("mailto:")
}

fn destination(url: &str) -> String {
    if url.is_empty() {
        return String::new();
    }
    let mut out = String::from(" <span class=\"url\">");
    let end = url.char_indices().nth(200).map_or(url.len(), |(at, _)| at);
    escape::attribute(&mut out, &url[..end]);
    if end < url.len() {
        out.push('…');
    }
    out.push_str("</span>");
    out
}
