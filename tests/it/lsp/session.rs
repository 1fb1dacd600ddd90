//! How a session starts, goes on whatever the client says, and ends.

use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, able, pulling, range, rules, uri};
use crate::cli::project;

const NOTE: &str = "---\nid: 1\nname: 5a1f9965 Test Account\nnotes: The region is APJ.\n";

#[test]
fn the_server_says_who_it_is_and_what_it_can_do() {
    let folder = project(&[]);
    let client = Client::greet(folder.path(), &able());
    let capabilities = &client.answer["capabilities"];
    assert_eq!(client.answer["serverInfo"], json!({"name": "ase-lint", "version": env!("CARGO_PKG_VERSION")}));
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    assert_eq!((&capabilities["textDocumentSync"]["openClose"], &capabilities["textDocumentSync"]["change"]), (&json!(true), &json!(2)));
    assert_eq!(capabilities["codeActionProvider"]["codeActionKinds"], json!(["quickfix", "source.fixAll.ase-lint"]));
    assert_eq!(capabilities["hoverProvider"], true);
    assert!(capabilities.get("diagnosticProvider").is_none(), "this client does not ask");
    assert_eq!(client.end(), Some(0));
    assert_eq!(Client::greet(folder.path(), &pulling()).answer["capabilities"]["diagnosticProvider"]["interFileDependencies"], true);
}

#[test]
fn bytes_are_counted_where_the_client_can_and_characters_where_it_cannot_do_else() {
    let folder = project(&[]);
    for (offered, chosen) in
        [(json!(["utf-16", "utf-8"]), "utf-8"), (json!(["utf-32", "utf-16"]), "utf-16"), (json!(["utf-32"]), "utf-32"), (json!([]), "utf-16")]
    {
        let client = Client::greet(folder.path(), &json!({"general": {"positionEncodings": offered}}));
        assert_eq!(client.answer["capabilities"]["positionEncoding"], chosen);
    }
}

#[test]
fn it_watches_the_files_of_the_project_where_the_client_can() {
    let folder = project(&[]);
    let mut client = Client::greet(folder.path(), &able());
    let asked = client.wait(|message| message["method"] == "client/registerCapability");
    assert_eq!(asked["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    client.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": null}));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_exit_code_tells_whether_the_client_said_goodbye() {
    let folder = project(&[]);
    let mut client = Client::greet(folder.path(), &able());
    client.tell("exit", &Value::Null);
    assert_eq!(client.code(), Some(1));
    assert_eq!(Client::greet(folder.path(), &able()).code(), Some(1), "the input has ended");
    let mut client = Client::greet(folder.path(), &able());
    client.ask("shutdown", &Value::Null);
    assert_eq!(client.ask("textDocument/hover", &json!({})), -32600);
    assert_eq!(client.code(), Some(0), "it has said so before its input ended");
}

