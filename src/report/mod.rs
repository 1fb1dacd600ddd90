//! Tells the user: a file a format. A format is a function from the run to bytes; all get the same findings in the same order.

mod concise;
mod text;

use std::io::{self, Write};

use crate::diagnostic::Severity;
use crate::engine::Run;

pub use text::plain;

/// How the findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Concise,
}

/// What a report is told besides the run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// Whether to colour, and to link on a terminal.
    pub color: bool,
    pub links: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// The lowest severity that fails the run.
    pub fail_on: Severity,
}

impl Format {
    pub const ALL: &[(&str, Self)] = &[("concise", Self::Concise)];

    /// Writes the report.
    pub fn write(self, run: &Run, _style: Style, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Concise => concise::write(run, out),
        }
    }
}
