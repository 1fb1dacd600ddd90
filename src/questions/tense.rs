//! Whether a sentence tells what happened or what is to happen. Stems do not tell them apart: "the on-call engineer handled it" and "handles it".

use std::collections::HashMap;
use std::sync::LazyLock;

use super::hashed::Hashed;
use super::stem::hash;
use super::tokens::{Sort, Token};

/// When what a sentence tells of takes place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Tense {
    /// Nothing tells: "Emergencies: the CEOC."
    #[default]
    Open,
    /// All of it is over.
    Past,
    Present,
    Both,
}

/// Past forms that are nothing else.
const PAST: u8 = 1;
/// Past forms that are participles as well: "she kept it", "it is kept".
const EITHER: u8 = 2;
const PRESENT: u8 = 4;
/// What stands before the verb of a sentence, besides names.
const SUBJECT: u8 = 8;
/// Verbs that tell a reader what to do at the start of a sentence, or behind a lead.
const ORDER: u8 = 16;
/// What an order may stand behind.
const LEAD: u8 = 32;
/// What a past form behind it does not put into the past: "on-call has got it", "same as ever was".
const STILL: u8 = 64;
/// What a verb with an object goes on with.
const OBJECT: u8 = 128;

const WORDS: &[(u8, &str)] = &[
    (
        PAST,
        "was wasn't were weren't did didn't had hadn't took went came got wrote gave saw spoke woke drove became began knew chose fell broke threw rose rang forgot ran happened occurred",
    ),
    (
        EITHER,
        "told said met left kept found made thought sent paid held led built brought bought heard meant stood lost won sat slept spent understood caught taught dealt put",
    ),
    (
        PRESENT,
        "is isn't are aren't am be will won't should shouldn't must mustn't shall can can't cannot may please kindly need needs do don't does doesn't go goes gets let let's ought",
    ),
    (
        PRESENT,
        "if whenever whoever whichever whatever it's there's that's he's she's who's they're we're i'm you're stays stay remain remains belongs belong keep keeps",
    ),
    (
        SUBJECT,
        "i he she it we they you who engineer engineers manager team ceoc call oncall rotation customer client ase support somebody someone nobody everybody everyone colleague backup",
    ),
    (SUBJECT, "queue us pod also only then just never always finally once even"),
    (
        ORDER,
        "page call ask assign reply respond answer handle take treat follow use leave put send tell inform ping escalate work wait notify route hand contact see check raise open start",
    ),
    (
        ORDER,
        "pick solve close move make give write add cc set process alert wake phone ring act run reassign consult mention summarise summarize post message dm grab own expect continue",
    ),
    (ORDER, "proceed loop bring find"),
    (STILL, "as same ever always has have never what how why if"),
    (OBJECT, "it him her them us me the a an this that these those all both everything his their our its my"),
    (LEAD, "and then or to first just simply but so not never always please immediately directly still also"),
];

static KINDS: LazyLock<HashMap<u32, u8, Hashed>> = LazyLock::new(|| {
    let mut kinds = HashMap::default();
    for (kind, word) in WORDS.iter().flat_map(|(kind, words)| words.split(' ').map(move |word| (kind, word))) {
        *kinds.entry(hash(word.as_bytes())).or_default() |= kind;
    }
    kinds
});

/// The tense of the words of a unit that stand from byte `body` on.
pub(super) fn tense(text: &str, tokens: &[Token], body: usize) -> Tense {
    let (mut past, mut present) = (false, false);
    // Whether the word before may be what the verb speaks of, and whether an order may follow.
    let (mut subject, mut lead, mut still) = (false, true, false);
    let kinds = &*KINDS;
    let kind_of = |token: &Token| if token.sort == Sort::Word { kinds.get(&token.word).copied().unwrap_or_default() } else { 0 };
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.range.start >= body) {
        let raw = &text[token.range.clone()];
        let is_word = token.sort == Sort::Word && token.person.is_none();
        // The month is no verb.
        let kind = if is_word && raw != "May" { kind_of(token) } else { 0 };
        // "Jill took it", and not "Jill informed": what is done to whom.
        let object = || tokens.get(at + 1).is_some_and(|next| next.person.is_some() || kind_of(next) & OBJECT != 0);
        if kind & PAST != 0 && !still || is_word && subject && (kind & EITHER != 0 || is_regular_past(raw)) && object() {
            past = true;
        } else if kind & PRESENT != 0 || kind & ORDER != 0 && lead || is_word && subject && is_third_person(raw) {
            present = true;
        }
        still = kind & STILL != 0 || raw.ends_with("'s") || raw.ends_with("’s") || still && matches!(raw, "it" | "they");
        subject = token.person.is_some() || token.sort == Sort::Org || kind & SUBJECT != 0;
        lead = matches!(token.sort, Sort::Mark(_)) || kind & LEAD != 0;
    }
    match (past, present) {
        (true, true) => Tense::Both,
        (true, false) => Tense::Past,
        (false, true) => Tense::Present,
        (false, false) => Tense::Open,
    }
}

fn is_regular_past(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed") && !matches!(word, "speed" | "exceed" | "proceed" | "succeed" | "indeed" | "unassigned" | "based" | "named")
}

/// "handles", and not "process" or "always".
fn is_third_person(word: &str) -> bool {
    let other =
        word.ends_with("ss") || word.ends_with("us") || word.ends_with("'s") || matches!(word, "hours" | "tickets" | "always" | "emergencies" | "engineers");
    word.len() > 3 && word.ends_with('s') && !other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questions::tokens::tokens;

    #[test]
    fn reports_are_told_from_rules() {
        for (text, wanted) in [
            ("The on-call engineer handled it and the manager joined the call.", Tense::Past),
            ("We had an outage in May; the CEOC took it.", Tense::Past),
            ("It was paged in March.", Tense::Past),
            ("The on-call engineer handles it.", Tense::Present),
            ("Emergencies are handled by the on-call engineer.", Tense::Present),
            ("Page the CEOC.", Tense::Present),
            ("Emergencies: page the CEOC, then tell the manager.", Tense::Present),
            ("They are kept by whoever took them.", Tense::Both),
            ("Emergencies: the CEOC.", Tense::Open),
            ("Emergency tickets handled by on-call", Tense::Open),
            ("the engineer assigned to it", Tense::Open),
            ("Emergencies: on-call, the manager informed", Tense::Open),
            ("It is the on-call engineer, same as ever was.", Tense::Present),
            ("On-call's got the pager.", Tense::Open),
            ("If they pressed the button, the CEOC.", Tense::Both),
            ("Emergencies: on-call, with a note on what happened.", Tense::Open),
        ] {
            assert_eq!(tense(text, &tokens(text), 0), wanted, "{text}");
        }
    }
}
