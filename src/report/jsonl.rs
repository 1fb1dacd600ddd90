//! One JSON object a line, each a finding as `json` shows it.

use std::io::{self, Write};

use super::json;
use crate::engine::Run;

pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &run.diagnostics {
        serde_json::to_writer(&mut *out, &json::finding(run, diagnostic))?;
        writeln!(out)?;
    }
    Ok(())
}
