//! The verdict on each question, with the sentence that counts and why.

use super::beside;
use super::catalogue::{Answer, Catalogue, Question};
use super::foreign::only_foreign;
use super::mention;
use super::model::{IDS, sigmoid};
use super::reading::Reading;
use super::rules::{Cues, Finding, Language, cue, finding, withdraws};
use super::signs::{Scored, absence, findings, general, scores, signs};
use crate::document::prose::Prose;
use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Answered,
    /// Only a more general sentence covers it.
    Implied,
    /// A sentence comes near, and it is not sure that it answers.
    Unclear,
    Missing,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Bytes of the Markdown text.
    pub range: Range<usize>,
}

#[derive(Debug, Clone)]
pub struct Verdict {
    pub question: String,
    pub status: Status,
    /// The sentences that answer; of an unclear question the nearest one; of a missing one none.
    pub evidence: Vec<Evidence>,
    /// Of a missing question: the sentence that falls short, if there is one.
    pub nearest: Option<Range<usize>>,
    /// One plain line.
    pub reason: String,
    pub why: Why,
}

/// What decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// The words by which the sentence is about the question.
    pub cue: Option<String>,
    /// What the rules of language make of the sentence.
    pub rule: Finding,
    /// Of a question that the trained model knows: the probability that it is answered, and the two between which it is unclear.
    pub score: Option<[f32; 3]>,
}

impl Why {
    /// A line for each thing that decided.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let cue = self.cue.as_ref().map(|cue| format!("cue: \"{cue}\""));
        let rule = format!("rule: {}", self.rule.reason());
        let score = self.score.map(|[score, answered, missing]| format!("score: {score:.2} (answered from {answered:.2}, missing below {missing:.2})"));
        cue.into_iter().chain([rule]).chain(score).collect()
    }
}

/// A name or a region as the note gives it, with its place in the Markdown text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub text: String,
    pub range: Range<usize>,
    /// Of a region, city or country: the support region, unless it could be several.
    pub region: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Judgement {
    /// In the order of the catalogue.
    pub verdicts: Vec<Verdict>,
    /// The current ASE.
    pub ase_name: Option<(String, Range<usize>)>,
    /// All who are named as ASE (there may be two), and the regions given for them.
    pub ase_names: Vec<Named>,
    pub regions: Vec<Named>,
    /// The text says or implies that the organization has an ASE.
    pub mentions_ase: bool,
}

/// Probability from which a second sentence is shown as evidence too.
const SECOND: f32 = 0.85;
/// Most sentences of evidence.
const MOST: usize = 3;

#[must_use]
pub fn judge(markdown: &str, catalogue: &Catalogue) -> Judgement {
    let mut judgements = judge_all(vec![Prose::read(markdown)], catalogue);
    judgements.swap_remove(0)
}

/// Judges several notes, one step for all of them before the next, in less time than one after the other.
#[must_use]
pub fn judge_all(proses: Vec<Prose>, catalogue: &Catalogue) -> Vec<Judgement> {
    let readings = Reading::of_all(proses, catalogue);
    let scores: Vec<_> = readings.iter().map(|reading| scores(reading, catalogue)).collect();
    let scored: Vec<Scored> = readings.iter().zip(scores).map(|(reading, scores)| Scored::new(scores, findings(reading, catalogue))).collect();
    readings.iter().zip(&scored).map(|(reading, scored)| judgement(reading, scored, catalogue)).collect()
}

fn judgement(reading: &Reading, scored: &Scored, catalogue: &Catalogue) -> Judgement {
    let mut verdicts: Vec<Verdict> = catalogue
        .questions()
        .iter()
        .zip(&catalogue.cues)
        .map(|(q, cues)| match IDS.iter().position(|id| *id == q.id).filter(|_| !catalogue.model.is_empty()) {
            Some(index) => trained(reading, scored, q, index, cues, catalogue),
            None => ruled(reading, q, cues, &catalogue.language),
        })
        .collect();
    imply(&mut verdicts, catalogue);
    let (ase_names, regions) = mention::named(reading, catalogue, &verdicts);
    let mentions_ase = mention::has_ase(reading, catalogue, &verdicts);
    Judgement { verdicts, ase_name: ase_names.first().map(|n| (n.text.clone(), n.range.clone())), ase_names, regions, mentions_ase }
}

/// A question that only the rules judge is implied where the question that its catalogue names is answered.
fn imply(verdicts: &mut [Verdict], catalogue: &Catalogue) {
    for (i, question) in catalogue.questions().iter().enumerate() {
        let by_rules = catalogue.model.is_empty() || !IDS.contains(&question.id.as_str());
        let Some(other) = question.implied_by.as_ref().filter(|_| by_rules && matches!(verdicts[i].status, Status::Missing | Status::Unclear)) else {
            continue;
        };
        let Some(source) = verdicts.iter().find(|v| v.question == *other && v.status == Status::Answered) else { continue };
        let evidence = source.evidence.clone();
        let verdict = &mut verdicts[i];
        verdict.status = Status::Implied;
        verdict.evidence = evidence;
        verdict.nearest = None;
        verdict.reason = format!("only the answer to \"{other}\" covers it");
    }
}

