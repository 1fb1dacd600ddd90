//! `ase-lint accounts`: one line an account, its row, its note, the questions answered, the findings.

use std::fmt::Write as _;

use serde_json::json;

use super::args::{AccountsArgs, AnswersFormat};
use super::setup::Setup;
use super::{Error, Outcome, output};
use crate::diagnostic::Severity;
use crate::document::facts::{AccountRow, Fact};
use crate::engine::{NoteAnswers, Run};
use crate::questions::Status;
use crate::report::plain;

/// Prints the overview.
pub fn run(args: &AccountsArgs) -> Result<Outcome, Error> {
    let setup = Setup::new(&args.paths, &args.scope)?;
    let run = setup.check(true);
    let rows: Vec<Overview<'_>> = run.roster.rows.iter().map(|row| Overview::of(row, &run)).collect();
    let text = match args.format {
        AnswersFormat::Pretty => pretty(&rows),
        AnswersFormat::Json => json(&rows),
    };
    output::show(text.as_bytes(), &run)?;
    if rows.is_empty() {
        output::complain("no account table found; name it with --accounts README.md");
        return Ok(Outcome::Empty);
    }
    Ok(Outcome::Clean)
}

/// One account.
struct Overview<'a> {
    row: &'a AccountRow,
    note: Option<&'a NoteAnswers>,
    /// The note's file, also where it could not be judged.
    path: Option<&'a str>,
    answered: usize,
    questions: usize,
    errors: usize,
    warnings: usize,
}

impl<'a> Overview<'a> {
    fn of(row: &'a AccountRow, run: &'a Run) -> Self {
        let note = row.account_id.as_ref().and_then(|(id, _)| run.answers.iter().find(|note| note.id == Some(*id)));
        let file = row.account_id.as_ref().map(|(id, _)| format!("{id}.yaml"));
        let by_name = || run.paths.iter().find(|path| file.as_deref().is_some_and(|file| path.rsplit('/').next() == Some(file))).map(AsRef::as_ref);
        let path = note.map(|note| note.path.as_ref()).or_else(by_name);
        let span = row.row.range.span();
        let count = |severity| {
            let own = run.diagnostics.iter().filter(|diagnostic| {
                let in_row = diagnostic.place.path == row.row.path && span.contains(diagnostic.place.range.span());
                in_row || path.is_some_and(|path| *path == *diagnostic.place.path)
            });
            own.filter(|diagnostic| diagnostic.severity == severity).count()
        };
        let answers = note.map_or(&[][..], |note| note.answers.as_slice());
        let answered = answers.iter().filter(|answer| matches!(answer.status, Status::Answered | Status::Implied)).count();
        Self { row, note, path, answered, questions: answers.len(), errors: count(Severity::Error), warnings: count(Severity::Warning) }
    }
}

fn value(fact: Option<&Fact>) -> &str {
    fact.map_or("", |fact| fact.value.as_str())
}

fn pretty(rows: &[Overview<'_>]) -> String {
    let mut table = vec![["ACCOUNT", "ASE", "REGION", "NOTE", "ANSWERED", "FINDINGS"].map(str::to_owned)];
    for overview in rows {
        let counted = [(overview.errors, "error"), (overview.warnings, "warning")];
        let counted = counted.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| format!("{count} {noun}{}", if count == 1 { "" } else { "s" }));
        let findings = counted.collect::<Vec<_>>().join(", ");
        table.push([
            plain(value(overview.row.account.as_ref())).into_owned(),
            plain(value(overview.row.ase.as_ref())).into_owned(),
            plain(value(overview.row.region.as_ref())).into_owned(),
            overview.path.map_or_else(|| "no note".to_owned(), |path| plain(path).into_owned()),
            overview.note.map_or_else(String::new, |_| format!("{} of {}", overview.answered, overview.questions)),
            if findings.is_empty() { "none".to_owned() } else { findings },
        ]);
    }
    columns(&table)
}

/// Lays cells out in columns, two blanks apart.
pub fn columns<const N: usize>(table: &[[String; N]]) -> String {
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let widths: [usize; N] = std::array::from_fn(|column| table.iter().map(|row| width(&row[column])).max().unwrap_or(0));
    let mut text = String::new();
    for row in table {
        let mut line = String::new();
        for (cell, wanted) in row.iter().zip(widths) {
            let _ = write!(line, "{cell}{:pad$}  ", "", pad = wanted - width(cell));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn json(rows: &[Overview<'_>]) -> String {
    let accounts: Vec<serde_json::Value> = rows
        .iter()
        .map(|overview| {
            let row = overview.row;
            json!({
                "account": value(row.account.as_ref()), "ase": value(row.ase.as_ref()), "region": value(row.region.as_ref()),
                "org_name": value(row.org_name.as_ref()),
                "account_id": row.account_id.as_ref().map(|(id, _)| id), "user_id": row.user_id.as_ref().map(|(id, _)| id),
                "row": {"path": row.row.path.as_ref(), "range": row.row.range},
                "note": overview.path,
                "answered": overview.answered, "questions": overview.questions, "errors": overview.errors, "warnings": overview.warnings,
            })
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&json!({"version": 1, "accounts": accounts})).unwrap_or_default();
    text.push('\n');
    text
}
