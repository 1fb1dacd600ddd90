//! `--since REV` in real repositories: what is new fails, what was known does not, and a revision that cannot be had is never a green run.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.com",
            "-c",
            "init.defaultBranch=main",
            "-c",
            "commit.gpgsign=false",
            "-c",
            "core.autocrlf=false",
        ])
        .args(["-c", "protocol.file.allow=always"])
        .args(arguments)
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn lint(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ase-lint")).current_dir(folder).args(["--today", "2026-11-01", "--no-ase"]).args(arguments).output().unwrap()
}

/// The exit code, and the report as JSON.
fn since(folder: &Path, rev: &str, more: &[&str]) -> (i32, Value) {
    let output = lint(folder, &[&["--format", "json", "--since", rev], more].concat());
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), report)
}

/// `subject state` of each finding, and what was fixed.
fn told(report: &Value) -> (Vec<String>, Vec<String>) {
    let of = |list: &Value, field: &str| -> Vec<String> {
        let text = |finding: &Value, field: &str| finding[field].as_str().unwrap_or_default().to_owned();
        list.as_array()
            .unwrap()
            .iter()
            .map(|finding| format!("{}: {} {}", text(finding, "path"), text(finding, "message"), text(finding, field)).trim().to_owned())
            .collect()
    };
    (of(&report["diagnostics"], "state"), of(&report["summary"]["fixed"], ""))
}

fn note(id: u32, text: &str) -> String {
    format!("id: {id}\nname: 5a1f9965 Acme\nnotes: |\n  # The customer\n\n  They run a large installation with many users.\n\n  {text}\n")
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A repository on `main` whose notes 1 and 2 have a placeholder each.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    for id in 1..=2 {
        write(folder.path(), &format!("organizations/{id}.yaml"), &note(id, "TBD."));
    }
    commit(folder.path(), "notes");
    folder
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", message]);
}

const TBD: &str = "the placeholder `TBD` was never replaced";
const TODO: &str = "the placeholder `TODO` was never replaced";

#[test]
fn only_what_is_new_fails() {
    let folder = repository();
    let folder = folder.path();
    git(folder, &["checkout", "-q", "-b", "change"]);
    write(folder, "organizations/1.yaml", &format!("# moved down\n\n{}", note(1, "TBD.").replace('\n', "\r\n")));
    write(folder, "organizations/2.yaml", &note(2, "Call them."));
    commit(folder, "change");
    let (code, report) = since(folder, "main", &[]);
    assert_eq!(told(&report), (vec![format!("organizations/1.yaml: {TBD} known")], vec![format!("organizations/2.yaml: {TBD}")]));
    assert_eq!(code, 0);
    // What is not committed, and not even added, is new.
    write(folder, "organizations/3.yaml", &note(3, "TODO."));
    let (code, report) = since(folder, "main", &[]);
    assert_eq!(told(&report).0, [format!("organizations/1.yaml: {TBD} known"), format!("organizations/3.yaml: {TODO} new")]);
    assert_eq!(code, 1);
    // Main moves on: its own findings are not those of the branch.
    git(folder, &["checkout", "-q", "main"]);
    write(folder, "organizations/4.yaml", &note(4, "TODO."));
    git(folder, &["add", "organizations/4.yaml"]);
    git(folder, &["commit", "-q", "-m", "main moves on"]);
    git(folder, &["checkout", "-q", "change"]);
    assert_eq!(told(&since(folder, "main", &[]).1).1, [format!("organizations/2.yaml: {TBD}")]);
}

#[test]
fn a_finding_moves_with_its_file() {
    let folder = repository();
    let folder = folder.path();
    fs::create_dir_all(folder.join("organizations/emea")).unwrap();
    git(folder, &["mv", "organizations/1.yaml", "organizations/emea/1.yaml"]);
    let expected = vec![format!("organizations/2.yaml: {TBD} known"), format!("organizations/emea/1.yaml: {TBD} known")];
    assert_eq!(told(&since(folder, "HEAD", &[]).1), (expected, vec![]));
    // Also when the file is named.
    let (code, report) = since(folder, "HEAD", &["organizations/emea/1.yaml"]);
    assert_eq!((code, told(&report)), (0, (vec![format!("organizations/emea/1.yaml: {TBD} known")], vec![])));
    // A wrong name is new under the new name, and gone with the old one.
    git(folder, &["mv", "organizations/emea/1.yaml", "organizations/emea/7.yaml"]);
    let (code, report) = since(folder, "HEAD", &["organizations/emea"]);
    assert_eq!((code, told(&report).0.len()), (1, 2));
    commit(folder, "a wrong name");
    git(folder, &["mv", "organizations/emea/7.yaml", "organizations/emea/1.yaml"]);
    let (code, report) = since(folder, "HEAD", &[]);
    assert_eq!((code, told(&report).1.len()), (0, 1), "{report:#}");
}

