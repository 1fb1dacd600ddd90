//! Who answers for an action item: a handle, `DRI:`, `Owner:`, or an attendee who is named as the one to do it.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::call::Record;
use crate::document::call::parts::{Part, is_answer};

/// Whether a table's header names the people.
pub fn is_column(header: &str) -> bool {
    let header = header.to_lowercase();
    let words = header.split(|c: char| !c.is_alphanumeric());
    words.into_iter().any(|word| matches!(word, "dri" | "dris" | "owner" | "owners" | "assignee" | "assignees" | "assigned" | "responsible" | "who" | "lead"))
}

/// Whether `text` names the one who answers for it.
pub fn is_named(text: &str, attendees: &[String]) -> bool {
    static HANDLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[^\w.@/+-])@([A-Za-z0-9_][\w.-]*)"));
    static FIELD: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b(?:dris?|owners?|owned by|assignees?|assigned to|responsible|lead)\s*(?:[:=\u{ff1a}]|\s[-–—]\s)\s*([^,;|)]+)"));
    static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:DRI|[Aa]ssigned to|[Oo]wned by)\s+(?:is\s+)?\p{Lu}\p{Ll}+"));
    HANDLE.captures_iter(text).any(|handle| is_answer(&handle[1]) && !is_no_handle(&handle[1]))
        || WORD.is_match(text)
        || FIELD.captures_iter(text).any(|field| {
            let name = field[1].trim();
            is_answer(name) && !name.to_lowercase().starts_with("none") && !name.strip_prefix('@').is_some_and(is_no_handle)
        })
        || attendees.iter().any(|name| does_it(text, name))
}

/// What stands where a handle has yet to be written.
fn is_no_handle(handle: &str) -> bool {
    NO_HANDLES.contains(&handle.to_lowercase().as_str())
}

const NO_HANDLES: &[&str] = &["handle", "username", "user", "name", "dri", "owner", "assignee", "someone", "somebody", "who"];

/// Whether an attendee is said to do it: "Jill to send …", "Jill will …", "Jill: …", "… (Jill)", "… – Jill".
fn does_it(text: &str, name: &str) -> bool {
    text.match_indices(name).take(20).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        if before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric) {
            return false;
        }
        let starts = before.trim().trim_end_matches(['*', '_', '[', '(']).trim().is_empty();
        let set_off = before.trim_end().ends_with(['(', '–', '—', '-', ':', '|', '/', '&']) || before.trim_end().ends_with(" and");
        starts || set_off
    })
}

/// The names of those who were present: the capitalized words of that section, without roles and companies where they are told apart.
pub fn attendees(record: &Record) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for section in record.part(Part::Attendees) {
        for line in record.content(section) {
            // "Jill Smith (ASE, GitLab)": what stands in brackets or behind a dash is no name.
            let line = line.split(" - ").next().unwrap_or_default();
            for person in line.split([',', ';', '/', '&']) {
                let person = person.split(['(', '–', '—', ':']).next().unwrap_or_default();
                let words = person.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'));
                let name =
                    |word: &&str| word.chars().count() >= 3 && word.chars().next().is_some_and(char::is_uppercase) && word.chars().any(char::is_lowercase);
                names.extend(words.filter(name).filter(|word| !NO_NAMES.contains(word)).map(str::to_owned));
            }
        }
        if names.len() > 200 {
            break;
        }
    }
    names.sort();
    names.dedup();
    names
}

/// Capitalized words of attendance lists that are nobody's name.
const NO_NAMES: &[&str] =
    &["GitLab", "Customer", "Support", "Engineer", "Manager", "The", "And", "Team", "From", "Also", "Account", "Customers", "None", "All", "Everyone", "With"];

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is valid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_named_in_several_ways() {
        let attendees = ["Jill".to_owned(), "Bob".to_owned()];
        for text in [
            "@jill: send logs",
            "send logs (@jill.smith)",
            "send logs, DRI: Jill",
            "Owner: Ann",
            "Jill to send logs",
            "send logs – Bob",
            "DRI Ann",
            "send logs (Jill)",
            "Jill and Ann send logs",
        ] {
            assert!(is_named(text, &attendees), "{text}");
        }
        for text in [
            "send logs to jill@example.com",
            "DRI: TBD",
            "Owner: -",
            "send logs",
            "ask the owner of the runner",
            "send Jill the logs",
            "Jillian sends logs",
            "DRI:",
            "@TBD send logs",
            "send logs, DRI: @handle",
            "Owner: none",
        ] {
            assert!(!is_named(text, &attendees), "{text}");
        }
    }
}
