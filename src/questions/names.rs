//! Who is named in a text: people, organizations and places by their shape, and which of the people is the ASE.

use super::hashed::Hashed;
use super::lexicon::{Lexicon, mask};
use super::places::{self, is_ase};
use super::stem::hash;
use super::tokens::{Sort, Token, joins, lower};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Most people that one text names; more are not told apart.
const MOST: usize = 1_000;
const PARTICLES: &[&str] = &[
    "van", "de", "der", "den", "von", "da", "di", "do", "dos", "bin", "binti", "al", "el", "la", "le", "ter", "ten", "ben", "ibn", "du", "del", "della", "zu",
    "y", "af", "abu", "mac", "mc", "st",
];
const TITLES: &[&str] = &["mr", "mrs", "ms", "dr", "frau", "herr", "prof", "sir", "señor", "señora", "mme", "san", "sama"];
/// What a given name is besides. "James" has the stem of "jams", and is still nothing but a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Given {
    Name,
    /// An ordinary word too, as "Will" and "Rose".
    Word,
    /// A month, a day, a title or a word that often has a capital too: only a surname behind it makes a name of it.
    Shared,
    /// A place too, as "Florence" and "Sydney".
    Place,
    /// First of all an ordinary word, as "Rich" and "Young": only what it stands beside makes a name of it.
    Rare,
}

/// The given names by the hash of each, with what else it is.
static GIVEN: LazyLock<HashMap<u32, Given, Hashed>> = LazyLock::new(|| {
    include_str!("given.txt")
        .lines()
        .map(|line| match line.split_once('\t') {
            Some((name, "word")) => (name, Given::Word),
            Some((name, "place")) => (name, Given::Place),
            Some((name, "rare")) => (name, Given::Rare),
            Some((name, _)) => (name, Given::Shared),
            None => (line, Given::Name),
        })
        .map(|(name, given)| (hash(name.as_bytes()), given))
        .collect()
});

/// Whether a word is a given name and nothing else.
pub(super) fn is_given(token: &Token) -> bool {
    GIVEN.get(&token.word) == Some(&Given::Name)
}

/// Whether a word is a given name and a place.
pub(super) fn is_given_place(token: &Token) -> bool {
    GIVEN.get(&token.word) == Some(&Given::Place)
}

/// Whether a word is a title, which is no part of a name.
fn is_title(token: &Token) -> bool {
    static HASHES: LazyLock<HashSet<u32, Hashed>> = LazyLock::new(|| TITLES.iter().map(|title| hash(title.as_bytes())).collect());
    HASHES.contains(&token.word)
}

/// Whether a word may stand between the parts of a name.
fn is_particle(token: &Token) -> bool {
    static HASHES: LazyLock<HashSet<u32, Hashed>> = LazyLock::new(|| PARTICLES.iter().map(|particle| hash(particle.as_bytes())).collect());
    HASHES.contains(&token.word)
}

#[derive(Debug, Clone)]
pub struct Person {
    /// Lower-case parts of the fullest form; of a handle, the handle without `@`.
    pub parts: Vec<String>,
    /// The fullest form as written, and where it stands first.
    pub range: Range<usize>,
    pub mentions: u32,
    /// How much speaks for this person being the ASE.
    pub score: f32,
}

