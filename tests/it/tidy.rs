//! What keeps the repository in order: generated files are current, files are small and open with what they are, rules are complete.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::cli::command;
use ase_lint::cli::{explain, rules as rules_command};
use ase_lint::engine::config_schema::config_schema;
use ase_lint::rules;

/// Compares a generated file with the committed one; with `UPDATE_FIXTURES=1` writes it.
fn current(path: &str, text: &str) {
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert!(committed == text, "{path} is out of date: UPDATE_FIXTURES=1 cargo test writes it anew");
}

#[test]
fn the_config_schema_is_current() {
    current("schemas/config.schema.json", &(serde_json::to_string_pretty(&config_schema()).unwrap() + "\n"));
}

#[test]
fn the_pages_of_the_rules_are_current() {
    let mut pages = BTreeSet::new();
    for rule in rules::all() {
        let path = format!("docs/rules/{}.md", rule.id);
        current(&path, &explain::page(rule));
        pages.insert(PathBuf::from(path));
    }
    for page in files(Path::new("docs/rules")) {
        assert!(pages.contains(&page), "{} belongs to no rule", page.display());
    }
}

#[test]
fn the_picture_and_the_table_of_rules_in_the_readme_are_current() {
    let shown =
        command(Path::new("."), &["fixtures/projects/sample/organizations/31100420048.yaml", "--color", "never"]).env("COLUMNS", "110").output().unwrap();
    let picture = format!("```text\n{}\n```\n", String::from_utf8(shown.stdout).unwrap().trim_end());
    let mut readme = fs::read_to_string("README.md").unwrap();
    for (mark, made) in [("picture", picture), ("rules", rules_command::markdown())] {
        let (before, rest) = readme.split_once(&format!("<!-- {mark} -->\n")).expect("the README marks what is made");
        let (_, after) = rest.split_once(&format!("<!-- /{mark} -->")).expect("the README marks its end");
        readme = format!("{before}<!-- {mark} -->\n{made}<!-- /{mark} -->{after}");
    }
    current("README.md", &readme);
}

#[test]
fn a_rule_is_complete() {
    let mut ids = BTreeSet::new();
    for rule in rules::all() {
        assert!(ids.insert(rule.id), "{} stands twice", rule.id);
        let file = format!("src/rules/{}.rs", rule.id.replace('-', "_"));
        assert!(Path::new(&file).exists(), "{} has no file {file}", rule.id);
        assert!(!rule.summary.is_empty() && !rule.summary.ends_with('.'), "{}: the summary is a phrase", rule.id);
        assert!(rule.why.len() > 40 && rule.how.len() > 20, "{}: why and how are sentences", rule.id);
        for option in rule.options {
            serde_json::from_str::<serde_json::Value>(option.schema).unwrap_or_else(|error| panic!("{} {}: {error}", rule.id, option.name));
        }
        let folder = Path::new("fixtures/rules").join(rule.id);
        let names: Vec<String> =
            fs::read_dir(&folder).map(|entries| entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()).unwrap_or_default();
        for wanted in ["bad", "good"] {
            assert!(names.iter().any(|name| name.starts_with(wanted)), "{} has no {wanted} fixture", rule.id);
        }
    }
}

#[test]
fn source_files_are_small_and_say_what_they_are() {
    for file in files(Path::new("src")).into_iter().chain(files(Path::new("tests"))) {
        if file.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&file).unwrap();
            assert!(text.starts_with("//!"), "{} does not open with //!", file.display());
            assert!(text.lines().count() <= 400, "{} has more than 400 lines", file.display());
        }
    }
}

/// A module uses what stands to its left.
#[test]
fn modules_use_only_what_stands_before_them() {
    const ORDER: [&str; 11] = ["source", "diagnostic", "config", "discover", "document", "questions", "rules", "engine", "report", "lsp", "cli"];
    for file in files(Path::new("src")) {
        let module = file.strip_prefix("src").unwrap().components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let Some(own) = ORDER.iter().position(|name| *name == module) else { continue };
        let Ok(text) = fs::read_to_string(&file) else { continue };
        for later in &ORDER[own + 1..] {
            assert!(!text.contains(&format!("crate::{later}::")), "{} uses `{later}`, which stands after `{module}`", file.display());
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
