//! The language server as an editor meets it: the real binary behind a small client that speaks in frames.

mod actions;
mod client;
mod findings;
mod project;
mod session;
