//! SARIF 2.1.0, within the limits of GitLab's and GitHub's readers.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::gitlab::below_top;
use super::{docs_url, plain, redact, summary};
use crate::diagnostic::{Diagnostic, Fix, Severity, State};
use crate::engine::Run;
use crate::rules;
use crate::source::{Place, TextRange};

/// GitLab reads that many results of a run, and that many runs of a file.
const RESULTS_OF_RUN: usize = 5000;
const RUNS: usize = 20;
/// A longer message loses its whole result; so does a longer description its rule.
const LONGEST_MESSAGE: usize = 2000;
const LONGEST_SUMMARY: usize = 1000;
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let rules = rule_ids(run);
    let mut parts: Vec<&[Diagnostic]> = run.diagnostics.chunks(RESULTS_OF_RUN).take(RUNS).collect();
    if parts.is_empty() {
        parts.push(&[]);
    }
    let several = parts.len() > 1;
    let runs: Vec<Value> = parts.iter().enumerate().map(|(index, part)| one_run(run, part, &rules, several.then_some(index + 1))).collect();
    // Without indentation: GitLab takes ten megabytes.
    serde_json::to_writer(&mut *out, &json!({"$schema": SCHEMA, "version": "2.1.0", "runs": runs}))?;
    writeln!(out)
}

/// The findings beyond what readers of SARIF take.
pub fn left_out(run: &Run) -> Option<String> {
    let count = run.diagnostics.len().saturating_sub(RESULTS_OF_RUN * RUNS);
    (count > 0).then(|| format!("the sarif report leaves out the last {}: readers take no more", summary::number(count, "finding", "findings")))
}

/// The built-in rules and those of the findings, each with its index.
fn rule_ids(run: &Run) -> BTreeMap<&str, usize> {
    let mut ids: BTreeMap<&str, usize> = rules::all().map(|rule| (rule.id, 0)).collect();
    ids.extend(run.diagnostics.iter().map(|diagnostic| (&*diagnostic.rule, 0)));
    for (index, of) in ids.values_mut().enumerate() {
        *of = index;
    }
    ids
}

fn one_run(run: &Run, part: &[Diagnostic], rules: &BTreeMap<&str, usize>, number: Option<usize>) -> Value {
    let mut driver = json!({"name": "ase-lint", "semanticVersion": env!("CARGO_PKG_VERSION"), "version": env!("CARGO_PKG_VERSION")});
    let repository = env!("CARGO_PKG_REPOSITORY");
    if !repository.is_empty() {
        driver["informationUri"] = json!(repository);
    }
    driver["rules"] = rules.keys().map(|id| descriptor(id)).collect();
    let mut object = json!({
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": true}],
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The top level of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": part.iter().map(|diagnostic| result(run, diagnostic, rules)).collect::<Value>(),
    });
    if let Some(number) = number {
        object["automationDetails"] = json!({"id": format!("ase-lint/{number}/")});
    }
    if run.compared && number.is_none_or(|number| number == 1) {
        let fixed = |diagnostic: &Diagnostic| json!({"rule": diagnostic.rule, "path": *diagnostic.place.path, "message": diagnostic.message, "fingerprint": diagnostic.fingerprint});
        // As a property, not as results of state "absent": readers that do not know the state would show them as findings.
        object["properties"] = json!({"fixed": run.fixed.iter().map(fixed).collect::<Value>()});
    }
    object
}

/// What there is to know of a rule.
fn descriptor(id: &str) -> Value {
    let name: String = id.split(['/', '-']).map(capital).collect();
    let family = id.split('/').next().unwrap_or_default();
    let mut descriptor = json!({"id": id, "name": name.chars().take(255).collect::<String>(), "properties": {"tags": [family]}});
    if let Some(rule) = rules::find(id) {
        descriptor["shortDescription"] = text(&sentence(rule.summary), LONGEST_SUMMARY);
        descriptor["fullDescription"] = text(rule.why, LONGEST_MESSAGE);
        descriptor["help"] = text(rule.how, LONGEST_MESSAGE);
        descriptor["defaultConfiguration"] = json!({"level": level(rule.severity)});
    } else {
        let own = format!("A check that this repository has set up: {id}.");
        descriptor["shortDescription"] = text(&own, LONGEST_SUMMARY);
        descriptor["fullDescription"] = text(&own, LONGEST_MESSAGE);
        descriptor["help"] = text("The message says what to do; the repository's config says why.", LONGEST_MESSAGE);
    }
    if let Some(url) = docs_url(id) {
        descriptor["helpUri"] = json!(url);
    }
    descriptor
}

