//! Places that are somebody else's: the customer's, a manager's, or those where there is no ASE.

use super::catalogue::Catalogue;
use super::reading::Reading;
use super::tokens::{Sort, Token};

/// Most tokens from a place back to whose it is.
const BACK: usize = 8;
/// What a customer has somewhere, and an engineer has not.
const SITES: &[&str] = &["headquartered", "headquarters", "hq", "subsidiary", "subsidiaries"];
/// Whom a place in front of the word tells of.
const WHOSE: &[&str] = &[
    "customer",
    "customers",
    "client",
    "clients",
    "account",
    "accounts",
    "organization",
    "subsidiary",
    "subsidiaries",
    "headquarters",
    "hq",
    "manager",
    "managers",
];
/// Words in front of a place, and those by which it is said of somebody.
const BEFORE: &[&str] = &["in", "at", "near", "the", "its", "mostly", "mainly"];
const SAID: &[&str] = &["is", "are", "which", "that", "whose", "based", "located", "situated", "operating", "operates", "with"];

/// Whether all places that a unit names are somebody else's: "a customer in EMEA", "headquartered in Tokyo", "there is no ASE in AMER".
pub(super) fn only_foreign(reading: &Reading, unit: usize, catalogue: &Catalogue) -> bool {
    let tokens = &reading.tokens[reading.spans[unit].clone()];
    let (word, zone) = (catalogue.lexicon.class("region-word"), catalogue.lexicon.class("timezone"));
    let place = |t: &Token| matches!(t.sort, Sort::Place(_)) || t.classes & word != 0;
    let mut places = (0..tokens.len()).filter(|i| place(&tokens[*i])).peekable();
    places.peek().is_some() && !tokens.iter().any(|t| t.classes & zone != 0 && !place(t)) && places.all(|i| is_foreign(reading, tokens, i, catalogue))
}

fn is_foreign(reading: &Reading, tokens: &[Token], at: usize, catalogue: &Catalogue) -> bool {
    let class = |name: &str| catalogue.lexicon.class(name);
    let (customer, role) = (class("customer"), catalogue.lexicon.role());
    let raw = |t: &Token| reading.prose.slice(&t.range).to_lowercase();
    let place = |t: &Token| matches!(t.sort, Sort::Place(_)) || t.classes & class("region-word") != 0;
    // "The EMEA customer", "their APAC manager".
    let behind = tokens[at + 1..].iter().find(|t| !place(t) && raw(t) != "region");
    let close = |t: &&Token| t.range.start <= tokens[at].range.end + " region ".len() && t.classes & role == 0;
    if behind.filter(close).is_some_and(|t| t.classes & class("other-role") != 0 && t.sort == Sort::Word || WHOSE.contains(&raw(t).as_str())) {
        return true;
    }
    let (mut said, mut verb) = (false, false);
    for i in (at.saturating_sub(BACK)..at).rev() {
        let (token, word) = (&tokens[i], raw(&tokens[i]));
        if token.classes & role != 0 {
            return tokens[i.saturating_sub(2)..i].iter().any(|t| matches!(raw(t).as_str(), "no" | "not" | "without"));
        }
        if token.person.is_some() {
            return false;
        }
        if SITES.contains(&word.as_str()) || word == "not" && raw(&tokens[i + 1]) == "in" {
            return true;
        }
        let org = token.sort == Sort::Org || token.sort == Sort::Word && token.capital && !token.first && token.classes == 0;
        if org || token.classes & customer != 0 {
            let one = i.checked_sub(1).is_some_and(|before| matches!(raw(&tokens[before]).as_str(), "a" | "an") || place(&tokens[before]));
            // "The ASE for Acme is in EMEA" tells of the ASE.
            let his = tokens[i.saturating_sub(4)..i].iter().any(|t| t.classes & role != 0 || t.person.is_some());
            return one || said && (verb || !his);
        }
        said |= SAID.contains(&word.as_str());
        verb |= word == "which" || word == "whose";
        if !place(token) && token.sort != Sort::Mark(',') && !BEFORE.contains(&word.as_str()) && !SAID.contains(&word.as_str()) {
            return false;
        }
    }
    false
}
