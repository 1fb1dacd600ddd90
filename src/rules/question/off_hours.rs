//! `question/off-hours`: the note does not say how to handle tickets outside of the ASE's working hours.

use super::super::{Check, Rule};
use crate::diagnostic::{Safety, Severity};

pub(super) const RULE: Rule = Rule {
    id: "question/off-hours",
    summary: "the note does not say how to handle tickets outside of the ASE's working hours",
    why: "Two thirds of the day are outside of anybody's working hours. A ticket that comes in then is either left lying until the SLA is gone, or taken over although it should not be.",
    how: "Say what to do at night and at weekends: who replies, and who stays the assignee. The ASE's hours alone are no instruction.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[],
    check: Check::Question,
};
