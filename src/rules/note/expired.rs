//! A date after which the text says it no longer holds, and which is past.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::clause;
use crate::diagnostic::Severity;
use crate::document::note::Note;
use crate::rules::{Check, Context, Rule, words};

pub(super) const RULE: Rule = Rule {
    id: "note/expired",
    summary: "a date after which the text no longer holds is past, or no day of the calendar",
    why: "The note still gives an instruction that its author limited in time. Whoever follows it asks a backup who went home weeks ago, or treats a project as running that has ended.",
    how: "Take the passage out, or write until when it holds now. A date that is history needs no `until`: write it in the past tense.",
    severity: Severity::Warning,
    fix: None,
    options: &[],
    check: Check::Note(check),
};

/// A word that ends something, and right behind it a date: ISO, `1 March 2026`, `March 1, 2026`.
static ENDING: LazyLock<Regex> = LazyLock::new(|| {
    let month =
        r"(?<MONTH>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?";
    let day = r"(?<DAY>[0-9]{1,2})(?:st|nd|rd|th)?";
    let iso = r"(?<y>[0-9]{4})-(?<m>[0-9]{2})-(?<d>[0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}[0-9:.]*Z?)?";
    let day_first = format!(r"{day}(?:\s+of)?[\s-]+{month},?[\s-]+(?<y1>[0-9]{{4}})").replace("MONTH", "m1").replace("DAY", "d1");
    let month_first = format!(r"{month}\s+{day},?\s+(?<y2>[0-9]{{4}})").replace("MONTH", "m2").replace("DAY", "d2");
    let word =
        r"\b(?:until|till?|through|thru|ends|ending|end\s+date|valid\s+(?:from\s+[^.;\n]{4,24}?\s+)?to|expires|expiring|expiry\s+date|expiration\s+date)\b";
    // `Anticipated End Date: `, "ends on Monday, ", "until the end of ", "until (and including) ", a cell's border.
    let between = r"(?:[\s:*=–—-]|\b(?:on|at|the|end|of|and|including|midnight|is|around|about)\b|[(),]|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?){1,16}?";
    let pattern = format!(r"(?i){word}{between}(?<date>{iso}|{day_first}|{month_first})");
    Regex::new(&pattern).expect("the pattern is well-formed")
});

/// What tells that the sentence is about the past: nobody acts on it any more.
static HISTORY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:was|were|had|used\s+to|formerly|previously|back\s+then|(?:former|previous|old|first)\s+(?:ASE|assigned|backup))\b")
        .expect("the pattern is well-formed")
});

fn check(note: &Note, cx: &mut Context<'_>) {
    let today = cx.settings.today;
    for shown in note.shown() {
        let text = shown.text();
        // Most texts name no year.
        let years = text.as_bytes().windows(4).any(|year| year.iter().all(u8::is_ascii_digit));
        for found in years.then(|| ENDING.captures_iter(text)).into_iter().flatten() {
            let Some(range) = found.name("date").map(|date| date.range()) else { continue };
            let date = date(&found);
            let word_at = found.get(0).map_or(range.start, |all| all.start());
            let ends_there = !text[range.end..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/')) || text[range.end..].starts_with("- ");
            if date.is_some_and(|date| date >= today) || !ends_there || shown.rendered.is_code(&(word_at..word_at + 1)) || shown.rendered.is_url(&range) {
                continue;
            }
            if HISTORY.is_match(&text[clause::around(text, &(word_at..range.end))]) {
                continue;
            }
            let written = &text[range.clone()];
            let (message, help) = match date {
                Some(_) => (format!("this holds until {}, which is past", words::code(written)), "take the passage out, or write until when it holds now"),
                None => (format!("this holds until {}, which is not a day of the calendar", words::code(written)), "write the last day on which it holds"),
            };
            cx.report(shown.place(range), message).help(help).subject(written);
        }
    }
}

/// The date; `None` when the calendar has no such day.
fn date(found: &Captures<'_>) -> Option<Date> {
    let one_of = |names: [&str; 3]| names.iter().find_map(|name| found.name(name)).map(|part| part.as_str());
    let year: i16 = one_of(["y", "y1", "y2"])?.parse().ok()?;
    let day: i8 = one_of(["d", "d1", "d2"])?.parse().ok()?;
    let month = one_of(["m", "m1", "m2"])?;
    let month: i8 = month.parse().ok().or_else(|| month_number(month))?;
    Date::new(year, month, day).ok()
}

fn month_number(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let name = name.to_ascii_lowercase();
    let index = MONTHS.iter().position(|month| name.starts_with(month))?;
    i8::try_from(index + 1).ok()
}
