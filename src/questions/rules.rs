//! The rules of language: does a unit answer a question, or only come near, and why.

use super::catalogue::{Answer, Question};
use super::lexicon::Lexicon;
use super::reading::Reading;
use super::stem::{hash, stem};
use super::tokens::{Sort, Token};
use crate::document::prose::Role;
use std::ops::Range;

/// What the rules make of one unit for one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// Not about it.
    Nothing,
    /// About somebody or something else.
    Excluded,
    /// The topic without an instruction, a name or a place.
    Mention,
    /// A count or a report of the past.
    Report,
    /// The question itself.
    Asked,
    /// Put off, or still to be agreed.
    Deferred,
    /// TBD, `???`, `<name>`, or nothing at all after the label.
    Blank,
    Answers,
}

impl Finding {
    /// Why the unit does not answer, as the end of a sentence.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Finding::Nothing => "nothing in the note speaks of it",
            Finding::Excluded => "it is about somebody or something else",
            Finding::Mention => "it is mentioned, but nothing says who, where or what to do",
            Finding::Report => "it reports what happened, and does not say what to do",
            Finding::Asked => "the question is put, and not answered",
            Finding::Deferred => "it is put off: nothing is settled to act on",
            Finding::Blank => "only a placeholder stands there",
            Finding::Answers => "it says what is asked",
        }
    }
}

/// The classes that a question is decided by.
pub struct Cues {
    pub topic: u128,
    answers: u128,
    pub unless: u128,
    kind: Answer,
}

/// The classes that the rules themselves use.
pub struct Language {
    action: u128,
    who: u128,
    blank: u128,
    weak: u128,
    defer: u128,
    pub retract: u128,
    report: u128,
    role: u128,
    former: u128,
    other_role: u128,
    live: u128,
    customer: u128,
    region: u128,
    negation: u128,
    imperative: u128,
    new_ase: u128,
    condition: u128,
    duty: u128,
}

impl Language {
    #[must_use]
    pub fn new(lexicon: &Lexicon) -> Language {
        let any = |names: &[&str]| names.iter().fold(0, |bits, n| bits | lexicon.class(n));
        Language {
            action: any(&["assign", "take", "reply", "keep", "finish", "wait", "notify", "process", "oncall"]),
            who: any(&["queue", "manager", "oncall"]),
            blank: any(&["placeholder"]),
            weak: any(&["placeholder-weak"]),
            defer: any(&["defer", "vacant"]),
            retract: any(&["retract"]),
            report: any(&["past-report", "entitlement"]),
            role: any(&["ase", "role", "owner-of-account"]),
            former: any(&["former"]),
            other_role: any(&["other-role"]),
            live: any(&["live"]),
            customer: any(&["customer", "customer-place"]),
            region: any(&["region-word", "timezone"]),
            negation: any(&["negation"]),
            imperative: any(&["imperative"]),
            new_ase: any(&["new-ase"]),
            condition: any(&["condition"]),
            duty: any(&["oncall"]),
        }
    }
}

impl Cues {
    #[must_use]
    pub fn new(question: &Question, lexicon: &Lexicon) -> Cues {
        let class = |name: &str| lexicon.class(name);
        let all = |names: &[String]| names.iter().fold(0, |bits, n| bits | class(n));
        Cues {
            topic: all(&question.topic) | class(&format!("{}/cues", question.id)),
            answers: class(&format!("{}/answers", question.id)),
            unless: all(&question.unless),
            kind: question.answer,
        }
    }
}

/// Most words of a unit in which a placeholder leaves nothing else.
const BLANK: usize = 5;

/// The tokens of a unit, and where its label ends.
#[derive(Clone, Copy)]
struct Body<'a>(&'a [Token], usize);

impl<'a> Body<'a> {
    /// All behind the label but the marks.
    fn words(self) -> impl Iterator<Item = &'a Token> {
        self.0.iter().filter(move |t| t.range.start >= self.1 && !matches!(t.sort, Sort::Mark(_)))
    }
}

/// What the rules make of the unit for a question.
#[must_use]
pub fn finding(reading: &Reading, unit: usize, cues: &Cues, language: &Language) -> Finding {
    let this = &reading.prose.units[unit];
    let (own, near, far) = (reading.classes[unit], reading.near[unit], reading.far[unit]);
    let about = own & cues.topic != 0;
    let under = near & cues.topic != 0;
    if !about
        && !under
        && (far & cues.topic == 0 || cues.kind == Answer::Instruction && this.contexts.first().is_some_and(|c| c.role != Role::Heading && c.role != Role::Lead))
    {
        return Finding::Nothing;
    }
    let tokens = &reading.tokens[reading.spans[unit].clone()];
    if this.question {
        return Finding::Asked;
    }
    if this.empty {
        return if about { Finding::Mention } else { Finding::Nothing };
    }
    let body = Body(tokens, this.body);
    let first = body.words().next().map_or(0, |t| t.classes);
    // "Follows." is blank, "follow the usual process" is not.
    let weak = first & language.weak != 0 && !body.words().skip(1).any(|t| t.classes & language.action != 0);
    let length = body.words().take(BLANK + 1).count();
    let blank = length == 0 || length <= BLANK && (first & language.blank != 0 || weak || body.words().any(|t| t.sort == Sort::Blank));
    if blank {
        return Finding::Blank;
    }
    if own & cues.answers != 0 {
        return Finding::Answers;
    }
    let persons = body.words().filter(|t| t.person.is_some()).count();
    match cues.kind {
        Answer::Statement => Finding::Answers,
        Answer::Person => person(reading, unit, language, persons),
        Answer::Place => place(reading, body, own, near, language),
        Answer::Instruction => instruction(own, near, under, body, persons, cues, language),
    }
}

