//! Does a note answer the questions? Sentences and their context, cues and a small trained table, a verdict with its evidence.
//!
//! Knows nothing of rules or files: Markdown text in, judgement out.

mod beside;
mod caseless;
pub mod catalogue;
mod chosen;
mod customers;
mod cut;
mod features;
mod file;
mod foreign;
mod hashed;
pub mod judge;
pub mod lexicon;
pub mod mention;
pub mod model;
mod names;
mod near;
mod phrases;
mod places;
pub mod reading;
pub mod rules;
mod scene;
pub mod signs;
pub mod stem;
mod tense;
pub mod tokens;
pub mod trees;

pub use catalogue::{Answer, Catalogue, Question};
pub use judge::{Evidence, Judgement, Status, Verdict, judge, judge_all};

#[cfg(test)]
mod tests;
