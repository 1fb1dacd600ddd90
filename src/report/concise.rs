//! One line a finding: `path:line:column: severity rule: message`.

use std::io::{self, Write};

use super::plain;
use crate::engine::Run;

pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &run.diagnostics {
        let start = diagnostic.place.range.start;
        let (path, message) = (plain(&diagnostic.place.path), plain(&diagnostic.message));
        writeln!(out, "{path}:{}:{}: {} {}: {message}", start.line, start.column, diagnostic.severity, plain(&diagnostic.rule))?;
    }
    Ok(())
}
