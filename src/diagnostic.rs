//! What a rule has to say: a finding with its place, its related places, its help, its fix and its lasting identity.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::source::{Place, Span};

/// How bad a finding is. Ordered: `Info < Warning < Error`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Info,
    Warning,
    #[default]
    Error,
}

impl Severity {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A rule's id, `family/name`. Borrowed for the built-in rules, owned for `question/…` rules of a custom catalogue.
pub type RuleId = Cow<'static, str>;

/// Another place that the finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    pub place: Place,
    pub message: String,
}

/// Whether a fix may be applied without a look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Safety {
    Safe,
    NeedsReview,
}

/// One replacement of bytes in a file. The file at `path` (as reports show it) is made when it does not exist and the span is `0..0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub path: Arc<str>,
    pub span: Span,
    pub text: String,
}

/// A repair: all of its edits or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Imperative, one line: "replace `APJ` by `APAC`".
    pub title: String,
    pub safety: Safety,
    pub edits: Vec<Edit>,
}

/// Where a finding stands against the base revision of `--since`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    New,
    Known,
}

/// What no report may show, such as a password. It holds for every finding: a report asks `Run::redactions`, where the bytes of all of them are, before
/// it shows a line of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redaction {
    /// The bytes of the finding's file.
    pub spans: Vec<Span>,
    /// As it reads where it is written otherwise there: decoded, or part of the file's name.
    pub values: Vec<String>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub rule: RuleId,
    pub severity: Severity,
    /// What is wrong, naming the value; lower case, one line.
    pub message: String,
    pub place: Place,
    /// Where it is, addressed by keys instead of lines: `/notes`, `row Acme/Zendesk Account ID`. Part of the identity.
    pub key: String,
    /// What it is about: the value, the missing name. Part of the identity.
    pub subject: String,
    /// What to do, imperative.
    pub help: Option<String>,
    pub related: Vec<Related>,
    pub fix: Option<Fix>,
    pub redact: Redaction,
    /// The identity in 64 hex digits; set by the engine once all findings are known.
    pub fingerprint: String,
    /// Only with `--since`.
    pub state: Option<State>,
}

impl Diagnostic {
    pub fn path(&self) -> &Arc<str> {
        &self.place.path
    }

    /// Whether it makes a run fail where findings from `fail_on` upwards do: known ones never do.
    pub fn fails(&self, fail_on: Severity) -> bool {
        self.severity >= fail_on && self.state != Some(State::Known)
    }

    /// The order of every report: by path, place, rule, then message.
    pub fn sort_key(&self) -> (&str, Span, &str, &str, &str) {
        (&self.place.path, self.place.range.span(), &self.rule, &self.message, &self.subject)
    }

    /// The identity of the `ordinal`-th finding that is alike in rule, path, key and subject. No line numbers go in, and
    /// white space is folded, so that neither moved lines nor other line ends change it.
    pub fn identity(&self, ordinal: usize) -> String {
        let mut hash = Sha256::new();
        for part in [&*self.rule, &*self.place.path, &fold(&self.key), &fold(&self.subject)] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        if ordinal > 0 {
            hash.update((ordinal as u64).to_le_bytes());
        }
        hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            use fmt::Write as _;
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
