//! A key stands twice in one mapping.

use std::collections::HashMap;

use super::visit;
use crate::diagnostic::Severity;
use crate::document::note::Note;
use crate::document::yaml::{Resolved, Value};
use crate::rules::{Check, Context, Rule, words};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "yaml/duplicate-key",
    summary: "a key stands twice in one mapping",
    why: "A reader of YAML keeps one of the two and drops the other without a word, usually the first: half of the note is then missing on every ticket.",
    how: "Compare both values. Keep the right one, or join the two texts under one key, and delete the other key.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Note(check),
};

fn check(note: &Note, cx: &mut Context<'_>) {
    visit(note, &mut |at| {
        let Value::Mapping(entries) = &at.node.value else { return };
        // `1` and `"1"` are two keys.
        let mut seen: HashMap<(&str, bool), Span> = HashMap::new();
        for entry in entries {
            let Some(text) = entry.key.as_str() else { continue };
            let is_text = matches!(entry.key.resolve(), Some(Resolved::Str(_)));
            let span = entry.key.span;
            let Some(&first) = seen.get(&(text.value(), is_text)) else {
                seen.insert((text.value(), is_text), span);
                continue;
            };
            let key = words::code(text.value());
            let first = cx.source().place(first);
            cx.report(span, format!("the key {key} stands twice in one mapping"))
                .subject(text.value())
                .help(format!("keep one {key}, with the value that holds"))
                .related(first, format!("the first {key}"));
        }
    });
}
