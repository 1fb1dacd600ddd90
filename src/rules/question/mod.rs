//! `question/*`: does an ASE note answer what a Support Engineer needs to know? The judge is in `questions/`; this tells what it found.

mod ase;
mod emergency;
mod off_hours;
mod pre_existing;
mod region;
mod unavailable;

use super::{Context, Rule};
use crate::diagnostic::{RuleId, Safety, Severity};
use crate::document::note::{Field, Note};
use crate::document::yaml::{Resolved, Style};
use crate::questions::{Answer, Question, Status, Verdict};
use crate::source::{BOM, Span};

pub(super) const RULES: &[&Rule] = &[&ase::RULE, &region::RULE, &off_hours::RULE, &unavailable::RULE, &pre_existing::RULE, &emergency::RULE];

/// What is known of the ASE, for the sentences that are proposed.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub ase: Option<&'a str>,
    pub region: Option<&'a str>,
}

/// Reports what the judge found in an ASE note: `missing` as an error, `unclear` as a warning, `implied` for information.
pub fn report(note: &Note, questions: &[Question], known: Known<'_>, cx: &mut Context<'_>) {
    let Some(judgement) = cx.judgement else { return };
    for verdict in &judgement.verdicts {
        let Some(question) = questions.iter().find(|question| question.id == verdict.question) else { continue };
        let Some(severity) = severity(verdict.status) else { continue };
        let rule = super::find(&format!("question/{}", question.id));
        let id = rule.map_or_else(|| RuleId::Owned(format!("question/{}", question.id)), |rule| RuleId::Borrowed(rule.id));
        let notes = note.notes();
        let place = place(note, notes.as_ref(), verdict);
        let diagnostic = cx.report_as(id, severity, place, message(rule, question, verdict));
        diagnostic.key("/notes").subject(question.id.clone()).help(help(question, verdict.status, known));
        if verdict.status == Status::Missing
            && let Some(sentence) = sentence(question, known)
            && let Some((span, text)) = if says_nothing(note) { start(note, &sentence) } else { notes.and_then(|notes| append(&notes, &sentence)) }
        {
            diagnostic.replace(Safety::NeedsReview, "add a sentence that answers it, to be adapted", span, text);
        }
    }
}

const fn severity(status: Status) -> Option<Severity> {
    match status {
        Status::Answered => None,
        Status::Implied => Some(Severity::Info),
        Status::Unclear => Some(Severity::Warning),
        Status::Missing => Some(Severity::Error),
    }
}

/// The sentence that counts or falls short, else the `notes` key.
fn place(note: &Note, notes: Option<&Field<'_>>, verdict: &Verdict) -> Span {
    let range = verdict.evidence.first().map(|evidence| &evidence.range).or(verdict.nearest.as_ref());
    match (notes, range) {
        (Some(notes), Some(range)) => notes.text.locate(range.clone()),
        _ => note.anchor(),
    }
}

fn message(rule: Option<&Rule>, question: &Question, verdict: &Verdict) -> String {
    let lacks = rule.map_or_else(|| format!("the note does not answer: {}", question.text), |rule| rule.summary.to_owned());
    let because = if verdict.reason.is_empty() { String::new() } else { format!(": {}", verdict.reason) };
    match verdict.status {
        Status::Missing if verdict.nearest.is_some() => format!("{lacks}{because}"),
        Status::Missing => lacks,
        Status::Unclear => format!("it is not clear that this answers the question \"{}\"{because}", question.text),
        Status::Implied | Status::Answered => format!("only a more general sentence answers the question \"{}\"", question.text),
    }
}

fn help(question: &Question, status: Status, known: Known<'_>) -> String {
    let help = filled(&question.help, known);
    match status {
        Status::Implied => format!("nothing has to be done; to be explicit: {help}"),
        Status::Unclear => format!("if it does, say it more plainly. {help}"),
        Status::Missing | Status::Answered => help,
    }
}

/// The sentence to start from: what the question's help has in quotes. None where it would have to guess the answer.
fn sentence(question: &Question, known: Known<'_>) -> Option<String> {
    let (_, quoted) = question.help.split_once('"')?;
    let (sentence, _) = quoted.rsplit_once('"')?;
    let guessed = (question.answer == Answer::Person && known.ase.is_none()) || (sentence.contains("{region}") && known.region.is_none());
    let sentence = filled(sentence, known);
    let sentence = sentence.strip_prefix("the ").map(|rest| format!("The {rest}")).unwrap_or(sentence);
    (!guessed).then_some(sentence)
}

fn filled(sentence: &str, known: Known<'_>) -> String {
    sentence.replace("{ase}", known.ase.unwrap_or("the ASE")).replace("{region}", known.region.unwrap_or("AMER, EMEA or APAC"))
}

/// `notes:`, `notes: ~`, `notes: ""`.
fn says_nothing(note: &Note) -> bool {
    let Some(value) = note.entry("notes").map(|entry| &entry.value) else { return true };
    matches!(value.resolve(), Some(Resolved::Null)) || value.scalar().is_some_and(|scalar| scalar.text.value().trim().is_empty())
}

/// Where a block of text is begun in place of nothing. A comment behind it stays.
fn start(note: &Note, sentence: &str) -> Option<(Span, String)> {
    let entry = note.entry("notes")?;
    let (source, value) = (&note.source, &entry.value);
    let scalar = value.scalar()?;
    if value.tag.is_some() || value.anchor.is_some() {
        return None;
    }
    let number = source.line_of(entry.key.span.start);
    let line = source.line_span(number);
    let stop = scalar.header.map_or(value.span.end, |header| header.end);
    let starts_line = source.slice(Span::new(line.start, entry.key.span.start)).trim_start_matches(BOM).is_empty();
    // What is indented below would become part of the text.
    let next = (number + 1..=source.line_count()).map(|line| source.slice(source.line_span(line))).find(|line| !line.trim().is_empty());
    if !starts_line || stop > line.end || next.is_some_and(|next| next.starts_with([' ', '\t'])) {
        return None;
    }
    let behind = source.slice(Span::new(stop, line.end)).trim_end();
    if !behind.is_empty() && !behind.trim_start().starts_with('#') {
        return None;
    }
    let gap = if source.text()[..value.span.start].ends_with(':') { " " } else { "" };
    Some((Span::new(value.span.start, line.end), format!("{gap}|{behind}{}  {sentence}", source.line_end())))
}

/// Where a sentence is added to the notes as a paragraph of its own, and how it is written there.
fn append(notes: &Field<'_>, sentence: &str) -> Option<(Span, String)> {
    let text = notes.text.value().trim_end();
    let end = text.len();
    let breaks = match notes.style {
        Style::Literal | Style::Folded | Style::DoubleQuoted => "\n\n",
        // It goes on in the same line.
        _ if text.ends_with(|last: char| last.is_alphanumeric() || matches!(last, ')' | '"' | '\'' | '’' | '*' | '_' | '`')) => ". ",
        _ => " ",
    };
    Some((notes.text.locate(end..end), notes.text.encode(end..end, &format!("{breaks}{sentence}"))?))
}
