//! An error of the validator in words for people: what is expected, what is there, what to do.

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

use crate::rules::words::{code, either, line as one_line, nearest};

/// How many of the allowed values a message lists.
const LISTED: usize = 12;
/// How many characters of the words of a schema's author a message shows.
const AUTHOR: usize = 300;

/// The message and the help for a value that is wrong. `written` is how it stands in the file.
pub(super) fn value(name: &str, error: &ValidationError<'_>, types: Option<String>, schema: Option<&Value>, written: &str) -> (String, Option<String>) {
    let instance = error.instance();
    let is = found(instance, written);
    let own = |keyword: &str| Some(one_line(schema?.get(keyword)?.as_str()?, AUTHOR));
    if let Some(words) = own("errorMessage") {
        return (format!("{name} is {is}: {words}"), None);
    }
    let about = own("description").or_else(|| own("title"));
    let message = match error.kind() {
        Kind::Type { kind } => return (format!("{name} must be {}, but is {is}", expected(kind)), type_help(kind, instance, written)),
        Kind::Enum { options } => return one_of(name, options, instance, &is),
        Kind::AnyOf { .. } | Kind::OneOfNotValid { .. } => match types {
            Some(types) => format!("{name} must be {types}, but is {is}"),
            None => format!("{name} has none of the allowed forms"),
        },
        Kind::OneOfMultipleValid { .. } => format!("{name} fits several of the forms of which it may have one"),
        Kind::Constant { expected_value } => format!("{name} must be {}, but is {is}", literal(expected_value)),
        Kind::Pattern { pattern } => match own("patternErrorMessage").or(about) {
            Some(words) => return (format!("{name} is {is}, which does not have the right form"), Some(words)),
            None => return (format!("{name} must match the pattern {}, but is {is}", code(pattern)), None),
        },
        Kind::Format { format } => format!("{name} must be {}, but is {is}", format_words(format)),
        Kind::Minimum { limit } => format!("{name} must be at least {limit}, but is {is}"),
        Kind::Maximum { limit } => format!("{name} must be at most {limit}, but is {is}"),
        Kind::ExclusiveMinimum { limit } => format!("{name} must be more than {limit}, but is {is}"),
        Kind::ExclusiveMaximum { limit } => format!("{name} must be less than {limit}, but is {is}"),
        Kind::MultipleOf { multiple_of } => format!("{name} must be a multiple of {multiple_of}, but is {is}"),
        Kind::MinLength { limit: 1 } | Kind::MinItems { limit: 1 } | Kind::MinProperties { limit: 1 } => format!("{name} must not be empty"),
        Kind::MinLength { limit } => format!("{name} must have at least {limit} characters, but is {is}"),
        Kind::MaxLength { limit } => format!("{name} must have at most {limit} characters, but has {}", size(instance)),
        Kind::MinItems { limit } => format!("{name} must have at least {limit} items, but has {}", size(instance)),
        Kind::MinProperties { limit } => format!("{name} must have at least {limit} keys, but has {}", size(instance)),
        Kind::MaxProperties { limit } => format!("{name} must have at most {limit} keys, but has {}", size(instance)),
        Kind::MaxItems { limit } => format!("{name} must have at most {limit} items, but has {}", size(instance)),
        Kind::AdditionalItems { limit } => format!("{name} must have at most {limit} items, but has {}", size(instance)),
        Kind::UnevaluatedItems { .. } => format!("{name} has more items than it may have"),
        Kind::Contains => format!("{name} lacks an item that it must have"),
        Kind::Not { .. } | Kind::FalseSchema => format!("{name} is {is}, which is not allowed here"),
        Kind::Custom { message, .. } => format!("{name}: {}", one_line(message, AUTHOR)),
        Kind::ContentEncoding { content_encoding } => format!("{name} must be text in {}", code(content_encoding)),
        Kind::ContentMediaType { content_media_type } => format!("{name} must be {}", code(content_media_type)),
        other => format!("{name} breaks `{}` of its schema", other.keyword()),
    };
    (message, about)
}

/// What stands there.
fn found(value: &Value, written: &str) -> String {
    let as_written = || if written.is_empty() || written.contains('\n') { code(&value.to_string()) } else { code(written) };
    match value {
        Value::Null => "empty".to_owned(),
        Value::Bool(_) => as_written(),
        Value::Number(_) => format!("the number {}", as_written()),
        Value::String(text) if text.trim().is_empty() => "an empty text".to_owned(),
        Value::String(text) => format!("the text {}", code(text)),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
    }
}

fn expected(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(single) => type_words(*single).to_owned(),
        TypeKind::Multiple(several) => {
            let mut words: Vec<String> = several.iter().filter(|one| *one != JsonType::Null).map(|one| type_words(one).to_owned()).collect();
            // "text or empty": the empty case is an afterthought.
            if several.contains(JsonType::Null) {
                words.push("empty".to_owned());
            }
            either(&words)
        }
    }
}

