//! `question/pre-existing`: the note does not say what happens to tickets that predate the ASE.

use super::super::{Check, Rule};
use crate::diagnostic::{Safety, Severity};

pub(super) const RULE: Rule = Rule {
    id: "question/pre-existing",
    summary: "the note does not say what happens to tickets that predate the ASE",
    why: "Tickets opened before the ASE started have another assignee. When the note is silent, two people work on them, or nobody.",
    how: "Say whether older tickets keep their assignee or move to the ASE.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[],
    check: Check::Question,
};
