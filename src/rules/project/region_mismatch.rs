//! The note and the table place the ASE in the same region.

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::facts::{Fact, Project};
use crate::document::region::{self, Region};
use crate::rules::words::code;

pub(super) const RULE: Rule = Rule {
    id: "project/region-mismatch",
    summary: "the note names another region of the ASE than the row",
    why: "The region tells when the ASE works, and which ASE manager to turn to. With the wrong one, people wait for an answer at night or escalate to somebody who cannot help.",
    how: "Write the region of the account table into the note, or correct the table. A part of a region agrees with the whole: AMER-E is within AMER.",
    severity: Severity::Warning,
    fix: None,
    options: &[],
    check: Check::Project(check),
};

fn check(project: &Project, cx: &mut Context<'_>) {
    let roster = cx.roster;
    for note in &project.notes {
        let Some(id) = super::organization(note) else { continue };
        let cells: Vec<&Fact> = roster.of_organization(id).filter_map(|row| row.region.as_ref()).collect();
        let right: Vec<Region> = cells.iter().flat_map(|cell| region::all_in(&cell.value)).collect();
        let known: Vec<(&Fact, Vec<Region>)> =
            note.regions.iter().map(|fact| (fact, region::all_in(&fact.value))).filter(|(_, regions)| !regions.is_empty()).collect();
        let agrees = |regions: &[Region]| regions.iter().any(|one| right.iter().any(|other| one.agrees(*other)));
        let Some((fact, _)) = known.first() else { continue };
        if right.is_empty() || known.iter().any(|(_, regions)| agrees(regions)) {
            continue;
        }
        let Some(cell) = cells.iter().find(|cell| !cell.value.is_empty()) else { continue };
        cx.report_at(
            fact.place.clone(),
            "/notes",
            "region",
            format!("the note places the ASE in {}, the account table in {}", code(&fact.value), code(&cell.value)),
        )
        .help("correct the one that is wrong")
        .related(cell.place.clone(), "the region in the account table");
    }
}
