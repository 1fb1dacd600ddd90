//! `ase-lint check`: the main job.

use std::io::Read as _;

use super::args::{CheckArgs, ReportTo};
use super::setup::Setup;
use super::{Error, Outcome, output};
use crate::diagnostic::Severity;
use crate::engine::Run;
use crate::report::{Format, Style};

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
    let run = setup.check(false);
    let fail_on = args.fail_on.map_or(setup.settings.fail_on, Severity::from);
    let style = Style { fail_on, ..output::style(args.scope.color) };
    for report in &reports {
        let mut bytes = Vec::new();
        report.format.write(&run, style, &mut bytes).map_err(|error| Error::Usage(format!("cannot write the report: {error}")))?;
        match &report.path {
            Some(path) => output::write_file(&setup.working_directory.join(path), &bytes)?,
            None => output::print(&bytes)?,
        }
    }
    Ok(match outcome(&run, fail_on) {
        Outcome::Empty if args.allow_empty => Outcome::Clean,
        Outcome::Findings if args.exit_zero => Outcome::Clean,
        outcome => outcome,
    })
}

/// The reports that were asked for, one of them at most on standard output.
fn reports(args: &CheckArgs) -> Result<Vec<ReportTo>, Error> {
    if args.formats.is_empty() {
        return Ok(vec![ReportTo { format: Format::Concise, path: None }]);
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
