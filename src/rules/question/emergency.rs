//! `question/emergency`: the note does not say what to do in an emergency.

use super::super::{Check, Rule};
use crate::diagnostic::{Safety, Severity};

pub(super) const RULE: Rule = Rule {
    id: "question/emergency",
    summary: "the note does not say what to do in an emergency",
    why: "At 3 a.m. nobody has time to find out whether the on-call engineer or the ASE is to be called. A note without this sentence costs the customer hours.",
    how: "Say who handles an emergency ticket, and whether the ASE is to be told: \"The on-call engineer handles emergency tickets; inform Jill.\" A sentence on non-emergency tickets says nothing about emergencies.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[],
    check: Check::Question,
};
