//! What a comment says to ase-lint.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::{Flaw, Named, Until};
use crate::source::Span;

/// The words of a comment that is meant for ase-lint.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub rules: Vec<Named>,
    pub until: Option<Until>,
    pub reason: String,
    pub flaw: Option<Flaw>,
}

/// Whether it is worth looking for suppressions in `text` at all.
pub(super) fn may_hold(text: &str) -> bool {
    static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)ase[-_ ]?lint"));
    NAME.is_match(text)
}

/// Reads the inside of a comment; `place` tells where its bytes stand in the file. `None` for comments of other matters.
pub(super) fn read(inside: &str, place: &dyn Fn(Range<usize>) -> Span) -> Option<Words> {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^\s*ase[-_ ]?lint\s*(:|=)?\s*([a-z][a-z_-]*)?\s*"));
    let address = ADDRESS.captures(inside)?;
    let colon = address.get(1).is_some();
    let verb = address.get(2).map_or("", |verb| verb.as_str());
    let start = address.get(0).map_or(0, |all| all.end());
    let rest = &inside[start..];
    if !verb.eq_ignore_ascii_case("ignore") {
        let meant = is_like_ignore(verb) || (verb.is_empty() && rest.starts_with('['));
        let flaw = || flaw(format!("ase-lint does not know the word `{verb}`"), inside, rest, place);
        return (meant && (colon || rest.starts_with(['[', '(']))).then(|| Words { flaw: Some(flaw()), ..Words::default() });
    }
    let Some(list) = rest.strip_prefix('[') else {
        let meant = colon || rest.starts_with('(') || rest.split_whitespace().next().is_some_and(|word| word.contains('/'));
        return meant.then(|| Words { flaw: Some(flaw("the rules to ignore do not stand in brackets".to_owned(), inside, rest, place)), ..Words::default() });
    };
    let Some(close) = list.find(']') else {
        return Some(Words { flaw: Some(flaw("the bracket is not closed".to_owned(), inside, list, place)), ..Words::default() });
    };
    let rules = names(&list[..close], start + 1, place);
    if rules.is_empty() {
        return Some(Words { flaw: Some(Flaw { message: "the brackets name no rule".to_owned(), fix: None }), ..Words::default() });
    }
    let tail_start = start + 1 + close + 1;
    let (until, reason) = tail(&inside[tail_start..], tail_start, place);
    Some(Words { rules, until, reason, flaw: None })
}

fn names(list: &str, start: usize, place: &dyn Fn(Range<usize>) -> Span) -> Vec<Named> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for part in list.split(',') {
        let name = part.trim();
        if !name.is_empty() {
            let from = at + (part.len() - part.trim_start().len());
            ranges.push(from..from + name.len());
        }
        at += part.len() + 1;
    }
    let removal = |index: usize| match (index, ranges.get(index + 1)) {
        (0, Some(next)) => ranges[0].start..next.start,
        (0, None) => ranges[0].clone(),
        _ => ranges[index - 1].end..ranges[index].end,
    };
    let located = |range: Range<usize>| place(start + range.start..start + range.end);
    let name = |(index, range): (usize, &Range<usize>)| Named {
        id: list[range.clone()].trim_matches(['`', '"', '\'']).to_owned(),
        span: located(range.clone()),
        removal: located(removal(index)),
    };
    ranges.iter().enumerate().map(name).collect()
}

/// The date and the reason, in either order.
fn tail(text: &str, start: usize, place: &dyn Fn(Range<usize>) -> Span) -> (Option<Until>, String) {
    static UNTIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(?:^|[\s,;(])(until\s*[=:]\s*([^\s,;)]*))"));
    let tidy = |text: &str| text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | ',' | ';')).to_owned();
    let Some(found) = UNTIL.captures(text) else { return (None, tidy(text)) };
    let (Some(all), Some(day)) = (found.get(1), found.get(2)) else { return (None, tidy(text)) };
    let word = day.as_str().trim_end_matches('.');
    let until = Until { text: word.to_owned(), span: place(start + all.start()..start + day.start() + word.len()), date: date(word) };
    let reason = format!("{} {}", tidy(&text[..all.start()]), tidy(&text[all.end()..]));
    (Some(until), reason.trim().to_owned())
}

fn date(text: &str) -> Option<Date> {
    let shape = text.len() == 10 && text.bytes().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    shape.then(|| text.parse().ok()).flatten()
}

/// Words that other linters know, and misspelt ones.
fn is_like_ignore(verb: &str) -> bool {
    let verb = verb.to_ascii_lowercase().replace('_', "-");
    let first = verb.split('-').next().unwrap_or_default();
    let known = ["ignores", "ignored", "ignoring", "disable", "disabled", "enable", "skip", "allow", "expect", "suppress", "noqa", "nolint", "off", "no"];
    known.contains(&first) || (verb.len() < 20 && (first == "ignore" || strsim::damerau_levenshtein(first, "ignore") <= 2))
}

