//! The cells of a row are filled and well formed.

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::document::accounts::{Accounts, Column};
use crate::rules::schema::SchemaErrorKind;
use crate::rules::words::code;

pub(super) const RULE: Rule = Rule {
    id: "accounts/schema",
    summary: "the row breaks `schemas/account.schema.json`: an empty or malformed cell",
    why: "Whoever sets up ticket assignment copies the values from this row. With a cell empty they have to ask, and until somebody answers the customer's tickets go to nobody in particular.",
    how: "Fill the cell. Special Notes and Region may be empty, all others not. The Zendesk Org Name is the title of the organization's page in Zendesk: eight hexadecimal digits, a blank and \
          the account's name. `ase-lint schema account` prints the schema.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Accounts(check),
};

fn check(accounts: &Accounts, cx: &mut Context<'_>) {
    let Some(schema) = cx.schemas.get(Kind::Accounts) else { return };
    let source = cx.source();
    for (table, row) in accounts.whole_rows() {
        // Most rows are right.
        if schema.allows(&table.value_of(row, source)) {
            continue;
        }
        let json = table.json(row, source);
        let mut empty: Vec<Column> = Vec::new();
        for error in schema.check(&json, source) {
            let column = Column::ALL.into_iter().find(|column| error.pointer.strip_prefix('/') == Some(column.header()));
            // A column that the table lacks is one finding, of `accounts/columns`; an id that is none, of `accounts/zendesk-id`.
            let is_reported = matches!(error.kind, SchemaErrorKind::MissingKey { .. } if column.is_none_or(|column| !table.has(column)));
            let cell = column.and_then(|column| table.cell(row, column));
            let is_id = matches!(column, Some(Column::AccountId | Column::UserId)) && cell.is_some_and(|cell| !cell.is_empty());
            if is_reported || is_id {
                continue;
            }
            let finding = match (column, cell) {
                // Two keywords break on an empty cell; one finding says so.
                (Some(column), Some(cell)) if cell.is_empty() => {
                    if empty.contains(&column) {
                        continue;
                    }
                    empty.push(column);
                    let message = format!("the cell {} is empty", code(column.header()));
                    cx.report(cell.span, message).help(format!("fill in the {}", column.header()))
                }
                (_, Some(cell)) => cx.report(cell.place(), error.message),
                _ => cx.report(row.span, error.message),
            };
            finding.subject(error.subject);
            if finding.help.is_none()
                && let Some(help) = error.help
            {
                finding.help(help);
            }
        }
    }
}
