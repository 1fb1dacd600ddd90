//! The client's requests about documents, answered from what was found.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::capabilities::Can;
use super::document::Document;
use super::protocol::request;
use super::protocol::{
    self, Ask, CodeActionParams, DocumentDiagnosticParams, DocumentDiagnosticReport, ErrorCode, FullDocumentDiagnosticReport, HoverParams,
    RelatedFullDocumentDiagnosticReport, Request, TextDocumentIdentifier, TextDocumentPositionParams,
};
use super::scan::{Buffers, Scan};
use super::server::Server;
use super::view::View;
use super::{actions, config, hover};
use crate::diagnostic::Diagnostic;
use crate::engine::Run;

impl<W: Write> Server<W> {
    /// Answers the requests whose folders are looked through; the others wait.
    pub(super) fn answer(&mut self, buffers: &Buffers) -> io::Result<()> {
        let mut later = Vec::new();
        for request in std::mem::take(&mut self.waiting) {
            let uri = request.params.get("textDocument").and_then(|document| document.get("uri")).and_then(Value::as_str).unwrap_or_default();
            if self.documents.contains_key(uri) && !self.folders.get(&self.root_of(uri).0).is_some_and(super::folder::Folder::is_ready) {
                later.push(request);
                continue;
            }
            let Request { id, method, params } = request;
            let result = match method.as_str() {
                request::DocumentDiagnosticRequest::METHOD => read(params).map(|params| json(&self.diagnose(&params, buffers))),
                request::CodeActionRequest::METHOD => read(params).map(|params| json(&self.act(&params, buffers))),
                _ => read(params).map(|params| json(&self.explain(&params, buffers))),
            };
            match result {
                Ok(result) => self.client.answer(&id, &result)?,
                Err(error) => self.client.refuse(&id, ErrorCode::InvalidParams, &error)?,
            }
        }
        self.waiting = later;
        Ok(())
    }

    /// What was found in an open document; `None` while nobody knows.
    pub(super) fn findings(&self, key: &str, buffers: &Buffers) -> Option<Vec<protocol::Diagnostic>> {
        let document = self.documents.get(key)?;
        let folder = self.folders.get(&self.root_of(key).0).filter(|folder| folder.is_ready())?;
        let Some(scan) = &folder.scan else { return Some(Vec::new()) };
        if document.is_config() {
            return Some(mistakes(self.can, scan, &config::mistakes_in(&document.file, &self.options, buffers), Some(document)));
        }
        let Some(path) = folder.paths.get(key) else { return Some(Vec::new()) };
        let mut view = View::new(self.can, scan, &folder.run, folder.open(&self.documents));
        let own = folder.run.diagnostics.iter().filter(|found| found.path() == path);
        Some(own.map(|found| view.diagnostic(found)).collect())
    }

    fn diagnose(&mut self, params: &DocumentDiagnosticParams, buffers: &Buffers) -> DocumentDiagnosticReport {
        let key = params.text_document.uri.as_str();
        let items = self.findings(key, buffers).unwrap_or_default();
        if let Some(document) = self.documents.get(key) {
            self.told.insert(key.to_owned(), (document.version, items.clone()));
        }
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: None, items },
        })
    }

    fn act(&self, params: &CodeActionParams, buffers: &Buffers) -> Vec<protocol::CodeAction> {
        let key = params.text_document.uri.as_str();
        let known = self.folders.get(&self.root_of(key).0).and_then(|folder| Some((folder, folder.scan.as_ref()?, folder.paths.get(key)?)));
        let Some((folder, scan, path)) = known.filter(|_| self.can.action_literals) else { return Vec::new() };
        let quick = folder.quick(scan, buffers, path);
        let open = folder.open(&self.documents);
        let (can, run, only) = (self.can, &folder.run, params.context.only.as_deref());
        let actions = || actions::actions(&mut View::new(can, scan, run, open), &quick, path, params.range, only);
        match &self.pool {
            Some(pool) => pool.install(actions),
            None => actions(),
        }
    }

    fn explain(&self, params: &HoverParams, buffers: &Buffers) -> Option<protocol::Hover> {
        let TextDocumentPositionParams { text_document: TextDocumentIdentifier { uri }, position } = &params.text_document_position_params;
        let document = self.documents.get(uri.as_str())?;
        let folder = self.folders.get(&self.root_of(uri.as_str()).0)?;
        let at = document.lines.offset(&document.text, *position);
        if document.is_config() {
            let mistakes = config::mistakes_in(&document.file, &self.options, buffers);
            return hover::hover(&Run::default(), &mistakes.iter().collect::<Vec<_>>(), document, "", at, self.can.markdown);
        }
        let path = folder.paths.get(uri.as_str())?;
        let own: Vec<&Diagnostic> = folder.run.diagnostics.iter().filter(|found| found.path() == path).collect();
        hover::hover(&folder.run, &own, document, path, at, self.can.markdown)
    }
}

/// The mistakes of one config file; `document` is it, where it is open.
pub(super) fn mistakes(can: Can, scan: &Scan, mistakes: &[Diagnostic], document: Option<&Document>) -> Vec<protocol::Diagnostic> {
    let run = Run::default();
    let open: HashMap<Arc<str>, &Document> = mistakes.iter().filter_map(|mistake| Some((Arc::clone(mistake.path()), document?))).collect();
    let mut view = View::new(can, scan, &run, open);
    mistakes.iter().map(|mistake| view.diagnostic(mistake)).collect()
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, String> {
    serde_json::from_value(params).map_err(|error| error.to_string())
}

fn json(result: &impl Serialize) -> Value {
    serde_json::to_value(result).unwrap_or_default()
}
