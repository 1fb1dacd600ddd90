//! Applies the suppressions: takes out the findings that they cover, and reports those that are unused, misspelt, unreasoned or expired.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::Job;
use crate::config::Level;
use crate::diagnostic::{Diagnostic, Safety};
use crate::document::call::parts::is_answer;
use crate::document::facts::Roster;
use crate::document::keys::Keys;
use crate::document::suppression::{Named, Suppression, Until};
use crate::rules::schema::Schemas;
use crate::rules::words::{self, code};
use crate::rules::{self, Context};
use crate::source::{Place, Source, Span};

/// A suppression, for the list of all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressionUse {
    /// The comment.
    pub place: Place,
    pub rules: Vec<String>,
    pub until: Option<Date>,
    pub reason: String,
    /// Whether it is in force: understood, with a reason, not expired.
    pub holds: bool,
    /// How many findings it suppresses.
    pub suppressed: usize,
}

impl SuppressionUse {
    pub const fn used(&self) -> bool {
        self.suppressed > 0
    }
}

/// The suppressions of one file.
pub(super) struct Suppressions {
    pub source: Arc<Source>,
    pub list: Vec<Suppression>,
}

/// What is left of all findings.
pub(super) struct Outcome {
    pub diagnostics: Vec<Diagnostic>,
    pub suppressed: usize,
    pub uses: Vec<SuppressionUse>,
}

/// What an id in the brackets stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Known,
    /// A rule that does not run here.
    Off,
    /// A rule that no comment silences.
    Never,
    Unknown,
}

/// Takes the covered ones out of `diagnostics`, and adds the findings about the suppressions themselves.
pub(super) fn apply(diagnostics: Vec<Diagnostic>, suppressions: &[Suppressions], job: &Job<'_>, roster: &Roster, schemas: &Schemas) -> Outcome {
    if suppressions.is_empty() {
        return Outcome { diagnostics, suppressed: 0, uses: Vec::new() };
    }
    let mut by_rule: HashMap<(&str, &str), Vec<(usize, usize)>> = HashMap::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        by_rule.entry((&diagnostic.place.path, &diagnostic.rule)).or_default().push((diagnostic.place.range.start.offset, index));
    }
    for places in by_rule.values_mut() {
        places.sort_unstable();
    }
    let mut covered = vec![false; diagnostics.len()];
    let mut found = Vec::new();
    let mut uses = Vec::new();
    let mut ids = Ids::new(job);
    for file in suppressions {
        let keys = Keys::default();
        let mut context = Context::for_document(job.settings, roster, schemas, &file.source, &keys);
        let mut marks: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for suppression in &file.list {
            let holds = holds(suppression, job);
            let mut counts = Vec::new();
            for rule in &suppression.rules {
                let mut count = 0;
                if holds
                    && standing(&rule.id, job) == Standing::Known
                    && let Some((id, places)) = by_rule.get_key_value(&(&**file.source.path(), rule.id.as_str())).map(|((_, id), places)| (*id, places))
                {
                    let marks = marks.entry(id).or_insert_with(|| vec![0; places.len() + 1]);
                    for cover in covers(suppression, id) {
                        let from = places.partition_point(|(start, _)| *start < cover.start);
                        let to = places.partition_point(|(start, _)| *start <= cover.end);
                        if from < to {
                            marks[from] += 1;
                            marks[to] -= 1;
                            count += to - from;
                        }
                    }
                }
                counts.push(count);
            }
            report(suppression, holds, &counts, &mut ids, &mut context);
            uses.push(SuppressionUse {
                place: file.source.place(suppression.span),
                rules: suppression.rules.iter().map(|rule| rule.id.clone()).collect(),
                until: suppression.until.as_ref().and_then(|until| until.date),
                reason: suppression.reason.clone(),
                holds,
                suppressed: counts.iter().sum(),
            });
        }
        for (id, marks) in marks {
            let mut depth = 0;
            for ((_, index), mark) in by_rule[&(&**file.source.path(), id)].iter().zip(marks) {
                depth += mark;
                covered[*index] |= depth > 0;
            }
        }
        found.extend(context.into_found());
    }
    drop(by_rule);
    let suppressed = covered.iter().filter(|covered| **covered).count();
    let mut covered = covered.into_iter();
    let mut diagnostics = diagnostics;
    diagnostics.retain(|_| !covered.next().unwrap_or(false));
    diagnostics.extend(found);
    uses.sort_by(|a, b| a.place.cmp(&b.place));
    Outcome { diagnostics, suppressed, uses }
}

