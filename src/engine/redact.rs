//! Keeps secrets out of everything that a report may show: collects the spans to blank out, and cuts the values out of all words.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Run;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// What stands in the place of a secret in a message.
const MASK: &str = "[redacted]";
/// Shorter lines of a secret are not looked for in other words: they would be found everywhere.
const SHORTEST: usize = 4;

/// Collects `Run::redactions` and cuts the values out of messages, keys, subjects and the manager's view.
pub(super) fn redact(run: &mut Run) {
    let mut spans: BTreeMap<Arc<str>, Vec<Span>> = BTreeMap::new();
    for diagnostic in &run.diagnostics {
        if !diagnostic.redact.is_empty() {
            spans.entry(Arc::clone(&diagnostic.place.path)).or_default().extend(&diagnostic.redact);
        }
    }
    if spans.is_empty() {
        return;
    }
    let secrets: BTreeMap<&Arc<str>, Vec<String>> = spans.iter().filter_map(|(path, spans)| Some((path, values(run.sources.get(path)?, spans)))).collect();
    for diagnostic in &mut run.diagnostics {
        // A cross-file finding quotes the other file.
        let paths = std::iter::once(&diagnostic.place.path).chain(diagnostic.related.iter().map(|related| &related.place.path));
        let values: Vec<&String> = paths.filter_map(|path| secrets.get(path)).flatten().collect();
        if !values.is_empty() {
            clean(diagnostic, &values);
        }
    }
    for note in &mut run.answers {
        let values: Vec<&String> = secrets.get(&note.path).into_iter().flatten().collect();
        for value in &values {
            // As long as the value: the evidence counts bytes of the Markdown.
            note.markdown = note.markdown.replace(value.as_str(), &"*".repeat(value.len()));
        }
        for answer in &mut note.answers {
            let words = std::iter::once(&mut answer.reason).chain(&mut answer.explain).chain(answer.evidence.iter_mut().map(|evidence| &mut evidence.text));
            words.for_each(|text| mask(text, &values));
        }
    }
    for spans in spans.values_mut() {
        spans.sort_unstable();
        spans.dedup();
    }
    run.redactions = spans;
}

/// The secrets, line by line and the longest first: a private key is indented in the file and not in its text.
fn values(source: &Source, spans: &[Span]) -> Vec<String> {
    let lines = spans.iter().flat_map(|&span| source.slice(span).lines()).map(str::trim).filter(|line| line.len() >= SHORTEST);
    let mut lines: Vec<String> = lines.map(str::to_owned).collect();
    lines.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    lines.dedup();
    lines
}

fn clean(diagnostic: &mut Diagnostic, values: &[&String]) {
    let words = [&mut diagnostic.message, &mut diagnostic.key, &mut diagnostic.subject];
    let words = words.into_iter().chain(&mut diagnostic.help).chain(diagnostic.related.iter_mut().map(|related| &mut related.message));
    words.chain(diagnostic.fix.iter_mut().map(|fix| &mut fix.title)).for_each(|text| mask(text, values));
}

fn mask(text: &mut String, values: &[&String]) {
    for value in values {
        if text.contains(value.as_str()) {
            *text = text.replace(value.as_str(), MASK);
        }
        // A message cuts a long value, and `…` stands for the rest of the secret.
        while let Some((start, end)) = cut(text, value) {
            text.replace_range(start..end, MASK);
        }
    }
}

/// Where the start of the value stands in front of a `…`.
fn cut(text: &str, value: &str) -> Option<(usize, usize)> {
    text.match_indices('…').find_map(|(end, _)| {
        let shown = &text[..end];
        let lengths = (SHORTEST..value.len()).rev().filter(|&len| value.is_char_boundary(len));
        lengths.into_iter().find(|&len| shown.ends_with(&value[..len])).map(|len| (end - len, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_cut_out_even_where_a_message_cuts_it() {
        let value = "glpat-AbCdEf0123456789wxyz".to_owned();
        let mut text = format!("`{value}` and `x {}…`", &value[..20]);
        mask(&mut text, &[&value]);
        assert_eq!(text, "`[redacted]` and `x [redacted]…`");
    }
}
