//! What speaks of emergencies and old tickets without a rule for them, and the rules beside it.

use super::super::Status;
use super::run;

fn status(question: &str, text: &str) -> Status {
    let note = format!("Jill Hart is the ASE.\n\n{text}");
    let verdict = run(&note).verdicts.into_iter().find(|verdict| verdict.question == question);
    verdict.expect("one of the six").status
}

#[test]
fn what_happened_is_no_rule_for_the_next_emergency() {
    for text in [
        "The on-call engineer handled it and Patrick joined the call.",
        "Last emergency was in May and the CEOC took it.",
        "Jill wrote the emergency runbook.",
        "Jill is on call every sixth week.",
        "Tickets that are not emergencies go to her.",
        "Emergencies go to on-call. All of this is no longer valid.",
        "Emergencies are rare with this customer.",
    ] {
        assert!(matches!(status("emergency", text), Status::Unclear | Status::Missing), "{text}");
    }
    for text in [
        "The on-call engineer handles it in an emergency, and Patrick joins the call.",
        "In an emergency the CEOC takes over.",
        "Emergencies: page the CEOC.",
        "Emergencies go to on-call. The old rule is no longer valid.",
        "Tickets that are not emergencies go to her, emergencies to the on-call engineer.",
    ] {
        assert_eq!(status("emergency", text), Status::Answered, "{text}");
    }
}

#[test]
fn a_review_of_open_tickets_is_no_rule_for_old_ones() {
    assert_ne!(status("pre-existing", "Jill reviews open tickets in the weekly call."), Status::Answered);
    assert_eq!(status("pre-existing", "Tickets opened before Jill stay with their assignee; she reviews them in the weekly call."), Status::Answered);
}
