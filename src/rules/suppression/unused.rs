//! `suppression/unused`: a suppression covers no finding.

use crate::diagnostic::{Safety, Severity};
use crate::rules::{Check, Rule};

pub(super) const RULE: Rule = Rule {
    id: "suppression/unused",
    summary: "a suppression covers no finding",
    why: "It hides the next real finding in that place, and tells readers of a problem that is gone.",
    how: "Remove the comment, or the rule from its brackets. `ase-lint fix` does.",
    severity: Severity::Warning,
    fix: Some(Safety::Safe),
    options: &[],
    check: Check::Suppression,
};
