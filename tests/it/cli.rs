//! The command line as a user meets it: exit codes, streams, files that are written and files that are left alone.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const GOOD: &str = "---\nid: 27946339528\nname: 5a1f9965 Test Account\nnotes: This is a test note for a test account.\ndetails:\n";

/// Runs the binary in `folder`, with no more of the environment than a shell needs.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ase-lint"));
    command.current_dir(folder).args(arguments).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", folder);
    command
}

pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn the_exit_code_is_0_clean_1_findings_2_usage_3_nothing() {
    let folder = project(&[("organizations/27946339528.yaml", GOOD)]);
    assert_eq!(code(&run(folder.path(), &[])), 0);
    assert_eq!(code(&run(folder.path(), &["no-such-file.yaml"])), 2);
    assert_eq!(code(&run(folder.path(), &["--format", "nonsense"])), 2);
    fs::write(folder.path().join("organizations/1.yaml"), GOOD).unwrap();
    assert_eq!(code(&run(folder.path(), &[])), 1, "the file name is not the id");
    assert_eq!(code(&run(folder.path(), &["--exit-zero"])), 0);
    let empty = project(&[("x.txt", "")]);
    assert_eq!(code(&run(empty.path(), &[])), 3);
    assert_eq!(code(&run(empty.path(), &["--allow-empty"])), 0);
    assert_eq!(code(&run(empty.path(), &["x.txt"])), 3);
}

#[test]
fn with_exit_code_2_standard_output_stays_empty() {
    let folder = project(&[("organizations/27946339528.yaml", GOOD), (".ase-lint.yaml", "prfile: handbook-2026\nrules:\n  note/lenght: off\n")]);
    let output = run(folder.path(), &["--format", "json"]);
    assert_eq!(code(&output), 2);
    assert_eq!(stdout(&output), "");
    let told = stderr(&output);
    assert!(told.contains(".ase-lint.yaml:1:1") && told.contains("profile"), "{told}");
    assert!(told.contains(".ase-lint.yaml:3:3") && told.contains("note/length"), "{told}");
}

