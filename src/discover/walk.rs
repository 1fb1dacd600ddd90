//! From what was named on the command line to the sorted list of files, each once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use super::{Skipped, Take, Target, listing};
use crate::config::{FILE_NAME, Globs};

/// What to look for.
#[derive(Debug, Clone)]
pub struct Query {
    /// Files and folders named on the command line; the working directory when empty.
    pub paths: Vec<PathBuf>,
    /// `--accounts` or the config's path, in place of the globs.
    pub accounts: Vec<PathBuf>,
    /// `--notes`, in place of the globs.
    pub notes: Vec<PathBuf>,
    pub globs: Globs,
    pub working_directory: PathBuf,
    /// Reports name files relative to this folder: the git top level, else the working directory.
    pub top: PathBuf,
    /// Whether the one path is the name of what comes on standard input; it need not exist.
    pub stdin: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Discovery {
    /// Sorted by path, each file once.
    pub targets: Vec<Target>,
    pub skipped: Vec<Skipped>,
    /// Whether a file named `README.md` without a table is an account table gone missing: there are no notes beside it.
    pub table_expected: bool,
}

/// Where the files are looked for.
#[derive(Debug, Clone, Copy)]
pub enum Files<'a> {
    Disk,
    /// In a revision of the repository at `top`, where all paths are whole and without links. What lies outside is looked for on the disk.
    /// A file named on the command line that `moved` since (its new path → its old one) is taken from where it was.
    Tree {
        top: &'a Path,
        files: &'a BTreeSet<PathBuf>,
        moved: &'a BTreeMap<PathBuf, PathBuf>,
    },
}

/// Finds the files of `query`. The error is a message for the user: a named path that does not exist, a glob that is none.
pub fn discover(query: &Query) -> Result<Discovery, String> {
    let mut search = Search::new(query, Files::Disk)?;
    let named = if query.paths.is_empty() { vec![PathBuf::from(".")] } else { query.paths.clone() };
    for path in &named {
        let file = query.working_directory.join(path);
        match std::fs::metadata(&file) {
            Ok(metadata) if metadata.is_dir() => search.folder(path, &file),
            Ok(_) => search.file(path, &file),
            Err(_) if query.stdin || file.symlink_metadata().is_ok() => search.file(path, &file),
            Err(_) => return Err(format!("there is no file or folder `{}`", path.display())),
        }
    }
    search.named_kinds(|kind, path| Err(format!("the {kind} `{}` does not exist", path.display())))?;
    Ok(search.finish())
}

/// Finds the files of `query` in another revision. Named files that were not there then are no mistake.
pub fn discover_in(query: &Query, files: Files<'_>) -> Result<Discovery, String> {
    let mut search = Search::new(query, files)?;
    let named = if query.paths.is_empty() { vec![PathBuf::from(".")] } else { query.paths.clone() };
    for path in &named {
        let file = query.working_directory.join(path);
        if files.is_dir(&file) {
            search.folder(path, &file);
        } else if let Some(file) = files.file(&file) {
            search.file(path, &file);
        }
    }
    search.named_kinds(|_, _| Ok(()))?;
    Ok(search.finish())
}

/// How reports call `path`.
pub fn shown(query: &Query, path: &Path) -> String {
    let top = query.top.canonicalize().unwrap_or_else(|_| query.top.clone());
    shown_below(&top, path, &canonical_name(&query.working_directory.join(path))).to_string()
}

impl Files<'_> {
    fn is_dir(self, path: &Path) -> bool {
        match self {
            Self::Tree { top, files, .. } if real(path).starts_with(top) => {
                let path = real(path);
                path == top || files.range(path.clone()..).find(|file| **file != path).is_some_and(|file| file.starts_with(&path))
            }
            _ => path.is_dir(),
        }
    }

    /// The file at `path`, or where it was before it moved.
    fn file(self, path: &Path) -> Option<PathBuf> {
        match self {
            Self::Tree { top, files, moved } if real(path).starts_with(top) => {
                let path = real(path);
                let path = if files.contains(&path) { &path } else { moved.get(&path)? };
                files.get(path).cloned()
            }
            _ => path.exists().then(|| path.to_owned()),
        }
    }

    /// The files below a folder, sorted, and whether each is a symbolic link.
    fn below(self, root: &Path) -> Vec<(PathBuf, bool)> {
        match self {
            Self::Tree { top, files, .. } if root.starts_with(top) => {
                files.range(root.to_owned()..).take_while(|file| file.starts_with(root)).map(|file| (file.clone(), false)).collect()
            }
            _ => listing::below(root),
        }
    }
}

struct Search<'a> {
    query: &'a Query,
    files: Files<'a>,
    note: GlobSet,
    accounts: GlobSet,
    call: GlobSet,
    top: PathBuf,
    found: BTreeMap<Arc<str>, Target>,
    links: Vec<Link>,
    skipped: Vec<Skipped>,
}