/// A comment that is not understood, with what was probably meant.
fn flaw(message: String, inside: &str, rest: &str, place: &dyn Fn(Range<usize>) -> Span) -> Flaw {
    let bare = rest.trim_start_matches(['[', '(', ' ', ':', '=']);
    let mut ids = Vec::new();
    let mut reason = bare;
    while let Some(word) = reason.split_whitespace().next() {
        let id = word.trim_matches([',', ')', ']', '(', '[']);
        if !id.contains('/') || id.contains(':') {
            break;
        }
        ids.push(id);
        let at = reason.find(word).unwrap_or(0) + word.len();
        reason = &reason[at..];
        if word.ends_with([')', ']']) {
            break;
        }
    }
    let fix = (!ids.is_empty()).then(|| {
        let lead = inside.len() - inside.trim_start().len();
        let reason = reason.trim();
        let gap = if reason.is_empty() { "" } else { " " };
        (place(lead..inside.trim_end().len()), format!("ase-lint: ignore[{}]{gap}{reason}", ids.join(", ")))
    });
    Flaw { message, fix }
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is valid")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(inside: &str) -> Option<String> {
        let words = read(inside, &|range| Span::from(range))?;
        if let Some(flaw) = words.flaw {
            return Some(format!("{} -> {}", flaw.message, flaw.fix.map_or_else(String::new, |(_, text)| text)));
        }
        let rules: Vec<&str> = words.rules.iter().map(|rule| &inside[rule.span.range()]).collect();
        let until = words.until.map_or_else(String::new, |until| format!(" {}={:?}", &inside[until.span.range()], until.date.map(|date| date.to_string())));
        Some(format!("{}{until} ({})", rules.join("+"), words.reason))
    }

    #[test]
    fn slips_in_capitals_and_blanks_are_understood() {
        for inside in
            ["ase-lint: ignore[a/b, c/d] why", " ase-lint:ignore[a/b,c/d]why ", "ASE-Lint : Ignore [ a/b , c/d ]: why", "ase_lint ignore[a/b, c/d] - why"]
        {
            assert_eq!(say(inside).as_deref(), Some("a/b+c/d (why)"), "{inside}");
        }
    }

    #[test]
    fn the_date_stands_on_either_side_of_the_reason() {
        let expected = "a/b until=2027-01-31=Some(\"2027-01-31\") (why so)";
        for tail in ["until=2027-01-31 why so", "why so until=2027-01-31", "why so, until=2027-01-31."] {
            assert_eq!(say(&format!("ase-lint: ignore[a/b] {tail}")).as_deref(), Some(expected), "{tail}");
        }
        assert_eq!(say("ase-lint: ignore[a/b] until=20270131").as_deref(), Some("a/b until=20270131=None ()"));
        assert_eq!(say("ase-lint: ignore[a/b] until=2027-02-30 x").as_deref(), Some("a/b until=2027-02-30=None (x)"));
        assert_eq!(say("ase-lint: ignore[a/b]").as_deref(), Some("a/b ()"));
    }

    #[test]
    fn what_is_not_understood_is_said_and_prose_is_left_alone() {
        for (inside, said) in [
            ("ase-lint: ignore a/b why", "the rules to ignore do not stand in brackets -> ase-lint: ignore[a/b] why"),
            ("ase-lint: ignore(a/b, c/d) why", "the rules to ignore do not stand in brackets -> ase-lint: ignore[a/b, c/d] why"),
            ("ase-lint: ignore[a/b why", "the bracket is not closed -> ase-lint: ignore[a/b] why"),
            ("ase-lint: ignore", "the rules to ignore do not stand in brackets -> "),
            ("ase-lint: ignore[ ] why", "the brackets name no rule -> "),
            ("ase-lint: ingore[a/b] why", "ase-lint does not know the word `ingore` -> ase-lint: ignore[a/b] why"),
            ("ase-lint: disable=a/b why", "ase-lint does not know the word `disable` -> ase-lint: ignore[a/b] why"),
            ("ase-lint: ignore-next-line[a/b] why", "ase-lint does not know the word `ignore-next-line` -> ase-lint: ignore[a/b] why"),
        ] {
            assert_eq!(say(inside).as_deref(), Some(said), "{inside}");
        }
        for inside in ["ase-lint checks this", "ase-lint: see the README", "ase-lint ignores this file", "see ase-lint: ignore[a/b] x", "", "ase-lint"] {
            assert_eq!(say(inside), None, "{inside}");
        }
    }
}
