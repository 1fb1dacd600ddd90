//! The JSON Schema of the config file, made from the rules so that it cannot fall behind them; committed as `schemas/config.schema.json`.

use serde_json::{Map, Value, json};

use crate::document::accounts::Column;
use crate::rules::{self, Rule};

const LEVELS: [&str; 4] = ["off", "info", "warning", "error"];

/// The schema, with the rules in the order of the documentation.
pub fn config_schema() -> Value {
    let rules: Map<String, Value> = rules::all().map(|rule| (rule.id.to_owned(), of_rule(rule))).collect();
    let globs = |what: &str| json!({"type": "array", "items": {"type": "string", "minLength": 1}, "description": format!("Globs of {what}, relative to the folder of this file. A folder, `x/`, stands for all of them below it.")});
    let aliases: Map<String, Value> = Column::ALL
        .iter()
        .map(|column| (column.header().to_owned(), json!({"type": "array", "items": {"type": "string", "minLength": 1}, "description": format!("Further names of the column {}.", column.header())})))
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://gitlab.com/gitlab-com/support/toolbox/ase-lint/-/raw/main/schemas/config.schema.json",
        "title": "ase-lint config",
        "description": "What a repository wants of ase-lint: the file .ase-lint.yaml.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "profile": {"type": "string", "minLength": 1, "description": "Which questions an ASE note must answer: handbook-2025 (six), handbook-2026 (two), or a profile of your own catalogue.", "default": "handbook-2025", "examples": ["handbook-2026"]},
            "fail-on": {"type": "string", "enum": ["error", "warning", "info"], "description": "The lowest severity that fails a check.", "default": "error"},
            "files": {
                "type": "object", "additionalProperties": false,
                "description": "Which files are of which kind, in place of the default globs.",
                "properties": {"note": globs("the notes"), "accounts": globs("the file with the account table"), "call": globs("the records of calls and their templates")}
            },
            "accounts": {
                "type": "object", "additionalProperties": false,
                "description": "The account table.",
                "properties": {
                    "path": {"type": "string", "minLength": 1, "description": "The file with the account table, relative to the folder of this file."},
                    "aliases": {"type": "object", "additionalProperties": false, "description": "Further names of the columns.", "properties": aliases, "examples": [{"ASE": ["Support Engineer"]}]}
                }
            },
            "schemas": {
                "type": "object", "additionalProperties": false,
                "description": "Your own JSON Schemas, in place of the built-in ones: paths relative to the folder of this file.",
                "properties": {"note": {"type": "string", "minLength": 1}, "accounts": {"type": "string", "minLength": 1}, "call": {"type": "string", "minLength": 1}}
            },
            "questions": {
                "type": "object", "additionalProperties": false,
                "description": "The questions that an ASE note must answer: a catalogue of your own, or more questions and words for the built-in one. See `ase-lint schema questions`.",
                "properties": {
                    "catalogue": {"type": "string", "minLength": 1, "description": "A catalogue file in place of the built-in one, relative to the folder of this file."},
                    "profiles": {"type": "object", "description": "More profiles: a name, and the ids of its questions."},
                    "questions": {"type": "array", "items": {"type": "object"}, "description": "More questions, or more cues for a known one."},
                    "words": {"type": "object", "description": "More words for the classes of words."},
                    "places": {"type": "object", "description": "More places, by support region."},
                    "regions": {"type": "object", "description": "More names of support regions."}
                }
            },
            "rules": {
                "type": "object",
                "description": "The severity and the options of rules, by id. `ase-lint rules` lists them.",
                "properties": rules,
                "patternProperties": {"^question/[a-z0-9-]+$": level_or_options(&[])},
                "additionalProperties": false,
                "examples": [{"note/ase-label": "off", "accounts/ase-load": {"severity": "error", "max": 4}}]
            }
        }
    })
}

fn of_rule(rule: &Rule) -> Value {
    let mut schema = level_or_options(rule.options);
    schema["description"] = json!(format!("{}. Default: {}.", rule.summary, rule.severity));
    schema
}

/// `rule: off`, or `rule: {severity: off, option: value}`.
fn level_or_options(options: &[rules::RuleOption]) -> Value {
    let mut properties = Map::new();
    properties.insert("severity".to_owned(), json!({"enum": LEVELS, "description": "The severity of its findings."}));
    for option in options {
        let mut schema: Value = serde_json::from_str(option.schema).expect("a rule's option has a JSON Schema; a test reads them all");
        schema["description"] = json!(format!("{} Default: {}.", option.help, option.default));
        properties.insert(option.name.to_owned(), schema);
    }
    json!({
        "type": ["string", "object"],
        "if": {"type": "string"},
        "then": {"enum": LEVELS},
        "else": {"properties": properties, "additionalProperties": false}
    })
}
