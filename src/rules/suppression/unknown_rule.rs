//! `suppression/unknown-rule`: a suppression names a rule that does not exist or cannot be suppressed, or is not understood.

use crate::diagnostic::{Safety, Severity};
use crate::rules::{Check, Rule};

pub(super) const RULE: Rule = Rule {
    id: "suppression/unknown-rule",
    summary: "a suppression names a rule that does not exist or cannot be suppressed, or is not understood",
    why: "It does nothing, though it looks as if the matter had been decided. Secrets cannot be suppressed at all: they have to be taken out and revoked.",
    how: "Write `ase-lint: ignore[rule] reason` with ids as `ase-lint rules` lists them.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[],
    check: Check::Suppression,
};