/// Masks names, organizations and places in the tokens and returns the people.
pub(super) fn mark(text: &str, tokens: &mut Vec<Token>, lexicon: &Lexicon) -> Vec<Person> {
    super::caseless::mark(text, tokens, lexicon);
    places::mark(text, tokens, lexicon);
    let learnt = learn(text, tokens, lexicon);
    let mut people: Vec<Person> = Vec::new();
    let mut index: HashMap<String, u16> = HashMap::new();
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let (org_word, role) = (lexicon.class("org-word"), lexicon.role());
    let mut at = 0;
    while at < tokens.len() {
        let end = name_end(text, tokens, at, lexicon, &learnt);
        if end == at {
            let mut token = tokens[at].clone();
            if token.sort == Sort::Handle {
                let handle = text[token.range.clone()].trim_start_matches('@').to_lowercase();
                token.person = person(&mut people, &mut index, vec![handle], &token.range);
            }
            out.push(token);
            at += 1;
            continue;
        }
        // "Aster & Vine Retail" is one name, "Kim & Bo" are two.
        let trade = |t: &Token| t.classes & org_word != 0 && !is_given(t);
        let firm = |from: usize, to: usize| to > from && tokens[from..to].iter().any(trade);
        let joined =
            if text[tokens[end - 1].range.end..].starts_with(" & ") && end < tokens.len() { name_end(text, tokens, end, lexicon, &learnt) } else { end };
        let end = if firm(end, joined) { joined } else { end };
        let run = &tokens[at..end];
        let range = run[0].range.start..run[run.len() - 1].range.end;
        let mut token = Token::new(Sort::Name, range.clone(), 0);
        token.first = run[0].first;
        token.capital = true;
        let all_places = run.iter().all(|t| matches!(t.sort, Sort::Place(_)));
        // "The ASE is Sue Banks": whatever the name looks like, a person is meant.
        let titled = at > 1 && tokens[at - 2].classes & role != 0 && joins(text, &tokens[at - 1]);
        let org = run.len() > 1 && firm(at, end) && !titled || trailing_org(text, tokens, end);
        // "writes from Takoradi", "sits in Hermosillo": a town that no list has.
        let place = run.len() <= 3
            && matches!(at.checked_sub(1).map(|b| text[tokens[b].range.clone()].to_lowercase()).as_deref(), Some("in" | "from" | "near" | "outside"))
            && tokens[at.saturating_sub(4)..at].iter().any(|t| t.classes & lexicon.class("live-verb") != 0)
            && !text[range.end..].starts_with(['\'', '’']);
        if place {
            for mut token in run.iter().cloned() {
                token.mask(Sort::Place(None), mask::PLACE);
                out.push(token);
            }
        } else if all_places {
            out.extend(run.iter().cloned());
        } else if org {
            token.mask(Sort::Org, mask::ORG);
            out.push(token);
        } else {
            token.mask(Sort::Name, mask::NAME);
            let parts = run.iter().filter(|t| !is_title(t)).map(|t| text[t.range.clone()].to_lowercase()).collect();
            token.person = person(&mut people, &mut index, parts, &range);
            out.push(token);
        }
        at = end;
    }
    *tokens = out;
    link_handles(&mut people, tokens);
    people
}

/// `GmbH`, `Ltd` after the name.
fn trailing_org(text: &str, tokens: &[Token], end: usize) -> bool {
    tokens
        .get(end)
        .is_some_and(|t| matches!(text[t.range.clone()].to_lowercase().as_str(), "gmbh" | "inc" | "ltd" | "llc" | "plc" | "ag" | "bv" | "oy" | "ab" | "corp"))
}

fn person(people: &mut Vec<Person>, index: &mut HashMap<String, u16>, parts: Vec<String>, range: &Range<usize>) -> Option<u16> {
    let known = parts
        .iter()
        .find_map(|p| index.get(p).copied())
        .filter(|_| parts.len() == 1)
        .or_else(|| parts.first().and_then(|p| index.get(p).copied()).filter(|i| compatible(&people[usize::from(*i)].parts, &parts)));
    if let Some(i) = known {
        let person = &mut people[usize::from(i)];
        person.mentions += 1;
        if parts.len() > person.parts.len() {
            for part in &parts {
                index.entry(part.clone()).or_insert(i);
            }
            person.parts = parts;
            person.range = range.clone();
        }
        return Some(i);
    }
    let id = u16::try_from(people.len()).ok().filter(|i| usize::from(*i) < MOST)?;
    for part in &parts {
        if !PARTICLES.contains(&part.as_str()) {
            index.entry(part.clone()).or_insert(id);
        }
    }
    people.push(Person { parts, range: range.clone(), mentions: 1, score: 0.0 });
    Some(id)
}

