//! `ase-lint rules`: the list of all rules; in Markdown it is the README's table.

use std::fmt::Write as _;

use serde_json::json;

use super::args::ListFormat;
use super::{Error, Outcome, output};
use crate::diagnostic::Safety;
use crate::rules;

/// Prints the list.
pub fn run(format: ListFormat) -> Result<Outcome, Error> {
    let list = match format {
        ListFormat::Pretty => pretty(),
        ListFormat::Json => json(),
        ListFormat::Markdown => markdown(),
    };
    output::print(list.as_bytes())?;
    Ok(Outcome::Clean)
}

const fn fix_word(fix: Option<Safety>) -> &'static str {
    match fix {
        Some(Safety::Safe) => "safe",
        Some(Safety::NeedsReview) => "needs review",
        None => "",
    }
}

fn pretty() -> String {
    let width = rules::all().map(|rule| rule.id.len()).max().unwrap_or(0);
    rules::all().fold(String::new(), |mut list, rule| {
        let _ = writeln!(list, "{:width$}  {:7}  {}", rule.id, rule.severity.as_str(), rule.summary);
        list
    })
}

fn json() -> String {
    let rules: Vec<serde_json::Value> = rules::all()
        .map(|rule| {
            let options: Vec<_> = rule.options.iter().map(|option| json!({"name": option.name, "help": option.help, "default": option.default})).collect();
            json!({
                "id": rule.id, "severity": rule.severity, "fix": rule.fix, "summary": rule.summary, "why": rule.why, "how": rule.how, "options": options,
            })
        })
        .collect();
    let mut list = serde_json::to_string_pretty(&json!({"version": 1, "rules": rules})).unwrap_or_default();
    list.push('\n');
    list
}

/// The table of the README.
pub fn markdown() -> String {
    rules::all().fold("| Rule | Severity | Fix | Finds |\n|---|---|---|---|\n".to_owned(), |mut table, rule| {
        let summary = rule.summary.replace('|', "\\|");
        let _ = writeln!(table, "| [`{0}`](docs/rules/{0}.md) | {1} | {2} | {summary} |", rule.id, rule.severity, fix_word(rule.fix));
        table
    })
}
