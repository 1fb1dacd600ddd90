//! What was asked: the arguments, a file a command, and the exit code. The only writer of files.

mod accounts;
mod answers;
mod args;
mod check;
mod config;
pub mod explain;
mod fix;
mod init;
mod lsp;
mod new;
mod output;
pub mod rules;
mod schema;
mod setup;
mod shells;
mod suppressions;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Command};

/// Why a command could not do its work. Shown on standard error; the exit code is 2.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Wrong usage, or a file that is in the way; a sentence for the user.
    #[error("{0}")]
    Usage(String),
    /// A config file with mistakes, already told on standard error.
    #[error("the config has mistakes; nothing was checked")]
    Config,
}

impl From<String> for Error {
    fn from(message: String) -> Self {
        Self::Usage(message)
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Clean,
    Findings,
    Empty,
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let outcome = match cli.command {
        None => check::run(&cli.check),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Fix(args)) => fix::run(&args),
        Some(Command::Explain { rule, config }) => explain::run(&rule, config),
        Some(Command::Rules { format, config }) => rules::run(format, config),
        Some(Command::Lsp(args)) => lsp::run(args),
        Some(Command::Completions { shell }) => shells::completions(shell),
        Some(Command::Man) => shells::man(),
        Some(Command::Answers(args)) => answers::run(&args),
        Some(Command::Accounts(args)) => accounts::run(&args),
        Some(Command::New(args)) => new::run(&args),
        Some(Command::Init { folder }) => init::run(&folder),
        Some(Command::Schema { name }) => schema::run(name),
        Some(Command::Suppressions(args)) => suppressions::run(&args),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Empty) => ExitCode::from(3),
        Err(error) => {
            output::complain(&error.to_string());
            ExitCode::from(2)
        }
    }
}
