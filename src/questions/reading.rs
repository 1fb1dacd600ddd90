//! A note, read: its units, its tokens with their classes, and the people it names.

use super::catalogue::Catalogue;
use super::chosen;
use super::customers;
use super::lexicon::Lexicon;
use super::names::{self, Person};
use super::tense::{Tense, tense};
use super::tokens::{self, Token};
use crate::document::prose::{Prose, Role, Unit};
use std::ops::Range;

pub struct Reading {
    pub prose: Prose,
    pub tokens: Vec<Token>,
    pub people: Vec<Person>,
    /// Index of the ASE among the people.
    pub ase: Option<u16>,
    /// Where each token starts.
    starts: Vec<usize>,
    /// Each unit's tokens.
    pub spans: Vec<Range<usize>>,
    /// Classes of each unit's own tokens.
    pub classes: Vec<u128>,
    /// Classes of what stands over each unit: the nearest context, and the others.
    pub near: Vec<u128>,
    pub far: Vec<u128>,
    pub(super) tenses: Vec<Tense>,
}

impl Reading {
    #[must_use]
    pub fn new(markdown: &str, catalogue: &Catalogue) -> Reading {
        let mut readings = Reading::of_all(vec![Prose::read(markdown)], catalogue);
        readings.swap_remove(0)
    }

    /// Reads several notes: one step for all of them before the next.
    #[must_use]
    pub fn of_all(proses: Vec<Prose>, catalogue: &Catalogue) -> Vec<Reading> {
        let lexicon = &catalogue.lexicon;
        let mut readings: Vec<Reading> = proses.into_iter().map(Reading::begin).collect();
        let steps: [fn(&mut Reading, &Lexicon); 6] = [
            |this, lexicon| tokens::mend(&this.prose.text, &mut this.tokens, lexicon),
            // The names need the roles near them, the phrases need the names.
            |this, lexicon| tokens::classify(&mut this.tokens, lexicon),
            |this, lexicon| this.people = names::mark(&this.prose.text, &mut this.tokens, lexicon),
            |this, lexicon| {
                customers::mark(&this.prose.text, &mut this.tokens, &this.people, lexicon);
                this.ase = chosen::choose(&this.prose.text, &mut this.tokens, &mut this.people, lexicon);
            },
            |this, lexicon| {
                tokens::classify_names(&mut this.tokens, lexicon);
                customers::whose(&this.prose.text, &mut this.tokens, lexicon);
            },
            |this, _| this.gather(),
        ];
        for step in steps {
            for reading in &mut readings {
                step(reading, lexicon);
            }
        }
        readings
    }

    fn begin(prose: Prose) -> Reading {
        let tokens = tokens::tokens(&prose.text);
        Reading {
            prose,
            tokens,
            people: Vec::new(),
            ase: None,
            starts: Vec::new(),
            spans: Vec::new(),
            classes: Vec::new(),
            near: Vec::new(),
            far: Vec::new(),
            tenses: Vec::new(),
        }
    }

    /// Gathers the tokens of each unit and their classes.
    fn gather(&mut self) {
        self.starts = self.tokens.iter().map(|t| t.range.start).collect();
        self.spans = self.prose.units.iter().map(|u| self.span(&u.range)).collect();
        for i in 0..self.spans.len() {
            let unit = &self.prose.units[i];
            let bits = |span: Range<usize>| self.tokens[span].iter().fold(0, |a, t| a | t.classes);
            let nearest = Reading::nearest(unit);
            let own = bits(self.spans[i].clone());
            let near = nearest.map_or(0, |n| bits(self.span(&unit.contexts[n].range)));
            let far = unit.contexts.iter().enumerate().filter(|(n, _)| Some(*n) != nearest).take(6).fold(0, |a, (_, c)| a | bits(self.span(&c.range)));
            self.classes.push(own);
            self.near.push(near);
            self.far.push(far);
            let tense = tense(&self.prose.text, &self.tokens[self.spans[i].clone()], unit.body);
            self.tenses.push(tense);
        }
    }

    /// The tokens within bytes of the visible text.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Range<usize> {
        let from = self.starts.partition_point(|start| *start < range.start);
        let to = from + self.starts[from..].partition_point(|start| *start < range.end);
        from..to.max(from)
    }

    /// The unit's bytes of the Markdown text, widened over the emphasis marks that it begins or ends within.
    #[must_use]
    pub fn place(&self, unit: usize) -> Range<usize> {
        self.prose.whole(&self.prose.units[unit].range)
    }

    /// The context that says what the unit is about: a label, question or row before anything else.
    #[must_use]
    pub fn nearest(unit: &Unit) -> Option<usize> {
        unit.contexts
            .iter()
            .position(|c| matches!(c.role, Role::Label | Role::Question | Role::Row))
            .or_else(|| unit.contexts.iter().position(|c| c.role == Role::Column))
            .or_else(|| (!unit.contexts.is_empty()).then_some(0))
    }
}
