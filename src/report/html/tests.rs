//! The page held against hostile files, odd ranges and itself.
#![allow(clippy::unwrap_used, reason = "tests may")]

use std::sync::Arc;

use super::note::{Mark, render};
use super::{base64, write};
use crate::diagnostic::{Diagnostic, Redaction, Severity};
use crate::document::facts::{AccountRow, Fact, Roster};
use crate::engine::{Answer, Checked, Evidence, NoteAnswers, Run};
use crate::questions::Status;
use crate::report::Style;
use crate::source::{Source, Span};

const HOSTILE: &str = "</script><script>alert(1)</script>\n\n[x](javascript:alert(1)) ![i](https://tracker.example/x.png) --> \u{2028}\u{202e}\u{1b}[31m\n\n<img src=x onerror=alert(1)>\n";

/// A note with one sentence that answers, one finding, a row of its own.
fn run(markdown: &str) -> Run {
    let path: Arc<str> = Arc::from("organizations/27946339528.yaml");
    let source = Source::new(Arc::clone(&path), "id: 27946339528\nname: \"<b>Acme</b>\"\nnotes: |\n  x\n".to_owned());
    let place = source.place(Span::new(38, 43));
    let table = Source::new("README.md", "| <i>Acme | Ann |\n".to_owned());
    let fact = |value: &str| Some(Fact { value: value.to_owned(), place: table.place(Span::new(0, 5)) });
    let row = AccountRow {
        row: table.place(Span::new(0, 17)),
        account: fact("<i>Acme"),
        ase: fact("Ann \"A\" O'Neil"),
        region: None,
        org_name: None,
        account_id: Some((27_946_339_528, table.place(Span::at(0)))),
        user_id: None,
    };
    let mut diagnostic = Diagnostic {
        rule: "question/emergency".into(),
        severity: Severity::Error,
        message: "nothing says `<what>` to do & why".to_owned(),
        place: place.clone(),
        key: "/notes".to_owned(),
        subject: String::new(),
        help: Some("say </p><script>alert(2)</script>".to_owned()),
        related: Vec::new(),
        fix: None,
        redact: Redaction::default(),
        fingerprint: String::new(),
        state: None,
    };
    diagnostic.fingerprint = diagnostic.identity(0);
    let evidence = Evidence { text: String::new(), place: place.clone(), markdown: 0..5.min(markdown.len()) };
    let answer = |question: &str, status, evidence| Answer {
        question: question.to_owned(),
        text: "What?".to_owned(),
        status,
        evidence,
        reason: "<reason>".to_owned(),
        explain: Vec::new(),
    };
    let mut roster = Roster::default();
    roster.has_table = true;
    roster.push(row);
    Run {
        checked: Checked { note: 1, accounts: 1, call: 0 },
        diagnostics: vec![diagnostic],
        sources: [(Arc::clone(&path), Arc::new(source))].into(),
        answers: vec![NoteAnswers {
            path,
            ase_note: true,
            name: Some("<b>Acme</b>".to_owned()),
            id: Some(27_946_339_528),
            ases: vec!["Ann".to_owned()],
            markdown: markdown.to_owned(),
            anchor: place,
            answers: vec![answer("ase", Status::Answered, vec![evidence]), answer("emergency", Status::Missing, Vec::new())],
        }],
        roster,
        ..Run::default()
    }
}

