//! `ase-lint completions SHELL` and `ase-lint man`: made from the same arguments as `--help`.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::args::Cli;
use super::{Error, Outcome, output};

/// Prints the completions for a shell.
pub fn completions(shell: Shell) -> Result<Outcome, Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "ase-lint", &mut script);
    output::print(&script)?;
    Ok(Outcome::Clean)
}

/// Prints the manual page, in roff.
pub fn man() -> Result<Outcome, Error> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page).map_err(|error| Error::Usage(format!("cannot write the manual page: {error}")))?;
    output::print(&page)?;
    Ok(Outcome::Clean)
}
