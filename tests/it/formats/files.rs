//! Reports that go to files: several in one run, never over what is checked, all or none.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("organizations")).unwrap();
    fs::write(folder.path().join("organizations/1.yaml"), "id: 1\nname: 5a1f9965 Acme\nnotes: TBD\n").unwrap();
    folder
}

fn lint(folder: &Path, formats: &[&str]) -> Output {
    let formats = formats.iter().flat_map(|format| ["--format", format]);
    Command::new(env!("CARGO_BIN_EXE_ase-lint")).current_dir(folder).args(["--no-ase", "--color", "always"]).args(formats).output().unwrap()
}

#[test]
fn one_run_writes_many_reports() {
    let folder = project();
    let output = lint(folder.path(), &["pretty", "gitlab=gl.json", "junit=out.xml", "concise=log.txt", "pretty=page.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("\u{1b}["));
    assert!(fs::read_to_string(folder.path().join("gl.json")).unwrap().contains("note/placeholder"));
    assert!(fs::read_to_string(folder.path().join("log.txt")).unwrap().contains("organizations/1.yaml:3:8: error note/placeholder"));
    assert!(!fs::read_to_string(folder.path().join("page.txt")).unwrap().contains('\u{1b}'), "no escape codes in a file");
}

#[test]
fn a_report_that_cannot_be_written_is_exit_2_and_nothing_is_written() {
    let folder = project();
    fs::create_dir(folder.path().join("folder")).unwrap();
    let note = fs::read(folder.path().join("organizations/1.yaml")).unwrap();
    for (formats, why) in [
        (["pretty", "json=organizations/1.yaml"], "is being checked"),
        (["pretty", "json=organizations/../organizations/1.yaml"], "is being checked"),
        (["json=a.json", "sarif=./a.json"], "two reports"),
        (["json=a.json", "sarif=nowhere/a.sarif"], "cannot write"),
        (["json=a.json", "sarif=folder"], "cannot write"),
        (["pretty", "json"], "only one report"),
    ] {
        let output = lint(folder.path(), &formats);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{formats:?}: {error}");
        assert!(error.contains(why), "{formats:?}: {error}");
        assert!(!folder.path().join("a.json").exists(), "{formats:?}");
    }
    assert_eq!(fs::read(folder.path().join("organizations/1.yaml")).unwrap(), note);
}