fn covers(suppression: &Suppression, rule: &str) -> impl Iterator<Item = Span> {
    let questions = suppression.questions.filter(|_| rule.starts_with("question/"));
    let within = questions;
    suppression.covers.iter().copied().filter(move |cover| within.is_none_or(|whole| !whole.contains(*cover))).chain(questions)
}

/// Whether it is in force on the day of the run.
fn holds(suppression: &Suppression, job: &Job<'_>) -> bool {
    let expired = |until: &Until| until.date.is_none_or(|date| date < job.settings.today);
    suppression.flaw.is_none() && is_answer(&suppression.reason) && !suppression.until.as_ref().is_some_and(expired)
}

fn standing(id: &str, job: &Job<'_>) -> Standing {
    let question = id.strip_prefix("question/");
    let asked = question.is_some_and(|question| job.catalogue.questions().iter().any(|asked| asked.id == question));
    if id == "note/secret" || id == "file/unreadable" || id.starts_with("suppression/") {
        return if rules::find(id).is_some() || id == "note/secret" { Standing::Never } else { Standing::Unknown };
    }
    match rules::find(id) {
        None if !asked => Standing::Unknown,
        Some(_) if question.is_some() && !asked => Standing::Off,
        _ if job.settings.level(id) == Level::Off => Standing::Off,
        _ => Standing::Known,
    }
}

/// Reports what is wrong with a suppression. `counts` is how many findings each of its rules covers.
fn report(suppression: &Suppression, holds: bool, counts: &[usize], ids_known: &mut Ids<'_>, cx: &mut Context<'_>) {
    let job = ids_known.job;
    let ids = suppression.rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>().join(", ");
    if let Some(flaw) = &suppression.flaw {
        if enter(cx, job, "suppression/unknown-rule") {
            let found = cx.report(suppression.span, format!("this suppression does nothing: {}", flaw.message));
            found.key("suppression").help("write `ase-lint: ignore[rule] reason`, with ids as `ase-lint rules` lists them");
            if let Some((span, text)) = &flaw.fix {
                found.replace(Safety::NeedsReview, "write it as ase-lint reads it", *span, text.clone());
            }
        }
        return;
    }
    for rule in &suppression.rules {
        unknown(rule, ids_known, cx);
    }
    if !is_answer(&suppression.reason) && enter(cx, job, "suppression/no-reason") {
        cx.report(suppression.span, format!("the suppression of {} gives no reason", code(&ids)))
            .key("suppression")
            .subject(ids.clone())
            .help("write behind the bracket why this finding is meant to be so");
    }
    if let Some(until) = &suppression.until
        && until.date.is_none_or(|date| date < job.settings.today)
        && enter(cx, job, "suppression/expired")
    {
        let (message, help) = match until.date {
            Some(date) => (format!("the suppression of {} has expired on {date}", code(&ids)), "put the matter right, or set a later date"),
            None => (
                format!("{} is not a day of the calendar, so the suppression does not hold", code(&until.text)),
                "write the last day on which it holds, as in `until=2027-01-31`",
            ),
        };
        cx.report(until.span, message).key("suppression").subject(ids.clone()).help(help);
    }
    if holds && enter(cx, job, "suppression/unused") {
        unused(suppression, counts, &ids, job, cx);
    }
}

