//! JUnit XML in the dialect that GitLab reads: a suite a file, a failed case a finding, a passing case for a file without findings.
//! GitLab shows the content of `failure`, not its `message`; one character that XML forbids, or an attribute `type="yaml"`, loses the whole suite.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::{Style, plain};
use crate::diagnostic::{Diagnostic, Severity, State};
use crate::engine::Run;

/// Longer names say no more in a list.
const LONGEST_NAME: usize = 250;

#[derive(Default)]
struct Suite<'a> {
    findings: Vec<&'a Diagnostic>,
    fixed: Vec<&'a Diagnostic>,
}

pub fn write(run: &Run, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut suites: BTreeMap<&str, Suite<'_>> = BTreeMap::new();
    for path in &run.paths {
        suites.entry(path).or_default();
    }
    for diagnostic in &run.diagnostics {
        suites.entry(diagnostic.path()).or_default().findings.push(diagnostic);
    }
    for diagnostic in &run.fixed {
        suites.entry(diagnostic.path()).or_default().fixed.push(diagnostic);
    }
    let tests: usize = suites.values().map(Suite::tests).sum();
    let failures = failing(run.diagnostics.iter(), style.fail_on);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="ase-lint" tests="{tests}" failures="{failures}" errors="0" time="0">"#)?;
    for (path, suite) in &suites {
        suite.write(path, style.fail_on, out)?;
    }
    writeln!(out, "</testsuites>")
}

/// A case fails when its finding fails the run; any other finding is a skipped one.
fn failing<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>, fail_on: Severity) -> usize {
    diagnostics.filter(|diagnostic| diagnostic.fails(fail_on)).count()
}

impl Suite<'_> {
    fn tests(&self) -> usize {
        (self.findings.len() + self.fixed.len()).max(1)
    }

    fn write(&self, path: &str, fail_on: Severity, out: &mut dyn Write) -> io::Result<()> {
        let file = attribute(path);
        let failures = failing(self.findings.iter().copied(), fail_on);
        let skipped = self.findings.len() - failures;
        writeln!(out, r#"  <testsuite name="{file}" tests="{}" failures="{failures}" errors="0" skipped="{skipped}" time="0">"#, self.tests())?;
        if self.findings.is_empty() && self.fixed.is_empty() {
            writeln!(out, r#"    <testcase classname="{file}" name="no problems" file="{file}" time="0"/>"#)?;
        }
        let mut names = BTreeSet::new();
        for diagnostic in &self.findings {
            let name = attribute(&name(diagnostic, &mut names));
            writeln!(out, r#"    <testcase classname="{file}" name="{name}" file="{file}" time="0">"#)?;
            let message = attribute(&diagnostic.message);
            let text = content(&story(diagnostic));
            let element = if diagnostic.fails(fail_on) { "failure" } else { "skipped" };
            writeln!(out, r#"      <{element} message="{message}" type="{}">{text}</{element}>"#, kind(diagnostic))?;
            writeln!(out, "    </testcase>")?;
        }
        for diagnostic in &self.fixed {
            let name = attribute(&format!("fixed: {}", name(diagnostic, &mut names)));
            writeln!(out, r#"    <testcase classname="{file}" name="{name}" file="{file}" time="0"/>"#)?;
        }
        writeln!(out, "  </testsuite>")
    }
}

/// The name of a case, alone in its suite. Without line numbers, so that GitLab knows the case again when lines move.
fn name(diagnostic: &Diagnostic, names: &mut BTreeSet<String>) -> String {
    let name: String = format!("{}: {}", diagnostic.rule, diagnostic.message).chars().take(LONGEST_NAME).collect();
    if names.insert(name.clone()) {
        return name;
    }
    let name = format!("{name} [{}]", diagnostic.fingerprint.get(..12).unwrap_or(&diagnostic.fingerprint));
    names.insert(name.clone());
    name
}

/// `error`, or `known error` in a run that was compared.
fn kind(diagnostic: &Diagnostic) -> String {
    let known = if diagnostic.state == Some(State::Known) { "known " } else { "" };
    format!("{known}{}", diagnostic.severity)
}

/// Everything there is to say, a line each.
fn story(diagnostic: &Diagnostic) -> Vec<String> {
    let at = |place: &crate::source::Place| format!("{}:{}:{}", place.path, place.range.start.line, place.range.start.column);
    let known = if diagnostic.state == Some(State::Known) { " (known)" } else { "" };
    let mut lines = vec![format!("{}: {} {}: {}{known}", at(&diagnostic.place), diagnostic.severity, diagnostic.rule, diagnostic.message)];
    lines.extend(diagnostic.help.as_ref().map(|help| format!("help: {help}")));
    lines.extend(diagnostic.related.iter().map(|related| format!("see {}: {}", at(&related.place), related.message)));
    lines
}

/// Text that XML allows: `plain` leaves no character that it forbids.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in plain(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            c => escaped.push(c),
        }
    }
    escaped
}

fn attribute(text: &str) -> String {
    escape(text)
}

fn content(lines: &[String]) -> String {
    lines.iter().map(|line| escape(line)).collect::<Vec<_>>().join("\n")
}
