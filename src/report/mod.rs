//! Tells the user: a file a format. A format is a function from the run to bytes; all get the same findings in the same order.

mod concise;
mod excerpt;
mod github;
mod gitlab;
mod html;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod pretty;
mod rdjson;
mod redact;
mod sarif;
mod summary;
mod text;

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::Run;
use crate::rules;

pub use redact::fix as shown_fix;
pub use text::plain;

/// How the findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    Pretty,
    Concise,
    Json,
    Jsonl,
    Gitlab,
    Sarif,
    Junit,
    Github,
    Rdjson,
    Markdown,
    Html,
}

/// What a report is told besides the run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// Whether to use escape codes for colour.
    pub color: bool,
    /// Whether a rule's name links to its documentation: on a terminal that knows hyperlinks.
    pub links: bool,
    pub extent: Extent,
    /// Columns of the terminal; 0 where there is none.
    pub width: usize,
    /// The lowest severity that fails the run.
    pub fail_on: Severity,
}

/// How much the reports for people say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Extent {
    #[default]
    Full,
    /// With a table of the findings by rule.
    Statistics,
    /// Only what fails the run.
    Quiet,
}

impl Style {
    /// Whether a report for people shows this finding.
    fn shows(self, diagnostic: &Diagnostic) -> bool {
        self.extent != Extent::Quiet || diagnostic.fails(self.fail_on)
    }
}

impl Format {
    /// Every format by its name, in the order of the documentation.
    pub const ALL: &[(&str, Self)] = &[
        ("pretty", Self::Pretty),
        ("concise", Self::Concise),
        ("json", Self::Json),
        ("jsonl", Self::Jsonl),
        ("gitlab", Self::Gitlab),
        ("sarif", Self::Sarif),
        ("junit", Self::Junit),
        ("github", Self::Github),
        ("rdjson", Self::Rdjson),
        ("markdown", Self::Markdown),
        ("html", Self::Html),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }

    /// Writes the report: no dates, no durations and no absolute paths, so that the same findings give the same bytes.
    pub fn write(self, run: &Run, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut bytes = Vec::new();
        match self {
            Self::Pretty => pretty::write(run, style, &mut bytes),
            Self::Concise => concise::write(run, style, &mut bytes),
            Self::Json => json::write(run, &mut bytes),
            Self::Jsonl => jsonl::write(run, &mut bytes),
            Self::Gitlab => gitlab::write(run, &mut bytes),
            Self::Sarif => sarif::write(run, &mut bytes),
            Self::Junit => junit::write(run, style, &mut bytes),
            Self::Github => github::write(run, &mut bytes),
            Self::Rdjson => rdjson::write(run, &mut bytes),
            Self::Markdown => markdown::write(run, &mut bytes),
            Self::Html => html::write(run, style, &mut bytes),
        }?;
        run.secrets.write(&bytes, out)
    }

    /// What this format cannot hold, in a sentence for the user; `None` when it holds every finding.
    pub fn left_out(self, run: &Run) -> Option<String> {
        match self {
            Self::Gitlab => gitlab::left_out(run),
            Self::Sarif => sarif::left_out(run),
            Self::Markdown => markdown::left_out(run),
            _ => None,
        }
    }
}

/// Where a rule is documented, when the package says where it lives.
pub fn docs_url(rule: &str) -> Option<String> {
    let repository = env!("CARGO_PKG_REPOSITORY").trim_end_matches('/');
    (!repository.is_empty() && rules::find(rule).is_some()).then(|| format!("{repository}/-/blob/main/docs/rules/{rule}.md"))
}
