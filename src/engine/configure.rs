//! The config file: read into a spanned tree, checked against its schema, turned into settings. The same words and places as for a note.

mod asked;
mod globs;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::config::{Kind, Level, QuestionSettings, RuleSettings, Settings};
use crate::diagnostic::{Diagnostic, Redaction, Related, Severity};
use crate::document::yaml::{self, Json, JsonPlace, Node, Yaml};
use crate::rules::schema::Schema;
use crate::rules::words;
use crate::source::{Source, Span};

pub use asked::{no_profile, which_profile};

pub use crate::config::FILE_NAME;

/// The file as it is written, once the schema has passed it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct Written {
    profile: Option<String>,
    files: Files,
    accounts: Accounts,
    rules: BTreeMap<String, WrittenRule>,
    questions: Questions,
    schemas: BTreeMap<Kind, String>,
    fail_on: Option<Severity>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Files {
    note: Option<Vec<String>>,
    accounts: Option<Vec<String>>,
    call: Option<Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Accounts {
    path: Option<String>,
    aliases: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Questions {
    catalogue: Option<String>,
    #[serde(flatten)]
    extra: serde_json::Map<String, serde_json::Value>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum WrittenRule {
    Level(WrittenLevel),
    Full {
        severity: Option<WrittenLevel>,
        #[serde(flatten)]
        options: serde_json::Map<String, serde_json::Value>,
    },
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenLevel {
    Off,
    Info,
    Warning,
    Error,
}

impl From<WrittenLevel> for Level {
    fn from(level: WrittenLevel) -> Self {
        match level {
            WrittenLevel::Off => Self::Off,
            WrittenLevel::Info => Self::At(Severity::Info),
            WrittenLevel::Warning => Self::At(Severity::Warning),
            WrittenLevel::Error => Self::At(Severity::Error),
        }
    }
}

/// Lays the config in `source` over `settings`. `read` reads a file that the config names, relative to the config's folder;
/// its error is a sentence. On mistakes the findings tell each of them at its place.
pub fn configure(source: &Source, settings: &mut Settings, read: &dyn Fn(&str) -> Result<String, String>) -> Result<(), Vec<Diagnostic>> {
    let yaml = Yaml::parse(source.text());
    let mut mistakes: Vec<Diagnostic> = yaml.errors.iter().map(|error| mistake(source, error.span, &error.message, error.help.clone())).collect();
    if let Some(extra) = yaml.documents.get(1) {
        let span = extra.marker.unwrap_or_default();
        mistakes.push(mistake(source, span, "a config file holds one YAML document", None));
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let Some(root) = yaml.root() else { return Ok(()) };
    let json = yaml::to_json(root);
    if json.value.is_null() {
        return Ok(());
    }
    let schema = Schema::built_in("config", include_str!("../../schemas/config.schema.json"));
    let mut broken = duplicates(root, source);
    broken.extend(schema.check(&json, source).into_iter().map(|error| mistake(source, error.span, &error.message, error.help)));
    if !broken.is_empty() {
        return Err(broken);
    }
    let whole = |message: String| mistake(source, root.span, &message, None);
    let written: Written = serde_json::from_value(json.value.clone()).map_err(|error| vec![whole(error.to_string())])?;
    let at = |pointer: &str| json.places.get(pointer).map_or(root.span, |place| place.value);
    let mut named = |pointer: &str, path: &str| match read(path) {
        Ok(text) => Some(text),
        Err(error) => {
            mistakes.push(mistake(source, at(pointer), &error, None));
            None
        }
    };
    let catalogue = written.questions.catalogue.as_deref().and_then(|path| named("/questions/catalogue", path));
    let (mut schemas, mut broken_schemas) = (BTreeMap::new(), Vec::new());
    for (&kind, path) in &written.schemas {
        let pointer = format!("/schemas/{}", kind.as_str());
        let Some(text) = named(&pointer, path) else { continue };
        match own_schema(&text) {
            Ok(schema) => {
                schemas.insert(kind, schema);
            }
            Err(error) => broken_schemas.push(mistake(source, at(&pointer), &format!("`{path}` is no JSON Schema: {error}"), None)),
        }
    }
    mistakes.extend(broken_schemas);
    let catalogue_file = written.questions.catalogue.as_ref().zip(catalogue.as_ref()).map(|(path, text)| Source::new(path.as_str(), text.clone()));
    let catalogue_json = match catalogue_file.as_ref().map(in_catalogue) {
        Some(Ok(json)) => Some(json),
        Some(Err(broken)) => {
            mistakes.extend(broken);
            None
        }
        None => None,
    };
    mistakes.extend(in_additions(&json, source));
    if mistakes.is_empty() {
        let file = catalogue_file.as_ref().zip(catalogue_json.as_ref()).map(|(source, json)| asked::Written { json, source });
        mistakes.extend(asked::mistakes(asked::Written { json: &json, source }, file));
    }
    for (kind, globs, counting) in [
        (Kind::Note, &written.files.note, &mut settings.globs.note),
        (Kind::Accounts, &written.files.accounts, &mut settings.globs.accounts),
        (Kind::Call, &written.files.call, &mut settings.globs.call),
    ] {
        let Some(globs) = globs else { continue };
        counting.clear();
        for (index, glob) in globs.iter().enumerate() {
            match globs::read(glob, kind) {
                Ok(globs) => counting.extend(globs),
                Err((message, help)) => mistakes.push(mistake(source, at(&format!("/files/{}/{index}", kind.as_str())), &message, help)),
            }
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    settings.accounts_path = written.accounts.path;
    settings.aliases = written.accounts.aliases;
    settings.schemas = schemas;
    settings.fail_on = written.fail_on.unwrap_or(settings.fail_on);
    settings.rules = written.rules.into_iter().map(|(id, rule)| (id, rule.into())).collect();
    let extra = (!written.questions.extra.is_empty()).then_some(serde_json::Value::Object(written.questions.extra));
    settings.questions = QuestionSettings { profile: written.profile, catalogue, extra };
    Ok(())
}

/// The keys that stand twice, in the words of `yaml/duplicate-key`.
fn duplicates(root: &Node, source: &Source) -> Vec<Diagnostic> {
    let told = |found: yaml::Duplicate<'_>| {
        let (message, help, related) = words::stands_twice(found.key);
        let first = Related { place: source.place(found.first), message: related };
        Diagnostic { related: vec![first], ..mistake(source, found.again, &message, Some(help)) }
    };
    yaml::duplicates(root).into_iter().map(told).collect()
}

/// The catalogue in a file, or what is wrong with it.
fn in_catalogue(catalogue: &Source) -> Result<Json, Vec<Diagnostic>> {
    let yaml = Yaml::parse(catalogue.text());
    if let Some(error) = yaml.errors.first() {
        return Err(vec![mistake(catalogue, error.span, &error.message, error.help.clone())]);
    }
    let Some(root) = yaml.root() else { return Err(vec![mistake(catalogue, Span::default(), "the catalogue of questions is empty", None)]) };
    let json = yaml::to_json(root);
    let mut broken = duplicates(root, catalogue);
    broken.extend(broken_questions(&json, catalogue));
    if broken.is_empty() { Ok(json) } else { Err(broken) }
}

/// What is wrong with the questions and words that the config adds: `questions` without the name of a catalogue has a catalogue's shape.
fn in_additions(config: &Json, source: &Source) -> Vec<Diagnostic> {
    let Some(serde_json::Value::Object(mut added)) = config.value.get("questions").cloned() else { return Vec::new() };
    added.remove("catalogue");
    let inside = |(pointer, place): (&String, &JsonPlace)| Some((pointer.strip_prefix("/questions")?.to_owned(), *place));
    let places = config.places.iter().filter_map(inside).filter(|(pointer, _)| pointer.is_empty() || pointer.starts_with('/')).collect();
    broken_questions(&Json { value: serde_json::Value::Object(added), places }, source)
}

fn broken_questions(json: &Json, source: &Source) -> Vec<Diagnostic> {
    let schema = Schema::built_in("catalogue", include_str!("../../schemas/questions.schema.json"));
    schema.check(json, source).into_iter().map(|error| mistake(source, error.span, &error.message, error.help)).collect()
}

impl From<WrittenRule> for RuleSettings {
    fn from(rule: WrittenRule) -> Self {
        match rule {
            WrittenRule::Level(level) => Self { level: level.into(), options: serde_json::Map::new() },
            WrittenRule::Full { severity, options } => Self { level: severity.map_or(Level::Default, Level::from), options },
        }
    }
}

/// A finding about the config; its rule is none of the catalogue's.
pub fn mistake(source: &Source, span: Span, message: &str, help: Option<String>) -> Diagnostic {
    Diagnostic {
        rule: "config".into(),
        severity: Severity::Error,
        message: message.to_owned(),
        place: source.place(span),
        key: String::new(),
        subject: String::new(),
        help,
        related: Vec::new(),
        fix: None,
        redact: Redaction::default(),
        fingerprint: String::new(),
        state: None,
    }
}

/// A schema of the user's, tried once, so that a run cannot fail on it later.
fn own_schema(text: &str) -> Result<serde_json::Value, String> {
    let schema: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    Schema::compile("value", schema.clone())?;
    Ok(schema)
}
