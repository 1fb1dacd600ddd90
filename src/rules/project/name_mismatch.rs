//! The note and the table call the organization the same.

use super::super::{Check, Context, Rule};
use crate::diagnostic::{Safety, Severity};
use crate::document::facts::{Fact, NameFact, Project};
use crate::document::yaml::Style;
use crate::rules::words::code;
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "project/name-mismatch",
    summary: "`name` differs from the row's Zendesk Org Name",
    why: "The name is how people make sure that they have the right organization before they assign its tickets or change its note. Where it differs, one of both is outdated, or the row is \
          about another customer.",
    how: "Compare both with the title of the organization's page in Zendesk. The fix writes the name of the account table into the note; correct the table first if it is the one that is wrong.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[],
    check: Check::Project(check),
};

fn check(project: &Project, cx: &mut Context<'_>) {
    let roster = cx.roster;
    for note in &project.notes {
        let (Some(id), Some(name)) = (super::organization(note), &note.name) else { continue };
        let written = name.text.value();
        if written.trim().is_empty() {
            continue;
        }
        let rows: Vec<&Fact> = roster.of_organization(id).filter_map(|row| row.org_name.as_ref()).filter(|fact| !fact.value.is_empty()).collect();
        let Some(first) = rows.iter().find(|fact| !is_same(&fact.value, written)) else { continue };
        let (shown, wanted) = (code(written), code(&first.value));
        let finding = cx.report_at(name.place.clone(), "/name", "name", format!("the note calls the organization {shown}, the account table {wanted}"));
        finding
            .help(format!("write {wanted}, or correct the account table if Zendesk says otherwise"))
            .related(first.place.clone(), "the name in the account table");
        // Rows that contradict each other give no name to write.
        if rows.iter().all(|fact| is_same(&fact.value, &first.value))
            && let Some((span, text)) = rewrite(name, &first.value)
        {
            finding.replace(Safety::NeedsReview, format!("rename to {wanted}"), span, text);
        }
    }
}

/// The name in the scalar's own style; a plain one gets quotes where the new name needs them.
fn rewrite(name: &NameFact, wanted: &str) -> Option<(Span, String)> {
    let all = 0..name.text.value().len();
    if let Some(text) = name.text.encode(all.clone(), wanted) {
        return Some((name.text.locate(all), text));
    }
    let is_one_line = !wanted.chars().any(char::is_control);
    (name.style == Style::Plain && is_one_line).then(|| (name.text.span(), format!("'{}'", wanted.replace('\'', "''"))))
}

/// Blanks aside: Markdown cells lose theirs.
fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}
