//! When an action item is due: a date, a weekday, "by …", and the other ways in which people name a time.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::call::parts::is_answer;

/// Whether a table's header names the time.
pub fn is_column(header: &str) -> bool {
    let header = header.to_lowercase();
    let words = header.split(|c: char| !c.is_alphanumeric());
    words
        .into_iter()
        .any(|word| matches!(word, "due" | "date" | "dates" | "when" | "schedule" | "deadline" | "by" | "target" | "eta" | "timeline" | "timeframe" | "until"))
}

/// Whether `text` names a time.
pub fn is_named(text: &str) -> bool {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        let day = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?";
        let month =
            r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
        let span = r"(?:day|week|month|quarter|year|call|meeting|sync|sprint|milestone|iteration|release|cadence|friday|weekend)s?";
        let number = r"(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|a\s+few|a\s+couple\s+of)";
        pattern(&format!(
            r"(?ix)
            \b\d{{4}}-\d{{1,2}}-\d{{1,2}}\b | \b\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\b | \b\d{{1,2}}\.\d{{1,2}}\.\d{{4}}\b | \b\d{{4}}/\d{{1,2}}/\d{{1,2}}\b
            | \b{month}\.?\s+\d{{1,4}}(?:st|nd|rd|th)?\b | \b\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?{month}\b
            | \b(?:by|in|before|until|till|mid|early|late|during|end\s+of|start\s+of|beginning\s+of|this|next)[\s-]+{month}\b
            | \b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b | \b(?:by|on|before|until|till|next|this|due|due:)\s+{day}\b | [(,–—-]\s*{day}\s*(?:\)|$)
            | \b(?:next|coming|following|within\s+the)\s+(?:\w+\s+)?{span}\b | \b(?:this|each|every)\s+(?:morning|afternoon|evening|day|week|month|quarter|year|sprint|milestone|weekend)\b
            | \bend\s+of\s+\w+ | \b(?:eod|eow|eom|eoq|eoy|cob)\b
            | \b(?:in|within|after)\s+(?:the\s+next\s+)?{number}\s+(?:business\s+|working\s+)?(?:hour|day|week|month|quarter|sprint)s?\b
            | \bq[1-4]\b | \bfy\d{{2}}\b | \b(?:today|tomorrow|tonight|asap|immediately|ongoing|daily|weekly|biweekly|monthly|quarterly)\b | %\x22?\d
            | \bby\s+(?:\d|noon|midnight|then|christmas|new\s+year|mid|early|late|the\s+|our\s+|their\s+|this\s+|next\s+|go-?live|release|ga\b|tonight|eo|close|lunch|\w+\s+(?:week|month)\b)
            | \b(?:no\s+later\s+than|not\s+later\s+than|before\s+(?:the|our|their|next|go-?live|\d))
            "
        ))
    });
    static FIELD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:due(?:\s+(?:date|by|on))?|deadline|schedule|scheduled\s+for|when|eta|timeline|target(?:\s+date)?|date|by)\s*[:=\u{ff1a}]\s*([^,;|)]+)",
        )
    });
    let without = no_day(text).map(|date| text.replace(date, ""));
    let text = without.as_deref().unwrap_or(text);
    TIME.is_match(text) || FIELD.captures_iter(text).any(|field| is_answer(&field[1]) && !field[1].trim_start().to_lowercase().starts_with("none"))
}

/// A date as `2026-02-30` that the calendar does not have.
pub fn no_day(text: &str) -> Option<&str> {
    static ISO: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\d{4}-\d{2}-\d{2}\b"));
    ISO.find_iter(text).map(|date| date.as_str()).find(|date| date.parse::<jiff::civil::Date>().is_err())
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is valid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_named_in_many_ways() {
        for text in [
            "2026-03-10",
            "by Friday",
            "on Mon",
            "next week",
            "by March 10",
            "10 March",
            "Mar 3rd",
            "3/10",
            "by the end of the month",
            "end of Q3",
            "EOW",
            "in two weeks",
            "within 3 business days",
            "due: 10 May",
            "by the upgrade",
            "before the next call",
            "tomorrow",
            "Due date: sprint 7",
            "in May",
            "(Fri)",
            "by our next sync",
            "by 17.5",
            "%17.5",
            "until April",
        ] {
            assert!(is_named(&format!("send the logs {text}")), "{text}");
        }
        for text in [
            "",
            "by upgrading the runner",
            "by Jill",
            "caused by Gitaly",
            "may be late",
            "due: TBD",
            "soon",
            "after review",
            "the sun",
            "march on",
            "at 100%",
            "due",
            "for this call",
            "to 17.5",
            "by 2026-02-30",
            "due: 2026-13-01",
        ] {
            assert!(!is_named(&format!("send the logs {text}")), "{text}");
        }
    }
}
