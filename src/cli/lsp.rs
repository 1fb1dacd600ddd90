//! `ase-lint lsp`: the language server. It ends with 0 when the editor has shut it down first, else with 1.

use super::args::LspArgs;
use super::{Error, Outcome};
use crate::lsp::{self, Options};

/// Serves the editor until it goes.
pub fn run(args: LspArgs) -> Result<Outcome, Error> {
    let LspArgs { accounts, notes, config, profile, today, .. } = args;
    let ended = lsp::run(Options { accounts, notes, config, profile, today });
    match ended {
        Ok(true) => Ok(Outcome::Clean),
        // An editor that has gone away hears nothing more.
        Ok(false) | Err(_) => Ok(Outcome::Findings),
    }
}
