//! The secrets of a run, and where they stand in a text: what a report has to leave out.
//!
//! A value that no sentence holds by chance (`hunter2`, a token) is left out wherever it stands. One that is a word or a number is left out of its own
//! file alone and as a whole word, and of a message only where that quotes: the tool's own words are no secret.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::rules;
use crate::source::Span;

/// What stands in the place of a secret in a text.
pub const MASK: &str = "[redacted]";
/// How many lines of secrets of one file are looked for in other words.
const MOST: usize = 20_000;
/// How many characters in front of a `…` may be the start of a secret.
const LONGEST_START: usize = 400;
/// Shorter lines of a secret are not looked for in other words: they would be found everywhere.
const SHORTEST: usize = 4;
/// How many bytes of secrets are looked through for what a message quotes, and the least to be told for a piece of one.
const WHOLE: usize = 16 << 10;
const SHORTEST_PIECE: usize = 8;
/// No word of a sentence is that long.
const LONGEST_WORD: usize = 16;
/// Keys of a note, which messages quote whatever the note holds.
const OWN_WORDS: [&str; 4] = ["id", "name", "notes", "details"];

/// All secrets of a run, line by line: a private key is indented in the file and not in its text.
#[derive(Debug, Default, Clone)]
pub struct Secrets {
    unlike_words: Values,
    /// The words and numbers of each file.
    words: BTreeMap<Arc<str>, Values>,
    /// The files with account tables, which any finding and any answer may quote.
    tables: Vec<Arc<str>>,
    /// The first of them on end: a message may quote a piece.
    whole: String,
    /// Those that stand in the name of a file, which a report names all the same.
    in_paths: Values,
}

impl Secrets {
    /// `values` are the secrets of each file, `paths` all files of the run, `tables` those with account tables.
    pub fn new(values: BTreeMap<Arc<str>, Vec<String>>, paths: &[Arc<str>], tables: BTreeSet<Arc<str>>) -> Self {
        let mut all = BTreeSet::new();
        let mut words = BTreeMap::new();
        for (path, values) in values {
            // A value at the end of a sentence was read with its full stop.
            let lines =
                values.iter().flat_map(|value| value.lines()).map(str::trim).flat_map(|line| [line, line.trim_end_matches(['.', ',', ';', ':', '!', '?'])]);
            let lines = lines.filter(|line| line.len() >= SHORTEST).take(MOST);
            let (plain, others): (BTreeSet<&str>, BTreeSet<&str>) = lines.partition(|line| is_word(line));
            // As it reads where Markdown has taken the escapes out.
            all.extend(others.iter().filter(|line| line.contains('\\')).map(|line| line.replace('\\', "")));
            all.extend(others.into_iter().map(str::to_owned));
            if !plain.is_empty() {
                words.insert(path, Values::new(plain.into_iter().map(str::to_owned)));
            }
        }
        let unlike_words = Values::new(all.into_iter());
        let in_paths: BTreeSet<&str> = paths.iter().flat_map(|path| unlike_words.find(path).into_iter().map(|range| &path[range])).collect();
        let in_paths = Values::new(in_paths.into_iter().map(str::to_owned));
        let mut whole = String::new();
        for value in &unlike_words.sorted {
            if whole.len() + value.len() > WHOLE {
                break;
            }
            whole.extend([value, "\n"]);
        }
        Self { whole, unlike_words, tables: tables.into_iter().filter(|path| words.contains_key(path)).collect(), words, in_paths }
    }

    pub fn is_empty(&self) -> bool {
        self.unlike_words.sorted.is_empty() && self.words.is_empty()
    }

    /// Where secrets stand in a text that comes from `files`: disjoint and sorted.
    pub fn spans(&self, text: &str, files: &[&str]) -> Vec<Span> {
        let mut found = self.unlike_words.find(text);
        found.extend(self.words_in(text, files));
        merged(found.into_iter().map(Span::from).collect())
    }

    /// Cuts secrets out of a text of these files.
    pub fn hide(&self, text: &mut String, files: &[&str]) {
        // What was escaped or marked up in the file may read as a secret here.
        let mut spans = rules::secrets_in(text);
        spans.extend(self.spans(text, files));
        replace(text, &merged(spans), |_| MASK.into());
    }

