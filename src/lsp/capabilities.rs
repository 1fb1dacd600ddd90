//! What client and server can do, as they tell each other at the start.

use super::lines::Encoding;
use super::protocol::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability, DiagnosticOptions, DiagnosticServerCapabilities, DiagnosticTag,
    HoverProviderCapability, InitializeResult, MarkupKind, OneOf, ResourceOperationKind, SaveOptions, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
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
    pub fn of(client: &ClientCapabilities) -> Self {
        let document = client.text_document.as_ref();
        let workspace = client.workspace.as_ref();
        let publish = document.and_then(|document| document.publish_diagnostics.as_ref());
        let action = document.and_then(|document| document.code_action.as_ref());
        let edit = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let formats = document.and_then(|document| document.hover.as_ref()?.content_format.as_ref());
        let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_deref());
        let versioned_edits = edit.and_then(|edit| edit.document_changes) == Some(true);
        Self {
            encoding: Encoding::of(offered.unwrap_or_default()),
            pull: document.is_some_and(|document| document.diagnostic.is_some()),
            refresh: workspace.and_then(|workspace| workspace.diagnostic.as_ref()?.refresh_support) == Some(true),
            related: publish.and_then(|publish| publish.related_information) == Some(true),
            links: publish.and_then(|publish| publish.code_description_support) == Some(true),
            data: publish.and_then(|publish| publish.data_support) == Some(true),
            tags: publish.and_then(|publish| publish.tag_support.as_ref()).is_some_and(|tags| tags.value_set.contains(&DiagnosticTag::UNNECESSARY)),
            versioned_edits,
            create_files: versioned_edits
                && edit.and_then(|edit| edit.resource_operations.as_ref()).is_some_and(|kinds| kinds.contains(&ResourceOperationKind::Create)),
            action_literals: action.is_some_and(|action| action.code_action_literal_support.is_some()),
            preferred: action.and_then(|action| action.is_preferred_support) == Some(true),
            markdown: formats.is_some_and(|formats| formats.first() == Some(&MarkupKind::Markdown)),
            watch: workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref()?.dynamic_registration) == Some(true),
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