/// "Ana" and "Ana Lima" may be one person, "Ana Lima" and "Ana Reyes" are not.
fn compatible(a: &[String], b: &[String]) -> bool {
    a.len() == 1 || b.len() == 1 || a.last() == b.last() || a.iter().all(|p| b.contains(p)) || b.iter().all(|p| a.contains(p))
}

/// A handle that holds a person's name is that person's.
fn link_handles(people: &mut [Person], tokens: &mut [Token]) {
    if people.len() > 60 {
        return;
    }
    let mut same: HashMap<u16, u16> = HashMap::new();
    for (i, handle) in people.iter().enumerate() {
        if handle.parts.len() != 1 {
            continue;
        }
        let plain = &handle.parts[0];
        let owner = people.iter().enumerate().find(|(j, p)| {
            *j != i && p.parts.len() > 1 && p.parts.iter().any(|part| part.len() > 3 && plain.len() > part.len() && plain.contains(&fold(part)))
        });
        if let (Some((j, _)), Ok(i)) = (owner, u16::try_from(i))
            && tokens.iter().any(|t| t.sort == Sort::Handle && t.person == Some(i))
        {
            same.insert(i, u16::try_from(j).unwrap_or(i));
        }
    }
    for token in tokens.iter_mut() {
        if let Some(owner) = token.person.and_then(|p| same.get(&p)) {
            people[usize::from(*owner)].mentions += 1;
            token.person = Some(*owner);
        }
    }
}

/// Without the marks that handles cannot have.
fn fold(part: &str) -> String {
    part.chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' => 'a',
            'ç' | 'ć' | 'č' => 'c',
            'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
            'ì' | 'í' | 'î' | 'ï' | 'ı' => 'i',
            'ñ' | 'ń' | 'ň' => 'n',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
            'ù' | 'ú' | 'û' | 'ü' | 'ű' | 'ů' => 'u',
            'š' | 'ś' | 'ş' | 'ș' => 's',
            'ž' | 'ź' | 'ż' => 'z',
            'ł' => 'l',
            'ý' => 'y',
            'ř' => 'r',
            'ğ' => 'g',
            _ => c,
        })
        .collect()
}

/// Words that are names somewhere in the text, where their capital letter says so.
fn learn(text: &str, tokens: &[Token], lexicon: &Lexicon) -> HashSet<u32, Hashed> {
    let org_word = lexicon.class("org-word");
    let mut out = HashSet::default();
    for (i, token) in tokens.iter().enumerate() {
        if !shape(text, token) {
            continue;
        }
        let lower = || lower(&text[token.range.clone()]);
        let given = GIVEN.get(&token.word).copied();
        let ordinary = lexicon.is_ordinary(token.stem) && !matches!(given, Some(Given::Name | Given::Place)) || is_title(token);
        let next = tokens.get(i + 1).filter(|n| shape(text, n) && adjacent(text, token, n));
        let neighbour = next.is_some_and(|n| !lexicon.is_ordinary(n.stem));
        // "Rose Green", "Sue Banks": a surname that is a word too, and none by which the catalogue tells what a sentence is about.
        let surname = neighbour || next.is_some_and(|n| n.classes & !org_word == 0);
        if !ordinary && (!token.first || neighbour || !common_ending(&lower()))
            || given == Some(Given::Word) && (surname || !token.first)
            || given == Some(Given::Shared) && neighbour
            || matches!(given, Some(Given::Word | Given::Shared | Given::Rare)) && is_ase(text, tokens, i, true, lexicon)
        {
            out.insert(token.word);
        }
    }
    out
}

/// An unknown word at the start of a sentence with one of these endings is rather no name.
fn common_ending(lower: &str) -> bool {
    ["ing", "tion", "ness", "ment", "ly", "less", "able", "ible", "ful", "ised", "ized", "ed", "ship", "ties", "sion", "ers", "ever"]
        .iter()
        .any(|e| lower.len() > e.len() + 2 && lower.ends_with(e))
}

