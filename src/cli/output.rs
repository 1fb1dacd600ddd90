//! Standard output and standard error: colour, width, and files written whole or not at all.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use super::Error;
use super::args::Color;
use crate::engine::{Run, Secrets};
use crate::report::{Style, plain};

/// Says something on standard error. A closed pipe is not a mistake.
pub fn complain(message: &str) {
    let mut stderr = std::io::stderr().lock();
    for line in message.lines() {
        let mut line = line.to_owned();
        Secrets::default().hide(&mut line, &[]);
        let _ = writeln!(stderr, "ase-lint: {}", plain(&line));
    }
}

/// Writes to standard output; a reader that has gone away ends the command in peace.
pub fn print(bytes: &[u8]) -> Result<(), Error> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::Usage(format!("cannot write to standard output: {error}"))),
        _ => Ok(()),
    }
}

/// Writes what a command says of a run to standard output, without the secrets in the names of its files.
pub fn show(text: &[u8], run: &Run) -> Result<(), Error> {
    let mut shown = Vec::with_capacity(text.len());
    run.secrets.write(text, &mut shown).map_err(|error| Error::Usage(format!("cannot write the report: {error}")))?;
    print(&shown)
}

/// How to write to standard output.
pub fn style(color: Color) -> Style {
    let terminal = std::io::stdout().is_terminal();
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            !set("NO_COLOR")
                && (std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0" && !value.is_empty())
                    || (terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb")))
        }
    };
    let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(if terminal { 100 } else { 120 });
    Style { color, links: terminal && color, width: std::cmp::max(width, 40), ..Style::default() }
}

/// Writes a file whole or not at all. An unchanged file is left alone.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write_files(&[(path.to_owned(), bytes)])
}

/// Writes files whole or not at all: each beside its place first, and only when all of them stand there, moved over it.
/// Unchanged files are left alone.
pub fn write_files(files: &[(PathBuf, &[u8])]) -> Result<(), Error> {
    let mut ready = Vec::new();
    for (path, bytes) in files {
        if std::fs::read(path).is_ok_and(|present| present == *bytes) {
            continue;
        }
        // A link keeps pointing where it points: its target is replaced.
        let path = path.canonicalize().unwrap_or_else(|_| path.clone());
        ready.push((beside(&path, bytes).map_err(|error| cannot_write(&path, &error))?, path));
    }
    for (file, path) in ready {
        file.persist(&path).map_err(|error| cannot_write(&path, &error.error))?;
    }
    Ok(())
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Error {
    // Behind the system's words stand its number and the name of the temporary file.
    let text = error.to_string();
    let words = text.split(" (os error").next().and_then(|text| text.split(" at path ").next()).unwrap_or_default();
    Error::Usage(format!("cannot write `{}`: {words}", path.display()))
}

/// A finished copy in the same folder, with the rights of the file it will replace.
fn beside(path: &Path, bytes: &[u8]) -> std::io::Result<tempfile::NamedTempFile> {
    if path.is_dir() {
        return Err(std::io::Error::new(std::io::ErrorKind::IsADirectory, "it is a folder"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    if let Ok(metadata) = std::fs::metadata(path) {
        file.as_file().set_permissions(metadata.permissions())?;
    } else {
        // What a new file would get, were it not made as a private temporary one.
        #[cfg(unix)]
        file.as_file().set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    }
    Ok(file)
}
