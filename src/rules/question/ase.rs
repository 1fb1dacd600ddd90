//! `question/ase`: the note does not say who the customer's ASE is.

use super::super::{Check, Rule};
use crate::diagnostic::{Safety, Severity};

pub(super) const RULE: Rule = Rule {
    id: "question/ase",
    summary: "the note does not say who the customer's ASE is",
    why: "Whoever opens a ticket of this customer has to know whom to ask. Without a name they ask around, and the customer waits while they do.",
    how: "Name the ASE: a first and last name or a handle, as in \"Jill Smith is the ASE for this organization\". A former ASE, a backup or the account manager does not count.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[],
    check: Check::Question,
};