/// Capital first, not all capitals.
#[inline]
fn shape(text: &str, token: &Token) -> bool {
    token.sort == Sort::Word && token.capital && {
        let raw = &text[token.range.clone()];
        raw.len() > 1 && (token.caseless || raw.chars().skip(1).any(char::is_lowercase)) && !raw.bytes().any(|b| b.is_ascii_digit())
    }
}

pub(super) fn adjacent(text: &str, a: &Token, b: &Token) -> bool {
    let between = &text[a.range.end..b.range.start];
    between.len() <= 2 && between.chars().all(|c| matches!(c, ' ' | '-' | '\'' | '’' | '.'))
}

/// Where the name that starts at `at` ends; `at` when none does.
fn name_end(text: &str, tokens: &[Token], at: usize, lexicon: &Lexicon, learnt: &HashSet<u32, Hashed>) -> usize {
    // Most words of a text have no capital.
    if !tokens[at].capital && !matches!(tokens[at].sort, Sort::Place(_)) {
        return at;
    }
    let place = |i: usize| matches!(tokens[i].sort, Sort::Place(_));
    let named = |i: usize| shape(text, &tokens[i]) && learnt.contains(&tokens[i].word);
    let initial = |i: usize| tokens[i].sort == Sort::Word && tokens[i].capital && tokens[i].range.len() == 1 && text[tokens[i].range.end..].starts_with('.');
    if !(named(at) || place(at) || initial(at)) {
        return at;
    }
    let mut end = at + 1;
    let mut real = named(at);
    // "D. Okonkwo": the dot belongs to the initial.
    if initial(at) && tokens.get(end).is_some_and(|t| t.sort == Sort::Mark('.')) && tokens.get(end + 1).is_some_and(|t| shape(text, t)) {
        end += 1;
    }
    while end < tokens.len() && end - at < 7 && adjacent(text, &tokens[end - 1], &tokens[end]) {
        let particle = is_particle(&tokens[end])
            && end + 1 < tokens.len()
            && (named(end + 1) || place(end + 1) || shape(text, &tokens[end + 1]))
            && adjacent(text, &tokens[end], &tokens[end + 1]);
        // A known word in capitals after a given name is the surname, unless it is a role or a tool.
        let surname = real && shape(text, &tokens[end]) && classes(&tokens[end], lexicon) & lexicon.no_surname() == 0 && !tokens[end].first;
        if named(end) {
            real = true;
        } else if !(particle || place(end) || surname || initial(end) || real && is_second_half(text, tokens, end, lexicon)) {
            break;
        }
        end += 1;
        // "Gabrielle St. Clair": the dot belongs to the particle.
        let saint = is_particle(&tokens[end - 1]) && tokens.get(end).is_some_and(|t| t.sort == Sort::Mark('.'));
        if saint && tokens.get(end + 1).is_some_and(|t| shape(text, t) && adjacent(text, &tokens[end], t)) {
            end += 1;
        }
    }
    if real { end } else { at }
}

/// Whether a word is the second half of a given name such as "Hyun-woo" or "Jean-luc".
fn is_second_half(text: &str, tokens: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    let token = &tokens[at];
    let joined = &text[tokens[at - 1].range.end..token.range.start] == "-";
    let surname = tokens.get(at + 1).is_some_and(|next| shape(text, next) && adjacent(text, token, next));
    joined && token.sort == Sort::Word && (2..=6).contains(&token.range.len()) && token.classes == 0 && (surname || !lexicon.is_ordinary(token.stem))
}

/// The classes of a word by itself.
fn classes(token: &Token, lexicon: &Lexicon) -> u128 {
    let mut bits = 0;
    lexicon.find(&[token.stem], 0..1, |_, _, classes| bits |= classes);
    bits
}
