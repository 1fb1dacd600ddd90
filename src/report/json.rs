//! The findings as one JSON document, the shape of `schemas/report.schema.json`.

use std::io::{self, Write};

use serde::Serialize;

use super::redact;
use crate::diagnostic::{Diagnostic, Safety, Severity, State};
use crate::engine::{Checked, Run};
use crate::source::{Position, Span, TextRange};

#[derive(Serialize)]
struct Report<'a> {
    version: u8,
    summary: Summary<'a>,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Summary<'a> {
    checked: Checked,
    skipped: Vec<Skipped<'a>>,
    errors: usize,
    warnings: usize,
    infos: usize,
    /// Only in a run that was compared with a base revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<Vec<Fixed<'a>>>,
}

#[derive(Serialize)]
struct Skipped<'a> {
    path: &'a str,
    reason: &'a str,
}

/// A finding of the base revision that is gone. It has no range: its lines are those of another revision.
#[derive(Serialize)]
struct Fixed<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    path: &'a str,
    fingerprint: &'a str,
}

#[derive(Serialize)]
pub struct Finding<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    path: &'a str,
    range: TextRange,
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
    fix: Option<Fix<'a>>,
    fingerprint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<State>,
}

#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    range: TextRange,
    message: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    safety: Safety,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    path: &'a str,
    range: TextRange,
    text: &'a str,
}

pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let report = Report {
        version: 1,
        summary: Summary {
            checked: run.checked,
            skipped: run.skipped.iter().map(|skipped| Skipped { path: &skipped.path, reason: &skipped.reason }).collect(),
            errors: run.count(Severity::Error),
            warnings: run.count(Severity::Warning),
            infos: run.count(Severity::Info),
            fixed: run.compared.then(|| run.fixed.iter().map(fixed).collect()),
        },
        diagnostics: run.diagnostics.iter().map(|diagnostic| finding(run, diagnostic)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

/// One finding as `json` and `jsonl` show it.
pub fn finding<'a>(run: &'a Run, diagnostic: &'a Diagnostic) -> Finding<'a> {
    let edit = |edit: &'a crate::diagnostic::Edit| Edit { path: &edit.path, range: range(run, &edit.path, edit.span), text: &edit.text };
    Finding {
        rule: &diagnostic.rule,
        severity: diagnostic.severity,
        message: &diagnostic.message,
        path: &diagnostic.place.path,
        range: diagnostic.place.range,
        help: diagnostic.help.as_deref(),
        related: diagnostic
            .related
            .iter()
            .map(|related| Related { path: &related.place.path, range: related.place.range, message: &related.message })
            .collect(),
        fix: redact::fix(run, diagnostic).map(|fix| Fix { title: &fix.title, safety: fix.safety, edits: fix.edits.iter().map(edit).collect() }),
        fingerprint: &diagnostic.fingerprint,
        state: diagnostic.state,
    }
}

fn fixed(diagnostic: &Diagnostic) -> Fixed<'_> {
    Fixed {
        rule: &diagnostic.rule,
        severity: diagnostic.severity,
        message: &diagnostic.message,
        path: &diagnostic.place.path,
        fingerprint: &diagnostic.fingerprint,
    }
}

/// The lines and columns of an edit; of a file that does not exist yet, its start.
pub fn range(run: &Run, path: &str, span: Span) -> TextRange {
    match run.sources.get(path) {
        Some(source) => source.range(span),
        None => TextRange { start: Position { line: 1, column: 1, offset: span.start }, end: Position { line: 1, column: 1, offset: span.end } },
    }
}
