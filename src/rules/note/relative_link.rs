//! A link without a host: a browser looks for it in Zendesk.

use super::target::Target;
use crate::diagnostic::{Safety, Severity};
use crate::document::note::Note;
use crate::document::rendered::LinkKind;
use crate::rules::{Check, Context, Rule, words};

pub(super) const RULE: Rule = Rule {
    id: "note/relative-link",
    summary: "a link has no host, so that it breaks in Zendesk",
    why: "The note is shown on tickets in Zendesk. There, a link such as `/handbook/support/` leads to a page of Zendesk that does not exist, and the reader never sees the workflow that the note asks for.",
    how: "Write the whole address with `https://` and the host. For pages of the handbook, `ase-lint fix` does that.",
    severity: Severity::Warning,
    fix: Some(Safety::Safe),
    options: &[],
    check: Check::Note(check),
};

const HANDBOOK: &str = "https://handbook.gitlab.com";

fn check(note: &Note, cx: &mut Context<'_>) {
    for shown in note.shown() {
        for link in &shown.rendered.links {
            if link.kind == LinkKind::Repeated || link.kind.shows_url() {
                continue;
            }
            let destination = link.destination.trim();
            let target = Target::of(destination);
            if !matches!(target, Target::Root | Target::File) {
                continue;
            }
            let span = shown.locate(link.target.clone());
            let written = note.source.slice(span) == destination;
            let what = if link.image { "image" } else { "link" };
            let found = cx.report(span, format!("the {what} {} has no host and breaks in Zendesk", words::code(destination)));
            found.subject(destination);
            if target == Target::Root && is_handbook(destination) {
                let whole = format!("{HANDBOOK}{destination}");
                found.help(format!("write the whole address: {}", words::code(&whole)));
                if written {
                    found.replace(Safety::Safe, format!("write {} in front", words::code(HANDBOOK)), span, whole);
                }
            } else {
                found.help("write the whole address, from `https://` on");
            }
        }
    }
}

/// Whether the path can only be one of the handbook.
fn is_handbook(path: &str) -> bool {
    path.strip_prefix("/handbook").is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '#', '?']))
}
