//! A placeholder that somebody meant to replace and did not.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::target::{TOKENS, Target};
use crate::diagnostic::{Safety, Severity};
use crate::document::note::Note;
use crate::document::rendered::{LinkKind, Shown};
use crate::rules::{Check, Context, Rule, RuleOption, words};

pub(super) const RULE: Rule = Rule {
    id: "note/placeholder",
    summary: "a placeholder was left in the text",
    why: "Whoever reads the note on a ticket finds a gap where the answer should be: nobody knows who the ASE is, or the customer gets a link that leads nowhere.",
    how: "Write what the placeholder stands for. If it is not known yet, take the line out, or say what to do until it is known. A word that is meant as such goes between backticks.",
    severity: Severity::Error,
    fix: None::<Safety>,
    options: &[RuleOption {
        name: "words",
        schema: r#"{"type": "array", "items": {"type": "string", "minLength": 1}}"#,
        default: "[]",
        help: "more words that are placeholders, in exactly this spelling: [TBA, XXX]",
    }],
    check: Check::Note(check),
};

/// A word of a template, what is left open in words or marks, or `<what belongs here>`.
static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let tokens = TOKENS.join("|");
    let pattern = format!(r"(?<token>{tokens}|LINK COMING SOON)|(?<word>TODO|FIXME|(?i:tbd))|(?<marks>\?{{3,}})|<(?<angle>[A-Za-z][^<>]{{0,80}})>");
    Regex::new(&pattern).expect("the pattern is well-formed")
});

/// What each of them but the last begins with, which a text is searched for in less time.
static START: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(r"{}|LINK COMING SOON|TODO|FIXME|(?i:tbd)|\?\?\?", TOKENS.join("|"));
    Regex::new(&pattern).expect("the pattern is well-formed")
});

/// "her TODO list": the noun.
static NOUN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^TODO[ -](?:lists?|items?)\b").expect("the pattern is well-formed"));
/// The name in `</name>`.
static CLOSING_TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"</([A-Za-z][\w-]*)").expect("the pattern is well-formed"));
const DETERMINERS: &[&str] = &["a", "an", "the", "her", "his", "their", "our", "your", "my", "its", "gitlab"];

fn check(note: &Note, cx: &mut Context<'_>) {
    let more: Vec<String> = cx.option("words").unwrap_or_default();
    for shown in note.shown() {
        let mut found = in_text(shown);
        found.extend(more.iter().filter(|word| !word.is_empty()).flat_map(|word| own_word(shown, word)));
        found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        let mut done = 0;
        for range in found {
            // `<TBD>` is one placeholder, not two.
            if range.start < done {
                continue;
            }
            done = range.end;
            let written = &shown.text()[range.clone()];
            let message = format!("the placeholder {} was never replaced", words::code(written));
            cx.report(shown.place(range), message).help(help(written)).subject(written);
        }
        for link in &shown.rendered.links {
            if link.kind != LinkKind::Repeated && !link.kind.shows_url() && Target::of(&link.destination) == Target::Placeholder {
                let message = format!("the link goes to the placeholder {}", words::code(&link.destination));
                cx.report(shown.locate(link.target.clone()), message).help("put the real address there, or take the link out").subject(&link.destination);
            }
        }
    }
}

fn help(written: &str) -> String {
    if written.contains("LINK") {
        return "put the real link there".to_owned();
    }
    if written.starts_with('<') {
        return "write the real words there; if the angle brackets are meant, set them as code".to_owned();
    }
    "write what belongs there, or take the line out".to_owned()
}

/// The placeholders in the visible text outside code.
fn in_text(shown: Shown<'_>) -> Vec<Range<usize>> {
    let text = shown.text();
    if !text.contains('<') && !START.is_match(text) {
        return Vec::new();
    }
    let closed: HashSet<&str> = CLOSING_TAG.captures_iter(text).filter_map(|found| Some(found.get(1)?.as_str())).collect();
    let is_placeholder = |found: &regex::Captures<'_>| {
        let range = found.get(0)?.range();
        if shown.rendered.is_code(&range) {
            return None;
        }
        let in_url = || shown.rendered.is_url(&range);
        let ok = if found.name("token").is_some() {
            stands_alone(text, &range, |c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        } else if found.name("word").is_some() {
            stands_alone(text, &range, |c| c.is_alphanumeric() || c == '_') && !in_url() && !is_compound(text, &range) && !is_noun(text, &range)
        } else if found.name("marks").is_some() {
            // "Really???" is a question, "Region: ???" a gap.
            !text[..range.start].ends_with(char::is_alphanumeric) && !in_url()
        } else {
            let inside = found.name("angle")?.as_str();
            !text[..range.start].ends_with(|c: char| c.is_alphanumeric() || c == '_') && !in_url() && is_gap(inside, &closed)
        };
        ok.then_some(range)
    };
    PATTERN.captures_iter(text).filter_map(|found| is_placeholder(&found)).collect()
}

/// A word of the config, standing alone.
fn own_word(shown: Shown<'_>, word: &str) -> Vec<Range<usize>> {
    let text = shown.text();
    let places = text.match_indices(word).map(|(at, found)| at..at + found.len());
    let word_char = |c: char| c.is_alphanumeric() || c == '_';
    places.filter(|range| stands_alone(text, range, word_char) && !shown.rendered.is_code(range) && !shown.rendered.is_url(range)).collect()
}

/// Whether no character on either side belongs to the same word.
fn stands_alone(text: &str, range: &Range<usize>, in_word: impl Fn(char) -> bool) -> bool {
    !text[..range.start].ends_with(&in_word) && !text[range.end..].starts_with(&in_word)
}

/// `#TODO`, `TODO-42`, `TODO.md`: a name of something.
fn is_compound(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let mut next = after.chars();
    let joined = matches!(next.next(), Some('.' | '-')) && next.next().is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    joined || before.ends_with(['#', '@', '~', '$'])
}

fn is_noun(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end_matches(' ').rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    NOUN.is_match(&text[range.start..]) && DETERMINERS.contains(&before.to_lowercase().as_str())
}

/// Whether `<inside>` waits for words, rather than being a tag, a URL or an address. `closed` holds the names of all closing tags.
fn is_gap(inside: &str, closed: &HashSet<&str>) -> bool {
    if inside.contains(['=', '@', '\\']) || inside.contains("\n\n") || inside.contains("://") || inside.ends_with('/') || inside.starts_with("mailto:") {
        return false;
    }
    // `<redacted>` stands where something was, and shall not be there.
    if ["redacted", "removed", "hidden", "snip", "omitted"].iter().any(|word| inside.eq_ignore_ascii_case(word)) {
        return false;
    }
    // `<notes>…</notes>` is markup.
    let name_len = inside.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(inside.len());
    !closed.contains(&inside[..name_len])
}
