//! The identity of a finding: the same for as long as it is the same finding, and never that of another one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use ase_lint::diagnostic::Diagnostic;
use proptest::prelude::*;

use crate::rules::{check, check_in};

/// A project with findings of many rules: path → text.
type Files = BTreeMap<String, String>;

fn project() -> Files {
    let header = "# ASE accounts\n\nText.\n\n| Account | ASE | Region | Links | Special Notes | Zendesk Org Name | Zendesk Account ID | Zendesk User (ASE) ID | Extra |\n|---|---|---|---|---|---|---|---|---|\n";
    let rows = [
        "| Acme | Tanuki | APJ | [SF](https://gitlab.my.salesforce.com/001PL00000abcdE) | TBD | 5a1f9965 Acme | 27946339528 | 10,946,339,528 | a |\n",
        "| Birch | | EMEA | | | 5a1f9966 Birch | 27946339529 | 379401928374 | b |\n",
        "| Cedar | Kitsune | AMER | [note](https://example.com/x) | | 5a1f9967 Cedar | 2.79E+10 | 379401928375 | c |\n",
    ];
    let mut files = Files::new();
    files.insert("README.md".to_owned(), format!("{header}{}", rows.concat()));
    files.insert(
        "organizations/27946339528.yaml".to_owned(),
        "id: 27946339528\nname: Acme Corp\ncolour: red\nnotes: |\n  TBD and TODO and TBD.\n\n  The ASE is Tanuki in APJ.\n\n  See [this](/handbook/x) and [that](/handbook/x).\n".to_owned(),
    );
    files.insert("organizations/2.yaml".to_owned(), "id: 3\nname: no\nnotes: >\n  - one\n  - two\n  password: hunter2hunter2\ndetails: 012\n".to_owned());
    files.insert("calls/2026-10-01.md".to_owned(), "# A call\n\n## Topics\n\n- TBD\n\n## Action items\n\n- [ ] do it\n- [ ] do that\n".to_owned());
    files
}

fn lay(files: &Files, into: &Path) {
    for (path, text) in files {
        let path = into.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn findings(files: &Files) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    lay(files, folder.path());
    check(folder.path()).diagnostics
}

/// The identities, with what helps to see which one differs.
fn identities(diagnostics: &[Diagnostic]) -> BTreeMap<&str, String> {
    diagnostics.iter().map(|d| (&*d.fingerprint, format!("{} {} [{}] [{}] {}", d.rule, d.path(), d.key, d.subject, d.message))).collect()
}

fn assert_same(before: &[Diagnostic], after: &[Diagnostic], what: &str) {
    let (before, after) = (identities(before), identities(after));
    let gone: Vec<_> = before.iter().filter(|(identity, _)| !after.contains_key(*identity)).map(|(_, text)| text).collect();
    let new: Vec<_> = after.iter().filter(|(identity, _)| !before.contains_key(*identity)).map(|(_, text)| text).collect();
    assert!(gone.is_empty() && new.is_empty(), "{what}: gone {gone:#?}, new {new:#?}");
}

fn assert_unique(diagnostics: &[Diagnostic], what: &str) {
    let all: BTreeSet<&str> = diagnostics.iter().map(|diagnostic| &*diagnostic.fingerprint).collect();
    assert_eq!(all.len(), diagnostics.len(), "{what}");
}

#[test]
fn no_two_findings_are_equal() {
    let found = findings(&project());
    assert!(found.len() > 10, "the project is to have findings: {}", found.len());
    assert_unique(&found, "the project");
    for (rule, fixture) in crate::rules::fixtures() {
        let folder = tempfile::tempdir().unwrap();
        crate::rules::lay(&fixture, rule, folder.path());
        assert_unique(&check(folder.path()).diagnostics, &fixture.display().to_string());
    }
}

#[test]
fn other_line_ends_change_nothing() {
    let crlf = project().into_iter().map(|(path, text)| (path, text.replace('\n', "\r\n"))).collect();
    assert_same(&findings(&project()), &findings(&crlf), "CRLF");
}

#[test]
fn another_place_of_the_repository_or_of_the_command_changes_nothing() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    lay(&project(), one.path());
    let deep = other.path().join("a b/ü/repository");
    lay(&project(), &deep);
    let from_top = check(one.path()).diagnostics;
    assert_same(&from_top, &check(&deep).diagnostics, "another path");
    assert_same(&from_top, &check_in(&one.path().join("calls"), one.path(), &[".."]).diagnostics, "from a folder below");
    let whole = deep.display().to_string();
    assert_same(&from_top, &check_in(one.path(), &deep, &[&whole]).diagnostics, "by its whole path");
}

#[test]
fn renaming_an_unrelated_key_changes_only_what_is_said_of_it() {
    let mut renamed = project();
    let note = renamed.get_mut("organizations/27946339528.yaml").unwrap();
    *note = note.replace("colour: red", "hue: red");
    let table = renamed.get_mut("README.md").unwrap();
    *table = table.replace("| Extra |", "| Other |");
    let without = |found: Vec<Diagnostic>| found.into_iter().filter(|d| d.rule != "note/unknown-key").collect::<Vec<_>>();
    assert_same(&without(findings(&project())), &without(findings(&renamed)), "renamed");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn lines_above_change_nothing(lines in 1usize..30, blank in any::<bool>()) {
        let mut moved = project();
        for (path, text) in &mut moved {
            let above = match (blank, path.starts_with("organizations/")) {
                (true, _) => "\n".repeat(lines),
                (false, true) => "# a comment\n".repeat(lines),
                (false, false) => "Some more words.\n\n".repeat(lines),
            };
            // A call's first heading stays its title, wherever it stands.
            *text = above + text;
        }
        assert_same(&findings(&project()), &findings(&moved), "lines above");
    }

    #[test]
    fn the_order_of_rows_changes_nothing(order in Just([0usize, 1, 2]).prop_shuffle()) {
        let mut shuffled = project();
        let table = shuffled.get_mut("README.md").unwrap();
        let lines: Vec<&str> = table.split_inclusive('\n').collect();
        let (head, rows) = lines.split_at(lines.len() - 3);
        let rows: String = order.iter().map(|index| rows[*index]).collect();
        *table = head.concat() + &rows;
        assert_same(&findings(&project()), &findings(&shuffled), "rows");
    }
}
