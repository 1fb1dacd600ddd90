//! The questions and profiles that a config names: those of the catalogue in use, which no schema can know.

use std::collections::BTreeSet;

use serde_json::Value;

use super::mistake;
use crate::diagnostic::Diagnostic;
use crate::document::yaml::Json;
use crate::questions::Catalogue;
use crate::rules;
use crate::rules::words::{code, either, nearest};
use crate::source::Source;

/// A config or a catalogue as it is written.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    pub json: &'a Json,
    pub source: &'a Source,
}

/// What is wrong with the names of questions and profiles in a config, and in the catalogue file that it names.
pub fn mistakes(config: Written<'_>, catalogue: Option<Written<'_>>) -> Vec<Diagnostic> {
    // A pointer to what a catalogue has at its top, in both files.
    let (own, other) = ("/questions", "");
    let files: Vec<(Written<'_>, &str)> = std::iter::once((config, own)).chain(catalogue.map(|file| (file, other))).collect();
    let mut questions: BTreeSet<&str> = rules::all().filter_map(|rule| rule.id.strip_prefix("question/")).collect();
    let mut profiles: BTreeSet<&str> = BTreeSet::new();
    for (file, top) in &files {
        questions.extend(list(file.json, &format!("{top}/questions")).iter().filter_map(|question| question.get("id")?.as_str()));
        profiles.extend(names(file.json, &format!("{top}/profiles")));
    }
    let mut mistakes = Vec::new();
    if catalogue.is_some() && names(config.json, own).any(|key| key != "catalogue") {
        let span = config.json.place("/questions/catalogue").and_then(|place| place.key).unwrap_or_default();
        let help = "write the additions into the catalogue, or leave the catalogue out".to_owned();
        mistakes.push(mistake(config.source, span, "`questions` names a catalogue and adds to it", Some(help)));
    }
    for rule in names(config.json, "/rules") {
        let Some(id) = rule.strip_prefix("question/") else { continue };
        if !questions.contains(id) {
            let help = nearest(id, questions.iter().copied()).map(|near| format!("did you mean {}?", code(&format!("question/{near}"))));
            let span = config.json.place(&pointer("/rules", rule)).and_then(|place| place.key).unwrap_or_default();
            mistakes.push(mistake(config.source, span, &format!("{} is no key of `rules`", code(rule)), help));
        }
    }
    for (file, top) in &files {
        for profile in names(file.json, &format!("{top}/profiles")) {
            let profile_at = pointer(&format!("{top}/profiles"), profile);
            for (index, id) in list(file.json, &profile_at).iter().enumerate() {
                let Some(id) = id.as_str().filter(|id| !questions.contains(id)) else { continue };
                let help = nearest(id, questions.iter().copied()).map(|near| format!("did you mean {}?", code(near)));
                let span = file.json.place(&format!("{profile_at}/{index}")).map(|place| place.value).unwrap_or_default();
                mistakes.push(mistake(file.source, span, &format!("the profile {} asks {}, and there is no such question", code(profile), code(id)), help));
            }
        }
    }
    if let Some(name) = config.json.value.get("profile").and_then(Value::as_str).filter(|name| !profiles.contains(name)) {
        if catalogue.is_none() {
            profiles.extend(Catalogue::builtin().profiles());
        }
        if !profiles.contains(name) {
            let span = config.json.place("/profile").map(|place| place.value).unwrap_or_default();
            mistakes.push(mistake(config.source, span, &no_profile(name), Some(which_profile(name, &profiles.into_iter().collect::<Vec<_>>()))));
        }
    }
    mistakes
}

/// The message on a profile that does not exist.
pub fn no_profile(name: &str) -> String {
    format!("there is no profile {}", code(name))
}

/// What to write in its place.
pub fn which_profile(name: &str, known: &[&str]) -> String {
    if let Some(near) = nearest(name, known.iter().copied()) {
        return format!("did you mean {}?", code(near));
    }
    if known.is_empty() {
        return "the catalogue has none: leave the profile out, and all of its questions count".to_owned();
    }
    format!("write {}", either(&known.iter().map(|name| code(name)).collect::<Vec<_>>()))
}

fn names<'a>(json: &'a Json, pointer: &str) -> impl Iterator<Item = &'a str> {
    json.value.pointer(pointer).and_then(Value::as_object).into_iter().flat_map(|keys| keys.keys().map(String::as_str))
}

fn list<'a>(json: &'a Json, pointer: &str) -> &'a [Value] {
    json.value.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn pointer(parent: &str, key: &str) -> String {
    format!("{parent}/{}", key.replace('~', "~0").replace('/', "~1"))
}
