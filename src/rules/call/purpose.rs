//! `call/purpose`: neither the title nor the record says what the call was for.

use super::section;
use crate::diagnostic::{Safety, Severity};
use crate::document::call::Call;
use crate::document::call::parts::Part;
use crate::rules::{Check, Context, Rule};

pub(super) const RULE: Rule = Rule {
    id: "call/purpose",
    summary: "neither the title nor the record says what the call was for",
    why: "A list of records is read by purpose. Without one every record has to be opened to find the call in question.",
    how: "End the title in the purpose, `2026-03-05 Call: Upgrade plan`, or write it under a heading such as `Purpose`, `Reason` or `Goal`.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[section::HEADINGS],
    check: Check::Call(check),
};

fn check(call: &Call, cx: &mut Context<'_>) {
    // The purpose in the title is enough.
    section::check(call, cx, Part::Purpose, "what the call was for");
}
