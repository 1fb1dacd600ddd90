//! Applies fixes: byte edits, all of a fix or nothing, checked again until nothing changes any more. Pure: the repaired files are handed back.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{Job, Run, check};
use crate::diagnostic::{Diagnostic, Edit, Fix, RuleId, Safety};
use crate::discover::{ReadError, Take, Target, decode};
use crate::document::yaml::{self, Node, Yaml};
use crate::rules;
use crate::source::{Place, Span};

/// Enough for fixes that uncover each other; a pair of rules that undo each other's fix ends here too.
const MOST_PASSES: usize = 12;

/// The files as the fixes leave them.
#[derive(Debug, Default)]
pub struct Repair {
    /// The new bytes of each changed or new file, by the path that reports show.
    pub files: BTreeMap<Arc<str>, Vec<u8>>,
    /// The bytes that stood there before; empty for a new file.
    pub before: BTreeMap<Arc<str>, Vec<u8>>,
    /// What was done: the rule, the file, the fix's title.
    pub applied: Vec<(RuleId, Arc<str>, String)>,
    /// What there was to report before the first fix; absent where nothing was fixed.
    pub found: Option<Run>,
    /// What is left to report.
    pub run: Run,
}

/// What a finding is, wherever it stands among those that are alike: its rule, file, key and subject.
type Alike = (RuleId, Arc<str>, String, String);

/// Repairs everything that the job names, with the safe fixes, or with all of them when `allowed` is `NeedsReview`. A fix that does not cure its finding is
/// not made: the sentence that nobody sees behind an open code fence.
pub fn repair(job: &Job<'_>, allowed: Safety) -> Repair {
    repair_those(job, allowed, &|_| true)
}

/// Repairs the findings that are `wanted`, and no others.
pub fn repair_those(job: &Job<'_>, allowed: Safety, wanted: &dyn Fn(&Diagnostic) -> bool) -> Repair {
    let mut futile = BTreeSet::new();
    loop {
        match attempt(job, &|diagnostic, fix| fix.safety <= allowed && wanted(diagnostic) && !futile.contains(&alike(diagnostic))) {
            Ok(repair) => return repair,
            Err(more) => futile.extend(more),
        }
    }
}

/// Repairs with the fixes that `take` allows. The error is the findings that fixes were made for, and that are still there.
fn attempt(job: &Job<'_>, take: &dyn Fn(&Diagnostic, &Fix) -> bool) -> Result<Repair, BTreeSet<Alike>> {
    let mut repair = Repair::default();
    let mut treated: BTreeMap<Alike, usize> = BTreeMap::new();
    let mut targets = job.targets.to_vec();
    for pass in 0.. {
        let files = &repair.files;
        let read = |target: &Target| match files.get(&target.path) {
            Some(bytes) => decode(bytes.clone(), u64::MAX),
            None => (job.read)(target),
        };
        let run = check(&Job { targets: &targets, read: &read, notes_folder: job.notes_folder.clone(), ..*job });
        let counts = count(&run);
        let uncured: BTreeSet<Alike> =
            treated.into_iter().filter(|(alike, before)| counts.get(alike).is_some_and(|now| now >= before)).map(|(alike, _)| alike).collect();
        if !uncured.is_empty() {
            return Err(uncured);
        }
        let changes = if pass < MOST_PASSES { changes(&run, &targets, &read, take) } else { Changes::default() };
        if changes.files.is_empty() {
            repair.run = run;
            break;
        }
        treated = changes.treated.into_iter().filter_map(|alike| counts.get_key_value(&alike)).map(|(alike, count)| (alike.clone(), *count)).collect();
        for path in changes.files.keys() {
            if !targets.iter().any(|target| target.path == *path) {
                targets.push(Target { file: path.as_ref().into(), path: Arc::clone(path), take: Take::Note { in_folder: true }, leads_out: false });
            }
        }
        for (path, before) in changes.before {
            repair.before.entry(path).or_insert(before);
        }
        repair.found.get_or_insert(run);
        repair.files.extend(changes.files);
        repair.applied.extend(changes.applied);
    }
    let Repair { files, before, .. } = &mut repair;
    files.retain(|path, bytes| before.get(path) != Some(bytes));
    Ok(repair)
}

/// How many findings are alike. Not of `yaml/syntax`: a mistake hides those behind it, so that its cure shows the next one.
fn count(run: &Run) -> BTreeMap<Alike, usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in run.diagnostics.iter().filter(|diagnostic| diagnostic.rule != "yaml/syntax") {
        *counts.entry(alike(diagnostic)).or_default() += 1;
    }
    counts
}

fn alike(diagnostic: &Diagnostic) -> Alike {
    (diagnostic.rule.clone(), Arc::clone(&diagnostic.place.path), diagnostic.key.clone(), diagnostic.subject.clone())
}

#[derive(Default)]
struct Changes {
    files: BTreeMap<Arc<str>, Vec<u8>>,
    before: BTreeMap<Arc<str>, Vec<u8>>,
    applied: Vec<(RuleId, Arc<str>, String)>,
    /// What the fixes are for.
    treated: BTreeSet<Alike>,
}

