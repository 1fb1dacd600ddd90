//! `call/topics`: the record does not say what was discussed.

use super::section;
use crate::diagnostic::{Safety, Severity};
use crate::document::call::Call;
use crate::document::call::parts::Part;
use crate::rules::{Check, Context, Rule};

pub(super) const RULE: Rule = Rule {
    id: "call/topics",
    summary: "the record does not say what was discussed",
    why: "The record is all that the customer and the account team have of the call. Without the topics nobody can pick up where it ended, and the same questions are asked again.",
    how: "Write what was discussed under a heading such as `Topics`, `Agenda`, `Discussion` or `Notes`.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[section::HEADINGS],
    check: Check::Call(check),
};

fn check(call: &Call, cx: &mut Context<'_>) {
    section::check(call, cx, Part::Topics, "what was discussed");
}
