//! An ASE has one Zendesk user id, and it is nobody else's.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::accounts::{Accounts, Column, Row, Table};
use crate::document::person;
use crate::rules::words::code;
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "accounts/ase-user-id",
    summary: "one ASE with two user ids, or two ASEs with one",
    why: "Tickets are assigned by the user id, not by the name beside it. With a colleague's id in the row, the colleague gets the customer's tickets and the ASE does not.",
    how: "Open both people's pages in Zendesk: the id is the number in `…/agent/users/…`. Correct the row that is wrong.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Accounts(check),
};

/// Who a row names, with which id.
struct Entry<'a> {
    key: String,
    ase: &'a str,
    id: i64,
    account: &'a str,
    span: Span,
}

fn check(accounts: &Accounts, cx: &mut Context<'_>) {
    let source = cx.source();
    let entries: Vec<Entry<'_>> = accounts.whole_rows().filter_map(|(table, row)| entry(table, row)).collect();
    let usual = usual(&entries);
    let mut by_name: HashMap<&str, &Entry<'_>> = HashMap::new();
    for entry in &entries {
        if usual.get(entry.key.as_str()) == Some(&entry.id) {
            by_name.entry(&entry.key).or_insert(entry);
        }
    }
    let mut by_id: HashMap<i64, &Entry<'_>> = HashMap::new();
    for entry in &entries {
        let Entry { key, ase, id, span, .. } = entry;
        if let Some(first) = by_name.get(key.as_str())
            && first.id != *id
        {
            cx.report(*span, format!("the ASE {} has the user id `{id}` here and `{}` in another row", code(ase), first.id))
                .subject(format!("{key} {id}"))
                .help("look the ASE up in Zendesk and correct the row that is wrong")
                .related(source.place(first.span), format!("`{}` in the row of {}", first.id, code(first.account)));
            continue;
        }
        match by_id.get(id) {
            Some(first) if first.key != *key && !person::is_same(first.ase, ase) => {
                cx.report(*span, format!("the user id `{id}` of {} is also that of {}", code(ase), code(first.ase)))
                    .subject(format!("{id} {key}"))
                    .help("look both of them up in Zendesk and correct the row that is wrong")
                    .related(source.place(first.span), format!("the id of {}", code(first.ase)));
            }
            Some(_) => {}
            None => {
                by_id.insert(*id, entry);
            }
        }
    }
}

/// What a row says, where it names one ASE and an id: of several in one cell nobody knows whose the id is.
fn entry<'a>(table: &'a Table, row: &'a Row) -> Option<Entry<'a>> {
    let ase = table.value(row, Column::Ase).filter(|ase| person::all_in(ase).len() == 1)?;
    let (id, span) = table.id(row, Column::UserId)?;
    Some(Entry { key: person::key(ase), ase, id, account: table.value(row, Column::Account).unwrap_or_default(), span })
}

/// The id that most rows of an ASE have, the first of equals: whatever the order of the rows, the odd one out is reported.
fn usual<'a>(entries: &'a [Entry<'_>]) -> HashMap<&'a str, i64> {
    let mut counts: HashMap<&str, HashMap<i64, (usize, Reverse<usize>)>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        counts.entry(&entry.key).or_default().entry(entry.id).or_insert((0, Reverse(at))).0 += 1;
    }
    counts.into_iter().filter_map(|(key, ids)| Some((key, ids.into_iter().max_by_key(|&(_, count)| count)?.0))).collect()
}
