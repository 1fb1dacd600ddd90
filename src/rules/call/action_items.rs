//! `call/action-items`: the record does not say what has to be done next.

use super::section;
use crate::diagnostic::{Safety, Severity};
use crate::document::call::Call;
use crate::document::call::parts::Part;
use crate::rules::{Check, Context, Rule};

pub(super) const RULE: Rule = Rule {
    id: "call/action-items",
    summary: "the record does not say what has to be done next",
    why: "Work agreed on in a call and written nowhere is not done, and the customer is the first to notice.",
    how: "List the tasks under a heading such as `Action items`, `Next steps` or `Follow-up`, each with its DRI and its date. `None` is an answer.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[section::HEADINGS],
    check: Check::Call(check),
};

fn check(call: &Call, cx: &mut Context<'_>) {
    section::check(call, cx, Part::ActionItems, "what has to be done next");
}
