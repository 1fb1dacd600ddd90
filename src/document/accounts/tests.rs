//! The account table as people really write it.

use std::sync::Arc;

use jiff::civil::date;

use super::Column::{Account, AccountId, Ase, Links, OrgName, SpecialNotes, UserId};
use super::{Accounts, LinkForm};
use crate::config::Settings;
use crate::source::{Source, Span};

const HEADER: &str =
    "| Account | ASE | Region | Links | Special Notes | Zendesk Org Name | Zendesk Account ID | Zendesk User (ASE) ID |\n|---|---|---|---|---|---|---|---|\n";

fn read(text: &str) -> Accounts {
    Accounts::parse(Arc::new(Source::new("README.md", text.to_owned())), true, &Settings::new(date(2026, 1, 1)))
}

/// The visible texts of the first row.
fn row(line: &str) -> Vec<String> {
    let accounts = read(&format!("{HEADER}{line}\n"));
    accounts.tables[0].rows[0].cells.iter().map(|cell| cell.text.value().to_owned()).collect()
}

fn slice(accounts: &Accounts, span: Span) -> &str {
    accounts.source.slice(span)
}

#[test]
fn the_table_is_found_among_others_with_its_columns_in_any_order() {
    let text = "# ASE\n\n| Region | Manager |\n|---|---|\n| EMEA | Ann |\n\n```\n| Account | ASE |\n|---|---|\n```\n\n<!--\n| Account | ASE |\n|---|---|\n-->\n\n- x\n\n  | Account | ASE |\n  |---|---|\n\n\
        |Zendesk Org ID|`Zendesk Org Name`|**ASE**|[customer](x)|Links|Notes|Zendesk User ID|Tier|\n|:--|--:|:-:|---|---|---|---|---|\n|27946339528|5a1f9965 Acme|Jill|Acme|x||398|gold|\n\n| ASE | Account | Away |\n|---|---|---|\n";
    let accounts = read(text);
    assert_eq!(accounts.tables.len(), 1);
    let table = &accounts.tables[0];
    let columns: Vec<_> = table.header.iter().map(|cell| cell.column).collect();
    assert_eq!(columns, [Some(AccountId), Some(OrgName), Some(Ase), Some(Account), Some(Links), Some(SpecialNotes), Some(UserId), None]);
    assert_eq!(table.value(&table.rows[0], Account), Some("Acme"));
    assert_eq!(table.cell(&table.rows[0], SpecialNotes).unwrap().span.end, text.find("||398").unwrap() + 1);
    assert!(slice(&accounts, table.span).starts_with("|Zendesk Org ID") && slice(&accounts, table.span).ends_with("gold|"));
}

#[test]
fn a_list_of_backups_is_the_table_only_where_there_is_no_better_one() {
    let backups = "| Account | ASE | Backup |\n|---|---|---|\n| Acme | Jill | Jo |\n";
    assert_eq!(read(backups).tables.len(), 1);
    assert_eq!(read(&format!("{backups}\n{backups}")).tables.len(), 1);
    assert_eq!(read(&format!("{backups}\n{HEADER}")).tables[0].header.len(), 8);
    assert_eq!(read(&format!("{HEADER}\n{backups}\n{HEADER}")).tables.len(), 2);
    assert_eq!(read("| Account | Region |\n|---|---|\n").tables.len(), 0);
}

#[test]
fn cells_are_what_a_reader_sees() {
    let line = r"| **A \| B** &amp; _C_ | [Jill \_S\_](https://x.y/@j 'a title') | `EMEA` | <https://a.example/001> https://b.example/n_o_te.yaml. | a<br>b <!-- ase-lint: ignore[x] y --> | 5a1f9965 Acme | [`27946339528`](https://z) | 398 |";
    assert_eq!(
        row(line),
        ["A | B & C", "Jill _S_", "EMEA", "https://a.example/001 https://b.example/n_o_te.yaml.", "a b", "5a1f9965 Acme", "27946339528", "398"]
    );
    let accounts = read(&format!("{HEADER}{line}\n"));
    let cells = &accounts.tables[0].rows[0].cells;
    assert_eq!(slice(&accounts, cells[0].place()), r"A \| B** &amp; _C");
    assert_eq!(slice(&accounts, cells[0].text.locate(6..7)), "&amp;");
    assert_eq!(slice(&accounts, cells[0].text.locate(8..9)), "C");
    let links: Vec<_> = cells[3].links.iter().map(|link| (link.url.as_str(), slice(&accounts, link.span), slice(&accounts, link.url_span))).collect();
    let bare = "https://b.example/n_o_te.yaml";
    assert_eq!(links, [("https://a.example/001", "<https://a.example/001>", "https://a.example/001"), (bare, bare, bare)]);
    assert_eq!(slice(&accounts, cells[1].links[0].url_span), "https://x.y/@j");
    assert_eq!(slice(&accounts, cells[6].place()), "27946339528");
}

