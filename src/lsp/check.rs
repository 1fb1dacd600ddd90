//! The checks of a folder: the quick one of what is open, after each change, and the one of the whole project, in a thread of its own.
//!
//! The quick one knows the account table, the names of all notes, and of the last check of the whole project which files are at odds with each other. It finds
//! what the whole one would, but for an id that has just become the same as that of a note nobody has open.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender};

use super::Options;
use super::scan::{Buffers, Scan};
use super::server::Event;
use crate::discover::{ReadError, Take, Target};
use crate::engine::{self, Job, Run};

/// What the last check of the whole project has told.
#[derive(Debug, Default)]
pub struct Known {
    /// The organizations that have a note.
    ids: HashSet<i64>,
    /// The note of each name.
    names: HashMap<String, Arc<str>>,
    /// Files whose findings are about each other.
    at_odds: BTreeSet<(Arc<str>, Arc<str>)>,
}

/// A folder to look through and to check, in the background.
pub struct Task {
    pub root: PathBuf,
    pub walked: bool,
    pub options: Arc<Options>,
    pub buffers: Buffers,
    pub before: Option<Arc<Scan>>,
    /// Which task this is, and which one counts by now.
    pub number: u64,
    pub latest: Arc<AtomicU64>,
}

impl Task {
    fn is_void(&self) -> bool {
        self.latest.load(Ordering::Relaxed) != self.number
    }
}

/// Does the tasks, one after the other, until nobody sends any more. One that a newer one has made void is left as it stands.
pub fn work(tasks: &Receiver<Task>, events: &Sender<Event>) {
    for task in tasks {
        if task.is_void() {
            continue;
        }
        let looked = guarded(|| Scan::new(&task.root, task.walked, &task.options, &task.buffers, task.before.as_deref()));
        let scan = looked.unwrap_or_else(|| Err("the folder could not be looked through".to_owned())).map(Arc::new);
        let to_check = scan.as_ref().ok().map(Arc::clone);
        if task.is_void() || events.send(Event::Scanned { root: task.root.clone(), number: task.number, scan }).is_err() {
            continue;
        }
        let Some(known) = to_check.and_then(|scan| whole(&scan, &task)) else { continue };
        let _ = events.send(Event::Checked { root: task.root, number: task.number, known });
    }
}

/// Checks the whole project; `None` once a newer task has made it void.
fn whole(scan: &Scan, task: &Task) -> Option<Known> {
    let read = |target: &Target| if task.is_void() { Err(ReadError::Io("nobody waits for it".to_owned())) } else { scan.read(target, &task.buffers) };
    let run = guarded(|| engine::check(&job(scan, &scan.found.targets, &read, true)))?;
    let ids = run.answers.iter().filter_map(|note| note.id).collect();
    let names = run.answers.iter().filter_map(|note| Some((note.name.clone()?, Arc::clone(&note.path)))).collect();
    // What is held against the account table is found with it; the table itself is at odds with nobody.
    let across = run.diagnostics.iter().filter(|diagnostic| diagnostic.rule == "project/duplicate-id");
    let pairs = across.flat_map(|diagnostic| diagnostic.related.iter().map(|related| (Arc::clone(diagnostic.path()), Arc::clone(&related.place.path))));
    let at_odds = pairs.filter(|(one, other)| one != other).flat_map(|(one, other)| [(Arc::clone(&one), Arc::clone(&other)), (other, one)]).collect();
    (!task.is_void()).then_some(Known { ids, names, at_odds })
}

fn job<'a>(scan: &'a Scan, targets: &'a [Target], read: &'a (dyn Fn(&Target) -> Result<String, ReadError> + Sync), answers: bool) -> Job<'a> {
    Job {
        settings: &scan.config.settings,
        targets,
        table_expected: scan.found.table_expected,
        notes_folder: scan.notes_folder.clone(),
        answers,
        catalogue: scan.config.asked.catalogue(),
        profile: &scan.config.asked.profile,
        read,
    }
}

/// What a quick check looks at.
pub struct Quick<'a> {
    pub scan: &'a Scan,
    pub known: &'a Known,
    pub buffers: &'a Buffers,
    /// The open documents that are to be checked.
    pub open: Vec<Target>,
    /// Whether they are none of the project's, and are held against its account table alone.
    pub alone: bool,
}

