//! A file of questions as it is written. `build.rs` reads the built-in one by it, too.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What kind of statement answers a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Somebody's name or handle.
    Person,
    /// A region, city, country or time zone.
    Place,
    /// Something that a reader is to do or that is done.
    Instruction,
    /// Anything that is said about the topic.
    Statement,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Question {
    pub id: String,
    pub text: String,
    /// How to answer it in a note; `{ase}` stands for the ASE's name, `{region}` for their region in the account table.
    #[serde(default)]
    pub help: String,
    pub answer: Answer,
    /// Classes of words of which the sentence, or what stands over it, must mention one.
    #[serde(default)]
    pub topic: Vec<String>,
    /// Phrases of the topic, in place of or besides a class.
    #[serde(default)]
    pub cues: Vec<String>,
    /// Phrases that answer by themselves.
    #[serde(default)]
    pub answers: Vec<String>,
    /// Classes of words that show that the sentence is about something else.
    #[serde(default)]
    pub unless: Vec<String>,
    /// The question whose unqualified answer covers this one too.
    #[serde(default)]
    pub implied_by: Option<String>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct File {
    /// Checked by the schema; there is one version.
    #[serde(default)]
    pub version: u32,
    #[serde(default)]
    pub profiles: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub questions: Vec<Question>,
    #[serde(default)]
    pub words: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub regions: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub places: BTreeMap<String, Vec<String>>,
}