    /// Cuts secrets out of a message that may quote these files.
    pub(super) fn hide_in_message(&self, text: &mut String, files: &[&str]) {
        let quoted = quoted(text);
        let is_quoted = |range: &Range<usize>| quoted.iter().any(|quoted| quoted.start <= range.start && range.end <= quoted.end);
        let mut found = self.unlike_words.find(text);
        found.extend(self.words_in(text, files).into_iter().filter(|range| is_quoted(range) && !OWN_WORDS.contains(&&text[range.clone()])));
        // Too short to be looked for, but told by what stands around it.
        let shown = quoted
            .iter()
            .flat_map(|quoted| rules::secrets_in(&text[quoted.clone()]).into_iter().map(|span| quoted.start + span.start..quoted.start + span.end));
        found.extend(shown);
        let is_piece = |piece: &str| piece.len() >= SHORTEST_PIECE && !piece.contains(char::is_whitespace) && self.whole.contains(piece);
        found.extend(quoted.iter().filter(|quoted| is_piece(&text[(*quoted).clone()])).cloned());
        // A message cuts a long value, and `…` stands for the rest of the secret.
        for (end, _) in text.match_indices('…') {
            let words = self.words_of(files).filter_map(|words| words.cut(&text[..end]));
            let words = words.filter(|&start| is_quoted(&(start..end)) && is_whole(text, &(start..end)));
            found.extend(self.unlike_words.cut(&text[..end]).into_iter().chain(words).map(|start| start..end));
        }
        replace(text, &merged(found.into_iter().map(Span::from).collect()), |_| MASK.into());
    }

    /// Puts as many stars in the place of each secret: the evidence counts bytes of the text.
    pub(super) fn blank(&self, text: &mut String, files: &[&str]) {
        replace(text, &self.spans(text, files), |len| "*".repeat(len).into());
    }

    /// Keeps those out too that another run found in the names of its files.
    pub(super) fn add_paths(&mut self, other: &Self) {
        let all: BTreeSet<&String> = self.in_paths.sorted.iter().chain(&other.in_paths.sorted).collect();
        self.in_paths = Values::new(all.into_iter().cloned());
    }

    /// Writes what is about to be printed, without the secrets that stand in the names of files.
    pub fn write(&self, shown: &[u8], out: &mut dyn Write) -> io::Result<()> {
        match &self.in_paths.finder {
            Some(finder) if finder.is_match(shown) => {
                let masks = vec![MASK; finder.patterns_len()];
                out.write_all(&finder.replace_all_bytes(shown, &masks))
            }
            _ => out.write_all(shown),
        }
    }

    fn words_of<'a>(&'a self, files: &'a [&str]) -> impl Iterator<Item = &'a Values> {
        let others = self.tables.iter().map(AsRef::as_ref).filter(|table| !files.contains(table));
        files.iter().copied().chain(others).filter_map(|file| self.words.get(file))
    }

    fn words_in(&self, text: &str, files: &[&str]) -> Vec<Range<usize>> {
        self.words_of(files).flat_map(|words| words.find(text)).filter(|range| is_whole(text, range)).collect()
    }
}

/// Texts to look for.
#[derive(Debug, Default, Clone)]
struct Values {
    finder: Option<AhoCorasick>,
    sorted: Vec<String>,
}

impl Values {
    /// `sorted` holds each value once.
    fn new(sorted: impl Iterator<Item = String>) -> Self {
        let sorted: Vec<String> = sorted.collect();
        // The DFA that few patterns would get takes quadratic time to build from a long value that repeats itself.
        let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::ContiguousNFA)).build(&sorted);
        Self { finder: built.ok().filter(|_| !sorted.is_empty()), sorted }
    }

    fn find(&self, text: &str) -> Vec<Range<usize>> {
        self.finder.as_ref().map_or_else(Vec::new, |finder| finder.find_iter(text).map(|found| found.range()).collect())
    }

    /// Where the start of a value stands at the end of `shown`.
    fn cut(&self, shown: &str) -> Option<usize> {
        if self.sorted.is_empty() {
            return None;
        }
        let starts = shown.char_indices().rev().map(|(start, _)| start).take(LONGEST_START).filter(|start| shown.len() - start >= SHORTEST);
        let starts: Vec<usize> = starts.collect();
        starts.into_iter().rev().find(|&start| {
            let part = &shown[start..];
            let at = self.sorted.partition_point(|value| value.as_str() < part);
            self.sorted.get(at).is_some_and(|value| value.starts_with(part))
        })
    }
}

/// Whether a value could be a word of a sentence, or a number in it.
fn is_word(value: &str) -> bool {
    let letters = value.chars().any(char::is_alphabetic);
    let digits = value.chars().any(char::is_numeric);
    !(letters && digits)
        && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ',' | ':' | '/' | '\'' | '’'))
        && value.chars().count() < LONGEST_WORD
}

/// Whether no letter and no digit stands next to it.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    !text[..range.start].ends_with(char::is_alphanumeric) && !text[range.end..].starts_with(char::is_alphanumeric)
}

/// The stretches of a message between backticks or double quotes; what is opened and never closed goes to the end.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find(['`', '"']).map(|open| at + open) {
        let fence = match text.as_bytes()[open] {
            b'`' => text[open..].find(|c| c != '`').map_or(text.len() - open, |len| len),
            _ => 1,
        };
        let (start, mark) = (open + fence, &text[open..open + fence]);
        let mut end = start;
        let close = loop {
            let Some(close) = text[end..].find(mark).map(|close| end + close) else { break text.len() };
            let run = text[close..].find(|c| !mark.starts_with(c)).unwrap_or(text.len() - close);
            if run == fence || mark == "\"" {
                break close;
            }
            end = close + run;
        };
        found.push(start..close);
        at = (close + fence).min(text.len());
    }
    found
}

