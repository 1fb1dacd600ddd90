//! Text to typed model, every value with its span. Parsing is tolerant: what is wrong is kept for the rules to report.

pub mod accounts;
pub mod call;
pub mod facts;
pub mod keys;
mod letters;
pub mod markdown;
pub mod note;
pub mod person;
pub mod prose;
pub mod region;
pub mod rendered;
pub mod scalar_map;
pub mod suppression;
pub mod yaml;

use std::sync::Arc;

pub use crate::discover::{Kind, ReadError};
use crate::source::Source;
use keys::Keys;

/// One parsed file.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "documents are handled one at a time, and most are notes")]
pub enum Document {
    Note(note::Note),
    Accounts(accounts::Accounts),
    Call(call::Call),
    /// A file of that kind whose text is not to be had.
    Broken {
        kind: Kind,
        source: Arc<Source>,
        keys: Keys,
        error: ReadError,
    },
}

impl Document {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Note(_) => Kind::Note,
            Self::Accounts(_) => Kind::Accounts,
            Self::Call(_) => Kind::Call,
            Self::Broken { kind, .. } => *kind,
        }
    }

    pub fn source(&self) -> &Arc<Source> {
        match self {
            Self::Note(note) => &note.source,
            Self::Accounts(accounts) => &accounts.source,
            Self::Call(call) => &call.source,
            Self::Broken { source, .. } => source,
        }
    }

    pub fn keys(&self) -> &Keys {
        match self {
            Self::Note(note) => &note.keys,
            Self::Accounts(accounts) => &accounts.keys,
            Self::Call(call) => &call.keys,
            Self::Broken { keys, .. } => keys,
        }
    }
}
