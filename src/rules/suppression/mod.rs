//! Rules on the suppressions themselves; the engine reports them, since it alone knows what each one covers.

mod expired;
mod no_reason;
mod unknown_rule;
mod unused;

use super::Rule;

pub(super) const RULES: &[&Rule] = &[&unused::RULE, &unknown_rule::RULE, &no_reason::RULE, &expired::RULE];
