//! ` #` cuts a value without quotes.

use super::visit;
use crate::diagnostic::{Safety, Severity};
use crate::document::note::Note;
use crate::document::yaml::{Resolved, Style, quote};
use crate::rules::{Check, Context, Rule, words};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "yaml/truncated-value",
    summary: "a ` #` cuts off the rest of a value without quotes",
    why: "In YAML a `#` after a space starts a comment. `name: 5a1f9965 Acme #1 Corp` is the organization `5a1f9965 Acme`: the rest is dropped, and nothing says so.",
    how: "Put the value in quotes. If a comment is meant, put a space behind its `#`.",
    severity: Severity::Warning,
    fix: Some(Safety::Safe),
    options: &[],
    check: Check::Note(check),
};

fn check(note: &Note, cx: &mut Context<'_>) {
    visit(note, &mut |at| {
        let (Some(scalar), false) = (at.node.scalar(), at.is_key) else { return };
        if scalar.style != Style::Plain || !matches!(at.node.resolve(), Some(Resolved::Str(_))) {
            return;
        }
        let value = at.node.span;
        let Some(comment) = comment_after(note, value) else { return };
        let comment = up_to_next(note, comment);
        let text = note.source.slice(comment);
        let after = text.trim_start_matches('#');
        // A comment that is meant as one has a space, and a line of `#` is a ruler.
        if after.is_empty() || after.starts_with(char::is_whitespace) || after.starts_with("ase-lint:") {
            return;
        }
        let whole = Span::new(value.start, comment.end);
        let raw = note.source.slice(whole);
        let quoted = if raw.contains(['\n', '\r']) { format!("'{}'", raw.replace('\'', "''")) } else { quote(raw) };
        let whose = at.key().map_or_else(String::new, |key| format!(" of {}", words::code(key)));
        // A long word may be a password.
        let is_short = text.split_whitespace().all(|word| word.chars().count() <= 16);
        let what = if is_short { words::code(text) } else { "what stands behind ` #`".to_owned() };
        cx.report(comment, format!("{what} is read as a comment, not as a part of the value{whose}"))
            .help("put the value in quotes; if a comment is meant, put a space behind the `#`")
            .replace(Safety::Safe, "put the whole value in quotes", whole, quoted);
    });
}

/// The comment up to another one in it that is meant as one: `#1 # see the ticket`, `#1 # ase-lint: …`.
fn up_to_next(note: &Note, comment: Span) -> Span {
    let text = note.source.slice(comment);
    let starts = |at: usize| {
        let rest = &text[at + 1..];
        text[..at].ends_with([' ', '\t']) && (rest.is_empty() || rest.starts_with(char::is_whitespace) || rest.starts_with("ase-lint:"))
    };
    let end = text.match_indices('#').map(|(at, _)| at).find(|&at| starts(at)).map_or(text.len(), |at| text[..at].trim_end().len());
    Span::new(comment.start, comment.start + end)
}

/// The comment on the line where the value ends, without blanks at its end.
fn comment_after(note: &Note, value: Span) -> Option<Span> {
    let comments = &note.yaml.comments;
    let comment = *comments.get(comments.partition_point(|comment| comment.start < value.end))?;
    let between = note.source.slice(Span::new(value.end, comment.start));
    let is_near = !between.is_empty() && between.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
    let text = note.source.slice(comment);
    is_near.then(|| Span::new(comment.start, comment.start + text.trim_end().len()))
}
