//! `suppression/no-reason`: a suppression gives no reason.

use crate::diagnostic::Severity;
use crate::rules::{Check, Rule};

pub(super) const RULE: Rule = Rule {
    id: "suppression/no-reason",
    summary: "a suppression gives no reason",
    why: "Nobody can tell later whether it still holds, so it stays for ever. Without a reason it suppresses nothing.",
    how: "Write behind the bracket why the finding is meant to be so: `# ase-lint: ignore[note/length] imported, to be cut in May`.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Suppression,
};
