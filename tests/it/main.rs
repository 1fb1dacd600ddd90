//! The tests that look at ase-lint from outside: one binary, a module a matter.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, reason = "tests may")]

mod cli;
mod discovery;
mod fixes;
mod formats;
mod identity;
mod lsp;
mod projects;
mod properties;
mod rules;
mod since;
mod tidy;
mod yaml_cuts;
mod yaml_suite;
mod yaml_words;
