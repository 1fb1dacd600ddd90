//! Everything that the template shows.

use std::io;

use serde::Serialize;

use super::accounts::{self, Tally};
use super::escape;
use super::findings::{self, Counts, File, RuleEntry};
use super::owners::Owners;
use crate::diagnostic::{Diagnostic, Severity, State};
use crate::engine::Run;
use crate::report::plain;

/// Files named in the summary.
const NAMED: usize = 5;

#[derive(Debug, Serialize)]
pub struct Page {
    policy: String,
    styles: &'static str,
    script: &'static str,
    /// `pass`, `fail` or `none`.
    gate: &'static str,
    headline: String,
    /// What made it fail, or would.
    gate_rule: &'static str,
    checked: String,
    counts: Counts,
    compared: Option<String>,
    /// The files that fail the run, the worst first, and how many are not named.
    worst: Vec<Worst>,
    worst_more: usize,
    tally: Vec<Tally>,
    notes: usize,
    other_notes: usize,
    accounts: usize,
    findings: usize,
    files: Vec<File>,
    fixed: Vec<Fixed>,
    rules: Vec<RuleEntry>,
    skipped: Vec<Skipped>,
    /// JSON that cannot end its script.
    data: String,
    bodies: String,
}

#[derive(Debug, Serialize)]
struct Worst {
    path: String,
    name: String,
    owner: String,
    what: String,
    /// The first failing finding.
    anchor: String,
}

#[derive(Debug, Serialize)]
struct Fixed {
    path: String,
    rule: String,
    message: String,
}

#[derive(Debug, Serialize)]
struct Skipped {
    path: String,
    reason: String,
}

impl Page {
    pub fn new(run: &Run, fail_on: Severity, policy: String, styles: &'static str, script: &'static str) -> io::Result<Self> {
        let owners = Owners::new(run);
        let notes = accounts::ase_notes(run);
        let data = accounts::data(run, &notes, &owners);
        let bodies = accounts::bodies(&notes, &data.questions);
        let files = findings::files(run, &owners);
        let counts = Counts::of(&run.diagnostics);
        let (gate, headline) = verdict(run, fail_on);
        let mut worst = worst(run, fail_on, &files);
        let worst_more = worst.len().saturating_sub(NAMED);
        worst.truncate(NAMED);
        let clean = |text: &str| plain(text).into_owned();
        Ok(Self {
            policy,
            styles,
            script,
            gate,
            headline,
            gate_rule: match fail_on {
                Severity::Error => "Errors stop a merge request; warnings and infos do not.",
                Severity::Warning => "Errors and warnings stop a merge request; infos do not.",
                Severity::Info => "Every finding stops a merge request.",
            },
            checked: checked(run),
            counts,
            compared: compared(run),
            worst,
            worst_more,
            tally: accounts::tally(&notes, &data.questions),
            notes: notes.len(),
            other_notes: run.answers.len() - notes.len(),
            accounts: data.accounts.len(),
            findings: run.diagnostics.len(),
            files,
            fixed: run
                .fixed
                .iter()
                .map(|fixed| Fixed { path: clean(&fixed.place.path), rule: clean(&fixed.rule), message: escape::words(&fixed.message) })
                .collect(),
            rules: findings::rules(run),
            skipped: run.skipped.iter().map(|skipped| Skipped { path: clean(&skipped.path), reason: clean(&skipped.reason) }).collect(),
            data: escape::json(&data)?,
            bodies: escape::json(&bodies)?,
        })
    }
}

fn verdict(run: &Run, fail_on: Severity) -> (&'static str, String) {
    let mut failing = Counts::default();
    let mut files: Vec<&str> = Vec::new();
    for diagnostic in run.diagnostics.iter().filter(|diagnostic| diagnostic.fails(fail_on)) {
        failing.add(diagnostic.severity);
        if files.last() != Some(&&**diagnostic.path()) {
            files.push(diagnostic.path());
        }
    }
    if !files.is_empty() {
        let new = if run.compared { "New: " } else { "" };
        return ("fail", format!("{new}{} in {}", in_words(failing), number(files.len(), "file", "files")));
    }
    let fresh = Counts::of(run.diagnostics.iter().filter(|diagnostic| diagnostic.state != Some(State::Known)));
    let headline = if run.checked.total() == 0 && run.diagnostics.is_empty() {
        return ("none", "Nothing was checked".to_owned());
    } else if run.diagnostics.is_empty() {
        "No problems".to_owned()
    } else if in_words(fresh).is_empty() {
        "Nothing new".to_owned()
    } else if run.compared {
        format!("New: {} to look at", in_words(fresh))
    } else {
        format!("{} to look at", in_words(fresh))
    };
    ("pass", headline)
}

/// The files with findings that fail the run, the most first.
fn worst(run: &Run, fail_on: Severity, files: &[File]) -> Vec<Worst> {
    let by_file = run.diagnostics.chunk_by(|a, b| a.place.path == b.place.path);
    let mut worst: Vec<(usize, Worst)> = by_file
        .zip(files)
        .filter_map(|(found, file)| {
            let failing: Vec<&Diagnostic> = found.iter().filter(|diagnostic| diagnostic.fails(fail_on)).collect();
            let first = *failing.first()?;
            let (number, counts) = (failing.len(), Counts::of(failing));
            let (path, name, owner) = (file.path.clone(), file.name.clone(), file.owner.clone());
            Some((number, Worst { path, name, owner, what: in_words(counts), anchor: findings::anchor(first) }))
        })
        .collect();
    worst.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    worst.into_iter().map(|(_, worst)| worst).collect()
}

fn checked(run: &Run) -> String {
    let kinds =
        [(run.checked.note, "note", "notes"), (run.checked.accounts, "account table", "account tables"), (run.checked.call, "call record", "call records")];
    let words: Vec<String> = kinds.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| number(*count, one, many)).collect();
    list(&words)
}

fn compared(run: &Run) -> Option<String> {
    let count = |state| run.diagnostics.iter().filter(|diagnostic| diagnostic.state == Some(state)).count();
    run.compared.then(|| {
        format!("{} new, {} known and {} fixed since the base revision; only new ones count.", count(State::New), count(State::Known), run.fixed.len())
    })
}

/// `3 errors and 1 warning`.
fn in_words(counts: Counts) -> String {
    let severities = [(counts.errors, "error", "errors"), (counts.warnings, "warning", "warnings"), (counts.infos, "info", "infos")];
    let words: Vec<String> = severities.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| number(*count, one, many)).collect();
    list(&words)
}

fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
    }
}

/// `1,234 errors`: thousands apart, as people read them.
fn number(count: usize, one: &str, many: &str) -> String {
    let digits = count.to_string();
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    format!("{shown} {}", if count == 1 { one } else { many })
}