#[test]
fn it_lives_on_whatever_it_is_sent() {
    let folder = project(&[("organizations/1.yaml", NOTE)]);
    let mut client = Client::start(folder.path(), &["--stdio"]);
    assert_eq!(client.ask("textDocument/hover", &json!({})), -32002);
    client.tell("textDocument/didOpen", &json!({}));
    assert_eq!(client.ask("initialize", &json!({"capabilities": 7})), -32602);
    client.ask("initialize", &json!({"capabilities": able(), "rootUri": uri(folder.path())}));
    assert_eq!(client.ask("initialize", &json!({"capabilities": {}})), -32600);
    assert_eq!(client.ask("textDocument/definition", &json!({})), -32601);
    client.tell("$/setTrace", &json!({"value": "off"}));
    client.tell("no/such/notification", &json!([1]));
    client.tell("textDocument/didOpen", &json!({"textDocument": 3}));
    client.tell("textDocument/didChange", &json!({"textDocument": {"uri": "file:///nobody/opened.yaml", "version": 1}, "contentChanges": []}));
    client.tell("textDocument/didClose", &json!({"textDocument": {"uri": "file:///nobody/opened.yaml"}}));
    assert_eq!(client.ask("textDocument/hover", &json!({"textDocument": {"uri": "file:///x.yaml"}})), -32602);
    assert_eq!(client.ask("textDocument/codeAction", &json!(5)), -32602);
    assert_eq!(client.ask("textDocument/hover", &json!({"textDocument": {"uri": "file:///x.yaml"}, "position": {"line": 0, "character": 0}})), Value::Null);
    client.bytes(b"Content-Length: 1\r\n\r\n{");
    assert_eq!(client.wait(|message| message["id"].is_null() && message.get("error").is_some())["error"]["code"], -32700);
    client.bytes(b"Content-Length: 2\r\n\r\n[]");
    assert_eq!(client.wait(|message| message["id"].is_null() && message.get("error").is_some())["error"]["code"], -32600);
    client.bytes(b"noise\r\n\r\n");
    let note = uri(&folder.path().join("organizations/1.yaml"));
    client.open(&note, NOTE);
    assert_eq!(rules(&client.published(&note, 1)), ["note/region"]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_request_can_be_taken_back() {
    let folder = project(&[("organizations/1.yaml", NOTE)]);
    let mut client = Client::greet(folder.path(), &pulling());
    let note = uri(&folder.path().join("organizations/1.yaml"));
    // In one go, so that the server sees all three before it looks at the folder.
    let frame = |message: &Value| format!("Content-Length: {}\r\n\r\n{message}", message.to_string().len());
    let opened = json!({"textDocument": {"uri": note, "languageId": "yaml", "version": 1, "text": NOTE}});
    let together = [
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": opened}),
        json!({"jsonrpc": "2.0", "id": "x", "method": "textDocument/diagnostic", "params": {"textDocument": {"uri": note}}}),
        json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "x"}}),
    ];
    client.bytes(together.iter().map(frame).collect::<String>().as_bytes());
    let answer = client.wait(|message| message["id"] == "x");
    assert!(answer["error"]["code"] == -32800 || answer.get("result").is_some(), "{answer}");
    assert_eq!(rules(&client.pull(&note)), ["note/region"]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn folders_come_and_go_and_a_file_belongs_to_the_deepest() {
    let outer = project(&[
        (".ase-lint.yaml", "rules: {note/region: error}\n"),
        ("organizations/1.yaml", NOTE),
        ("inner/.git/HEAD", ""),
        ("inner/.ase-lint.yaml", "rules: {note/region: info}\n"),
        ("inner/organizations/1.yaml", NOTE),
    ]);
    let inner = outer.path().join("inner");
    let mut client = Client::greet_all(outer.path(), &[outer.path(), &inner], &able(), &[]);
    for (path, severity) in [("organizations/1.yaml", 1), ("inner/organizations/1.yaml", 3)] {
        let note = uri(&outer.path().join(path));
        client.open(&note, NOTE);
        assert_eq!(client.published(&note, 1)[0]["severity"], severity, "{path}");
    }
    let note = uri(&outer.path().join("inner/organizations/1.yaml"));
    let folders = json!([{"uri": uri(&inner), "name": "x"}]);
    client.tell("workspace/didChangeWorkspaceFolders", &json!({"event": {"added": [], "removed": folders}}));
    assert_eq!(client.published(&note, 1)[0]["severity"], 1);
    client.tell("workspace/didChangeWorkspaceFolders", &json!({"event": {"added": folders, "removed": []}}));
    assert_eq!(client.published(&note, 1)[0]["severity"], 3);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn names_with_blanks_and_accents_are_found_and_other_schemes_are_not_looked_at() {
    let folder = project(&[("a ü/organizations/1.yaml", NOTE), ("a ü/README.md", "# Nothing\n")]);
    let mut client = Client::greet_all(folder.path(), &[&folder.path().join("a ü")], &able(), &[]);
    let path = folder.path().canonicalize().unwrap().join("a ü/organizations/1.yaml");
    client.open(&uri(&path), NOTE);
    let found = client.published(&uri(&path), 1);
    assert_eq!(rules(&found), ["note/region"]);
    let bare = format!("file://{}", path.display());
    client.open(&bare, NOTE);
    let told = client.wait(|message| message["params"]["diagnostics"].as_array().is_some_and(|found| !found.is_empty()));
    assert!(told["params"]["uri"].as_str().unwrap().ends_with("/a%20%C3%BC/organizations/1.yaml"), "{told}");
    client.open("git:/organizations/1.yaml?HEAD", NOTE);
    client.open("untitled:Untitled-1", NOTE);
    assert_eq!(rules(&client.published("untitled:Untitled-1", 1)), ["note/region"]);
    client.open("file:///c%3A/Notes/organizations/1.yaml", NOTE);
    assert_eq!(rules(&client.published("file:///c%3A/Notes/organizations/1.yaml", 1)), ["note/region"]);
    assert!(client.kept.iter().all(|message| message["params"]["uri"] != "git:/organizations/1.yaml?HEAD"));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_file_outside_of_any_folder_is_checked_when_it_is_one_of_ours() {
    let folder = project(&[]);
    let mut client = Client::start(Path::new("/"), &[]);
    client.ask("initialize", &json!({"capabilities": pulling()}));
    client.tell("initialized", &json!({}));
    for (name, text, expected) in [
        ("1.yaml", NOTE, &["note/region"][..]),
        ("values.yaml", "name: chart\nversion: 1\n", &[]),
        ("notes.md", "# About\n\nNothing.\n", &[]),
        ("x.md", "# 2026-11-01 Call:\n", &["call/title"]),
    ] {
        let uri = uri(&folder.path().join(name));
        client.open(&uri, text);
        let found = client.pull(&uri);
        assert!(expected.iter().all(|rule| rules(&found).contains(rule)) && (found.is_empty() == expected.is_empty()), "{name}: {found:?}");
        client.actions(&uri, &range((7, 7), (99, 99)), &[]);
    }
    assert_eq!(client.end(), Some(0));
}