fn trained(reading: &Reading, scored: &Scored, question: &Question, index: usize, cues: &Cues, catalogue: &Catalogue) -> Verdict {
    let view = signs(reading, scored, index, catalogue);
    let model = &catalogue.model;
    let probability = if scored.scores.is_empty() { 0.0 } else { sigmoid(model.weigh(index, &view)) };
    let implied = sigmoid(model.weigh_implied(index, &view));
    let [answered, missing] = model.thresholds[index];
    let status = if probability >= answered && implied > 0.5 {
        Status::Implied
    } else if probability >= answered {
        Status::Answered
    } else if probability >= missing {
        Status::Unclear
    } else {
        Status::Missing
    };
    let status = narrowed(reading, scored, index, catalogue, status);
    let status =
        if matches!(status, Status::Answered | Status::Implied) && taken_back(reading, scored, index, &catalogue.language) { Status::Unclear } else { status };
    let output = if status == Status::Implied { general(index).unwrap_or(index) } else { index };
    let top = shown(scored, index, output);
    let counts = |unit: &usize| Some(*unit) == top || scored.scores[*unit][index] > 0.0;
    let all = |beside: fn(&Reading, usize, &Cues, &Catalogue) -> bool| {
        status == Status::Answered && (0..scored.scores.len()).filter(counts).all(|unit| beside(reading, unit, cues, catalogue))
    };
    // What keeps every sentence that counts from answering after all.
    let beside = if question.answer == Answer::Place && all(|reading, unit, _, catalogue| only_foreign(reading, unit, catalogue)) {
        Some(Finding::Excluded)
    } else if question.id == "emergency" && all(beside::is_report) {
        Some(Finding::Report)
    } else if question.id == "emergency" && all(beside::is_no_emergency) || question.id == "pre-existing" && all(beside::is_review) {
        Some(Finding::Excluded)
    } else {
        None
    };
    let status = if beside.is_some() { Status::Unclear } else { status };
    let mut units: Vec<usize> = top.into_iter().collect();
    if matches!(status, Status::Answered | Status::Implied) {
        units.extend((0..scored.scores.len()).filter(|u| Some(*u) != top && sigmoid(scored.scores[*u][output]) > SECOND).take(MOST - 1));
    }
    let found = top.map_or(Finding::Nothing, |u| scored.findings[u][index]);
    let why = Why { cue: top.and_then(|u| said(reading, u, cues)), rule: found, score: Some([probability, answered, missing]) };
    let short = beside.map_or_else(|| shortfall(scored, index, question.answer, top), |found| (found, top));
    verdict(reading, question, status, &units, short, cues, why)
}

/// A form of which nothing is ticked says nothing; leave and sickness are not all the hours that somebody does not work, and what holds for new tickets
/// does not hold for old ones.
fn narrowed(reading: &Reading, scored: &Scored, index: usize, catalogue: &Catalogue, status: Status) -> Status {
    let class = |name: &str| catalogue.lexicon.class(name);
    let output = if status == Status::Implied { general(index).unwrap_or(index) } else { index };
    let Some(unit) = shown(scored, index, output) else { return status };
    let blank = reading.prose.units[unit].empty && reading.prose.units[unit].task == Some(false);
    if blank && status != Status::Unclear {
        return Status::Missing;
    }
    let found = scored.findings[unit][index];
    // "Outside her hours, and whenever she is away, reply": the hours are named, not only meant.
    let hours = |named: u128| named & class("off-hours") != 0 && named & class("hours") != 0;
    if status == Status::Implied && IDS[index] == "off-hours" && found == Finding::Answers && hours(reading.classes[unit]) {
        return Status::Answered;
    }
    if found != Finding::Nothing {
        return status;
    }
    let all = reading.classes[unit] | reading.near[unit] | reading.far[unit];
    let leave = IDS[index] == "off-hours" && absence(reading, unit, catalogue)[0];
    let new = IDS[index] == "pre-existing" && all & class("new-tickets") != 0 && all & (class("old-tickets") | class("all-tickets") | class("next-ase")) == 0;
    match status {
        Status::Implied if leave => Status::Missing,
        Status::Answered if leave || new => Status::Unclear,
        _ => status,
    }
}

/// All that answers is withdrawn by the sentence behind it.
fn taken_back(reading: &Reading, scored: &Scored, index: usize, language: &Language) -> bool {
    let units = scored.scores.len();
    let mut back: Vec<usize> = Vec::new();
    for unit in (0..units).filter(|u| reading.classes[*u] & language.retract != 0) {
        let many = withdraws(reading, unit, language).min(unit);
        // The sentence that withdraws answers nothing either.
        back.extend(unit - many..unit + usize::from(many > 0));
    }
    let score = |u: usize| scored.scores[u][index].max(general(index).map_or(f32::MIN, |g| scored.scores[u][g]));
    let top = (0..units).max_by(|a, b| score(*a).total_cmp(&score(*b)));
    top.is_some_and(|t| back.contains(&t)) && (0..units).all(|u| score(u) < 0.0 || back.contains(&u))
}

