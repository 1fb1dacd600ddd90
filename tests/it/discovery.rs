//! Which files are checked: nothing that comes with a merge request may take a note out of the check.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::cli::{code, project, run, stdout};

const BROKEN: &str = "id: 7\nname: 5a1f9965 Test Account\nnotes: TBD\n";
const GOOD: &str = "id: 8\nname: 5a1f9966 Other Account\nnotes: Nothing special.\n";

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn checked(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, &[&["--format", "json"], arguments].concat());
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let rules: Vec<String> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| format!("{} {}", found["path"].as_str().unwrap(), found["rule"].as_str().unwrap()))
        .collect();
    format!("{} notes: {}", report["summary"]["checked"]["note"], rules.join(", "))
}

#[test]
fn what_git_keeps_is_checked_whatever_the_ignore_files_say() {
    let found = "2 notes: organizations/7.yaml note/placeholder";
    for (file, text) in [
        (".gitignore", "organizations/7.yaml\n"),
        (".gitignore", "*\n"),
        ("organizations/.gitignore", "7*\n"),
        (".ignore", "organizations/\n"),
        (".git/info/exclude", "organizations/7.yaml\n"),
    ] {
        let folder = project(&[("organizations/7.yaml", BROKEN), ("organizations/8.yaml", GOOD)]);
        git(folder.path(), &["init", "--quiet"]);
        git(folder.path(), &["add", "--all"]);
        fs::write(folder.path().join(file), text).unwrap();
        assert_eq!(checked(folder.path(), &[]), found, "{file}: {text}");
        assert_eq!(checked(folder.path(), &["organizations"]), found, "{file}: {text}");
        assert_eq!(checked(folder.path(), &["--notes", "organizations"]), found, "{file}: {text}");
    }
}

#[test]
fn what_git_ignores_and_does_not_keep_is_left_out() {
    let folder = project(&[("organizations/7.yaml", BROKEN), ("organizations/8.yaml", GOOD), (".gitignore", "organizations/7.yaml\n")]);
    assert_eq!(checked(folder.path(), &[]), "1 notes: ", "without a repository");
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "--all"]);
    assert_eq!(checked(folder.path(), &[]), "1 notes: ");
}

#[cfg(unix)]
#[test]
fn a_note_that_is_a_link_is_read_where_it_leads_or_reported() {
    use std::os::unix::fs::symlink;
    let outside = project(&[("7.yaml", "id: 7\nname: 5a1f9965 Test Account\nnotes: TBD, said in a low voice\n")]);
    let folder = project(&[("organizations/8.yaml", GOOD), ("elsewhere/7.yaml", BROKEN)]);
    let link = folder.path().join("organizations/7.yaml");
    let mut seen = Vec::new();
    let beside = |name: &str| outside.path().join(name).display().to_string();
    for target in ["../elsewhere/7.yaml", "8.yaml", "nowhere.yaml", "7.yaml", "../elsewhere", &beside("7.yaml")] {
        symlink(target, &link).unwrap();
        seen.push(checked(folder.path(), &[]));
        let pretty = stdout(&run(folder.path(), &[]));
        assert!(!pretty.contains("low voice"), "{pretty}");
        if target == "8.yaml" {
            assert!(pretty.contains("skipped organizations/7.yaml: a symbolic link to `organizations/8.yaml`, which is checked"), "{pretty}");
        }
        fs::remove_file(&link).unwrap();
    }
    assert_eq!(
        seen,
        [
            "2 notes: organizations/7.yaml note/placeholder",
            "1 notes: ",
            "2 notes: organizations/7.yaml file/unreadable",
            "2 notes: organizations/7.yaml file/unreadable",
            "1 notes: ",
            "2 notes: organizations/7.yaml file/unreadable",
        ]
    );
    // Who names a link means it.
    symlink(beside("7.yaml"), &link).unwrap();
    assert_eq!(code(&run(folder.path(), &["organizations/7.yaml"])), 1);
    assert_eq!(checked(folder.path(), &["organizations/7.yaml"]), "1 notes: organizations/7.yaml note/placeholder");
}

#[test]
fn a_readme_that_is_no_account_table_may_be_named() {
    let folder = project(&[
        ("calls/README.md", "# Records of calls\n"),
        ("docs/README.md", "# Documents\n"),
        ("README.md", "# Organizations\n"),
        ("organizations/8.yaml", GOOD),
    ]);
    for name in ["calls/README.md", "docs/README.md", "README.md"] {
        let output = run(folder.path(), &[name]);
        assert_eq!(code(&output), 3, "{name}: {}", stdout(&output));
        assert_eq!(code(&run(folder.path(), &["--allow-empty", name])), 0, "{name}");
        assert_eq!(code(&run(folder.path(), &["organizations/8.yaml", name])), 0, "{name}");
    }
}
