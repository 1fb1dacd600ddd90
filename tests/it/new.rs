//! `ase-lint new`: whatever it is given, what it writes passes the check, or it says what is wrong.

use std::fs;

use super::cli::{code, project, run, stderr, stdout};

/// Where each document is checked.
fn place(what: &str) -> &'static str {
    match what {
        "note" => "organizations/10000000001.yaml",
        "account" => "README.md",
        "call" => "calls/call.md",
        _ => ".gitlab/issue_templates/call.md",
    }
}

#[test]
fn odd_values_give_a_document_that_passes() {
    for arguments in [
        &["note", "--ase", "Jill \"X\" Smith"][..],
        &["note", "--ase", "@jill", "--region", "AMER-E"],
        &["note", "--org-name", "PP: A # B"],
        &["account", "--account", "A|B `x` <b> \\"],
        &["account", "--salesforce-id", "0014M00001nJhks"],
        &["call", "--account", "A \"B\" C"],
        &["call", "--account", "Acme, Inc."],
        &["call", "--account", "A 5\" ~disk"],
        &["call", "--purpose", "# a ```b <!-- c"],
        &["call-template", "--account", "A \"B\", C"],
    ] {
        let folder = project(&[]);
        let output = run(folder.path(), &[&["new"], arguments].concat());
        assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
        let path = folder.path().join(place(arguments[0]));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &output.stdout).unwrap();
        let checked = run(folder.path(), &["--fail-on", "info", "--format", "concise"]);
        assert_eq!((code(&checked), stdout(&checked)), (0, String::new()), "{arguments:?}");
    }
}

#[test]
fn values_that_cannot_pass_are_refused_by_name() {
    let long = "x".repeat(300);
    for (arguments, words) in [
        (&["note", "--id", "0"][..], "0 is not in 1.."),
        (&["account", "--user-id", "-1"], "-1 is not in 1.."),
        (&["note", "--ase", " "], "--ase is empty"),
        (&["note", "--ase", "TBD"], "--ase is `TBD`, which says nothing"),
        (&["note", "--ase", "Ji\u{1}ll"], "--ase has the character U+0001"),
        (&["note", "--org-name", "0a1b2c3d A\u{200b}"], "--org-name has the character U+200B"),
        (&["note", "--account", &long], "--account has 300 characters"),
        (&["note", "--region", "APJ"], "did you mean `APAC`?"),
        (&["account", "--region", "Moon"], "write AMER,"),
        (&["note", "--org-name", "foo"], "eight hexadecimal digits"),
        (&["note", "--id", "5", "-o", "organizations/6.yaml"], "the file is called `6.yaml`"),
        (&["account", "--salesforce-id", "xyz"], "the Salesforce link holds no account id"),
        (&["call", "--purpose", ""], "--purpose is empty"),
        (&["call", "--purpose", &long[..250]], "the title has 267 characters"),
        (&["call", "--account", "A::B"], "is scoped"),
        (&["call", "--date", "0000-01-01"], "is not the day of a call"),
        (&["call-template", "--account", "A::B"], "is scoped"),
    ] {
        let folder = project(&[]);
        let output = run(folder.path(), &[&["new"], arguments].concat());
        assert_eq!((code(&output), stdout(&output)), (2, String::new()), "{arguments:?}");
        assert!(stderr(&output).contains(words), "{arguments:?}: {}", stderr(&output));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{arguments:?}");
    }
}
