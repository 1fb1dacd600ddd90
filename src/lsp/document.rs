//! A text that the editor has open: what it holds now, and what ase-lint takes it for.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::lines::{Encoding, Lines};
use super::protocol::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use super::uri;
use crate::discover::{self, Take};
use crate::engine::configure::FILE_NAME;

/// An open text.
#[derive(Debug)]
pub struct Document {
    pub uri: Uri,
    /// The file without links in its folder; for a text that is in no file, a name that no file has.
    pub file: PathBuf,
    /// Whether it is in a file, be it one that has yet to be saved.
    pub is_file: bool,
    pub language: String,
    pub version: i32,
    pub text: Arc<String>,
    pub lines: Lines,
}

impl Document {
    /// `None` for texts of other schemes: the old side of a comparison, the cell of a notebook.
    pub fn open(item: TextDocumentItem, encoding: Encoding) -> Option<Self> {
        let (file, is_file) = match uri::path(&item.uri) {
            Some(path) => (discover::canonical_name(&path), true),
            None if item.uri.as_str().starts_with("untitled:") => (PathBuf::from(item.uri.as_str()), false),
            None => return None,
        };
        let lines = Lines::new(&item.text, encoding);
        Some(Self { uri: item.uri, file, is_file, language: item.language_id, version: item.version, text: Arc::new(item.text), lines })
    }

    /// Makes the changes in their order. Each counts in the text that the one before it leaves.
    pub fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, version: i32, encoding: Encoding) {
        for change in changes {
            match change.range {
                None => self.text = Arc::new(change.text),
                Some(range) => {
                    let span = self.lines.span(&self.text, range);
                    Arc::make_mut(&mut self.text).replace_range(span.range(), &change.text);
                }
            }
            self.lines = Lines::new(&self.text, encoding);
        }
        self.version = version;
    }

    /// Whether it is a config file.
    pub fn is_config(&self) -> bool {
        self.is_file && self.file.file_name().is_some_and(|name| name == FILE_NAME)
    }

    /// What to take it for when it is in no file; `None` for a text that is none of ours, or that is still to be written.
    pub fn take_by_language(&self) -> Option<Take> {
        if self.text.trim().is_empty() {
            return None;
        }
        match self.language.as_str() {
            "yaml" => Some(Take::Note { in_folder: false }),
            "markdown" => Some(Take::Markdown),
            _ => None,
        }
    }
}

/// What a file is when the globs do not say, by what stands in it: most YAML and Markdown files of a repository are not for ase-lint. `take` is what it
/// would be, were it named on the command line.
pub fn take_by_content(take: Take, file: &Path, text: &str) -> Option<Take> {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^\x{feff}?(notes|details)[ \t]*:"));
    static ID: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^\x{feff}?id[ \t]*:"));
    static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^\x{feff}?name[ \t]*:"));
    static CALL: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?m)^(# |title:)[ \t"']*\d{4}-\d\d-\d\d[ \t]+Call\b"#));
    static ISSUE: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?s)"title"\s*:.*"description"\s*:|"description"\s*:.*"title"\s*:"#));
    let is_json = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    match take {
        Take::Note { in_folder: false } => (NOTE.is_match(text) || (ID.is_match(text) && NAME.is_match(text))).then_some(take),
        Take::Call if is_json => ISSUE.is_match(text).then_some(take),
        Take::Markdown => Some(if CALL.is_match(text) { Take::Call } else { Take::Readme }),
        _ => Some(take),
    }
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is valid")
}
