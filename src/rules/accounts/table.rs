//! There is one account table.

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::accounts::Accounts;

/// More tables than this are not told apart.
const MOST: usize = 20;

pub(super) const RULE: Rule = Rule {
    id: "accounts/table",
    summary: "no account table found, or two",
    why: "The account table is the single source of truth of who the ASE of an account is. Ticket routing, reports and this check read it. Where there is none, or a second one that says \
          something else, an account has no ASE or two of them, depending on who looks.",
    how: "Keep one Markdown table with the columns Account, ASE, Region, Links (Salesforce, Zendesk Org Note), Special Notes, Zendesk Org Name, Zendesk Account ID and Zendesk User (ASE) ID. \
          The line of dashes below the header needs as many cells as the header. `ase-lint new account` prints a row to start from. Other tables may stand beside it.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Accounts(check),
};

fn check(accounts: &Accounts, cx: &mut Context<'_>) {
    let Some((first, others)) = accounts.tables.split_first() else { return missing(accounts, cx) };
    let source = cx.source();
    let header_line = |span: crate::source::Span| source.line_span(source.line_of(span.start));
    for table in others.iter().take(MOST) {
        let line = source.line_of(first.span.start);
        cx.report(header_line(table.span), format!("this is a second account table; the first one is on line {line}"))
            .subject("second table")
            .key("table")
            .help("move its rows into the first table, or drop the columns that make it an account table")
            .related(source.place(header_line(first.span)), "the first account table");
    }
}

fn missing(accounts: &Accounts, cx: &mut Context<'_>) {
    let source = cx.source();
    let first_line = source.line_span(1);
    let span = crate::source::Span::new(source.bom_len().min(first_line.end), first_line.end);
    let finding = cx.report(span, "no account table found").subject("no table").key("");
    match &accounts.lost_header {
        Some(lost) => {
            let line = source.line_of(lost.start);
            finding
                .help(format!(
                    "make line {line} the header of a table: a line of dashes below it with as many cells (`|---|---|`), an empty line above it, and not in a code block"
                ))
                .related(source.place(*lost), "this line looks like its header");
        }
        None => {
            finding.help("add a table whose header holds at least the columns `Account` and `ASE`; `ase-lint new account` prints one");
        }
    }
}
