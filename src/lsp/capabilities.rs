//! What client and server can do, as they tell each other at the start.

use serde_json::{Value, json};

use super::lines::Encoding;
use super::protocol::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, DiagnosticOptions, DiagnosticServerCapabilities, DiagnosticTag, HoverProviderCapability,
    InitializeResult, OneOf, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

/// The action that applies all safe fixes of a document.
pub const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.ase-lint");

/// What the client can do, as far as it changes what it is sent.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "the protocol's own flags")]
pub struct Can {
    pub encoding: Encoding,
    /// It asks for findings, so that none are pushed.
    pub pull: bool,
    /// It asks again when told to.
    pub refresh: bool,
    pub related: bool,
    pub links: bool,
    pub data: bool,
    pub tags: bool,
    /// Edits name the version of the document that they are for.
    pub versioned_edits: bool,
    pub create_files: bool,
    pub action_literals: bool,
    pub preferred: bool,
    pub markdown: bool,
    pub watch: bool,
}

impl Can {
    /// Asks the client's capabilities one by one: a client of another year, or with a slip, is served all the same.
    pub fn of(client: &Value) -> Self {
        let is = |pointer: &str| client.pointer(pointer) == Some(&Value::Bool(true));
        let has = |pointer: &str| client.pointer(pointer).is_some_and(Value::is_object);
        let list = |pointer: &str| client.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let offered: Vec<&str> = list("/general/positionEncodings").iter().filter_map(Value::as_str).collect();
        // Of findings that are pushed, and in later years of those that are asked for.
        let shows = |name: &str| is(&format!("/textDocument/publishDiagnostics/{name}")) || is(&format!("/textDocument/diagnostic/{name}"));
        let tags = ["/textDocument/publishDiagnostics/tagSupport/valueSet", "/textDocument/diagnostic/tagSupport/valueSet"];
        let versioned_edits = is("/workspace/workspaceEdit/documentChanges");
        Self {
            encoding: Encoding::of(&offered),
            pull: has("/textDocument/diagnostic"),
            refresh: is("/workspace/diagnostic/refreshSupport") || is("/workspace/diagnostics/refreshSupport"),
            related: shows("relatedInformation"),
            links: shows("codeDescriptionSupport"),
            data: shows("dataSupport"),
            tags: tags.iter().any(|tags| list(tags).contains(&json!(DiagnosticTag::UNNECESSARY))),
            versioned_edits,
            create_files: versioned_edits && list("/workspace/workspaceEdit/resourceOperations").contains(&json!("create")),
            action_literals: has("/textDocument/codeAction/codeActionLiteralSupport"),
            preferred: is("/textDocument/codeAction/isPreferredSupport"),
            markdown: list("/textDocument/hover/contentFormat").first() == Some(&json!("markdown")),
            watch: is("/workspace/didChangeWatchedFiles/dynamicRegistration"),
        }
    }

    /// What the server can do for such a client.
    pub fn answer(self) -> InitializeResult {
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        };
        let diagnostics = DiagnosticOptions {
            identifier: Some("ase-lint".to_owned()),
            // A row of the account table changes what is found in a note.
            inter_file_dependencies: true,
            ..DiagnosticOptions::default()
        };
        let folders = WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(OneOf::Left(true)) };
        let capabilities = ServerCapabilities {
            position_encoding: Some(self.encoding.kind()),
            text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
            diagnostic_provider: self.pull.then_some(DiagnosticServerCapabilities::Options(diagnostics)),
            code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, FIX_ALL]),
                ..CodeActionOptions::default()
            })),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            workspace: Some(WorkspaceServerCapabilities { workspace_folders: Some(folders), file_operations: None }),
            ..ServerCapabilities::default()
        };
        let server_info = ServerInfo { name: env!("CARGO_PKG_NAME").to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
        InitializeResult { capabilities, server_info: Some(server_info) }
    }
}
