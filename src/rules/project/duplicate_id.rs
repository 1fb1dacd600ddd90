//! An organization has one note.

use std::collections::HashMap;

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::facts::Project;
use crate::rules::words::code;

pub(super) const RULE: Rule = Rule {
    id: "project/duplicate-id",
    summary: "two files with the same `id`",
    why: "Both files are about one organization, or one of them says so by mistake. Which of the two is posted on the tickets is luck, and a correction in the other one has no effect.",
    how: "Look up the id in Zendesk. Bring two notes of one organization together in `organizations/<id>.yaml` and delete the other file; correct an `id` that was copied along with a note.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Project(check),
};

fn check(project: &Project, cx: &mut Context<'_>) {
    let mut first_of = HashMap::new();
    // The notes come sorted by path.
    for note in &project.notes {
        let Some((id, place)) = &note.id else { continue };
        let Some(first) = first_of.get(id) else {
            first_of.insert(*id, place);
            continue;
        };
        cx.report_at(place.clone(), "/id", id.to_string(), format!("the id `{id}` is also that of {}", code(&first.path)))
            .help("bring the two notes together in one file, or correct the id that is wrong")
            .related((*first).clone(), "the first note with this id");
    }
}
