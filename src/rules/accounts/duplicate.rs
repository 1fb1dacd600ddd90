//! An account stands once for each of its ASEs, and an id belongs to one account.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::super::{Check, Context, Rule};
use super::account_key;
use crate::diagnostic::Severity;
use crate::document::accounts::{Accounts, Cell, Column, Row};
use crate::document::person;
use crate::rules::words::code;

pub(super) const RULE: Rule = Rule {
    id: "accounts/duplicate",
    summary: "the same account and ASE twice, or one Zendesk Account ID under two accounts",
    why: "Of two rows for the same account and ASE one gets updated and the other is what people find. One Zendesk Account ID under two accounts means that one of them has the id of another \
          customer: that customer's tickets are assigned by it.",
    how: "Remove one of the rows, or correct the Zendesk Account ID of the one that is wrong. An account with two ASEs has a row for each of them, which is no duplicate.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Accounts(check),
};

fn check(accounts: &Accounts, cx: &mut Context<'_>) {
    let source = cx.source();
    let mut by_id: HashMap<i64, (String, &Row)> = HashMap::new();
    let mut by_pair: HashMap<(String, String), &Row> = HashMap::new();
    for (table, row) in accounts.whole_rows() {
        let Some(account) = account_key(table, row) else { continue };
        let shown = || code(table.value(row, Column::Account).unwrap_or_default());
        if let Some((id, span)) = table.id(row, Column::AccountId) {
            match by_id.get(&id) {
                Some((other, first)) if *other != account => {
                    let name = code(table.value(first, Column::Account).unwrap_or_default());
                    let place = table.id(first, Column::AccountId).map_or(first.span, |(_, span)| span);
                    cx.report(span, format!("the Zendesk Account ID `{id}` stands under two accounts: {name} and {}", shown()))
                        .subject(format!("{id} {account}"))
                        .help("look both organizations up in Zendesk and correct the id of the other one")
                        .related(source.place(place), format!("the id of {name}"));
                    continue;
                }
                Some(_) => {}
                None => {
                    by_id.insert(id, (account.clone(), row));
                }
            }
        }
        let Some(ase) = table.value(row, Column::Ase) else { continue };
        match by_pair.entry((account, person::key(ase))) {
            Entry::Occupied(known) => {
                let ((account, person), first) = (known.key(), known.get());
                let span = table.cell(row, Column::Account).map_or(row.span, Cell::place);
                let place = table.cell(first, Column::Account).map_or(first.span, Cell::place);
                cx.report(span, format!("the account {} with the ASE {} stands twice", shown(), code(ase)))
                    .subject(format!("{account} {person}"))
                    .help("remove one of the two rows")
                    .related(source.place(place), "the first row");
            }
            Entry::Vacant(new) => {
                new.insert(row);
            }
        }
    }
}
