//! The session with one editor: what is open, which folders there are, what the client was told. One event after the other; all that wait are taken
//! before anything is checked.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Options;
use super::capabilities::Can;
use super::check::{Known, Task};
use super::document::Document;
use super::folder::{self, Documents, Folder};
use super::protocol::notification::{self, PublishDiagnostics, ShowMessage};
use super::protocol::request::{self, RegisterCapability, WorkspaceDiagnosticRefresh};
use super::protocol::{
    self, Ask, Client, DidChangeTextDocumentParams, DidChangeWatchedFilesRegistrationOptions, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, ErrorCode, FileSystemWatcher, GlobPattern, MessageType, Notice, Notification, PublishDiagnosticsParams, Registration,
    RegistrationParams, Request, Said, ShowMessageParams, Uri,
};
use super::scan::Scan;
use super::{log, uri};

/// What happens.
#[derive(Debug)]
pub enum Event {
    Said(Said),
    /// The client has gone.
    End,
    /// A folder was looked through.
    Scanned {
        root: PathBuf,
        number: u64,
        scan: Result<Arc<Scan>, String>,
    },
    /// A whole project was checked.
    Checked {
        root: PathBuf,
        number: u64,
        known: Known,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Before,
    Open,
    /// The client has asked to shut down; all that it may say now is to exit.
    Closing,
}

pub struct Server<W> {
    pub(super) client: Client<W>,
    pub(super) can: Can,
    pub(super) documents: Documents,
    pub(super) folders: BTreeMap<PathBuf, Folder>,
    /// Requests about documents, to be answered once all that has been said is known.
    pub(super) waiting: Vec<Request>,
    /// The version of each document and its findings, as the client was last told them.
    pub(super) told: HashMap<String, (i32, Vec<protocol::Diagnostic>)>,
    /// For checks beside the one of a whole project, which takes all other threads.
    pub(super) pool: Option<rayon::ThreadPool>,
    pub(super) options: Arc<Options>,
    tasks: Sender<Task>,
    phase: Phase,
    /// The folders of the workspace.
    workspace: Vec<PathBuf>,
}

impl<W: Write> Server<W> {
    pub fn new(out: W, options: Options, tasks: Sender<Task>) -> Self {
        Self {
            client: Client::new(out),
            can: Can::default(),
            documents: Documents::new(),
            folders: BTreeMap::new(),
            waiting: Vec::new(),
            told: HashMap::new(),
            pool: rayon::ThreadPoolBuilder::new().num_threads(2).build().ok(),
            options: Arc::new(options),
            tasks,
            phase: Phase::Before,
            workspace: Vec::new(),
        }
    }

    /// Serves until the client goes; whether it went as it should.
    pub fn run(mut self, events: &Receiver<Event>) -> io::Result<bool> {
        while let Ok(first) = events.recv() {
            let waiting: Vec<Event> = std::iter::once(first).chain(events.try_iter()).collect();
            for event in waiting {
                match event {
                    Event::End => return Ok(self.phase == Phase::Closing),
                    Event::Said(Said::Notification(notification)) if notification.method == notification::Exit::METHOD => {
                        return Ok(self.phase == Phase::Closing);
                    }
                    Event::Said(Said::Notification(notification)) if self.phase == Phase::Open => self.notice(notification)?,
                    Event::Said(Said::Request(request)) => self.request(request)?,
                    Event::Said(Said::Flawed(id, code, message)) => self.client.refuse(&id, code, &message)?,
                    Event::Said(Said::Notification(_) | Said::Response) => {}
                    Event::Scanned { root, number, scan } => self.scanned(&root, number, scan)?,
                    Event::Checked { root, number, known } => {
                        if let Some(folder) = self.folders.get_mut(&root).filter(|folder| folder.is_latest(number)) {
                            (folder.known, folder.busy, folder.is_dirty) = (known, false, true);
                        }
                    }
                }
            }
            self.settle()?;
        }
        Ok(false)
    }

