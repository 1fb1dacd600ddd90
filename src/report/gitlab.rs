//! GitLab's Code Quality report: one JSON array. GitLab drops an entry it cannot read together with all that follow, so that every entry is made
//! to fit: paths below the repository's top level, whole line numbers, severities in lower case, a fingerprint of its own.

use std::io::{self, Write};

use serde::Serialize;

use super::{plain, summary};
use crate::diagnostic::{Diagnostic, Severity, State};
use crate::engine::Run;

#[derive(Serialize)]
struct Issue<'a> {
    r#type: &'static str,
    check_name: &'a str,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Content<'a>>,
    severity: &'static str,
    fingerprint: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Content<'a> {
    body: &'a str,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let issues: Vec<Issue<'_>> = run.diagnostics.iter().filter(|diagnostic| below_top(diagnostic.path())).map(issue).collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

/// The findings outside the repository: GitLab could not link to them.
pub fn left_out(run: &Run) -> Option<String> {
    let count = run.diagnostics.iter().filter(|diagnostic| !below_top(diagnostic.path())).count();
    (count > 0).then(|| format!("the gitlab report leaves out {}: not below the repository's top level", summary::number(count, "finding", "findings")))
}

fn issue(diagnostic: &Diagnostic) -> Issue<'_> {
    let begin = diagnostic.place.range.start.line.max(1);
    // The merge request shows the description alone.
    let known = if diagnostic.state == Some(State::Known) { " (known)" } else { "" };
    Issue {
        r#type: "issue",
        check_name: &diagnostic.rule,
        description: format!("{}: {}{known}", plain(&diagnostic.rule), plain(&diagnostic.message)),
        content: diagnostic.help.as_deref().map(|body| Content { body }),
        severity: match diagnostic.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Info => "info",
        },
        fingerprint: &diagnostic.fingerprint,
        location: Location { path: diagnostic.path(), lines: Lines { begin, end: diagnostic.place.range.end.line.max(begin) } },
    }
}

/// Whether a path, as reports show it, lies below the top level, in a form that GitLab can link to.
pub fn below_top(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    !path.is_empty() && !drive && !path.contains('\\') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::below_top;

    #[test]
    fn only_what_lies_below_the_top_level_can_be_linked() {
        for path in ["organizations/1.yaml", ".gitlab/issue_templates/call.md", "a b/ü.yaml", "...yaml"] {
            assert!(below_top(path), "{path}");
        }
        for path in ["", "/etc/passwd", "../x.yaml", "a/../../x.yaml", "./x.yaml", "C:/x.yaml", "a\\b.yaml", "a//b.yaml"] {
            assert!(!below_top(path), "{path}");
        }
    }
}
