//! `question/unavailable`: the note does not say what to do when the ASE is not available.

use super::super::{Check, Rule};
use crate::diagnostic::{Safety, Severity};

pub(super) const RULE: Rule = Rule {
    id: "question/unavailable",
    summary: "the note does not say what to do when the ASE is not available",
    why: "On holiday, sick, in a workshop: an ASE is away for weeks each year. Without an instruction the tickets wait for someone who is not there.",
    how: "Say what a Support Engineer does with a ticket while the ASE is away: respond and leave the ASE as the assignee, hand it to a named backup, or whatever was agreed.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[],
    check: Check::Question,
};
