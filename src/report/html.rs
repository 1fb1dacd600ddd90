//! The page for the browser.

use std::io::{self, Write};

use super::summary;
use crate::engine::Run;

pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>ase-lint</title></head><body><p>{}</p></body></html>",
        summary::line(run)
    )
}
