//! `ase-lint lsp`: the language server. It ends with 0 when the editor has shut it down first, else with 1.

use super::args::LspArgs;
use super::{Error, Outcome};
use crate::lsp::{self, Options};

/// Serves the editor until it goes.
pub fn run(args: LspArgs) -> Result<Outcome, Error> {
    let LspArgs { accounts, notes, config, profile, today, .. } = args;
    match lsp::run(Options { accounts, notes, config, profile, today }) {
        Ok(true) => Ok(Outcome::Clean),
        Ok(false) => Ok(Outcome::Findings),
        // An editor that has gone away hears nothing more.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(Outcome::Findings),
        Err(error) => Err(Error::Usage(format!("the language server has stopped: {error}"))),
    }
}
