//! The record of a call: a Markdown file, or an issue exported as JSON.

use std::sync::Arc;

use super::facts::CallFacts;
use super::keys::Keys;
use crate::source::Source;

/// A call record or a call template.
#[derive(Debug)]
pub struct Call {
    pub source: Arc<Source>,
    pub keys: Keys,
}

impl Call {
    pub fn parse(source: Arc<Source>) -> Self {
        Self { source, keys: Keys::default() }
    }

    pub fn facts(&self) -> CallFacts {
        CallFacts { labels: Vec::new() }
    }
}
