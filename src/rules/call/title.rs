//! `call/title`: the title is not `<YYYY-MM-DD> Call: <Purpose>`.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::diagnostic::{Safety, Severity};
use crate::document::call::parts::is_answer;
use crate::document::call::{Call, Record, Title};
use crate::rules::words::code;
use crate::rules::{Check, Context, Rule};

pub(super) const RULE: Rule = Rule {
    id: "call/title",
    summary: "the title is not `<YYYY-MM-DD> Call: <Purpose>`",
    why: "Records are found and sorted by their titles. One that is named another way is missing from the list of calls with an account, and GitLab \
          refuses a title of more than 255 characters.",
    how: "Name the issue by the day of the call, `Call:` and the purpose: `2026-03-05 Call: Upgrade plan`. In a Markdown file the title is `title:` in the \
          front matter, else the first heading.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[],
    check: Check::Call(check),
};

/// The most characters that GitLab takes.
const MAX: usize = 255;
/// The years in which there are calls.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;
const SHAPE: &str = "`<YYYY-MM-DD> Call: <Purpose>`";

fn check(call: &Call, cx: &mut Context<'_>) {
    // What is not even JSON is `file/unreadable`.
    if let Some(error) = call.error.as_ref().filter(|error| error.is_json) {
        cx.report(error.span, &error.message).help("export the issue, or an array of issues, from the GitLab API");
    }
    if call.is_template() {
        return;
    }
    for record in &call.records {
        let key = format!("{}/title", record.key);
        let Some(title) = &record.title else {
            cx.report(record.anchor, format!("the record has no title {SHAPE}"))
                .key(key)
                .subject("missing")
                .help("start it with a heading such as `# 2026-03-05 Call: Upgrade plan`");
            continue;
        };
        let text = title.text.value().trim();
        if let Err((message, help)) = judge(text) {
            let found = cx.report(record.anchor, message);
            found.key(key.clone()).help(help);
            if let Some((span, new)) = repair(record, title) {
                found.replace(Safety::NeedsReview, format!("write the title as {SHAPE}"), span, new);
            }
        }
        let length = text.chars().count();
        if length > MAX {
            cx.report(record.anchor, format!("the title has {length} characters, and GitLab takes {MAX}"))
                .key(key)
                .subject("length")
                .help("shorten the purpose, and write the rest in the record");
        }
    }
}

/// What is wrong with a title, and what to do.
fn judge(title: &str) -> Result<(), (String, &'static str)> {
    static FORM: LazyLock<Regex> = LazyLock::new(|| pattern(r"^([0-9]{4}-[0-9]{2}-[0-9]{2}) Call:(?: (.*)|)$"));
    let Some(parts) = FORM.captures(title) else {
        // It looks right.
        let wide = title.chars().find(|c| !c.is_ascii() && c.is_whitespace());
        if let Some(wide) = wide.filter(|wide| judge(&title.replace(*wide, " ")).is_ok()) {
            let name = if wide == '\u{a0}' { "a no-break space".to_owned() } else { format!("the blank U+{:04X}", u32::from(wide)) };
            return Err((format!("the title {} has {name} in place of a space", code(title)), "write a space"));
        }
        return Err((format!("the title {} is not {SHAPE}", code(title)), "write the day as in `2026-03-05`, then `Call:` and the purpose"));
    };
    let Ok(day) = parts[1].parse::<Date>() else {
        return Err((format!("{} in the title is not a day of the calendar", code(&parts[1])), "write the day of the call"));
    };
    if !YEARS.contains(&day.year()) {
        return Err((format!("{} in the title is not the day of a call", code(&parts[1])), "write the day of the call"));
    }
    let purpose = parts.get(2).map_or("", |purpose| purpose.as_str());
    if !is_answer(purpose) {
        return Err((format!("the title {} names no purpose", code(title)), "write behind `Call:` what the call was for"));
    }
    if purpose.starts_with(char::is_whitespace) {
        return Err((format!("the title {} is not {SHAPE}", code(title)), "leave one blank behind `Call:`"));
    }
    Ok(())
}