    fn request(&mut self, request: Request) -> io::Result<()> {
        let Request { id, method, .. } = &request;
        match (self.phase, method.as_str()) {
            (Phase::Before, request::Initialize::METHOD) => self.initialize(&request),
            (Phase::Before, _) => self.client.refuse(id, ErrorCode::ServerNotInitialized, "the first request is `initialize`"),
            (Phase::Open, request::Shutdown::METHOD) => {
                self.settle()?;
                self.phase = Phase::Closing;
                for request in std::mem::take(&mut self.waiting) {
                    self.client.refuse(&request.id, ErrorCode::RequestCanceled, "the server shuts down")?;
                }
                self.client.answer(id, &Value::Null)
            }
            (Phase::Open, request::DocumentDiagnosticRequest::METHOD | request::CodeActionRequest::METHOD | request::HoverRequest::METHOD) => {
                self.waiting.push(request);
                Ok(())
            }
            (Phase::Open, request::Initialize::METHOD) => self.client.refuse(id, ErrorCode::InvalidRequest, "`initialize` comes once"),
            (Phase::Open, _) => self.client.refuse(id, ErrorCode::MethodNotFound, &format!("ase-lint does not know `{method}`")),
            (Phase::Closing, _) => self.client.refuse(id, ErrorCode::InvalidRequest, "after `shutdown` comes `exit`"),
        }
    }

    fn initialize(&mut self, request: &Request) -> io::Result<()> {
        let Some(capabilities) = request.params.get("capabilities").filter(|capabilities| capabilities.is_object()) else {
            return self.client.refuse(&request.id, ErrorCode::InvalidParams, "the client does not say what it can do");
        };
        self.can = Can::of(capabilities);
        let path = |uri: &Value| uri::path(&uri.as_str()?.parse().ok()?);
        let folders = request.params.get("workspaceFolders").and_then(Value::as_array);
        self.workspace = folders.into_iter().flatten().filter_map(|folder| path(folder.get("uri")?)).collect();
        if self.workspace.is_empty() {
            // Older clients name one folder.
            let root = request.params.get("rootUri").and_then(path);
            let oldest = || request.params.get("rootPath").and_then(Value::as_str).filter(|path| !path.is_empty()).map(PathBuf::from);
            self.workspace.extend(root.or_else(oldest));
        }
        self.workspace.iter_mut().for_each(real);
        self.phase = Phase::Open;
        self.client.answer(&request.id, &self.can.answer())
    }

