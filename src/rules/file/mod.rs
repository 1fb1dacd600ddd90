//! Rules on any file, whatever it holds.

mod encoding;
mod legacy;
mod unreadable;

use super::Rule;

pub(super) const RULES: &[&Rule] = &[&encoding::RULE, &unreadable::RULE];
