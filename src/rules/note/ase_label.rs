//! The ASE is labelled by one subject instead of introduced.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::clause;
use crate::diagnostic::Severity;
use crate::document::note::Note;
use crate::document::rendered::Shown;
use crate::rules::{Check, Context, Rule, words};

pub(super) const RULE: Rule = Rule {
    id: "note/ase-label",
    summary: "the ASE is labelled instead of introduced",
    why: "'Tanuki is a database expert' suggests that Tanuki knows nothing else: colleagues keep other tickets from the ASE, and the customer thinks that those are in the wrong hands.",
    how: "Say what the ASE does for the customer, or what they have worked on: 'Tanuki is your ASE and has helped several customers with their databases'.",
    severity: Severity::Info,
    fix: None,
    options: &[],
    check: Check::Note(check),
};

const NAME: &str = r"\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’-]+){0,2}";

/// "ASE: Jill Smith", "the ASE is Jill", "Jill is the AMER ASE".
static ASE_NAME: LazyLock<Regex> = LazyLock::new(|| {
    let ase = r"(?:ASE|[Aa]ssigned [Ss]upport [Ee]ngineer)";
    let before = format!(r"\b{ase}(?:\s\(ASE\))?(?:\sfor\s[^.\n]{{1,40}}?)?(?:\sis|\s?[:–—=-]|,)?\s+(?<a>{NAME})");
    let after = format!(r"(?<b>{NAME})(?:\s\([^()\n]{{0,40}}\))?(?:,?\s(?:is|will\sbe)|,)\s(?:(?:the|our|your|their|an|its)\s)?(?:[\w/-]+\s){{0,3}}?{ase}\b");
    Regex::new(&format!("{before}|{after}")).expect("the pattern is well-formed")
});

static ROLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bASEs?\b|(?i:\bassigned support engineer)").expect("the pattern is well-formed"));

/// "Jill is a database expert": who, the words between, the label.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    let who = format!(r"(?:[Tt]he|[Yy]our|[Oo]ur|[Tt]heir)\s(?:ASE|[Aa]ssigned\s[Ss]upport\s[Ee]ngineer)|{NAME}|[Ss]?[Hh]e|[Tt]hey");
    let label = r"(?i:subject[\s-]matter\sexperts?|experts?|specialists?|gurus?|wizards?|wiz|whiz|ninjas?|rock\s?stars?|genius|maven)|SMEs?";
    let pattern = format!(
        r#"\b(?<who>{who})(?:,?\s(?:is|are)|['’](?:s|re))\s(?:(?:a|an|the|our|your|their)\s)(?<between>(?:["“]?[\w/&+.-]*[\w/&+-]["”]?\s){{0,5}}?)(?<label>{label})\b"#
    );
    Regex::new(&pattern).expect("the pattern is well-formed")
});

/// A part of each label, in lower case.
static PART: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"expert|specialist|guru|wiz|whiz|ninja|rock\s?star|genius|maven|sme").expect("the pattern is well-formed"));

/// Words that begin something else: "the ASE and works with the expert".
const LINKING: &[&str] =
    &["as", "ase", "are", "at", "but", "by", "for", "from", "has", "in", "is", "of", "on", "than", "that", "to", "when", "who", "with", "not"];

fn check(note: &Note, cx: &mut Context<'_>) {
    for shown in note.shown() {
        let text = shown.text();
        if !may_label(text) || !LABEL.is_match(text) {
            continue;
        }
        let names = ase_names(note, shown, cx);
        let mut at = 0;
        while let Some(found) = LABEL.captures_at(text, at) {
            let (Some(all), Some(who), Some(between)) = (found.get(0), found.name("who"), found.name("between")) else { break };
            // "Jill is the ASE and Jill is an expert" begins twice.
            at = who.end();
            let links = between.as_str().split_whitespace().any(|word| LINKING.contains(&word.to_lowercase().as_str()));
            let possessive = text[all.end()..].starts_with(['\'', '’']);
            if links || possessive || shown.rendered.is_code(&all.range()) || !is_ase(text, &who.range(), &names) {
                continue;
            }
            let message = format!("{} labels the ASE by one subject", words::code(all.as_str()));
            cx.report(shown.place(all.range()), message).help("introduce the ASE by what they do for the customer").subject(all.as_str());
        }
    }
}

/// Whether one of the labels may stand there, which is found out in a fraction of the time that the whole pattern takes.
fn may_label(text: &str) -> bool {
    // What a pattern without case takes for an `s` and a `k`, too.
    PART.is_match(&text.to_ascii_lowercase()) || (!text.is_ascii() && text.contains(['ſ', '\u{212a}']))
}

/// The names of the note's ASEs: from the table, from what the judge found, and from the plain forms in the text.
fn ase_names(note: &Note, shown: Shown<'_>, cx: &Context<'_>) -> Vec<String> {
    let mut names: Vec<String> =
        ASE_NAME.captures_iter(shown.text()).filter_map(|found| Some(found.name("a").or(found.name("b"))?.as_str().to_owned())).collect();
    if let Some((id, _)) = note.id() {
        names.extend(cx.roster.of_organization(id).filter_map(|row| Some(row.ase.as_ref()?.value.clone())));
    }
    if let (Some(judgement), true) = (cx.judgement, ROLE.is_match(shown.text())) {
        names.extend(judgement.ase_names.iter().map(|name| name.text.trim_start_matches('@').to_owned()));
    }
    names.sort();
    names.dedup();
    names.retain(|name| !name.trim().is_empty());
    names
}

/// Whether the one at `who` is the ASE: by name, by role, or as the `she` of a sentence behind one that names the ASE.
fn is_ase(text: &str, who: &Range<usize>, names: &[String]) -> bool {
    let written = &text[who.clone()];
    // "our ASE", "Your ASE Tanuki".
    if ROLE.is_match(written) {
        return true;
    }
    let is_name = |name: &String| written == name || first(written) == first(name);
    if !matches!(written.to_lowercase().as_str(), "she" | "he" | "they") {
        return names.iter().any(is_name);
    }
    let sentence = clause::around(text, who);
    let before = &text[sentence.start..who.start];
    let before = if before.trim().is_empty() {
        let end = text[..sentence.start].trim_end().len();
        if text[end..sentence.start].contains("\n\n") {
            return false;
        }
        &text[clause::around(text, &(end..end)).start..end]
    } else {
        before
    };
    names.iter().any(|name| before.contains(first(name)))
}

fn first(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or_default()
}
