//! `ase-lint rules`: the list of all rules; in Markdown it is the README's table.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::json;

use super::args::ListFormat;
use super::{Error, Outcome, config, output};
use crate::diagnostic::Safety;
use crate::questions::Question;
use crate::rules::{self, words};

/// Prints the list: the built-in rules, and the questions of the config. One with mistakes is told and left out: who looks for the right name of a
/// rule may have it because of them.
pub fn run(format: ListFormat, config: Option<PathBuf>) -> Result<Outcome, Error> {
    let own = config::own_questions(config).unwrap_or_else(|error| {
        output::complain(&error.to_string().replace("nothing was checked", "its own questions are not listed"));
        Vec::new()
    });
    let list = match format {
        ListFormat::Pretty => pretty(&own),
        ListFormat::Json => json(&own),
        ListFormat::Markdown => markdown() + &own_rows(&own),
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

fn summary(question: &Question) -> String {
    format!("the note does not answer: {}", words::line(&question.text, 200))
}

fn pretty(own: &[Question]) -> String {
    let rules = rules::all().map(|rule| (rule.id.to_owned(), rule.severity.as_str(), rule.summary.to_owned()));
    let rows: Vec<_> = rules.chain(own.iter().map(|question| (format!("question/{}", question.id), "error", summary(question)))).collect();
    let width = rows.iter().map(|(id, ..)| id.len()).max().unwrap_or(0);
    rows.iter().fold(String::new(), |mut list, (id, severity, summary)| {
        let _ = writeln!(list, "{id:width$}  {severity:7}  {summary}");
        list
    })
}

fn json(own: &[Question]) -> String {
    let mut rules: Vec<serde_json::Value> = rules::all()
        .map(|rule| {
            let options: Vec<_> = rule.options.iter().map(|option| json!({"name": option.name, "help": option.help, "default": option.default})).collect();
            json!({
                "id": rule.id, "severity": rule.severity, "fix": rule.fix, "summary": rule.summary, "why": rule.why, "how": rule.how, "options": options,
            })
        })
        .collect();
    rules.extend(own.iter().map(|question| {
        let why = "A question of this repository's config.";
        let fix = question.help.contains('"').then_some(Safety::NeedsReview);
        json!({"id": format!("question/{}", question.id), "severity": "error", "fix": fix, "summary": summary(question), "why": why, "how": question.help, "options": []})
    }));
    let mut list = serde_json::to_string_pretty(&json!({"version": 1, "rules": rules})).unwrap_or_default();
    list.push('\n');
    list
}

/// The table's rows for the config's own questions, which have no page.
fn own_rows(own: &[Question]) -> String {
    own.iter().fold(String::new(), |mut rows, question| {
        let _ = writeln!(rows, "| `question/{}` | error | | {} |", question.id, summary(question).replace('|', "\\|"));
        rows
    })
}

/// The table of the README.
pub fn markdown() -> String {
    rules::all().fold("| Rule | Severity | Fix | Finds |\n|---|---|---|---|\n".to_owned(), |mut table, rule| {
        let summary = rule.summary.replace('|', "\\|");
        let _ = writeln!(table, "| [`{0}`](docs/rules/{0}.md) | {1} | {2} | {summary} |", rule.id, rule.severity, fix_word(rule.fix));
        table
    })
}
