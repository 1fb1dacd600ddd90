//! One folder of the workspace as it lies on the disk, under what is open in the editor: its config, its files, the questions that are asked.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::Options;
use super::config::Config;
use crate::config::Settings;
use crate::discover::{self, Discovery, Query, ReadError, SIZE_LIMIT, Take, Target};

/// The texts of the editor by their files.
pub type Buffers = HashMap<PathBuf, Arc<String>>;

/// A folder, looked through.
pub struct Scan {
    /// Without links.
    pub root: PathBuf,
    pub top: PathBuf,
    pub config: Config,
    pub limit: u64,
    pub found: Discovery,
    /// The place of each target in `found`, by its file.
    pub by_file: HashMap<PathBuf, usize>,
    /// The notes by the names of their files without the ending, which are the ids of their organizations.
    pub by_stem: HashMap<String, usize>,
    pub notes_folder: Option<String>,
    query: Query,
}

impl std::fmt::Debug for Scan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scan").field("root", &self.root).field("targets", &self.found.targets.len()).finish_non_exhaustive()
    }
}

impl Scan {
    /// Looks through `root`. Where it is not `walked`, nobody opened it as a folder: its account table counts, and no other file that is not open. `before` is
    /// the last scan, whose settings stay where the config has mistakes now.
    pub fn new(root: &Path, walked: bool, options: &Options, buffers: &Buffers, before: Option<&Self>) -> Result<Self, String> {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let top = discover::top_level(&root);
        let before = before.filter(|before| before.config.is_good).map(|before| &before.config.settings);
        let mut config = Config::new(&root, &top, options, buffers, before)?;
        let mut query = query(&root, &top, walked, options, &config.settings);
        let look = |query: &Query| if query.paths.is_empty() { Ok(Discovery::default()) } else { discover::discover(query) };
        let mut found = look(&query).or_else(|error| {
            // A file that the command line names, and that is not there.
            query.accounts.retain(|path| query.working_directory.join(path).exists());
            query.notes.retain(|path| query.working_directory.join(path).exists());
            config.complaint = Some(format!("{error}; the check goes on without it"));
            look(&query)
        })?;
        // A table outside is named by a path with dots: the editor knows it without.
        for target in &mut found.targets {
            if !target.file.starts_with(&root) || target.file.components().any(|part| part == Component::ParentDir) {
                target.file = discover::canonical_name(&target.file);
            }
        }
        let notes = found.targets.iter().enumerate().filter(|(_, target)| matches!(target.take, Take::Note { .. }));
        let by_stem = notes.filter_map(|(index, target)| Some((target.file.file_stem()?.to_str()?.to_owned(), index))).collect();
        let by_file = found.targets.iter().enumerate().map(|(index, target)| (target.file.clone(), index)).collect();
        let limit = config.settings.option("file/unreadable", "max-bytes").unwrap_or(SIZE_LIMIT);
        let notes_folder = options.notes.first().map(|folder| discover::shown(&query, folder));
        Ok(Self { root, top, config, limit, found, by_file, by_stem, notes_folder, query })
    }

    /// What `ase-lint check FILE` would take an open file for.
    pub fn target(&self, file: &Path) -> Option<Target> {
        if let Some(&index) = self.by_file.get(file) {
            return self.found.targets.get(index).cloned();
        }
        let query = Query { paths: vec![file.to_owned()], accounts: Vec::new(), notes: Vec::new(), stdin: true, ..self.query.clone() };
        discover::discover(&query).ok()?.targets.into_iter().next()
    }

    /// The file that reports call `path`.
    pub fn file_of(&self, path: &str) -> PathBuf {
        let known = self.found.targets.iter().find(|target| *target.path == *path);
        known.map_or_else(|| discover::below(if path.starts_with("..") { &self.root } else { &self.top }, path), |target| target.file.clone())
    }

    /// Reads a file, first of all in the editor.
    pub fn read(&self, target: &Target, buffers: &Buffers) -> Result<String, ReadError> {
        match buffers.get(&target.file) {
            Some(text) if text.len() as u64 > self.limit => Err(ReadError::TooLarge { size: text.len() as u64, limit: self.limit }),
            Some(text) => Ok(text.to_string()),
            None => target.read(self.limit),
        }
    }
}

fn query(root: &Path, top: &Path, walked: bool, options: &Options, settings: &Settings) -> Query {
    let accounts = match &settings.accounts_path {
        Some(path) if options.accounts.is_empty() => vec![PathBuf::from(path)],
        _ => options.accounts.clone(),
    };
    let mut paths = if walked { vec![root.to_owned()] } else { Vec::new() };
    // The table stands at the top, also where a folder below it is open.
    let table = top.join("README.md");
    if accounts.is_empty() && (!walked || root != top) && table.is_file() {
        paths.push(table);
    }
    if !walked {
        paths.extend(accounts.first().cloned());
    }
    Query { paths, accounts, notes: options.notes.clone(), globs: settings.globs.clone(), working_directory: root.to_owned(), top: top.to_owned(), stdin: true }
}
