//! Names that the grammar shows to be the customer's, and nobody's who could be the ASE.

use super::lexicon::{Lexicon, mask};
use super::names::Person;
use super::tokens::{Sort, Token, joins};

/// Tokens in which the grammar of a sentence shows that a name is the customer's.
const CLAUSE: usize = 10;

/// Takes for organizations the names that stand where a customer stands: "Bow Valley pays for an ASE", "the ASE of Bow Valley", "Bow Valley's ASE".
pub(super) fn mark(text: &str, tokens: &mut [Token], people: &[Person], lexicon: &Lexicon) {
    let (role, buys, held) = (lexicon.role(), lexicon.class("buys"), lexicon.class("customer") | lexicon.class("entitlement"));
    let word = |i: usize| tokens.get(i).map_or("", |t: &Token| &text[t.range.clone()]);
    let stops = |t: &Token| matches!(t.sort, Sort::Mark('.' | ';' | '?' | '!' | ':'));
    let mut balance = vec![0_i32; people.len()];
    for (i, token) in tokens.iter().enumerate() {
        let Some(id) = token.person.map(usize::from).filter(|_| token.sort == Sort::Name) else { continue };
        let ahead = tokens[i + 1..].iter().take(CLAUSE).take_while(|t| !stops(t));
        let object = ahead.take_while(|t| t.person.is_none()).position(|t| t.classes & role != 0);
        let roles = object.is_some();
        // "Kim has this account as the ASE": what somebody is, and not what a customer has.
        let bought = object.is_some_and(|at| !matches!(word(i + at), "as" | "the"));
        // An adverb may stand between: "now has an ASE".
        let buying = tokens[i + 1..].iter().take(2).any(|t| t.classes & buys != 0 && !stops(t)) && !matches!(word(i + 2), "been" | "the");
        let named = tokens.get(i + 1).is_some_and(|t| t.person.is_none()) && matches!(word(i + 1), "is" | "acts" | "serves" | "became" | "," | "(");
        let before = i.checked_sub(2).map(|b| &tokens[b]);
        // The label `ASE Work - Acme`.
        let label = [i.checked_sub(1), i.checked_sub(2)].into_iter().flatten().any(|b| word(b) == "Work" && tokens[b.saturating_sub(1)].classes & role != 0);
        // "Bow Valley is an ASE account", "Bow Valley: ASE contract".
        let kind =
            |at: usize| tokens[at..].iter().find(|t| t.classes & role == 0 && !matches!(t.sort, Sort::Mark('(' | ')'))).is_some_and(|t| t.classes & held != 0);
        let headed = word(i + 1) == ":" && tokens.get(i + 2).is_some_and(|t| t.classes & role != 0) && kind(i + 2);
        let covered = headed || object.is_some_and(|at| kind(i + 1 + at));
        if label
            || covered
            || bought && buying
            || matches!(word(i.wrapping_sub(1)), "for" | "at" | "of") && before.is_some_and(|t| t.classes & role != 0 && t.person.is_none())
            || matches!(word(i + 1), "'s" | "’s") && tokens.get(i + 2).is_some_and(|t| t.classes & role != 0)
        {
            balance[id] += 2;
        } else if named && roles || before.is_some_and(|t| t.classes & role != 0) && (joins(text, &tokens[i - 1]) || word(i - 1) == ",") {
            balance[id] -= 3;
        }
    }
    for token in tokens.iter_mut() {
        if token.person.is_some_and(|id| balance.get(usize::from(id)).is_some_and(|b| *b > 0)) {
            token.person = None;
            token.mask(Sort::Org, mask::ORG);
        }
    }
}

/// Most words between the role and the customer whose it is: "the ASE of this", "the ASE for our".
const BETWEEN: usize = 2;

/// Drops the customer from "the ASE of Bow Valley" and "the customer's ASE", where it says only whose ASE is meant.
pub(super) fn whose(text: &str, tokens: &mut Vec<Token>, lexicon: &Lexicon) {
    let (role, customer) = (lexicon.role(), lexicon.class("customer"));
    let word = |t: &Token| &text[t.range.clone()];
    let owner = |t: &Token| t.person.is_none() && (t.sort == Sort::Org || t.classes & customer != 0 && t.classes & role == 0);
    let mut drop = vec![false; tokens.len()];
    for i in (0..tokens.len()).filter(|i| tokens[*i].classes & role != 0 && tokens[*i].person.is_none()) {
        let behind = tokens.get(i + 1).is_some_and(|t| matches!(word(t), "of" | "for" | "at"));
        let after = (i + 2..(i + 3 + BETWEEN).min(tokens.len()))
            .find(|j| owner(&tokens[*j]) && tokens.get(j + 1).is_none_or(|t| t.classes & customer == 0))
            .filter(|j| behind && tokens[i + 2..*j].iter().all(|t| matches!(word(t), "the" | "this" | "that" | "our" | "their") || owner(t)));
        if let Some(end) = after {
            drop[i + 1..=end].fill(true);
        }
        if let Some(owner) = i.checked_sub(2).filter(|j| owner(&tokens[*j]) && matches!(word(&tokens[i - 1]), "'s" | "’s")) {
            drop[owner..i].fill(true);
        }
    }
    let mut kept = drop.iter().map(|d| !d);
    tokens.retain(|_| kept.next().unwrap_or(true));
}
