//! The rules on a note stay quick, whatever its text: the time is far from what a quadratic rule would take.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::config::Settings;
use crate::document::facts::Roster;
use crate::document::note::Note;
use crate::rules::schema::Schemas;
use crate::rules::{Check, Context};
use crate::source::Source;

#[test]
fn no_text_makes_the_rules_slow() {
    let repeated = [
        "TBD ",
        "<a ",
        "<a>",
        "<x>\n",
        "???",
        "[",
        "[a](",
        "[a](/x",
        "[a][b] ",
        "![",
        "](",
        "[a](https://x y",
        "(a)[",
        "https://",
        "https:/x.yz ",
        "htps://x.yz ",
        "https://calendly.com/a ",
        "APJ ",
        "until ",
        "until on on on ",
        "until 2026-01-01 ",
        "Jill is a ",
        "ASE: Jill. She is an expert. ",
        "ASE Work:a ",
        "handbook.gitlab.com/handbook/a ",
        "<!-- ",
        "~~",
        "`",
        "&amp;",
        "\\",
        "é",
        "🦀 ",
        "a. ",
        "> ",
        "- ",
        "| a ",
        "*a **b ",
        "<del>",
        "</x>",
        "the TODO list ",
        "valid from ",
        "General::Invite customer call ",
        "[x]: /y\n",
        "[a][a]\n\n[a]: /handbook/x\n\n",
        "Aa ",
        "\"ASE Work:a ",
    ];
    let settings = Settings::new(jiff::civil::date(2026, 11, 1));
    let schemas = Schemas::new(&settings);
    let roster = Roster::default();
    for text in repeated {
        let body = text.repeat(60_000 / text.len()).replace('\n', "\n  ");
        let source = Source::new("organizations/27946339528.yaml", format!("notes: |2\n  {body}\n"));
        let note = Note::parse(Arc::new(source), true);
        for rule in super::RULES {
            let Check::Note(check) = rule.check else { continue };
            let start = Instant::now();
            let mut context = Context::for_document(&settings, &roster, &schemas, &note.source, &note.keys);
            context.enter(rule);
            check(&note, &mut context);
            for found in context.into_found() {
                assert!(note.source.text().get(found.place.range.span().range()).is_some(), "{}", rule.id);
            }
            assert!(start.elapsed() < Duration::from_secs(10), "{} takes {:?} on {text:?}", rule.id, start.elapsed());
        }
    }
}
