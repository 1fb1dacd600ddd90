//! A file is one document.

use crate::diagnostic::Severity;
use crate::document::note::Note;
use crate::document::yaml::{Document, Style, Value};
use crate::rules::{Check, Context, Rule};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "yaml/single-document",
    summary: "a second document starts inside the file",
    why: "A line of `---` without spaces in front ends the note. Only what stands above it reaches Zendesk; the rest of the text is lost, or the whole file is refused.",
    how: "If the line is a ruler in the text, put the same spaces in front of it as the lines around it have. If it is left over, delete it. Two organizations need two files.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Note(check),
};

fn check(note: &Note, cx: &mut Context<'_>) {
    let mut more = note.yaml.documents.iter().skip(1);
    let Some(second) = more.next() else { return };
    let others: Vec<Span> = more.map(start).collect();
    let message = match second.marker {
        Some(_) => "`---` at the start of the line ends the note and starts a second document",
        None => "a second document starts here, after the end of the first one",
    };
    let places: Vec<_> = others.iter().take(20).map(|&other| cx.source().place(other)).collect();
    let found = cx.report(start(second), message).subject("document").help(if is_empty(second) {
        "delete the line: nothing follows it"
    } else {
        "indent the line if it belongs to the text of the note, else delete it"
    });
    for place in places {
        found.related(place, "another document");
    }
}

/// The `---`, or the first line of a document without one.
fn start(document: &Document) -> Span {
    let root = document.root.as_ref().map_or(0, |root| root.span.start);
    document.marker.unwrap_or(Span::at(root))
}

fn is_empty(document: &Document) -> bool {
    document.root.as_ref().is_none_or(|root| matches!(&root.value, Value::Scalar(scalar) if scalar.style == Style::Absent))
}
