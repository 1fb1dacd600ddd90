//! What the editor can do about a finding: its fix, a comment, all safe fixes at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, able, apply, everything, range, rules, uri};
use crate::cli::{code, project, run};

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|action| action["title"].as_str().unwrap()).collect()
}

/// The text of `path` once `action` is done.
fn done(action: &Value, uri: &str, text: &str) -> String {
    let mut texts = BTreeMap::from([(uri.to_owned(), text.to_owned())]);
    apply(&action["edit"], &mut texts);
    texts.remove(uri).unwrap()
}

#[test]
fn a_fix_is_offered_where_its_finding_is() {
    let text = "---\nid: 1\nname: 5a1f9965 Test\nnotes: |\n  🦀 APJ\n\n  APJ\n";
    let folder = project(&[("organizations/1.yaml", text)]);
    let note = uri(&folder.path().join("organizations/1.yaml"));
    let mut client = Client::greet(folder.path(), &able());
    client.open(&note, text);
    let actions = client.actions(&note, &range((4, 6), (4, 6)), &["quickfix"]);
    assert_eq!(titles(&actions), ["replace `APJ` by `APAC`", "ignore note/region here, with a reason"]);
    assert_eq!((&actions[0]["kind"], &actions[0]["isPreferred"]), (&json!("quickfix"), &json!(true)));
    assert_eq!(rules(actions[0]["diagnostics"].as_array().unwrap()), ["note/region"]);
    assert_eq!(actions[0]["edit"]["documentChanges"][0]["textDocument"], json!({"uri": note, "version": 1}));
    assert_eq!(done(&actions[0], &note, text), text.replacen("APJ", "APAC", 1));
    assert!(actions[1].get("isPreferred").is_none());
    assert_eq!(client.actions(&note, &range((4, 0), (4, 5)), &["quickfix"]), Vec::<Value>::new(), "beside it");
    assert_eq!(client.actions(&note, &everything(), &["refactor"]), Vec::<Value>::new());
    assert_eq!(titles(&client.actions(&note, &everything(), &[])).len(), 5);
    // A client that knows no versions gets the edits alone, and one that knows no actions gets none.
    let mut can = able();
    can["workspace"] = json!({});
    let mut client = Client::greet(folder.path(), &can);
    client.open(&note, text);
    let actions = client.actions(&note, &range((4, 5), (4, 8)), &["quickfix"]);
    assert_eq!(actions[0]["edit"], json!({"changes": {&note: [{"range": range((4, 5), (4, 8)), "newText": "APAC"}]}}));
    let mut client = Client::greet(folder.path(), &json!({}));
    client.open(&note, text);
    assert_eq!(client.actions(&note, &everything(), &[]), Vec::<Value>::new());
}

/// The notes, the table and the calls of the sample.
pub fn documents(folder: &Path) -> Vec<String> {
    let of = |name: &str| fs::read_dir(folder.join(name)).unwrap().map(|entry| format!("{name}/{}", entry.unwrap().file_name().to_str().unwrap())).collect();
    let mut paths: Vec<String> = of("organizations");
    paths.extend::<Vec<String>>(of("calls"));
    paths.push("README.md".to_owned());
    paths.sort();
    paths
}

