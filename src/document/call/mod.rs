//! The record of a call: a Markdown file, or issues exported as JSON; or the template of such records.

pub mod body;
mod front;
pub mod json;
pub mod label;
pub mod parts;
pub mod sections;

use std::ops::Range;
use std::sync::Arc;

use super::facts::{CallFacts, Fact};
use super::keys::Keys;
use super::scalar_map::Text;
use crate::config::Settings;
use crate::source::{Source, Span};
use body::{Body, PieceKind, Words};
use label::{Label, Written};
use parts::{Names, Part};
use sections::Section;

/// A call record or a call template.
#[derive(Debug)]
pub struct Call {
    pub source: Arc<Source>,
    pub keys: Keys,
    pub kind: CallKind,
    /// One for Markdown; for JSON as many as there are issues.
    pub records: Vec<Record>,
    /// Where and why a JSON file holds no issues; there are no records then.
    pub error: Option<json::Error>,
    /// The `#` comments of the front matter.
    pub comments: Vec<Span>,
}

/// What a file in a folder of calls is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallKind {
    Record,
    Template,
    /// A template of other issues: nothing to check.
    OtherTemplate,
}

/// One call.
#[derive(Debug)]
pub struct Record {
    /// From the front matter or the JSON, else the first heading.
    pub title: Option<Title>,
    /// Where findings about the whole record go: the title, else the first visible text, else the start.
    pub anchor: Span,
    /// The description with its way back to the file.
    pub text: Text,
    pub body: Body,
    pub sections: Vec<Section>,
    pub labels: Vec<Label>,
    /// Whether the record is an object of a JSON file, where texts stand inside strings.
    pub in_json: bool,
    /// In front of the keys of its findings; empty for Markdown.
    pub key: String,
}

#[derive(Debug)]
pub struct Title {
    pub text: Text,
    /// Whether it is a heading of the Markdown.
    pub is_heading: bool,
}

impl Call {
    pub fn parse(source: Arc<Source>, settings: &Settings) -> Self {
        let names = Names::new(settings);
        if source.path().to_ascii_lowercase().ends_with(".json") {
            return Self::of_json(source, &names);
        }
        let front = front::read(&source);
        let text = Text::verbatim(&source.text()[front.end..], front.end);
        let title = front.title.filter(|title| !title.value().trim().is_empty()).map(|text| Title { text, is_heading: false });
        let record = Record::new(text, title, front.labels, &names, Origin { start: Span::at(source.bom_len()), in_json: false, key: String::new() });
        let kind = kind(source.path(), &record);
        let mut keys = Keys::default();
        record.name_parts(&mut keys);
        Self { source, keys, kind, records: vec![record], error: None, comments: front.comments }
    }

