//! What `fix` does to whole projects: it cures what it touches, once, and says nothing that nobody knows.

use std::fs;
use std::path::Path;

use super::cli::{project, run, stdout};

const HEAD: &str = "| Account | ASE | Region | Links (Salesforce, Zendesk Org Note) | Special Notes | Zendesk Org Name | Zendesk Account ID | Zendesk User (ASE) ID |\n|---|---|---|---|---|---|---|---|\n";

fn row(account: &str, ase: &str, region: &str, id: u32) -> String {
    format!(
        "| {account} | {ase} | {region} | [Salesforce](https://gitlab.my.salesforce.com/0016100001XYZabAAH) [note](https://gitlab.com/gitlab-com/support/zendesk-global/organizations/-/blob/master/organizations/{id}.yaml) | | 0a1b2c3d {account} | {id} | 5{id} |\n"
    )
}

/// The notes of a lone organization after `fix --unsafe`, which must leave nothing to do for the next one.
fn fixed(table_row: &str, notes: &str) -> String {
    let folder = project(&[
        ("README.md", &format!("{HEAD}{table_row}")),
        ("organizations/7.yaml", &format!("id: 7\nname: 0a1b2c3d Acme\nnotes: |\n  {}\n", notes.replace('\n', "\n  "))),
    ]);
    run(folder.path(), &["fix", "--unsafe"]);
    let text = read(folder.path());
    let again = stdout(&run(folder.path(), &["fix", "--unsafe"]));
    assert!(again.ends_with("nothing to repair\n"), "{again}");
    assert_eq!(read(folder.path()), text);
    text.split_once("notes: |\n").unwrap().1.replace("\n  ", "\n").trim().to_owned()
}

fn read(folder: &Path) -> String {
    fs::read_to_string(folder.join("organizations/7.yaml")).unwrap()
}

#[test]
fn the_sentences_for_missing_answers_come_in_the_order_to_read_them_in() {
    assert_eq!(
        fixed(&row("Acme", "Jill Smith", "APAC", 7), "A large installation.\n"),
        "A large installation.\n\n\
         Jill Smith is the Assigned Support Engineer (ASE) for this organization.\n\n\
         Jill Smith is in APAC.\n\n\
         Outside Jill Smith's working hours, reply within the SLA and leave Jill Smith as the assignee.\n\n\
         If Jill Smith is unavailable, please respond while leaving Jill Smith as the assignee and cc yourself.\n\n\
         Pre-existing tickets keep their assignee.\n\n\
         The on-call engineer handles emergency tickets; inform Jill Smith."
    );
}

#[test]
fn a_region_and_a_name_that_nobody_knows_are_not_made_up() {
    let text = fixed(&row("Acme", "Jill Smith", "", 7), "A large installation.\n");
    assert!(text.contains("Jill Smith is the Assigned Support Engineer"), "{text}");
    let text = fixed(&row("Acme", "Jill Smith", "somewhere", 7), "A large installation.\n") + &text;
    assert!(!text.contains("EMEA") && !text.contains("somewhere"), "{text}");
    let text = fixed("", "This organization has an ASE.\n");
    assert!(!text.contains("the ASE is the Assigned Support Engineer") && text.contains("Pre-existing tickets keep their assignee."), "{text}");
}

/// The file of a lone note with an ASE, after `fix --unsafe` without a table.
fn fixed_alone(text: &str) -> String {
    let folder = project(&[("organizations/7.yaml", text)]);
    run(folder.path(), &["fix", "--unsafe", "--ase"]);
    read(folder.path())
}

#[test]
fn a_sentence_behind_a_line_without_a_full_stop_begins_a_new_one() {
    let text = fixed_alone("id: 7\nname: 0a1b2c3d Acme\nnotes: Our ASE is Jill\n");
    assert!(text.contains("notes: Our ASE is Jill. ") && text.contains("; inform Jill."), "{text}");
    let text = "{id: 7, name: 0a1b2c3d Acme, notes: null}\n";
    assert_eq!(fixed_alone(text), text);
}

#[test]
fn a_sentence_that_nobody_would_see_is_not_added() {
    for notes in ["A large installation.\n```\nlogs", "A large installation.\n<!-- to be continued", "A large installation.\n~~~~\n~~~\n"] {
        assert_eq!(fixed(&row("Acme", "Jill Smith", "APAC", 7), notes), notes.trim_end());
    }
}