/// The finding that tells best why a question stays open, and its unit: a bare mention only where there is nothing better. Who is named without a place
/// says nothing about places.
fn shortfall(scored: &Scored, index: usize, answer: Answer, top: Option<usize>) -> (Finding, Option<usize>) {
    let found = |unit: usize| scored.findings[unit][index];
    let tells = |unit: &usize| !matches!(found(*unit), Finding::Nothing | Finding::Answers | Finding::Mention);
    let mentions = |unit: &usize| found(*unit) == Finding::Mention && answer != Answer::Place;
    let units = 0..scored.findings.len();
    let unit = top
        .filter(tells)
        .or_else(|| units.clone().filter(tells).max_by_key(|unit| found(*unit)))
        .or_else(|| top.filter(mentions))
        .or_else(|| units.clone().find(mentions));
    unit.map_or((Finding::Nothing, None), |unit| (scored.findings[unit][index], Some(unit)))
}

/// The unit to show for an output: the best one, or the best of those that the rules find to answer where that one is not even about the question.
fn shown(scored: &Scored, index: usize, output: usize) -> Option<usize> {
    let best = scored.best(output).0?;
    let score = |unit: usize| scored.scores[unit][output];
    let plain = output == index && scored.findings[best][index] == Finding::Nothing;
    let other = (0..scored.scores.len()).filter(|u| plain && scored.findings[*u][index] == Finding::Answers && score(*u) > 0.0);
    Some(other.max_by(|a, b| score(*a).total_cmp(&score(*b))).unwrap_or(best))
}

/// The words by which a unit is about the question.
fn said(reading: &Reading, unit: usize, cues: &Cues) -> Option<String> {
    cue(reading, unit, cues.topic).map(|range| reading.prose.slice(&range).to_owned())
}

fn ruled(reading: &Reading, question: &Question, cues: &Cues, language: &Language) -> Verdict {
    let findings: Vec<Finding> = (0..reading.spans.len()).map(|u| finding(reading, u, cues, language)).collect();
    let answers: Vec<usize> =
        (0..findings.len()).filter(|u| findings[*u] == Finding::Answers && !withdrawn(reading, &findings, *u, language)).take(MOST).collect();
    let near = (0..findings.len()).filter(|u| findings[*u] != Finding::Nothing).max_by_key(|u| findings[*u]);
    let found = near.map_or(Finding::Nothing, |u| findings[u]);
    let (status, units) = match (answers.is_empty(), found) {
        (false, _) => (Status::Answered, answers),
        (true, Finding::Mention | Finding::Answers) => (Status::Unclear, near.into_iter().collect()),
        _ => (Status::Missing, Vec::new()),
    };
    let why =
        Why { cue: units.first().copied().or(near).and_then(|u| said(reading, u, cues)), rule: units.first().map_or(found, |u| findings[*u]), score: None };
    verdict(reading, question, status, &units, (found, near), cues, why)
}

/// A later unit under the same topic takes it back.
fn withdrawn(reading: &Reading, findings: &[Finding], unit: usize, language: &Language) -> bool {
    (unit + 1..findings.len()).any(|u| findings[u] != Finding::Nothing && findings[u] != Finding::Answers && reading.classes[u] & language.retract != 0)
}

fn verdict(reading: &Reading, question: &Question, status: Status, units: &[usize], shortfall: (Finding, Option<usize>), cues: &Cues, why: Why) -> Verdict {
    let place = |u: usize| reading.place(u);
    let evidence = if status == Status::Missing { Vec::new() } else { units.iter().map(|u| Evidence { range: place(*u) }).collect() };
    let reason = match status {
        Status::Answered => "answered by this sentence".to_owned(),
        Status::Implied => "only a more general sentence covers it".to_owned(),
        Status::Unclear => {
            format!("a sentence comes near: {}", if shortfall.0 == Finding::Nothing { "it is not sure that it answers" } else { shortfall.0.reason() })
        }
        Status::Missing => match shortfall {
            (Finding::Excluded, Some(unit)) => excluded(reading, cues, unit),
            (finding, _) => finding.reason().to_owned(),
        },
    };
    let nearest = if status == Status::Missing { shortfall.1.map(place) } else { None };
    Verdict { question: question.id.clone(), status, evidence, nearest, reason, why }
}

/// Names what the unit is about instead.
fn excluded(reading: &Reading, cues: &Cues, unit: usize) -> String {
    let other = cue(reading, unit, cues.unless).map(|range| reading.prose.slice(&range));
    other.map_or_else(|| Finding::Excluded.reason().to_owned(), |other| format!("it speaks of \"{other}\", which is something else"))
}
