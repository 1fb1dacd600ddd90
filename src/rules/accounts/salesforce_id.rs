//! Each row links to its account in Salesforce.

use super::super::{Check, Context, Rule};
use crate::diagnostic::{Safety, Severity};
use crate::document::accounts::salesforce::{AccountId, Repair, account_id, is_salesforce};
use crate::document::accounts::{Accounts, CellLink, Column, LinkForm, Row, Table};
use crate::rules::words::code;

pub(super) const RULE: Rule = Rule {
    id: "accounts/salesforce-id",
    summary: "no Salesforce link, or one without a valid account id",
    why: "ASEs have no access to Salesforce and cannot see that the link is wrong; the manager or the account team who follows it lands on another record or on an error page.",
    how: "Ask your manager for the address of the account in Salesforce. An account's id starts with `001` and has 15 characters, upper and lower case as they are, or 18, of which the last \
          three are a checksum. A link whose id was turned to lower case is put right by `ase-lint fix`, since the checksum tells which letters are capitals.",
    severity: Severity::Error,
    fix: Some(Safety::Safe),
    options: &[],
    check: Check::Accounts(check),
};

fn check(accounts: &Accounts, cx: &mut Context<'_>) {
    for (table, row) in accounts.whole_rows() {
        let own = if table.has(Column::Salesforce) { Column::Salesforce } else { Column::Links };
        let Some(cell) = table.cell(row, own) else { continue };
        if cell.is_empty() {
            continue;
        }
        let links: Vec<&CellLink> = table.links(row, own).filter(|link| is_meant(link, table, row, own)).collect();
        let Some(first) = links.first() else {
            cx.report(cell.place(), "there is no link to Salesforce")
                .subject("no link")
                .severity(Severity::Warning)
                .help("ask your manager for the account's address in Salesforce and add `[Salesforce](https://gitlab.my.salesforce.com/001…)`");
            continue;
        };
        let found = |link: &CellLink| if is_salesforce(&link.url) { account_id(&link.url) } else { AccountId::None };
        if !links.iter().any(|link| found(link) == AccountId::Right) {
            report(first, &found(first), cx);
        }
    }
}

fn report(link: &CellLink, id: &AccountId, cx: &mut Context<'_>) {
    match id {
        AccountId::Right => {}
        AccountId::None => {
            let what = if is_salesforce(&link.url) { "holds no account id" } else { "does not lead to Salesforce" };
            cx.report(link.span, format!("the Salesforce link {what}")).help("link to the account: its id starts with `001` and has 15 or 18 characters");
        }
        AccountId::Other { id, prefix } => {
            let thing = kind_of(prefix).map_or_else(String::new, |thing| format!(": {thing}"));
            cx.report(link.url_span, format!("the Salesforce id {} is not an account's{thing}", code(id)))
                .help("link to the account: its id starts with `001`");
        }
        AccountId::Length { id } => {
            cx.report(link.url_span, format!("the Salesforce id {} has {} characters instead of 15 or 18", code(id), id.len()))
                .help("copy the account's address from Salesforce anew");
        }
        AccountId::Checksum { id, repair } => {
            let source = cx.source();
            let finding = cx.report(link.url_span, format!("the checksum of the Salesforce id {} is wrong", code(id)));
            let (safety, right) = match repair {
                Repair::Certain(right) => (Safety::Safe, right),
                Repair::Guess(right) => (Safety::NeedsReview, right),
            };
            finding.help(match safety {
                Safety::Safe => format!("write `{right}`"),
                Safety::NeedsReview => format!("copy the id from Salesforce anew; if its first 15 characters are right, it is `{right}`"),
            });
            if link.form == LinkForm::Here
                && let Some(at) = source.slice(link.url_span).find(id.as_str())
            {
                let start = link.url_span.start + at;
                finding.replace(safety, format!("replace `{id}` by `{right}`"), (start..start + id.len()).into(), right.as_str());
            }
        }
    }
}

/// Whether a link is meant to lead to Salesforce: by its address, its text, or as the only one of its column.
fn is_meant(link: &CellLink, table: &Table, row: &Row, own: Column) -> bool {
    let says_so = || {
        let text = link.text.to_lowercase();
        text.contains("salesforce") || text.split(|char: char| !char.is_alphanumeric()).any(|word| matches!(word, "sfdc" | "sf"))
    };
    is_salesforce(&link.url)
        || says_so()
        || (own == Column::Salesforce && table.cell(row, own).is_some_and(|cell| cell.links.first().is_some_and(|first| first.span == link.span)))
}

fn kind_of(prefix: &str) -> Option<&'static str> {
    Some(match prefix {
        "003" => "it is a contact's",
        "005" => "it is a user's",
        "006" => "it is an opportunity's",
        "00Q" => "it is a lead's",
        "00O" => "it is a report's",
        "01Z" => "it is a dashboard's",
        "500" => "it is a case's",
        "800" => "it is a contract's",
        _ => return None,
    })
}
