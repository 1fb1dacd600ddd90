//! A note fits into a ticket comment.

use super::super::{Check, Context, Rule, RuleOption};
use crate::diagnostic::Severity;
use crate::document::note::Note;

pub(super) const RULE: Rule = Rule {
    id: "note/length",
    summary: "the notes have more characters than a ticket comment holds",
    why: "The notes are posted as one internal comment on each new ticket. Zendesk takes about 65,000 characters in a comment; of a longer note nothing may arrive at all, \
          and long before that nobody reads it.",
    how: "Keep what everybody needs on every ticket, and link to a page or a collaboration project for the rest.",
    severity: Severity::Warning,
    fix: None,
    options: &[RuleOption { name: "max", schema: r#"{"type": "integer", "minimum": 1}"#, default: "65000", help: "The most characters the notes may have." }],
    check: Check::Note(check),
};

const MAX: usize = 65_000;

fn check(note: &Note, cx: &mut Context<'_>) {
    let Some(notes) = note.notes() else { return };
    let max = cx.option::<usize>("max").unwrap_or(MAX);
    let length = notes.text.value().chars().count();
    if length > max {
        let holder = if max == MAX { "a ticket comment holds" } else { "the limit is" };
        let message = format!("the notes have {} characters, and {holder} {}", grouped(length), grouped(max));
        cx.report(notes.key, message).subject("length").help("shorten them, or move parts to a page and link to it");
    }
}

/// `65,000`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
