//! What this repository wants: the config file, found, read, checked and merged with the command line.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::de::DeserializeOwned;

use crate::diagnostic::Severity;

/// Everything that the checks may be told. Made once a run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The day that counts as today.
    pub today: Date,
    /// `Some` when `--ase` or `--no-ase` decides for every note of the run.
    pub ase: Option<bool>,
    /// What the config says of rules, by id.
    pub rules: BTreeMap<String, RuleSettings>,
    /// The lowest severity that makes the exit code 1.
    pub fail_on: Severity,
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

impl Settings {
    /// The defaults on `today`.
    pub fn new(today: Date) -> Self {
        Self { today, ase: None, rules: BTreeMap::new(), fail_on: Severity::Error }
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
