//! Keeps secrets out of everything that a report may show: collects the spans to blank out, and cuts the values out of all words.

use std::collections::BTreeMap;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::Run;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// What stands in the place of a secret in a message.
const MASK: &str = "[redacted]";
/// How many lines of secrets of one file are looked for in other words.
const MOST: usize = 20_000;
/// How many characters in front of a `…` may be the start of a secret.
const LONGEST_START: usize = 400;
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
    let secrets: BTreeMap<&Arc<str>, Values> = spans.iter().filter_map(|(path, spans)| Some((path, Values::of(run.sources.get(path)?, spans)?))).collect();
    for diagnostic in &mut run.diagnostics {
        // A cross-file finding quotes the other file.
        let related: Vec<Arc<str>> = diagnostic.related.iter().map(|related| Arc::clone(&related.place.path)).collect();
        for path in std::iter::once(Arc::clone(&diagnostic.place.path)).chain(related) {
            if let Some(values) = secrets.get(&path) {
                clean(diagnostic, values);
            }
        }
    }
    for note in &mut run.answers {
        let Some(values) = secrets.get(&note.path) else { continue };
        values.blank(&mut note.markdown);
        for answer in &mut note.answers {
            let words = std::iter::once(&mut answer.reason).chain(&mut answer.explain).chain(answer.evidence.iter_mut().map(|evidence| &mut evidence.text));
            words.for_each(|text| values.mask(text));
        }
    }
    for spans in spans.values_mut() {
        spans.sort_unstable();
        spans.dedup();
    }
    run.redactions = spans;
}

fn clean(diagnostic: &mut Diagnostic, values: &Values) {
    let words = [&mut diagnostic.message, &mut diagnostic.key, &mut diagnostic.subject];
    let words = words.into_iter().chain(&mut diagnostic.help).chain(diagnostic.related.iter_mut().map(|related| &mut related.message));
    words.chain(diagnostic.fix.iter_mut().map(|fix| &mut fix.title)).for_each(|text| values.mask(text));
}

/// The secrets of one file, line by line: a private key is indented in the file and not in its text.
struct Values {
    finder: AhoCorasick,
    sorted: Vec<String>,
}

impl Values {
    fn of(source: &Source, spans: &[Span]) -> Option<Self> {
        let lines = spans.iter().flat_map(|&span| source.slice(span).lines()).map(str::trim).filter(|line| line.len() >= SHORTEST);
        let mut sorted: Vec<String> = lines.take(MOST).map(str::to_owned).collect();
        sorted.sort_unstable();
        sorted.dedup();
        // The DFA that few patterns would get takes quadratic time to build from a long value that repeats itself.
        let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::ContiguousNFA)).build(&sorted);
        let finder = built.ok()?;
        Some(Self { finder, sorted })
    }

    /// Puts as many stars in the place of each secret: the evidence counts bytes of the text.
    fn blank(&self, text: &mut String) {
        if self.finder.is_match(text.as_str()) {
            let mut blanked = String::with_capacity(text.len());
            self.finder.replace_all_with(text, &mut blanked, |found, _, into| {
                into.extend(std::iter::repeat_n('*', found.len()));
                true
            });
            *text = blanked;
        }
    }

    fn mask(&self, text: &mut String) {
        if self.finder.is_match(text.as_str()) {
            let mut masked = String::with_capacity(text.len());
            self.finder.replace_all_with(text, &mut masked, |_, _, into| {
                into.push_str(MASK);
                true
            });
            *text = masked;
        }
        // A message cuts a long value, and `…` stands for the rest of the secret.
        for (end, _) in text.clone().rmatch_indices('…') {
            if let Some(start) = self.cut(&text[..end]) {
                text.replace_range(start..end, MASK);
            }
        }
    }

    /// Where the start of a secret stands at the end of `shown`.
    fn cut(&self, shown: &str) -> Option<usize> {
        let starts = shown.char_indices().rev().map(|(start, _)| start).take(LONGEST_START).filter(|start| shown.len() - start >= SHORTEST);
        let starts: Vec<usize> = starts.collect();
        starts.into_iter().rev().find(|&start| {
            let part = &shown[start..];
            let at = self.sorted.partition_point(|value| value.as_str() < part);
            self.sorted.get(at).is_some_and(|value| value.starts_with(part))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_of_megabytes_that_repeats_itself_is_found_at_once() {
        let value = "glpat-".repeat(200_000);
        let values = Values::of(&Source::new("a.yaml", value.clone()), &[Span::new(0, value.len())]).expect("one pattern");
        let mut text = format!("`{value}` and `{}…`", &value[..200]);
        values.mask(&mut text);
        assert_eq!(text, "`[redacted]` and `[redacted]…`");
    }

    #[test]
    fn a_secret_is_cut_out_even_where_a_message_cuts_it() {
        let value = "glpat-AbCdEf0123456789wxyz";
        let source = Source::new("a.yaml", value.to_owned());
        let values = Values::of(&source, &[Span::new(0, value.len())]).expect("one pattern");
        let mut text = format!("`{value}` and `x {}…` …", &value[..20]);
        values.mask(&mut text);
        assert_eq!(text, "`[redacted]` and `x [redacted]…` …");
        let mut text = format!("é {value}.");
        let len = text.len();
        values.blank(&mut text);
        assert_eq!((text.len(), text.contains("glpat")), (len, false));
    }
}