    fn of_json(source: Arc<Source>, names: &Names) -> Self {
        let (issues, error) = match json::issues(&source) {
            Ok(issues) => (issues, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let mut keys = Keys::default();
        let record = |(index, issue): (usize, json::Issue)| {
            let key = issue.iid.map_or_else(|| format!("/{index}"), |iid| format!("#{iid}"));
            keys.push(issue.span, key.clone());
            let start = Span::new(issue.span.start, (issue.span.start + 1).min(issue.span.end));
            let title = issue.title.filter(|title| !title.value().trim().is_empty()).map(|text| Title { text, is_heading: false });
            let text = issue.description.unwrap_or_default();
            Record::new(text, title, issue.labels, names, Origin { start, in_json: true, key })
        };
        let records = issues.into_iter().enumerate().map(record).collect();
        Self { source, keys, kind: CallKind::Record, records, error, comments: Vec::new() }
    }

    pub fn is_template(&self) -> bool {
        self.kind == CallKind::Template
    }

    pub fn facts(&self) -> CallFacts {
        let labels = self.records.iter().flat_map(|record| &record.labels);
        let account = |label: &Label| Some(Fact { value: label.name.strip_prefix("ASE Work - ")?.to_owned(), place: self.source.place(label.span) });
        CallFacts { labels: labels.filter_map(account).collect() }
    }
}

/// Where a record comes from.
struct Origin {
    start: Span,
    in_json: bool,
    key: String,
}

impl Record {
    fn new(text: Text, title: Option<Title>, listed: Vec<Text>, names: &Names, origin: Origin) -> Self {
        let body = Body::parse(text.value());
        let heading = body.pieces.iter().position(|piece| piece.heading().is_some() && !piece.words.text.is_empty());
        // A first heading that is a part of the record, "Attendees", titles nothing but that part.
        let is_part = |text: &str| !looks_titled(text) && names.read(text).is_some_and(|named| named.whole);
        let is_title = |index: &usize| !origin.in_json && title.is_none() && !is_part(&body.pieces[*index].words.text);
        let heading_title = heading.filter(is_title);
        // A heading that repeats the title is none of the parts either: "Call: Upgrade discussion".
        let repeated = heading.filter(|&index| title.as_ref().is_some_and(|title| same(title.text.value(), &body.pieces[index].words.text)));
        let sections = sections::sections(&body, names, heading_title.or(repeated));
        let title = title.or_else(|| heading_title.map(|index| Title { text: visible(&text, &body.pieces[index].words), is_heading: true }));
        let mut labels: Vec<Label> = listed.into_iter().map(of_list).collect();
        for line in &body.quick_actions {
            let raw = text.value().get(line.clone()).unwrap_or_default();
            for reference in label::references(raw).unwrap_or_default() {
                let span = text.locate(line.start + reference.range.start..line.start + reference.range.end);
                labels.push(Label { name: reference.name, span, written: Written::Command { quoted: reference.quoted } });
            }
        }
        let first = heading.or((!body.pieces.is_empty()).then_some(0)).map(|index| text.locate(body.pieces[index].words.range.clone()));
        let anchor = match &title {
            Some(title) => title.text.locate(0..title.text.value().len()),
            None => first.filter(|_| !origin.in_json).unwrap_or(origin.start),
        };
        Self { title, anchor, text, body, sections, labels, in_json: origin.in_json, key: origin.key }
    }

    /// The sections that hold `part`, in order.
    pub fn part(&self, part: Part) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(move |section| section.parts.contains(&part))
    }

    /// Where a range of the description stands in the file.
    pub fn place(&self, range: &Range<usize>) -> Span {
        self.text.locate(range.clone())
    }

    /// What the lines of a section say, as a reader sees them.
    pub fn content<'a>(&'a self, section: &'a Section) -> impl Iterator<Item = &'a str> {
        let inline = section.inline.iter().map(|words| words.text.as_str());
        let pieces = self.body.pieces.get(section.pieces.clone()).unwrap_or_default();
        let of_topics = section.parts.contains(&Part::Topics);
        inline.chain(pieces.iter().filter_map(move |piece| match (&piece.kind, section.column) {
            (PieceKind::Row { cells, .. }, Some(column)) => cells.get(column).map(|cell| cell.text.as_str()),
            // A heading inside is content only where it stands for a topic.
            (PieceKind::Heading(_), _) if !of_topics => None,
            _ => Some(piece.words.text.as_str()),
        }))
    }

    /// `text` as it is written in the description's place.
    pub fn written(&self, text: &str) -> String {
        if self.in_json { json::escaped(text) } else { text.to_owned() }
    }

    /// Whether a section says anything.
    pub fn is_answered(&self, section: &Section) -> bool {
        let says = if section.parts.contains(&Part::ActionItems) { parts::is_task } else { parts::is_answer };
        self.content(section).any(|line| says(line) && !line.trim_end().ends_with(':'))
    }

    /// The purpose in the title: what follows `Call:`.
    pub fn titled_purpose(&self) -> Option<&str> {
        let (_, purpose) = self.title.as_ref()?.text.value().split_once("Call:")?;
        Some(purpose.trim()).filter(|purpose| parts::is_answer(purpose))
    }

    fn name_parts(&self, keys: &mut Keys) {
        let mut from = self.anchor.start;
        if self.title.is_some() {
            keys.push(self.anchor, "title");
            from = self.anchor.end;
        }
        let mut sections: Vec<(Span, &Section)> = self.sections.iter().map(|section| (self.place(&section.name.range), section)).collect();
        sections.sort_by_key(|(span, _)| span.start);
        for (index, (span, section)) in sections.iter().enumerate() {
            let end = sections.get(index + 1).map_or(self.text.span().end, |(next, _)| next.start);
            if span.start >= from && end >= span.start {
                keys.push(Span::new(span.start, end), section.parts[0].heading());
                from = end;
            }
        }
    }
}

/// Whether a heading was meant for a title, whatever words its purpose has.
fn looks_titled(text: &str) -> bool {
    let lower = text.to_lowercase();
    let after = lower.split_once("call").map_or("", |(_, after)| after.trim_start());
    text.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '<') && lower.contains("call") || after.starts_with([':', '-', '–', '—'])
}

