//! The front matter of a Markdown record: `title:` and `labels:` between two lines of `---`.

use crate::document::scalar_map::Text;
use crate::document::yaml::{Node, Yaml};
use crate::source::{Source, Span};

/// What stands in front of the Markdown.
#[derive(Debug, Default)]
pub struct Front {
    pub title: Option<Text>,
    pub labels: Vec<Text>,
    pub comments: Vec<Span>,
    /// Where the Markdown starts.
    pub end: usize,
}

/// Reads the front matter; without any, `end` is where the text starts.
pub fn read(source: &Source) -> Front {
    let start = source.bom_len();
    let none = Front { end: start, ..Front::default() };
    if source.slice(source.line_span(1)).trim_start_matches(crate::source::BOM).trim_end() != "---" {
        return none;
    }
    let closing = (2..=source.line_count()).find(|&line| matches!(source.slice(source.line_span(line)).trim_end(), "---" | "..."));
    let Some(closing) = closing else { return none };
    let inside = &source.text()[..source.line_span(closing).start];
    // The first `---` is YAML's own marker, so that the places need no shift.
    let yaml = Yaml::parse(inside);
    let end = source.line_span(closing + 1).start;
    let entries = yaml.root().and_then(Node::mapping);
    if entries.is_none() || !yaml.errors.is_empty() {
        return by_line(source, closing, end).unwrap_or(if inside[start + 3..].trim().is_empty() { Front { end, ..Front::default() } } else { none });
    }
    let root = yaml.root();
    let value = |key: &str| root.and_then(|root| root.get(key)).map(|entry| &entry.value);
    let labels = value("labels").or_else(|| value("label"));
    Front {
        title: value("title").and_then(Node::as_str).cloned(),
        labels: match labels.map(|node| (node, node.sequence())) {
            Some((_, Some(items))) => items.iter().filter_map(Node::as_str).cloned().collect(),
            Some((node, None)) => node.as_str().map_or_else(Vec::new, split),
            None => Vec::new(),
        },
        comments: yaml.comments,
        end,
    }
}

/// A title is often written without the quotes that its colon needs in YAML. It is plain enough what is meant.
fn by_line(source: &Source, closing: usize, end: usize) -> Option<Front> {
    let mut front = Front { end, ..Front::default() };
    let mut found = false;
    let mut in_labels = false;
    for line in 2..closing {
        let span = source.line_span(line);
        let text = source.slice(span);
        let at = |part: &str| span.start + (part.as_ptr().addr() - text.as_ptr().addr());
        if let Some(item) = text.trim_start().strip_prefix("- ").filter(|_| in_labels) {
            let bare = unquoted(item);
            front.labels.push(Text::verbatim(bare, at(bare)));
            continue;
        }
        in_labels = false;
        let Some((key, value)) = text.split_once(':') else { continue };
        let bare = unquoted(value);
        match key {
            "title" => {
                front.title = (!bare.is_empty()).then(|| Text::verbatim(bare, at(bare)));
                found = true;
            }
            "labels" | "label" => {
                in_labels = bare.is_empty();
                let inner = bare.trim_start_matches('[').trim_end_matches(']');
                front.labels.extend(inner.split(',').map(unquoted).filter(|name| !name.is_empty()).map(|name| Text::verbatim(name, at(name))));
                found = true;
            }
            _ => {}
        }
    }
    found.then_some(front)
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inside = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}

/// Labels in one string, as GitLab's API takes them: `a, b`.
fn split(text: &Text) -> Vec<Text> {
    if !text.value().contains(',') {
        return vec![text.clone()];
    }
    let mut at = 0;
    let mut labels = Vec::new();
    for part in text.value().split(',') {
        let name = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        if !name.is_empty() {
            labels.push(Text::verbatim(name, text.locate(start..start + name.len()).start));
        }
        at += part.len() + 1;
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<String>, Vec<String>, String) {
        let source = Source::new("calls/a.md", text.to_owned());
        let front = super::read(&source);
        for label in front.labels.iter().chain(&front.title) {
            assert!(source.slice(label.span()).contains(label.value()), "{text}");
        }
        (front.title.map(|title| title.value().to_owned()), front.labels.iter().map(|label| label.value().to_owned()).collect(), text[front.end..].to_owned())
    }

    #[test]
    fn title_and_labels_are_read_in_every_spelling() {
        let title = Some("2026-03-05 Call: x".to_owned());
        let labels = vec!["ASE Work - Acme".to_owned(), "b".to_owned()];
        for text in [
            "---\ntitle: \"2026-03-05 Call: x\"\nlabels: [ASE Work - Acme, b]\n---\nbody\n",
            "\u{feff}---\r\ntitle: '2026-03-05 Call: x'\r\nlabels:\r\n  - ASE Work - Acme\r\n  - b\r\n---\r\nbody\n",
            "---\ntitle: 2026-03-05 Call: x\nlabels: ASE Work - Acme, b\n---\nbody\n",
            "---\ntitle: 2026-03-05 Call: x\nlabels:\n  - \"ASE Work - Acme\"\n  - b\n---\nbody\n",
        ] {
            assert_eq!(read(text), (title.clone(), labels.clone(), "body\n".to_owned()), "{text}");
        }
    }

    #[test]
    fn a_rule_across_the_page_is_no_front_matter() {
        for text in ["---\n# T\n---\n", "---\n", "---\nText\n\n---\nmore\n", "# T\n"] {
            assert_eq!(read(text), (None, Vec::new(), text.to_owned()), "{text}");
        }
        assert_eq!(read("---\n---\nx"), (None, Vec::new(), "x".to_owned()));
    }
}
