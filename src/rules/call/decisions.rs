//! `call/decisions`: the record does not say what was decided.

use super::section;
use crate::diagnostic::{Safety, Severity};
use crate::document::call::Call;
use crate::document::call::parts::Part;
use crate::rules::{Check, Context, Rule};

pub(super) const RULE: Rule = Rule {
    id: "call/decisions",
    summary: "the record does not say what was decided",
    why: "A decision that is not written down is taken again, or remembered in two ways. When nothing was decided, the reader should know that too.",
    how: "Write the decisions under a heading such as `Decisions`, `Decided` or `Outcomes`. `None` is an answer.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[section::HEADINGS],
    check: Check::Call(check),
};

fn check(call: &Call, cx: &mut Context<'_>) {
    section::check(call, cx, Part::Decisions, "what was decided");
}
