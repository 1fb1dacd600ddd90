//! Whether the text says that the organization has an ASE, who that is and where.

use super::catalogue::Catalogue;
use super::foreign::{is_foreign, is_place};
use super::judge::{Named, Status, Verdict};
use super::reading::Reading;
use super::tokens::{Sort, Token};
use crate::document::prose::Kind;
use std::ops::Range;

/// Tokens before the role in which a "no" or a "without" denies it.
const DENIED: usize = 5;

/// The people named as ASE and the regions given for them; better none than a wrong one.
pub(super) fn named(reading: &Reading, catalogue: &Catalogue, verdicts: &[Verdict]) -> (Vec<Named>, Vec<Named>) {
    let answered = |id: &str| verdicts.iter().find(|v| v.question == id && v.status == Status::Answered);
    let names = answered("ase").map(|v| names(reading, catalogue, v)).unwrap_or_default();
    let regions = answered("region").map(|v| regions(reading, catalogue, v)).unwrap_or_default();
    (names, regions)
}

fn within<'a>(reading: &'a Reading, verdict: &Verdict) -> Vec<&'a [Token]> {
    let hit = |u: &usize| {
        let place = reading.prose.source(&reading.prose.units[*u].range);
        verdict.evidence.iter().any(|e| e.range.start <= place.start && place.end <= e.range.end)
    };
    (0..reading.spans.len()).filter(hit).map(|u| &reading.tokens[reading.spans[u].clone()]).collect()
}

fn names(reading: &Reading, catalogue: &Catalogue, verdict: &Verdict) -> Vec<Named> {
    let Some(ase) = reading.ase else { return Vec::new() };
    let role = ["ase", "role", "owner-of-account"].iter().fold(0, |bits, n| bits | catalogue.lexicon.class(n));
    let sentences = within(reading, verdict);
    let here = sentences.iter().any(|tokens| tokens.iter().any(|t| t.person == Some(ase)));
    // Named elsewhere than in the sentence that answers: only when much speaks for it.
    let score = reading.people[usize::from(ase)].score;
    if !here && score < 2.0 {
        return Vec::new();
    }
    // The sentence or what stands over it speaks of the role; else only when much speaks for this person.
    let said = (0..reading.spans.len()).any(|u| {
        (reading.classes[u] | reading.near[u] | reading.far[u]) & role != 0 && reading.tokens[reading.spans[u].clone()].iter().any(|t| t.person == Some(ase))
    });
    if !said && score < 1.2 || customer(reading, ase) {
        return Vec::new();
    }
    // Somebody else has nearly as much for them, and nobody in the sentence decides it.
    if !here && reading.people.iter().enumerate().any(|(i, p)| i != usize::from(ase) && p.score > score - 1.0) {
        return Vec::new();
    }
    let mut found = vec![ase];
    for tokens in sentences.iter().filter(|t| t.iter().any(|t| t.classes & role != 0)) {
        let people: Vec<usize> = (0..tokens.len()).filter(|i| tokens[*i].person.is_some()).collect();
        for pair in people.windows(2) {
            let between = reading.prose.slice(&(tokens[pair[0]].range.end..tokens[pair[1]].range.start));
            let joined = pair[1] - pair[0] <= 6 && (between.contains(" and ") || between.contains(" & "));
            let (Some(a), Some(b)) = (tokens[pair[0]].person, tokens[pair[1]].person) else { continue };
            // "Kim for APAC and Colm for EMEA": two of them.
            if joined && (a == ase || b == ase) && !backup(tokens, pair[1], catalogue) {
                found.extend([a, b].into_iter().filter(|p| *p != ase));
            }
        }
    }
    found.dedup();
    found
        .into_iter()
        .map(|p| {
            let range = &reading.people[usize::from(p)].range;
            Named { text: reading.prose.slice(range).to_owned(), range: reading.prose.source(range), region: None }
        })
        .collect()
}

/// A name that stands first in a title, or behind "for" and "at", is rather the customer's.
fn customer(reading: &Reading, person: u16) -> bool {
    let mentions = |t: &Token| t.person == Some(person);
    let all = reading.tokens.iter().filter(|t| mentions(t)).count();
    let behind =
        reading.tokens.windows(2).filter(|w| mentions(&w[1]) && matches!(reading.prose.slice(&w[0].range), "for" | "For" | "at" | "At")).count() * 2 > all;
    let title = (0..reading.spans.len())
        .any(|u| reading.prose.units[u].kind == Kind::Heading && reading.tokens[reading.spans[u].clone()].first().is_some_and(mentions));
    let own = reading.tokens.windows(2).any(|w| mentions(&w[0]) && matches!(reading.prose.slice(&w[1].range), "is" | "has" | "wants" | "runs"));
    behind || title && !own
}

/// The person at `at` is introduced as somebody else: a deputy, a manager, a former ASE.
fn backup(tokens: &[Token], at: usize, catalogue: &Catalogue) -> bool {
    let other = ["cover", "other-role", "manager", "former"].iter().fold(0, |bits, n| bits | catalogue.lexicon.class(n));
    tokens[at.saturating_sub(3)..(at + 4).min(tokens.len())].iter().any(|t| t.classes & other != 0)
}

