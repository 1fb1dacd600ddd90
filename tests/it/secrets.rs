//! No command and no format prints a secret, wherever it stands; what `fix` writes is the files' own bytes.

use std::fs;

use crate::cli::{project, run};

const TOKEN: &str = "glpat-AbCdEf0123456789wxyz";
const PASSWORD: &str = "Hunter2hunter2x";
const ID: &str = "27946339528";
const FORMATS: [&str; 11] = ["pretty", "concise", "json", "jsonl", "gitlab", "sarif", "junit", "github", "rdjson", "markdown", "html"];

/// A project whose names, keys, values, notes, suppressions, rows and file names hold a token and a password.
fn secretive(password: &str) -> tempfile::TempDir {
    let note = format!(
        "id: {ID}\nname: Acme {TOKEN} # ase-lint: ignore[note/org-name] the password: {password}\n{TOKEN}: {password}\npassword: {password}\n\
         {password}: &{password} '{TOKEN}' # ase-lint: ignore[note/{password}] until={password} {TOKEN}\nnotes: |\n  Jill {password} is the ASE in APJ, with {TOKEN}.\n  \
         New tickets with {TOKEN} go to [Jill](/{password}) until {TOKEN}, <{password}> TODO {TOKEN}.\n  Emergencies with password: {password} go to on-call.\n  \
         | Password |\n  | --- |\n  | {password} |\n  <!-- ase-lint: ignore[{TOKEN}] password: {password} -->\n  <!-- ase-lint: {TOKEN} -->\ndetails: \"g\\x6c{}\"   \n",
        &TOKEN[2..]
    );
    let table = format!(
        "| Account | ASE | Region | Links (Salesforce, Zendesk Org Note) | Special Notes | Zendesk Org Name | Zendesk Account ID | Zendesk User (ASE) ID |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n\
         | Acme {TOKEN} | Jill {password} | {password} | https://{TOKEN} | password: {password} | Acme {password} | {ID} | {TOKEN} |\n\
         | {password} | {TOKEN} | | | <!-- ase-lint: ignore[accounts/schema] {TOKEN} --> | {TOKEN} | 1 | 2 |\n"
    );
    let call = format!(
        "# 2026-10-01 Call {TOKEN}\n\npassword: {password}\n\n## Action items\n\n- {password} asks\n\n| {TOKEN} | x |\n|---|---|\n| {password} | TODO |\n\n/label ~{password} ~\"ASE Work - {TOKEN}\"\n"
    );
    let latin = [format!("notes: |\n  {TOKEN}\n  Gr").into_bytes(), vec![0xfc], format!("e, password: {password}x\n").into_bytes()].concat();
    let folder = project(&[
        (&format!("organizations/{ID}.yaml"), &note),
        (&format!("organizations/{TOKEN}.yaml"), &note),
        ("organizations/broken.yaml", &format!("name: [{TOKEN}\n{password}: password: {password}\n\tnotes: x\n")),
        (&format!("{TOKEN}.txt"), ""),
        ("README.md", &table),
        ("calls/2026-10-01-acme.md", &call),
        (
            "calls/issue.json",
            &format!("{{\"title\": \"{TOKEN}\", \"description\": \"password: {password}\\n\\u0067{}\", \"labels\": [\"{password}\"]}}", &TOKEN[1..]),
        ),
    ]);
    fs::write(folder.path().join("organizations/latin.yaml"), latin).unwrap();
    folder
}

fn assert_clean(password: &str, folder: &std::path::Path, arguments: &[&str]) {
    let what = arguments.join(" ");
    let output = run(folder, arguments);
    assert!(!output.stdout.is_empty(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
    for stream in [&output.stdout, &output.stderr] {
        let text = String::from_utf8_lossy(stream);
        for secret in [&TOKEN[6..], password] {
            let around =
                text.find(secret).map(|at| &text[text.floor_char_boundary(at.saturating_sub(200))..text.ceil_char_boundary((at + 100).min(text.len()))]);
            assert_eq!(around, None, "{what}");
        }
    }
}

#[test]
fn no_command_and_no_format_prints_a_secret() {
    // Something made up, and a word.
    for password in [PASSWORD, "swordfish"] {
        let folder = secretive(password);
        for format in FORMATS {
            assert_clean(password, folder.path(), &["--format", format, "--ase"]);
        }
        for command in ["answers", "accounts", "suppressions"] {
            for format in ["pretty", "json"] {
                assert_clean(password, folder.path(), &[command, "--format", format]);
            }
        }
        for format in ["pretty", "json", "html"] {
            assert_clean(password, folder.path(), &["--format", format, &format!("{TOKEN}.txt"), "README.md"]);
        }
        assert_clean(password, folder.path(), &["answers", "--explain", "--format", "json"]);
        assert_clean(password, folder.path(), &["--statistics", "--color", "always"]);
        for arguments in [&["fix", "--diff"][..], &["fix", "--diff", "--unsafe"], &["fix"], &["fix", "--unsafe"]] {
            assert_clean(password, folder.path(), arguments);
        }
    }
}

#[test]
fn a_diff_leaves_secrets_out_and_the_files_keep_them() {
    let text =
        format!("id: {ID}\nname: 5a1f9965 Acme\nnotes: |\n  password: {PASSWORD}\n  Jill works in APJ with {TOKEN}.\n  The pin: no\ndetails: \"{TOKEN}\"");
    let folder = project(&[(&format!("organizations/{ID}.yaml"), &text)]);
    let diff = String::from_utf8(run(folder.path(), &["fix", "--diff"]).stdout).unwrap();
    assert_eq!(
        diff,
        format!(
            "--- a/organizations/{ID}.yaml\n+++ b/organizations/{ID}.yaml\n@@ -2,6 +2,6 @@\n name: 5a1f9965 Acme\n notes: |\n   password: [redacted]\n-  Jill works in APJ with [redacted].\n\
             +  Jill works in APAC with [redacted].\n   The pin: no\n details: \"[redacted]\"\n\\ No newline at end of file\n"
        )
    );
    run(folder.path(), &["fix"]);
    assert_eq!(fs::read_to_string(folder.path().join(format!("organizations/{ID}.yaml"))).unwrap(), text.replace("APJ", "APAC"));
}

#[test]
fn a_picture_hides_a_secret_that_stands_elsewhere_in_the_file() {
    let folder = project(&[("organizations/27946339528.yaml", &format!("id: {ID}\nname: {PASSWORD}\nnotes: 'password: {PASSWORD}'\n"))]);
    let pretty = String::from_utf8(run(folder.path(), &["--format", "pretty"]).stdout).unwrap();
    assert!(pretty.contains("name: ••••••") && !pretty.contains(PASSWORD), "{pretty}");
}

#[test]
fn a_secret_in_a_file_name_is_found_and_not_printed() {
    let folder = project(&[(&format!("organizations/{TOKEN}.yaml"), "name: 5a1f9965 Acme\nnotes: x\n")]);
    let concise = String::from_utf8(run(folder.path(), &["--format", "concise"]).stdout).unwrap();
    assert!(
        concise.contains("organizations/[redacted].yaml:1:1: error note/secret: a GitLab personal access token stands in the name of the file\n"),
        "{concise}"
    );
}
