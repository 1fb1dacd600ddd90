//! A Calendly link that anybody may use again and again.

use std::sync::LazyLock;

use regex::Regex;

use super::target::{Target, Url};
use crate::diagnostic::Severity;
use crate::document::note::Note;
use crate::document::rendered::LinkKind;
use crate::rules::{Check, Context, Rule, words};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "note/reusable-booking-link",
    summary: "a Calendly link is not single-use",
    why: "A link to somebody's Calendly page can be passed on and booked again by anybody who has it, so that calls appear in the calendar that no ticket asked for.",
    how: "Say instead that a single-use link is made for each ticket: in Calendly, open the event's menu and choose the single-use link. It begins with `https://calendly.com/d/`.",
    severity: Severity::Warning,
    fix: None,
    options: &[],
    check: Check::Note(check),
};

const HOSTS: &[&str] = &["calendly.com", "www.calendly.com"];

/// First parts of a path that are no user: single-use links, bookings made, and Calendly's own pages.
const NO_USER: &[&str] = &[
    "about",
    "app",
    "blog",
    "booking",
    "cancellations",
    "contact",
    "d",
    "event_types",
    "events",
    "features",
    "help",
    "integration",
    "integrations",
    "invitees",
    "legal",
    "login",
    "pages",
    "pricing",
    "privacy",
    "reschedulings",
    "resources",
    "s",
    "scheduled_events",
    "security",
    "signup",
    "solutions",
    "terms",
];

/// Without `https://`, as people write it in a sentence.
static BARE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i-u:\b(?:www\.)?calendly\.com/)(?-u:[\w~%/-]*[\w~%-])").expect("the pattern is well-formed"));

fn check(note: &Note, cx: &mut Context<'_>) {
    for shown in note.shown() {
        for link in shown.rendered.links.iter().filter(|link| link.kind != LinkKind::Repeated) {
            if is_reusable(&link.destination) {
                report(shown.locate(link.target.clone()), &link.destination, cx);
            }
        }
        let text = shown.text();
        for found in BARE.find_iter(text) {
            let range = found.range();
            let inside_a_name = text[..range.start].ends_with(['.', '/', '@', '-', '_']);
            if !inside_a_name && !shown.rendered.is_link(&range) && !shown.rendered.is_code(&range) && is_reusable(&format!("https://{}", found.as_str())) {
                report(shown.place(range), found.as_str(), cx);
            }
        }
    }
}

fn report(span: Span, link: &str, cx: &mut Context<'_>) {
    let message = format!("the booking link {} can be used again and again", words::code(link));
    cx.report(span, message).help("take it out, or say that a single-use link (`https://calendly.com/d/…`) is made for each ticket").subject(link);
}

fn is_reusable(destination: &str) -> bool {
    if Target::of(destination) == Target::Placeholder {
        return false;
    }
    let Some(url) = Url::parse(destination).filter(|url| url.is_on(HOSTS)) else { return false };
    let Some(first) = url.path.split('/').find(|part| !part.is_empty()) else { return false };
    !NO_USER.contains(&first.to_ascii_lowercase().as_str())
}
