//! The catalogue of questions that a run asks: the embedded one, the config's own, or both together.

use super::configure;
use crate::config::QuestionSettings;
use crate::questions::Catalogue;

const DEFAULT_PROFILE: &str = "handbook-2025";

/// A catalogue and the ids of the questions that count.
pub struct Asked {
    own: Option<Catalogue>,
    pub profile: Vec<String>,
}

impl Asked {
    /// What the settings ask for. The error is a sentence for the user.
    pub fn new(settings: &QuestionSettings) -> Result<Self, String> {
        let extra = settings.extra.as_ref().map(ToString::to_string);
        let own = match (&settings.catalogue, &extra) {
            (None, None) => None,
            (None, Some(extra)) => Some(Catalogue::extended(extra).map_err(|error| format!("`questions` in the config: {error}"))?),
            (Some(file), None) => Some(Catalogue::from_yaml(file).map_err(|error| format!("the catalogue of questions: {error}"))?),
            (Some(_), Some(_)) => return Err("`questions` in the config names a catalogue and adds to it; write the additions into the catalogue".to_owned()),
        };
        let catalogue = own.as_ref().unwrap_or_else(|| Catalogue::builtin());
        let profile = match (&settings.profile, catalogue.profile(settings.profile.as_deref().unwrap_or(DEFAULT_PROFILE))) {
            (_, Some(ids)) => ids.to_vec(),
            (None, None) => catalogue.questions().iter().map(|question| question.id.clone()).collect(),
            (Some(name), None) => {
                let known: Vec<&str> = catalogue.profiles().collect();
                return Err(format!("{}: {}", configure::no_profile(name), configure::which_profile(name, &known)));
            }
        };
        Ok(Self { own, profile })
    }

    pub fn catalogue(&self) -> &Catalogue {
        self.own.as_ref().unwrap_or_else(|| Catalogue::builtin())
    }
}
