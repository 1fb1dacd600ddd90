//! Zendesk ids in the account table are plain digits.

use super::super::{Check, Context, Rule};
use crate::diagnostic::{Safety, Severity};
use crate::document::accounts::{Accounts, Cell, Column, Number};
use crate::rules::words::code;
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "accounts/zendesk-id",
    summary: "an id that is not plain digits in 64 bits",
    why: "The ids are copied from here into the request that sets the ASE of an organization, and into queries. With thousands separators, an address or `2.79E+10` from a spreadsheet the \
          request fails, or the wrong organization gets the ASE.",
    how: "Write the digits alone: `27946339528`. The id of an organization is the number at the end of its address in Zendesk, `…/agent/organizations/27946339528`, that of a user the number \
          in `…/agent/users/…`. A number such as `2.79E+10` has lost digits: copy it from Zendesk anew, and format the column of the spreadsheet as text.",
    severity: Severity::Error,
    fix: Some(Safety::Safe),
    options: &[],
    check: Check::Accounts(check),
};

fn check(accounts: &Accounts, cx: &mut Context<'_>) {
    for (table, row) in accounts.whole_rows() {
        for column in [Column::AccountId, Column::UserId] {
            let Some(cell) = table.cell(row, column) else { continue };
            let name = column.header();
            let source = cx.source();
            let shown = || code(if cell.text.value().is_empty() { source.slice(cell.span) } else { cell.text.value() });
            match Number::read(cell, column) {
                Some(Number::Dressed(id)) => {
                    cx.report(cell.place(), format!("the {name} {} is not plain digits", shown())).help(format!("write `{id}`")).replace(
                        Safety::Safe,
                        format!("replace {} by `{id}`", shown()),
                        dress(cell, id),
                        id.to_string(),
                    );
                }
                Some(Number::Unreadable) => {
                    let digits = cell.text.value().bytes().all(|byte| byte.is_ascii_digit()) && !cell.text.value().is_empty();
                    let wrong = if digits { "is no id: it is zero or does not fit 64 bits" } else { "is not plain digits" };
                    cx.report(cell.place(), format!("the {name} {} {wrong}", shown())).help(help(column));
                }
                Some(Number::Plain(_)) | None => {}
            }
        }
    }
}

/// What the digits replace: the text, or the links where the id was only in their address.
fn dress(cell: &Cell, id: i64) -> Span {
    if Number::in_text(cell) == Some(id) || cell.links.is_empty() {
        return cell.place();
    }
    let links = cell.links.iter().map(|link| link.span).reduce(Span::join).unwrap_or(cell.span);
    if cell.text.value().is_empty() { links } else { links.join(cell.place()) }
}

fn help(column: Column) -> &'static str {
    if column == Column::UserId {
        "copy the digits from the ASE's page in Zendesk: `…/agent/users/<digits>`"
    } else {
        "copy the digits from the organization's page in Zendesk: `…/agent/organizations/<digits>`"
    }
}