fn result(run: &Run, diagnostic: &Diagnostic, rules: &BTreeMap<&str, usize>) -> Value {
    let message = match &diagnostic.help {
        Some(help) => format!("{} {}", sentence(&diagnostic.message), sentence(help)),
        None => sentence(&diagnostic.message),
    };
    let mut result = json!({
        "ruleId": diagnostic.rule,
        "ruleIndex": rules.get(&*diagnostic.rule),
        "level": level(diagnostic.severity),
        "message": text(&plain(&message), LONGEST_MESSAGE),
        "locations": [location(&diagnostic.place)],
        "partialFingerprints": {"aseLint/v1": diagnostic.fingerprint},
    });
    if !diagnostic.related.is_empty() {
        let related = diagnostic.related.iter().enumerate().map(|(index, related)| {
            let mut location = location(&related.place);
            location["id"] = json!(index);
            location["message"] = text(&plain(&sentence(&related.message)), LONGEST_MESSAGE);
            location
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = redact::fix(run, diagnostic) {
        result["fixes"] = json!([repair(run, fix)]);
    }
    if let Some(state) = diagnostic.state {
        result["baselineState"] = json!(if state == State::New { "new" } else { "unchanged" });
    }
    result
}

fn repair(run: &Run, fix: &Fix) -> Value {
    let mut files: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for edit in &fix.edits {
        let mut replacement = json!({"deletedRegion": region(super::json::range(run, &edit.path, edit.span))});
        if !edit.text.is_empty() {
            replacement["insertedContent"] = json!({"text": edit.text});
        }
        files.entry(&edit.path).or_default().push(replacement);
    }
    let changes = files.into_iter().map(|(path, replacements)| json!({"artifactLocation": artifact(path), "replacements": replacements}));
    json!({"description": text(&plain(&sentence(&fix.title)), LONGEST_MESSAGE), "artifactChanges": changes.collect::<Value>()})
}

fn location(place: &Place) -> Value {
    json!({"physicalLocation": {"artifactLocation": artifact(&place.path), "region": region(place.range)}})
}

fn region(range: TextRange) -> Value {
    json!({"startLine": range.start.line, "startColumn": range.start.column, "endLine": range.end.line, "endColumn": range.end.column})
}

fn artifact(path: &str) -> Value {
    let mut location = Map::new();
    // What lies outside has no base, and a whole path needs its scheme.
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    location.insert("uri".to_owned(), json!(format!("{scheme}{}", uri(path))));
    if below_top(path) {
        location.insert("uriBaseId".to_owned(), json!("SRCROOT"));
    }
    Value::Object(location)
}

/// A path as a URI reference: everything but letters, digits, `-._~` and `/` percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A message object whose text is not longer than readers take.
fn text(text: &str, longest: usize) -> Value {
    let cut = text.char_indices().nth(longest).map_or(text.to_owned(), |(at, _)| format!("{}…", &text[..at]));
    json!({"text": cut})
}

/// With a capital letter and a full stop, as SARIF's readers want it.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let stop = if text.ends_with(['.', '!', '?', '…']) || text.is_empty() { "" } else { "." };
    format!("{}{stop}", capital(text))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::{text, uri};

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("a b/ü:%#?.yaml"), "a%20b/%C3%BC%3A%25%23%3F.yaml");
        assert_eq!(uri(".gitlab/x.md"), ".gitlab/x.md");
    }

    #[test]
    fn long_messages_are_cut_at_a_character() {
        assert_eq!(text("ééé", 2)["text"], "éé…");
    }
}