impl Quick<'_> {
    /// Checks; `None` when the check itself has failed.
    pub fn check(&self) -> Option<Run> {
        let run = self.with_job(engine::check)?;
        let namesakes = self.namesakes(&run);
        if namesakes.is_empty() { Some(run) } else { self.with_also(namesakes, engine::check) }
    }

    /// The notes that rows without a note may mean, by their name or with their ids swapped: whether a row lacks a note is told with them in view.
    fn namesakes(&self, run: &Run) -> Vec<Target> {
        let lacking = run.diagnostics.iter().filter(|diagnostic| diagnostic.rule == "project/missing-note");
        let rows =
            lacking.filter_map(|diagnostic| run.roster.rows.iter().find(|row| row.account_id.as_ref().is_some_and(|(_, place)| *place == diagnostic.place)));
        let found = &self.scan.found.targets;
        let mut namesakes = BTreeMap::new();
        for row in rows {
            let swapped = row.user_id.as_ref().and_then(|(user, _)| self.scan.by_stem.get(&user.to_string()).map(|&index| &found[index]));
            let path = row.org_name.as_ref().and_then(|name| self.known.names.get(&name.value));
            let named = path.and_then(|path| found.iter().find(|target| target.path == *path));
            namesakes.extend(swapped.into_iter().chain(named).map(|target| (Arc::clone(&target.path), target.clone())));
        }
        namesakes.into_values().collect()
    }

    /// Hands the engine's job to `work`.
    pub fn with_job<T>(&self, work: impl FnOnce(&Job<'_>) -> T) -> Option<T> {
        self.with_also(Vec::new(), work)
    }

    fn with_also<T>(&self, also: Vec<Target>, work: impl FnOnce(&Job<'_>) -> T) -> Option<T> {
        let mut targets = self.targets();
        targets.extend(also.into_iter().filter(|target| !targets.iter().any(|known| known.path == target.path)).collect::<Vec<_>>());
        targets.sort_by(|a, b| a.path.cmp(&b.path));
        let wanted: HashSet<&str> = targets.iter().map(|target| &*target.path).collect();
        let read = |target: &Target| {
            if wanted.contains(&*target.path) {
                return self.scan.read(target, self.buffers);
            }
            // Whether there is such a note at all; nobody wants its text.
            if self.exists(target) { Ok(String::new()) } else { Err(ReadError::Io("there is no such file".to_owned())) }
        };
        guarded(|| work(&job(self.scan, &targets, &read, true)))
    }

    fn exists(&self, target: &Target) -> bool {
        let stem = target.file.file_stem().and_then(|stem| stem.to_str());
        let id = || stem?.parse::<i64>().ok();
        stem.is_some_and(|stem| self.scan.by_stem.contains_key(stem))
            || self.buffers.contains_key(&target.file)
            || self.scan.by_file.contains_key(&target.file)
            || id().is_some_and(|id| self.known.ids.contains(&id))
            || target.file.exists()
    }

    /// What is open, the account tables, the files at odds with what is open, and the note that tells where notes are kept.
    fn targets(&self) -> Vec<Target> {
        let mut targets: BTreeMap<Arc<str>, Target> = self.open.iter().map(|target| (Arc::clone(&target.path), target.clone())).collect();
        let found = &self.scan.found.targets;
        if self.alone {
            let is_table = |target: &&Target| matches!(target.take, Take::Accounts { .. });
            let may_be_table = self.open.iter().any(|target| matches!(target.take, Take::Readme | Take::Markdown));
            targets.extend(found.iter().filter(is_table).filter(|_| !may_be_table).map(|target| (Arc::clone(&target.path), target.clone())));
            return targets.into_values().collect();
        }
        let others: HashSet<&Arc<str>> =
            self.open.iter().flat_map(|open| self.known.at_odds.iter().filter(|(one, _)| *one == open.path).map(|(_, other)| other)).collect();
        let first = found.iter().filter(|target| target.take == Take::Note { in_folder: true }).min_by_key(|target| target.path.len());
        let first = first.map(|target| &target.path);
        for target in found {
            let is_table = matches!(target.take, Take::Accounts { .. } | Take::Readme);
            if is_table || others.contains(&target.path) || first == Some(&target.path) {
                targets.entry(Arc::clone(&target.path)).or_insert_with(|| target.clone());
            }
        }
        targets.into_values().collect()
    }
}

/// What `work` gives, or `None` when it panics: the editor's session outlives a mistake in a rule. The panic's message is on standard error.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