/// A symbolic link that the globs take.
struct Link {
    path: Arc<str>,
    file: PathBuf,
    /// The folder that was named.
    root: PathBuf,
    take: Take,
}

impl<'a> Search<'a> {
    fn new(query: &'a Query, files: Files<'a>) -> Result<Self, String> {
        // A kind whose files are named outright does not use its globs.
        let accounts = if query.accounts.is_empty() { globs(&query.globs.accounts)? } else { GlobSet::empty() };
        let note = if query.notes.is_empty() { globs(&query.globs.note)? } else { GlobSet::empty() };
        let top = query.top.canonicalize().unwrap_or_else(|_| query.top.clone());
        Ok(Self { query, files, note, accounts, call: globs(&query.globs.call)?, top, found: BTreeMap::new(), links: Vec::new(), skipped: Vec::new() })
    }

    /// The files and folders that `--accounts` and `--notes` name.
    fn named_kinds(&mut self, missing: fn(&str, &Path) -> Result<(), String>) -> Result<(), String> {
        let query = self.query;
        for path in &query.accounts {
            let file = query.working_directory.join(path);
            let (path, file) = if self.files.is_dir(&file) { (path.join("README.md"), file.join("README.md")) } else { (path.clone(), file) };
            match self.files.file(&file) {
                Some(file) => self.add(&path, &file, Take::Accounts { named: true }),
                None => missing("accounts file", &path)?,
            }
        }
        for path in &query.notes {
            let file = query.working_directory.join(path);
            if self.files.is_dir(&file) {
                self.notes_folder(path, &file);
            } else if let Some(file) = self.files.file(&file) {
                self.add(path, &file, Take::Note { in_folder: true });
            } else {
                missing("notes folder", path)?;
            }
        }
        Ok(())
    }

    /// A folder named on the command line: the globs count from it, from its parent, from the working directory and from the top.
    fn folder(&mut self, path: &Path, folder: &Path) {
        let bases: Vec<PathBuf> =
            [Some(folder), folder.parent(), Some(&*self.query.working_directory), Some(&*self.query.top)].into_iter().flatten().map(real).collect();
        let root = real(folder);
        for (file, link) in self.files.below(&root) {
            let Some(take) = bases.iter().find_map(|base| self.kind(file.strip_prefix(base).ok()?)) else { continue };
            self.walked(path, &root, file, link, take);
        }
    }

    fn notes_folder(&mut self, path: &Path, folder: &Path) {
        let root = real(folder);
        for (file, link) in self.files.below(&root) {
            if is_yaml(&file) {
                self.walked(path, &root, file, link, Take::Note { in_folder: true });
            }
        }
    }

    /// A file found below `root`, which was named as `path`. The root has no links in it, so neither has the file's folder.
    fn walked(&mut self, path: &Path, root: &Path, file: PathBuf, link: bool, take: Take) {
        let given = path.join(file.strip_prefix(root).unwrap_or(&file));
        let shown = self.shown(&given, &file);
        if link {
            self.links.push(Link { path: shown, file, root: root.to_owned(), take });
        } else {
            self.insert(shown, file, take);
        }
    }

    /// A file named on the command line: taken wherever it lies.
    fn file(&mut self, path: &Path, file: &Path) {
        let real = canonical_name(file);
        let parents = [self.top.clone(), self.query.working_directory.canonicalize().unwrap_or_default()];
        let globbed = parents.iter().find_map(|base| self.kind(real.strip_prefix(base).ok()?));
        let take = match extension(file).as_deref() {
            Some("yaml" | "yml") => Take::Note { in_folder: globbed == Some(Take::Note { in_folder: true }) || self.in_any_notes_folder(&real) },
            Some("json") => Take::Call,
            Some("md" | "markdown") => match globbed {
                Some(take @ (Take::Call | Take::Accounts { .. })) => take,
                _ if real.file_name().is_some_and(|name| name.eq_ignore_ascii_case("README.md")) => Take::Readme,
                _ => Take::Markdown,
            },
            _ => return self.skip(path, file, "not a YAML, Markdown or JSON file"),
        };
        self.add(path, file, take);
    }

    /// Whether the path's own folders make it a note by the globs, wherever the project starts: `x/organizations/1.yaml`.
    fn in_any_notes_folder(&self, file: &Path) -> bool {
        file.ancestors().skip(1).any(|base| file.strip_prefix(base).is_ok_and(|path| self.note.is_match(path)))
    }

    fn kind(&self, path: &Path) -> Option<Take> {
        if self.note.is_match(path) {
            Some(Take::Note { in_folder: true })
        } else if self.accounts.is_match(path) {
            Some(Take::Accounts { named: false })
        } else if self.call.is_match(path) && path.file_name().is_none_or(|name| !name.eq_ignore_ascii_case("README.md")) {
            Some(Take::Call)
        } else {
            None
        }
    }

