//! Which files, and which kind each one is; the only reader of files.

mod beside;
mod git;
mod listing;
mod walk;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use crate::config::Kind;
pub use beside::{below, named, nearest, top_level};
pub use git::{Base, Revision};
pub use walk::{Discovery, Files, Query, canonical_name, discover, shown};

/// The most bytes of a file, unless the config's `file/unreadable` says otherwise.
pub const SIZE_LIMIT: u64 = 8 << 20;

/// Why the text of a file is not to be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// The operating system's word for it.
    Io(String),
    /// Bytes in the file, bytes allowed.
    TooLarge { size: u64, limit: u64 },
    /// Not UTF-8 from byte `at` on. The source of such a document holds the valid text before it.
    NotUtf8 { bytes: Vec<u8>, at: usize },
}

impl ReadError {
    /// In words, to follow "cannot read X: ".
    pub fn words(&self) -> String {
        match self {
            Self::Io(message) => message.clone(),
            Self::TooLarge { size, limit } => format!("it has {size} bytes, more than the {limit} allowed"),
            Self::NotUtf8 { at, .. } => format!("it is not UTF-8 from byte {at} on"),
        }
    }
}

/// What to take a file for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    /// A note; whether it lies in the notes folder.
    Note {
        in_folder: bool,
    },
    /// The account table; whether the command line or the config names the file.
    Accounts {
        named: bool,
    },
    Call,
    /// A `README.md` in some folder, named on the command line: the account table when it holds one, else no document.
    Readme,
    /// Markdown named on the command line: the account table when it holds one, else a call.
    Markdown,
}

/// A file to check.
#[derive(Debug, Clone)]
pub struct Target {
    /// Where to read it.
    pub file: PathBuf,
    /// How reports call it: relative to the repository's top level, with `/`.
    pub path: Arc<str>,
    pub take: Take,
    /// Whether it is a symbolic link out of the repository that nobody named: it is not read.
    pub leads_out: bool,
}

impl Target {
    /// Reads the file as it lies on the disk.
    pub fn read(&self, limit: u64) -> Result<String, ReadError> {
        if self.leads_out {
            return Err(ReadError::Io("it is a symbolic link that leads out of the repository".to_owned()));
        }
        read(&self.file, limit)
    }
}

/// Text that came without a file to read it from, or a file that was looked for and left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    pub path: String,
    pub reason: String,
}

/// Reads a file of at most `limit` bytes as UTF-8.
pub fn read(file: &Path, limit: u64) -> Result<String, ReadError> {
    use std::io::Read as _;
    let io = |error: std::io::Error| ReadError::Io(plain(&error));
    // Asked before opening: opening a named pipe would wait for its other end.
    let metadata = std::fs::metadata(file).map_err(io)?;
    if !metadata.is_file() {
        return Err(ReadError::Io("it is not a regular file".to_owned()));
    }
    if metadata.len() > limit {
        return Err(ReadError::TooLarge { size: metadata.len(), limit });
    }
    let handle = std::fs::File::open(file).map_err(io)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    handle.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(io)?;
    decode(bytes, limit)
}

/// Bytes as UTF-8 text.
pub fn decode(bytes: Vec<u8>, limit: u64) -> Result<String, ReadError> {
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLarge { size: bytes.len() as u64, limit });
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        ReadError::NotUtf8 { bytes: error.into_bytes(), at }
    })
}

/// The operating system's message without its number.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