fn unknown(rule: &Named, ids: &mut Ids<'_>, cx: &mut Context<'_>) {
    let standing = standing(&rule.id, ids.job);
    if !matches!(standing, Standing::Unknown | Standing::Never) || !enter(cx, ids.job, "suppression/unknown-rule") {
        return;
    }
    if standing == Standing::Never {
        cx.report(rule.span, format!("{} cannot be suppressed", code(&rule.id))).key("suppression").subject(rule.id.clone()).help("put the matter right");
        return;
    }
    let has_wildcard = rule.id.contains('*');
    let nearest = if has_wildcard { None } else { ids.nearest(&rule.id) };
    let found = cx.report(rule.span, format!("no rule is called {}", code(&rule.id)));
    found.key("suppression").subject(rule.id.clone());
    match nearest {
        Some(nearest) => {
            found.help(format!("did you mean {}?", code(nearest)));
            found.replace(Safety::NeedsReview, format!("replace {} by {}", code(&rule.id), code(nearest)), rule.span, nearest);
        }
        None if has_wildcard => {
            found.help("name each rule that is meant: a suppression knows no wildcards");
        }
        None => {
            found.help("name each rule by its id, as `ase-lint rules` lists them");
        }
    }
}

/// The ids that may stand in the brackets, to find the one that was meant.
struct Ids<'a> {
    job: &'a Job<'a>,
    known: Vec<String>,
    /// How many more are looked for: a file with more misspelt ids than that is no work of people.
    left: usize,
}

impl<'a> Ids<'a> {
    fn new(job: &'a Job<'a>) -> Self {
        let questions = job.catalogue.questions().iter().map(|question| format!("question/{}", question.id));
        let known = rules::all().map(|rule| rule.id.to_owned()).chain(questions).filter(|id| standing(id, job) != Standing::Never).collect();
        Self { job, known, left: 1000 }
    }

    fn nearest(&mut self, id: &str) -> Option<&str> {
        self.left = self.left.checked_sub(1)?;
        // Half an id: `placeholder` for `note/placeholder`.
        let mut named = self.known.iter().filter(|known| known.rsplit('/').next() == Some(&id.to_lowercase()));
        let whole = named.next().filter(|_| named.next().is_none()).map(String::as_str);
        whole.or_else(|| words::nearest(id, self.known.iter().map(String::as_str)))
    }
}

fn unused(suppression: &Suppression, counts: &[usize], ids: &str, job: &Job<'_>, cx: &mut Context<'_>) {
    let standings: Vec<Standing> = suppression.rules.iter().map(|rule| standing(&rule.id, job)).collect();
    let idle = |index: usize| standings[index] == Standing::Known && counts[index] == 0;
    // Rules that are off may be needed again, and misspelt ones are another finding.
    if (0..counts.len()).all(idle) {
        cx.report(suppression.span, format!("the suppression of {} is not needed: there is no such finding here", code(ids)))
            .key("suppression")
            .subject(ids)
            .help("remove it")
            .replace(Safety::Safe, "remove the suppression", suppression.removal, "");
        return;
    }
    for (_, rule) in suppression.rules.iter().enumerate().filter(|(index, _)| idle(*index)) {
        let found = cx.report(rule.span, format!("the suppression of {} is not needed: there is no such finding here", code(&rule.id)));
        found.key("suppression").subject(rule.id.clone()).help("remove it from the brackets");
        found.replace(Safety::Safe, format!("remove {} from the brackets", code(&rule.id)), rule.removal, "");
    }
}

/// Reports as rule `id` from now on; `false` where it is off.
fn enter(cx: &mut Context<'_>, job: &Job<'_>, id: &str) -> bool {
    let Some(rule) = rules::find(id).filter(|_| job.settings.level(id) != Level::Off) else { return false };
    cx.enter(rule);
    true
}
