//! The questions, their words and their profiles: data, read from YAML.

use super::file::File;
pub use super::file::{Answer, Question};
use super::lexicon::Lexicon;
use super::model::Model;
use super::rules::{Cues, Language};
use super::signs::SignClasses;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// `catalogue.yaml`, as `build.rs` turns it into JSON.
const BUILTIN: &str = include_str!(concat!(env!("OUT_DIR"), "/catalogue.json"));

#[derive(Debug, Clone, Default)]
pub struct Words {
    pub classes: Vec<(String, Vec<String>)>,
    /// Classes that the trained model does not look at: the phrases of the questions and the names of the regions.
    pub more: Vec<(String, Vec<String>)>,
    pub places: Vec<(String, Vec<String>)>,
}

/// The questions in the order of the file, with all that judging needs.
pub struct Catalogue {
    questions: Vec<Question>,
    profiles: BTreeMap<String, Vec<String>>,
    /// The support regions, and the class of the words that name each.
    pub(super) regions: Vec<(String, u128)>,
    /// The classes that decide each question, in their order.
    pub(super) cues: Vec<Cues>,
    pub(super) language: Language,
    pub(super) sign_classes: SignClasses,
    pub(super) lexicon: Lexicon,
    pub(super) model: Model,
    /// Tells catalogues of one process apart.
    pub(super) stamp: u64,
}

/// Stamps given so far.
static STAMPS: AtomicU64 = AtomicU64::new(0);

impl Catalogue {
    /// The six questions of the handbook.
    ///
    /// # Panics
    /// Never: the embedded file is read by a test.
    #[must_use]
    pub fn builtin() -> &'static Catalogue {
        static BUILT: OnceLock<Catalogue> = OnceLock::new();
        BUILT.get_or_init(|| Catalogue::build(builtin(), Model::builtin()))
    }

    /// A catalogue that replaces the built-in one. Words and places that it does not give are the built-in ones.
    ///
    /// # Errors
    /// What is wrong with the YAML, in one line.
    pub fn from_yaml(yaml: &str) -> Result<Catalogue, String> {
        let base = builtin();
        let mut file = read(yaml)?;
        file.words = merged(base.words, file.words);
        file.places = merged(base.places, file.places);
        file.regions = merged(base.regions, file.regions);
        Ok(Catalogue::build(file, Model::builtin()))
    }

    /// The built-in catalogue with more questions, profiles and words; a question with a known id adds its cues to it.
    ///
    /// # Errors
    /// What is wrong with the YAML, in one line.
    pub fn extended(yaml: &str) -> Result<Catalogue, String> {
        let mut base = builtin();
        let more = read(yaml)?;
        base.words = merged(base.words, more.words);
        base.places = merged(base.places, more.places);
        base.regions = merged(base.regions, more.regions);
        base.profiles.extend(more.profiles);
        for question in more.questions {
            if let Some(known) = base.questions.iter_mut().find(|q| q.id == question.id) {
                known.cues.extend(question.cues);
                known.answers.extend(question.answers);
                known.topic.extend(question.topic);
            } else {
                for ids in base.profiles.values_mut().filter(|ids| ids.len() > 2) {
                    ids.push(question.id.clone());
                }
                base.questions.push(question);
            }
        }
        Ok(Catalogue::build(base, Model::builtin()))
    }

    /// The built-in catalogue with another model: for training.
    ///
    /// # Panics
    /// Never: the embedded file is read by a test.
    #[must_use]
    pub fn with_model(model: Model) -> Catalogue {
        Catalogue::build(builtin(), model)
    }

    /// The word (in lower case) is one letter from a word that matters: for training.
    #[must_use]
    pub fn knows_slip(&self, word: &str) -> bool {
        self.lexicon.nearly(word).is_some()
    }

    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    pub(super) fn cues_of(&self, id: &str) -> Option<&Cues> {
        self.questions.iter().position(|q| q.id == id).map(|i| &self.cues[i])
    }

    /// The ids of the questions that a profile asks.
    #[must_use]
    pub fn profile(&self, name: &str) -> Option<&[String]> {
        self.profiles.get(name).map(Vec::as_slice)
    }

    pub fn profiles(&self) -> impl Iterator<Item = &str> {
        self.profiles.keys().map(String::as_str)
    }

    fn build(file: File, model: Model) -> Catalogue {
        let mut words = Words { classes: file.words.into_iter().collect(), more: Vec::new(), places: file.places.into_iter().collect() };
        for question in &file.questions {
            for (kind, phrases) in [("cues", &question.cues), ("answers", &question.answers)] {
                if !phrases.is_empty() {
                    words.more.push((format!("{}/{kind}", question.id), phrases.clone()));
                }
            }
        }
        words.more.extend(file.regions.iter().map(|(name, phrases)| (format!("region/{name}"), phrases.clone())));
        let lexicon = Lexicon::new(&words, model.ordinary());
        let regions = file.regions.into_keys().map(|name| (lexicon.class(&format!("region/{name}")), name)).map(|(class, name)| (name, class)).collect();
        let cues = file.questions.iter().map(|question| Cues::new(question, &lexicon)).collect();
        let language = Language::new(&lexicon);
        let sign_classes = SignClasses::new(&lexicon);
        let stamp = STAMPS.fetch_add(1, Ordering::Relaxed) + 1;
        Catalogue { questions: file.questions, profiles: file.profiles, regions, cues, language, sign_classes, lexicon, model, stamp }
    }
}

fn builtin() -> File {
    serde_json::from_str(BUILTIN).expect("the embedded catalogue is valid")
}

fn read(yaml: &str) -> Result<File, String> {
    serde_yaml::from_str(yaml).map_err(|e| e.to_string().lines().next().unwrap_or("unreadable").to_owned())
}

fn merged(mut base: BTreeMap<String, Vec<String>>, more: BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    for (name, phrases) in more {
        base.entry(name).or_default().extend(phrases);
    }
    base
}
