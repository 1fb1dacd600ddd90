//! Keeps secrets out of everything that a report may show: collects the spans to blank out, and cuts the values out of all words.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Run;
use super::secrets::{Secrets, merged};
use crate::diagnostic::Diagnostic;
use crate::document::facts::AccountRow;
use crate::source::Span;

/// Collects `Run::secrets` and `Run::redactions`, and cuts the values out of messages, keys, subjects, reasons, cells and the manager's view.
pub(super) fn redact(run: &mut Run) {
    let mut spans: BTreeMap<Arc<str>, Vec<Span>> = BTreeMap::new();
    let mut values: BTreeMap<Arc<str>, Vec<String>> = BTreeMap::new();
    for diagnostic in &run.diagnostics {
        let (path, redact) = (&diagnostic.place.path, &diagnostic.redact);
        if redact.spans.is_empty() && redact.values.is_empty() {
            continue;
        }
        spans.entry(Arc::clone(path)).or_default().extend(&redact.spans);
        let values = values.entry(Arc::clone(path)).or_default();
        values.extend(redact.values.iter().cloned());
        if let Some(source) = run.sources.get(path) {
            values.extend(redact.spans.iter().map(|span| source.slice(*span).to_owned()));
        }
    }
    if values.is_empty() {
        return;
    }
    let secrets = Secrets::new(values, &run.paths, run.roster.rows.iter().map(|row| Arc::clone(&row.row.path)).collect());
    for diagnostic in &mut run.diagnostics {
        // A cross-file finding quotes the other file.
        let related: Vec<Arc<str>> = diagnostic.related.iter().map(|related| Arc::clone(&related.place.path)).collect();
        let path = Arc::clone(&diagnostic.place.path);
        let files: Vec<&str> = std::iter::once(&path).chain(&related).map(AsRef::as_ref).collect();
        clean(diagnostic, &secrets, &files);
    }
    for note in &mut run.answers {
        let path = Arc::clone(&note.path);
        let files: [&str; 1] = [&path];
        secrets.blank(&mut note.markdown, &files);
        note.name.iter_mut().chain(&mut note.ases).for_each(|text| secrets.hide(text, &files));
        for answer in &mut note.answers {
            answer.evidence.iter_mut().for_each(|evidence| secrets.hide(&mut evidence.text, &files));
            std::iter::once(&mut answer.reason).chain(&mut answer.explain).for_each(|text| secrets.hide_in_message(text, &files));
        }
    }
    for AccountRow { row, account, ase, region, org_name, .. } in &mut run.roster.rows {
        let cells = [account, ase, region, org_name].into_iter().flatten();
        cells.for_each(|cell| secrets.hide(&mut cell.value, &[&row.path]));
    }
    for suppression in &mut run.suppressions {
        let words = std::iter::once(&mut suppression.reason).chain(&mut suppression.rules);
        words.for_each(|text| secrets.hide(text, &[&suppression.place.path]));
    }
    for (path, source) in &run.sources {
        let found = secrets.spans(source.text(), &[path]);
        if !found.is_empty() {
            spans.entry(Arc::clone(path)).or_default().extend(found);
        }
    }
    run.redactions = spans.into_iter().map(|(path, spans)| (path, merged(spans))).collect();
    run.secrets = secrets;
}

fn clean(diagnostic: &mut Diagnostic, secrets: &Secrets, files: &[&str]) {
    secrets.hide(&mut diagnostic.key, files);
    secrets.hide(&mut diagnostic.subject, files);
    let words = std::iter::once(&mut diagnostic.message).chain(&mut diagnostic.help);
    let words = words.chain(diagnostic.related.iter_mut().map(|related| &mut related.message));
    words.chain(diagnostic.fix.iter_mut().map(|fix| &mut fix.title)).for_each(|text| secrets.hide_in_message(text, files));
}
