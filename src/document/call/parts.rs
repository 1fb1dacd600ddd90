//! The parts of a call record, and the words that name them.

use crate::config::Settings;

/// What a record must tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Attendees,
    Purpose,
    Topics,
    Decisions,
    ActionItems,
}

impl Part {
    pub const ALL: [Self; 5] = [Self::Attendees, Self::Purpose, Self::Topics, Self::Decisions, Self::ActionItems];

    /// The rule that asks for it; its option `headings` adds names.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Attendees => "call/attendees",
            Self::Purpose => "call/purpose",
            Self::Topics => "call/topics",
            Self::Decisions => "call/decisions",
            Self::ActionItems => "call/action-items",
        }
    }

    /// The heading that ase-lint itself writes.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Attendees => "Attendees",
            Self::Purpose => "Purpose",
            Self::Topics => "Topics",
            Self::Decisions => "Decisions",
            Self::ActionItems => "Action items",
        }
    }

    /// Names that say enough among other words: "Upgrade discussion". In the singular.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Attendees => &["attendee", "participant", "who was present", "who attended", "who joined", "who was there", "in attendance", "attendance"],
            Self::Purpose => &["purpose"],
            Self::Topics => &["topic", "agenda", "discussion", "meeting note", "call note", "talking point", "minute"],
            Self::Decisions => &["decision"],
            Self::ActionItems => &["action item", "next step", "follow up", "followup", "action point"],
        }
    }

    /// Names that count only where nothing else of weight stands beside: "Notes", "Notes from the call", not "Release notes".
    const fn bare_names(self) -> &'static [&'static str] {
        match self {
            Self::Attendees => &["present", "attending", "attended", "on the call", "people"],
            Self::Purpose => &["reason", "goal", "objective", "aim", "why we met"],
            Self::Topics => &["note", "discussed", "summary"],
            Self::Decisions => &["decided", "outcome", "agreed", "agreement", "conclusion", "resolution"],
            Self::ActionItems => &["action", "to do", "todo", "task"],
        }
    }
}

/// Words without weight in a heading.
const FILLERS: &[&str] = &[
    "a",
    "again",
    "all",
    "an",
    "and",
    "any",
    "are",
    "at",
    "be",
    "been",
    "by",
    "call",
    "covered",
    "customer",
    "date",
    "did",
    "do",
    "dri",
    "due",
    "during",
    "each",
    "for",
    "from",
    "full",
    "generated",
    "gitlab",
    "have",
    "held",
    "in",
    "is",
    "it",
    "its",
    "key",
    "list",
    "made",
    "main",
    "meeting",
    "new",
    "of",
    "on",
    "open",
    "or",
    "other",
    "our",
    "owner",
    "reached",
    "record",
    "s",
    "schedule",
    "taken",
    "that",
    "the",
    "their",
    "this",
    "to",
    "today",
    "up",
    "was",
    "we",
    "were",
    "what",
    "when",
    "which",
    "who",
    "why",
    "with",
];

/// With one of these a heading speaks of another call: "Action items from last week".
const ELSEWHERE: &[&str] = &["previous", "last", "past", "prior", "old", "earlier"];

/// With one of these a heading speaks of those who were not there.
const AWAY: &[&str] = &["non", "not", "absent", "absentee", "missing", "apologie", "apology", "regret", "unable"];

/// The names of all parts, those of the config included.
#[derive(Debug)]
pub struct Names {
    /// The part, the words, whether the name is a bare one.
    names: Vec<(Part, Vec<String>, bool)>,
}

/// How surely a text names parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub parts: Vec<Part>,
    /// Nothing else of weight stands in it.
    pub whole: bool,
}

impl Names {
    pub fn new(settings: &Settings) -> Self {
        let mut names = Vec::new();
        for part in Part::ALL {
            names.extend(part.names().iter().map(|name| (part, words(name), false)));
            names.extend(part.bare_names().iter().map(|name| (part, words(name), true)));
            let more: Vec<String> = settings.option(part.rule(), "headings").unwrap_or_default();
            names.extend(more.iter().map(|name| (part, words(name), false)).filter(|(_, words, _)| !words.is_empty()));
        }
        // Longest first: "who was present" before "present".
        names.sort_by_key(|(_, words, _)| std::cmp::Reverse(words.len()));
        Self { names }
    }

