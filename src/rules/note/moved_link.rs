//! A page, project, label, macro or channel that has moved or has another name now.

mod table;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Safety, Severity};
use crate::document::note::Note;
use crate::document::rendered::{Link, LinkKind, Shown};
use crate::rules::{Check, Context, Rule, RuleOption, words};
use crate::source::Span;
use table::{MovedName, MovedPage, Table};

pub(super) const RULE: Rule = Rule {
    id: "note/moved-link",
    summary: "a handbook page, project, label, macro or channel has moved",
    why: "Old addresses of the handbook may still lead on today and nowhere tomorrow; an old label, macro or channel is found by nobody, and the request that went there is not seen.",
    how: "Write the new address or name. `ase-lint fix` does that wherever the new place is certain.",
    severity: Severity::Warning,
    fix: Some(Safety::Safe),
    options: &[
        RuleOption {
            name: "pages",
            schema: r#"{"type": "object", "additionalProperties": {"type": "string"}}"#,
            default: "{}",
            help: "more handbook pages that moved, by path, old to new; everything below moves with them",
        },
        RuleOption {
            name: "names",
            schema: r#"{"type": "object", "additionalProperties": {"type": "string"}}"#,
            default: "{}",
            help: "more names that changed, old to new",
        },
    ],
    check: Check::Note(check),
};

/// A handbook page without `https://`, as people write it in a sentence.
static BARE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i-u:(?:about|handbook)\.gitlab\.com)/(?-u:[\w./%-]*[\w/](?:#[\w-]+)?)").expect("the pattern is well-formed"));

fn check(note: &Note, cx: &mut Context<'_>) {
    let (pages, names): (BTreeMap<_, _>, BTreeMap<_, _>) = (cx.option("pages").unwrap_or_default(), cx.option("names").unwrap_or_default());
    let table = if pages.is_empty() && names.is_empty() { None } else { Table::with(&pages, &names) };
    let table: Cow<'_, Table> = table.map_or_else(|| Cow::Borrowed(Table::built_in()), Cow::Owned);
    for shown in note.shown() {
        for link in shown.rendered.links.iter().filter(|link| link.kind != LinkKind::Repeated) {
            check_link(shown, link, &table, cx);
        }
        check_text(shown, &table, cx);
    }
}

fn check_link(shown: Shown<'_>, link: &Link, table: &Table, cx: &mut Context<'_>) {
    if let Some(moved) = table.page(&link.destination) {
        return report_page(shown.locate(link.target.clone()), &link.destination, &moved, cx);
    }
    if link.kind.shows_url() {
        // Its names stand in the visible text.
        return;
    }
    for name in table.names(&link.destination) {
        let place = |range: Range<usize>| {
            let same_length = link.target.len() == link.destination.len();
            shown.locate(if same_length { link.target.start + range.start..link.target.start + range.end } else { link.target.clone() })
        };
        report_name(&name, &link.destination, place, cx);
    }
}

fn check_text(shown: Shown<'_>, table: &Table, cx: &mut Context<'_>) {
    let text = shown.text();
    for name in table.names(text) {
        report_name(&name, text, |range| shown.place(range), cx);
    }
    for found in BARE.find_iter(text) {
        let range = found.range();
        if text[..range.start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '@' | '-'))
            || shown.rendered.is_link(&range)
            || shown.rendered.is_code(&range)
        {
            continue;
        }
        if let Some(moved) = table.page(&format!("https://{}", found.as_str())) {
            report_page(shown.place(range), found.as_str(), &moved, cx);
        }
    }
}

fn report_page(span: Span, destination: &str, moved: &MovedPage, cx: &mut Context<'_>) {
    let written = cx.source().slice(span) == destination;
    let to = words::line(&moved.to, 200);
    let found = cx.report(span, format!("the page `{}` has moved", words::line(destination, 200)));
    found.subject(destination);
    if moved.certain {
        found.help(format!("link to {to}"));
    } else {
        found.help(format!("look whether the page is at {to} now"));
    }
    if written {
        let safety = if moved.certain { Safety::Safe } else { Safety::NeedsReview };
        found.replace(safety, format!("write {to}"), span, moved.to.clone());
    }
}

fn report_name(name: &MovedName<'_>, text: &str, place: impl Fn(Range<usize>) -> Span, cx: &mut Context<'_>) {
    let old = &text[name.range.clone()];
    let (span, part) = (place(name.range.clone()), place(name.part.clone()));
    let written = cx.source().slice(part) == &text[name.part.clone()];
    let Some(to) = name.to else {
        let found = cx.report(span, format!("the {} {} is no longer in use", name.what, words::code(old)));
        found.subject(old);
        if let Some(help) = name.help {
            found.help(help);
        }
        return;
    };
    let new = format!("{}{to}{}", &text[name.range.start..name.part.start], &text[name.part.end..name.range.end]);
    let found = cx.report(span, format!("the {} {} is now {}", name.what, words::code(old), words::code(&new)));
    found.subject(old).help(format!("write {}", words::code(&new)));
    if written {
        found.replace(Safety::Safe, format!("write {}", words::code(&new)), part, to);
    }
}
