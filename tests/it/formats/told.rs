//! What a report tells, read back from each format: which finding, where, how bad.

use std::sync::LazyLock;

use ase_lint::diagnostic::Severity;
use ase_lint::engine::Run;
use ase_lint::report::{Format, plain};
use quick_xml::events::Event;
use regex::Regex;
use serde_json::Value;

static CONCISE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(.*?):(\d+):(\d+): (error|warning|info) ([a-z0-9/-]+): ").unwrap());
static GITHUB: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^::(error|warning|notice) title=([^,:]*),file=([^,:]*),line=(\d+)(?:,col=\d+)?,endLine=\d+(?:,endColumn=\d+)?::").unwrap());

/// A finding as a reader of the report sees it. Formats of one line a finding show control characters as escapes; `path` is so in all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub rule: String,
    pub severity: Severity,
    pub path: String,
    pub line: u64,
}

fn told(rule: &str, severity: &str, path: &str, line: u64) -> Told {
    let severity = match severity.to_ascii_lowercase().as_str() {
        "error" | "major" => Severity::Error,
        "warning" | "minor" => Severity::Warning,
        "info" | "note" | "notice" => Severity::Info,
        other => panic!("no severity: {other}"),
    };
    Told { rule: rule.to_owned(), severity, path: plain(path).into_owned(), line }
}

pub fn of_run(run: &Run) -> Vec<Told> {
    let told = |d: &ase_lint::diagnostic::Diagnostic| told(&d.rule, d.severity.as_str(), d.path(), d.place.range.start.line as u64);
    run.diagnostics.iter().map(told).collect()
}

/// Reads a report; `None` for formats that are not to be read back.
pub fn of_report(format: Format, report: &str) -> Option<Vec<Told>> {
    Some(match format {
        Format::Json => array(&json(report)["diagnostics"]).iter().map(finding).collect(),
        Format::Jsonl => report.lines().map(|line| finding(&json(line))).collect(),
        Format::Gitlab => array(&json(report))
            .iter()
            .map(|issue| {
                told(text(&issue["check_name"]), text(&issue["severity"]), text(&issue["location"]["path"]), number(&issue["location"]["lines"]["begin"]))
            })
            .collect(),
        Format::Sarif => array(&json(report)["runs"]).iter().flat_map(|run| array(&run["results"]).iter().map(result).collect::<Vec<_>>()).collect(),
        Format::Rdjson => array(&json(report)["diagnostics"])
            .iter()
            .map(|d| {
                let location = &d["location"];
                told(text(&d["code"]["value"]), text(&d["severity"]), text(&location["path"]), number(&location["range"]["start"]["line"]))
            })
            .collect(),
        Format::Concise => report.lines().map(concise).collect(),
        Format::Github => report.lines().map(github).collect(),
        Format::Junit => junit(report).iter().map(|story| concise(story.lines().next().unwrap())).collect(),
        Format::Markdown => markdown(report),
        Format::Pretty => pretty(report),
        Format::Html => return None,
    })
}

pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn array(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn finding(value: &Value) -> Told {
    told(text(&value["rule"]), text(&value["severity"]), text(&value["path"]), number(&value["range"]["start"]["line"]))
}

fn result(value: &Value) -> Told {
    let place = &value["locations"][0]["physicalLocation"];
    told(
        text(&value["ruleId"]),
        text(&value["level"]),
        percent(text(&place["artifactLocation"]["uri"])).trim_start_matches("file://"),
        number(&place["region"]["startLine"]),
    )
}

fn percent(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// `path:line:column: severity rule: message`; the path may have colons.
fn concise(line: &str) -> Told {
    let found = CONCISE.captures(line).unwrap_or_else(|| panic!("not a finding: {line}"));
    told(&found[5], &found[4], &found[1], found[2].parse().unwrap())
}

fn github(line: &str) -> Told {
    let found = GITHUB.captures(line).unwrap_or_else(|| panic!("not a command: {line}"));
    told(&percent(&found[2]), &found[1], &percent(&found[3]), found[4].parse().unwrap())
}

/// The content of each case that did not pass.
pub fn junit(report: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(report);
    let (mut stories, mut inside, mut names) = (Vec::new(), false, std::collections::BTreeSet::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                inside = matches!(tag.name().as_ref(), b"failure" | b"skipped");
                if inside {
                    stories.push(String::new());
                }
                let mut case = Vec::new();
                for attribute in tag.attributes() {
                    let attribute = attribute.unwrap();
                    let value = attribute.unescape_value().unwrap().into_owned();
                    if attribute.key.as_ref() == b"type" {
                        assert!(!matches!(value.as_str(), "yaml" | "symbol"), "GitLab loses the suite");
                    }
                    if matches!(attribute.key.as_ref(), b"name" | b"classname") {
                        case.push(value);
                    }
                }
                if tag.name().as_ref() == b"testcase" {
                    assert!(names.insert(case.clone()), "GitLab ignores the second case of a name: {case:?}");
                }
            }
            Event::Text(text) if inside => stories.last_mut().unwrap().push_str(&text.decode().unwrap()),
            Event::GeneralRef(entity) if inside => stories.last_mut().unwrap().push(match entity.decode().unwrap().as_ref() {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                other => panic!("{other}"),
            }),
            Event::End(_) => inside = false,
            _ => {}
        }
    }
    stories
}

fn markdown(report: &str) -> Vec<Told> {
    let file = Regex::new("^<summary>:[a-z_]+: <code>(.*)</code>: ").unwrap();
    let item = Regex::new(r"^- \*\*([a-z]+)\*\* `([a-z0-9/-]+)` at (\d+):\d+: ").unwrap();
    let (mut path, mut all) = (String::new(), Vec::new());
    for line in report.lines() {
        if let Some(found) = file.captures(line) {
            path = found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        } else if let Some(found) = item.captures(line) {
            all.push(told(&found[2], &found[1], &path, found[3].parse().unwrap()));
        }
    }
    all
}

/// The first line of each finding, and the place on the frame below it.
fn pretty(report: &str) -> Vec<Told> {
    let head = Regex::new("^  (×|⚠|☞) ([a-z0-9/-]+): ").unwrap();
    let place = Regex::new(r"(?:─\[| at )(.*):(\d+):\d+(?:\]|$)").unwrap();
    let (mut open, mut all) = (None, Vec::new());
    for line in report.lines() {
        if let Some(found) = head.captures(line) {
            open = Some((found[1].to_owned(), found[2].to_owned()));
        } else if let Some(found) = place.captures(line)
            && let Some((mark, rule)) = open.take()
        {
            let severity = [("×", "error"), ("⚠", "warning"), ("☞", "info")].into_iter().find(|(of, _)| *of == mark).unwrap().1;
            all.push(told(&rule, severity, &found[1], found[2].parse().unwrap()));
        }
    }
    all
}
