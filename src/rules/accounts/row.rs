//! Each row has a cell for each column.

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::accounts::Accounts;

pub(super) const RULE: Rule = Rule {
    id: "accounts/row",
    summary: "a row has more or fewer cells than the header",
    why: "A `|` inside a value starts a new cell: the values after it move one column to the right, and the last one vanishes from the page. The table still looks like a table, but the ids \
          in it are those of something else.",
    how: "Write a `|` inside a value as `\\|`, also in link texts and in code. Where a cell is missing, add it: an empty cell is `| |`. Leave no empty line and no comment line between rows.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Accounts(check),
};

fn check(accounts: &Accounts, cx: &mut Context<'_>) {
    let Some(table) = accounts.table() else { return };
    let columns = table.header.len();
    for row in table.rows.iter().filter(|row| row.written != columns) {
        let cells = if row.written == 1 { "cell" } else { "cells" };
        let has_pipe = cx.source().slice(row.span).contains('|');
        let help = if row.written > columns {
            "write a `|` inside a value as `\\|`".to_owned()
        } else if has_pipe {
            let (lacking, missing) = (columns - row.written, if columns - row.written == 1 { "cell is" } else { "cells are" });
            format!("add what is missing; {lacking} {missing} lacking, and an empty one is `| |`")
        } else {
            "put an empty line between the table and this line: as it stands it is a row of the table".to_owned()
        };
        cx.report(row.span, format!("the row has {} {cells}, the header {columns}", row.written)).subject("cells").help(help);
    }
    for line in &table.lost {
        cx.report(*line, "this row is not part of the table: the table ends above it")
            .subject("outside")
            .help("remove the empty line or the comment between it and the table; a comment may stand inside of a cell");
    }
}
