//! An ASE has only so many accounts.

use std::collections::{HashMap, HashSet};

use super::super::{Check, Context, Rule, RuleOption};
use super::account_key;
use crate::diagnostic::Severity;
use crate::document::accounts::{Accounts, Column};
use crate::document::person;
use crate::rules::words::code;
use crate::source::Span;

const LIMIT: usize = 5;

pub(super) const RULE: Rule = Rule {
    id: "accounts/ase-load",
    summary: "an ASE has more than 5 accounts",
    why: "An account takes eight hours of its ASE's week. Someone with more than five accounts cannot give each of them what the customer has paid for.",
    how: "Talk with the ASE's manager about who takes over an account. Where another limit was agreed upon, set `max` for this rule in `.ase-lint.yaml`.",
    severity: Severity::Warning,
    fix: None,
    options: &[RuleOption { name: "max", schema: r#"{"type": "integer", "minimum": 1}"#, default: "5", help: "how many accounts one ASE may have" }],
    check: Check::Accounts(check),
};

/// The accounts of one ASE.
struct Load<'a> {
    name: &'a str,
    accounts: HashSet<String>,
    /// The first row over the limit.
    over: Option<Span>,
}

fn check(accounts: &Accounts, cx: &mut Context<'_>) {
    let limit = cx.option("max").unwrap_or(LIMIT);
    let mut loads: HashMap<String, usize> = HashMap::new();
    let mut list: Vec<Load<'_>> = Vec::new();
    for (table, row) in accounts.whole_rows() {
        let Some(cell) = table.cell(row, Column::Ase) else { continue };
        let id = table.id(row, Column::AccountId).map(|(id, _)| id.to_string());
        // Two organizations of one account are one account.
        let Some(account) = account_key(table, row).or(id) else { continue };
        for name in person::all_in(cell.text.value()) {
            let at = *loads.entry(person::key(name)).or_insert_with(|| {
                list.push(Load { name, accounts: HashSet::new(), over: None });
                list.len() - 1
            });
            let load = &mut list[at];
            if load.accounts.insert(account.clone()) && load.accounts.len() == limit + 1 {
                load.over = Some(cell.place());
            }
        }
    }
    for load in list {
        let Some(span) = load.over else { continue };
        cx.report(span, format!("{} has {} accounts; the limit is {limit}", code(load.name), load.accounts.len()))
            .subject(person::key(load.name))
            .key("table")
            .help("hand an account over to another ASE, or set the limit that was agreed upon");
    }
}
