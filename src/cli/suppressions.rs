//! `ase-lint suppressions`: every finding that somebody decided not to see, with the reason and who would need to know.

use std::fmt::Write as _;

use serde_json::json;

use super::args::{AnswersFormat, SuppressionsArgs};
use super::setup::Setup;
use super::{Error, Outcome, output};
use crate::engine::{Run, SuppressionUse};
use crate::report::plain;

/// Prints the list.
pub fn run(args: &SuppressionsArgs) -> Result<Outcome, Error> {
    let setup = Setup::new(&args.paths, &args.scope)?;
    let run = setup.check(true);
    let text = match args.format {
        AnswersFormat::Pretty => pretty(&run),
        AnswersFormat::Json => json(&run),
    };
    output::show(text.as_bytes(), &run)?;
    Ok(if run.checked.total() == 0 { Outcome::Empty } else { Outcome::Clean })
}

fn pretty(run: &Run) -> String {
    let mut text = String::new();
    for suppression in &run.suppressions {
        let start = suppression.place.range.start;
        let _ = write!(text, "{}:{}:{}  {}", plain(&suppression.place.path), start.line, start.column, plain(&suppression.rules.join(", ")));
        if let Some(until) = suppression.until {
            let _ = write!(text, "  until {until}");
        }
        let _ = writeln!(text, "  ({})", state(suppression));
        let reason = if suppression.reason.is_empty() { "no reason given" } else { &suppression.reason };
        let _ = writeln!(text, "    reason: {}", plain(reason));
        let concerned = concerned(suppression, run);
        if !concerned.is_empty() {
            let _ = writeln!(text, "    concerns: {}", plain(&concerned.join(", ")));
        }
    }
    let _ = match run.suppressions.len() {
        0 => writeln!(text, "no suppressions"),
        1 => writeln!(text, "1 suppression"),
        count => writeln!(text, "{count} suppressions"),
    };
    text
}

fn state(suppression: &SuppressionUse) -> String {
    match (suppression.holds, suppression.suppressed) {
        (false, _) => "not in force".to_owned(),
        (true, 0) => "unused".to_owned(),
        (true, 1) => "hides 1 finding".to_owned(),
        (true, count) => format!("hides {count} findings"),
    }
}

/// The ASEs of the note or of the row that the suppression is in: they would need to know.
fn concerned(suppression: &SuppressionUse, run: &Run) -> Vec<String> {
    let path = &suppression.place.path;
    if let Some(note) = run.answers.iter().find(|note| note.path == *path) {
        return note.ases.clone();
    }
    let span = suppression.place.range.span();
    let rows = run.roster.rows.iter().filter(|row| row.row.path == *path && row.row.range.span().contains(span));
    rows.filter_map(|row| row.ase.as_ref()).map(|ase| ase.value.clone()).collect()
}

fn json(run: &Run) -> String {
    let list: Vec<serde_json::Value> = run
        .suppressions
        .iter()
        .map(|suppression| {
            json!({
                "path": suppression.place.path.as_ref(), "range": suppression.place.range, "rules": suppression.rules,
                "until": suppression.until.map(|until| until.to_string()), "reason": suppression.reason,
                "in_force": suppression.holds, "suppressed": suppression.suppressed, "concerns": concerned(suppression, run),
            })
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&json!({"version": 1, "suppressions": list})).unwrap_or_default();
    text.push('\n');
    text
}
