//! Rules on the records of calls and on their templates.

mod action_item;
mod action_items;
mod attendees;
mod decisions;
mod label;
mod label_form;
mod people;
mod priorities;
mod purpose;
mod schedule;
mod section;
mod template;
mod title;
mod topics;

use super::Rule;

pub use label_form::of_account as label_of;

pub(super) const RULES: &[&Rule] = &[
    &title::RULE,
    &attendees::RULE,
    &purpose::RULE,
    &topics::RULE,
    &decisions::RULE,
    &action_items::RULE,
    &action_item::RULE,
    &priorities::RULE,
    &label::RULE,
    &template::RULE,
];
