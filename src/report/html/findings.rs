//! The findings as the page lists them: by file, those at one place together, in the order that every report shares.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;
use serde::Serialize;

use super::escape::{fragment, words};
use super::excerpt::excerpt;
use super::owners::{Owners, short};
use crate::diagnostic::{Diagnostic, Safety, Severity};
use crate::engine::Run;
use crate::report::{plain, redact};
use crate::rules;

/// One file with its findings.
#[derive(Debug, Serialize)]
pub struct File {
    pub path: String,
    /// The account, or the organization's name.
    pub name: String,
    pub owner: String,
    pub counts: Counts,
    /// Where the page shows the note's answers: its path for use in a link.
    pub answers: Option<String>,
    pub places: Vec<Spot>,
}

#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
}

/// A place with everything found there.
#[derive(Debug, Serialize)]
pub struct Spot {
    pub line: usize,
    pub column: usize,
    pub owner: String,
    pub account: String,
    /// HTML; empty where the file has no text.
    pub excerpt: String,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Serialize)]
pub struct Finding {
    pub anchor: String,
    pub severity: Severity,
    pub state: Option<crate::diagnostic::State>,
    /// HTML.
    pub message: String,
    pub help: Option<String>,
    pub related: Vec<Related>,
    pub fix: Option<Fix>,
    pub rule: String,
    /// HTML: the first sentence of why the rule exists.
    pub why: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Related {
    pub path: String,
    pub line: usize,
    pub column: usize,
    /// HTML.
    pub message: String,
    pub excerpt: String,
}

#[derive(Debug, Serialize)]
pub struct Fix {
    /// HTML.
    pub title: String,
    pub safe: bool,
}

/// A rule that has findings on this page.
#[derive(Debug, Serialize)]
pub struct RuleEntry {
    pub id: String,
    /// HTML, like `how`.
    pub why: String,
    pub how: String,
}

impl Counts {
    pub fn of<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Self {
        let mut counts = Self::default();
        for diagnostic in diagnostics {
            counts.add(diagnostic.severity);
        }
        counts
    }

    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.infos += 1,
        }
    }
}

/// All findings, file by file.
pub fn files(run: &Run, owners: &Owners<'_>) -> Vec<File> {
    let noted: HashSet<&str> = run.answers.iter().filter(|note| note.ase_note).map(|note| &*note.path).collect();
    let by_file: Vec<&[Diagnostic]> = run.diagnostics.chunk_by(|a, b| a.place.path == b.place.path).collect();
    by_file
        .into_par_iter()
        .map(|found| {
            let path = found[0].path();
            let rows = owners.rows_of(path);
            let counts = Counts::of(found);
            let places = found.chunk_by(|a, b| a.place.range == b.place.range).map(|at| spot(run, owners, at)).collect();
            let name = if owners.is_table(path) { "Account table".to_owned() } else { name(run, owners, path) };
            File {
                path: plain(path).into_owned(),
                name,
                owner: plain(&owners.ases(rows)).into_owned(),
                counts,
                answers: noted.contains(&**path).then(|| fragment(&plain(path))),
                places,
            }
        })
        .collect()
}

/// What people call the organization of the note at `path`.
fn name(run: &Run, owners: &Owners<'_>, path: &str) -> String {
    let account = owners.accounts(owners.rows_of(path));
    let name = if account.is_empty() {
        let note = run.answers.binary_search_by(|note| (*note.path).cmp(path));
        note.ok().and_then(|index| run.answers[index].name.as_deref()).map_or_else(String::new, |name| short(name).to_owned())
    } else {
        account
    };
    plain(&name).into_owned()
}

fn spot(run: &Run, owners: &Owners<'_>, found: &[Diagnostic]) -> Spot {
    let place = &found[0].place;
    let rows = owners.rows_at(place);
    let source = run.sources.get(&place.path).filter(|source| !source.text().is_empty());
    Spot {
        line: place.range.start.line,
        column: place.range.start.column,
        owner: plain(&owners.ases(&rows)).into_owned(),
        account: plain(&owners.accounts(&rows)).into_owned(),
        excerpt: source.map_or_else(String::new, |source| excerpt(source, place.range.span(), owners.hidden(&place.path), 1)),
        findings: found.iter().map(|diagnostic| finding(run, owners, diagnostic)).collect(),
    }
}

fn finding(run: &Run, owners: &Owners<'_>, diagnostic: &Diagnostic) -> Finding {
    let related = diagnostic.related.iter().map(|related| {
        let place = &related.place;
        let source = run.sources.get(&place.path).filter(|source| !source.text().is_empty());
        Related {
            path: plain(&place.path).into_owned(),
            line: place.range.start.line,
            column: place.range.start.column,
            message: words(&related.message),
            excerpt: source.map_or_else(String::new, |source| excerpt(source, place.range.span(), owners.hidden(&place.path), 0)),
        }
    });
    Finding {
        anchor: anchor(diagnostic),
        severity: diagnostic.severity,
        state: diagnostic.state,
        message: words(&diagnostic.message),
        help: diagnostic.help.as_deref().map(words),
        related: related.collect(),
        fix: redact::fix(run, diagnostic).map(|fix| Fix { title: words(&fix.title), safe: fix.safety == Safety::Safe }),
        rule: plain(&diagnostic.rule).into_owned(),
        why: rules::find(&diagnostic.rule).map(|rule| words(first_sentence(rule.why))),
    }
}

/// The name of a finding in links: the start of its fingerprint.
pub fn anchor(diagnostic: &Diagnostic) -> String {
    format!("f-{}", diagnostic.fingerprint.get(..16).unwrap_or(&diagnostic.fingerprint))
}

/// The rules behind the findings, in the order of the documentation.
pub fn rules(run: &Run) -> Vec<RuleEntry> {
    let ids: BTreeSet<&str> = run.diagnostics.iter().map(|diagnostic| &*diagnostic.rule).collect();
    rules::all().filter(|rule| ids.contains(rule.id)).map(|rule| RuleEntry { id: rule.id.to_owned(), why: words(rule.why), how: words(rule.how) }).collect()
}

/// Up to the first full stop that a capital letter follows: "3 a.m. is early" goes on.
fn first_sentence(text: &str) -> &str {
    let end = text.match_indices(". ").find(|(at, _)| text[at + 2..].starts_with(char::is_uppercase));
    end.map_or(text, |(at, _)| &text[..=at])
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_abbreviation_ends_no_sentence() {
        assert_eq!(super::first_sentence("At 3 a.m. nobody reads. They act."), "At 3 a.m. nobody reads.");
        assert_eq!(super::first_sentence("One."), "One.");
    }
}