#[test]
fn the_scope_is_the_same_then_as_now() {
    let folder = repository();
    let folder = folder.path();
    let (_, report) = since(folder, "HEAD", &["organizations/2.yaml"]);
    assert_eq!(told(&report), (vec![format!("organizations/2.yaml: {TBD} known")], vec![]));
    let (_, report) = since(&folder.join("organizations"), "HEAD", &["1.yaml"]);
    assert_eq!(told(&report), (vec![format!("organizations/1.yaml: {TBD} known")], vec![]));
    // A file that git ignores now is not fixed by that.
    write(folder, ".gitignore", "organizations/1.yaml\n");
    assert_eq!(told(&since(folder, "HEAD", &[]).1).1, Vec::<String>::new());
    fs::remove_file(folder.join(".gitignore")).unwrap();
    fs::remove_file(folder.join("organizations/1.yaml")).unwrap();
    assert_eq!(told(&since(folder, "HEAD", &[]).1).1, [format!("organizations/1.yaml: {TBD}")]);
}

#[test]
fn nothing_in_the_repository_is_touched_and_the_surroundings_do_not_matter() {
    let folder = repository();
    let folder = folder.path();
    write(folder, "organizations/1.yaml", &note(1, "TODO."));
    let index = fs::read(folder.join(".git/index")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_ase-lint"))
        .current_dir(folder)
        .args(["--today", "2026-11-01", "--no-ase", "--format", "concise", "--since", "HEAD"])
        .envs([("GIT_DIR", "/nowhere"), ("GIT_INDEX_FILE", "/nowhere"), ("GIT_WORK_TREE", "/nowhere"), ("GIT_EXTERNAL_DIFF", "false")])
        .output()
        .unwrap();
    let report = String::from_utf8(output.stdout).unwrap();
    assert!(
        report
            .ends_with(&format!("organizations/2.yaml:8:3: error note/placeholder: {TBD} (known)\norganizations/1.yaml:8:3: fixed note/placeholder: {TBD}\n")),
        "{report}"
    );
    assert_eq!(fs::read(folder.join(".git/index")).unwrap(), index);
    assert!(!folder.join(".git/index.lock").exists());
}

#[test]
fn a_revision_that_cannot_be_had_is_exit_2_with_the_command_that_helps() {
    let folder = repository();
    let folder = folder.path();
    for (rev, hint) in [
        ("origin/main", "git fetch origin main:refs/remotes/origin/main"),
        ("0123456789012345678901234567890123456789", "git fetch origin 0123456789012345678901234567890123456789"),
        ("main; rm -rf x", "git fetch origin REVISION"),
        ("-x", "no git revision"),
        ("--upload-pack=x", "no git revision"),
        ("", "no git revision"),
        ("HEAD:organizations", "is not in this clone"),
    ] {
        let output = lint(folder, &[&format!("--since={rev}")]);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{rev}: {error}");
        assert!(error.contains(hint), "{rev}: {error}");
    }
    let bare = tempfile::tempdir().unwrap();
    write(bare.path(), "organizations/1.yaml", &note(1, "TBD."));
    let output = lint(bare.path(), &["--since", "HEAD"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("no git repository"));
}

#[test]
fn a_shallow_clone_compares_with_the_revision_itself_or_tells_what_to_fetch() {
    let origin = repository();
    git(origin.path(), &["checkout", "-q", "-b", "change"]);
    for index in 0..3 {
        write(origin.path(), "organizations/3.yaml", &note(3, &format!("TODO {index}.")));
        commit(origin.path(), "change");
    }
    let base = git(origin.path(), &["rev-parse", "main"]);
    let clones = tempfile::tempdir().unwrap();
    let url = format!("file://{}", origin.path().display());
    git(clones.path(), &["clone", "-q", "--depth=1", "--branch=change", &url, "shallow"]);
    let folder = clones.path().join("shallow");
    let output = lint(&folder, &["--since", &base]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains(&format!("git fetch --depth=1 origin {base}")));
    git(&folder, &["fetch", "-q", "--depth=1", "origin", &base]);
    let output = lint(&folder, &["--since", &base, "--format", "concise"]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("itself"));
    let report = String::from_utf8(output.stdout).unwrap();
    assert_eq!((output.status.code(), report.matches("(known)").count()), (Some(1), 2), "{report}");
}

#[test]
fn a_merged_results_pipeline_sees_the_change_alone() {
    let folder = repository();
    let folder = folder.path();
    git(folder, &["checkout", "-q", "-b", "change"]);
    write(folder, "organizations/1.yaml", &note(1, "Call them."));
    commit(folder, "change");
    git(folder, &["checkout", "-q", "main"]);
    write(folder, "organizations/9.yaml", &note(9, "TODO."));
    commit(folder, "main moves on");
    let target = git(folder, &["rev-parse", "main"]);
    git(folder, &["checkout", "-q", "--detach"]);
    git(folder, &["merge", "-q", "--no-ff", "-m", "merged result", "change"]);
    let (code, report) = since(folder, &target, &[]);
    let known = vec![format!("organizations/2.yaml: {TBD} known"), format!("organizations/9.yaml: {TODO} known")];
    assert_eq!((code, told(&report)), (0, (known, vec![format!("organizations/1.yaml: {TBD}")])));
}

#[test]
fn standard_input_is_compared_with_the_file_it_stands_for() {
    let folder = repository();
    let mut child = Command::new(env!("CARGO_BIN_EXE_ase-lint"))
        .current_dir(folder.path())
        .args(["--today", "2026-11-01", "--no-ase", "--format", "concise", "--since", "HEAD", "--stdin-filename", "organizations/1.yaml"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(note(1, "TBD, TODO.").as_bytes()).unwrap();
    let report = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(report, format!("organizations/1.yaml:8:3: error note/placeholder: {TBD} (known)\norganizations/1.yaml:8:8: error note/placeholder: {TODO}\n"));
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_known_as_long_as_it_leads_there() {
    use std::os::unix::fs::symlink;
    let folder = repository();
    let folder = folder.path();
    symlink("nowhere", folder.join("organizations/8.yaml")).unwrap();
    commit(folder, "a link");
    let states = |told: Vec<String>| told.into_iter().filter(|text| text.starts_with("organizations/8.yaml")).collect::<Vec<_>>();
    let known = states(told(&since(folder, "HEAD", &[]).1).0);
    assert!(known.len() == 1 && known[0].ends_with("known"), "{known:?}");
    fs::remove_file(folder.join("organizations/8.yaml")).unwrap();
    symlink("elsewhere", folder.join("organizations/8.yaml")).unwrap();
    let new = states(told(&since(folder, "HEAD", &[]).1).0);
    assert!(new.len() == 1 && new[0].ends_with("new"), "{new:?}");
}

#[test]
fn odd_names_links_and_submodules_do_no_harm() {
    let folder = repository();
    let folder = folder.path();
    let name = "organizations/a \"b\"\tü\n.yaml";
    write(folder, name, &note(5, "TBD."));
    #[cfg(unix)]
    std::os::unix::fs::symlink("1.yaml", folder.join("organizations/link.yaml")).unwrap();
    let other = repository();
    git(folder, &["submodule", "--quiet", "add", &other.path().display().to_string(), "organizations/sub"]);
    write(folder, "organizations/huge.yaml", &"# x\n".repeat(3 << 20));
    commit(folder, "odd");
    let (_, report) = since(folder, "HEAD", &[]);
    let (told, fixed) = told(&report);
    assert_eq!(fixed, Vec::<String>::new());
    let odd: Vec<_> = told.iter().filter(|text| text.starts_with(name)).collect();
    assert!(told.iter().any(|text| text.starts_with("organizations/sub/organizations/1.yaml") && text.ends_with("known")), "{told:#?}");
    assert!(!odd.is_empty() && odd.iter().all(|text| text.ends_with("known")), "{told:#?}");
}
