//! Places that are somebody else's: the customer's, a manager's, or those where there is no ASE.

use super::catalogue::Catalogue;
use super::reading::Reading;
use super::tokens::{Sort, Token, lower};

/// Most tokens from a place back to whose it is.
const BACK: usize = 8;
/// What a customer has somewhere, and an engineer has not.
const SITES: &[&str] = &["headquartered", "headquarters", "hq", "subsidiary", "subsidiaries"];
/// Words behind a place that tell whose it is, besides those.
const WHOSE: &[&str] = &["customer", "customers", "client", "clients", "account", "accounts", "organization", "manager", "managers"];
/// Words in front of a place, and those by which it is said of somebody.
const BEFORE: &[&str] = &["in", "at", "near", "the", "its", "mostly", "mainly"];
const SAID: &[&str] = &["is", "are", "which", "that", "whose", "based", "located", "situated", "operating", "operates", "with"];

/// Whether all places that a unit names are somebody else's: "a customer in EMEA", "headquartered in Tokyo", "there is no ASE in AMER".
pub(super) fn only_foreign(reading: &Reading, unit: usize, catalogue: &Catalogue) -> bool {
    let tokens = &reading.tokens[reading.spans[unit].clone()];
    let zone = catalogue.lexicon.class("timezone");
    let mut places = (0..tokens.len()).filter(|i| is_place(&tokens[*i], catalogue)).peekable();
    places.peek().is_some()
        && !tokens.iter().any(|t| t.classes & zone != 0 && !is_place(t, catalogue))
        && places.all(|i| is_foreign(reading, tokens, i, catalogue))
}

/// A town, a country or the name of a region.
pub(super) fn is_place(token: &Token, catalogue: &Catalogue) -> bool {
    matches!(token.sort, Sort::Place(_)) || token.classes & catalogue.lexicon.class("region-word") != 0
}

/// Whether the place at `at` among the tokens of a unit is somebody else's.
pub(super) fn is_foreign(reading: &Reading, tokens: &[Token], at: usize, catalogue: &Catalogue) -> bool {
    let (customer, other) = (catalogue.lexicon.class("customer"), catalogue.lexicon.class("other-role"));
    let role = catalogue.lexicon.role();
    let word = |i: usize| lower(reading.prose.slice(&tokens[i].range));
    let is = |i: usize, words: &[&str]| words.contains(&word(i).as_ref());
    // "The EMEA customer", "their APAC manager".
    let behind = (at + 1..tokens.len()).find(|i| !is_place(&tokens[*i], catalogue) && word(*i) != "region");
    let close = |i: &usize| tokens[*i].range.start <= tokens[at].range.end + " region ".len() && tokens[*i].classes & role == 0;
    if behind.filter(close).is_some_and(|i| tokens[i].sort == Sort::Word && tokens[i].classes & other != 0 || is(i, WHOSE) || is(i, SITES)) {
        return true;
    }
    // A word by which the place is said of somebody, and one that ties it to the very word in front.
    let (mut said, mut tied) = (false, false);
    for i in (at.saturating_sub(BACK)..at).rev() {
        let token = &tokens[i];
        if token.classes & role != 0 {
            return (i.saturating_sub(2)..i).any(|b| is(b, &["no", "not", "without"]));
        }
        if token.person.is_some() {
            return false;
        }
        if is(i, SITES) || is(i, &["not"]) && is(i + 1, &["in"]) {
            return true;
        }
        let org = token.sort == Sort::Org || token.sort == Sort::Word && token.capital && !token.first && token.classes == 0;
        if org || token.classes & customer != 0 {
            let one = i.checked_sub(1).is_some_and(|b| is(b, &["a", "an"]) || is_place(&tokens[b], catalogue));
            // "The ASE for Acme is in EMEA" tells of the ASE.
            let ase = tokens[i.saturating_sub(4)..i].iter().any(|t| t.classes & role != 0 || t.person.is_some());
            return one || said && (tied || !ase);
        }
        said |= is(i, SAID);
        tied |= is(i, &["which", "whose"]);
        if !is_place(token, catalogue) && token.sort != Sort::Mark(',') && !is(i, BEFORE) && !is(i, SAID) {
            return false;
        }
    }
    false
}
