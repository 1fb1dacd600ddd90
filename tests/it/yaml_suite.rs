//! The official YAML test suite: every case is accepted or refused rightly, and decoded as the suite says.

use std::fmt::Write as _;

use ase_lint::document::yaml::{Node, Style, Value, Yaml, to_json};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    id: String,
    yaml: String,
    error: bool,
    events: String,
    json: Option<String>,
}

/// The JSON of these differs for a reason.
const OTHER_JSON: &[(&str, &str)] = &[("UGM3", "`450.00` is a float, which the suite writes as the integer 450")];

fn cases() -> Option<Vec<Case>> {
    let Ok(path) = std::env::var("YAML_TEST_SUITE") else {
        eprintln!("skipped: YAML_TEST_SUITE is not set");
        return None;
    };
    let text = std::fs::read_to_string(path).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// The same input as LF, as CRLF, and both with a byte-order mark.
fn variants(yaml: &str) -> [String; 4] {
    let crlf = yaml.replace('\n', "\r\n");
    [yaml.to_owned(), crlf.clone(), format!("\u{feff}{yaml}"), format!("\u{feff}{crlf}")]
}

#[test]
fn every_case_is_accepted_or_refused_and_decoded_rightly() {
    let Some(cases) = cases() else { return };
    assert_eq!(cases.len(), 402);
    let mut wrong = String::new();
    for case in &cases {
        for (index, text) in variants(&case.yaml).iter().enumerate() {
            if index > 1 && case.yaml.starts_with('\u{feff}') {
                continue;
            }
            let yaml = Yaml::parse(text);
            if yaml.errors.is_empty() == case.error {
                writeln!(wrong, "{} {index}: error should be {}: {:?}", case.id, case.error, yaml.errors).unwrap();
            } else if !case.error {
                let (expected, actual) = (expected_events(&case.events), events(&yaml));
                if expected != actual {
                    writeln!(wrong, "{} {index}: expected\n{expected}\nactual\n{actual}", case.id).unwrap();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn json_is_as_the_suite_gives_it() {
    let Some(cases) = cases() else { return };
    let mut wrong = String::new();
    for case in cases.iter().filter(|case| !case.error && !OTHER_JSON.iter().any(|(id, _)| *id == case.id)) {
        let Some(json) = &case.json else { continue };
        let Ok(expected) = serde_json::Deserializer::from_str(json).into_iter().collect::<Result<Vec<serde_json::Value>, _>>() else { continue };
        let actual: Vec<_> = Yaml::parse(&case.yaml)
            .documents
            .iter()
            .map(|document| document.root.as_ref().map_or(serde_json::Value::Null, |root| to_json(root).value))
            .collect();
        if expected != actual {
            writeln!(wrong, "{}: expected {expected:?}\n actual {actual:?}", case.id).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Without what the tree does not keep: directives, explicit ends, the names of anchors and tags.
fn expected_events(events: &str) -> String {
    let mut out = String::new();
    for line in events.lines() {
        let mut parts = line.splitn(2, ' ');
        let (kind, mut rest) = (parts.next().unwrap(), parts.next().unwrap_or(""));
        match kind {
            "=VAL" => {
                while rest.starts_with(['&', '<']) {
                    rest = rest.split_once(' ').unwrap().1;
                }
                writeln!(out, "=VAL {rest}").unwrap();
            }
            "=ALI" => writeln!(out, "=ALI {rest}").unwrap(),
            "+STR" | "-STR" | "-DOC" => {}
            other => writeln!(out, "{other}").unwrap(),
        }
    }
    out
}

fn events(yaml: &Yaml) -> String {
    let mut out = String::new();
    for document in &yaml.documents {
        writeln!(out, "+DOC").unwrap();
        if let Some(root) = &document.root {
            node_events(root, &mut out);
        }
    }
    out
}

fn node_events(node: &Node, out: &mut String) {
    match &node.value {
        Value::Scalar(scalar) => {
            let indicator = match scalar.style {
                Style::Plain | Style::Absent => ':',
                Style::SingleQuoted => '\'',
                Style::DoubleQuoted => '"',
                Style::Literal => '|',
                Style::Folded => '>',
            };
            let value = scalar.text.value().replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r").replace('\u{8}', "\\b");
            writeln!(out, "=VAL {indicator}{value}").unwrap();
            if !scalar.text.is_exact() {
                writeln!(out, "inexact").unwrap();
            }
        }
        Value::Alias { name, .. } => writeln!(out, "=ALI *{name}").unwrap(),
        Value::Sequence(items) => {
            writeln!(out, "+SEQ").unwrap();
            for item in items {
                node_events(item, out);
            }
            writeln!(out, "-SEQ").unwrap();
        }
        Value::Mapping(entries) => {
            writeln!(out, "+MAP").unwrap();
            for entry in entries {
                node_events(&entry.key, out);
                node_events(&entry.value, out);
            }
            writeln!(out, "-MAP").unwrap();
        }
    }
}
