//! What the editor shows: findings in their places, of unsaved texts too, pushed or asked for, and what is said under the pointer.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use super::actions::{documents, sample};
use super::client::{Client, able, places, pulling, range, rules, uri};
use crate::cli::{project, run};

const HEADER: &str = "| Account | ASE | Region | Links (Salesforce, Zendesk Org Note) | Special Notes | Zendesk Org Name | Zendesk Account ID | Zendesk User (ASE) ID |\n|---|---|---|---|---|---|---|---|\n";
const NOTE: &str =
    "---\nid: 1\nname: 5a1f9965 Acme\nnotes: |\n  Ada Byron is the EMEA ASE for Acme.\n\n  In an emergency the on-call engineer takes the ticket.\n";

fn row(name: &str, id: u64) -> String {
    let link = "[Salesforce](https://gitlab.my.salesforce.com/0014M00001nJhksQAC)";
    let note = format!("[Note](https://gitlab.com/gitlab-com/support/zendesk-global/organizations/-/blob/master/organizations/{id}.yaml)");
    format!("| {name} | Ada Byron | EMEA | {link}, {note} | | 5a1f9965 {name} | {id} | 7 |\n")
}

#[test]
fn places_are_exact_in_the_units_agreed_on() {
    let text = "\u{feff}id: 1\r\nname: 5a1f9965 🦀é\r\nnotes: |\r\n  🦀é\tAPJ: ask there\r\n  b\rAPJ";
    let folder = project(&[("organizations/1.yaml", text)]);
    let note = uri(&folder.path().join("organizations/1.yaml"));
    for (encoding, expected) in [("utf-16", ["3:6-3:9", "4:5-4:8"]), ("utf-8", ["3:9-3:12", "4:5-4:8"]), ("utf-32", ["3:5-3:8", "4:5-4:8"])] {
        let mut can = able();
        can["general"] = json!({"positionEncodings": [encoding]});
        let mut client = Client::greet(folder.path(), &can);
        client.open(&note, &text.replace("b\rAPJ", "b 🦀\n  APJ"));
        let found = places(&client.published(&note, 1));
        let of_region: Vec<&String> = found.iter().filter(|found| found.starts_with("note/region")).collect();
        assert_eq!(of_region[0], &format!("note/region {}", expected[0]), "{found:?}");
        assert!(found.iter().any(|found| found.starts_with("file/encoding 0:0-0:")), "{found:?}");
        assert_eq!(client.end(), Some(0));
    }
}

/// The findings of each document of the sample: rule, start, end.
type Found = BTreeMap<String, Vec<(String, [u64; 4])>>;

