//! A small editor: it speaks the protocol, keeps the texts, and makes the edits that it is sent.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::cli::command;

pub struct Client {
    child: Child,
    stdin: Option<ChildStdin>,
    received: Receiver<Value>,
    /// What has come and nobody has asked for yet.
    pub kept: Vec<Value>,
    next_id: i64,
    pub answer: Value,
}

/// What most editors can do, but for asking for findings.
pub fn able() -> Value {
    json!({
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true, "tagSupport": {"valueSet": [1, 2]}, "versionSupport": true},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}, "isPreferredSupport": true},
            "hover": {"contentFormat": ["markdown", "plaintext"]},
        },
        "workspace": {
            "workspaceEdit": {"documentChanges": true, "resourceOperations": ["create", "rename", "delete"]},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
        },
    })
}

/// The same, and asking for findings.
pub fn pulling() -> Value {
    let mut able = able();
    able["textDocument"]["diagnostic"] = json!({});
    able["workspace"]["diagnostic"] = json!({"refreshSupport": true});
    able
}

pub fn uri(path: &Path) -> String {
    let encoded = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let encoded = encoded.to_str().unwrap().bytes().map(|byte| match byte {
        byte if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    format!("file://{}", encoded.collect::<String>())
}

impl Client {
    /// A server in `folder` that nobody has greeted yet.
    pub fn start(folder: &Path, arguments: &[&str]) -> Self {
        let arguments: Vec<&str> = ["lsp", "--today", "2026-11-27"].iter().chain(arguments).copied().collect();
        let mut child = command(folder, &arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, received) = channel();
        std::thread::spawn(move || {
            loop {
                let mut header = String::new();
                if stdout.read_line(&mut header).unwrap() == 0 {
                    return;
                }
                let length: usize = header.strip_prefix("Content-Length: ").expect("nothing but the protocol on standard output").trim().parse().unwrap();
                stdout.read_line(&mut String::new()).unwrap();
                let mut body = vec![0; length];
                stdout.read_exact(&mut body).unwrap();
                if sender.send(serde_json::from_slice(&body).unwrap()).is_err() {
                    return;
                }
            }
        });
        let stdin = child.stdin.take();
        Self { child, stdin, received, kept: Vec::new(), next_id: 1, answer: Value::Null }
    }

    /// A server for `folder` that knows what the client can do.
    pub fn greet(folder: &Path, can: &Value) -> Self {
        Self::greet_all(folder, &[folder], can, &[])
    }

    pub fn greet_all(folder: &Path, folders: &[&Path], can: &Value, arguments: &[&str]) -> Self {
        let mut client = Self::start(folder, arguments);
        let folders: Vec<Value> = folders.iter().map(|folder| json!({"uri": uri(folder), "name": "x"})).collect();
        client.answer = client.ask("initialize", &json!({"processId": null, "rootUri": null, "capabilities": can, "workspaceFolders": folders}));
        client.tell("initialized", &json!({}));
        client
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(bytes).unwrap();
        stdin.flush().unwrap();
    }

    pub fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request; its id.
    pub fn begin(&mut self, method: &str, params: &Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        id
    }

    /// The result of a request, or the code of its refusal.
    pub fn ask(&mut self, method: &str, params: &Value) -> Value {
        let id = self.begin(method, params);
        self.result(id)
    }

    pub fn result(&mut self, id: i64) -> Value {
        let answer = self.wait(|message| message["id"] == id && message.get("method").is_none());
        answer.get("result").cloned().unwrap_or_else(|| answer["error"]["code"].clone())
    }

    /// The first message that is `wanted`; the others are kept.
    pub fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(index) = self.kept.iter().position(&wanted) {
            return self.kept.remove(index);
        }
        loop {
            let message = self.received.recv_timeout(Duration::from_mins(1)).expect("the server answers");
            if wanted(&message) {
                return message;
            }
            self.kept.push(message);
        }
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        let language = if Path::new(uri).extension().is_some_and(|extension| extension == "md") { "markdown" } else { "yaml" };
        self.tell("textDocument/didOpen", &json!({"textDocument": {"uri": uri, "languageId": language, "version": 1, "text": text}}));
    }

    pub fn change(&mut self, uri: &str, version: i64, changes: &Value) {
        self.tell("textDocument/didChange", &json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": changes}));
    }

    /// What the server says of a version of a document, once it does.
    pub fn published(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let told = self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri && message["params"]["version"] == version
        });
        told["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// What the server says of a document when asked.
    pub fn pull(&mut self, uri: &str) -> Vec<Value> {
        let report = self.ask("textDocument/diagnostic", &json!({"textDocument": {"uri": uri}}));
        assert_eq!(report["kind"], "full");
        report["items"].as_array().unwrap().clone()
    }

    pub fn actions(&mut self, uri: &str, range: &Value, only: &[&str]) -> Vec<Value> {
        let mut context = json!({"diagnostics": []});
        if !only.is_empty() {
            context["only"] = json!(only);
        }
        self.ask("textDocument/codeAction", &json!({"textDocument": {"uri": uri}, "range": range, "context": context})).as_array().unwrap().clone()
    }

    /// Shuts the server down; its exit code.
    pub fn end(mut self) -> Option<i32> {
        assert_eq!(self.ask("shutdown", &Value::Null), Value::Null);
        self.tell("exit", &Value::Null);
        self.code()
    }

    /// Closes the server's input; its exit code.
    pub fn code(&mut self) -> Option<i32> {
        drop(self.stdin.take());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}

pub fn range(from: (u32, u32), to: (u32, u32)) -> Value {
    json!({"start": {"line": from.0, "character": from.1}, "end": {"line": to.0, "character": to.1}})
}

pub fn everything() -> Value {
    range((0, 0), (9999, 0))
}

/// `rule line:character-line:character` of each finding.
pub fn places(found: &[Value]) -> Vec<String> {
    let place = |found: &Value| {
        let (start, end) = (&found["range"]["start"], &found["range"]["end"]);
        format!("{} {}:{}-{}:{}", found["code"].as_str().unwrap(), start["line"], start["character"], end["line"], end["character"])
    };
    found.iter().map(place).collect()
}

pub fn rules(found: &[Value]) -> Vec<&str> {
    found.iter().map(|found| found["code"].as_str().unwrap()).collect()
}

/// The byte at a place that counts UTF-16.
fn offset(text: &str, position: &Value) -> usize {
    let line = usize::try_from(position["line"].as_u64().unwrap()).unwrap();
    let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
    let mut units = usize::try_from(position["character"].as_u64().unwrap()).unwrap();
    let mut at = start;
    for char in text[start..].chars() {
        if units == 0 {
            break;
        }
        units = units.checked_sub(char.len_utf16()).expect("no place is inside a character");
        at += char.len_utf8();
    }
    at
}

/// Makes a change of the workspace in the texts by their URIs, whichever form it has; all places count in the texts before it.
pub fn apply(edit: &Value, texts: &mut BTreeMap<String, String>) {
    let mut of_files: Vec<(String, Vec<Value>)> = Vec::new();
    for change in edit["documentChanges"].as_array().into_iter().flatten() {
        if change["kind"] == "create" {
            assert!(texts.insert(change["uri"].as_str().unwrap().to_owned(), String::new()).is_none(), "only a new file is created");
        } else {
            of_files.push((change["textDocument"]["uri"].as_str().unwrap().to_owned(), change["edits"].as_array().unwrap().clone()));
        }
    }
    for (uri, edits) in edit["changes"].as_object().into_iter().flatten() {
        of_files.push((uri.clone(), edits.as_array().unwrap().clone()));
    }
    assert!(!of_files.is_empty(), "{edit}");
    for (uri, edits) in of_files {
        let text = texts.get_mut(&uri).unwrap_or_else(|| panic!("{uri} is no text of the client"));
        let mut edits: Vec<(usize, usize, String)> = edits
            .iter()
            .map(|edit| (offset(text, &edit["range"]["start"]), offset(text, &edit["range"]["end"]), edit["newText"].as_str().unwrap().to_owned()))
            .collect();
        edits.sort();
        for (start, end, new) in edits.into_iter().rev() {
            text.replace_range(start..end, &new);
        }
    }
}
