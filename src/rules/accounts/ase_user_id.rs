//! An ASE has one Zendesk user id, and it is nobody else's.

use std::collections::HashMap;

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::accounts::{Accounts, Column, Row};
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
    ase: &'a str,
    id: i64,
    row: &'a Row,
    span: Span,
}

fn check(accounts: &Accounts, cx: &mut Context<'_>) {
    let source = cx.source();
    let mut by_name: HashMap<String, Entry<'_>> = HashMap::new();
    let mut by_id: HashMap<i64, Entry<'_>> = HashMap::new();
    for (table, row) in accounts.whole_rows() {
        let (Some(ase), Some((id, span))) = (table.value(row, Column::Ase), table.id(row, Column::UserId)) else { continue };
        // Of several ASEs in one cell nobody knows whose the id is.
        if person::all_in(ase).len() != 1 {
            continue;
        }
        let key = person::key(ase);
        if let Some(first) = by_name.get(&key)
            && first.id != id
        {
            cx.report(span, format!("the ASE {} has the user id `{id}` here and `{}` in another row", code(ase), first.id))
                .subject(format!("{key} {id}"))
                .help("look the ASE up in Zendesk and correct the row that is wrong")
                .related(
                    source.place(first.span),
                    format!("`{}` in the row of {}", first.id, code(table.value(first.row, Column::Account).unwrap_or_default())),
                );
            continue;
        }
        match by_id.get(&id) {
            Some(first) if !person::is_same(first.ase, ase) => {
                cx.report(span, format!("the user id `{id}` of {} is also that of {}", code(ase), code(first.ase)))
                    .subject(format!("{id} {key}"))
                    .help("look both of them up in Zendesk and correct the row that is wrong")
                    .related(source.place(first.span), format!("the id of {}", code(first.ase)));
            }
            Some(_) => {}
            None => {
                by_id.insert(id, Entry { ase, id, row, span });
            }
        }
        by_name.entry(key).or_insert(Entry { ase, id, row, span });
    }
}