#[test]
fn one_run_writes_several_reports_and_never_over_an_input() {
    let folder = project(&[("organizations/27946339528.yaml", GOOD)]);
    let output = run(folder.path(), &["--format", "json=a.json", "--format", "junit=b.xml", "--format", "concise"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(folder.path().join("a.json").exists() && folder.path().join("b.xml").exists());
    for bad in [
        &["--format", "json=organizations/27946339528.yaml"][..],
        &["--format", "json=x", "--format", "junit=x"],
        &["--format", "json", "--format", "junit"],
        &["--format", "json=no/such/folder/x.json"],
    ] {
        let output = run(folder.path(), bad);
        assert_eq!((code(&output), stdout(&output)), (2, String::new()), "{bad:?}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("organizations/27946339528.yaml")).unwrap(), GOOD);
}

#[test]
fn standard_input_is_checked_under_a_name() {
    let folder = project(&[]);
    let mut child = command(folder.path(), &["--stdin-filename", "organizations/5.yaml", "--format", "concise"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), GOOD.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).starts_with("organizations/5.yaml:2:5: error note/file-name"), "{}", stdout(&output));
}

#[test]
fn git_ignored_files_and_links_in_circles_are_left_out_and_named_files_are_taken() {
    let folder = project(&[("organizations/27946339528.yaml", GOOD), (".gitignore", "organizations/draft*\n"), ("organizations/draft.yaml", "a: [\n")]);
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join("organizations"), folder.path().join("organizations/again")).unwrap();
    assert_eq!(code(&run(folder.path(), &[])), 0);
    assert_eq!(code(&run(folder.path(), &["organizations/draft.yaml"])), 1);
}

#[test]
fn one_broken_file_hides_nothing_of_the_others() {
    let folder = project(&[
        ("organizations/1.yaml", "notes: [\n"),
        ("organizations/2.yaml", "\u{0}"),
        ("organizations/3.yaml", GOOD),
        ("organizations/27946339528.yaml", GOOD),
    ]);
    fs::write(folder.path().join("organizations/4.yaml"), b"name: caf\xe9\n").unwrap();
    let printed = stdout(&run(folder.path(), &["--format", "concise"]));
    for wanted in [
        "organizations/1.yaml",
        "organizations/2.yaml",
        "organizations/3.yaml:2:5: error note/file-name",
        "organizations/4.yaml:1:10: error file/encoding",
        "project/duplicate-id",
    ] {
        assert!(printed.contains(wanted), "{wanted} is not in:\n{printed}");
    }
}

#[test]
fn fix_writes_only_what_changes_and_diff_writes_nothing() {
    let note = "---\nid: 27946339528\nname: 5a1f9965 Test Account\nnotes: |\n  See [this](/handbook/support/workflows/).\ndetails:\n";
    let folder = project(&[("organizations/27946339528.yaml", note), ("organizations/27946339529.yaml", &GOOD.replace("528", "529"))]);
    let untouched = folder.path().join("organizations/27946339529.yaml");
    let before = fs::metadata(&untouched).unwrap().modified().unwrap();
    let diff = run(folder.path(), &["fix", "--diff"]);
    assert_eq!(code(&diff), 1);
    assert!(stdout(&diff).contains("+  See [this](https://handbook.gitlab.com/handbook/support/workflows/)."), "{}", stdout(&diff));
    assert_eq!(fs::read_to_string(folder.path().join("organizations/27946339528.yaml")).unwrap(), note);
    let fixed = run(folder.path(), &["fix"]);
    assert_eq!(code(&fixed), 0, "{}", stdout(&fixed));
    assert_eq!(
        fs::read_to_string(folder.path().join("organizations/27946339528.yaml")).unwrap(),
        note.replace("(/handbook", "(https://handbook.gitlab.com/handbook")
    );
    assert_eq!(fs::metadata(&untouched).unwrap().modified().unwrap(), before);
    assert_eq!(code(&run(folder.path(), &["fix", "--diff"])), 0, "nothing is left to fix");
}

#[test]
fn fix_makes_the_note_that_a_row_lacks() {
    let row = |account: &str, id: &str| {
        let note = format!("https://gitlab.com/gitlab-com/support/zendesk-global/organizations/-/blob/master/organizations/{id}.yaml");
        let links = format!("[Salesforce](https://gitlab.my.salesforce.com/0014M00001nJhks), [Zendesk Org Note]({note})");
        format!("| {account} | Jill Smith | {links} | | 5a1f9965 {account} | {id} | 398443026291 |\n")
    };
    let head = "| Account | ASE | Links | Special Notes | Zendesk Org Name | Zendesk Account ID | Zendesk User (ASE) ID |\n|---|---|---|---|---|---|---|\n";
    let table = format!("{head}{}", row("Birch Robotics", "27946339602"));
    let folder = project(&[("organizations/27946339528.yaml", GOOD), ("README.md", &table)]);
    let made = folder.path().join("organizations/27946339602.yaml");
    run(folder.path(), &["fix"]);
    assert!(!made.exists(), "only where it is asked for");
    run(folder.path(), &["fix", "--unsafe"]);
    let text = fs::read_to_string(&made).unwrap();
    assert!(text.contains("id: 27946339602\nname: 5a1f9965 Birch Robotics\n"), "{text}");
    run(folder.path(), &["fix", "--unsafe"]);
    assert_eq!(fs::read_to_string(&made).unwrap(), text);
}

#[test]
fn skeletons_pass_and_never_overwrite() {
    let folder = project(&[]);
    fs::create_dir_all(folder.path().join("organizations")).unwrap();
    fs::create_dir_all(folder.path().join("calls")).unwrap();
    fs::create_dir_all(folder.path().join(".gitlab/issue_templates")).unwrap();
    for arguments in [
        &["new", "note", "-o", "organizations/10000000001.yaml"][..],
        &["new", "account", "-o", "README.md"],
        &["new", "call", "--date", "2026-03-05", "-o", "calls/2026-03-05.md"],
        &["new", "call-template", "-o", ".gitlab/issue_templates/Call.md"],
    ] {
        let output = run(folder.path(), arguments);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_eq!(code(&run(folder.path(), arguments)), 2, "an existing file stays");
    }
    let output = run(folder.path(), &["--fail-on", "info", "--format", "concise"]);
    assert_eq!((code(&output), stdout(&output)), (0, String::new()));
}

#[test]
fn init_sets_up_what_lacks_and_keeps_what_is_there() {
    let folder = project(&[(".gitlab-ci.yml", "stages: [test]\n"), ("organizations/27946339528.yaml", GOOD)]);
    let output = run(folder.path(), &["init"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(fs::read_to_string(folder.path().join(".gitlab-ci.yml")).unwrap(), "stages: [test]\n");
    assert!(folder.path().join(".pre-commit-config.yaml").exists());
    assert_eq!(code(&run(folder.path(), &[])), 0, "the config that it writes is right");
}

#[test]
fn explain_rules_schema_completions_and_man_print_something_useful() {
    let folder = project(&[]);
    let output = run(folder.path(), &["explain", "question/emergency"]);
    assert!(code(&output) == 0 && stdout(&output).contains("Why it matters"));
    let typo = run(folder.path(), &["explain", "question/emergancy"]);
    assert!(code(&typo) == 2 && stderr(&typo).contains("did you mean `question/emergency`"), "{}", stderr(&typo));
    for name in ["note", "account", "call", "config", "questions", "report"] {
        let output = run(folder.path(), &["schema", name]);
        let schema: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        assert!(schema["$id"].as_str().is_some_and(|id| id.starts_with("https://")), "{name}");
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
    }
    let list: serde_json::Value = serde_json::from_str(&stdout(&run(folder.path(), &["rules", "--format", "json"]))).unwrap();
    assert!(list["rules"].as_array().is_some_and(|rules| rules.len() >= 60));
    assert!(stdout(&run(folder.path(), &["completions", "bash"])).contains("ase-lint"));
    assert!(stdout(&run(folder.path(), &["man"])).contains(".TH ase-lint"));
}

#[test]
fn a_seventh_question_works_from_the_config_alone() {
    let config = "questions:\n  questions:\n    - id: language\n      text: In which language does the customer write?\n      help: 'Say it: \"Tickets are in English.\"'\n      answer: statement\n      cues: [language, english, german, japanese]\n";
    let note = |more: &str| format!("---\nid: 27946339528\nname: 5a1f9965 Test Account\nnotes: |\n  Jill Smith is the AMER ASE for Test Account.\n  {more}\n");
    let folder = project(&[(".ase-lint.yaml", config), ("organizations/27946339528.yaml", &note("They like cats."))]);
    let printed = stdout(&run(folder.path(), &["--format", "concise"]));
    assert!(printed.contains("error question/language"), "{printed}");
    fs::write(folder.path().join("organizations/27946339528.yaml"), note("The customer writes in Japanese.")).unwrap();
    let printed = stdout(&run(folder.path(), &["--format", "concise"]));
    assert!(!printed.contains("question/language"), "{printed}");
    let answers: serde_json::Value = serde_json::from_str(&stdout(&run(folder.path(), &["answers", "--format", "json"]))).unwrap();
    let language = &answers["notes"][0]["questions"]["language"];
    assert_eq!((language["status"].as_str(), language["evidence"][0]["text"].as_str()), (Some("answered"), Some("The customer writes in Japanese.")));
}

#[test]
fn a_catalogue_with_mistakes_is_told_at_its_place() {
    let folder = project(&[
        ("organizations/27946339528.yaml", GOOD),
        ("catalogue.yaml", "version: 1\nquestions:\n  - id: language\n    txt: In which language?\n    answer: statement\n"),
        (".ase-lint.yaml", "questions:\n  catalogue: catalogue.yaml\n"),
    ]);
    let output = run(folder.path(), &[]);
    assert_eq!((code(&output), stdout(&output)), (2, String::new()));
    assert!(stderr(&output).contains("catalogue.yaml:4:5") && stderr(&output).contains("`text`"), "{}", stderr(&output));
    fs::write(folder.path().join(".ase-lint.yaml"), "questions:\n  questions:\n    - id: language\n      text: In which language?\n      answer: song\n")
        .unwrap();
    let output = run(folder.path(), &[]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains(".ase-lint.yaml:5:15") && stderr(&output).contains("statement"), "{}", stderr(&output));
}

#[test]
fn a_config_names_no_file_outside_of_its_repository_and_has_to_be_a_file() {
    let folder = project(&[("repository/organizations/27946339528.yaml", GOOD), ("secret.yaml", "the secret\n"), ("repository/.git/HEAD", "")]);
    let repository = folder.path().join("repository");
    fs::write(repository.join(".ase-lint.yaml"), "questions:\n  catalogue: ../secret.yaml\n").unwrap();
    let output = run(&repository, &[]);
    assert!(code(&output) == 2 && stderr(&output).contains("outside of the repository") && !stderr(&output).contains("the secret"), "{}", stderr(&output));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../secret.yaml", repository.join("inside.yaml")).unwrap();
        fs::write(repository.join(".ase-lint.yaml"), "questions:\n  catalogue: inside.yaml\n").unwrap();
        let output = run(&repository, &[]);
        assert!(code(&output) == 2 && !stderr(&output).contains("the secret"), "{}", stderr(&output));
    }
    fs::remove_file(repository.join(".ase-lint.yaml")).unwrap();
    fs::create_dir(repository.join(".ase-lint.yaml")).unwrap();
    let output = run(&repository, &[]);
    assert!(code(&output) == 2 && stderr(&output).contains("not a regular file"), "{}", stderr(&output));
}

#[test]
fn the_profile_of_2026_asks_two_questions() {
    let folder = project(&[(
        "organizations/27946339528.yaml",
        &GOOD.replace("This is a test note for a test account.", "Jill Smith is the AMER ASE for Test Account."),
    )]);
    assert_eq!(code(&run(folder.path(), &[])), 1);
    assert_eq!(code(&run(folder.path(), &["--profile", "handbook-2026"])), 0);
    assert_eq!(code(&run(folder.path(), &["--no-ase"])), 0);
    assert_eq!(code(&run(folder.path(), &["--profile", "nonsense"])), 2);
}

#[test]
fn a_branch_cannot_switch_its_own_check_off() {
    let folder = project(&[("organizations/1.yaml", GOOD), (".ase-lint.yaml", "fail-on: error\n")]);
    let git = |arguments: &[&str]| {
        let output = Command::new("git")
            .current_dir(folder.path())
            .args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "x"]);
    fs::write(folder.path().join(".ase-lint.yaml"), "rules:\n  note/file-name: off\n").unwrap();
    assert_eq!(code(&run(folder.path(), &[])), 0);
    let output = run(folder.path(), &["--config-from", "HEAD"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("weakens the check: `note/file-name` from error to off"), "{}", stderr(&output));
    let output = run(folder.path(), &["--config-from", "no-such-revision"]);
    assert_eq!((code(&output), stdout(&output)), (2, String::new()));
}

#[test]
fn file_names_cannot_write_to_the_terminal() {
    let folder = project(&[("organizations/\u{1b}[31m.yaml", "notes: [\n")]);
    for format in ["pretty", "concise", "markdown", "github"] {
        let output = run(folder.path(), &["--format", format, "--color", "never"]);
        assert!(!output.stdout.contains(&0x1b), "{format}: {}", stdout(&output));
    }
}
