//! Rules on the account table of the Assigned Support Engineers project.

mod ase_load;
mod ase_user_id;
mod columns;
mod duplicate;
mod org_note_link;
mod row;
mod salesforce_id;
mod schema;
mod table;
mod zendesk_id;

use super::Rule;
use crate::document::accounts::{Column, Row, Table};

pub(super) const RULES: &[&Rule] = &[
    &table::RULE,
    &columns::RULE,
    &row::RULE,
    &schema::RULE,
    &zendesk_id::RULE,
    &salesforce_id::RULE,
    &org_note_link::RULE,
    &duplicate::RULE,
    &ase_user_id::RULE,
    &ase_load::RULE,
];

/// The account's name for comparing: without case and superfluous blanks. `None` where the cell is empty.
fn account_key(table: &Table, row: &Row) -> Option<String> {
    table.value(row, Column::Account).map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
}
