//! Sentences that speak of what is asked, and say nothing of what to do.

use super::catalogue::Catalogue;
use super::reading::Reading;
use super::rules::Cues;
use super::tense::Tense;
use super::tokens::lower;

/// What was done in an emergency is no rule for the next one.
pub(super) fn is_report(reading: &Reading, unit: usize, _: &Cues, _: &Catalogue) -> bool {
    reading.tenses[unit] == Tense::Past
}

/// It tells of tickets that are no emergencies, or when somebody is on call, and of nothing else.
pub(super) fn is_no_emergency(reading: &Reading, unit: usize, cues: &Cues, catalogue: &Catalogue) -> bool {
    let (oncall, other) = (catalogue.lexicon.class("oncall"), catalogue.lexicon.class("non-emergency"));
    if (reading.near[unit] | reading.far[unit]) & cues.topic != 0 {
        return false;
    }
    let tokens = &reading.tokens[reading.spans[unit].clone()];
    let mut about = tokens.iter().filter(|token| token.classes & cues.topic != 0).peekable();
    if about.peek().is_some() {
        return reading.classes[unit] & oncall == 0 && about.all(|token| token.classes & other != 0);
    }
    // "Jill is on call in even weeks".
    let word = |at: usize| tokens.get(at).map_or("", |token| reading.prose.slice(&token.range));
    let mut duties = (0..tokens.len()).filter(|at| tokens[*at].classes & oncall != 0);
    let Some(first) = duties.next() else { return false };
    let is_somebody = |at: usize| tokens[at].person.is_some() || matches!(word(at), "she" | "She" | "he" | "He");
    let is = first > 0 && matches!(word(first - 1), "is" | "'s" | "isn't" | "not" | "goes");
    is && word(first) == "on" && (first.saturating_sub(3)..first).any(is_somebody) && duties.all(|at| at <= first + 2)
}

/// "Open tickets are reviewed in the weekly call" tells nothing of tickets that are older than the ASE.
pub(super) fn is_review(reading: &Reading, unit: usize, _: &Cues, _: &Catalogue) -> bool {
    const REVIEWS: &[&str] = &["review", "reviews", "reviewed", "reviewing", "discuss", "discusses", "discussed", "discussing"];
    const OFTEN: &[&str] = &["weekly", "daily", "monthly", "biweekly", "every", "each", "call", "calls", "meeting", "meetings", "sync", "review", "regularly"];
    const DECIDES: &[&str] = &[
        "before",
        "older",
        "previous",
        "pre",
        "legacy",
        "assignee",
        "stay",
        "stays",
        "keep",
        "keeps",
        "until",
        "then",
        "assign",
        "assigned",
        "reassign",
        "reassigned",
    ];
    let tokens = &reading.tokens[reading.spans[unit].clone()];
    let word = |at: usize| lower(reading.prose.slice(&tokens[at].range));
    let has = |words: &[&str], from: usize| (from..tokens.len()).find(|at| words.contains(&word(*at).as_ref()));
    let Some(review) = has(REVIEWS, 0) else { return false };
    (0..tokens.len()).any(|at| at != review && OFTEN.contains(&word(at).as_ref())) && has(DECIDES, 0).is_none()
}
