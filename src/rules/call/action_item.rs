//! `call/action-item`: an action item without the one who answers for it, or without its time.

use std::collections::BTreeMap;

use super::{people, schedule};
use crate::diagnostic::Severity;
use crate::document::call::body::{PieceKind, Words};
use crate::document::call::parts::{Part, is_answer, is_task};
use crate::document::call::{Call, Record};
use crate::rules::words::code;
use crate::rules::{Check, Context, Rule};

pub(super) const RULE: Rule = Rule {
    id: "call/action-item",
    summary: "an action item has no DRI or no schedule",
    why: "A task of everybody is a task of nobody, and one without a date is never late. At the next call both sides find that the other was expected to act.",
    how: "Name the DRI with `@handle`, `DRI:` or `Owner:`, and the time with a date, a weekday or `by …`. In a table, fill the columns for both.",
    severity: Severity::Warning,
    fix: None,
    options: &[],
    check: Check::Call(check),
};

/// What an item says of who and when.
#[derive(Debug, Clone, Copy, Default)]
struct Said {
    who: bool,
    when: bool,
}

fn check(call: &Call, cx: &mut Context<'_>) {
    if call.is_template() {
        return;
    }
    for record in &call.records {
        let attendees = people::attendees(record);
        for (words, said) in items(record, &attendees) {
            let lack = match (said.who, said.when) {
                (true, true) => continue,
                (false, false) => "neither a DRI nor a schedule",
                (false, true) => "no DRI",
                (true, false) => "no schedule",
            };
            let help = match (said.who, said.when) {
                (false, false) => "name who does it, with `@handle`, `DRI:` or `Owner:`, and by when",
                (false, true) => "name who does it, with `@handle`, `DRI:` or `Owner:`",
                _ => "name the date or the weekday by which it is done",
            };
            let no_day = schedule::no_day(&words.text).filter(|_| !said.when);
            let because = no_day.map_or_else(String::new, |date| format!(": {} is not a day of the calendar", code(date)));
            cx.report(record.place(&words.range), format!("the action item {} has {lack}{because}", code(&words.text)))
                .key(format!("{}/{}", record.key, Part::ActionItems.heading()))
                .subject(words.text.clone())
                .help(help);
        }
    }
}

/// The action items in order, each once, with what they say.
fn items<'a>(record: &'a Record, attendees: &[String]) -> Vec<(&'a Words, Said)> {
    let mut pieces: Vec<usize> = record.part(Part::ActionItems).flat_map(|section| section.pieces.clone()).collect();
    pieces.sort_unstable();
    pieces.dedup();
    let read = |text: &str| Said { who: people::is_named(text, attendees), when: schedule::is_named(text) };
    let body = &record.body;
    let mut found: Vec<(&Words, Said)> = Vec::new();
    // The finding of each list item, and what the heading and the lists around say for all inside.
    let mut of_item: BTreeMap<usize, usize> = BTreeMap::new();
    let mut groups: BTreeMap<usize, Said> = BTreeMap::new();
    let mut heading = Said::default();
    for index in pieces {
        let Some(piece) = body.pieces.get(index) else { continue };
        match (&piece.kind, piece.item) {
            (PieceKind::Row { table, cells }, _) => {
                let header = body.tables.get(*table).map_or(&[][..], Vec::as_slice);
                let filled = |is: fn(&str) -> bool| {
                    let mut columns = header.iter().zip(cells).filter(|(name, _)| is(&name.text)).peekable();
                    columns.peek().is_some().then(|| columns.any(|(_, cell)| is_answer(&cell.text)))
                };
                if cells.iter().any(|cell| is_answer(&cell.text) && !is_none(&cell.text)) {
                    let said = read(&piece.words.text);
                    found.push((
                        &piece.words,
                        Said { who: filled(people::is_column).unwrap_or(said.who), when: filled(schedule::is_column).unwrap_or(said.when) },
                    ));
                }
            }
            (PieceKind::Heading(_), _) => heading = read(&piece.words.text),
            (_, None) => {
                // "Jill, by Friday:" in front of a list speaks for the list; other prose is no item.
                heading = if piece.words.text.ends_with(':') { read(&piece.words.text) } else { Said::default() };
            }
            (_, Some(item)) => {
                let said = read(&piece.words.text);
                let around = around(record, item).find_map(|outer| groups.get(&outer).copied());
                let inherited = around.unwrap_or(heading);
                let owner = std::iter::once(item).chain(around_items(record, item)).find_map(|outer| of_item.get(&outer).copied());
                if let Some(owner) = owner.filter(|_| !body.items[item].task || of_item.contains_key(&item)) {
                    // More lines of the item, or details below it.
                    found[owner].1.who |= said.who;
                    found[owner].1.when |= said.when;
                } else if piece.words.text.trim_end().ends_with(':') && !body.items[item].task {
                    groups
                        .insert(item, Said { who: said.who || inherited.who || is_attendee(&piece.words.text, attendees), when: said.when || inherited.when });
                } else if is_task(&piece.words.text) && !is_none(&piece.words.text) {
                    of_item.insert(item, found.len());
                    // A task inside another has its DRI or time where the outer one does.
                    let outer = owner.map_or(Said::default(), |owner| found[owner].1);
                    if let Some(owner) = owner {
                        found[owner].1.who |= said.who;
                        found[owner].1.when |= said.when;
                    }
                    let all = [said, inherited, outer];
                    found.push((&piece.words, Said { who: all.iter().any(|said| said.who), when: all.iter().any(|said| said.when) }));
                }
            }
        }
    }
    found
}

/// The items around `item`, from the inside.
fn around_items(record: &Record, item: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(record.body.items[item].parent, |outer| record.body.items[*outer].parent).take(64)
}

/// `item` and those around it.
fn around(record: &Record, item: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::once(item).chain(around_items(record, item))
}

/// "Jill:" above her tasks.
fn is_attendee(text: &str, attendees: &[String]) -> bool {
    let name = text.trim_end().trim_end_matches(':').trim();
    name.split_whitespace().any(|word| attendees.iter().any(|attendee| attendee == word))
}

/// "None" and its like: there is nothing to do.
fn is_none(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    matches!(bare.as_str(), "none" | "nothing" | "n/a" | "na" | "no" | "nil" | "none so far" | "none at this time" | "not applicable")
        || bare.starts_with("no action")
        || bare.starts_with("no new action")
        || bare.starts_with("no follow")
        || bare.starts_with("no next step")
        || bare.starts_with("none ")
}
