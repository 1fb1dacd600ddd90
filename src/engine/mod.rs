//! Runs the rules: read, parse, check and drop the files, some at a time and in parallel, then the cross-file rules on the facts that are left. Pure: files come through a function.

pub mod catalogue;
pub mod config_schema;
pub mod configure;
pub mod fix;
mod judge;
mod redact;
mod run;
mod secrets;
pub mod since;
mod suppress;
pub mod weaken;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::config::{Level, Settings};
use crate::diagnostic::Diagnostic;
use crate::discover::{Take, Target};
use crate::document::accounts::Accounts;
use crate::document::call::{Call, CallKind};
use crate::document::facts::{CallFacts, NoteFacts, Project, Roster};
use crate::document::keys::Keys;
use crate::document::note::Note;
use crate::document::suppression::{self, Suppression};
use crate::document::{Document, Kind, ReadError};
use crate::questions::{Catalogue, Judgement};
use crate::rules::schema::Schemas;
use crate::rules::{self, Check, Context, Rule};
use crate::source::Source;
use judge::Judged;
use rules::question::Known;
use suppress::Suppressions;

pub use run::{Answer, Checked, Evidence, NoteAnswers, Run};
pub use secrets::{MASK, Secrets};
pub use suppress::SuppressionUse;

/// Most files that a thread takes at a time: few, so that no thread is left alone with a long rest at the end.
const BATCH: usize = 16;

/// What a run is asked for.
pub struct Job<'a> {
    pub settings: &'a Settings,
    pub targets: &'a [Target],
    /// Whether an account table without a table in it is a finding though nobody named the file.
    pub table_expected: bool,
    /// The notes folder, as reports show it, where one was named.
    pub notes_folder: Option<String>,
    /// Whether `Run::answers` is wanted.
    pub answers: bool,
    pub catalogue: &'a Catalogue,
    /// The ids of the questions that an ASE note must answer.
    pub profile: &'a [String],
    /// Reads a file's text.
    pub read: &'a (dyn Fn(&Target) -> Result<String, ReadError> + Sync),
}

impl std::fmt::Debug for Job<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Job").field("targets", &self.targets.len()).finish_non_exhaustive()
    }
}

/// A batch ends earlier once its texts have so many bytes: large files are taken one by one.
const BATCH_BYTES: usize = 256 << 10;

/// How many files may be read before the account tables are, and how many bytes; they are kept until then.
const EARLY: usize = 4096;
const EARLY_BYTES: usize = 32 << 20;

/// Some files, as far as they can be read and judged without the account table. They go through each step together: the processor then finds the code of
/// the step where it has left it, which is worth a sixth of the time.
struct Batch {
    documents: Vec<Document>,
    /// What the text of each note says.
    judgements: Vec<Option<Judgement>>,
    /// How many bytes the files have.
    bytes: usize,
}

/// What is left of one document.
struct Outcome {
    kind: Kind,
    path: Arc<str>,
    found: Vec<Diagnostic>,
    note: Option<NoteFacts>,
    call: Option<CallFacts>,
    answers: Option<NoteAnswers>,
    suppressions: Vec<Suppression>,
    /// Kept only where a report has to show it.
    source: Option<Arc<Source>>,
}

