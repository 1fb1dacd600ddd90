//! `ase-lint check`: the main job.

use std::collections::{BTreeSet, HashSet};
use std::io::Read as _;
use std::path::PathBuf;

use rayon::prelude::*;

use super::args::{CheckArgs, ReportTo};
use super::setup::Setup;
use super::{Error, Outcome, output};
use crate::diagnostic::Severity;
use crate::engine::Run;
use crate::report::{Extent, Format, Style};

/// Checks, reports, and tells how it ended.
pub fn run(args: &CheckArgs) -> Result<Outcome, Error> {
    let stdin = match &args.stdin_filename {
        Some(path) => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Error::Usage(format!("cannot read standard input: {error}")))?;
            Some((path.clone(), bytes))
        }
        None => None,
    };
    let reports = reports(args)?;
    let setup = Setup::with_stdin(&args.paths, &args.scope, stdin)?;
    let mut run = setup.check(reports.iter().any(|report| report.format == Format::Html));
    if let Some(rev) = &args.since {
        setup.compare(&mut run, rev)?;
    }
    let fail_on = args.fail_on.map_or(setup.settings.fail_on, Severity::from);
    let extent = match (args.quiet, args.statistics) {
        (true, _) => Extent::Quiet,
        (false, true) => Extent::Statistics,
        (false, false) => Extent::Full,
    };
    let style = Style { extent, fail_on, ..output::style(args.scope.color) };
    write(&reports, &setup, &run, style)?;
    let outcome = outcome(&run, fail_on);
    // The process ends here, which frees all of it at once.
    std::mem::forget((run, setup));
    Ok(match outcome {
        Outcome::Empty if args.allow_empty => Outcome::Clean,
        Outcome::Findings if args.exit_zero => Outcome::Clean,
        outcome => outcome,
    })
}

/// Writes the reports: the files first, all or none, so that standard output stays empty when one of them cannot be written.
fn write(reports: &[ReportTo], setup: &Setup, run: &Run, style: Style) -> Result<(), Error> {
    let to_file = reports.iter().any(|report| report.path.is_some());
    let inputs = setup.found.targets.par_iter().filter(|_| to_file);
    let inputs: HashSet<PathBuf> = inputs.filter_map(|target| target.file.canonicalize().ok()).collect();
    let mut taken = BTreeSet::new();
    let (mut files, mut printed) = (Vec::new(), None);
    for report in reports {
        // A file gets no escape codes.
        let style = if report.path.is_some() { Style { color: false, links: false, ..style } } else { style };
        let mut bytes = Vec::new();
        report.format.write(run, style, &mut bytes).map_err(|error| Error::Usage(format!("cannot write the report: {error}")))?;
        let Some(path) = &report.path else {
            printed = Some(bytes);
            continue;
        };
        let file = setup.working_directory.join(path);
        let folder = file.parent().and_then(|folder| folder.canonicalize().ok()).unwrap_or_default();
        let real = file.canonicalize().unwrap_or_else(|_| folder.join(path.file_name().unwrap_or_default()));
        if inputs.contains(&real) {
            return Err(Error::Usage(format!("the {} report would be written over `{}`, which is being checked", report.format.name(), path.display())));
        }
        if !taken.insert(real) {
            return Err(Error::Usage(format!("two reports go to `{}`; give each its own file", path.display())));
        }
        files.push((file, bytes));
    }
    for left_out in reports.iter().filter_map(|report| report.format.left_out(run)) {
        output::complain(&left_out);
    }
    let files: Vec<(PathBuf, &[u8])> = files.iter().map(|(file, bytes)| (file.clone(), bytes.as_slice())).collect();
    output::write_files(&files)?;
    printed.map_or(Ok(()), |bytes| output::print(&bytes))
}

/// The reports that were asked for, one of them at most on standard output.
fn reports(args: &CheckArgs) -> Result<Vec<ReportTo>, Error> {
    if args.formats.is_empty() {
        return Ok(vec![ReportTo { format: Format::Pretty, path: None }]);
    }
    if args.formats.iter().filter(|report| report.path.is_none()).count() > 1 {
        return Err(Error::Usage("only one report can go to standard output; give the others a file: --format json=report.json".to_owned()));
    }
    Ok(args.formats.clone())
}

/// How a run ends when findings from `fail_on` upwards fail it; known ones never do.
pub fn outcome(run: &Run, fail_on: Severity) -> Outcome {
    if run.checked.total() == 0 {
        Outcome::Empty
    } else if run.diagnostics.iter().any(|diagnostic| diagnostic.fails(fail_on)) {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}
