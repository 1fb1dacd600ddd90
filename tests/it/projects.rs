//! Whole projects: the clean one and the one with mistakes that we show, and a large one.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::cli::command;
use super::rules::check;

#[test]
fn the_clean_project_is_clean() {
    let run = check(Path::new("fixtures/projects/clean"));
    let found: Vec<String> =
        run.diagnostics.iter().map(|found| format!("{}:{} {}: {}", found.path(), found.place.range.start.line, found.rule, found.message)).collect();
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!((run.checked.note, run.checked.accounts, run.checked.call), (10, 1, 3));
}

#[test]
fn the_sample_project_has_mistakes_of_every_family() {
    let run = check(Path::new("fixtures/projects/sample"));
    let rules: BTreeSet<&str> = run.diagnostics.iter().map(|found| &*found.rule).collect();
    for rule in [
        "accounts/org-note-link",
        "accounts/salesforce-id",
        "accounts/zendesk-id",
        "call/title",
        "note/file-name",
        "note/unknown-key",
        "project/ase-mismatch",
        "project/missing-note",
        "project/name-mismatch",
        "question/emergency",
        "yaml/duplicate-key",
        "yaml/syntax",
    ] {
        assert!(rules.contains(rule), "{rule} is not among {rules:?}");
    }
}

/// Files are read and judged some at a time, the first ones beside the account table: none of it may show.
#[test]
fn a_large_project_is_checked_alike_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("organizations");
    fs::create_dir(&notes).unwrap();
    let sentences = [
        "Ana Bo is the ASE, in Lisbon (EMEA), and takes all new tickets.",
        "When Ana is away, reply and leave her as the assignee.",
        "Outside of her hours, the regional queue replies.",
        "Old tickets stay with whoever has them.",
        "Emergencies: page the on-call engineer, then tell Ana.",
    ];
    let mut table = "| Account | ASE | Region | Zendesk Org Name | Zendesk Account ID | Zendesk User (ASE) ID |\n|---|---|---|---|---|---|\n".to_owned();
    for n in 0..120_usize {
        let id = 27_000_000_000 + n;
        // One sentence is left out in turn; some are long enough to end a batch by themselves, some have a key twice, some are no UTF-8.
        let mut text: Vec<&str> = sentences.iter().enumerate().filter(|(s, _)| n % 6 != *s).map(|(_, sentence)| *sentence).collect();
        text.extend(std::iter::repeat_n("Logs are attached to the ticket.", if n % 40 == 3 { 9_000 } else { n % 7 }));
        let broken = if n % 25 == 4 { "id: 1\n" } else { "" };
        let mut bytes = format!("---\nid: {id}\n{broken}name: Org {n}\nnotes: |\n  {}\ndetails:\n", text.join("\n  ")).into_bytes();
        if n % 31 == 5 {
            bytes.push(0xff);
        }
        fs::write(notes.join(format!("{id}.yaml")), bytes).unwrap();
        writeln!(table, "| Org {n} | Ana Bo | EMEA | Org {} | {id} | {} |", n + usize::from(n % 9 == 1), 390_000_000_000_usize + n % 2).unwrap();
    }
    fs::write(folder.path().join("README.md"), table).unwrap();
    let report = |threads: &str| {
        let output = command(folder.path(), &["--format", "json"]).env("RAYON_NUM_THREADS", threads).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let alone = report("1");
    let found: serde_json::Value = serde_json::from_str(&alone).unwrap();
    let rules: BTreeSet<&str> = found["diagnostics"].as_array().unwrap().iter().map(|found| found["rule"].as_str().unwrap()).collect();
    for rule in ["file/encoding", "yaml/duplicate-key", "question/emergency", "project/name-mismatch", "accounts/ase-user-id"] {
        assert!(rules.contains(rule), "{rule} is not among {rules:?}");
    }
    for threads in ["2", "3", "8"] {
        assert!(report(threads) == alone, "on {threads} threads the report is another");
    }
}
