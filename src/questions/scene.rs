//! What the trained model sees of a unit: its own words, what stands over it and around it, and how it stands in the text. Two units that show the same
//! are scored alike, so most of the sentences that an organization's notes share need to be scored once.

use super::lexicon::{Lexicon, Ties};
use super::reading::Reading;
use super::tense::Tense;
use super::tokens::{Sort, Token};
use crate::document::prose::{Role, Unit};

/// Tokens of a unit that are looked at; of what stands over it; before it.
const OWN: usize = 70;
const OVER: usize = 24;
const EARLIER: usize = 20;
/// What stands over a unit, and is looked at.
const CONTEXTS: usize = 4;
/// Tokens of the body that make it no longer a short one.
const BODY: usize = 4;

/// A token of the unit, as far as the features tell tokens apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Word {
    pub stem: u32,
    /// The stem, or the name of its first class in place of it.
    pub general: u32,
    traits: u32,
}

/// A comma, a full stop or a parenthesis, which no run of words holds.
const SILENT: u32 = 1 << 16;
/// The end of a clause.
const STOP: u32 = 1 << 17;
const PERSON: u32 = 1 << 18;
/// How many topics a word may touch: places, then those of [`Ties`].
pub(super) const TOPICS: u32 = 6;

impl Word {
    fn new(token: &Token, ase: Option<u16>, lexicon: &Lexicon) -> Word {
        let ties = lexicon.ties();
        let classes = lexicon.trained(token.classes);
        let general = if classes == 0 { token.stem } else { lexicon.class_hash(classes.trailing_zeros() as usize) };
        if token.sort == Sort::Word && token.person.is_none() && token.classes & ties.any == 0 {
            return Word { stem: token.stem, general, traits: 0 };
        }
        let place = matches!(token.sort, Sort::Place(_)) || token.classes & ties.place != 0;
        let topics = ties.topics.iter().enumerate().fold(u32::from(place), |all, (i, bits)| all | u32::from(token.classes & bits != 0) << (i + 1));
        let silent = if matches!(token.sort, Sort::Mark(',' | '.' | ')' | '(')) { SILENT } else { 0 };
        let stop = if matches!(token.sort, Sort::Mark('.' | ';' | '?' | '!')) { STOP } else { 0 };
        let person = if token.person.is_some() { PERSON } else { 0 };
        Word { stem: token.stem, general, traits: entity(token, ase, ties) | role(token, ties) << 5 | topics << 10 | silent | stop | person }
    }

    /// To whom something may belong: 0 to nobody.
    pub fn entity(self) -> u32 {
        self.traits & 31
    }

    /// What a person may be: 0 nothing.
    pub fn role(self) -> u32 {
        self.traits >> 5 & 31
    }

    /// Touches this topic.
    pub fn touches(self, topic: u32) -> bool {
        self.traits >> 10 & 1 << topic != 0
    }

    pub fn is_topical(self) -> bool {
        self.traits >> 10 & ((1 << TOPICS) - 1) != 0
    }

    pub fn is_silent(self) -> bool {
        self.traits & SILENT != 0
    }

    pub fn stops(self) -> bool {
        self.traits & STOP != 0
    }

    pub fn is_person(self) -> bool {
        self.traits & PERSON != 0
    }
}

fn entity(token: &Token, ase: Option<u16>, ties: &Ties) -> u32 {
    match token.sort {
        _ if token.person.is_some() => 1 + u32::from(token.person != ase),
        Sort::Org => 3,
        _ => (4..).zip(&ties.entities).find(|(_, bits)| token.classes & **bits != 0).map_or(0, |(code, _)| code),
    }
}

fn role(token: &Token, ties: &Ties) -> u32 {
    (1..).zip(&ties.roles).find(|(_, bits)| token.classes & **bits != 0).map_or(0, |(code, _)| code)
}

