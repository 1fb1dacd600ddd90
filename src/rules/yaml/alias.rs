//! Anchors, aliases, merge keys and tags in a note.

use std::collections::HashSet;

use super::{Visited, visit};
use crate::diagnostic::Severity;
use crate::document::note::Note;
use crate::document::yaml::{Style, Value};
use crate::rules::{Check, Context, Rule, words};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "yaml/alias",
    summary: "an anchor, alias, merge key or tag in a note",
    why: "These are YAML's shorthands for programs. Readers treat them differently, some refuse them, and in a note they are nearly always text that begins with `&`, `*` or `!` \
          by accident: the word behind the sign then disappears from the text.",
    how: "Put the value in quotes if it is text. Otherwise write the value out where it belongs.",
    severity: Severity::Warning,
    fix: None,
    options: &[],
    check: Check::Note(check),
};

/// More of them in one file than this are not told one by one.
const MOST: usize = 100;

fn check(note: &Note, cx: &mut Context<'_>) {
    let mut found: Vec<(Span, String, &str)> = Vec::new();
    // Of the aliases of one anchor the first is enough.
    let mut told = HashSet::new();
    visit(note, &mut |at| {
        let repeats = matches!(&at.node.value, Value::Alias { name, .. } if !told.insert(name.clone()));
        if found.len() < MOST && !repeats {
            look(note, at, &mut found);
        }
    });
    found.sort_by_key(|(span, ..)| *span);
    for (span, message, help) in found {
        cx.report(span, message).help(help);
    }
}

fn look<'a>(note: &'a Note, at: Visited<'a>, found: &mut Vec<(Span, String, &str)>) {
    const TEXT: &str = "put the value in quotes if it is text, else write it without the sign";
    let code = |span: Span| code(note.source.slice(span));
    if let Some(anchor) = at.node.anchor {
        found.push((anchor, format!("{} is an anchor, which is no part of the value", code(anchor)), TEXT));
    }
    if let Some(tag) = at.node.tag {
        found.push((tag, format!("{} is a tag, which is no part of the value", code(tag)), TEXT));
    }
    if at.is_key && is_merge(at) {
        found.push((at.node.span, "`<<` is a merge key, which not every reader of YAML follows".to_owned(), "write the keys out"));
        return;
    }
    // `<<: *base` is one finding, and an alias of nothing is a syntax error.
    let told = at.entry.is_some_and(|entry| !at.is_key && is_merge(Visited { node: &entry.key, is_key: true, ..at }));
    let Value::Alias { target, .. } = &at.node.value else { return };
    if told || note.yaml.errors.iter().any(|error| error.span.touches(at.node.span)) {
        return;
    }
    let span = at.node.span;
    let message = match target {
        Some(_) => format!("{} is an alias, which stands for a value written elsewhere", code(span)),
        None => format!("{} is an alias of a value that is too large, or of one around it, and is not followed", code(span)),
    };
    found.push((span, message, "write the value out here, or put it in quotes if it is text"));
}

/// The sign with its word. A long word after a sign may be a password that happens to start with one.
fn code(text: &str) -> String {
    if text.starts_with("!!") || text.chars().count() <= 16 {
        words::code(text)
    } else {
        words::code(text.get(..1).unwrap_or_default()) + " with a word behind it"
    }
}

fn is_merge(at: Visited<'_>) -> bool {
    matches!(&at.node.value, Value::Scalar(scalar) if scalar.style == Style::Plain && scalar.text.value() == "<<" && at.node.tag.is_none())
}
