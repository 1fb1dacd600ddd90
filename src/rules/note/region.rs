//! A region called by a name that Support does not use for its ASEs.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::clause;
use crate::diagnostic::{Safety, Severity};
use crate::document::note::Note;
use crate::document::rendered::Shown;
use crate::rules::{Check, Context, Rule, RuleOption, words};

pub(super) const RULE: Rule = Rule {
    id: "note/region",
    summary: "a region has a name that Support does not use for ASEs",
    why: "Tickets and managers are found by the region: AMER, EMEA or APAC. `APJ` is what Salesforce says; nobody in Support looks for it.",
    how: "Write AMER (or AMER-W, AMER-C, AMER-E), EMEA or APAC. A value of Salesforce that is meant as such goes between backticks.",
    severity: Severity::Warning,
    fix: Some(Safety::Safe),
    options: &[RuleOption {
        name: "names",
        schema: r#"{"type": "object", "additionalProperties": {"type": "string"}}"#,
        default: "{}",
        help: "more names in capitals, each with Support's name: {LATAM: AMER}",
    }],
    check: Check::Note(check),
};

static BUILT_IN: LazyLock<Names> = LazyLock::new(|| Names::new(built_in()));

fn built_in() -> BTreeMap<String, String> {
    serde_yaml::from_str(include_str!("regions.yaml")).expect("regions.yaml has this shape")
}

/// Words that make it the region of somebody else than the ASE.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?i:\b(?:salesforce|sfdc|org_region|sales|account (?:manager|executive|owner|team)s?|customer success|solutions? architects?)\b)|\b(?:AE|AM|CSM|SA|TAM)s?\b";
    Regex::new(pattern).expect("the pattern is well-formed")
});
static ASE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bASEs?\b|(?i:\bassigned support engineer)").expect("the pattern is well-formed"));
/// Capitalised words behind a region that make no name of it.
const COMMON: &[&str] = &[
    "Account",
    "Ase",
    "Business",
    "Daytime",
    "Engineer",
    "Engineers",
    "Hours",
    "Leadership",
    "Manager",
    "Managers",
    "Office",
    "Region",
    "Support",
    "Team",
    "Teams",
    "Tickets",
    "Time",
    "Timezone",
    "Working",
];

/// What is written, and what it is called; with the search for all of them.
struct Names {
    names: Vec<(String, String)>,
    search: Option<AhoCorasick>,
}

impl Names {
    fn new(mut names: BTreeMap<String, String>) -> Self {
        names.retain(|from, to| !from.is_empty() && from != to);
        let names: Vec<(String, String)> = names.into_iter().collect();
        let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names.iter().map(|(from, _)| from)).ok();
        Self { names, search }
    }
}

fn check(note: &Note, cx: &mut Context<'_>) {
    let own: Names;
    let Names { names, search } = match cx.option::<BTreeMap<String, String>>("names") {
        None => &*BUILT_IN,
        Some(more) => {
            own = Names::new(built_in().into_iter().chain(more).collect());
            &own
        }
    };
    let Some(search) = search else { return };
    let organization = note.field("name").map_or("", |field| field.text.value());
    for shown in note.shown() {
        let text = shown.text();
        for hit in search.find_iter(text) {
            let range = hit.range();
            let (from, to) = &names[hit.pattern().as_usize()];
            if !is_word(text, &range) || !is_region(shown, &range) || organization.split(|c: char| !c.is_alphanumeric()).any(|word| word == from) {
                continue;
            }
            let span = shown.place(range);
            let found = cx.report(span, format!("{} is no region of Support's ASEs: it is called {}", words::code(from), words::code(to)));
            found.subject(from).help(format!("write {}", words::code(to)));
            if note.source.slice(span) == from {
                found.replace(Safety::Safe, format!("replace {} by {}", words::code(from), words::code(to)), span, to);
            }
        }
    }
}

/// Whether it stands alone: `APJ-based` does, `APJ-12`, `#APJ` and `sales_APJ` do not.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    if before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '#' | '@' | '~' | '$' | '.' | ':')) {
        return false;
    }
    let mut next = after.chars();
    match next.next() {
        Some('-' | '.') => !next.next().is_some_and(|c| c.is_uppercase() || c.is_numeric() || (after.starts_with('.') && c.is_alphanumeric())),
        Some('_' | '@' | '&') => false,
        Some(c) => !c.is_alphanumeric(),
        None => true,
    }
}

/// Whether it is the region of an ASE, as far as the words around it tell.
fn is_region(shown: Shown<'_>, range: &Range<usize>) -> bool {
    let text = shown.text();
    if shown.rendered.is_code(range) || shown.rendered.is_url(range) {
        return false;
    }
    let (before, after) = (&text[..range.start], &text[range.end..]);
    // A word in quotes is quoted.
    if before.ends_with(['"', '“', '\'', '‘', '«', '„']) && after.starts_with(['"', '”', '\'', '’', '»', '“']) {
        return false;
    }
    // "APJ Mining" is a customer.
    if let Some(next) = after.strip_prefix(' ') {
        let word: String = next.chars().take_while(|c| c.is_alphanumeric()).take(40).collect();
        let is_capitalised = word.chars().next().is_some_and(char::is_uppercase) && word.chars().any(char::is_lowercase);
        if is_capitalised && !COMMON.contains(&word.as_str()) {
            return false;
        }
    }
    let sentence = &text[clause::around(text, range)];
    !OTHERS.is_match(sentence) || ASE.is_match(sentence)
}
