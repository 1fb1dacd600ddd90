//! The result of a run: what was checked and what was found, settled into the one order that all reports share.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;

use super::Job;
use crate::config::{Level, Settings};
use crate::diagnostic::{Diagnostic, Severity};
use crate::discover::Skipped;
use crate::document::Kind;
use crate::rules;
use crate::source::Source;

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

/// Everything that a report may show.
#[derive(Debug, Default)]
pub struct Run {
    pub checked: Checked,
    pub skipped: Vec<Skipped>,
    /// Sorted by path, place and rule; each with its fingerprint.
    pub diagnostics: Vec<Diagnostic>,
    /// The sources of all files that a finding points into, by the path that reports show.
    pub sources: BTreeMap<Arc<str>, Arc<Source>>,
}

impl Run {
    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Applies the configured severities, sorts, gives each finding its fingerprint, and fetches the sources still lacking.
    pub(super) fn settle(&mut self, job: &Job<'_>) {
        self.diagnostics.retain_mut(|diagnostic| match level(diagnostic, job.settings) {
            Some(severity) => {
                diagnostic.severity = severity;
                true
            }
            None => false,
        });
        self.diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        let mut seen: HashMap<String, usize> = HashMap::new();
        for diagnostic in &mut self.diagnostics {
            let first = diagnostic.identity(0);
            let ordinal = seen.entry(first.clone()).or_default();
            diagnostic.fingerprint = if *ordinal == 0 { first } else { diagnostic.identity(*ordinal) };
            *ordinal += 1;
        }
        let shown: BTreeSet<&Arc<str>> = self
            .diagnostics
            .iter()
            .flat_map(|diagnostic| std::iter::once(&diagnostic.place.path).chain(diagnostic.related.iter().map(|related| &related.place.path)))
            .collect();
        let lacking = job.targets.iter().filter(|target| shown.contains(&target.path) && !self.sources.contains_key(&target.path));
        let fetched: Vec<Source> = lacking.filter_map(|target| Some(Source::new(Arc::clone(&target.path), (job.read)(target).ok()?))).collect();
        self.sources.extend(fetched.into_iter().map(|source| (Arc::clone(source.path()), Arc::new(source))));
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
