//! The parts of a call record, and the headings, bold lead-ins, definition lines and table columns that name them.

use std::ops::Range;

use super::body::{Body, Piece, PieceKind, Words};
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
        let mut parts: Vec<(Part, bool)> = Vec::new();
        let (mut at, mut whole) = (0, true);
        while at < words.len() {
            let name = self.names.iter().find(|(_, name, _)| words[at..].starts_with(name));
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
    fn read_lead(&self, text: &str) -> Option<Named> {
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

/// How a section is introduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    Heading(u8),
    /// `**Attendees**`, or with its colon inside or behind.
    Bold,
    /// `Attendees: …`
    Definition,
    /// The header of a table column, or the first cell of a row of two.
    Cell,
}

/// One place where parts of the record stand.
#[derive(Debug)]
pub struct Section {
    pub parts: Vec<Part>,
    pub lead: Lead,
    /// The words that introduce it.
    pub name: Words,
    /// What stands behind them on the same line.
    pub inline: Option<Words>,
    /// The pieces that follow and belong to it.
    pub pieces: Range<usize>,
    /// Where the lead is a column: that column of the rows alone.
    pub column: Option<usize>,
}

/// All sections of a record. `title` is the piece that is the record's title.
pub fn sections(body: &Body, names: &Names, title: Option<usize>) -> Vec<Section> {
    let leads: Vec<Option<Found>> = body.pieces.iter().enumerate().map(|(index, piece)| if title == Some(index) { None } else { lead(piece, names) }).collect();
    let ends = ends(body, &leads);
    let mut found = Vec::new();
    let mut table = None;
    for (index, lead) in leads.into_iter().enumerate() {
        if let PieceKind::Row { table: this, .. } = body.pieces[index].kind
            && table != Some(this)
        {
            table = Some(this);
            columns(body, names, this, index, &mut found);
        }
        let Some(lead) = lead else { continue };
        let pieces = index + 1..ends[index];
        found.push(Section { parts: lead.named.parts, lead: lead.kind, name: lead.name, inline: lead.inline, pieces, column: None });
    }
    found
}

struct Found {
    kind: Lead,
    named: Named,
    name: Words,
    inline: Option<Words>,
}

fn lead(piece: &Piece, names: &Names) -> Option<Found> {
    let words = &piece.words;
    match &piece.kind {
        PieceKind::Heading(level) => {
            let named = names.read(&words.text)?;
            // `## Attendees: Jill, Bob`
            if let Some((name, rest)) = words.text.split_once(':')
                && !rest.trim().is_empty()
                && let Some(named) = names.read_lead(name)
            {
                let inline = Words { text: rest.trim().to_owned(), range: words.range.clone() };
                return Some(Found { kind: Lead::Heading(*level), named, name: words.clone(), inline: Some(inline) });
            }
            Some(Found { kind: Lead::Heading(*level), named, name: words.clone(), inline: None })
        }
        PieceKind::Line => {
            let (bold, rest) = words.text.split_at_checked(piece.bold).filter(|(bold, _)| !bold.is_empty()).unwrap_or(("", &words.text));
            let (kind, name, rest) = if let (false, Some(named)) = (bold.is_empty(), names.read_lead(bold)) {
                // `**Attendees:** …`, `**Attendees** – …`, but not `**Decisions: we go**`, which is content in bold.
                (Lead::Bold, (bold, named), rest)
            } else {
                let at = words.text.find([':', '\u{ff1a}'])?;
                let (name, rest) = words.text.split_at(at);
                let rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
                if !(rest.is_empty() || rest.starts_with(char::is_whitespace)) {
                    return None;
                }
                (if piece.bold >= name.len() { Lead::Bold } else { Lead::Definition }, (name, names.read_lead(name)?), rest)
            };
            let rest = rest.trim_start_matches([':', '\u{ff1a}', '-', '–', '—', ' ', '\t']).trim();
            let inline = (!rest.is_empty()).then(|| Words { text: rest.to_owned(), range: words.range.clone() });
            let name = Words { text: name.0.to_owned(), range: words.range.clone() };
            Some(Found { kind, named: names.read_lead(&name.text)?, name, inline })
        }
        PieceKind::Row { cells, .. } => {
            let [name, value] = cells.as_slice() else { return None };
            let named = names.read(&name.text).filter(|named| named.whole)?;
            let inline = (!value.text.is_empty()).then(|| value.clone());
            Some(Found { kind: Lead::Cell, named, name: name.clone(), inline })
        }
        PieceKind::Code => None,
    }
}

/// For each piece that leads a section: the piece behind its last one. Read from the back, so that it takes one pass.
fn ends(body: &Body, leads: &[Option<Found>]) -> Vec<usize> {
    let count = body.pieces.len();
    let mut ends = vec![count; count];
    // The next heading of each level, the next heading or lead that names a part, by depth in lists.
    let mut next_heading = [count; 7];
    let mut next_named_heading = count;
    let mut next_bold = count;
    let mut next_lead: Vec<(usize, usize)> = Vec::new();
    for (index, piece) in body.pieces.iter().enumerate().rev() {
        let depth = body.depth(piece);
        match leads[index].as_ref().map(|found| found.kind) {
            Some(Lead::Heading(level)) => {
                let outer = next_heading[..=usize::from(level.min(6))].iter().copied().min().unwrap_or(count);
                ends[index] = outer.min(next_named_heading).min(next_bold);
            }
            Some(Lead::Bold | Lead::Definition) => {
                let heading = next_heading.iter().copied().min().unwrap_or(count);
                let lead = next_lead.iter().filter(|(at, _)| *at <= depth).map(|(_, index)| *index).min().unwrap_or(count);
                ends[index] = heading.min(lead);
            }
            Some(Lead::Cell) => ends[index] = index + 1,
            None => {}
        }
        if let Some(level) = piece.heading() {
            next_heading[usize::from(level.min(6))] = index;
            next_lead.clear();
        }
        match &leads[index] {
            Some(Found { kind: Lead::Heading(_), named, .. }) if named.whole => next_named_heading = index,
            Some(Found { kind: kind @ (Lead::Bold | Lead::Definition), named, .. }) if named.whole || *kind == Lead::Bold => {
                // Those further down the list and deeper inside are hidden by this one.
                next_lead.retain(|(at, _)| *at < depth);
                next_lead.push((depth, index));
                if *kind == Lead::Bold && depth == 0 {
                    next_bold = index;
                }
            }
            _ => {}
        }
    }
    ends
}

/// The columns of a table that are parts of the record: `| Topic | Decision | Action item |`.
fn columns(body: &Body, names: &Names, table: usize, first: usize, found: &mut Vec<Section>) {
    let Some(header) = body.tables.get(table) else { return };
    let rows = body.pieces[first..].iter().take_while(|piece| matches!(piece.kind, PieceKind::Row { table: this, .. } if this == table)).count();
    for (column, cell) in header.iter().enumerate().take(30) {
        let Some(named) = names.read(&cell.text).filter(|named| named.whole) else { continue };
        found.push(Section { parts: named.parts, lead: Lead::Cell, name: cell.clone(), inline: None, pieces: first..first + rows, column: Some(column) });
    }
    // The header of `| Attendees | Jill, Bob |` is itself a line of content.
    if let [name, value] = header.as_slice()
        && !value.text.is_empty()
        && names.read(&value.text).is_none()
        && let Some(named) = names.read(&name.text).filter(|named| named.whole)
    {
        found.push(Section { parts: named.parts, lead: Lead::Cell, name: name.clone(), inline: Some(value.clone()), pieces: first..first, column: None });
    }
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
            "",
            "Reason for the outage",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    fn content(text: &str) -> Vec<(Part, Lead, String)> {
        let body = Body::parse(text);
        let sections = sections(&body, &names(), None);
        let content = |section: &Section| {
            let inline = section.inline.iter().map(|words| words.text.clone());
            inline.chain(body.pieces[section.pieces.clone()].iter().map(|piece| piece.words.text.clone())).collect::<Vec<_>>().join("/")
        };
        sections.iter().map(|section| (section.parts[0], section.lead, content(section))).collect()
    }

    #[test]
    fn a_heading_holds_until_its_equal_or_another_part() {
        let text = "## Notes\n### Upgrade\nfine\n### Decisions\ngo\n## Other\nx\n";
        let expected = [(Part::Topics, Lead::Heading(2), "Upgrade/fine".to_owned()), (Part::Decisions, Lead::Heading(3), "go".to_owned())];
        assert_eq!(content(text), expected);
    }

    #[test]
    fn leads_hold_until_the_next_part() {
        let text = "**Attendees:** Jill\n**Purpose**\n\nTalk: a lot\n\nDecisions: none\n\n- Next steps:\n  - [ ] x\n";
        let expected = [
            (Part::Attendees, Lead::Bold, "Jill".to_owned()),
            (Part::Purpose, Lead::Bold, "Talk: a lot".to_owned()),
            (Part::Decisions, Lead::Definition, "none/Next steps:/x".to_owned()),
            (Part::ActionItems, Lead::Definition, "x".to_owned()),
        ];
        assert_eq!(content(text), expected);
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