fn person(reading: &Reading, unit: usize, language: &Language, persons: usize) -> Finding {
    let (own, near) = (reading.classes[unit], reading.near[unit]);
    let ase = reading.tokens[reading.spans[unit].clone()].iter().any(|t| t.person.is_some() && t.person == reading.ase);
    if persons == 0 {
        return if own & language.defer != 0 { Finding::Deferred } else { Finding::Mention };
    }
    if (own | near) & language.former != 0 && own & language.new_ase == 0 || !ase && (own | near) & language.other_role != 0 {
        return Finding::Excluded;
    }
    if (own | near) & language.role != 0 { Finding::Answers } else { Finding::Mention }
}

fn place(reading: &Reading, body: Body<'_>, own: u128, near: u128, language: &Language) -> Finding {
    let place = body.words().any(|t| matches!(t.sort, Sort::Place(_)) || t.classes & language.region != 0);
    if !place {
        return if own & language.defer != 0 { Finding::Deferred } else { Finding::Mention };
    }
    let ase = body.words().any(|t| t.person.is_some() && t.person == reading.ase) || (own | near) & language.role != 0;
    if !ase && (own | near) & (language.other_role | language.former | language.customer) != 0 {
        return Finding::Excluded;
    }
    if ase || near & language.live != 0 { Finding::Answers } else { Finding::Mention }
}

fn instruction(own: u128, near: u128, under: bool, body: Body<'_>, persons: usize, cues: &Cues, language: &Language) -> Finding {
    if (own | near) & cues.unless != 0 {
        return Finding::Excluded;
    }
    let acts = body.words().filter(|t| t.classes & language.action != 0).count();
    let firm = own & language.imperative != 0 || body.words().next().is_some_and(|t| t.classes & language.action != 0);
    if own & language.defer != 0 && !firm {
        return Finding::Deferred;
    }
    if own & language.report != 0 && !firm && acts < 2 {
        return Finding::Report;
    }
    let somebody = persons > 0 || own & language.who != 0;
    if acts > 0 && (firm || somebody || under || own & language.negation != 0 || acts > 1) || under && somebody { Finding::Answers } else { Finding::Mention }
}

/// How a sentence begins that speaks of all that stands above it, and how many tokens it has at most.
const WHOLES: &[&str] = &[
    "all of this ",
    "all this ",
    "all of the above ",
    "all the above ",
    "all of it ",
    "none of this ",
    "none of the above ",
    "everything above ",
    "the above ",
    "this note ",
    "these rules ",
];
const WHOLE: usize = 14;

/// How many units before this one it takes back: "please ignore the previous sentence", "the line above is no longer valid".
#[must_use]
pub fn withdraws(reading: &Reading, unit: usize, language: &Language) -> usize {
    // "If production is down, ignore the above and page" is an instruction of its own.
    if reading.classes[unit] & language.retract == 0 || reading.classes[unit] & (language.condition | language.duty) != 0 {
        return 0;
    }
    let tokens = &reading.tokens[reading.spans[unit].clone()];
    let text = reading.prose.slice(&reading.prose.units[unit].range);
    // "All of this is no longer valid."
    if tokens.len() <= WHOLE && WHOLES.iter().any(|whole| text.get(..whole.len()).is_some_and(|start| start.eq_ignore_ascii_case(whole))) {
        return unit;
    }
    let is = |t: &Token, words: &[&str]| words.iter().any(|w| t.stem == hash(stem(w).as_bytes()));
    let near = |from: usize, to: usize| tokens[from.min(to).saturating_sub(1)..=from.max(to)].iter().any(|t| t.classes & language.retract != 0);
    for (i, token) in tokens.iter().enumerate() {
        let what = tokens[i.saturating_sub(2)..tokens.len().min(i + 4)].iter().any(|t| is(t, &["sentence", "line", "paragraph", "bullet", "point", "item"]));
        if is(token, &["above", "previous", "preceding", "last"]) && what && near(i.saturating_sub(6), (i + 6).min(tokens.len() - 1)) {
            let two = tokens.get(i + 1).is_some_and(|t| is(t, &["two", "both"]) || &reading.prose.text[t.range.clone()] == "2");
            return 1 + usize::from(two);
        }
    }
    0
}

/// The words by which the unit, or what stands over it, is about the question.
#[must_use]
pub fn cue(reading: &Reading, unit: usize, topic: u128) -> Option<Range<usize>> {
    let hit = |range: Range<usize>| {
        let tokens = &reading.tokens[range];
        let first = tokens.iter().position(|t| t.classes & topic != 0)?;
        let last = tokens[first..].iter().take_while(|t| t.classes & topic != 0).count() + first - 1;
        Some(tokens[first].range.start..tokens[last].range.end)
    };
    let this = &reading.prose.units[unit];
    hit(reading.spans[unit].clone()).or_else(|| this.contexts.iter().take(4).find_map(|c| hit(reading.span(&c.range))))
}
