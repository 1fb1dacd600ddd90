//! What the editor shows under the pointer: what a finding means, and which question a sentence answers.

use super::document::Document;
use super::protocol::{Hover, HoverContents, MarkupContent, MarkupKind};
use crate::diagnostic::Diagnostic;
use crate::engine::Run;
use crate::questions::Status;
use crate::report::{docs_url, plain};
use crate::rules;
use crate::source::Span;

/// More findings in one place are not explained.
const MOST: usize = 3;

/// What to say of byte `at` of a document.
pub fn hover(run: &Run, findings: &[&Diagnostic], document: &Document, path: &str, at: usize, markdown: bool) -> Option<Hover> {
    let holds = |span: Span| span.start <= at && (at < span.end || span.is_empty());
    let mut parts = Vec::new();
    let mut span = None;
    for found in findings.iter().filter(|found| holds(found.place.range.span())).take(MOST) {
        span.get_or_insert(found.place.range.span());
        parts.push(explain(found, markdown));
    }
    for answer in run.answers.iter().filter(|note| *note.path == *path && note.ase_note).flat_map(|note| &note.answers) {
        let verb = match answer.status {
            Status::Answered => "answers",
            Status::Implied => "implies an answer to",
            Status::Unclear => "may answer",
            Status::Missing => continue,
        };
        if let Some(evidence) = answer.evidence.iter().find(|evidence| holds(evidence.place.range.span())) {
            span.get_or_insert(evidence.place.range.span());
            parts.push(format!("{verb}: {}", plain(&answer.text)));
        }
    }
    let value = parts.join(if markdown { "\n\n---\n\n" } else { "\n\n" });
    let kind = if markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    Some(Hover { contents: HoverContents::Markup(MarkupContent { kind, value }), range: Some(document.lines.range(&document.text, span?)) })
}

/// `ase-lint explain` without the examples.
fn explain(found: &Diagnostic, markdown: bool) -> String {
    let bold = |name: &str| if markdown { format!("**{name}**") } else { name.to_owned() };
    let Some(rule) = rules::find(&found.rule) else {
        let what = if found.rule == "config" { "a mistake in the config; `ase-lint schema config` prints what may stand there" } else { &found.message };
        return format!("{}: {}", bold(&plain(&found.rule)), plain(what));
    };
    if !markdown {
        return format!("{}: {}\n\n{}\n\n{}", rule.id, rule.summary, rule.why, rule.how);
    }
    let link = docs_url(rule.id).map_or_else(|| bold(rule.id), |url| format!("[{}]({url})", bold(rule.id)));
    format!("{link}: {}\n\n{}\n\n**How to put it right:** {}", rule.summary, rule.why, rule.how)
}
