//! What this repository wants: the config file, found, read, checked and merged with the command line.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::de::DeserializeOwned;

use crate::diagnostic::Severity;

/// The name of the config file.
pub const FILE_NAME: &str = ".ase-lint.yaml";

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Note,
    Accounts,
    Call,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Accounts => "accounts",
            Self::Call => "call",
        }
    }
}

/// Everything that the checks may be told. Made once a run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The day that counts as today.
    pub today: Date,
    /// `Some` when `--ase` or `--no-ase` decides for every note of the run.
    pub ase: Option<bool>,
    /// Further names of the account table's columns, by the column's own name: `Zendesk Account ID`.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// What the config says of rules, by id.
    pub rules: BTreeMap<String, RuleSettings>,
    /// The config's own schemas, which stand in for the built-in ones.
    pub schemas: BTreeMap<Kind, serde_json::Value>,
    /// The lowest severity that makes the exit code 1.
    pub fail_on: Severity,
    /// Which files are of which kind.
    pub globs: Globs,
    /// The file with the account table, where the config names it: as written there, a whole path once the command line has read it.
    pub accounts_path: Option<String>,
    pub questions: QuestionSettings,
}

/// Which questions a note must answer.
#[derive(Debug, Clone, Default)]
pub struct QuestionSettings {
    /// The profile's name; the catalogue's default without one.
    pub profile: Option<String>,
    /// The text of a catalogue file in place of the embedded one.
    pub catalogue: Option<String>,
    /// Questions and cues on top of the catalogue, as the config gives them.
    pub extra: Option<serde_json::Value>,
}

/// The globs of each kind of file, relative to a project's folder.
#[derive(Debug, Clone)]
pub struct Globs {
    pub note: Vec<String>,
    pub accounts: Vec<String>,
    pub call: Vec<String>,
}

impl Default for Globs {
    fn default() -> Self {
        let own = |globs: &[&str]| globs.iter().map(|&glob| glob.to_owned()).collect();
        Self {
            note: own(&["organizations/**/*.yaml", "organizations/**/*.yml"]),
            accounts: own(&["README.md"]),
            call: own(&["calls/**/*.md", "calls/**/*.json", ".gitlab/issue_templates/*.md"]),
        }
    }
}

/// What the config says of one rule.
#[derive(Debug, Clone, Default)]
pub struct RuleSettings {
    pub level: Level,
    pub options: serde_json::Map<String, serde_json::Value>,
}

/// A configured severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Level {
    #[default]
    Default,
    Off,
    At(Severity),
}

/// The day that counts as today unless somebody says otherwise: in UTC, so that CI and laptop agree on it.
pub fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

impl Settings {
    /// The defaults on `today`.
    pub fn new(today: Date) -> Self {
        Self {
            today,
            ase: None,
            aliases: BTreeMap::new(),
            rules: BTreeMap::new(),
            schemas: BTreeMap::new(),
            fail_on: Severity::Error,
            globs: Globs::default(),
            accounts_path: None,
            questions: QuestionSettings::default(),
        }
    }

    pub fn level(&self, rule: &str) -> Level {
        self.rules.get(rule).map_or(Level::Default, |settings| settings.level)
    }

    /// An option of a rule, if the config sets it. The config's schema has checked its type.
    pub fn option<T: DeserializeOwned>(&self, rule: &str, name: &str) -> Option<T> {
        let value = self.rules.get(rule)?.options.get(name)?;
        serde_json::from_value(value.clone()).ok()
    }
}
