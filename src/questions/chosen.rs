//! Who of the people that a text names is the ASE.

use super::lexicon::{Lexicon, mask};
use super::names::Person;
use super::places::is_ase;
use super::stem::hash;
use super::tokens::{Sort, Token};

/// What it counts for that a sentence makes somebody the ASE in so many words.
const PLAINLY: f32 = 2.0;

/// Most tokens from a person to what is said of them.
const NEAR: usize = 7;

/// Chooses the ASE: the person whom the text puts nearest to the role and names most; marks the tokens. `None` when nothing speaks for anybody.
pub(super) fn choose(text: &str, tokens: &mut [Token], people: &mut [Person], lexicon: &Lexicon) -> Option<u16> {
    let class = |n: &str| lexicon.class(n);
    let (role, other, former, backup) = (lexicon.role() | class("owner-of-account"), class("other-role"), class("former"), class("cover"));
    let done = class("assign") | class("keep") | class("wait") | backup;
    for (i, token) in tokens.iter().enumerate() {
        let Some(id) = token.person.map(usize::from) else { continue };
        let mut gain = 0.4;
        // "The ASE for Bow Valley", "their engineer at Bow Valley": the customer. "New cases are for Kim", "wait for Kim": the ASE.
        let raw = |b: usize| &text[tokens[b].range.clone()];
        let meant = i.checked_sub(2).is_some_and(|b| tokens[b].classes & done != 0 || matches!(raw(b), "is" | "are" | "go" | "goes"));
        if i.checked_sub(1).is_some_and(|b| matches!(raw(b), "at" | "At" | "from") || matches!(raw(b), "for" | "For") && !meant) {
            gain -= 2.5;
        }
        // "Kim is the ASE", "the ASE is Kim": nothing says it more plainly.
        if is_ase(text, tokens, i, true, lexicon) {
            gain += PLAINLY;
        }
        if is_denied(text, tokens, i, role) {
            gain -= PLAINLY;
        }
        // Each token around within the sentence, with the one that is nearer.
        let goes_on = |(_, at, _): &(usize, usize, usize)| tokens.get(*at).is_some_and(|t| !matches!(t.sort, Sort::Mark('.' | '?' | '!')));
        let before = (1..=NEAR).map_while(|distance| i.checked_sub(distance).map(|at| (distance, at, at + 1))).take_while(goes_on);
        let behind = (1..=NEAR).map(|distance| (distance, i + distance, i + distance - 1)).take_while(goes_on);
        for (distance, at, nearer) in before.chain(behind) {
            let near = &tokens[at];
            let between = near.range.start.min(token.range.end)..near.range.start.max(token.range.start);
            if text[between].contains('\n') {
                continue;
            }
            let weight = if distance <= 2 { 1.0 } else { 0.5 };
            // All words of "takes care of" are one role.
            if near.classes & role != 0 && tokens[nearer].classes & role == 0 {
                gain += 2.0 * weight;
            }
            if near.classes & other != 0 && near.classes & role == 0 && distance <= 3 {
                gain -= 2.0;
            }
            if near.classes & former != 0 && distance <= 4 {
                gain -= 1.5;
            }
            if near.classes & backup != 0 && distance <= 2 && at < i {
                gain -= 0.3;
            }
        }
        people[id].score += gain;
    }
    // The first to be named; whom the grammar showed to be the customer no token names any more.
    if let Some(first) = tokens.iter().filter_map(|t| t.person).min() {
        people[usize::from(first)].score += 0.5;
    }
    let best = people.iter().enumerate().max_by(|a, b| a.1.score.total_cmp(&b.1.score).then(b.0.cmp(&a.0)))?;
    let id = u16::try_from(best.0).ok().filter(|_| best.1.score > 0.3)?;
    for token in tokens.iter_mut().filter(|t| t.person == Some(id)) {
        token.stem = hash(mask::ASE.as_bytes());
    }
    Some(id)
}

/// Whether the grammar says that the person at `at` is the ASE no longer, or has one: "Kim was the ASE", "the ASE was Kim", "Kim handed the role over",
/// "Kim has two ASEs".
fn is_denied(text: &str, tokens: &[Token], at: usize, role: u128) -> bool {
    let raw = |i: usize| tokens.get(i).map_or("", |t| &text[t.range.clone()]);
    let role_behind = |from: usize| tokens[from.min(tokens.len())..(from + 5).min(tokens.len())].iter().any(|t| t.classes & role != 0);
    let made = |word: &str| matches!(word, "named" | "appointed" | "made" | "assigned" | "chosen" | "introduced" | "given");
    let was = raw(at + 1) == "was" && !made(raw(at + 2)) && role_behind(at + 2);
    let until = at > 1 && raw(at - 1) == "was" && tokens[at.saturating_sub(4)..at].iter().any(|t| t.classes & role != 0);
    let handed = matches!(raw(at + 1), "handed" | "passed" | "gave") && role_behind(at + 2);
    let has = raw(at + 1) == "has" && matches!(raw(at + 2), "a" | "an" | "no" | "two" | "three" | "its" | "their") && role_behind(at + 3);
    was || until || handed || has
}