/// Checks everything that the job names.
pub fn check(job: &Job<'_>) -> Run {
    let rules: Vec<&'static Rule> = rules::all().filter(|rule| job.settings.level(rule.id) != Level::Off).collect();
    // The tables first: whether a note is an ASE note, and what its ASE is called, stands there.
    let (tables, others): (Vec<&Target>, Vec<&Target>) =
        job.targets.iter().partition(|target| matches!(target.take, Take::Accounts { .. } | Take::Readme | Take::Markdown));
    // Until they are read, the first notes are judged beside them.
    let (first, rest) = others.split_at(others.len().min(EARLY));
    let tables_are_read = AtomicBool::new(false);
    let ((tables, roster, schemas), early) = rayon::join(
        || {
            let tables: Vec<Batch> = tables.par_chunks(1).flat_map_iter(|files| Batches { files, job }).collect();
            let mut roster = Roster::default();
            for table in tables.iter().flat_map(|table| &table.documents) {
                if let Document::Accounts(accounts) = table {
                    roster.add(accounts);
                }
            }
            let schemas = Schemas::new(job.settings);
            tables_are_read.store(true, Ordering::Relaxed);
            (tables, roster, schemas)
        },
        || {
            let kept = AtomicUsize::new(0);
            let early = |files| {
                let (mut batches, mut read) = (Batches { files, job }, Vec::new());
                while !tables_are_read.load(Ordering::Relaxed) && kept.load(Ordering::Relaxed) < EARLY_BYTES {
                    let Some(batch) = batches.next() else { break };
                    kept.fetch_add(batch.bytes, Ordering::Relaxed);
                    read.push(batch);
                }
                (read, batches)
            };
            first.par_chunks(BATCH).map(early).collect::<Vec<_>>()
        },
    );
    let bench = Bench { rules: &rules, job, roster: &roster, schemas: &schemas };
    let (mut outcomes, of_others): (Vec<Outcome>, Vec<Outcome>) = rayon::join(
        || tables.into_par_iter().flat_map_iter(|table| bench.examine(table)).collect(),
        || {
            let early = early.into_par_iter().flat_map_iter(|(read, rest)| read.into_iter().chain(rest));
            let late = rest.par_chunks(BATCH).flat_map_iter(|files| Batches { files, job });
            early.chain(late).flat_map_iter(|batch| bench.examine(batch)).collect()
        },
    );
    outcomes.extend(of_others);

    let mut run = Run::default();
    let (mut suppressions, mut sources) = (Vec::new(), Vec::new());
    let mut project = Project { notes_named: job.notes_folder.is_some(), ..Project::default() };
    for outcome in outcomes {
        run.checked.count(outcome.kind);
        if outcome.kind == Kind::Note && outcome.note.is_none() {
            project.unread.push(Arc::clone(&outcome.path));
        }
        run.paths.push(outcome.path);
        run.diagnostics.extend(outcome.found);
        project.notes.extend(outcome.note);
        project.calls.extend(outcome.call);
        run.answers.extend(outcome.answers);
        if let (Some(source), false) = (&outcome.source, outcome.suppressions.is_empty()) {
            suppressions.push(Suppressions { source: Arc::clone(source), list: outcome.suppressions });
        }
        sources.extend(outcome.source.map(|source| (Arc::clone(source.path()), source)));
    }
    // All at once, since they are sorted already.
    run.sources = sources.into_iter().collect();
    project.notes.sort_by(|a, b| a.path.cmp(&b.path));
    project.notes_folder = job.notes_folder.clone().unwrap_or_else(|| notes_folder(&project, &roster));
    find_unasked(&mut project, &roster, job);
    let across_files = |rule: &&'static Rule| {
        let Check::Project(check) = rule.check else { return None };
        let mut context = Context::for_project(job.settings, &roster, &schemas);
        context.enter(rule);
        check(&project, &mut context);
        Some(context.into_found())
    };
    let found: Vec<Vec<Diagnostic>> = rules.par_iter().filter_map(across_files).collect();
    run.diagnostics.extend(found.into_iter().flatten());
    let settled = suppress::apply(std::mem::take(&mut run.diagnostics), &suppressions, job, &roster, &schemas);
    run.diagnostics = settled.diagnostics;
    run.suppressed = settled.suppressed;
    run.suppressions = settled.uses;
    run.answers.sort_by(|a, b| a.path.cmp(&b.path));
    run.roster = roster;
    run.settle(job);
    run
}

/// Where a new note belongs: beside the other notes, else in `organizations` beside the account table.
fn notes_folder(project: &Project, roster: &Roster) -> String {
    let folder = |path: &str| path.rsplit_once('/').map_or_else(String::new, |(folder, _)| folder.to_owned());
    let notes = project.notes.iter().filter(|note| note.in_folder).map(|note| folder(&note.path));
    notes.min_by_key(String::len).unwrap_or_else(|| {
        let table = roster.rows.first().map(|row| folder(&row.row.path)).filter(|folder| !folder.is_empty());
        table.map_or_else(|| "organizations".to_owned(), |folder| format!("{folder}/organizations"))
    })
}

/// Looks for the notes of the rows beside those that were asked for: where single files are checked, the others exist all the same.
fn find_unasked(project: &mut Project, roster: &Roster, job: &Job<'_>) {
    let notes = job.targets.iter().filter(|target| target.take == Take::Note { in_folder: true });
    let Some(folder) = notes.min_by_key(|target| target.path.len()).and_then(|target| target.file.parent()) else { return };
    let known: HashSet<&str> = project.notes.iter().map(|note| note.stem.as_str()).collect();
    let ids: BTreeSet<i64> = roster.rows.iter().filter_map(|row| Some(row.account_id.as_ref()?.0)).collect();
    let names = ids.into_iter().filter(|id| !known.contains(id.to_string().as_str())).flat_map(|id| [format!("{id}.yaml"), format!("{id}.yml")]);
    let exists = |name: &String| {
        let path = format!("{}/{name}", project.notes_folder);
        let target = Target { file: folder.join(name), path: path.into(), take: Take::Note { in_folder: true }, leads_out: false };
        !matches!((job.read)(&target), Err(ReadError::Io(_)))
    };
    let found: Vec<Arc<str>> = names.filter(exists).map(Arc::from).collect();
    project.unread.extend(found);
}

/// Reads and parses files, and judges what the notes say: as many at a time as go well together.
struct Batches<'a> {
    /// Those that are left.
    files: &'a [&'a Target],
    job: &'a Job<'a>,
}

impl Iterator for Batches<'_> {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let (mut read, mut bytes) = (Vec::new(), 0);
        while let ([target, rest @ ..], true) = (self.files, bytes < BATCH_BYTES) {
            let text = (self.job.read)(target);
            bytes += match &text {
                Ok(text) => text.len(),
                Err(ReadError::NotUtf8 { bytes, .. }) => bytes.len(),
                Err(_) => 0,
            };
            read.push((*target, text));
            self.files = rest;
        }
        if read.is_empty() {
            return None;
        }
        let documents: Vec<Document> = read.into_iter().filter_map(|(target, text)| parse(target, text, self.job)).collect();
        let judgements = judge::read(&documents, self.job);
        Some(Batch { documents, judgements, bytes })
    }
}

