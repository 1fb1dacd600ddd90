//! A folder of the workspace: what is known of it, and what was found in it.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;

use super::check::{Known, Quick, Task};
use super::document::{Document, take_by_content};
use super::protocol;
use super::scan::{self, Buffers, Scan};
use super::{Options, uri};
use crate::discover::{self, Take, Target};
use crate::engine::Run;
use crate::engine::configure::FILE_NAME;

/// The open documents, by their URIs.
pub type Documents = BTreeMap<String, Document>;

/// One folder of the workspace, or the surroundings of a file that is in none.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a thing to know of its own")]
pub struct Folder {
    /// Whether all of it is looked through.
    walked: bool,
    pub scan: Option<Arc<Scan>>,
    /// Whether it could be looked through at all, or has yet to be.
    pub failed: bool,
    pub known: Known,
    /// What was found in the open documents, and in what they are checked with.
    pub run: Run,
    /// How reports call each open document that is checked, by its URI.
    pub paths: BTreeMap<String, Arc<str>>,
    targets: Vec<Target>,
    /// Open documents that are none of the project's: a copy in a text without a file. Each is checked alone, so that it is not held against the project.
    strangers: Vec<Target>,
    latest: Arc<AtomicU64>,
    /// Whether a task is under way.
    pub busy: bool,
    pub wants_scan: bool,
    pub is_dirty: bool,
    /// Whether the user knows that the config has mistakes.
    pub told: bool,
    /// The mistakes of the config in files that are not open, as the client was told them.
    pub pushed: BTreeMap<PathBuf, Vec<protocol::Diagnostic>>,
}

impl Folder {
    pub fn new(walked: bool) -> Self {
        Self { walked, wants_scan: true, ..Self::default() }
    }

    /// Whether there is something to answer with.
    pub fn is_ready(&self) -> bool {
        self.scan.is_some() || self.failed
    }

    /// Sends a task, which makes those before it void.
    pub fn send(&mut self, root: &Path, options: &Arc<Options>, buffers: Buffers, tasks: &Sender<Task>) {
        let number = self.latest.fetch_add(1, Ordering::Relaxed) + 1;
        let task = Task {
            root: root.to_owned(),
            walked: self.walked,
            options: Arc::clone(options),
            buffers,
            before: self.scan.clone(),
            number,
            latest: Arc::clone(&self.latest),
        };
        self.wants_scan = false;
        self.busy = tasks.send(task).is_ok();
    }

    /// Whether a result is the one that counts.
    pub fn is_latest(&self, number: u64) -> bool {
        self.latest.load(Ordering::Relaxed) == number
    }

    /// Makes every task under way void.
    pub fn close(&self) {
        self.latest.fetch_add(1, Ordering::Relaxed);
    }

    /// Checks the open documents of the folder anew.
    pub fn refresh<'d>(&mut self, documents: impl Iterator<Item = (&'d String, &'d Document)>, buffers: &Buffers, pool: Option<&rayon::ThreadPool>) {
        let Some(scan) = self.scan.clone() else { return };
        self.is_dirty = false;
        self.paths.clear();
        self.targets.clear();
        self.strangers.clear();
        for (key, document) in documents {
            let Some(target) = target(&scan, document) else { continue };
            self.paths.insert(key.clone(), Arc::clone(&target.path));
            let is_of_project = scan.by_file.contains_key(&target.file) || matches!(target.take, Take::Note { in_folder: true } | Take::Accounts { .. });
            if is_of_project { self.targets.push(target) } else { self.strangers.push(target) }
        }
        let check = || {
            let mut run = Run::default();
            if !self.targets.is_empty() {
                run = self.quick_of(&scan, buffers, self.targets.clone(), false).check().unwrap_or_default();
            }
            for stranger in &self.strangers {
                let Some(own) = self.quick_of(&scan, buffers, vec![stranger.clone()], true).check() else { continue };
                run.diagnostics.extend(own.diagnostics.into_iter().filter(|found| *found.path() == stranger.path));
                run.answers.extend(own.answers.into_iter().filter(|answers| answers.path == stranger.path));
                run.redactions.extend(own.redactions);
                run.sources.extend(own.sources);
            }
            run
        };
        self.run = pool.map_or_else(check, |pool| pool.install(check));
    }

    /// The check that found what there is in the document that reports call `path`.
    pub fn quick<'a>(&'a self, scan: &'a Scan, buffers: &'a Buffers, path: &str) -> Quick<'a> {
        match self.strangers.iter().find(|stranger| *stranger.path == *path) {
            Some(stranger) => self.quick_of(scan, buffers, vec![stranger.clone()], true),
            None => self.quick_of(scan, buffers, self.targets.clone(), false),
        }
    }

    fn quick_of<'a>(&'a self, scan: &'a Scan, buffers: &'a Buffers, open: Vec<Target>, alone: bool) -> Quick<'a> {
        Quick { scan, known: &self.known, buffers, open, alone }
    }

    /// The open documents that are checked, by the paths that reports show.
    pub fn open<'d>(&self, documents: &'d Documents) -> HashMap<Arc<str>, &'d Document> {
        self.paths.iter().filter_map(|(key, path)| Some((Arc::clone(path), documents.get(key)?))).collect()
    }

    /// The mistakes of the config by their files, of files that are not open.
    pub fn mistakes_elsewhere(&self, buffers: &Buffers) -> BTreeMap<PathBuf, Vec<crate::diagnostic::Diagnostic>> {
        let mut by_file: BTreeMap<PathBuf, Vec<_>> = BTreeMap::new();
        let Some(scan) = &self.scan else { return by_file };
        for mistake in &scan.config.mistakes {
            // A catalogue is named as the config names it.
            let folder = scan.config.file.as_ref().and_then(|config| config.parent()).unwrap_or(&scan.top);
            let own = scan.config.file.as_ref().filter(|config| config.ends_with(Path::new(&*mistake.place.path)));
            let file = own.cloned().unwrap_or_else(|| discover::below(folder, &mistake.place.path));
            if !buffers.contains_key(&file) {
                by_file.entry(file).or_default().push(mistake.clone());
            }
        }
        by_file
    }
}

/// What an open document is checked as; `None` for one that is none of ours.
fn target(scan: &Scan, document: &Document) -> Option<Target> {
    if document.is_config() {
        return None;
    }
    if !document.is_file {
        let take = document.take_by_language()?;
        return Some(Target { file: document.file.clone(), path: format!("untitled:{}", uri::name(&document.uri)).into(), take, leads_out: false });
    }
    let mut target = scan.target(&document.file)?;
    if !scan.by_file.contains_key(&document.file) {
        target.take = take_by_content(target.take, &document.file, &document.text)?;
    }
    Some(target)
}

/// Where a file belongs that lies in no folder of the workspace: the repository around it, else the nearest folder with a config, else its own. Whether all of
/// it is to be looked through.
pub fn surroundings(file: &Path) -> (PathBuf, bool) {
    let folder = file.parent().unwrap_or(file);
    let around = |name: &str| folder.ancestors().find(|ancestor| ancestor.join(name).exists()).map(Path::to_owned);
    match (around(".git"), around(FILE_NAME)) {
        (Some(top), _) => (top, true),
        (None, Some(configured)) => (configured, true),
        (None, None) => (folder.to_owned(), false),
    }
}

/// The texts of all open documents.
pub fn buffers(documents: &Documents) -> scan::Buffers {
    documents.values().map(|document| (document.file.clone(), Arc::clone(&document.text))).collect()
}
