//! What the engine has found, in the protocol's words: findings, places, edits.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use super::capabilities::Can;
use super::document::Document;
use super::lines::Lines;
use super::protocol::{
    self, CodeDescription, CreateFile, CreateFileOptions, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, DocumentChangeOperation,
    DocumentChanges, Location, NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier, Position, Range, ResourceOp, TextDocumentEdit, TextEdit, Uri,
    WorkspaceEdit,
};
use super::scan::Scan;
use super::uri;
use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::engine::Run;
use crate::report::{docs_url, plain, shown_fix};
use crate::source::{Place, Span};

/// A larger fix is not repeated in the data of its finding.
const MOST_DATA: usize = 16 << 10;

/// The findings of a folder, and the open documents, by the paths that reports show.
pub struct View<'a> {
    pub can: Can,
    pub scan: &'a Scan,
    pub run: &'a Run,
    pub open: HashMap<Arc<str>, &'a Document>,
    /// The lines of files that are not open.
    closed: HashMap<Arc<str>, Lines>,
}

impl<'a> View<'a> {
    pub fn new(can: Can, scan: &'a Scan, run: &'a Run, open: HashMap<Arc<str>, &'a Document>) -> Self {
        Self { can, scan, run, open, closed: HashMap::new() }
    }

    /// A finding as the editor shows it.
    pub fn diagnostic(&mut self, found: &Diagnostic) -> protocol::Diagnostic {
        let related = self.can.related && !found.related.is_empty();
        let related = related.then(|| {
            let related = found.related.iter();
            related
                .filter_map(|related| {
                    Some(DiagnosticRelatedInformation { location: self.location(&related.place)?, message: plain(&related.message).into_owned() })
                })
                .collect()
        });
        let fix = self.can.data.then(|| shown_fix(self.run, found)).flatten();
        let fix = fix.filter(|fix| fix.edits.iter().map(|edit| edit.text.len()).sum::<usize>() <= MOST_DATA);
        let fix = fix.map(|fix| {
            let edits: Vec<_> =
                fix.edits.iter().map(|edit| json!({"uri": self.uri(&edit.path), "range": self.range(&edit.path, edit.span), "newText": edit.text})).collect();
            json!({"title": fix.title, "safety": fix.safety, "edits": edits})
        });
        let link = self.can.links.then(|| docs_url(&found.rule)).flatten().and_then(|url| url.parse().ok());
        protocol::Diagnostic {
            range: self.range_of(&found.place),
            severity: Some(match found.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Info => DiagnosticSeverity::INFORMATION,
            }),
            code: Some(NumberOrString::String(found.rule.to_string())),
            code_description: link.map(|href| CodeDescription { href }),
            source: Some("ase-lint".to_owned()),
            message: message(found),
            related_information: related,
            tags: (self.can.tags && found.rule == "suppression/unused").then(|| vec![DiagnosticTag::UNNECESSARY]),
            data: self.can.data.then(|| json!({"fingerprint": found.fingerprint, "fix": fix})),
        }
    }

    fn location(&mut self, place: &Place) -> Option<Location> {
        Some(Location { uri: self.uri(&place.path)?, range: self.range_of(place) })
    }

    fn uri(&self, path: &str) -> Option<Uri> {
        self.open.get(path).map_or_else(|| uri::of(&self.scan.file_of(path)), |document| Some(document.uri.clone()))
    }

    /// The range of bytes of a file; the start of one that is not at hand.
    pub fn range(&mut self, path: &Arc<str>, span: Span) -> Range {
        if let Some(document) = self.open.get(path) {
            return document.lines.range(&document.text, span);
        }
        let Some(source) = self.run.sources.get(path) else { return Range::default() };
        let encoding = self.can.encoding;
        self.closed.entry(Arc::clone(path)).or_insert_with(|| Lines::new(source.text(), encoding)).range(source.text(), span)
    }

    fn range_of(&mut self, place: &Place) -> Range {
        if self.open.contains_key(&place.path) || self.run.sources.contains_key(&place.path) {
            return self.range(&place.path, place.range.span());
        }
        let position = |at: crate::source::Position| {
            Position::new(u32::try_from(at.line.saturating_sub(1)).unwrap_or(0), u32::try_from(at.column.saturating_sub(1)).unwrap_or(0))
        };
        Range::new(position(place.range.start), position(place.range.end))
    }

    /// Edits of files as one change of the workspace; `None` where the client cannot make it.
    pub fn workspace_edit<'e>(&mut self, edits: impl IntoIterator<Item = &'e Edit>) -> Option<WorkspaceEdit> {
        let mut by_file: BTreeMap<&Arc<str>, Vec<&Edit>> = BTreeMap::new();
        for edit in edits {
            by_file.entry(&edit.path).or_default().push(edit);
        }
        let mut operations = Vec::new();
        #[allow(clippy::mutable_key_type, reason = "the protocol's own type; nobody changes a URI")]
        let mut changes = HashMap::new();
        for (path, edits) in by_file {
            let uri = self.uri(path)?;
            if !self.exists(path) {
                if !self.can.create_files {
                    return None;
                }
                let options = Some(CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) });
                operations.push(DocumentChangeOperation::Op(ResourceOp::Create(CreateFile { uri: uri.clone(), options, annotation_id: None })));
            }
            let edits: Vec<TextEdit> = edits.into_iter().map(|edit| TextEdit::new(self.range(path, edit.span), edit.text.clone())).collect();
            let version = self.open.get(path).map(|document| document.version);
            operations.push(DocumentChangeOperation::Edit(TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version },
                edits: edits.iter().cloned().map(OneOf::Left).collect(),
            }));
            changes.insert(uri, edits);
        }
        Some(if self.can.versioned_edits {
            WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..WorkspaceEdit::default() }
        } else {
            WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
        })
    }

    fn exists(&self, path: &Arc<str>) -> bool {
        self.open.contains_key(path) || self.run.sources.contains_key(path) || Path::exists(&self.scan.file_of(path))
    }
}

/// The finding's words, with its help behind it.
fn message(found: &Diagnostic) -> String {
    match &found.help {
        Some(help) => format!("{}\n{}", plain(&found.message), plain(help)),
        None => plain(&found.message).into_owned(),
    }
}
