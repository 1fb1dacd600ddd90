//! Workflow commands that GitHub turns into annotations: `::error title=…,file=…,line=…::message`.

use std::io::{self, Write};

use super::{plain, summary};
use crate::diagnostic::{Diagnostic, Severity, State};
use crate::engine::Run;

pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &run.diagnostics {
        annotation(diagnostic, out)?;
    }
    if !run.fixed.is_empty() {
        writeln!(out, "::notice title=ase-lint::{} fixed", summary::number(run.fixed.len(), "finding is", "findings are"))?;
    }
    Ok(())
}

fn annotation(diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let (start, end) = (diagnostic.place.range.start, diagnostic.place.range.end);
    write!(out, "::{command} title={},file={},line={}", property(&diagnostic.rule), property(diagnostic.path()), start.line)?;
    // GitHub takes columns of one line alone, and drops the annotation otherwise.
    if start.line == end.line {
        write!(out, ",col={},endLine={},endColumn={}", start.column, end.line, end.column)?;
    } else {
        write!(out, ",endLine={}", end.line)?;
    }
    let known = if diagnostic.state == Some(State::Known) { " (known)" } else { "" };
    let message = plain(&diagnostic.message);
    match &diagnostic.help {
        Some(help) => writeln!(out, "::{}{known}%0A{}", data(&message), data(&plain(help))),
        None => writeln!(out, "::{}{known}", data(&message)),
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(&plain(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::property;

    #[test]
    fn what_ends_a_property_is_escaped() {
        assert_eq!(property("a,b:c%d"), "a%2Cb%3Ac%25d");
        assert_eq!(property("a\r\n::error::b"), "a\\u{d}\\u{a}%3A%3Aerror%3A%3Ab");
    }
}
