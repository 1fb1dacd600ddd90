//! Whether the text says that the organization has an ASE, who that is and where.

use super::catalogue::Catalogue;
use super::judge::{Named, Status, Verdict};
use super::reading::Reading;
use super::rules::Language;
use super::signs::Scored;
use super::tokens::{Sort, Token};

/// The people named as ASE and the regions given for them; better none than a wrong one.
pub(super) fn named(reading: &Reading, scored: &Scored, catalogue: &Catalogue, verdicts: &[Verdict]) -> (Vec<Named>, Vec<Named>) {
    let _ = scored;
    let answered = |id: &str| verdicts.iter().find(|v| v.question == id).filter(|v| v.status == Status::Answered);
    let mut names = Vec::new();
    if let (Some(_), Some(ase)) = (answered("ase"), reading.ase) {
        let person = &reading.people[usize::from(ase)];
        names.push(Named { text: reading.prose.slice(&person.range).to_owned(), range: reading.prose.source(&person.range) });
    }
    let mut regions = Vec::new();
    if let Some(verdict) = answered("region") {
        let bits = catalogue.lexicon.class("region-word");
        for token in reading.tokens.iter().filter(|t| t.classes & bits != 0 || matches!(t.sort, Sort::Place(_))) {
            let range = reading.prose.source(&token.range);
            if verdict.evidence.first().is_some_and(|e| e.range.start <= range.start && range.end <= e.range.end) {
                regions.push(Named { text: reading.prose.slice(&token.range).to_owned(), range });
            }
        }
    }
    (names, regions)
}

/// Says or implies that the organization has an ASE.
pub(super) fn has_ase(reading: &Reading, catalogue: &Catalogue, language: &Language, named: bool) -> bool {
    let _ = language;
    let role = catalogue.lexicon.class("role");
    let against = catalogue.lexicon.class("negation") | catalogue.lexicon.class("wish") | catalogue.lexicon.class("retract");
    named
        || (0..reading.spans.len()).any(|u| {
            let tokens: &[Token] = &reading.tokens[reading.spans[u].clone()];
            tokens.iter().any(|t| t.classes & role != 0) && reading.classes[u] & against == 0
        })
}