#[test]
fn the_editor_shows_what_the_command_prints() {
    let folder = sample();
    let mut client = Client::greet(folder.path(), &json!({"general": {"positionEncodings": ["utf-32"]}, "textDocument": {"diagnostic": {}}}));
    let report: Value = serde_json::from_slice(&run(folder.path(), &["--today", "2026-11-27", "--format", "json"]).stdout).unwrap();
    let number = |value: &Value| value.as_u64().unwrap();
    let mut printed = Found::new();
    for found in report["diagnostics"].as_array().unwrap() {
        let (start, end) = (&found["range"]["start"], &found["range"]["end"]);
        let place = [&start["line"], &start["column"], &end["line"], &end["column"]].map(|value| number(value) - 1);
        printed.entry(found["path"].as_str().unwrap().to_owned()).or_default().push((found["rule"].as_str().unwrap().to_owned(), place));
    }
    let paths = documents(folder.path());
    for path in &paths {
        client.open(&uri(&folder.path().join(path)), &fs::read_to_string(folder.path().join(path)).unwrap());
    }
    let mut shown = Found::new();
    for path in &paths {
        for found in client.pull(&uri(&folder.path().join(path))) {
            let (start, end) = (&found["range"]["start"], &found["range"]["end"]);
            let place = [&start["line"], &start["character"], &end["line"], &end["character"]].map(number);
            shown.entry(path.clone()).or_default().push((found["code"].as_str().unwrap().to_owned(), place));
        }
    }
    assert_eq!(shown, printed);
    assert!(printed.len() > 10, "{printed:?}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_finding_says_what_the_other_reports_say() {
    let table = format!("{HEADER}{}", row("Acme", 1));
    let name = "---\nid: 1\nname: 5a1f9965 Acme Ltd\nnotes: |\n  APJ <!-- ase-lint: ignore[note/length] why not -->\n";
    let folder = project(&[("organizations/1.yaml", name), ("README.md", &table)]);
    let note = uri(&folder.path().join("organizations/1.yaml"));
    let mut client = Client::greet(folder.path(), &able());
    client.open(&note, name);
    let found = client.published(&note, 1);
    let of = |rule: &str| found.iter().find(|found| found["code"] == rule).unwrap_or_else(|| panic!("{rule}: {found:?}"));
    let mismatch = of("project/name-mismatch");
    assert_eq!((&mismatch["source"], &mismatch["severity"]), (&json!("ase-lint"), &json!(1)));
    assert!(mismatch["codeDescription"]["href"].as_str().unwrap().ends_with("/docs/rules/project/name-mismatch.md"));
    assert!(mismatch["message"].as_str().unwrap().contains("5a1f9965 Acme Ltd"));
    let related = &mismatch["relatedInformation"][0]["location"];
    assert_eq!((related["uri"].as_str(), &related["range"]["start"]["line"]), (Some(&*uri(&folder.path().join("README.md"))), &json!(2)));
    assert_eq!(mismatch["data"]["fingerprint"].as_str().unwrap().len(), 64);
    assert_eq!(mismatch["data"]["fix"]["edits"][0]["newText"], "5a1f9965 Acme");
    assert_eq!((&of("suppression/unused")["tags"], &of("note/region")["severity"]), (&json!([1]), &json!(2)));
    // A client that knows none of it is sent none of it.
    let mut client = Client::greet(folder.path(), &json!({}));
    client.open(&note, name);
    for found in client.published(&note, 1) {
        assert!(["relatedInformation", "codeDescription", "data", "tags"].iter().all(|key| found.get(key).is_none()), "{found}");
    }
}

#[test]
fn edits_are_made_in_their_order_and_the_version_is_told() {
    let folder = project(&[]);
    let note = uri(&folder.path().join("organizations/1.yaml"));
    let mut client = Client::greet(folder.path(), &able());
    client.open(&note, "id: 1\nname: 5a1f9965 🦀 x\nnotes: a\n");
    assert_eq!(client.published(&note, 1), Vec::<Value>::new());
    let change = |range: Value, text: &str| json!({"range": range, "text": text});
    client.change(&note, 2, &json!([change(range((2, 7), (2, 8)), "🦀 b APJ"), change(range((2, 10), (2, 11)), "🦀é"), change(range((2, 99), (99, 0)), "")]));
    assert_eq!(places(&client.published(&note, 2)), ["note/region 2:14-2:17"]);
    client.change(&note, 3, &json!([change(range((0, 0), (0, 0)), "\n"), {"text": "id: 2\nname: 5a1f9965 x\nnotes: a\n"}]));
    assert_eq!(places(&client.published(&note, 3)), ["note/file-name 0:4-0:5"]);
    for version in 4..60 {
        client.change(&note, version, &json!([change(range((0, 4), (0, 5)), &(version % 10).to_string())]));
    }
    client.change(&note, 60, &json!([change(range((0, 4), (0, 5)), "1")]));
    assert_eq!(client.published(&note, 60), Vec::<Value>::new());
    client.tell("textDocument/didClose", &json!({"textDocument": {"uri": note}}));
    client.wait(|message| message["params"]["uri"] == *note && message["params"]["diagnostics"] == json!([]) && message["params"].get("version").is_none());
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_is_not_saved_counts_in_all_files() {
    let table = format!("{HEADER}{}", row("Acme", 1));
    let folder = project(&[("organizations/1.yaml", NOTE), ("README.md", &table)]);
    let (note, readme) = (uri(&folder.path().join("organizations/1.yaml")), uri(&folder.path().join("README.md")));
    let mut client = Client::greet(folder.path(), &pulling());
    client.open(&note, NOTE);
    assert!(!rules(&client.pull(&note)).iter().any(|rule| rule.starts_with("project/")));
    client.open(&readme, &table);
    assert_eq!(client.pull(&readme), Vec::<Value>::new());
    client.change(&readme, 2, &json!([{"text": format!("{HEADER}{}", row("Acme GmbH", 1))}]));
    client.wait(|message| message["method"] == "workspace/diagnostic/refresh");
    assert!(rules(&client.pull(&note)).contains(&"project/name-mismatch"));
    client.change(&readme, 3, &json!([{"text": format!("{HEADER}{}{}", row("Acme", 1), row("Beta", 2))}]));
    assert_eq!(rules(&client.pull(&readme)), ["project/missing-note"]);
    assert!(!rules(&client.pull(&note)).iter().any(|rule| rule.starts_with("project/")));
    // Another note of the same number, on the disk only, is seen at the next look at the project.
    fs::write(folder.path().join("organizations/2.yaml"), NOTE.replace("id: 1", "id: 2")).unwrap();
    client.tell("workspace/didChangeWatchedFiles", &json!({"changes": [{"uri": uri(&folder.path().join("organizations/2.yaml")), "type": 1}]}));
    client.wait(|message| message["method"] == "workspace/diagnostic/refresh");
    assert_eq!(client.pull(&readme), Vec::<Value>::new());
    assert!(client.kept.iter().all(|message| message["method"] != "textDocument/publishDiagnostics"), "a client that asks is not told: {:?}", client.kept);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_whole_project_is_checked_in_the_background() {
    let other = NOTE.replace("5a1f9965 Acme", "5a1f9965 Other");
    let folder = project(&[("organizations/1.yaml", NOTE), ("organizations/0.yaml", &other)]);
    let note = uri(&folder.path().join("organizations/1.yaml"));
    let mut client = Client::greet(folder.path(), &able());
    client.open(&note, NOTE);
    let twice = |message: &Value| message["params"]["uri"] == *note && message["params"]["diagnostics"].to_string().contains("project/duplicate-id");
    client.wait(twice);
    client.change(&note, 2, &json!([{"range": range((1, 4), (1, 5)), "text": "5"}]));
    assert!(!rules(&client.published(&note, 2)).contains(&"project/duplicate-id"));
    client.change(&note, 3, &json!([{"range": range((1, 4), (1, 5)), "text": "1"}]));
    assert!(rules(&client.published(&note, 3)).contains(&"project/duplicate-id"));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn two_repositories_are_checked_together() {
    let table = format!("{HEADER}{}", row("Beta", 1));
    let folder = project(&[("orgs/.git/HEAD", ""), ("orgs/organizations/1.yaml", NOTE), ("ases/.git/HEAD", ""), ("ases/README.md", &table)]);
    let (orgs, readme) = (folder.path().join("orgs"), folder.path().join("ases/README.md"));
    let note = uri(&orgs.join("organizations/1.yaml"));
    let mut client = Client::greet_all(folder.path(), &[&orgs], &pulling(), &["--accounts", "../ases/README.md"]);
    client.open(&note, NOTE);
    let found = client.pull(&note);
    let mismatch = found.iter().find(|found| found["code"] == "project/name-mismatch").unwrap();
    assert_eq!(mismatch["relatedInformation"][0]["location"]["uri"], uri(&readme));
    client.open(&uri(&readme), &format!("{HEADER}{}", row("Acme", 1)));
    assert!(!rules(&client.pull(&note)).contains(&"project/name-mismatch"), "as the table stands in the editor");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_the_command_line_names_and_is_not_there_is_told() {
    let folder = project(&[("organizations/1.yaml", NOTE)]);
    let note = uri(&folder.path().join("organizations/1.yaml"));
    let arguments = ["--accounts", "nowhere/README.md", "--profile", "nonsense"];
    let mut client = Client::greet_all(folder.path(), &[folder.path()], &pulling(), &arguments);
    client.open(&note, &format!("{NOTE}  APJ\n"));
    assert!(rules(&client.pull(&note)).contains(&"note/region"));
    let shown = client.wait(|message| message["method"] == "window/showMessage");
    assert!(shown["params"]["message"].as_str().unwrap().contains("nowhere/README.md"), "{shown}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn mistakes_of_the_config_are_shown_in_it_and_the_check_goes_on() {
    let note = "---\nid: 1\nname: 5a1f9965 Test\nnotes: The region is APJ.\n";
    let folder = project(&[("organizations/1.yaml", note), (".ase-lint.yaml", "rules:\n  note/lenght: off\n")]);
    let (uri_of_note, config) = (uri(&folder.path().join("organizations/1.yaml")), uri(&folder.path().join(".ase-lint.yaml")));
    let mut client = Client::greet(folder.path(), &pulling());
    client.open(&uri_of_note, note);
    assert_eq!(rules(&client.pull(&uri_of_note)), ["note/region"]);
    let shown = client.wait(|message| message["method"] == "window/showMessage");
    assert!(shown["params"]["message"].as_str().unwrap().contains("note/lenght"), "{shown}");
    let told = client.wait(|message| message["params"]["uri"] == *config);
    assert_eq!(places(told["params"]["diagnostics"].as_array().unwrap()), ["config 1:2-1:13"]);
    client.open(&config, "rules:\n  note/lenght: off\n");
    client.wait(|message| message["params"]["uri"] == *config && message["params"]["diagnostics"] == json!([]));
    assert_eq!(places(&client.pull(&config)), ["config 1:2-1:13"]);
    client.change(&config, 2, &json!([{"text": "profile: nonsense\n"}]));
    assert_eq!(places(&client.pull(&config)), ["config 0:9-0:17"]);
    client.change(&config, 3, &json!([{"text": "rules:\n  note/region: off\n"}]));
    assert_eq!(client.pull(&config), Vec::<Value>::new());
    client.wait(|message| message["method"] == "workspace/diagnostic/refresh");
    assert_eq!(client.pull(&uri_of_note), Vec::<Value>::new(), "the config counts before it is saved");
    assert_eq!(client.kept.iter().filter(|message| message["method"] == "window/showMessage").count(), 0, "once is enough");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn secrets_stay_where_they_are() {
    let token = "glpat-AbCdEf0123456789wxyz";
    let text = format!("---\nid: 1\nname: 5a1f9965 Test\nnots: {token}\nnotes: \"[a](/x/{token}) APJ {token}\"\n");
    let folder = project(&[("organizations/1.yaml", &text)]);
    let note = uri(&folder.path().join("organizations/1.yaml"));
    let mut client = Client::greet(folder.path(), &able());
    client.open(&note, &text);
    let found = client.published(&note, 1);
    assert!(rules(&found).contains(&"note/secret"), "{found:?}");
    assert!(!json!(found).to_string().contains("glpat"), "{found:?}");
    for (line, character) in [(3, 8), (4, 20)] {
        let hover = client.ask("textDocument/hover", &json!({"textDocument": {"uri": note}, "position": {"line": line, "character": character}}));
        assert!(!hover.to_string().contains("glpat"), "{hover}");
    }
}

#[test]
fn too_large_a_text_is_not_read() {
    let folder = project(&[(".ase-lint.yaml", "rules: {file/unreadable: {max-bytes: 100}}\n")]);
    let note = uri(&folder.path().join("organizations/1.yaml"));
    let mut client = Client::greet(folder.path(), &pulling());
    client.open(&note, &format!("notes: {}\n", "APJ ".repeat(100)));
    assert_eq!(rules(&client.pull(&note)), ["file/unreadable"]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_pointer_shows_what_a_finding_means_and_which_question_a_sentence_answers() {
    let folder = project(&[("organizations/1.yaml", NOTE)]);
    let note = uri(&folder.path().join("organizations/1.yaml"));
    let at = |line: u32, character: u32| json!({"textDocument": {"uri": note}, "position": {"line": line, "character": character}});
    for (can, kind, bold) in [(able(), "markdown", "**"), (json!({}), "plaintext", "")] {
        let mut client = Client::greet(folder.path(), &can);
        client.open(&note, &format!("{NOTE}\n  She sits in APJ.\n"));
        let hover = client.ask("textDocument/hover", &at(6, 9));
        let said = "answers: What to do in case the customer submits an emergency ticket?";
        assert_eq!((&hover["contents"]["kind"], hover["contents"]["value"].as_str().unwrap().contains(said)), (&json!(kind), true), "{hover}");
        assert_eq!(hover["range"]["start"], json!({"line": 6, "character": 2}));
        let hover = client.ask("textDocument/hover", &at(8, 15));
        let value = hover["contents"]["value"].as_str().unwrap();
        assert!(value.contains("note/region") && value.contains(&format!("{bold}note/region")) && value.contains("AMER, EMEA or APAC"), "{hover}");
        assert_eq!(client.ask("textDocument/hover", &at(99, 99)), Value::Null);
        assert_eq!(client.end(), Some(0));
    }
}