    fn add(&mut self, path: &Path, file: &Path, take: Take) {
        let shown = self.shown(path, &canonical_name(file));
        self.insert(shown, file.to_owned(), take);
    }

    fn insert(&mut self, path: Arc<str>, file: PathBuf, take: Take) {
        // It lies where the globs find notes, and pre-commit names it as it names every changed file.
        if file.file_name().is_some_and(|name| name == FILE_NAME) {
            self.skipped.push(Skipped { path: path.to_string(), reason: "a config of ase-lint, which every run reads by itself".to_owned() });
            return;
        }
        let target = Target { file, path: Arc::clone(&path), take, leads_out: false };
        self.found
            .entry(path)
            .and_modify(|known| {
                if take == (Take::Accounts { named: true }) || take == (Take::Note { in_folder: true }) {
                    known.take = take;
                }
            })
            .or_insert(target);
    }

    fn skip(&mut self, path: &Path, file: &Path, reason: &str) {
        let path = self.shown(path, &canonical_name(file)).to_string();
        self.skipped.push(Skipped { path, reason: reason.to_owned() });
    }

    fn shown(&self, given: &Path, real: &Path) -> Arc<str> {
        shown_below(&self.top, given, real)
    }

    /// A link is read like any other file, lest a note put elsewhere goes unchecked. Not where it leads to a file that is checked anyhow, and not out of
    /// the repository: its lines would show in a report.
    fn follow_links(&mut self) {
        let links = std::mem::take(&mut self.links);
        if links.is_empty() {
            return;
        }
        let checked: BTreeMap<PathBuf, Arc<str>> = self.found.values().map(|target| (real(&target.file), Arc::clone(&target.path))).collect();
        for Link { path, file, root, take } in links {
            if self.found.contains_key(&path) {
                continue;
            }
            let leads_to = file.canonicalize();
            let reason = match &leads_to {
                Ok(to) if to.is_dir() => "a symbolic link to a folder".to_owned(),
                Ok(to) if checked.contains_key(to) => format!("a symbolic link to `{}`, which is checked", checked[to]),
                _ => {
                    let leads_out = leads_to.is_ok_and(|to| !to.starts_with(&self.top) && !to.starts_with(root));
                    self.insert(Arc::clone(&path), file, take);
                    self.found.entry(path).and_modify(|target| target.leads_out = leads_out);
                    continue;
                }
            };
            self.skipped.push(Skipped { path: path.to_string(), reason });
        }
    }

    fn finish(mut self) -> Discovery {
        self.follow_links();
        self.skipped.sort_by(|a, b| a.path.cmp(&b.path));
        self.skipped.dedup();
        let targets: Vec<Target> = self.found.into_values().collect();
        let has_notes = targets.iter().any(|target| matches!(target.take, Take::Note { .. }));
        let beside = |target: &Target| {
            let folder = target.file.parent().unwrap_or(Path::new("."));
            self.query.globs.note.iter().any(|glob| glob.split('/').next().is_some_and(|first| !first.contains('*') && self.files.is_dir(&folder.join(first))))
        };
        let table_expected = !has_notes && !targets.iter().any(|target| target.take == (Take::Accounts { named: false }) && beside(target));
        Discovery { targets, skipped: self.skipped, table_expected }
    }
}

/// The path for reports: relative to the top where the file lies inside, else as it was given.
fn shown_below(top: &Path, given: &Path, real: &Path) -> Arc<str> {
    let path = real.strip_prefix(top).unwrap_or(given);
    let parts: Vec<String> = path
        .components()
        .filter_map(|part| match part {
            Component::CurDir => None,
            Component::RootDir => Some(String::new()),
            other => Some(other.as_os_str().to_string_lossy().into_owned()),
        })
        .collect();
    parts.join("/").into()
}

fn globs(patterns: &[String]) -> Result<GlobSet, String> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob: Glob = GlobBuilder::new(pattern).literal_separator(true).build().map_err(|error| format!("`{pattern}` is not a glob: {}", error.kind()))?;
        set.add(glob);
    }
    set.build().map_err(|error| format!("the globs are too large: {error}"))
}

/// The file's folder without links and dots, and its own name as it stands: a link is shown under its own name.
pub fn canonical_name(file: &Path) -> PathBuf {
    match (file.parent().map(Path::canonicalize), file.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => real(file),
    }
}

/// The path without links and dots; one that is not there any more without dots.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| {
        let Some(folder) = path.parent() else { return path.to_owned() };
        match path.components().next_back() {
            Some(Component::Normal(name)) => real(folder).join(name),
            Some(Component::ParentDir) => real(folder).parent().map_or_else(PathBuf::new, Path::to_owned),
            _ => path.to_owned(),
        }
    })
}

fn extension(file: &Path) -> Option<String> {
    Some(file.extension()?.to_str()?.to_ascii_lowercase())
}

fn is_yaml(file: &Path) -> bool {
    matches!(extension(file).as_deref(), Some("yaml" | "yml"))
}