const fn type_words(one: JsonType) -> &'static str {
    match one {
        JsonType::Null => "empty",
        JsonType::Boolean => "`true` or `false`",
        JsonType::Integer => "a whole number",
        JsonType::Number => "a number",
        JsonType::String => "text",
        JsonType::Array => "a list",
        JsonType::Object => "a mapping",
    }
}

/// What to do about a value of the wrong type.
fn type_help(kind: &TypeKind, value: &Value, written: &str) -> Option<String> {
    let wants = |one: JsonType| match kind {
        TypeKind::Single(single) => *single == one,
        TypeKind::Multiple(several) => several.contains(one),
    };
    match value {
        Value::String(text) if wants(JsonType::Integer) || wants(JsonType::Number) => Some(number_help(text, written)),
        Value::Number(_) | Value::Bool(_) if wants(JsonType::String) => {
            let fits = !written.is_empty() && !written.contains(['\n', '"', '\\']);
            Some(if fits { format!("put it in quotes: {}", code(&format!("\"{written}\""))) } else { "put it in quotes".to_owned() })
        }
        Value::Array(_) | Value::Object(_) if wants(JsonType::String) => {
            Some("write it as text: `|` behind the colon, and the text on the next lines, indented by two spaces".to_owned())
        }
        Value::Null if !wants(JsonType::Object) => Some("write a value behind the colon".to_owned()),
        _ if wants(JsonType::Object) => Some("write keys with values, a line each: `key: value`".to_owned()),
        Value::String(_) if wants(JsonType::Boolean) => Some("write `true` or `false`, without quotes".to_owned()),
        _ if wants(JsonType::Array) => Some("write a list: each item on its own line, behind `- `".to_owned()),
        _ => None,
    }
}

/// What to do about a text that should be a number.
fn number_help(text: &str, written: &str) -> String {
    let digits: String = text.chars().filter(|character| !matches!(character, ',' | '_' | ' ' | '.' | '\'' | '\u{a0}' | '\u{202f}')).collect();
    let is_number = matches!(digits.len(), 1..=19) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number {
        return "write digits alone, without quotes".to_owned();
    }
    let quoted = written.starts_with(['"', '\'']) && digits == *text;
    format!("{}: {}", if quoted { "remove the quotes" } else { "write the digits alone" }, code(&digits))
}

fn one_of(name: &str, options: &Value, instance: &Value, is: &str) -> (String, Option<String>) {
    let all = options.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut listed: Vec<String> = all.iter().take(LISTED).map(literal).collect();
    if all.len() > LISTED {
        listed.push(format!("{} others", all.len() - LISTED));
    }
    let message = format!("{name} must be {}{}, but is {is}", if listed.len() > 1 { "one of " } else { "" }, either(&listed));
    let meant = instance.as_str().and_then(|text| nearest(text, all.iter().filter_map(Value::as_str)));
    (message, meant.map(|meant| format!("did you mean {}?", code(meant))))
}

fn literal(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::String(text) => code(text),
        other => code(&other.to_string()),
    }
}

fn format_words(format: &str) -> String {
    let words = match format {
        "date" => "a date of the calendar as YYYY-MM-DD",
        "date-time" => "a date with a time, as 2026-01-31T09:00:00Z",
        "time" => "a time with its zone, as 09:00:00Z",
        "duration" => "a duration, as P3D",
        "email" => "an e-mail address",
        "uri" | "iri" => "a full URL, with https://",
        "uri-reference" | "iri-reference" => "a URL",
        "hostname" => "the name of a host",
        "ipv4" | "ipv6" => "an IP address",
        "uuid" => "a UUID",
        "regex" => "a regular expression",
        other => return format!("of the format {}", code(other)),
    };
    words.to_owned()
}

/// The line to add for a missing key.
pub(super) fn line(key: &str, property: &Value) -> String {
    let may_be_null = match property.get("type") {
        Some(Value::Array(types)) => types.iter().any(|one| one == "null"),
        Some(one) => one == "null",
        None => false,
    };
    let example = || property.get("examples")?.as_array()?.first();
    let sample = property.get("default").or_else(|| property.get("const")).or_else(|| if may_be_null { None } else { example() });
    match sample {
        None | Some(Value::Null) => format!("{key}:"),
        Some(sample) => format!("{key}: {sample}"),
    }
}

/// The words for all types that the branches ask for, where each of them fails for its type alone.
pub(super) fn types_of_branches(branches: &[Vec<ValidationError<'_>>], here: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for branch in branches {
        let kind = branch.iter().find_map(|error| match error.kind() {
            Kind::Type { kind } if error.instance_path().as_str() == here => Some(kind),
            _ => None,
        })?;
        let expected = expected(kind);
        if !words.contains(&expected) {
            words.push(expected);
        }
    }
    (!words.is_empty()).then(|| either(&words))
}

/// Characters, items or keys.
fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.chars().count(),
        Value::Array(items) => items.len(),
        Value::Object(keys) => keys.len(),
        _ => 0,
    }
}
