//! `question/region`: the note does not say in which region the ASE works.

use super::super::{Check, Rule};
use crate::diagnostic::{Safety, Severity};

pub(super) const RULE: Rule = Rule {
    id: "question/region",
    summary: "the note does not say in which region the ASE works",
    why: "The region tells a Support Engineer whether the ASE is awake, and which manager to ask when nobody answers.",
    how: "Name the ASE's support region (AMER, EMEA, APAC, or a part of one) or the city, country or time zone the ASE works from. The customer's own region is not it.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[],
    check: Check::Question,
};
