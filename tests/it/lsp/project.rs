//! What is told of notes that nobody has open, of files with odd names, and of folders that are gone.

use serde_json::{Value, json};

use super::client::{Client, able, pulling, rules, uri};
use crate::cli::project;

const HEADER: &str = "| Account | ASE | Zendesk Org Name | Zendesk Account ID | Zendesk User (ASE) ID |\n|---|---|---|---|---|\n";

fn note(id: u32, name: &str) -> String {
    format!("---\nid: {id}\nname: {name}\nnotes: APJ.\n")
}

#[test]
fn a_row_lacks_no_note_that_lies_deeper_or_that_it_calls_by_another_number() {
    let table = format!("{HEADER}| A | Jill | 5a1f9961 A | 101 | 5001 |\n| B | Jill | 5a1f9962 B | 5001 | 102 |\n| C | Jill | 5a1f9963 C | 109 | 5001 |\n");
    let folder = project(&[
        ("README.md", &table),
        ("organizations/1.yaml", &note(1, "5a1f9960 One")),
        ("organizations/emea/101.yaml", "id: [\n"),
        ("organizations/emea/102.yaml", &note(102, "5a1f9962 B")),
        ("organizations/emea/103.yaml", &note(103, "5a1f9963 C")),
    ]);
    let readme = uri(&folder.path().join("README.md"));
    let mut client = Client::greet(folder.path(), &pulling());
    client.open(&readme, &table);
    // The names of the notes are known once the whole project has been checked.
    client.pull(&readme);
    client.wait(|message| message["method"] == "workspace/diagnostic/refresh");
    let found = client.pull(&readme);
    let lacking: Vec<&Value> = found.iter().filter(|found| found["code"] == "project/missing-note").collect();
    assert_eq!(lacking.len(), 2, "{found:#?}");
    for (found, help) in lacking.iter().zip(["the two ids are swapped", "of an organization of this name"]) {
        assert!(found["message"].as_str().unwrap().contains(help), "{found:#?}");
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn brackets_and_lone_percent_signs_in_a_uri_are_taken_as_they_stand() {
    let folder = project(&[]);
    let text = note(1, "5a1f9960 One");
    for name in ["a[1].yaml", "100%.yaml"] {
        let mut client = Client::greet(folder.path(), &pulling());
        let raw = format!("file://{}/organizations/{name}", folder.path().canonicalize().unwrap().display());
        client.open(&raw, &text);
        assert!(rules(&client.pull(&raw)).contains(&"note/region"), "{name}");
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn a_token_in_the_config_is_not_told() {
    let token = "glpat-AbCdEf0123456789wxyz";
    let text = note(1, "5a1f9960 One");
    let folder = project(&[("organizations/1.yaml", &text), (".ase-lint.yaml", &format!("profile: {token}\n"))]);
    let (one, config) = (uri(&folder.path().join("organizations/1.yaml")), uri(&folder.path().join(".ase-lint.yaml")));
    let mut client = Client::greet(folder.path(), &able());
    client.open(&one, &text);
    let shown = client.wait(|message| message["method"] == "window/showMessage");
    let told = client.wait(|message| message["params"]["uri"] == *config);
    assert!(!shown.to_string().contains("AbCdEf") && !told.to_string().contains("AbCdEf"), "{shown} {told}");
    assert_ne!(told["params"]["diagnostics"], json!([]));
    // With the last document of a folder that nobody opened as one, its config is taken back.
    client.tell("workspace/didChangeWorkspaceFolders", &json!({"event": {"added": [], "removed": [{"uri": uri(folder.path()), "name": "x"}]}}));
    client.tell("textDocument/didClose", &json!({"textDocument": {"uri": one}}));
    client.wait(|message| message["params"]["uri"] == *config && message["params"]["diagnostics"] == json!([]));
    assert_eq!(client.end(), Some(0));
}
