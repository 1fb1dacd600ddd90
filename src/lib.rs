//! ase-lint checks org notes, the account table and the records of calls. The modules stand in the order of the data flow:
//! a module uses what stands above it.

pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod discover;
pub mod document;
pub mod engine;
pub mod lsp;
pub mod questions;
pub mod report;
pub mod rules;
pub mod source;
