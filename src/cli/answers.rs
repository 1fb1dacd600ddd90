//! `ase-lint answers`: the manager's view, each question with its verdict and the sentence that answers it.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Paint};
use serde_json::json;

use super::args::{AnswersArgs, AnswersFormat};
use super::setup::Setup;
use super::{Error, Outcome, output};
use crate::engine::{Answer, Evidence, NoteAnswers, Run};
use crate::questions::Status;
use crate::report::plain;

/// Prints the answers of every note found.
pub fn run(args: &AnswersArgs) -> Result<Outcome, Error> {
    let setup = Setup::new(&args.paths, &args.scope)?;
    let run = setup.check(true);
    let style = output::style(args.scope.color);
    let text = match args.format {
        AnswersFormat::Pretty => pretty(&run, args.explain, style.color, style.width),
        AnswersFormat::Json => json(&run, args.explain),
    };
    output::show(text.as_bytes(), &run)?;
    Ok(if run.answers.is_empty() { Outcome::Empty } else { Outcome::Clean })
}

fn pretty(run: &Run, explain: bool, color: bool, width: usize) -> String {
    let mut text = String::new();
    let column = run.answers.iter().flat_map(|note| &note.answers).map(|answer| answer.question.chars().count()).max().unwrap_or(0);
    let (ours, others): (Vec<&NoteAnswers>, Vec<&NoteAnswers>) = run.answers.iter().partition(|note| note.ase_note);
    for note in ours {
        title(&mut text, note, color);
        for answer in &note.answers {
            line(&mut text, answer, column, color, width);
            if explain {
                for reason in &answer.explain {
                    let _ = writeln!(text, "      {}", plain(reason));
                }
            }
        }
        text.push('\n');
    }
    match others.len() {
        0 => {}
        1 => {
            let _ = writeln!(text, "1 note is not about an ASE: {}", plain(&others[0].path));
        }
        count => {
            let _ = writeln!(text, "{count} notes are not about an ASE");
        }
    }
    if run.answers.is_empty() {
        text.push_str("no notes found\n");
    }
    text
}

fn title(text: &mut String, note: &NoteAnswers, color: bool) {
    let bold = if color { Paint::new().bold() } else { Paint::new() };
    let _ = write!(text, "{bold}{}{bold:#}", plain(&note.path));
    if let Some(name) = &note.name {
        let _ = write!(text, "  {}", plain(name));
    }
    if !note.ases.is_empty() {
        let _ = write!(text, "  (ASE: {})", plain(&note.ases.join(", ")));
    }
    text.push('\n');
}

fn line(text: &mut String, answer: &Answer, column: usize, color: bool, width: usize) {
    let (mark, word, paint) = match answer.status {
        Status::Answered => ("✓", "answered", AnsiColor::Green),
        Status::Implied => ("~", "implied", AnsiColor::Cyan),
        Status::Unclear => ("?", "unclear", AnsiColor::Yellow),
        Status::Missing => ("✗", "missing", AnsiColor::Red),
    };
    let paint = if color { paint.on_default() } else { Paint::new() };
    let _ = write!(text, "  {paint}{mark} {:column$}  {word:8}{paint:#}", answer.question);
    let room = width.saturating_sub(column + 24).max(30);
    match answer.evidence.first() {
        Some(evidence) => {
            let _ = write!(text, "  {:>4}  {}", evidence.place.range.start.line, crop(&evidence.text, room));
        }
        None => {
            let _ = write!(text, "     –  {}", plain(&answer.reason));
        }
    }
    text.push('\n');
    for more in answer.evidence.iter().skip(1) {
        let _ = writeln!(text, "  {:column$}              {:>4}  {}", "", more.place.range.start.line, crop(&more.text, room));
    }
    if answer.status != Status::Answered && !answer.evidence.is_empty() && !answer.reason.is_empty() {
        let _ = writeln!(text, "  {:column$}                    {}", "", plain(&answer.reason));
    }
}

/// A sentence on one line, cut to `room` characters.
fn crop(sentence: &str, room: usize) -> String {
    let line = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = plain(&line);
    if line.chars().count() <= room {
        return line.into_owned();
    }
    let mut cut: String = line.chars().take(room - 1).collect();
    cut.push('…');
    cut
}

fn json(run: &Run, explain: bool) -> String {
    let evidence = |evidence: &Evidence| json!({"text": evidence.text, "range": evidence.place.range});
    let notes: Vec<serde_json::Value> = run
        .answers
        .iter()
        .map(|note| {
            let questions: serde_json::Map<String, serde_json::Value> = note
                .answers
                .iter()
                .map(|answer| {
                    // What comes near is no evidence of an answer that is missing.
                    let (counts, near): (Vec<_>, Vec<_>) = match answer.status {
                        Status::Missing => (Vec::new(), answer.evidence.iter().map(evidence).collect()),
                        _ => (answer.evidence.iter().map(evidence).collect(), Vec::new()),
                    };
                    let mut entry = json!({"status": answer.status, "evidence": counts, "reason": answer.reason});
                    if let Some(near) = near.first() {
                        entry["nearest"] = near.clone();
                    }
                    if explain {
                        entry["explain"] = json!(answer.explain);
                    }
                    (answer.question.clone(), entry)
                })
                .collect();
            json!({"path": note.path.as_ref(), "ase_note": note.ase_note, "id": note.id, "name": note.name, "ases": note.ases, "questions": questions})
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&json!({"version": 1, "notes": notes})).unwrap_or_default();
    text.push('\n');
    text
}