pub fn sample() -> tempfile::TempDir {
    let sample = Path::new("fixtures/projects/sample");
    let texts: Vec<(String, String)> = documents(sample).into_iter().map(|path| (path.clone(), fs::read_to_string(sample.join(path)).unwrap())).collect();
    project(&texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
}

#[test]
fn all_safe_fixes_of_a_document_make_what_the_command_makes() {
    let (edited, repaired) = (sample(), sample());
    let mut client = Client::greet(edited.path(), &able());
    let today = ["--today", "2026-11-27"];
    run(repaired.path(), &[&["fix"], &today[..]].concat());
    let mut count = 0;
    for path in documents(edited.path()) {
        let (uri, text) = (uri(&edited.path().join(&path)), fs::read_to_string(edited.path().join(&path)).unwrap());
        client.open(&uri, &text);
        let actions = client.actions(&uri, &range((0, 0), (0, 0)), &["source.fixAll"]);
        let wanted = fs::read_to_string(repaired.path().join(&path)).unwrap();
        match actions.as_slice() {
            [] => assert_eq!(text, wanted, "{path}"),
            [action] => {
                assert_eq!(action["kind"], "source.fixAll.ase-lint");
                assert_eq!(done(action, &uri, &text), wanted, "{path}");
                let edits = action["edit"]["documentChanges"][0]["edits"].as_array().unwrap();
                let longest = edits.iter().map(|edit| edit["newText"].as_str().unwrap().len()).max();
                assert!(longest.is_some_and(|longest| longest < 200), "{path}: the edits are small");
                count += 1;
            }
            more => panic!("{path}: {more:?}"),
        }
    }
    assert!(count >= 3, "{count}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn every_safe_fix_and_every_comment_of_the_sample_ends_its_finding() {
    let folder = sample();
    let mut client = Client::greet(folder.path(), &able());
    let mut count = 0;
    for path in documents(folder.path()) {
        let (uri, text) = (uri(&folder.path().join(&path)), fs::read_to_string(folder.path().join(&path)).unwrap());
        client.open(&uri, &text);
        let before = client.published(&uri, 1).len();
        let mut version = 1;
        for action in client.actions(&uri, &everything(), &["quickfix"]) {
            let title = action["title"].as_str().unwrap();
            let mut texts = BTreeMap::from([(uri.clone(), text.clone())]);
            apply(&action["edit"], &mut texts);
            // With a reason in the place of the placeholder, the comment silences its finding alone.
            let changed = texts[&uri].replace("<why>", "it is meant to be so");
            version += 1;
            client.change(&uri, version, &json!([{"text": changed}]));
            let found = client.published(&uri, version);
            let rule = action["diagnostics"][0]["code"].as_str().unwrap();
            let ends = action["isPreferred"] == true || title.starts_with("ignore ");
            if ends && rule != "yaml/syntax" {
                assert!(found.len() < before, "{path}: {title}: {:?}", rules(&found));
            }
            count += 1;
        }
        version += 1;
        client.change(&uri, version, &json!([{"text": text}]));
        client.published(&uri, version);
    }
    assert!(count > 30, "{count}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_comment_has_the_form_of_its_place_and_asks_for_a_reason() {
    let text = "---\nid: 1\nname: Test # x\nnotes: |\n  One APJ two.\n\n  | a | b |\n  |---|---|\n  | APJ | c |\ndetails: TBD\n";
    let folder = project(&[("organizations/1.yaml", text)]);
    let note = uri(&folder.path().join("organizations/1.yaml"));
    let mut client = Client::greet(folder.path(), &able());
    client.open(&note, text);
    for (line, old, new) in [
        (2, "name: Test # x", "# ase-lint: ignore[note/org-name] <why>\nname: Test # x"),
        (4, "two.", "two. <!-- ase-lint: ignore[note/region] <why> -->"),
        (8, "| APJ | c |", "| APJ | c <!-- ase-lint: ignore[note/region] <why> --> |"),
        (9, "details: TBD", "# ase-lint: ignore[note/placeholder] <why>\ndetails: TBD"),
    ] {
        let actions = client.actions(&note, &range((line, 0), (line, 99)), &["quickfix"]);
        let ignore = actions.iter().find(|action| action["title"].as_str().unwrap().starts_with("ignore ")).unwrap_or_else(|| panic!("{line}: {actions:?}"));
        let changed = done(ignore, &note, text);
        assert_eq!(changed, text.replace(old, new));
        fs::write(folder.path().join("organizations/1.yaml"), &changed).unwrap();
        let printed = crate::cli::stdout(&run(folder.path(), &["--format", "concise"]));
        assert!(printed.contains("suppression/no-reason"), "{printed}");
    }
    let secret = "---\nid: 1\nname: 5a1f9965 Test\nnotes: glpat-AbCdEf0123456789wxyz\n";
    client.change(&note, 2, &json!([{"text": secret}]));
    assert_eq!(client.actions(&note, &everything(), &["quickfix"]), Vec::<Value>::new(), "a secret is never ignored");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_missing_note_is_created_where_the_client_can() {
    let note = "---\nid: 1\nname: 5a1f9965 Acme\nnotes: x\n";
    let table = fs::read_to_string("fixtures/projects/sample/README.md").unwrap();
    let folder = project(&[("organizations/1.yaml", note), ("README.md", &table)]);
    let readme = uri(&folder.path().join("README.md"));
    let mut client = Client::greet(folder.path(), &able());
    client.open(&readme, &table);
    let creates = |action: &&Value| action["title"].as_str().unwrap().starts_with("create `organizations/");
    let actions = client.actions(&readme, &everything(), &["quickfix"]);
    let action = actions.iter().find(creates).unwrap();
    let mut texts = BTreeMap::from([(readme.clone(), table.clone())]);
    apply(&action["edit"], &mut texts);
    let (made, text) = texts.iter().find(|(uri, _)| **uri != readme).unwrap();
    let name = made.rsplit('/').next().unwrap();
    assert!(made.starts_with(&uri(folder.path())) && text.contains(&format!("id: {}", name.trim_end_matches(".yaml"))), "{made}: {text}");
    assert_eq!(action["edit"]["documentChanges"][0]["kind"], "create");
    let mut can = able();
    can["workspace"]["workspaceEdit"] = json!({"documentChanges": true});
    let mut client = Client::greet(folder.path(), &can);
    client.open(&readme, &table);
    assert_eq!(client.actions(&readme, &everything(), &["quickfix"]).iter().find(creates), None);
    assert_eq!(code(&run(folder.path(), &["--exit-zero"])), 0);
}
