//! The catalogue of rules: a folder a family, a file a rule. A rule is a value; listing it in its family's `mod.rs` switches it on.

mod accounts;
mod call;
pub mod context;
mod file;
mod note;
mod project;
pub mod question;
pub mod schema;
mod suppression;
pub mod words;
mod yaml;

use crate::diagnostic::{Safety, Severity};
use crate::document::accounts::Accounts;
use crate::document::call::Call;
use crate::document::facts::Project;
use crate::document::note::Note;
use crate::document::{Document, Kind};

pub use call::label_of;
pub use context::Context;
pub use note::secrets_in;

/// One rule: what it is called, why it exists, and the function that looks.
#[derive(Debug)]
pub struct Rule {
    /// `family/name`; also its folder and file.
    pub id: &'static str,
    /// What it finds, one line without a full stop: "a key stands twice in one mapping".
    pub summary: &'static str,
    /// What it costs when nobody notices; a short paragraph for a Support Engineer.
    pub why: &'static str,
    /// How to put it right; a short paragraph.
    pub how: &'static str,
    pub severity: Severity,
    /// The kind of fix it offers, if any.
    pub fix: Option<Safety>,
    /// What the config may set besides the severity.
    pub options: &'static [RuleOption],
    pub check: Check,
}

/// One option of a rule, as `explain` and the config's schema show it.
#[derive(Debug)]
pub struct RuleOption {
    pub name: &'static str,
    /// The JSON type that the config's schema asks for, as a JSON Schema fragment: `{"type": "integer", "minimum": 1}`.
    pub schema: &'static str,
    pub default: &'static str,
    pub help: &'static str,
}

/// What a rule looks at. Functions never fail and never touch the disk; they report into the context.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Every file, of any kind, also one that could not be read.
    File(fn(&Document, &mut Context<'_>)),
    Note(fn(&Note, &mut Context<'_>)),
    Accounts(fn(&Accounts, &mut Context<'_>)),
    Call(fn(&Call, &mut Context<'_>)),
    /// All documents together, by their facts.
    Project(fn(&Project, &mut Context<'_>)),
    /// The question of this name, for which `rules/question/mod.rs` reports what the judge found.
    Question,
    /// Reported by the engine while it applies the suppressions.
    Suppression,
}

impl Check {
    /// Whether it runs on one document of `kind`.
    pub fn looks_at(self, kind: Kind) -> bool {
        match self {
            Self::File(_) => true,
            Self::Note(_) | Self::Question => kind == Kind::Note,
            Self::Accounts(_) => kind == Kind::Accounts,
            Self::Call(_) => kind == Kind::Call,
            Self::Project(_) | Self::Suppression => false,
        }
    }
}

/// All families in the order of the documentation.
#[rustfmt::skip]
const FAMILIES: &[&[&Rule]] = &[
    file::RULES,
    yaml::RULES,
    note::RULES,
    question::RULES,
    accounts::RULES,
    project::RULES,
    call::RULES,
    suppression::RULES,
];

/// Every built-in rule, in the order of the documentation.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.iter().copied())
}

/// The built-in rule called `id`.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}
