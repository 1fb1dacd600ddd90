//! The tests that look at ase-lint from outside: one binary, a module a matter.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, reason = "tests may")]

mod cli;
mod config;
mod discovery;
mod fixes;
mod formats;
mod identity;
mod lsp;
mod new;
mod projects;
mod properties;
mod rules;
mod secrets;
mod since;
mod tidy;
mod yaml_cuts;
mod yaml_suite;
mod yaml_words;
