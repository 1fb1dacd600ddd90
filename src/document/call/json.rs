//! Issues as the GitLab API gives them, read so that every character of a string keeps its place in the file.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::document::scalar_map::{Segment, Text};
use crate::source::{Source, Span};

/// One issue of the file.
#[derive(Debug)]
pub struct Issue {
    /// The whole object.
    pub span: Span,
    /// The number that the project knows it by.
    pub iid: Option<u64>,
    pub title: Option<Text>,
    pub description: Option<Text>,
    pub labels: Vec<Text>,
}

/// Why a file holds no issues.
#[derive(Debug, PartialEq, Eq)]
pub struct Error {
    pub span: Span,
    pub message: String,
    /// Whether it is JSON, though not of an issue.
    pub is_json: bool,
}

type Object<'a> = BTreeMap<String, &'a RawValue>;

/// The issues of a file that holds one, or an array of them; else what is wrong and where.
pub fn issues(source: &Source) -> Result<Vec<Issue>, Error> {
    let text = &source.text()[source.bom_len()..];
    let whole = |error: &serde_json::Error| {
        let line = source.line_span(error.line());
        let column = error.column().saturating_sub(1).min(line.end - line.start);
        let at = source.position(line.start + column).offset;
        let words = error.to_string();
        let message = format!("the file is not JSON: {}", words.split(" at line ").next().unwrap_or_default());
        Error { span: Span::at(at), message, is_json: false }
    };
    let root: &RawValue = serde_json::from_str(text).map_err(|error| whole(&error))?;
    let raw: Vec<&RawValue> = match root.get().as_bytes().first() {
        Some(b'[') => serde_json::from_str(root.get()).map_err(|error| whole(&error))?,
        _ => vec![root],
    };
    let mut issues = Vec::new();
    for value in raw {
        let span = place(source, value);
        let object = Some(value.get()).filter(|text| text.starts_with('{')).and_then(|text| serde_json::from_str::<Object<'_>>(text).ok());
        let Some(object) = object.filter(|object| object.contains_key("title") || object.contains_key("description")) else {
            let end = source.position((span.start + 1).min(span.end)).offset;
            let message = "this is no issue: it has neither `title` nor `description`".to_owned();
            return Err(Error { span: Span::new(span.start, end), message, is_json: true });
        };
        let text = |name: &str| object.get(name).and_then(|value| string(source, value));
        issues.push(Issue {
            span,
            iid: object.get("iid").and_then(|value| value.get().parse().ok()),
            title: text("title"),
            description: text("description"),
            labels: object.get("labels").map_or_else(Vec::new, |value| labels(source, value)),
        });
    }
    Ok(issues)
}

/// Names alone, or with `with_labels_details=true` objects with a `name`.
fn labels(source: &Source, value: &RawValue) -> Vec<Text> {
    let items: Vec<&RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
    let name = |item: &&RawValue| {
        if item.get().starts_with('"') {
            return string(source, item);
        }
        let object: Object<'_> = serde_json::from_str(item.get()).ok()?;
        string(source, object.get("name").or_else(|| object.get("title"))?)
    };
    items.iter().filter_map(name).collect()
}

/// Where a borrowed piece of the text stands in it.
fn place(source: &Source, value: &RawValue) -> Span {
    let start = value.get().as_ptr().addr().wrapping_sub(source.text().as_ptr().addr());
    if source.text().get(start..start.saturating_add(value.get().len())).is_some() { Span::new(start, start + value.get().len()) } else { Span::at(0) }
}

/// A JSON string with its map; `None` for other values.
fn string(source: &Source, value: &RawValue) -> Option<Text> {
    let inner = value.get().strip_prefix('"')?.strip_suffix('"')?;
    let base = place(source, value).start + 1;
    let mut decoded = String::with_capacity(inner.len());
    let mut segments: Vec<Segment> = Vec::new();
    let mut at = 0;
    while at < inner.len() {
        let rest = &inner[at..];
        let (text, len) = if rest.starts_with('\\') {
            let (c, len) = escape(rest);
            (c.to_string(), len)
        } else {
            let len = rest.find('\\').unwrap_or(rest.len());
            (rest[..len].to_owned(), len)
        };
        segments.push(Segment { value: decoded.len(), value_len: text.len(), source: base + at, source_len: len });
        decoded.push_str(&text);
        at += len;
    }
    Some(Text::new(decoded, Span::new(base, base + inner.len()), segments))
}

/// The character of the escape that `text` starts with, and its length. Half a surrogate pair is shown as the replacement character.
fn escape(text: &str) -> (char, usize) {
    let simple = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => return unicode(text),
        _ => {
            let c = text[1..].chars().next().unwrap_or('\\');
            return (c, (1 + c.len_utf8()).min(text.len()));
        }
    };
    (simple, 2)
}

fn unicode(text: &str) -> (char, usize) {
    let unit = |at: usize| text.get(at..at + 6).and_then(|unit| unit.strip_prefix("\\u")).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let Some(first) = unit(0) else { return (char::REPLACEMENT_CHARACTER, text.len().min(2)) };
    if (0xd800..0xdc00).contains(&first)
        && let Some(second) = unit(6).filter(|second| (0xdc00..0xe000).contains(second))
    {
        let scalar = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        return (char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER), 12);
    }
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 6)
}

/// `text` as it stands inside a JSON string.
pub fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may")]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Issue>, Error> {
        issues(&Source::new("calls/a.json", text.to_owned()))
    }

    #[test]
    fn every_character_keeps_its_place() {
        let text = "\u{feff}[{\"title\": \"é \\ud83e\\udd80\\n\\\"x\\\" \\ud800 \\u00e9\", \"iid\": 7, \"labels\": [\"a\", {\"name\": \"b\"}]}]";
        let issues = read(text).unwrap();
        let title = issues[0].title.as_ref().unwrap();
        assert_eq!(title.value(), "é 🦀\n\"x\" \u{fffd} é");
        let crab = title.value().find('🦀').unwrap();
        assert_eq!(&text[title.locate(crab..crab + 4).range()], "\\ud83e\\udd80");
        let x = title.value().find('x').unwrap();
        assert_eq!(&text[title.locate(x..x + 1).range()], "x");
        assert_eq!(issues[0].iid, Some(7));
        assert_eq!(issues[0].labels.iter().map(|label| &text[label.span().range()]).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn what_is_no_issue_is_said() {
        let error = read("{\"title\": }").unwrap_err();
        assert_eq!((error.span, error.message.as_str(), error.is_json), (Span::at(10), "the file is not JSON: expected value", false));
        assert!(read("").unwrap_err().message.starts_with("the file is not JSON"));
        assert_eq!(read("[{\"title\": null}, 3]").unwrap_err().span, Span::new(18, 19));
        assert!(read("[]").unwrap().is_empty());
        assert!(read(&"[".repeat(100_000)).is_err());
    }
}
