//! The config as a user meets it: mistakes that must not pass in silence, and what its questions and globs mean.

use std::fs;

use super::cli::{code, project, run, stderr, stdout};

const NOTE: &str = "---\nid: 27946339528\nname: 5a1f9965 Test Account\nnotes: This is a test note for a test account.\ndetails:\n";

/// What is told of a config; the run ends with 2 and prints nothing.
#[track_caller]
fn refused(config: &str) -> String {
    let folder = project(&[("organizations/27946339528.yaml", NOTE), (".ase-lint.yaml", config)]);
    let output = run(folder.path(), &["--format", "json"]);
    assert_eq!((code(&output), stdout(&output)), (2, String::new()), "{config}");
    stderr(&output)
}

#[test]
fn a_key_that_stands_twice_is_refused_with_both_places() {
    for (config, first, again) in [
        ("rules:\n  note/length: off\nrules:\n  note/org-name: off\n", "1:1: the first `rules`", "3:1: the key `rules` stands twice in one mapping"),
        ("rules:\n  note/length: off\n  note/length: error\n", "2:3: the first `note/length`", "3:3: the key `note/length` stands twice in one mapping"),
    ] {
        let told = refused(config);
        assert!(told.contains(first) && told.contains(again), "{told}");
    }
}

#[test]
fn questions_and_profiles_are_those_of_the_catalogue() {
    let question = "questions:\n  questions:\n    - {id: language, text: In which language?, answer: statement, cues: [english]}\n";
    for (config, place, meant) in [
        ("rules:\n  question/emergancy: off\n".to_owned(), "2:3: `question/emergancy` is no key of `rules`", "did you mean `question/emergency`?"),
        (format!("{question}rules: {{question/langage: off}}\n"), "4:9: `question/langage` is no key of `rules`", "did you mean `question/language`?"),
        ("profile: handbook-2062\n".to_owned(), "1:10: there is no profile `handbook-2062`", "did you mean `handbook-2026`?"),
        ("profile: x\nquestions:\n  profiles:\n    x: [ase, emergancy]\n".to_owned(), "4:14: the profile `x` asks `emergancy`", "did you mean `emergency`?"),
    ] {
        let told = refused(&config);
        assert!(told.contains(place) && told.contains(meant), "{told}");
    }
    let config = format!("{question}  profiles: {{mine: [ase, language]}}\nprofile: mine\nrules: {{question/language: off, question/emergency: info}}\n");
    let folder = project(&[("organizations/27946339528.yaml", NOTE), (".ase-lint.yaml", &config)]);
    let output = run(folder.path(), &[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let told = stderr(&run(folder.path(), &["--profile", "mind"]));
    assert!(told.contains("did you mean `mine`?"), "{told}");
}

#[test]
fn the_questions_of_the_config_are_rules() {
    let config = "questions:\n  questions:\n    - {id: language, text: In which language?, answer: statement, cues: [english, in german]}\n";
    let folder = project(&[(".ase-lint.yaml", config)]);
    for name in ["question/language", "language"] {
        let page = stdout(&run(folder.path(), &["explain", name]));
        assert!(page.starts_with("# question/language\n\nIn which language?\n") && page.contains("`english`, `in german`"), "{page}");
    }
    let typo = run(folder.path(), &["explain", "question/langauge"]);
    assert!(code(&typo) == 2 && stderr(&typo).contains("did you mean `question/language`?"), "{}", stderr(&typo));
    for format in ["pretty", "json", "markdown"] {
        assert!(stdout(&run(folder.path(), &["rules", "--format", format])).contains("question/language"), "{format}");
    }
    // Who looks up a rule because the config has mistakes gets the list all the same.
    fs::write(folder.path().join(".ase-lint.yaml"), "rules:\n  note/lenght: off\n").unwrap();
    let output = run(folder.path(), &["rules"]);
    assert!(code(&output) == 0 && stdout(&output).contains("note/length") && stderr(&output).contains("2:3"), "{}", stderr(&output));
    assert_eq!(code(&run(folder.path(), &["explain", "note/length"])), 0);
}

#[test]
fn globs_are_read_as_users_write_them_or_refused() {
    for glob in ["notes/*.yaml", "./notes/*.yaml", "/notes/*.yaml", "notes/", "notes//*.yaml"] {
        let folder = project(&[("notes/27946339528.yaml", NOTE), (".ase-lint.yaml", &format!("files:\n  note: [\"{glob}\"]\n"))]);
        let output = run(folder.path(), &[]);
        assert_eq!(code(&output), 0, "{glob}: {}{}", stdout(&output), stderr(&output));
    }
    for (glob, words) in [("!notes/x.yaml", "is no glob of files to take"), ("../notes/*.yaml", "leads out of the folder"), ("{a", "is not a glob")] {
        let told = refused(&format!("files:\n  note: [\"{glob}\"]\n"));
        assert!(told.contains(".ase-lint.yaml:2:10: ") && told.contains(words), "{told}");
    }
}

#[test]
fn a_config_is_no_note() {
    let folder = project(&[("organizations/27946339528.yaml", NOTE), ("organizations/.ase-lint.yaml", "fail-on: error\n")]);
    let output = run(folder.path(), &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!((&report["summary"]["checked"]["note"], &report["diagnostics"]), (&1.into(), &serde_json::json!([])), "{report}");
    assert_eq!(report["summary"]["skipped"][0]["path"], "organizations/.ase-lint.yaml");
}

#[test]
fn usage_that_means_nothing_is_refused() {
    let folder = project(&[("organizations/27946339528.yaml", NOTE)]);
    for arguments in [&["--jobs", "0"][..], &["--jobs", "99999"], &["--stdin-filename", "organizations/1.yaml", "organizations"]] {
        let output = run(folder.path(), arguments);
        assert_eq!((code(&output), stdout(&output)), (2, String::new()), "{arguments:?}");
    }
    assert!(stderr(&run(folder.path(), &["--jobs", "0"])).contains("1..=256"));
    let told = stderr(&run(folder.path(), &["--format", "json=no/such/folder/report.json"]));
    assert!(told.ends_with("no/such/folder/report.json`: No such file or directory\n"), "{told}");
}
