//! Compares a run with that of a base revision: which findings are new, which were known, which are fixed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::{Run, run};
use crate::diagnostic::{Severity, State};

/// Marks each finding of `now` as new or known, and hands it those of `base` that are gone. `moved` tells the new path of files that have another now.
///
/// A finding that was less severe in the base revision (an answer that was implied and is missing now) is new.
pub fn compare(now: &mut Run, mut base: Run, moved: &BTreeMap<String, String>) {
    for diagnostic in &mut base.diagnostics {
        if let Some(path) = moved.get(&*diagnostic.place.path) {
            diagnostic.place.path = Arc::from(path.as_str());
        }
    }
    // Under their new names the findings sort, and count, as those of the present run do.
    run::settle_identities(&mut base.diagnostics);
    let before: HashMap<&str, Severity> = base.diagnostics.iter().map(|diagnostic| (&*diagnostic.fingerprint, diagnostic.severity)).collect();
    for diagnostic in &mut now.diagnostics {
        let known = before.get(&*diagnostic.fingerprint).is_some_and(|severity| *severity >= diagnostic.severity);
        diagnostic.state = Some(if known { State::Known } else { State::New });
    }
    let present: HashSet<&str> = now.diagnostics.iter().map(|diagnostic| &*diagnostic.fingerprint).collect();
    base.diagnostics.retain(|diagnostic| !present.contains(&*diagnostic.fingerprint));
    now.fixed = base.diagnostics;
    now.secrets.add_paths(&base.secrets);
    now.compared = true;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Redaction};
    use crate::source::Place;

    fn finding(path: &str, subject: &str, severity: Severity) -> Diagnostic {
        Diagnostic {
            rule: "note/region".into(),
            severity,
            message: "x".to_owned(),
            place: Place { path: path.into(), range: crate::source::TextRange::default() },
            key: "/notes".to_owned(),
            subject: subject.to_owned(),
            help: None,
            related: Vec::new(),
            fix: None,
            redact: Redaction::default(),
            fingerprint: String::new(),
            state: None,
        }
    }

    fn run_of(findings: Vec<Diagnostic>) -> Run {
        let mut run = Run { diagnostics: findings, ..Run::default() };
        run::settle_identities(&mut run.diagnostics);
        run
    }

    #[test]
    fn findings_are_new_known_or_fixed_also_in_files_that_moved() {
        let base = run_of(vec![
            finding("old.yaml", "a", Severity::Error),
            finding("old.yaml", "a", Severity::Error),
            finding("x.yaml", "gone", Severity::Error),
            finding("x.yaml", "worse", Severity::Info),
        ]);
        let mut now = run_of(vec![
            finding("new.yaml", "a", Severity::Error),
            finding("new.yaml", "a", Severity::Error),
            finding("new.yaml", "a", Severity::Error),
            finding("x.yaml", "worse", Severity::Error),
        ]);
        compare(&mut now, base, &BTreeMap::from([("old.yaml".to_owned(), "new.yaml".to_owned())]));
        let states: Vec<_> = now.diagnostics.iter().map(|diagnostic| diagnostic.state).collect();
        assert_eq!(states, [Some(State::Known), Some(State::Known), Some(State::New), Some(State::New)]);
        let fixed: Vec<_> = now.fixed.iter().map(|diagnostic| diagnostic.subject.as_str()).collect();
        assert_eq!(fixed, ["gone"]);
    }
}