fn same(a: &str, b: &str) -> bool {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    a.len().abs_diff(b.len()) < 20 && fold(a) == fold(b)
}

/// A heading's text with its place: byte for byte where it is written as it is shown.
fn visible(text: &Text, words: &Words) -> Text {
    let span = text.locate(words.range.clone());
    let plain = text.value().get(words.range.clone()) == Some(&words.text);
    if plain && text.is_exact() { Text::verbatim(words.text.clone(), span.start) } else { Text::new(words.text.clone(), span, Vec::new()) }
}

fn of_list(text: Text) -> Label {
    let bare = text.value().trim().trim_start_matches('~').trim_matches('"');
    Label { name: bare.trim().to_owned(), span: text.locate(0..text.value().len()), written: Written::Listed(text) }
}

/// Only templates whose name or first heading has the word *call* are templates of calls.
fn kind(path: &str, record: &Record) -> CallKind {
    let path = format!("/{}", path.to_ascii_lowercase());
    let Some((_, name)) = path.rsplit_once("/.gitlab/issue_templates/") else { return CallKind::Record };
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let heading = record.body.pieces.iter().find(|piece| piece.heading().is_some()).map_or("", |piece| piece.words.text.as_str());
    if has_call(stem) || has_call(heading) { CallKind::Template } else { CallKind::OtherTemplate }
}

/// Whether *call* is a word of `text`; being on call is another matter.
fn has_call(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().any(|(index, word)| matches!(*word, "call" | "calls") && (index == 0 || words[index - 1] != "on"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may")]
mod tests {
    use super::*;

    fn parse(path: &str, text: &str) -> Call {
        Call::parse(Arc::new(Source::new(path, text.to_owned())), &Settings::new(jiff::civil::date(2026, 11, 1)))
    }

    #[test]
    fn only_templates_with_the_word_call_are_call_templates() {
        let kind = |name: &str, text: &str| parse(&format!("sub/.gitlab/issue_templates/{name}"), text).kind;
        assert_eq!(kind("customer_call.md", ""), CallKind::Template);
        assert_eq!(kind("Default.md", "# Call record\n"), CallKind::Template);
        for (name, text) in [("bug.md", "# Bug\n\n## Call stack\n"), ("recall.md", ""), ("on-call handover.md", ""), ("callback.md", "")] {
            assert_eq!(kind(name, text), CallKind::OtherTemplate, "{name}");
        }
        assert_eq!(parse("calls/bug.md", "").kind, CallKind::Record);
    }

    #[test]
    fn a_json_description_is_read_in_place() {
        let text = r###"{"title": "2026-03-05 Call: é", "description": "## Attendees\r\n\r\nJ\u00f6rg\n\n/label ~\"ASE Work - Acme\"", "labels": []}"###;
        let call = parse("calls/a.json", text);
        let record = &call.records[0];
        let section = record.part(Part::Attendees).next().unwrap();
        assert_eq!(&text[record.place(&section.name.range).range()], "Attendees");
        assert_eq!(record.content(section).collect::<Vec<_>>(), ["Jörg"]);
        assert_eq!(&text[record.labels[0].span.range()], r#"~\"ASE Work - Acme\""#);
        assert_eq!(&text[record.anchor.range()], "2026-03-05 Call: é");
        assert_eq!(record.titled_purpose(), Some("é"));
    }

    #[test]
    fn the_first_heading_is_the_title_unless_it_is_a_part() {
        let title = |text: &str| parse("calls/a.md", text).records.remove(0).title.map(|title| title.text.value().to_owned());
        assert_eq!(title("Text\n\n## 2026-03-05 Call: `x`\n").as_deref(), Some("2026-03-05 Call: x"));
        assert_eq!(title("---\ntitle: a\n---\n# b\n").as_deref(), Some("a"));
        assert_eq!(title("## Attendees\nJill\n"), None);
    }
}
