//! The result of a run: what was checked and what was found, settled into the one order that all reports share.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::{Job, Secrets, SuppressionUse};
use crate::config::{Level, Settings};
use crate::diagnostic::{Diagnostic, Severity};
use crate::discover::Skipped;
use crate::document::Kind;
use crate::document::facts::Roster;
use crate::questions::Status;
use crate::rules;
use crate::source::{Place, Source, Span};

/// How many documents of each kind were checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Checked {
    pub note: usize,
    pub accounts: usize,
    pub call: usize,
}

impl Checked {
    pub fn count(&mut self, kind: Kind) {
        match kind {
            Kind::Note => self.note += 1,
            Kind::Accounts => self.accounts += 1,
            Kind::Call => self.call += 1,
        }
    }

    pub const fn total(self) -> usize {
        self.note + self.accounts + self.call
    }
}

/// How one note answers the questions: the manager's view. Only made when the job wants it.
#[derive(Debug, Clone)]
pub struct NoteAnswers {
    pub path: Arc<str>,
    pub ase_note: bool,
    /// The organization's name and Zendesk id, where the file has them.
    pub name: Option<String>,
    pub id: Option<i64>,
    /// The ASEs of the account table, else those that the text names.
    pub ases: Vec<String>,
    /// The Markdown of the note; `Evidence::markdown` counts in it.
    pub markdown: String,
    /// Where the `notes` key stands.
    pub anchor: Place,
    /// One each question, in the catalogue's order.
    pub answers: Vec<Answer>,
}

/// The verdict on one question of one note.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The question's id: `off-hours`.
    pub question: String,
    /// The question in full.
    pub text: String,
    pub status: Status,
    pub evidence: Vec<Evidence>,
    /// One plain line.
    pub reason: String,
    /// The cue, the rule of language and the score.
    pub explain: Vec<String>,
}

/// A sentence that counts, or that comes nearest.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// As it reads.
    pub text: String,
    pub place: Place,
    /// Its bytes in the note's Markdown.
    pub markdown: Range<usize>,
}

/// Everything that a report may show.
#[derive(Debug, Default)]
pub struct Run {
    pub checked: Checked,
    /// The files that were checked, sorted.
    pub paths: Vec<Arc<str>>,
    pub skipped: Vec<Skipped>,
    /// Sorted by path, place and rule; each with its fingerprint.
    pub diagnostics: Vec<Diagnostic>,
    /// The sources of all files that a finding points into, by the path that reports show.
    pub sources: BTreeMap<Arc<str>, Arc<Source>>,
    /// The bytes of each file that no report may show, whichever finding it shows the line for; sorted. Passwords and tokens.
    pub redactions: BTreeMap<Arc<str>, Vec<Span>>,
    /// What the secrets of the run read; they have been cut out of everything here but sources, edits and paths.
    pub secrets: Secrets,
    /// The manager's view of every note, sorted by path; empty unless the job wants it.
    pub answers: Vec<NoteAnswers>,
    /// How many findings are suppressed.
    pub suppressed: usize,
    /// Every suppression of the files, by path and place.
    pub suppressions: Vec<SuppressionUse>,
    /// The rows of the account tables.
    pub roster: Roster,
    /// Findings of the base revision that are gone; only with `--since`.
    pub fixed: Vec<Diagnostic>,
    /// Whether the run was compared with a base revision.
    pub compared: bool,
}

impl Run {
    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Where secrets stand in a file of the run as it was found, disjoint and sorted; also in a text that could not be read whole.
    pub fn secrets_in(&self, path: &str, text: &str) -> Vec<Span> {
        let mut spans = self.redactions.get(path).cloned().unwrap_or_default();
        spans.extend(rules::secrets_in(text));
        spans.extend(self.secrets.spans(text, &[path]));
        let inside = |span: &Span| text.get(span.range()).is_some();
        super::secrets::merged(spans.into_iter().filter(inside).collect())
    }

    /// Applies the configured severities, fetches the sources still lacking, cuts out the secrets, sorts, and gives each finding its fingerprint.
    pub(super) fn settle(&mut self, job: &Job<'_>) {
        self.diagnostics.retain_mut(|diagnostic| match level(diagnostic, job.settings) {
            Some(severity) => {
                diagnostic.severity = severity;
                true
            }
            None => false,
        });
        self.paths.sort();
        let shown: HashSet<&Arc<str>> = self
            .diagnostics
            .iter()
            .flat_map(|diagnostic| {
                let edited = diagnostic.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| &edit.path));
                std::iter::once(&diagnostic.place.path).chain(diagnostic.related.iter().map(|related| &related.place.path)).chain(edited)
            })
            .collect();
        let lacking = job.targets.iter().filter(|target| shown.contains(&target.path) && !self.sources.contains_key(&target.path));
        let fetched: Vec<Source> = lacking.filter_map(|target| Some(Source::new(Arc::clone(&target.path), (job.read)(target).ok()?))).collect();
        self.sources.extend(fetched.into_iter().map(|source| (Arc::clone(source.path()), Arc::new(source))));
        super::redact::redact(self);
        settle_identities(&mut self.diagnostics);
    }
}

/// Sorts the findings and gives each its fingerprint; of those that are alike, by their order.
pub(super) fn settle_identities(diagnostics: &mut [Diagnostic]) {
    diagnostics.par_sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    let firsts: Vec<String> = diagnostics.par_iter().map(|diagnostic| diagnostic.identity(0)).collect();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (diagnostic, first) in diagnostics.iter_mut().zip(&firsts) {
        let ordinal = seen.entry(first).or_default();
        diagnostic.fingerprint = if *ordinal == 0 { first.clone() } else { diagnostic.identity(*ordinal) };
        *ordinal += 1;
    }
}

/// The severity of a finding under the config; `None` when its rule is off. A finding that its rule reports below the
/// rule's own level ("unclear" beside "missing") stays below, and never rises above what the config says.
fn level(diagnostic: &Diagnostic, settings: &Settings) -> Option<Severity> {
    match settings.level(&diagnostic.rule) {
        Level::Off => None,
        Level::Default => Some(diagnostic.severity),
        Level::At(severity) => {
            let own = rules::find(&diagnostic.rule).map_or(Severity::Error, |rule| rule.severity);
            Some(if diagnostic.severity < own { severity.min(diagnostic.severity) } else { severity })
        }
    }
}