#[test]
fn links_of_every_form_have_their_destination() {
    let line = "| A | B | C | [a](<https://a.example/x y>) [b](https://b.example/(1) \"t\") [c][r] <a href=\"https://d.example/?a=1&amp;b\">d</a> [![i](https://i.example)](https://e.example) [](https://f.example) | | e | 1 | 2 |\n\n[r]: https://c.example\n";
    let accounts = read(&format!("{HEADER}{line}\n"));
    let links = &accounts.tables[0].rows[0].cells[3].links;
    let found: Vec<_> = links.iter().map(|link| (link.text.as_str(), link.url.as_str(), slice(&accounts, link.url_span))).collect();
    assert_eq!(
        found,
        [
            ("a", "https://a.example/x y", "https://a.example/x y"),
            ("b", "https://b.example/(1)", "https://b.example/(1)"),
            ("c", "https://c.example", "[c][r]"),
            ("d", "https://d.example/?a=1&b", "https://d.example/?a=1&amp;b"),
            ("i", "https://e.example", "https://e.example"),
            ("", "https://f.example", "https://f.example"),
        ]
    );
    assert_eq!(links[2].form, LinkForm::Reference);
}

#[test]
fn surplus_and_missing_cells_are_counted() {
    let text = format!("{HEADER}| A | B | C | d | e | f | 1 | 2 |\nA | B | C | d | e | f | 1 | 2\n| A | B | C | d | e | f | 1 |\n| A | B | C | d | e | f | 1 | 2 | 3 | 4 |\n| A | B | C | d | e | f | 1 ||\nlost text\n")
        .replace('\n', "\r\n");
    let accounts = read(&format!("\u{feff}{text}"));
    let table = &accounts.tables[0];
    assert_eq!(table.rows.iter().map(|row| row.written).collect::<Vec<_>>(), [8, 8, 7, 10, 8, 1]);
    assert_eq!(slice(&accounts, table.rows[3].cells[9].span), "4");
    assert_eq!(slice(&accounts, table.rows[1].span), "A | B | C | d | e | f | 1 | 2");
    assert_eq!(slice(&accounts, table.header[0].text.span()), "Account");
}

#[test]
fn rows_have_keys_that_do_not_depend_on_their_order() {
    let one = "| Acme | Jill | | x | | 5a1f9965 Acme | 27,946,339,528 | 398 |\n";
    let two = "| Acme | Jo | | x | | 5a1f9965 Acme | 27946339528 | 399 |\n";
    let three = "| Umbrella | Jo | | x | | 5a1f9966 Umbrella | TBD | |\n";
    for text in [format!("{HEADER}{one}{two}{three}"), format!("{HEADER}{three}{two}{one}")] {
        let accounts = read(&text);
        let at = |needle: &str| accounts.keys.at(Span::at(text.find(needle).unwrap()));
        assert_eq!(at("27,946"), "row 27946339528 Jill/Zendesk Account ID");
        assert_eq!(at("27946339528"), "row 27946339528 Jo/Zendesk Account ID");
        assert_eq!(at("TBD"), "row Umbrella/Zendesk Account ID");
        assert_eq!(at("Zendesk Org Name"), "header/Zendesk Org Name");
        let caret = accounts.tables[0].rows.iter().find(|row| row.cells[0].text.value() == "Umbrella").unwrap().cells[7].span;
        assert_eq!(accounts.keys.at(caret), "row Umbrella/Zendesk User (ASE) ID");
    }
}

#[test]
fn hostile_tables_take_no_time() {
    let wide = format!("|{}\n|{}\n", "ASE|Account|".repeat(50_000), "-|".repeat(100_000));
    let texts = [
        format!("{HEADER}{}", "|".repeat(1 << 20)),
        format!("{wide}{}", "a\n".repeat(100_000)),
        format!("{HEADER}{}", "| [a](https://x | ".repeat(50_000)),
        format!("{HEADER}| {} |", "<a href=".repeat(50_000)),
        format!("{HEADER}| {} |", "https://".repeat(50_000)),
        format!("{HEADER}{}", "[a][a]\n".repeat(50_000)),
    ];
    for text in texts {
        let start = std::time::Instant::now();
        let accounts = read(&text);
        let mut roster = crate::document::facts::Roster::default();
        roster.add(&accounts);
        assert!(start.elapsed().as_secs() < 10, "{:?} for {} …", start.elapsed(), &text[text.len().min(300)..text.len().min(340)]);
    }
}