/// Sorted, with those that overlap made one.
pub(super) fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut kept: Vec<Span> = Vec::new();
    for span in spans {
        match kept.last_mut() {
            Some(last) if span.start < last.end || *last == span => *last = last.join(span),
            _ => kept.push(span),
        }
    }
    kept
}

/// Puts a mask in the place of each of `spans`, which are disjoint and sorted; it is told how many bytes it stands for.
fn replace(text: &mut String, spans: &[Span], mask: impl Fn(usize) -> Cow<'static, str>) {
    if spans.is_empty() {
        return;
    }
    let (mut masked, mut done) = (String::with_capacity(text.len()), 0);
    for span in spans {
        masked.push_str(&text[done..span.start]);
        masked.push_str(&mask(span.range().len()));
        done = span.end;
    }
    masked.push_str(&text[done..]);
    *text = masked;
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [&str; 1] = ["a.yaml"];

    fn secrets(values: &[&str]) -> Secrets {
        Secrets::new(BTreeMap::from([(Arc::from("a.yaml"), values.iter().map(|&value| value.to_owned()).collect())]), &[], BTreeSet::new())
    }

    fn message(values: &[&str], text: &str) -> String {
        let mut text = text.to_owned();
        secrets(values).hide_in_message(&mut text, &FILES);
        text
    }

    #[test]
    fn a_secret_of_megabytes_that_repeats_itself_is_found_at_once() {
        let value = "glpat-".repeat(200_000);
        let text = format!("`{value}` and `{}…`", &value[..200]);
        assert_eq!(message(&[&value], &text), "`[redacted]` and `[redacted]…`");
    }

    #[test]
    fn a_secret_is_cut_out_even_where_a_message_cuts_it() {
        let value = "glpat-AbCdEf0123456789wxyz";
        let text = format!("`{value}` and `x {}…` …", &value[..20]);
        assert_eq!(message(&[value], &text), "`[redacted]` and `x [redacted]…` …");
        let mut text = format!("é {value}.");
        let len = text.len();
        secrets(&[value]).blank(&mut text, &FILES);
        assert_eq!((text.len(), text.contains("glpat")), (len, false));
    }

    #[test]
    fn a_piece_of_a_secret_is_cut_out_where_a_message_quotes_it() {
        assert_eq!(message(&["glpat-AbCdEf0123456789wxyz"], "the id `AbCdEf0123456789wxyz` of `AbCd` has 20"), "the id `[redacted]` of `AbCd` has 20");
    }

    #[test]
    fn a_message_keeps_its_own_words() {
        let own = "the note has no `name`: it speaks of \"the notebook\", a password";
        assert_eq!(message(&["note", "password", "that", "name", "speaks"], own), own);
        assert_eq!(
            message(&["swordfish"], "a swordfish is no `swordfish`, \"swordfish\" or ``x`swordfish``"),
            "a swordfish is no `[redacted]`, \"[redacted]\" or ``x`[redacted]``"
        );
        assert_eq!(message(&["swordfish"], "`an open swordfish"), "`an open [redacted]");
        assert_eq!(message(&["hunter2"], "hunter2, `hunter22`"), "[redacted], `[redacted]2`");
        assert_eq!(message(&["12345678"], "12345678 of `12345678` and `123456789`"), "12345678 of `[redacted]` and `123456789`");
        assert_eq!(message(&["abc"], "abc is `https://acme:abc@example.com`"), "abc is `https://acme:[redacted]@example.com`");
        assert_eq!(message(&["correct.horse"], "`correct.hor…`"), "`[redacted]…`");
    }

    #[test]
    fn a_report_leaves_out_what_stands_in_the_names_of_files() {
        let path: Arc<str> = "a/hunter2.yaml".into();
        let paths = [Arc::clone(&path)];
        let mut all = Secrets::default();
        all.add_paths(&Secrets::new([(path, vec!["hunter2".to_owned(), "hunter3".to_owned()])].into(), &paths, BTreeSet::new()));
        let mut shown = Vec::new();
        all.write(b"a/hunter2.yaml: hunter3", &mut shown).expect("a vector takes all");
        assert_eq!(shown, b"a/[redacted].yaml: hunter3");
    }

    #[test]
    fn words_are_left_out_of_their_own_file_only() {
        let secrets = secrets(&["swordfish", "hunter2"]);
        let hidden = |text: &str, file: &str| {
            let mut text = text.to_owned();
            secrets.hide(&mut text, &[file]);
            text
        };
        assert_eq!(hidden("the swordfish, swordfishes, hunter2", "a.yaml"), "the [redacted], swordfishes, [redacted]");
        assert_eq!(hidden("the swordfish, hunter2", "b.yaml"), "the swordfish, [redacted]");
        assert_eq!(hidden("password: other2here", "b.yaml"), "password: [redacted]", "also what is one here alone");
    }
}