/// Parses one file. `None` for a `README.md` that holds no table where none is expected: it is no document at all.
fn parse(target: &Target, text: Result<String, ReadError>, job: &Job<'_>) -> Option<Document> {
    let text = match text {
        Ok(text) => text,
        Err(error) => return Some(broken(target, error)),
    };
    let source = Arc::new(Source::new(Arc::clone(&target.path), text));
    Some(match target.take {
        Take::Note { in_folder } => Document::Note(Note::parse(source, in_folder)),
        Take::Call => return call(source, job),
        Take::Accounts { .. } | Take::Readme => {
            let named = target.take == Take::Accounts { named: true };
            let accounts = Accounts::parse(source, named, job.settings);
            let expected = named || (job.table_expected && target.take != Take::Readme);
            if accounts.tables.is_empty() && !expected {
                return None;
            }
            Document::Accounts(accounts)
        }
        Take::Markdown => {
            let accounts = Accounts::parse(source, true, job.settings);
            if accounts.tables.is_empty() {
                return call(accounts.source, job);
            }
            Document::Accounts(accounts)
        }
    })
}

/// `None` for a template of other issues than calls.
fn call(source: Arc<Source>, job: &Job<'_>) -> Option<Document> {
    let call = Call::parse(source, job.settings);
    (call.kind != CallKind::OtherTemplate).then_some(Document::Call(call))
}

fn broken(target: &Target, error: ReadError) -> Document {
    let kind = match target.take {
        Take::Note { .. } => Kind::Note,
        Take::Accounts { .. } | Take::Readme => Kind::Accounts,
        Take::Call | Take::Markdown => Kind::Call,
    };
    let text = match &error {
        ReadError::NotUtf8 { bytes, at } => String::from_utf8_lossy(&bytes[..*at]).into_owned(),
        ReadError::Io(_) | ReadError::TooLarge { .. } => String::new(),
    };
    Document::Broken { kind, source: Arc::new(Source::new(Arc::clone(&target.path), text)), keys: Keys::default(), error }
}

/// What every document is checked with.
struct Bench<'a> {
    rules: &'a [&'static Rule],
    job: &'a Job<'a>,
    roster: &'a Roster,
    schemas: &'a Schemas,
}

impl Bench<'_> {
    /// Runs every rule on every document that it looks at.
    fn examine(&self, batch: Batch) -> Vec<Outcome> {
        let Batch { documents, judgements, .. } = batch;
        let judged: Vec<Option<Judged>> = documents
            .iter()
            .zip(judgements)
            .map(|(document, judgement)| if let Document::Note(note) = document { judge::judge(note, judgement?, self.job, self.roster) } else { None })
            .collect();
        let mut contexts: Vec<Context<'_>> = documents
            .iter()
            .zip(&judged)
            .map(|(document, judged)| {
                let mut context = Context::for_document(self.job.settings, self.roster, self.schemas, document.source(), document.keys());
                context.judgement = judged.as_ref().map(|judged| &judged.judgement);
                context
            })
            .collect();
        for rule in self.rules {
            for (document, context) in documents.iter().zip(&mut contexts) {
                context.enter(rule);
                match (rule.check, document) {
                    (Check::File(check), document) => check(document, context),
                    (Check::Note(check), Document::Note(note)) => check(note, context),
                    (Check::Accounts(check), Document::Accounts(accounts)) => check(accounts, context),
                    (Check::Call(check), Document::Call(call)) => check(call, context),
                    _ => {}
                }
            }
        }
        documents.iter().zip(&judged).zip(contexts).map(|((document, judged), context)| self.outcome(document, judged.as_ref(), context)).collect()
    }

    /// What is left of a document that the rules have seen.
    fn outcome(&self, document: &Document, judged: Option<&Judged>, mut context: Context<'_>) -> Outcome {
        let kind = document.kind();
        let (mut note, mut answers) = (None, None);
        if let Document::Note(document) = document {
            let mut facts = NoteFacts::of(document);
            if let Some(judged) = judged {
                if judged.ase_note {
                    rules::question::report(document, self.job.catalogue.questions(), Known { ase: judged.ase(), region: judged.region() }, &mut context);
                }
                judged.add_facts(document, &mut facts);
                answers = self.job.answers.then(|| judged.answers(document, &facts, self.job.catalogue));
            }
            note = Some(facts);
        }
        let found = context.into_found();
        let call = if let Document::Call(call) = document { Some(call.facts()) } else { None };
        let suppressions = suppression::of(document);
        let source = (!found.is_empty() || !suppressions.is_empty()).then(|| Arc::clone(document.source()));
        Outcome { kind, path: Arc::clone(document.source().path()), found, note, call, answers, suppressions, source }
    }
}
