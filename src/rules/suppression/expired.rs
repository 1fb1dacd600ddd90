//! `suppression/expired`: a suppression is past its day.

use crate::diagnostic::Severity;
use crate::rules::{Check, Rule};

pub(super) const RULE: Rule = Rule {
    id: "suppression/expired",
    summary: "a suppression is past its day",
    why: "Its author meant the matter to be looked at again by then. From the day after it suppresses nothing.",
    how: "Put the matter right, or write a later day: `until=2027-01-31`.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Suppression,
};