fn regions(reading: &Reading, catalogue: &Catalogue, verdict: &Verdict) -> Vec<Named> {
    let other = ["customer", "customer-place", "other-role", "former", "cover"].iter().fold(0, |bits, n| bits | catalogue.lexicon.class(n));
    let word = catalogue.lexicon.class("region-word");
    let mut out: Vec<Named> = Vec::new();
    let Some(tokens) = within(reading, verdict).into_iter().next() else { return out };
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        let is_word = token.classes & word != 0;
        if !is_place(token, catalogue) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < tokens.len() && is_word && tokens[end].classes & word != 0 && tokens[end].range.start <= tokens[end - 1].range.end + 1 {
            end += 1;
        }
        // Somebody else's, or the customer's: not the ASE's.
        let foreign = tokens[at.saturating_sub(3)..at].iter().any(|t| t.classes & other != 0 || t.person.is_some() && t.person != reading.ase)
            || is_foreign(reading, tokens, at, catalogue);
        let range: Range<usize> = token.range.start..tokens[end - 1].range.end;
        let region = match token.sort {
            Sort::Place(region) if !is_word => region.map(|r| catalogue.lexicon.region(r).to_owned()),
            _ => catalogue.regions.iter().find(|(_, class)| tokens[at..end].iter().any(|t| t.classes & class != 0)).map(|(name, _)| name.clone()),
        };
        if !foreign {
            out.push(Named { text: reading.prose.slice(&range).to_owned(), range: reading.prose.source(&range), region });
        }
        at = end;
    }
    // A region's own name decides; cities only stand in for it.
    let own = |n: &Named| catalogue.regions.iter().any(|(name, _)| n.text.to_uppercase().starts_with(name.as_str()));
    if out.iter().any(own) {
        out.retain(own);
    }
    out
}

/// Says or implies that the organization has an ASE.
pub(super) fn has_ase(reading: &Reading, catalogue: &Catalogue, verdicts: &[Verdict]) -> bool {
    let class = |name: &str| catalogue.lexicon.class(name);
    let (ase, role, not, denial) = (class("ase"), class("role"), class("no-ase"), class("negation"));
    let doubt = class("wish") | class("restate");
    let said = (0..reading.spans.len()).any(|u| {
        let tokens = &reading.tokens[reading.spans[u].clone()];
        if reading.classes[u] & not != 0 || says_none(reading, u) || asks_whether(reading, u) {
            return false;
        }
        tokens.iter().enumerate().any(|(i, t)| {
            if t.classes & (ase | role) == 0 {
                return false;
            }
            let raw = reading.prose.slice(&t.range);
            let word = t.classes & ase != 0 && (raw != raw.to_lowercase() || raw.len() > 3 || reading.prose.units[u].body > t.range.start)
                || t.classes & role != 0 && t.classes & class("engineer") != 0;
            let denied = tokens[i.saturating_sub(DENIED)..i].iter().any(|t| t.classes & denial != 0)
                || tokens[i..(i + 3).min(tokens.len())].iter().any(|t| matches!(reading.prose.slice(&t.range), "ended" | "expired" | "lapsed"))
                || lacks_one(reading, &tokens[i..], denial);
            let elsewhere = raw != raw.to_lowercase()
                && tokens[i.saturating_sub(3)..(i + 6).min(tokens.len())].windows(2).any(|w| {
                    matches!(reading.prose.slice(&w[0].range), "another" | "other" | "different") && reading.prose.slice(&w[1].range).starts_with(['c', 'o'])
                });
            word && !denied
                && !elsewhere
                && (reading.classes[u] & doubt == 0
                    || tokens.iter().any(|t| t.person.is_some())
                    || reading.prose.units[u].body > reading.prose.units[u].range.start)
        })
    });
    let answered = |ids: &[&str]| verdicts.iter().filter(|v| ids.contains(&v.question.as_str()) && v.status == Status::Answered).count();
    // Nobody wrote "ASE", but the note introduces a person and says how to treat the tickets around them.
    said || answered(&["ase"]) == 1
        && answered(&["off-hours", "unavailable", "pre-existing"]) >= 2
        && (0..reading.spans.len()).any(|u| reading.tokens[reading.spans[u].clone()].iter().any(|t| t.person.is_some() && t.person == reading.ase))
}

/// "ASE: none", "Assigned Support Engineer: n/a", "ASE: -".
fn says_none(reading: &Reading, unit: usize) -> bool {
    let unit = &reading.prose.units[unit];
    if unit.empty {
        let behind = reading.prose.slice(&unit.range).rsplit_once(':').map(|(_, behind)| behind.trim());
        return matches!(behind, Some("-" | "–" | "—"));
    }
    let body = reading.prose.slice(&(unit.body..unit.range.end)).trim().to_lowercase();
    let first = body.split([' ', ',', ';', '(', '.', '!']).next().unwrap_or_default();
    unit.body > unit.range.start && (matches!(first, "none" | "n/a" | "na" | "no" | "nil") || body.starts_with("not applicable"))
}

/// "Do they have an ASE?"
fn asks_whether(reading: &Reading, unit: usize) -> bool {
    let text = reading.prose.slice(&reading.prose.units[unit].range).trim();
    let first = text.split(' ').next().unwrap_or_default().to_lowercase();
    text.ends_with('?') && matches!(first.as_str(), "do" | "does" | "did" | "has" | "have" | "is" | "are" | "should" | "could" | "would" | "will")
}

/// "… does not have one": what came before is denied.
fn lacks_one(reading: &Reading, tokens: &[Token], denial: u128) -> bool {
    let raw = |t: &Token| reading.prose.slice(&t.range).to_lowercase();
    (0..tokens.len()).filter(|i| tokens[*i].classes & denial != 0).any(|i| {
        let after = &tokens[i + 1..(i + 4).min(tokens.len())];
        after.windows(2).any(|w| matches!(raw(&w[0]).as_str(), "have" | "has" | "had") && matches!(raw(&w[1]).as_str(), "one" | "any"))
    })
}
