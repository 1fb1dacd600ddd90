//! What is known to break a reader of reports, each trap by itself.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ase_lint::diagnostic::Severity;
use ase_lint::engine::Run;
use ase_lint::report::{Extent, Format, Style};
use ase_lint::source::Span;
use proptest::prelude::*;

use super::samples::{Maker, clean, hostile, render, sample, span};
use super::told::{json, junit};

const FOR_PEOPLE: [Format; 5] = [Format::Pretty, Format::Concise, Format::Github, Format::Markdown, Format::Junit];

fn is_command(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

#[test]
fn no_control_character_of_a_file_reaches_a_terminal() {
    for format in FOR_PEOPLE {
        let report = render(format, &hostile(), Style::default());
        assert!(!report.contains(is_command), "{}: {report:?}", format.name());
    }
    let colored = render(Format::Pretty, &hostile(), Style { color: true, links: true, ..Style::default() });
    assert!(!colored.contains("\u{1b}]8;;https://x") && !colored.contains(['\u{202e}', '\u{7}', '\u{9b}', '\u{7f}']), "{colored:?}");
}

#[test]
fn a_clean_run_gives_a_valid_empty_report() {
    let report = |format| render(format, &clean(), Style::default());
    assert_eq!(report(Format::Concise), "");
    assert_eq!(report(Format::Jsonl), "");
    assert_eq!(report(Format::Github), "");
    assert_eq!(report(Format::Gitlab), "[]\n");
    assert_eq!(json(&report(Format::Rdjson))["diagnostics"], json("[]"));
    assert_eq!(json(&report(Format::Sarif))["runs"][0]["results"], json("[]"));
    assert_eq!(json(&report(Format::Json))["diagnostics"], json("[]"));
    assert_eq!(report(Format::Pretty), "checked 1 note, 1 account table: no problems\n");
    assert!(report(Format::Markdown).contains(":white_check_mark: ase-lint: no problems"));
    assert_eq!(report(Format::Junit).matches("<testcase ").count(), 2, "a file without findings is a passing case");
    assert!(junit(&render(Format::Junit, &Run::default(), Style::default())).is_empty());
}

#[test]
fn gitlab_gets_no_entry_that_it_could_stumble_over() {
    let run = hostile();
    let report = json(&render(Format::Gitlab, &run, Style::default()));
    let fingerprints: std::collections::BTreeSet<&str> = report.as_array().unwrap().iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(fingerprints.len(), report.as_array().unwrap().len(), "the last of two alike would win");
    assert_eq!(Format::Gitlab.left_out(&run).unwrap(), "the gitlab report leaves out 2 findings: not below the repository's top level");
    assert_eq!(Format::Gitlab.left_out(&sample()), None);
}

#[test]
fn the_fingerprint_is_one_in_all_formats() {
    let run = sample();
    let own: Vec<&str> = run.diagnostics.iter().map(|diagnostic| &*diagnostic.fingerprint).collect();
    let of = |format, list: &str, field: &str| -> Vec<String> {
        let report = json(&render(format, &run, Style::default()));
        report.pointer(list).unwrap().as_array().unwrap().iter().map(|item| item.pointer(field).unwrap().as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(of(Format::Json, "/diagnostics", "/fingerprint"), own);
    assert_eq!(of(Format::Gitlab, "", "/fingerprint"), own);
    assert_eq!(of(Format::Sarif, "/runs/0/results", "/partialFingerprints/aseLint~1v1"), own);
}

#[test]
fn junit_text_is_in_the_content_and_of_characters_that_xml_allows() {
    let report = render(Format::Junit, &hostile(), Style::default());
    assert!(report.chars().all(|c| c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}') || c == '\n'));
    assert!(junit(&report).iter().all(|story| !story.trim().is_empty()));
    assert!(report.matches(" file=\"").count() == report.matches("<testcase ").count());
    // A case fails when its finding fails the run.
    let failures = |fail_on| render(Format::Junit, &sample(), Style { fail_on, ..Style::default() }).matches("<failure ").count();
    assert_eq!((failures(Severity::Error), failures(Severity::Warning), failures(Severity::Info)), (3, 4, 5));
}

#[test]
fn github_columns_are_of_one_line() {
    let mut maker = Maker::default();
    let note = maker.file("a.yaml", "ab\ncd\n");
    maker.find("note/schema", Severity::Error, &note, Span::new(1, 4), "two lines: 100%");
    maker.find("note/schema", Severity::Error, &note, Span::new(4, 5), "one line");
    let report = render(Format::Github, &maker.finish(), Style::default());
    assert_eq!(
        report,
        "::error title=note/schema,file=a.yaml,line=1,endLine=2::two lines: 100%25\n::error title=note/schema,file=a.yaml,line=2,col=2,endLine=2,endColumn=3::one line\n"
    );
}

#[test]
fn rdjson_counts_bytes_sarif_and_json_characters() {
    let run = sample();
    let name = "project/name-mismatch";
    let rdjson = json(&render(Format::Rdjson, &run, Style::default()));
    let finding = rdjson["diagnostics"].as_array().unwrap().iter().find(|d| d["code"]["value"] == name).unwrap();
    assert_eq!(finding["location"]["range"], json(r#"{"start": {"line": 2, "column": 7}, "end": {"line": 2, "column": 22}}"#));
    assert_eq!(finding["suggestions"][0]["text"], "Acme");
    let sarif = json(&render(Format::Sarif, &run, Style::default()));
    let result = sarif["runs"][0]["results"].as_array().unwrap().iter().find(|d| d["ruleId"] == name).unwrap();
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["endColumn"], 18);
    assert_eq!(sarif["runs"][0]["columnKind"], "unicodeCodePoints");
}

#[test]
fn a_suggestion_holds_all_edits_of_a_fix_or_there_is_none() {
    let mut maker = Maker::default();
    let note = maker.file("a.yaml", "one two three\n");
    let edits = |path: &str| vec![(path.to_owned(), span(&note, "one"), "1"), (path.to_owned(), span(&note, "three"), "3")];
    for path in ["a.yaml", "b.yaml"] {
        let edits =
            edits(path).into_iter().map(|(path, span, text)| ase_lint::diagnostic::Edit { path: Arc::from(path), span, text: text.to_owned() }).collect();
        maker.find("note/region", Severity::Error, &note, span(&note, "two"), path).fix =
            Some(ase_lint::diagnostic::Fix { title: "x".to_owned(), safety: ase_lint::diagnostic::Safety::Safe, edits });
    }
    let report = json(&render(Format::Rdjson, &maker.finish(), Style::default()));
    assert_eq!(report["diagnostics"][0]["suggestions"][0]["text"], "1 two 3");
    assert!(report["diagnostics"][1].get("suggestions").is_none());
}

#[test]
fn sarif_stays_within_what_readers_take() {
    let mut maker = Maker::default();
    let note = maker.file("a.yaml", "x\n");
    let long = "é".repeat(5000);
    for index in 0..5001 {
        let message = if index == 0 { format!("0 {long}") } else { index.to_string() };
        maker.find("note/schema", Severity::Error, &note, Span::at(0), &message);
    }
    let report = json(&render(Format::Sarif, &maker.finish(), Style::default()));
    let runs = report["runs"].as_array().unwrap();
    assert_eq!(runs.iter().map(|run| run["results"].as_array().unwrap().len()).collect::<Vec<_>>(), [5000, 1]);
    assert!(runs[0]["results"][0]["message"]["text"].as_str().unwrap().chars().count() <= 2048);
}

#[test]
fn nothing_in_a_comment_is_a_quick_action_or_a_mention() {
    let report = render(Format::Markdown, &hostile(), Style::default());
    assert!(report.lines().all(|line| !line.trim_start().starts_with('/')), "{report}");
    assert!(!report.contains("<script"), "{report}");
    let outside_code = regex::Regex::new("``.*?``|`[^`]*`|<code>.*?</code>").unwrap().replace_all(&report, "");
    assert!(!outside_code.contains("@all"), "{outside_code}");
}

#[test]
fn a_secret_is_in_no_report() {
    let mut maker = Maker::default();
    let note = maker.file("a.yaml", "notes: |\n  password: hunter2hunter2 ü TBD\n  -----BEGIN KEY-----\n  MIIEowIBAAKC\n  mnopqrstuv\n  ----\n");
    let (word, key) = (span(&note, "hunter2hunter2"), span(&note, "-----BEGIN KEY-----\n  MIIEowIBAAKC\n  mnopqrstuv\n  ----"));
    let values = [word, key].map(|span| note.slice(span).to_owned()).to_vec();
    maker.run.redactions.insert(Arc::clone(note.path()), vec![word, key]);
    maker.run.secrets = ase_lint::engine::Secrets::new([(Arc::clone(note.path()), values)].into(), &[], [].into());
    let whole = Span::new(0, note.text().len());
    let edits = [(word, "hunter2hunter2!"), (key, "MIIEowIBAAKC\nmnopqrstuv"), (whole, "nothing"), (Span::new(word.start - 3, word.end + 3), "x")];
    for (rule, (span, text)) in ["note/secret", "yaml/syntax", "note/schema", "note/region"].into_iter().zip(edits) {
        maker.find(rule, Severity::Error, &note, span, "x").replace(ase_lint::diagnostic::Safety::Safe, "x", span, text);
    }
    maker.find("note/placeholder", Severity::Error, &note, span(&note, "TBD"), "x").related(note.place(key), "there");
    let run = maker.finish();
    for &(name, format) in Format::ALL {
        for width in [0, 40] {
            let report = render(format, &run, Style { width, ..Style::default() });
            for piece in ["hunter2", "MIIEow", "mnopqr"] {
                assert!(!report.contains(piece), "{name}: {report}");
            }
        }
    }
    assert!(render(Format::Pretty, &run, Style::default()).contains("password: •••••• ü TBD"));
}

#[test]
fn quiet_and_statistics() {
    let of = |format, extent| render(format, &sample(), Style { extent, ..Style::default() });
    assert_eq!(of(Format::Concise, Extent::Quiet).lines().count(), 3);
    assert!(!of(Format::Pretty, Extent::Quiet).contains("checked"));
    assert!(of(Format::Pretty, Extent::Statistics).contains("    1        1  warning   note/region\n"));
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let mut maker = Maker::default();
    let long = format!("notes: {} HERE {}\n", "long ".repeat(100_000), "tail ".repeat(100_000));
    let note = maker.file("a.yaml", &long);
    for index in 0..100 {
        maker.find("note/region", Severity::Error, &note, span(&note, "HERE"), &format!("{index}"));
    }
    let run = maker.finish();
    let started = Instant::now();
    let report = render(Format::Pretty, &run, Style { width: 80, ..Style::default() });
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert!(report.lines().all(|line| line.chars().count() <= 80), "{}", report.lines().max_by_key(|line| line.chars().count()).unwrap());
    assert!(report.contains(" │ …") && report.contains(" HERE tail ") && report.contains("…\n"), "{}", report.lines().nth(4).unwrap());
}

proptest! {
    #[test]
    fn pretty_draws_any_place_of_any_text(text in "[a é🦀\t\r\n\u{1b}\u{202e}\u{200d}\u{301}:-]{0,200}", places in prop::collection::vec((0usize..260, 0usize..260), 1..5), width in 0usize..120) {
        let mut maker = Maker::default();
        let note = maker.file("a.yaml", &text);
        let place = |(a, b): (usize, usize)| note.place(Span::new(a.min(b), a.max(b)));
        let lead = place(places[0]).range.span();
        let found = maker.find("note/region", Severity::Error, &note, lead, "x");
        for other in &places[1..] {
            found.related(place(*other), "there");
        }
        let run = maker.finish();
        let report = render(Format::Pretty, &run, Style { width, ..Style::default() });
        prop_assert!(!report.contains(is_command), "{:?}", report);
        prop_assert!(report.contains("a.yaml:"), "{}", report);
        for format in [Format::Sarif, Format::Rdjson, Format::Junit, Format::Markdown] {
            render(format, &run, Style::default());
        }
    }
}
