//! `call/attendees`: the record does not say who was present.

use super::section;
use crate::diagnostic::{Safety, Severity};
use crate::document::call::Call;
use crate::document::call::parts::Part;
use crate::rules::{Check, Context, Rule};

pub(super) const RULE: Rule = Rule {
    id: "call/attendees",
    summary: "the record does not say who was present",
    why: "Whoever reads the record later, a backup or the account team, cannot tell whom to ask, or whether the customer heard what was decided.",
    how: "List the people of both sides under a heading such as `Attendees`, `Participants` or `Who was present`, on a line `Attendees: …`, or behind a bold `**Attendees**`.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[section::HEADINGS],
    check: Check::Call(check),
};

fn check(call: &Call, cx: &mut Context<'_>) {
    section::check(call, cx, Part::Attendees, "who was present");
}
