//! Every keyword: what is said, and where it points.

use serde_json::json;

use super::*;
use crate::document::yaml::{Yaml, to_json};

fn check(schema: &Value, text: &str) -> (Source, Vec<SchemaError>) {
    let schema = Schema::compile("file", schema.clone()).unwrap();
    let source = Source::new("a.yaml", text.to_owned());
    let value = to_json(Yaml::parse(text).root().unwrap());
    let errors = schema.check(&value, &source);
    (source, errors)
}

#[track_caller]
fn expect(schema: &Value, text: &str, expected: &[(&str, &str)]) {
    let (source, errors) = check(schema, text);
    let found: Vec<(&str, &str)> = errors.iter().map(|error| (source.slice(error.span), error.message.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_keyword_speaks_plainly_and_points_at_its_value() {
    let one = |schema: Value| json!({"type": "object", "properties": {"a": schema}});
    expect(&one(json!({"type": "integer"})), "a: \"27\"", &[("\"27\"", "`a` must be a whole number, but is the text `27`")]);
    expect(&one(json!({"type": ["string", "null"]})), "a: 012", &[("012", "`a` must be text or empty, but is the number `012`")]);
    expect(&one(json!({"enum": ["AMER", "EMEA", 3]})), "a: AMRE", &[("AMRE", "`a` must be one of `AMER`, `EMEA` or `3`, but is the text `AMRE`")]);
    expect(&one(json!({"const": 1})), "a: 2", &[("2", "`a` must be `1`, but is the number `2`")]);
    expect(&one(json!({"minLength": 1})), "a: ''", &[("''", "`a` must not be empty")]);
    expect(&one(json!({"maxLength": 2})), "a: ééé", &[("ééé", "`a` must have at most 2 characters, but has 3")]);
    expect(&one(json!({"minimum": 1})), "a: 0", &[("0", "`a` must be at least 1, but is the number `0`")]);
    let too_large = "`a` must be at most 9223372036854775807, but is the number `9223372036854775808`";
    expect(&one(json!({"maximum": i64::MAX})), "a: 9223372036854775808", &[("9223372036854775808", too_large)]);
    let no_date = "`a` must be a date of the calendar as YYYY-MM-DD, but is the text `2026-02-30`";
    expect(&one(json!({"format": "date"})), "a: 2026-02-30", &[("2026-02-30", no_date)]);
    expect(&one(json!({"uniqueItems": true})), "a: [x, y, x]", &[("x", "`x` stands twice in `a`")]);
    expect(&one(json!({"items": {"type": "string"}})), "a:\n  - b\n  - 5", &[("5", "item 2 of `a` must be text, but is the number `5`")]);
    let pattern = "^[0-9a-f]{8}$";
    expect(&one(json!({"pattern": pattern})), "a: x", &[("x", "`a` must match the pattern `^[0-9a-f]{8}$`, but is the text `x`")]);
    expect(&one(json!({"pattern": pattern, "title": "Hash"})), "a: x", &[("x", "`a` is the text `x`, which does not have the right form")]);
    expect(&json!({"propertyNames": {"maxLength": 2}}), "abc: 1", &[("abc", "the key `abc` must have at most 2 characters, but has 3")]);
    expect(&json!({"type": "object"}), "- a", &[("- a", "the file must be a mapping, but is a list")]);
    expect(&json!({"dependentRequired": {"a": ["b"]}}), "a: 1", &[("a", "`b` is missing: `a` needs it")]);
    expect(&json!({"if": {"required": ["a"]}, "then": {"required": ["b"]}}), "a: 1", &[("a", "the file has no `b`")]);
}

#[test]
fn branches_are_told_by_the_nearest_one() {
    let schema = json!({"properties": {"a": {"oneOf": [{"type": "string"}, {"type": "object", "properties": {"b": {"type": "integer"}}}]}}});
    expect(&schema, "a: {b: x}", &[("x", "`b` must be a whole number, but is the text `x`")]);
    expect(&schema, "a: 5", &[("5", "`a` must be text or a mapping, but is the number `5`")]);
    let schema = json!({"anyOf": [{"required": ["b"]}, {"required": ["c"]}]});
    expect(&schema, "a: 5", &[("a", "one of these has to be put right: the file has no `b`; the file has no `c`")]);
    let schema = json!({"properties": {"a": {"anyOf": [{"type": "integer", "minimum": 9}, {"const": 7}, {"type": "string"}]}}});
    let either = "one of these has to be put right: `a` must be at least 9, but is the number `5`; `a` must be `7`, but is the number `5`";
    expect(&schema, "a: 5", &[("5", either)]);
    let schema = json!({"properties": {}, "additionalProperties": false});
    expect(&schema, "? [a, b]\n: c", &[("[a, b]", "a list is no key of a file")]);
}

#[test]
fn an_unknown_key_that_is_nearly_a_missing_one_is_one_error() {
    let schema = json!({"required": ["notes"], "properties": {"notes": {}, "id": {}}, "additionalProperties": false});
    expect(&schema, "id: 1\ntags: x", &[("id", "the file has no `notes`"), ("tags", "`tags` is no key of a file")]);
    expect(&schema, "notes: 1\nnote: x", &[("note", "`note` is no key of a file")]);
    let (_, found) = check(&schema, "id: 1\n\"note\": x");
    let [SchemaError { kind: SchemaErrorKind::UnknownKey { required: true, rename: Some((_, text)), .. }, .. }] = &found[..] else { panic!("{found:?}") };
    assert_eq!(text, "\"notes\"");
}

#[test]
fn a_missing_key_is_added_where_it_belongs() {
    let schema = json!({"required": ["b"], "properties": {"a": {}, "b": {"type": "integer", "examples": [7]}, "c": {}}});
    let added = |text: &str| {
        let (_, found) = check(&schema, text);
        let SchemaErrorKind::MissingKey { insert, .. } = &found[0].kind else { panic!("{found:?}") };
        insert.clone().map(|(span, new)| format!("{}{new}{}", &text[..span.start], &text[span.end..]))
    };
    assert_eq!(added("a: |\n  x\n  y\nc: 2\n").as_deref(), Some("a: |\n  x\n  y\nb: 7\nc: 2\n"));
    assert_eq!(added("---\nc: 2\n").as_deref(), Some("---\nb: 7\nc: 2\n"));
    assert_eq!(added("a: 1").as_deref(), Some("a: 1\nb: 7"));
    assert_eq!(added("{c: 2}"), None);
}

#[test]
fn the_built_in_schemas_accept_their_own_examples() {
    for &(kind, noun, text) in BUILT_IN {
        let schema = Schema::built_in(noun, text);
        let Some(examples) = schema.json().get("examples").and_then(Value::as_array) else { panic!("{kind:?} has no examples") };
        for example in examples {
            assert!(schema.validator.is_valid(example), "{kind:?}: {example}");
        }
        assert!(jsonschema::meta::is_valid(schema.json()), "{kind:?}");
    }
}
