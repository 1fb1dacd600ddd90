//! Does a note answer the required questions? Catalogue (data), sentences, cues, verdict with evidence. Knows nothing of rules.

use std::ops::Range;

use serde::Serialize;

/// The verdict on one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Answered,
    Implied,
    Unclear,
    Missing,
}

/// The verdict with what it rests on. All ranges are bytes of the Markdown text that was judged.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The question's id: `emergency`.
    pub question: String,
    pub status: Status,
    /// The sentences that count; for `Unclear` the nearest one.
    pub evidence: Vec<Range<usize>>,
    /// For `Missing`: the related sentence that falls short, if there is one.
    pub nearest: Option<Range<usize>>,
    /// One plain line: "mentions emergencies but gives no instruction".
    pub reason: String,
    /// The cue, the rule of language and the score, for `answers --explain`.
    pub explain: Vec<String>,
}

/// Everything the judge found in one note.
#[derive(Debug, Clone, Default)]
pub struct Judgement {
    /// One each question of the catalogue's profile, in its order.
    pub verdicts: Vec<Verdict>,
    /// The current ASEs that the text names, and their regions.
    pub ases: Vec<Range<usize>>,
    pub regions: Vec<Range<usize>>,
    /// Whether the text says that the organization has an ASE.
    pub mentions_ase: bool,
}

/// A question of the catalogue.
#[derive(Debug, Clone)]
pub struct Question {
    pub id: String,
    pub text: String,
    /// How to answer it in a note; `{ase}` stands for the ASE's name.
    pub help: String,
}

/// The questions, their words and their profiles.
#[derive(Debug)]
pub struct Catalogue {
    questions: Vec<Question>,
}

impl Catalogue {
    pub fn builtin() -> &'static Self {
        static BUILT: Catalogue = Catalogue { questions: Vec::new() };
        &BUILT
    }

    pub fn questions(&self) -> &[Question] {
        &self.questions
    }
}

/// Judges a note's Markdown.
pub fn judge(_markdown: &str, _catalogue: &Catalogue) -> Judgement {
    Judgement::default()
}