    /// A notification; one with other parameters than it should have is passed over.
    fn notice(&mut self, notification: Notification) -> io::Result<()> {
        let Notification { method, params } = notification;
        match method.as_str() {
            notification::Initialized::METHOD => return self.watch(),
            notification::DidOpenTextDocument::METHOD => {
                if let Some(DidOpenTextDocumentParams { text_document }) = read(&method, params)
                    && let Some(document) = Document::open(text_document, self.can.encoding)
                {
                    return self.open(document);
                }
            }
            notification::DidChangeTextDocument::METHOD => {
                let Some(DidChangeTextDocumentParams { text_document, content_changes }) = read(&method, params) else { return Ok(()) };
                let Some(document) = self.documents.get_mut(text_document.uri.as_str()) else { return Ok(()) };
                document.change(content_changes, text_document.version, self.can.encoding);
                let is_config = document.is_config();
                self.changed(is_config);
            }
            notification::DidCloseTextDocument::METHOD => {
                if let Some(DidCloseTextDocumentParams { text_document }) = read(&method, params) {
                    return self.close(&text_document.uri);
                }
            }
            notification::DidChangeWorkspaceFolders::METHOD => {
                let Some(DidChangeWorkspaceFoldersParams { event }) = read(&method, params) else { return Ok(()) };
                let path = |folder: &protocol::WorkspaceFolder| {
                    uri::path(&folder.uri).map(|mut path| {
                        real(&mut path);
                        path
                    })
                };
                let gone: BTreeSet<PathBuf> = event.removed.iter().filter_map(path).collect();
                self.workspace.retain(|folder| !gone.contains(folder));
                self.workspace.extend(event.added.iter().filter_map(path));
                self.forget()?;
                self.changed(true);
            }
            notification::DidSaveTextDocument::METHOD | notification::DidChangeWatchedFiles::METHOD | notification::DidChangeConfiguration::METHOD => {
                self.changed(true);
            }
            notification::Cancel::METHOD => {
                let is_it = |request: &Request| serde_json::to_value(&request.id).is_ok_and(|id| Some(&id) == params.get("id"));
                if let Some(index) = self.waiting.iter().position(is_it) {
                    let request = self.waiting.remove(index);
                    return self.client.refuse(&request.id, ErrorCode::RequestCanceled, "as you wish");
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Asks to be told of changes on the disk.
    fn watch(&mut self) -> io::Result<()> {
        if !self.can.watch {
            return Ok(());
        }
        let watcher = |glob: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None };
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: ["**/.ase-lint.yaml", "**/*.{yaml,yml,md,json}"].map(watcher).into() };
        let registration = Registration {
            id: "ase-lint-files".to_owned(),
            method: notification::DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        self.client.ask::<RegisterCapability>(&RegistrationParams { registrations: vec![registration] })
    }

    /// Something is other than it was: everything open is checked again, and where the disk or a config may have changed, the whole project.
    fn changed(&mut self, on_disk: bool) {
        for folder in self.folders.values_mut() {
            folder.is_dirty = true;
            folder.wants_scan |= on_disk;
        }
    }

    fn open(&mut self, document: Document) -> io::Result<()> {
        let is_config = document.is_config();
        let uri = document.uri.clone();
        self.told.remove(uri.as_str());
        self.documents.insert(uri.as_str().to_owned(), document);
        self.changed(is_config);
        let (root, walked) = self.root_of(uri.as_str());
        let folder = self.folders.entry(root).or_insert_with(|| Folder::new(walked));
        folder.wants_scan |= !folder.busy;
        // What was told of it while it was not open; from now on the client asks.
        let Some(document) = self.documents.get(uri.as_str()).filter(|_| self.can.pull) else { return Ok(()) };
        let was_pushed = self.folders.values().any(|folder| folder.pushed.contains_key(&document.file));
        if was_pushed { self.publish(uri, None, Vec::new()) } else { Ok(()) }
    }

    fn close(&mut self, uri: &Uri) -> io::Result<()> {
        let Some(document) = self.documents.remove(uri.as_str()) else { return Ok(()) };
        self.told.remove(uri.as_str());
        self.changed(document.is_config());
        self.forget()?;
        if self.can.pull { Ok(()) } else { self.publish(uri.clone(), None, Vec::new()) }
    }

    /// Forgets the folders that nobody has open any more.
    fn forget(&mut self) -> io::Result<()> {
        let roots: BTreeSet<PathBuf> = self.documents.keys().map(|key| self.root_of(key).0).collect();
        let gone = |root: &PathBuf| !roots.contains(root) && !self.workspace.contains(root);
        let mut told = Vec::new();
        for (_, folder) in self.folders.extract_if(.., |root, _| gone(root)) {
            told.extend(folder.pushed.keys().cloned());
            folder.close();
        }
        // Nobody would take the mistakes of their configs back any more.
        told.iter().filter_map(|file| uri::of(file)).try_for_each(|uri| self.publish(uri, None, Vec::new()))
    }

    /// The folder that an open document belongs to, and whether all of it is looked through: the deepest of the workspace around it.
    pub(super) fn root_of(&self, key: &str) -> (PathBuf, bool) {
        let Some(document) = self.documents.get(key) else { return (PathBuf::new(), false) };
        if !document.is_file {
            let here = || (std::env::current_dir().unwrap_or_default(), false);
            return self.workspace.first().map_or_else(here, |folder| (folder.clone(), true));
        }
        let around = self.workspace.iter().filter(|folder| document.file.starts_with(folder));
        around.max_by_key(|folder| folder.components().count()).map_or_else(|| folder::surroundings(&document.file), |folder| (folder.clone(), true))
    }

    fn scanned(&mut self, root: &PathBuf, number: u64, scan: Result<Arc<Scan>, String>) -> io::Result<()> {
        let Some(folder) = self.folders.get_mut(root).filter(|folder| folder.is_latest(number)) else { return Ok(()) };
        folder.is_dirty = true;
        let complaint = match scan {
            Ok(scan) => {
                // Where the config is open, its mistakes show there.
                let is_open = scan.config.file.as_ref().is_some_and(|file| self.documents.values().any(|document| document.file == *file));
                let complaint = scan.config.complaint.clone();
                folder.told &= complaint.is_some();
                folder.scan = Some(scan);
                complaint.filter(|_| !is_open)
            }
            Err(error) => {
                (folder.failed, folder.busy) = (true, false);
                Some(error)
            }
        };
        let Some(message) = complaint.filter(|_| !folder.told) else { return Ok(()) };
        folder.told = true;
        log(&message);
        self.client.notify::<ShowMessage>(&ShowMessageParams { typ: MessageType::ERROR, message: format!("ase-lint: {message}") })
    }

    /// Brings everything up to date: starts what is to be done in the background, checks what is open, tells the client, answers what it has asked.
    fn settle(&mut self) -> io::Result<()> {
        if self.phase != Phase::Open {
            return Ok(());
        }
        let buffers = folder::buffers(&self.documents);
        let roots: BTreeMap<String, PathBuf> = self.documents.keys().map(|key| (key.clone(), self.root_of(key).0)).collect();
        for (key, root) in &roots {
            if !self.folders.contains_key(root) {
                let walked = self.root_of(key).1;
                self.folders.insert(root.clone(), Folder::new(walked));
            }
        }
        for (root, folder) in &mut self.folders {
            if folder.wants_scan {
                folder.send(root, &self.options, buffers.clone(), &self.tasks);
            }
            if folder.is_dirty {
                let own = self.documents.iter().filter(|(key, _)| roots.get(*key) == Some(root));
                folder.refresh(own, &buffers, self.pool.as_ref());
            }
        }
        self.tell(&buffers)?;
        self.answer(&buffers)
    }

    /// Tells the client what is new: the findings themselves, or that it should ask for them again.
    fn tell(&mut self, buffers: &super::scan::Buffers) -> io::Result<()> {
        let keys: Vec<String> = self.documents.keys().cloned().collect();
        let mut is_outdated = false;
        for key in keys {
            let Some(found) = self.findings(&key, buffers) else { continue };
            let Some(document) = self.documents.get(&key) else { continue };
            let (uri, version) = (document.uri.clone(), document.version);
            let before = self.told.get(&key);
            if self.can.pull {
                // A document that has changed is asked for anyhow.
                is_outdated |= before.is_some_and(|(told, findings)| *told == version && *findings != found);
                if before.is_some() {
                    self.told.insert(key, (version, found));
                }
            } else if before.is_none_or(|(told, findings)| *told != version || *findings != found) {
                self.told.insert(key, (version, found.clone()));
                self.publish(uri, Some(version), found)?;
            }
        }
        if is_outdated && self.can.refresh {
            self.client.ask::<WorkspaceDiagnosticRefresh>(&())?;
        }
        self.tell_mistakes(buffers)
    }

    /// Pushes the mistakes of configs that are not open: no client asks for those.
    fn tell_mistakes(&mut self, buffers: &super::scan::Buffers) -> io::Result<()> {
        let mut news = Vec::new();
        for folder in self.folders.values_mut() {
            let Some(scan) = &folder.scan else { continue };
            let mistakes = folder.mistakes_elsewhere(buffers).into_iter();
            let now: BTreeMap<PathBuf, Vec<protocol::Diagnostic>> =
                mistakes.map(|(file, mistakes)| (file, super::requests::mistakes(self.can, scan, &mistakes, None))).collect();
            // Of a file that has been opened, its document tells.
            let gone = folder.pushed.keys().filter(|file| !now.contains_key(*file) && !buffers.contains_key(*file));
            news.extend(gone.map(|file| (file.clone(), Vec::new())));
            news.extend(now.iter().filter(|(file, found)| folder.pushed.get(*file) != Some(found)).map(|(file, found)| (file.clone(), found.clone())));
            folder.pushed = now;
        }
        news.into_iter().filter_map(|(file, found)| Some((uri::of(&file)?, found))).try_for_each(|(uri, found)| self.publish(uri, None, found))
    }

    fn publish(&mut self, uri: Uri, version: Option<i32>, diagnostics: Vec<protocol::Diagnostic>) -> io::Result<()> {
        self.client.notify::<PublishDiagnostics>(&PublishDiagnosticsParams { uri, diagnostics, version })
    }
}

/// The parameters of a notification, which nobody waits to hear about.
fn read<T: DeserializeOwned>(method: &str, params: Value) -> Option<T> {
    serde_json::from_value(params).map_err(|error| log(&format!("{method}: {error}"))).ok()
}

fn real(path: &mut PathBuf) {
    if let Ok(real) = path.canonicalize() {
        *path = real;
    }
}