    /// The parts that `text` names, as a heading does; `None` for none.
    pub fn read(&self, text: &str) -> Option<Named> {
        if text.len() > 200 {
            return None;
        }
        let outside = without_parentheses(text);
        let words = words(if outside.trim().is_empty() { text } else { &outside });
        // "Non-attendees" and "Apologies" were not there.
        let away = words.iter().any(|word| AWAY.contains(&word.as_str()));
        let mut parts: Vec<(Part, bool)> = Vec::new();
        let (mut at, mut whole) = (0, true);
        while at < words.len() {
            let name = self.names.iter().find(|(part, name, _)| words[at..].starts_with(name) && !(*part == Part::Attendees && away));
            if let Some((part, name, bare)) = name {
                parts.push((*part, *bare));
                at += name.len();
            } else {
                whole &= FILLERS.contains(&words[at].as_str()) || words[at].chars().all(|c| c.is_ascii_digit());
                at += 1;
            }
        }
        if !whole && (words.len() > 8 || words.iter().any(|word| ELSEWHERE.contains(&word.as_str()))) {
            return None;
        }
        let parts: Vec<Part> = parts.into_iter().filter(|(_, bare)| whole || !bare).map(|(part, _)| part).collect();
        (!parts.is_empty()).then_some(Named { parts, whole })
    }

    /// The parts that `text` names in front of its content: stricter than a heading, since prose has colons too.
    pub(super) fn read_lead(&self, text: &str) -> Option<Named> {
        self.read(text).filter(|named| named.whole || words(text).len() <= 3)
    }
}

/// Lower-case words in the singular.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| if (word.len() > 3 && !word.ends_with("ss")) || word == "ups" { word.strip_suffix('s').unwrap_or(word) } else { word }.to_owned())
        .collect()
}

fn without_parentheses(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| match c {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// Whether `text` says something: "None" does; a dash, TBD or a placeholder does not.
pub fn is_answer(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '<' && c != '>');
    if bare.is_empty() || (bare.starts_with('<') && bare.ends_with('>') && !bare[1..].contains('<')) {
        // An emoji or a check mark alone may be an answer; punctuation is none.
        return bare.is_empty() && text.chars().any(|c| !c.is_ascii() && !c.is_whitespace() && !matches!(c, '…' | '–' | '—' | '\u{a0}' | '•' | '\u{fe0f}'));
    }
    let lower = bare.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let starts_open = matches!(first, "tbd" | "tba" | "tbc") || bare.starts_with("FIXME");
    !(starts_open || EMPTY.contains(&lower.as_str()))
}

/// Whether `text` says what there is to do, whoever is to do it: `@TBD send the logs` does.
pub fn is_task(text: &str) -> bool {
    let handed = text.trim().strip_prefix('@').and_then(|text| text.split_once(char::is_whitespace));
    handed.map_or_else(|| is_answer(text), |(_, task)| is_answer(task))
}

/// Words that stand where something has yet to be written.
const EMPTY: &[&str] = &[
    "todo",
    "to do",
    "to be added",
    "to be completed",
    "to be confirmed",
    "to be decided",
    "to be defined",
    "to be determined",
    "to be done",
    "to be filled",
    "to be filled in",
    "fill in",
    "fill me in",
    "placeholder",
    "xxx",
    "coming soon",
    "pending",
    "lorem ipsum",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names::new(&Settings::new(jiff::civil::date(2026, 11, 1)))
    }

    fn read(text: &str) -> Vec<Part> {
        names().read(text).map_or_else(Vec::new, |named| named.parts)
    }

    #[test]
    fn headings_name_parts_in_many_words() {
        for (text, part) in [
            ("Attendees", Part::Attendees),
            ("👥 Who was present?", Part::Attendees),
            ("Present", Part::Attendees),
            ("1. Participants (GitLab)", Part::Attendees),
            ("What was the purpose of, or reason for the call?", Part::Purpose),
            ("Goal", Part::Purpose),
            ("Meeting notes", Part::Topics),
            ("What topics were discussed?", Part::Topics),
            ("Upgrade discussion", Part::Topics),
            ("What decisions were made?", Part::Decisions),
            ("Outcomes", Part::Decisions),
            ("What action items were generated, who is the DRI for each, and what is the schedule for each?", Part::ActionItems),
            ("Follow-ups", Part::ActionItems),
            ("NEXT STEPS", Part::ActionItems),
        ] {
            assert_eq!(read(text).first(), Some(&part), "{text}");
        }
        assert_eq!(read("Decisions and action items"), [Part::Decisions, Part::ActionItems]);
    }

    #[test]
    fn other_headings_name_none() {
        for text in [
            "Release notes",
            "Present state of the migration",
            "Action items from last week",
            "Runner upgrade",
            "Presentation",
            "Goalkeeper",
            "Non-attendees",
            "Participants who were not present",
            "Absent (attendees)",
            "",
            "Reason for the outage",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn none_is_an_answer_and_a_placeholder_is_not() {
        for text in ["None", "none.", "N/A", "No decisions", "TODO: send the logs", "✅", "Jill (<jill@example.com>)"] {
            assert!(is_answer(text), "{text}");
        }
        for text in ["", "-", "…", "TBD", "tbd.", "*TBD*", "TBD - Jill", "???", "<names>", "TODO", "To be determined"] {
            assert!(!is_answer(text), "{text}");
        }
    }
}
