//! `ase-lint fix`: repairs files, or shows how it would.

use std::fmt::Write as _;
use std::path::PathBuf;

use similar::{DiffableStr as _, TextDiff};

use super::args::FixArgs;
use super::setup::Setup;
use super::{Error, Outcome, output};
use crate::diagnostic::{Safety, Severity};
use crate::engine::fix::{Repair, repair};
use crate::engine::{MASK, Run};
use crate::report::{Format, plain};
use crate::source::Span;

/// Repairs, then tells what is left, as `check` would.
pub fn run(args: &FixArgs) -> Result<Outcome, Error> {
    let setup = Setup::new(&args.paths, &args.scope)?;
    let allowed = if args.needs_review { Safety::NeedsReview } else { Safety::Safe };
    let mut repair = setup.with_job(false, |job| repair(job, allowed));
    repair.run.skipped = setup.skipped();
    let style = output::style(args.scope.color);
    if args.diff {
        output::show(diff(&repair).as_bytes(), repair.found.as_ref().unwrap_or(&repair.run))?;
        return Ok(if repair.run.checked.total() == 0 {
            Outcome::Empty
        } else if repair.files.is_empty() {
            Outcome::Clean
        } else {
            Outcome::Findings
        });
    }
    let files: Vec<(PathBuf, &[u8])> = repair.files.iter().map(|(path, bytes)| (setup.file_of(path), bytes.as_slice())).collect();
    for (path, bytes) in &repair.before {
        let file = setup.file_of(path);
        let present = std::fs::read(&file).unwrap_or_default();
        if repair.files.contains_key(path) && present != *bytes {
            return Err(Error::Usage(format!("`{}` changed while it was being repaired; nothing was written, run it again", plain(path))));
        }
    }
    output::write_files(&files)?;
    let mut bytes = Vec::new();
    Format::Concise.write(&repair.run, style, &mut bytes).map_err(|error| Error::Usage(format!("cannot write the report: {error}")))?;
    output::print(&bytes)?;
    output::print(summary(&repair).as_bytes())?;
    let fail_on = args.fail_on.map_or(setup.settings.fail_on, Severity::from);
    Ok(super::check::outcome(&repair.run, fail_on))
}

fn summary(repair: &Repair) -> String {
    match (repair.applied.len(), repair.files.len()) {
        (_, 0) => "nothing to repair\n".to_owned(),
        (fixes, files) => format!("{fixes} repair{} made in {files} file{}\n", plural(fixes), plural(files)),
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A unified diff that `git apply` and `patch -p1` take, unless a line of it holds a secret: that is cut out.
fn diff(repair: &Repair) -> String {
    let mut shown = String::new();
    let before_all = repair.found.as_ref().unwrap_or(&repair.run);
    for (path, after) in &repair.files {
        let before = repair.before.get(path).map_or(&[][..], Vec::as_slice);
        let (old, new) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
        let from = if before.is_empty() { "/dev/null".to_owned() } else { format!("a/{path}") };
        let diff = TextDiff::from_lines(old.as_ref(), new.as_ref());
        let _ = write!(shown, "--- {from}\n+++ b/{path}\n");
        let (old, new) = (Lines::new(path, &old, before_all), Lines::new(path, &new, &repair.run));
        for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
            let _ = writeln!(shown, "{}", hunk.header());
            for change in hunk.iter_changes() {
                let line = match (change.old_index(), change.new_index()) {
                    (Some(index), None) => old.line(index),
                    (_, index) => new.line(index.unwrap_or_default()),
                };
                let _ = write!(shown, "{}{line}", change.tag());
                if change.missing_newline() {
                    shown.push_str("\n\\ No newline at end of file\n");
                }
            }
        }
    }
    shown
}

/// The lines of a file as the diff shows them.
struct Lines<'a> {
    lines: Vec<(&'a str, usize)>,
    /// Sorted and disjoint.
    secrets: Vec<Span>,
}

impl<'a> Lines<'a> {
    /// `run` is what was found in this text.
    fn new(path: &str, text: &'a str, run: &Run) -> Self {
        let mut start = 0;
        let lines = text.tokenize_lines().into_iter().map(|line| {
            start += line.len();
            (line, start - line.len())
        });
        Self { lines: lines.collect(), secrets: run.secrets_in(path, text) }
    }

    fn line(&self, index: usize) -> String {
        let Some(&(line, start)) = self.lines.get(index) else { return String::new() };
        let (body, end) = (line.trim_end_matches(['\n', '\r']), start + line.len());
        let secrets = &self.secrets[self.secrets.partition_point(|secret| secret.end <= start)..];
        let (mut shown, mut done) = (String::new(), start);
        for secret in secrets.iter().take_while(|secret| secret.start < end) {
            let (from, to) = (secret.start.saturating_sub(start).min(body.len()), (secret.end - start).min(body.len()));
            if from < to {
                shown.push_str(&body[done - start..from]);
                shown.push_str(MASK);
                done = start + to;
            }
        }
        shown + &line[done - start..]
    }
}
