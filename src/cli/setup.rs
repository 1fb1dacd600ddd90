//! From the arguments to what the engine needs: the repository's top, the config, the settings, the files.

use std::path::PathBuf;

use super::args::ScopeArgs;
use super::{Error, config, output};
use crate::config::{self as settings, Settings};
use crate::discover::{self, Base, Discovery, Query, ReadError, SIZE_LIMIT, Skipped, Target};
use crate::engine::catalogue::Asked;
use crate::engine::{self, Job, Run, Secrets, since};

/// Everything found out before the first file is read.
pub struct Setup {
    pub settings: Settings,
    pub found: Discovery,
    pub working_directory: PathBuf,
    pub top: PathBuf,
    asked: Asked,
    limit: u64,
    notes_folder: Option<String>,
    stdin: Option<(PathBuf, Vec<u8>)>,
    query: Query,
}

impl Setup {
    pub fn new(paths: &[PathBuf], scope: &ScopeArgs) -> Result<Self, Error> {
        Self::with_stdin(paths, scope, None)
    }

    /// With `stdin`, that one file is checked, with the text given.
    pub fn with_stdin(paths: &[PathBuf], scope: &ScopeArgs, stdin: Option<(PathBuf, Vec<u8>)>) -> Result<Self, Error> {
        if let Some(jobs) = scope.jobs {
            // Only the first call in a process can set it; a second one changes nothing that a user sees.
            let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.into()).build_global();
        }
        let working_directory = std::env::current_dir().map_err(|error| Error::Usage(format!("cannot tell the working directory: {error}")))?;
        let top = discover::top_level(&working_directory);
        let today = scope.today.unwrap_or_else(settings::today);
        let mut settings = Settings::new(today);
        config::read(scope, &working_directory, &top, &mut settings)?;
        settings.ase = if scope.ase {
            Some(true)
        } else if scope.no_ase {
            Some(false)
        } else {
            None
        };
        if scope.profile.is_some() {
            settings.questions.profile.clone_from(&scope.profile);
        }
        let limit = settings.option("file/unreadable", "max-bytes").unwrap_or(SIZE_LIMIT);
        let accounts = match (&settings.accounts_path, scope.accounts.is_empty()) {
            (Some(path), true) => vec![PathBuf::from(path)],
            _ => scope.accounts.clone(),
        };
        let paths = match &stdin {
            Some((path, _)) => vec![path.clone()],
            None => paths.to_vec(),
        };
        let query = Query {
            paths,
            accounts,
            notes: scope.notes.clone(),
            globs: settings.globs.clone(),
            working_directory: working_directory.clone(),
            top: top.clone(),
            stdin: stdin.is_some(),
        };
        // The catalogue takes as long to load as a large folder takes to walk.
        let (asked, found) = rayon::join(|| Asked::new(&settings.questions), || discover::discover(&query));
        let (asked, found) = (asked?, found?);
        let notes_folder = scope.notes.first().map(|folder| discover::shown(&query, folder));
        Ok(Self { settings, found, working_directory, top, asked, limit, notes_folder, stdin, query })
    }

    /// Reads a file of this run.
    pub fn read(&self, target: &Target) -> Result<String, ReadError> {
        match &self.stdin {
            Some((path, bytes)) if self.working_directory.join(path) == target.file => discover::decode(bytes.clone(), self.limit),
            _ => target.read(self.limit),
        }
    }

    /// Hands the engine's job on everything found to `work`.
    pub fn with_job<T>(&self, answers: bool, work: impl FnOnce(&Job<'_>) -> T) -> T {
        self.job_on(&self.found, &|target| self.read(target), answers, work)
    }

    fn job_on<T>(&self, found: &Discovery, read: &(dyn Fn(&Target) -> Result<String, ReadError> + Sync), answers: bool, work: impl FnOnce(&Job<'_>) -> T) -> T {
        work(&Job {
            settings: &self.settings,
            targets: &found.targets,
            table_expected: found.table_expected,
            notes_folder: self.notes_folder.clone(),
            answers,
            catalogue: self.asked.catalogue(),
            profile: &self.asked.profile,
            read,
        })
    }

    /// Checks everything found.
    pub fn check(&self, answers: bool) -> Run {
        let mut run = self.with_job(answers, engine::check);
        run.skipped = self.skipped();
        run
    }

    /// The files that are not checked, as a report may name them.
    pub fn skipped(&self) -> Vec<Skipped> {
        let mut skipped = self.found.skipped.clone();
        for file in &mut skipped {
            Secrets::default().hide(&mut file.path, &[]);
        }
        skipped
    }

    /// Compares `run` with the merge base of `rev`: the same files with the same settings, as they were. The error tells what to do.
    pub fn compare(&self, run: &mut Run, rev: &str) -> Result<(), Error> {
        let base = Base::open(&self.top, rev)?;
        if let Some(remark) = &base.remark {
            output::complain(remark);
        }
        let found = base.discover(&self.query, &self.found.targets)?;
        let before = self.job_on(&found, &|target| base.read(target, self.limit), false, engine::check);
        since::compare(run, before, &base.moved());
        Ok(())
    }

    /// The file that reports call `path`.
    pub fn file_of(&self, path: &str) -> PathBuf {
        let known = self.found.targets.iter().find(|target| *target.path == *path);
        let base = if path.starts_with("..") { &self.working_directory } else { &self.top };
        known.map_or_else(|| base.join(path), |target| target.file.clone())
    }
}
