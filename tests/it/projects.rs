//! The projects that we show: one is clean under every rule, one has the mistakes that people make.

use std::collections::BTreeSet;
use std::path::Path;

use super::rules::check;

#[test]
fn the_clean_project_is_clean() {
    let run = check(Path::new("fixtures/projects/clean"));
    let found: Vec<String> =
        run.diagnostics.iter().map(|found| format!("{}:{} {}: {}", found.path(), found.place.range.start.line, found.rule, found.message)).collect();
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!((run.checked.note, run.checked.accounts, run.checked.call), (10, 1, 3));
}

#[test]
fn the_sample_project_has_mistakes_of_every_family() {
    let run = check(Path::new("fixtures/projects/sample"));
    let rules: BTreeSet<&str> = run.diagnostics.iter().map(|found| &*found.rule).collect();
    for rule in [
        "accounts/org-note-link",
        "accounts/salesforce-id",
        "accounts/zendesk-id",
        "call/title",
        "note/file-name",
        "note/unknown-key",
        "project/ase-mismatch",
        "project/missing-note",
        "project/name-mismatch",
        "question/emergency",
        "yaml/duplicate-key",
        "yaml/syntax",
    ] {
        assert!(rules.contains(rule), "{rule} is not among {rules:?}");
    }
}