/// The same title in its right form, where its date and its purpose are plain to see.
fn repair(record: &Record, title: &Title) -> Option<(crate::source::Span, String)> {
    static NEAR: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^\s* [\[(]? ([0-9]{4}) (?: ([-/._]) ([0-9]{1,2}) [-/._] ([0-9]{1,2}) | ([0-9]{2}) ([0-9]{2}) ) [\])]?
            \s* [-–—:|,]? \s* call \b \s* (?: [:：] | [-–—|] | \x20with\b | \x20on\b | \x20about\b )? \s* (\S.*)$",
        )
    });
    static TURNED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?ix)^\s* call \s* [-–—:,]? \s* [\[(]? ([0-9]{4}) ([-/._]) ([0-9]{1,2}) [-/._] ([0-9]{1,2}) [\])]? \s* [-–—:,]? \s* (\S.*)$")
    });
    static TRAILING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?ix)^\s* call \s* [-–—:] \s* (\S.*?) \s* [-–—,]? \s* [\[(]? ([0-9]{4}) ([-/._]) ([0-9]{1,2}) [-/._] ([0-9]{1,2}) [\])]? \s*$")
    });
    let text = title.text.value();
    let (date, purpose) = if let Some(found) = NEAR.captures(text) {
        let (month, day) = (found.get(3).or(found.get(5))?.as_str(), found.get(4).or(found.get(6))?.as_str());
        (date(&found[1], month, day)?, found.get(7)?)
    } else if let Some(found) = TURNED.captures(text) {
        (date(&found[1], &found[3], &found[4])?, found.get(5)?)
    } else {
        let found = TRAILING.captures(text)?;
        (date(&found[2], &found[4], &found[5])?, found.get(1)?)
    };
    if !is_answer(purpose.as_str()) || !title.text.is_exact() {
        return None;
    }
    // What stands behind the purpose, a date, goes too.
    let wanted = format!("{date} Call: {}", purpose.as_str());
    if record.in_json {
        return Some((record.anchor, record.written(&wanted)));
    }
    if title.is_heading {
        return Some((record.anchor, wanted));
    }
    title.text.edit(0..text.len(), &wanted)
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok().filter(|date| YEARS.contains(&date.year()))
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is valid")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may")]
mod tests {
    use super::*;

    fn repaired(title: &str) -> Option<String> {
        let source = crate::source::Source::new("calls/a.md", format!("# {title}\n"));
        let call = Call::parse(std::sync::Arc::new(source), &crate::config::Settings::new(jiff::civil::date(2026, 11, 1)));
        let record = &call.records[0];
        let (_, new) = repair(record, record.title.as_ref().unwrap())?;
        assert!(judge(&new).is_ok(), "{new}");
        Some(new)
    }

    #[test]
    fn right_titles_are_right() {
        for title in ["2026-03-05 Call: Upgrade plan", "2024-02-29 Call: x", "2026-03-05 Call: Kick-off: Acme <-> GitLab", "2026-03-05 Call: Recall of 17.5"] {
            assert_eq!(judge(title), Ok(()), "{title}");
        }
        for title in [
            "2026-02-30 Call: x",
            "0000-01-01 Call: x",
            "9999-12-31 Call: x",
            "2026-03-05 Call:",
            "2026-03-05 Call: ",
            "2026-03-05 Call: TBD",
            "2026-03-05 Call: <Purpose>",
            "2026-03-05 call: x",
            "2026-03-05 Call:x",
            "2026-03-05 Call:  x",
            "2026-3-5 Call: x",
            "20260305 Call: x",
            "2026-03-05: Call: x",
            " 2026-03-05  Call: x",
            "2026-03-05 Meeting: x",
            "Call: x",
            "",
        ] {
            assert!(judge(title).is_err(), "{title}");
        }
    }

    #[test]
    fn near_titles_are_repaired() {
        for title in [
            "2026/3/5 call - Upgrade plan",
            "2026-03-05 Call - Upgrade plan",
            "2026-03-05: Call: Upgrade plan",
            "[2026-03-05] call Upgrade plan",
            "20260305 Call: Upgrade plan",
            "2026.03.05 - CALL – Upgrade plan",
            "2026-03-05 Call:Upgrade plan",
            "Call 2026-03-05: Upgrade plan",
            "Call: Upgrade plan (2026-03-05)",
        ] {
            assert_eq!(repaired(title).as_deref(), Some("2026-03-05 Call: Upgrade plan"), "{title}");
        }
        for title in ["2026-02-30 Call - x", "0000-01-01 Call - x", "Upgrade plan", "2026-03-05 Callback: x", "2026-03-05 call - TBD", "05/03/2026 Call: x"] {
            assert_eq!(repaired(title), None, "{title}");
        }
    }
}
