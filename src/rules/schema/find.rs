//! Where an error of the validator stands in the file.

use std::collections::HashMap;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::{MOST, SchemaError, SchemaErrorKind, best_branch, say};
use crate::document::yaml::Json;
use crate::rules::words::{code, either, nearest, visible};
use crate::source::{BOM, Source, Span};

/// How many unknown keys of one mapping are told one by one.
const UNKNOWN_KEYS: usize = 100;
/// How many of the known keys a help lists.
const LISTED: usize = 12;

/// What it takes to find and name the place of an error.
#[derive(Clone, Copy)]
pub(super) struct Finder<'a> {
    pub(super) schema: &'a Value,
    pub(super) noun: &'a str,
    pub(super) value: &'a Json,
    pub(super) source: &'a Source,
}

impl Finder<'_> {
    /// Adds what people have to know of `error`.
    pub(super) fn describe(&self, error: &ValidationError<'_>, into: &mut Vec<SchemaError>) {
        let pointer = error.instance_path().as_str();
        match error.kind() {
            Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
                into.extend(unexpected.iter().take(UNKNOWN_KEYS).map(|key| self.unknown(error, key)));
            }
            Kind::FalseSchema if self.key_span(pointer).is_some() => into.push(self.unknown_at(parent(pointer), &last(pointer), &[])),
            Kind::Required { property } => into.push(self.missing(error, property.as_str().unwrap_or_default())),
            Kind::PropertyNames { error: inner } => into.push(self.bad_key(error, inner)),
            Kind::UniqueItems => self.repeated(pointer, into),
            Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
                let types = say::types_of_branches(context, pointer);
                if types.is_none()
                    && let Some(error) = self.either(context, pointer)
                {
                    return into.push(error);
                }
                match best_branch(context, pointer) {
                    Some(branch) if types.is_none() => branch.iter().for_each(|error| self.describe(error, into)),
                    _ => into.push(self.plain(error, types)),
                }
            }
            _ => into.push(self.plain(error, None)),
        }
    }

    /// The branches of the right type as one error, where each of them wants one thing and they are few: any of these would do.
    fn either(&self, branches: &[Vec<ValidationError<'_>>], here: &str) -> Option<SchemaError> {
        const MOST_BRANCHES: usize = 3;
        let fits = |branch: &&Vec<ValidationError<'_>>| {
            !branch.iter().any(|error| matches!(error.kind(), Kind::Type { .. }) && error.instance_path().as_str() == here)
        };
        let mut wanted: Vec<SchemaError> = Vec::new();
        for branch in branches.iter().filter(fits) {
            let mut own = Vec::new();
            for error in branch {
                self.describe(error, &mut own);
            }
            let [error] = <[SchemaError; 1]>::try_from(own).ok()?;
            if !wanted.iter().any(|other| other.message == error.message) {
                wanted.push(error);
            }
        }
        if !(2..=MOST_BRANCHES).contains(&wanted.len()) || wanted.iter().any(|error| error.span != wanted[0].span) {
            return None;
        }
        let message = wanted.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ");
        let help = wanted.iter().filter_map(|error| error.help.as_deref()).collect::<Vec<_>>().join("; or ");
        let keyword = "anyOf".to_owned();
        Some(SchemaError {
            message: format!("one of these has to be put right: {message}"),
            help: (!help.is_empty()).then_some(help),
            kind: SchemaErrorKind::Value { keyword },
            ..wanted.swap_remove(0)
        })
    }

    /// A value that is wrong. `types` are the words for the types that would be right, where the error itself does not say.
    fn plain(&self, error: &ValidationError<'_>, types: Option<String>) -> SchemaError {
        let pointer = error.instance_path().as_str();
        let value = self.value_span(pointer);
        let (message, help) = say::value(&self.name(pointer), error, types, self.schema_of(error), self.source.slice(value));
        // Of `key:` alone nothing can be shown but the key.
        let span = if value.is_empty() { self.key_span(pointer).unwrap_or(value) } else { value };
        let keyword = error.kind().keyword().to_owned();
        let subject = format!("{} {keyword}", last(pointer));
        SchemaError { pointer: pointer.to_owned(), span, subject, kind: SchemaErrorKind::Value { keyword }, message, help }
    }

    fn unknown(&self, error: &ValidationError<'_>, key: &str) -> SchemaError {
        let properties = self.schema_of(error).and_then(|schema| schema.get("properties")).and_then(Value::as_object);
        let known: Vec<&str> = properties.map(|properties| properties.keys().map(String::as_str).collect()).unwrap_or_default();
        self.unknown_at(error.instance_path().as_str(), key, &known)
    }

    fn unknown_at(&self, parent: &str, key: &str, known: &[&str]) -> SchemaError {
        let pointer = format!("{parent}/{}", escape(key));
        let meant = nearest(key, known.iter().copied()).map(str::to_owned);
        let help = match &meant {
            Some(meant) => format!("did you mean {}?", code(meant)),
            None if known.is_empty() => "remove it".to_owned(),
            None if known.len() > LISTED => "remove it, or write it as one of the known keys".to_owned(),
            None => format!("remove it, or use one of {}", either(&known.iter().map(|key| code(key)).collect::<Vec<_>>())),
        };
        let place = if parent.is_empty() { format!("a {}", self.noun) } else { self.name(parent) };
        let span = self.key_span(&pointer).unwrap_or_else(|| self.value_span(parent));
        // `? [a, b]` is called so by the tree.
        let named = match (key, self.source.slice(span)) {
            ("[]", written) if !matches!(written, "\"[]\"" | "'[]'") => "a list".to_owned(),
            ("{}", written) if !matches!(written, "\"{}\"" | "'{}'") => "a mapping".to_owned(),
            _ => code(key),
        };
        SchemaError {
            span,
            subject: format!("{key} unknown"),
            message: format!("{named} is no key of {place}"),
            kind: SchemaErrorKind::UnknownKey { key: key.to_owned(), meant, required: false, rename: None },
            help: Some(help),
            pointer,
        }
    }

    fn missing(&self, error: &ValidationError<'_>, key: &str) -> SchemaError {
        let parent = error.instance_path().as_str();
        let schema = self.schema_of(error);
        let property = schema.and_then(|schema| schema.get("properties")?.get(key));
        let line = code(&property.map_or_else(|| format!("{key}:"), |property| say::line(key, property)));
        let title = property.and_then(|property| property.get("title")).and_then(Value::as_str);
        SchemaError {
            pointer: format!("{parent}/{}", escape(key)),
            span: self.first_key(parent).unwrap_or_else(|| self.value_span(parent)),
            subject: format!("{key} missing"),
            message: match self.needed_by(error, key) {
                Some(owner) => format!("{} is missing: {} needs it", code(key), code(owner)),
                None => format!("{} has no {}", self.name(parent), code(key)),
            },
            help: Some(title.map_or_else(|| format!("add a line {line}"), |title| format!("add a line {line} ({})", visible(title)))),
            kind: SchemaErrorKind::MissingKey { key: key.to_owned(), insert: schema.and_then(|schema| self.insertion(schema, parent, key)) },
        }
    }

    /// The key of the mapping because of which `key` must be there too.
    fn needed_by<'s>(&'s self, error: &ValidationError<'_>, key: &str) -> Option<&'s str> {
        let needs = self.schema_of(error)?.get("dependentRequired")?.as_object()?;
        if !error.schema_path().as_str().ends_with("/dependentRequired") {
            return None;
        }
        let object = self.value.value.pointer(error.instance_path().as_str())?.as_object()?;
        let needs_key = |keys: &Value| keys.as_array().is_some_and(|keys| keys.iter().any(|needed| needed.as_str() == Some(key)));
        needs.iter().find(|(owner, keys)| object.contains_key(*owner) && needs_key(keys)).map(|(owner, _)| owner.as_str())
    }

    /// The edit that adds `key` to a block mapping: behind the keys that the schema names before it.
    fn insertion(&self, schema: &Value, parent: &str, key: &str) -> Option<(Span, String)> {
        let object = self.value.value.pointer(parent)?.as_object()?;
        let properties = schema.get("properties")?.as_object()?;
        let line = say::line(key, properties.get(key)?);
        let first = self.first_key(parent)?;
        let first_line = self.source.line_span(self.source.line_of(first.start));
        let indent = self.source.slice(Span::new(first_line.start, first.start)).trim_start_matches(BOM);
        if !indent.bytes().all(|byte| byte == b' ') || self.source.slice(self.value_span(parent)).starts_with('{') {
            return None;
        }
        let end = self.source.line_end();
        let before = properties.keys().take_while(|name| *name != key).filter(|name| object.contains_key(*name)).last();
        let Some(before) = before else { return Some((Span::at(first.start), format!("{line}{end}{indent}"))) };
        let value = self.value_span(&format!("{parent}/{}", escape(before)));
        let last_byte = value.end.saturating_sub(1).max(value.start);
        Some((Span::at(self.source.line_span(self.source.line_of(last_byte)).end), format!("{end}{indent}{line}")))
    }

    /// A key that breaks `propertyNames`.
    fn bad_key(&self, error: &ValidationError<'_>, inner: &ValidationError<'_>) -> SchemaError {
        let parent = error.instance_path().as_str();
        let instance = inner.instance();
        let key = instance.as_str().unwrap_or_default();
        let pointer = format!("{parent}/{}", escape(key));
        let (message, help) = say::value(&format!("the key {}", code(key)), inner, None, self.schema_of(inner), "");
        let span = self.key_span(&pointer).unwrap_or_else(|| self.value_span(parent));
        let keyword = "propertyNames".to_owned();
        SchemaError { pointer, span, subject: format!("{key} {keyword}"), kind: SchemaErrorKind::Value { keyword }, message, help }
    }

    /// The validator does not say which items are the same: each that stands in the list before is one error.
    fn repeated(&self, pointer: &str, into: &mut Vec<SchemaError>) {
        let items = self.value.value.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let mut seen = HashMap::new();
        for (index, item) in items.iter().enumerate() {
            if into.len() >= MOST {
                break;
            }
            if *seen.entry(item.to_string()).or_insert(index) == index {
                continue;
            }
            let shown = item.as_str().map_or_else(|| code(&item.to_string()), code);
            let here = format!("{pointer}/{index}");
            into.push(SchemaError {
                span: self.value_span(&here),
                subject: format!("{} {shown} twice", last(pointer)),
                message: format!("{shown} stands twice in {}", self.name(pointer)),
                help: Some("remove one of them".to_owned()),
                kind: SchemaErrorKind::Value { keyword: "uniqueItems".to_owned() },
                pointer: here,
            });
        }
    }

    /// The schema object whose keyword the value breaks.
    fn schema_of(&self, error: &ValidationError<'_>) -> Option<&Value> {
        self.schema.pointer(parent(error.schema_path().as_str()))
    }

    /// What messages call the value at `pointer`.
    fn name(&self, pointer: &str) -> String {
        if pointer.is_empty() {
            return format!("the {}", self.noun);
        }
        let above = parent(pointer);
        let in_list = self.value.value.pointer(above).is_some_and(Value::is_array);
        match last(pointer).parse::<usize>() {
            Ok(index) if in_list => format!("item {} of {}", index + 1, self.name(above)),
            _ => code(&last(pointer)),
        }
    }

    /// The first key of the mapping at `pointer`.
    fn first_key(&self, pointer: &str) -> Option<Span> {
        let object = self.value.value.pointer(pointer)?.as_object()?;
        self.key_span(&format!("{pointer}/{}", escape(object.keys().next()?)))
    }

    fn key_span(&self, pointer: &str) -> Option<Span> {
        self.value.places.get(pointer)?.key
    }

    /// The value at `pointer`, or the nearest one around it.
    fn value_span(&self, pointer: &str) -> Span {
        self.value.place(pointer).map_or_else(|| Span::at(self.source.bom_len()), |place| place.value)
    }
}

/// The pointer without its last step.
pub(super) fn parent(pointer: &str) -> &str {
    pointer.rfind('/').map_or("", |at| &pointer[..at])
}

/// The last step of a pointer as it is called in the document.
fn last(pointer: &str) -> String {
    pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~")
}

pub(super) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The key as it is written, with another name; `None` where the name would need another kind of quotes.
pub(super) fn renamed(written: &str, name: &str) -> Option<String> {
    let is_plain = !name.is_empty() && name.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '-'));
    let quote = written.chars().next().filter(|first| matches!(first, '"' | '\'')).map(String::from).unwrap_or_default();
    let is_simple = !written.is_empty() && !written.contains(['\n', '\r']) && !written.starts_with(['|', '>', '{', '[', '*']);
    (is_plain && is_simple).then(|| format!("{quote}{name}{quote}"))
}
