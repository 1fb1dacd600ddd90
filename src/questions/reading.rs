//! A note, read: its units, its tokens with their classes, and the people it names.

use super::catalogue::Catalogue;
use super::customers;
use super::names::{self, Person};
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
}

impl Reading {
    #[must_use]
    pub fn new(markdown: &str, catalogue: &Catalogue) -> Reading {
        Reading::of(Prose::read(markdown), catalogue)
    }

    #[must_use]
    pub fn of(prose: Prose, catalogue: &Catalogue) -> Reading {
        let lexicon = &catalogue.lexicon;
        let mut tokens = tokens::tokens(&prose.text);
        tokens::mend(&prose.text, &mut tokens, lexicon);
        // The names need the roles near them, the phrases need the names.
        tokens::classify(&mut tokens, lexicon);
        let mut people = names::mark(&prose.text, &mut tokens, lexicon);
        customers::mark(&prose.text, &mut tokens, &people, lexicon);
        let ase = names::choose(&prose.text, &mut tokens, &mut people, lexicon);
        tokens::classify_names(&mut tokens, lexicon);
        customers::whose(&prose.text, &mut tokens, lexicon);
        let starts = tokens.iter().map(|t| t.range.start).collect();
        let mut reading = Reading { prose, tokens, people, ase, starts, spans: Vec::new(), classes: Vec::new(), near: Vec::new(), far: Vec::new() };
        reading.spans = reading.prose.units.iter().map(|u| reading.span(&u.range)).collect();
        for i in 0..reading.spans.len() {
            let unit = &reading.prose.units[i];
            let bits = |span: Range<usize>| reading.tokens[span].iter().fold(0, |a, t| a | t.classes);
            let nearest = Reading::nearest(unit);
            let own = bits(reading.spans[i].clone());
            let near = nearest.map_or(0, |n| bits(reading.span(&unit.contexts[n].range)));
            let far = unit.contexts.iter().enumerate().filter(|(n, _)| Some(*n) != nearest).take(6).fold(0, |a, (_, c)| a | bits(reading.span(&c.range)));
            reading.classes.push(own);
            reading.near.push(near);
            reading.far.push(far);
        }
        reading
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
