//! One folder of the workspace as it lies on the disk, under what is open in the editor: its config, its files, the questions that are asked.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::Options;
use crate::config::{self, Settings};
use crate::diagnostic::Diagnostic;
use crate::discover::{self, Discovery, Query, ReadError, SIZE_LIMIT, Target};
use crate::document::yaml::Yaml;
use crate::engine::catalogue::Asked;
use crate::engine::configure::{self, FILE_NAME, mistake};
use crate::source::{Source, Span};

/// The texts of the editor by their files.
pub type Buffers = HashMap<PathBuf, Arc<String>>;

/// A folder, looked through.
pub struct Scan {
    /// Without links.
    pub root: PathBuf,
    pub top: PathBuf,
    pub settings: Settings,
    pub asked: Asked,
    pub limit: u64,
    pub found: Discovery,
    /// The place of each target in `found`, by its file.
    pub by_file: HashMap<PathBuf, usize>,
    pub notes_folder: Option<String>,
    /// The config file that counts.
    pub config: Option<PathBuf>,
    /// What is wrong with the config, in it or in a file that it names.
    pub mistakes: Vec<Diagnostic>,
    /// A sentence for the user about what could not be done.
    pub complaint: Option<String>,
    query: Query,
}

impl std::fmt::Debug for Scan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scan").field("root", &self.root).field("targets", &self.found.targets.len()).finish_non_exhaustive()
    }
}

/// What is laid out before the files are looked for.
struct Chosen {
    settings: Settings,
    asked: Asked,
}

impl Scan {
    /// Looks through `root`. Where it is not `walked`, nobody opened it as a folder: its account table counts, and no other file that is not open. `before` is
    /// the last scan, whose settings stay where the config has mistakes now.
    pub fn new(root: &Path, walked: bool, options: &Options, buffers: &Buffers, before: Option<&Self>) -> Result<Self, String> {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let top = discover::top_level(&root);
        let mut settings = Settings::new(options.today.unwrap_or_else(config::today));
        let config = config_file(&root, &top, options, buffers);
        let mut mistakes = config.as_ref().map_or_else(Vec::new, |file| lay(file, &top, &mut settings, buffers));
        let defaults = || Settings::new(options.today.unwrap_or_else(config::today));
        let choose = |mut settings: Settings| {
            if options.profile.is_some() {
                settings.questions.profile.clone_from(&options.profile);
            }
            Ok::<_, String>(Chosen { asked: Asked::new(&settings.questions)?, settings })
        };
        let mut complaint = None;
        let chosen = match if mistakes.is_empty() { choose(settings) } else { Err(String::new()) } {
            Ok(chosen) => chosen,
            Err(error) => {
                if let (Some(file), false) = (&config, error.is_empty()) {
                    mistakes.push(about_config(file, &top, buffers, &error));
                }
                let last = before.map(|before| before.settings.clone());
                let how = if last.is_some() { "with the config as it was" } else { "without it" };
                let name = config.as_ref().map_or_else(|| FILE_NAME.to_owned(), |file| shown(file, &top));
                let first = mistakes.first().map_or(error, |mistake| format!("line {}: {}", mistake.place.range.start.line, mistake.message));
                complaint = Some(format!("{name} has mistakes, and the check goes on {how}: {first}"));
                choose(last.unwrap_or_else(defaults))
                    .or_else(|_| Ok::<_, String>(Chosen { asked: Asked::new(&defaults().questions)?, settings: defaults() }))?
            }
        };
        let Chosen { settings, asked } = chosen;
        let mut query = query(&root, &top, walked, options, &settings);
        let look = |query: &Query| if query.paths.is_empty() { Ok(Discovery::default()) } else { discover::discover(query) };
        let found = look(&query).or_else(|error| {
            // A glob that is none, or a file on the command line that is not there.
            match &config {
                Some(file) if !error.contains("does not exist") => mistakes.push(about_config(file, &top, buffers, &error)),
                _ => {}
            }
            complaint = Some(format!("{error}; the check goes on without"));
            query.globs = config::Globs::default();
            query.accounts.retain(|path| query.working_directory.join(path).exists());
            query.notes.retain(|path| query.working_directory.join(path).exists());
            look(&query)
        })?;
        // A table outside, named by a path with dots: the editor knows it without.
        let mut found = found;
        for target in
            found.targets.iter_mut().filter(|target| !target.file.starts_with(&root) || target.file.components().any(|part| part == Component::ParentDir))
        {
            target.file = discover::canonical_name(&target.file);
        }
        let by_file = found.targets.iter().enumerate().map(|(index, target)| (target.file.clone(), index)).collect();
        let limit = settings.option("file/unreadable", "max-bytes").unwrap_or(SIZE_LIMIT);
        let notes_folder = options.notes.first().map(|folder| discover::shown(&query, folder));
        Ok(Self { root, top, settings, asked, limit, found, by_file, notes_folder, config, mistakes, complaint, query })
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
            None if target.leads_out => Err(ReadError::Io("it is a symbolic link that leads out of the repository".to_owned())),
            None => discover::read(&target.file, self.limit),
        }
    }
}

