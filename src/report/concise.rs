//! One line a finding: `path:line:column: severity rule: message`.

use std::io::{self, Write};

use super::{Extent, Style, plain, summary};
use crate::diagnostic::{Diagnostic, State};
use crate::engine::Run;

pub fn write(run: &Run, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in run.diagnostics.iter().filter(|diagnostic| style.shows(diagnostic)) {
        let known = if diagnostic.state == Some(State::Known) { " (known)" } else { "" };
        line(diagnostic, diagnostic.severity.as_str(), known, out)?;
    }
    if style.extent == Extent::Quiet {
        return Ok(());
    }
    for diagnostic in &run.fixed {
        line(diagnostic, "fixed", "", out)?;
    }
    if style.extent == Extent::Statistics {
        out.write_all(summary::statistics(run).as_bytes())?;
    }
    Ok(())
}

fn line(diagnostic: &Diagnostic, word: &str, after: &str, out: &mut dyn Write) -> io::Result<()> {
    let start = diagnostic.place.range.start;
    let (path, message) = (plain(&diagnostic.place.path), plain(&diagnostic.message));
    writeln!(out, "{path}:{}:{}: {word} {}: {message}{after}", start.line, start.column, plain(&diagnostic.rule))
}