/// One pass: the fixes that do not get into each other's way. What is missing at one place is added in the order of the rules, which is the order to read it in.
fn changes(run: &Run, targets: &[Target], read: &dyn Fn(&Target) -> Result<String, ReadError>, take: &dyn Fn(&Diagnostic, &Fix) -> bool) -> Changes {
    let mut changes = Changes::default();
    let mut taken: BTreeMap<Arc<str>, Vec<Edit>> = BTreeMap::new();
    let order: HashMap<&str, usize> = rules::all().enumerate().map(|(index, rule)| (rule.id, index)).collect();
    let mut fixes: Vec<(&Diagnostic, &Fix)> = run.diagnostics.iter().filter_map(|diagnostic| Some((diagnostic, diagnostic.fix.as_ref()?))).collect();
    fixes.sort_by_key(|(diagnostic, _)| {
        let Place { path, range, .. } = &diagnostic.place;
        (path, range.span(), order.get(&*diagnostic.rule).copied().unwrap_or(usize::MAX))
    });
    for (diagnostic, fix) in fixes {
        if !take(diagnostic, fix) || fix.edits.is_empty() || collides(fix, &taken) {
            continue;
        }
        let Some(files) = try_fix(fix, &taken, &mut changes.before, targets, read) else { continue };
        for edit in &fix.edits {
            taken.entry(Arc::clone(&edit.path)).or_default().push(edit.clone());
        }
        changes.files.extend(files);
        changes.applied.push(applied(diagnostic, fix));
        changes.treated.insert(alike(diagnostic));
    }
    changes
}

fn applied(diagnostic: &Diagnostic, fix: &Fix) -> (RuleId, Arc<str>, String) {
    (diagnostic.rule.clone(), Arc::clone(&diagnostic.place.path), fix.title.clone())
}

fn collides(fix: &Fix, taken: &BTreeMap<Arc<str>, Vec<Edit>>) -> bool {
    fix.edits.iter().any(|edit| taken.get(&edit.path).is_some_and(|taken| taken.iter().any(|other| other.span.touches(edit.span))))
}

/// The files with this fix on top of those taken before it; `None` when it would damage one of them.
fn try_fix(
    fix: &Fix,
    taken: &BTreeMap<Arc<str>, Vec<Edit>>,
    originals: &mut BTreeMap<Arc<str>, Vec<u8>>,
    targets: &[Target],
    read: &dyn Fn(&Target) -> Result<String, ReadError>,
) -> Option<BTreeMap<Arc<str>, Vec<u8>>> {
    let paths: BTreeSet<&Arc<str>> = fix.edits.iter().map(|edit| &edit.path).collect();
    let mut files = BTreeMap::new();
    for path in paths {
        if !originals.contains_key(path) {
            originals.insert(Arc::clone(path), original(path, fix, targets, read)?);
        }
        let before = &originals[path];
        let own = fix.edits.iter().filter(|edit| edit.path == *path);
        let edits: Vec<&Edit> = taken.get(path).into_iter().flatten().chain(own).collect();
        let after = apply(before, &edits)?;
        if is_yaml(path) && !still_sound(before, &after, &edits) {
            return None;
        }
        files.insert(Arc::clone(path), after);
    }
    Some(files)
}

/// The bytes of a file; none for one that the fix makes.
fn original(path: &Arc<str>, fix: &Fix, targets: &[Target], read: &dyn Fn(&Target) -> Result<String, ReadError>) -> Option<Vec<u8>> {
    match targets.iter().find(|target| target.path == *path) {
        Some(target) => match read(target) {
            Ok(text) => Some(text.into_bytes()),
            Err(ReadError::NotUtf8 { bytes, .. }) => Some(bytes),
            Err(ReadError::Io(_) | ReadError::TooLarge { .. }) => None,
        },
        None => fix.edits.iter().all(|edit| edit.path != *path || edit.span == Span::at(0)).then(Vec::new),
    }
}

fn is_yaml(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml"))
}

/// Whether a YAML file that parsed still does, and every top-level entry that no edit touches still means the same.
fn still_sound(before: &[u8], after: &[u8], edits: &[&Edit]) -> bool {
    let (Ok(before), Ok(after)) = (std::str::from_utf8(before), std::str::from_utf8(after)) else { return true };
    let (old, new) = (Yaml::parse(before), Yaml::parse(after));
    if !old.errors.is_empty() {
        return true;
    }
    // A file that the fix makes has no document yet.
    if !new.errors.is_empty() || new.documents.len() > old.documents.len().max(1) {
        return false;
    }
    let (Some(old), Some(new)) = (old.root(), new.root()) else { return true };
    let new = yaml::to_json(new).value;
    old.mapping().unwrap_or_default().iter().all(|entry| {
        let touched = |node: &Node| edits.iter().any(|edit| edit.span.touches(node.span));
        let Some(key) = entry.key.as_str() else { return true };
        touched(&entry.key) || touched(&entry.value) || new.get(key.value()) == Some(&yaml::to_json(&entry.value).value)
    })
}

/// `bytes` with the edits made; `None` when two of them overlap or one lies outside.
pub fn apply(bytes: &[u8], edits: &[&Edit]) -> Option<Vec<u8>> {
    let mut edits: Vec<&Edit> = edits.to_vec();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut fixed = Vec::with_capacity(bytes.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut done = 0;
    for edit in edits {
        if edit.span.start < done || edit.span.end < edit.span.start {
            return None;
        }
        fixed.extend_from_slice(bytes.get(done..edit.span.start)?);
        fixed.extend_from_slice(edit.text.as_bytes());
        done = edit.span.end;
    }
    fixed.extend_from_slice(bytes.get(done..)?);
    Some(fixed)
}