/// The classes of the unit and of what is around it; only those that the model knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Classes {
    pub own: u128,
    pub near: u128,
    pub far: u128,
    /// Of the unit before, and of the one behind in the same block.
    pub before: u128,
    pub after: u128,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Scene {
    pub words: Vec<Word>,
    pub classes: Classes,
    /// The stems of the context that says what the unit is about, and the one of all contexts.
    pub label: Vec<u32>,
    pub over: Vec<u32>,
    /// The label is a key, a question or the head of a row or column, and no heading or lead.
    pub strong: bool,
    /// The nearest whom something may belong to in the words before the unit.
    pub earlier: u32,
    pub shape: Shape,
}

/// How a unit stands in its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools, reason = "independent traits of a unit")]
pub(super) struct Shape {
    pub kind: u32,
    pub question: bool,
    pub empty: bool,
    /// 0 no task, 1 open, 2 done.
    pub task: u32,
    /// The tokens behind the label, up to [`BODY`].
    pub body: u32,
    pub has_ase: bool,
    pub has_others: bool,
    /// 0 nothing stands over it, else 1 and its role.
    pub context: u32,
    pub first: bool,
    pub last: bool,
    /// The unit before is of the same block.
    pub same_block: bool,
    pub tense: Tense,
}

impl Scene {
    /// Sees a unit in place of the one before.
    pub fn see(&mut self, reading: &Reading, unit: usize, lexicon: &Lexicon) {
        let this = &reading.prose.units[unit];
        let span = reading.spans[unit].clone();
        let own = &reading.tokens[span.clone()];
        self.words.clear();
        self.words.extend(own.iter().take(OWN).map(|token| Word::new(token, reading.ase, lexicon)));
        let same_block = |other: Option<&Unit>| other.is_some_and(|u| u.block == this.block);
        let before = unit.checked_sub(1);
        let after = same_block(reading.prose.units.get(unit + 1));
        self.classes = Classes {
            own: lexicon.trained(reading.classes[unit]),
            near: lexicon.trained(reading.near[unit]),
            far: lexicon.trained(reading.far[unit]),
            before: before.map_or(0, |before| lexicon.trained(reading.classes[before])),
            after: if after { lexicon.trained(reading.classes[unit + 1]) } else { 0 },
        };
        let stems = |context: usize| {
            let span = reading.span(&this.contexts[context].range);
            reading.tokens[span.start..span.end.min(span.start + OVER)].iter().map(|t| t.stem)
        };
        let nearest = Reading::nearest(this);
        self.strong = nearest.is_some_and(|n| matches!(this.contexts[n].role, Role::Label | Role::Question | Role::Row | Role::Column));
        self.label.clear();
        self.label.extend(nearest.into_iter().flat_map(stems));
        self.over.clear();
        self.over.extend((0..this.contexts.len().min(CONTEXTS)).flat_map(stems));
        let earlier = &reading.tokens[span.start.saturating_sub(EARLIER)..span.start];
        self.earlier = earlier.iter().rev().map(|t| entity(t, reading.ase, lexicon.ties())).find(|code| *code != 0).unwrap_or(0);
        let body = own.iter().filter(|t| t.range.start >= this.body).take(BODY).fold(0, |n, _| n + 1);
        self.shape = Shape {
            kind: 1 + this.kind as u32,
            question: this.question,
            empty: this.empty,
            task: this.task.map_or(0, |done| 1 + u32::from(done)),
            body,
            has_ase: own.iter().any(|t| t.person.is_some() && t.person == reading.ase),
            has_others: own.iter().any(|t| t.person.is_some() && t.person != reading.ase),
            context: this.contexts.first().map_or(0, |c| 1 + c.role as u32),
            first: unit == 0,
            last: unit + 1 == reading.spans.len(),
            same_block: same_block(before.map(|b| &reading.prose.units[b])),
            tense: reading.tenses[unit],
        };
    }

    /// Something stands over the unit.
    pub fn has_label(&self) -> bool {
        self.shape.context != 0
    }
}