/// What is wrong in the config `text`, the text of `file`.
pub fn config_mistakes(file: &Path, buffers: &Buffers) -> Vec<Diagnostic> {
    let top = discover::top_level(file.parent().unwrap_or(file));
    let mut settings = Settings::new(config::today());
    let mut mistakes = lay(file, &top, &mut settings, buffers);
    if mistakes.is_empty()
        && let Err(error) = Asked::new(&settings.questions)
    {
        mistakes.push(about_config(file, &top, buffers, &error));
    }
    let own = shown(file, &top);
    mistakes.retain(|mistake| *mistake.place.path == own);
    mistakes
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

fn config_file(root: &Path, top: &Path, options: &Options, buffers: &Buffers) -> Option<PathBuf> {
    let exists = |file: &Path| buffers.contains_key(file) || file.symlink_metadata().is_ok();
    options.config.as_ref().map(|file| root.join(file)).or_else(|| discover::nearest(FILE_NAME, root, top, &exists))
}

fn shown(file: &Path, top: &Path) -> String {
    file.strip_prefix(top).unwrap_or(file).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// Lays the config in `file` over the settings; its mistakes.
fn lay(file: &Path, top: &Path, settings: &mut Settings, buffers: &Buffers) -> Vec<Diagnostic> {
    let read = |file: &Path| match buffers.get(file) {
        Some(text) => Ok(text.to_string()),
        None => discover::read(file, SIZE_LIMIT),
    };
    let text = match read(file) {
        Ok(text) => text,
        Err(error) => {
            return vec![mistake(&Source::new(shown(file, top), String::new()), Span::at(0), &format!("cannot read the config: {}", error.words()), None)];
        }
    };
    let folder = file.parent().unwrap_or(top);
    let source = Source::new(shown(file, top), text);
    if let Err(mistakes) = configure::configure(&source, settings, &|path| discover::named(folder, top, path, &read)) {
        return mistakes;
    }
    if let Some(path) = &settings.accounts_path {
        settings.accounts_path = Some(discover::below(folder, path).to_string_lossy().into_owned());
    }
    Vec::new()
}

/// A mistake that the config's own check does not see, at the value that the message names.
fn about_config(file: &Path, top: &Path, buffers: &Buffers, message: &str) -> Diagnostic {
    let text = buffers.get(file).map_or_else(|| discover::read(file, SIZE_LIMIT).unwrap_or_default(), |text| text.to_string());
    let source = Source::new(shown(file, top), text);
    let named = message.split('`').nth(1).filter(|named| !named.is_empty());
    let yaml = Yaml::parse(source.text());
    let places = named.and_then(|named| source.text().match_indices(named).map(|(at, _)| Span::new(at, at + named.len())).last());
    let span = places.or_else(|| Some(yaml.root()?.mapping()?.first()?.key.span)).unwrap_or_default();
    mistake(&source, span, message, None)
}