fn page(run: &Run) -> String {
    let mut out = Vec::new();
    write(run, Style::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn marked(text: &str, ranges: &[std::ops::Range<usize>]) -> String {
    let marks: Vec<Mark> = ranges.iter().enumerate().map(|(question, range)| Mark { question, range: range.clone() }).collect();
    render(text, &marks, &["A".to_owned(), "B".to_owned()])
}

#[test]
fn nothing_in_a_project_becomes_markup() {
    let html = page(&run(HOSTILE));
    assert_eq!(html.matches("<script").count(), 3, "the page's own");
    assert_eq!(html.matches("</script").count(), 3);
    for markup in ["<img", "<b>Acme", "<i>Acme", "\"javascript:", "onerror=alert(1)>", "\u{202e}", "\u{1b}", "\u{2028}"] {
        assert!(!html.contains(markup), "{markup:?}");
    }
    assert!(html.contains("Nothing says <code>&lt;what&gt;</code> to do &amp; why"));
}

#[test]
fn the_policy_holds_for_the_page_as_it_is_written() {
    use sha2::{Digest, Sha256};
    let html = page(&run("x"));
    let between = |from: &str, to: &str| {
        let start = html.rfind(from).unwrap() + from.len();
        html[start..].split(to).next().unwrap()
    };
    for text in [between("<style>", "</style>"), between("<script>", "</script>")] {
        assert!(html.contains(&format!("'sha256-{}'", base64(&Sha256::digest(text)))));
    }
    assert!(!html.contains(" style=\""), "the policy would block it");
}

#[test]
fn the_same_run_gives_the_same_page() {
    assert_eq!(page(&run(HOSTILE)), page(&run(HOSTILE)));
    assert!(page(&Run::default()).contains("Nothing was checked"));
}

#[test]
fn a_secret_is_nowhere_on_the_page() {
    let mut run = run("x");
    let path: Arc<str> = Arc::from("organizations/27946339528.yaml");
    let source = Source::new(Arc::clone(&path), "token: hunter22 # <b>Acme</b>\n".to_owned());
    run.diagnostics[0].place = source.place(Span::new(0, 15));
    run.roster = Roster::default();
    run.sources = [(Arc::clone(&path), Arc::new(source))].into();
    run.redactions = [(path, vec![Span::new(7, 15)])].into();
    let html = page(&run);
    assert!(!html.contains("hunter22") && html.contains("<span class=\"redacted\">hidden</span>"));
}

#[test]
fn base64_pads() {
    assert_eq!([base64(b""), base64(b"f"), base64(b"fo"), base64(b"foo"), base64(b"foob")], ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
}

#[test]
fn marks_follow_the_text_through_emphasis_and_links() {
    let text = "Ping **Ann** or [the *team*](https://x.example/) now.";
    assert_eq!(
        marked(text, std::slice::from_ref(&(5..29))),
        "<p>Ping <strong><mark data-q=\"0\">Ann</mark></strong><mark data-q=\"0\"> or </mark><a rel=\"noopener noreferrer\" target=\"_blank\" \
         href=\"https://x.example/\"><mark data-q=\"0\">the </mark><em><mark data-q=\"0\" data-end=\"A\">team</mark></em></a> now.</p>"
    );
}

#[test]
fn marks_reach_over_items_and_cells_and_overlap() {
    let html = marked("- a\n- b\n\n| x | y |\n|---|---|\n| é | w |\n", &[2..13, 6..100]);
    assert!(html.contains("<li><mark data-q=\"0\">a</mark></li><li><mark data-q=\"0 1\">b</mark></li>"), "{html}");
    assert!(html.contains("<th scope=\"col\"><mark data-q=\"0 1\" data-end=\"A\">x</mark></th>"), "{html}");
    assert!(html.contains("<td><mark data-q=\"1\" data-end=\"B\">w</mark></td>"), "{html}");
}

#[test]
fn marks_outside_the_text_or_inside_a_character_do_no_harm() {
    let text = "é🦀 a &amp; \\* `c\u{301}d` <br> b\n";
    for start in 0..text.len() + 3 {
        for end in start..text.len() + 5 {
            let html = marked(text, &[start..end, end..start]);
            assert_eq!(html.matches("<mark").count(), html.matches("</mark>").count());
            let without = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect::<String>();
            assert_eq!(without.trim(), "é🦀 a &amp; * c\u{301}d &lt;br&gt; b", "{html}");
        }
    }
}

#[test]
fn only_web_and_mail_links_can_be_clicked() {
    let html =
        marked("[a](JavaScript:x) [b](data:text/html,x) [c](../../README.md) [d](HTTPS://x.example) <mailto:e@x.example> [f](java&#10;script:x) [g](//h)", &[]);
    let links: Vec<&str> = html.split("href=\"").skip(1).map(|link| link.split('"').next().unwrap()).collect();
    assert_eq!(links, ["HTTPS://x.example", "mailto:e@x.example"]);
    assert!(html.contains("JavaScript:x") && html.contains("../../README.md"), "shown: {html}");
}

#[test]
fn a_deep_or_long_note_is_no_trouble() {
    render(&">".repeat(20_000), &[], &[]);
    let html = render(&"word ".repeat(200_000), &[], &[]);
    assert!(html.len() < 400_000 && html.contains("too long to show"));
}
