//! JSON Schema: the validator's typed errors turned into places and words; the only user of the validator.

mod find;
mod say;

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use self::find::Finder;
use crate::config::Settings;
use crate::document::Kind;
use crate::document::yaml::Json;
use crate::source::{Source, Span};

/// More mistakes of one file than this are not told apart: nobody reads on.
const MOST: usize = 500;

/// The schemas that come with the tool: kind, what messages call its root, text.
const BUILT_IN: &[(Kind, &str, &str)] =
    &[(Kind::Note, "note", include_str!("../../schemas/note.schema.json")), (Kind::Accounts, "row", include_str!("../../schemas/account.schema.json"))];

/// The schemas of one run, compiled once.
#[derive(Debug)]
pub struct Schemas {
    by_kind: BTreeMap<Kind, Schema>,
}

impl Schemas {
    /// Compiles the built-in schemas, or those that the config names in their stead. The config has been checked: one of
    /// its schemas that does not compile leaves the built-in one in force.
    pub fn new(settings: &Settings) -> Self {
        let built_in = BUILT_IN.iter().map(|&(kind, noun, text)| (kind, noun, Schema::built_in(noun, text)));
        let by_kind = built_in.map(|(kind, noun, schema)| {
            let own = settings.schemas.get(&kind).and_then(|own| Schema::compile(noun, own.clone()).ok());
            (kind, own.unwrap_or(schema))
        });
        Self { by_kind: by_kind.collect() }
    }

    /// The schema for documents (of accounts: for rows) of this kind.
    pub fn get(&self, kind: Kind) -> Option<&Schema> {
        self.by_kind.get(&kind)
    }
}

/// One compiled schema.
#[derive(Debug)]
pub struct Schema {
    /// What messages call the root: `note`, `row`, `config`.
    noun: &'static str,
    json: Value,
    validator: Validator,
}

/// A place where a value breaks its schema, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError {
    /// The JSON pointer of the value, of the unknown key, or of the key that is missing.
    pub pointer: String,
    /// The value, or its key where nothing is written; the unknown key; for a missing key the first key of the mapping that lacks it.
    pub span: Span,
    pub kind: SchemaErrorKind,
    /// What the finding is about whatever the value is: the key and the keyword. For its identity.
    pub subject: String,
    /// What is wrong, naming the value; lower case, one line.
    pub message: String,
    pub help: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaErrorKind {
    UnknownKey {
        key: String,
        /// The key that was probably meant.
        meant: Option<String>,
        /// Whether that one is required and missing: then there is no second error for it.
        required: bool,
        /// The edit that renames the key, where the meant one is free.
        rename: Option<(Span, String)>,
    },
    MissingKey {
        key: String,
        /// The edit that adds the line where it belongs, with an example for a value.
        insert: Option<(Span, String)>,
    },
    /// The value itself is wrong; the keyword of the schema that it breaks.
    Value { keyword: String },
}

impl Schema {
    /// A schema that comes with the tool; `noun` is what messages call its root.
    ///
    /// # Panics
    /// When `text` is no schema: the tool was built wrongly.
    pub fn built_in(noun: &'static str, text: &str) -> Self {
        let json = serde_json::from_str(text).expect("a built-in schema is JSON");
        Self::compile(noun, json).expect("a built-in schema compiles")
    }

    /// Compiles a team's own schema. It may refer to nothing outside of itself. The error is for people.
    pub fn compile(noun: &'static str, json: Value) -> Result<Self, String> {
        let options = jsonschema::options().should_validate_formats(true).should_ignore_unknown_formats(false).offline();
        let validator = options.build(&json).map_err(|error| {
            let place = error.instance_path().as_str();
            let place = if place.is_empty() { String::new() } else { format!("at `{place}`: ") };
            super::words::line(&format!("{place}{error}"), 300)
        })?;
        Ok(Self { noun, json, validator })
    }

    /// The schema itself.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// Whether the value breaks the schema nowhere, which is told sooner than where it does.
    pub fn allows(&self, value: &Value) -> bool {
        self.validator.is_valid(value)
    }

    /// Everything in which the value breaks the schema, in the order of the file. `source` is the file that the places are in.
    pub fn check(&self, value: &Json, source: &Source) -> Vec<SchemaError> {
        if self.allows(&value.value) {
            return Vec::new();
        }
        let finder = Finder { schema: &self.json, noun: self.noun, value, source };
        let mut errors = Vec::new();
        for error in self.validator.iter_errors(&value.value).take(MOST) {
            finder.describe(&error, &mut errors);
        }
        marry(&mut errors, value, source);
        errors.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
        errors.dedup_by(|a, b| a.span == b.span && a.message == b.message);
        errors.truncate(MOST);
        errors
    }
}

/// Makes one error of a missing key and the unknown one that was meant for it, and lets a key be renamed only to a free one.
fn marry(errors: &mut Vec<SchemaError>, value: &Json, source: &Source) {
    let missing: BTreeSet<String> =
        errors.iter().filter(|error| matches!(error.kind, SchemaErrorKind::MissingKey { .. })).map(|error| error.pointer.clone()).collect();
    let mut taken = BTreeSet::new();
    for error in errors.iter_mut() {
        let SchemaErrorKind::UnknownKey { meant: Some(meant), required, rename, .. } = &mut error.kind else { continue };
        let parent = find::parent(&error.pointer);
        let pointer = format!("{parent}/{}", find::escape(meant));
        if value.value.pointer(&pointer).is_some() || taken.contains(&pointer) {
            error.help = Some(format!("{} stands here already: bring the two together and remove this key", super::words::code(meant)));
            continue;
        }
        *required = missing.contains(&pointer);
        *rename = find::renamed(source.slice(error.span), meant).map(|text| (error.span, text));
        taken.insert(pointer);
    }
    errors.retain(|error| !(matches!(error.kind, SchemaErrorKind::MissingKey { .. }) && taken.contains(&error.pointer)));
}

/// The branch of `oneOf` or `anyOf` that the value comes nearest to: the one whose errors lie deepest, then one of the right
/// type, then the one with the fewest errors.
fn best_branch<'b, 'v>(branches: &'b [Vec<jsonschema::ValidationError<'v>>], here: &str) -> Option<&'b [jsonschema::ValidationError<'v>]> {
    let rank = |branch: &&Vec<jsonschema::ValidationError<'v>>| {
        let depth = branch.iter().map(|error| error.instance_path().as_str().matches('/').count()).min().unwrap_or(0);
        let wrong_type = branch.iter().any(|error| {
            let about_the_whole =
                matches!(error.kind(), ValidationErrorKind::Type { .. } | ValidationErrorKind::Constant { .. } | ValidationErrorKind::Enum { .. });
            about_the_whole && error.instance_path().as_str() == here
        });
        (wrong_type, std::cmp::Reverse(depth), branch.len())
    };
    branches.iter().filter(|branch| !branch.is_empty()).min_by_key(rank).map(Vec::as_slice)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may")]
mod tests;
