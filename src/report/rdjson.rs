//! reviewdog's format. Its columns count UTF-8 bytes from 1, its ends are exclusive.

use std::io::{self, Write};

use serde::Serialize;

use super::{docs_url, redact};
use crate::diagnostic::{Diagnostic, Severity, State};
use crate::engine::Run;
use crate::source::{Span, TextRange};

/// A suggestion over more lines is none that a reviewer can read.
const MOST_LINES: usize = 100;

#[derive(Serialize)]
struct Report<'a> {
    source: Tool,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    url: &'static str,
}

#[derive(Serialize)]
struct Finding<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    /// Absent where the file is not at hand to count its bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let tool = Tool { name: env!("CARGO_PKG_NAME"), url: env!("CARGO_PKG_REPOSITORY") };
    let report = Report { source: tool, diagnostics: run.diagnostics.iter().map(|diagnostic| finding(run, diagnostic)).collect() };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

fn finding<'a>(run: &Run, diagnostic: &'a Diagnostic) -> Finding<'a> {
    let known = if diagnostic.state == Some(State::Known) { " (known)" } else { "" };
    let help = diagnostic.help.as_deref().map(|help| format!("\n{help}")).unwrap_or_default();
    Finding {
        message: format!("{}{known}{help}", diagnostic.message),
        location: location(run, diagnostic.path(), diagnostic.place.range),
        severity: match diagnostic.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        code: Code { value: &diagnostic.rule, url: docs_url(&diagnostic.rule) },
        suggestions: suggestion(run, diagnostic).into_iter().collect(),
        related_locations: diagnostic
            .related
            .iter()
            .map(|related| Related { message: &related.message, location: location(run, &related.place.path, related.place.range) })
            .collect(),
    }
}

fn location<'a>(run: &Run, path: &'a str, range: TextRange) -> Location<'a> {
    Location { path, range: bytes(run, path, range) }
}

fn bytes(run: &Run, path: &str, range: TextRange) -> Range {
    let source = run.sources.get(path);
    let position = |position: crate::source::Position| Position {
        line: position.line,
        column: source.map(|source| position.offset.saturating_sub(source.line_span(position.line).start) + 1),
    };
    Range { start: position(range.start), end: position(range.end) }
}

/// The fix as one replacement: several edits become one with the text between them. Each suggestion of reviewdog stands for itself,
/// so that edits of several files, or of another file, are no suggestion.
fn suggestion(run: &Run, diagnostic: &Diagnostic) -> Option<Suggestion> {
    let fix = redact::fix(run, diagnostic)?;
    let source = run.sources.get(diagnostic.path())?;
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    if edits.iter().any(|edit| edit.path != *diagnostic.path()) {
        return None;
    }
    let whole = Span::new(edits.first()?.span.start, edits.iter().map(|edit| edit.span.end).max()?);
    let range = source.range(whole);
    let secret = redact::spans(run, diagnostic.path()).iter().any(|secret| secret.touches(whole));
    if secret || range.end.line - range.start.line > MOST_LINES {
        return None;
    }
    let (mut text, mut done) = (String::new(), whole.start);
    for edit in edits {
        if edit.span.start < done {
            return None;
        }
        text.push_str(source.slice(Span::new(done, edit.span.start)));
        text.push_str(&edit.text);
        done = edit.span.end;
    }
    Some(Suggestion { range: bytes(run, diagnostic.path(), range), text })
}
