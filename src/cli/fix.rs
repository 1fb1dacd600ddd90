//! `ase-lint fix`: repairs files, or shows how it would.

use std::path::PathBuf;

use similar::TextDiff;

use super::args::FixArgs;
use super::setup::Setup;
use super::{Error, Outcome, output};
use crate::diagnostic::{Safety, Severity};
use crate::engine::fix::{Repair, repair};
use crate::report::{Format, plain};

/// Repairs, then tells what is left, as `check` would.
pub fn run(args: &FixArgs) -> Result<Outcome, Error> {
    let setup = Setup::new(&args.paths, &args.scope)?;
    let allowed = if args.needs_review { Safety::NeedsReview } else { Safety::Safe };
    let mut repair = setup.with_job(false, |job| repair(job, allowed));
    repair.run.skipped.clone_from(&setup.found.skipped);
    let style = output::style(args.scope.color);
    if args.diff {
        output::print(diff(&repair).as_bytes())?;
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

/// A unified diff that `git apply` and `patch -p1` take.
fn diff(repair: &Repair) -> String {
    let mut shown = String::new();
    for (path, after) in &repair.files {
        let before = repair.before.get(path).map_or(&[][..], Vec::as_slice);
        let (old, new) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
        let from = if before.is_empty() { "/dev/null".to_owned() } else { format!("a/{path}") };
        let diff = TextDiff::from_lines(old.as_ref(), new.as_ref());
        shown.push_str(&diff.unified_diff().context_radius(3).header(&from, &format!("b/{path}")).to_string());
    }
    shown
}
