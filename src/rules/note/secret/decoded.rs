//! Values that read otherwise than they are written: escapes and folds of YAML and JSON, and the cells of the account table.

use super::{Secret, find};
use crate::document::Document;
use crate::document::scalar_map::{Style, Text};
use crate::document::yaml::{Node, Value};
use crate::source::Span;

/// The texts of a document whose bytes are not those of the file, in order. A literal block's are, line by line.
pub(super) fn texts(document: &Document) -> Vec<&Text> {
    let mut found = Vec::new();
    match document {
        Document::Note(note) => note.yaml.documents.iter().filter_map(|document| document.root.as_ref()).for_each(|root| scalars(root, &mut found)),
        Document::Accounts(accounts) => {
            found.extend(accounts.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells).map(|cell| &cell.text));
        }
        Document::Call(call) => {
            let titles = call.records.iter().filter_map(|record| record.title.as_ref()).map(|title| &title.text);
            found.extend(call.records.iter().map(|record| &record.text).chain(titles));
        }
        Document::Broken { .. } => {}
    }
    found.retain(|text| !(text.value().is_empty() || matches!(text.segments(), [one] if one.is_verbatim())));
    found.sort_by_key(|text| text.span());
    found
}

fn scalars<'a>(node: &'a Node, found: &mut Vec<&'a Text>) {
    match &node.value {
        Value::Scalar(scalar) if scalar.style != Style::Literal => found.push(&scalar.text),
        Value::Mapping(entries) => entries.iter().for_each(|entry| {
            scalars(&entry.key, found);
            scalars(&entry.value, found);
        }),
        Value::Sequence(items) => items.iter().for_each(|item| scalars(item, found)),
        Value::Scalar(_) | Value::Alias { .. } => {}
    }
}

/// The secrets of a text, where they stand in the file.
pub(super) fn secrets(text: &Text) -> impl Iterator<Item = Secret> {
    find(text.value()).into_iter().map(|secret| Secret {
        kind: secret.kind,
        span: text.locate(secret.span.range()),
        hidden: text.locate(secret.span.join(secret.hidden).range()),
    })
}

/// What the bytes `hidden` of the file read in this text.
pub(super) fn read(text: &Text, hidden: Span) -> Option<&str> {
    let segments = text.segments();
    if segments.is_empty() {
        return hidden.touches(text.span()).then(|| text.value());
    }
    let first = segments.partition_point(|segment| segment.source + segment.source_len <= hidden.start);
    let last = segments.partition_point(|segment| segment.source < hidden.end).checked_sub(1)?;
    let (first, last) = (segments.get(first)?, segments.get(last)?);
    let from = if first.is_verbatim() { first.value + hidden.start.saturating_sub(first.source) } else { first.value };
    let to = if last.is_verbatim() { last.value + (hidden.end - last.source).min(last.value_len) } else { last.value + last.value_len };
    text.value().get(from..to).filter(|value| !value.is_empty())
}
