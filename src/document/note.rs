//! One organization's note: a YAML file with `id`, `name`, `notes` and `details`.

use std::sync::{Arc, OnceLock};

use super::keys::Keys;
use super::markdown::{self, Markdown};
use super::prose::Prose;
use super::rendered::{Rendered, Shown};
use super::scalar_map::Text;
use super::yaml::{self, Entry, Json, Node, Style, Yaml};
use crate::source::{Source, Span};

/// A note file. Values are as they stand in the file; whether they are right is for the schema and the rules.
#[derive(Debug)]
pub struct Note {
    pub source: Arc<Source>,
    pub yaml: Yaml,
    /// The first document for the schema validator, with the place of each JSON pointer. `None` without a root node.
    pub json: Option<Json>,
    pub keys: Keys,
    /// Whether the file lies in the notes folder, rather than being named on the command line from elsewhere.
    pub in_folder: bool,
    /// The fields of `SHOWN`, rendered when the first rule asks.
    rendered: [OnceLock<Rendered>; SHOWN.len()],
}

/// The fields that people read, as Markdown; `notes` first.
const SHOWN: [&str; 2] = ["notes", "details"];

/// A string value of the note with the key in front of it.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    pub key: Span,
    pub style: Style,
    pub text: &'a Text,
}

impl Note {
    pub fn parse(source: Arc<Source>, in_folder: bool) -> Self {
        let yaml = Yaml::parse(source.text());
        let json = yaml.root().map(yaml::to_json);
        let mut keys = Keys::default();
        if let Some(root) = yaml.root() {
            name_parts(root, "", &mut keys);
        }
        Self { source, yaml, json, keys, in_folder, rendered: Default::default() }
    }

    /// The entries of the top-level mapping; empty when the file holds something else.
    pub fn entries(&self) -> &[Entry] {
        self.yaml.root().and_then(Node::mapping).unwrap_or_default()
    }

    /// The first entry called `key`.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key.as_str().is_some_and(|text| text.value() == key))
    }

    /// The string value of `key`, whatever its style.
    pub fn field(&self, key: &str) -> Option<Field<'_>> {
        let entry = self.entry(key)?;
        let yaml::Value::Scalar(scalar) = &entry.value.value else { return None };
        (scalar.style != Style::Absent).then_some(Field { key: entry.key.span, style: scalar.style, text: &scalar.text })
    }

    /// The Markdown of `notes`.
    pub fn notes(&self) -> Option<Field<'_>> {
        self.field("notes")
    }

    /// `notes` and `details` as a reader sees them, as far as they are there.
    pub fn shown(&self) -> impl Iterator<Item = Shown<'_>> {
        SHOWN.iter().zip(&self.rendered).filter_map(|(key, cache)| {
            let markdown = self.field(key)?.text;
            Some(Shown { markdown, rendered: cache.get_or_init(|| Rendered::parse(markdown.value())) })
        })
    }

    /// The organization id, where it is one: a YAML integer of 64 bits.
    pub fn id(&self) -> Option<(i64, Span)> {
        let entry = self.entry("id")?;
        let id = self.json.as_ref()?.value.get("id")?.as_i64()?;
        Some((id, entry.value.span))
    }

    /// The file name without its extension.
    pub fn stem(&self) -> &str {
        let name = self.source.path().rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Where a finding about the whole note goes: the `notes` key, else the first key, else the start of the text.
    pub fn anchor(&self) -> Span {
        self.entry("notes").or_else(|| self.entries().first()).map_or(Span::at(self.source.bom_len()), |entry| entry.key.span)
    }
}

/// The sentences of `notes` in each of several notes. The Markdown is parsed once for them and for `shown`, one step for all notes before the next.
pub fn proses(notes: &[&Note]) -> Vec<Prose> {
    let texts: Vec<&str> = notes.iter().map(|note| note.notes().map_or("", |notes| notes.text.value())).collect();
    let parsed: Vec<Markdown<'_>> = texts.iter().map(|text| markdown::parse(text)).collect();
    let proses = texts.iter().zip(&parsed).map(|(text, parsed)| Prose::of(text, parsed)).collect();
    for ((note, text), parsed) in notes.iter().zip(&texts).zip(parsed) {
        note.rendered[0].get_or_init(|| Rendered::of(text, parsed));
    }
    proses
}

/// Names every part of the note by its JSON pointer. What is below a pointer of this length is named like the part around it:
/// many parts under long keys would take more memory than the file.
const LONGEST_POINTER: usize = 200;

fn name_parts(node: &Node, pointer: &str, keys: &mut Keys) {
    if pointer.len() > LONGEST_POINTER {
        return;
    }
    match &node.value {
        yaml::Value::Mapping(entries) => {
            for entry in entries {
                let name = entry.key.as_str().map_or("?", |text| text.value());
                let name = &name[..name.floor_char_boundary(LONGEST_POINTER)];
                let pointer = format!("{pointer}/{name}");
                keys.push(entry.key.span.join(entry.value.span), pointer.clone());
                name_parts(&entry.value, &pointer, keys);
            }
        }
        yaml::Value::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                let pointer = format!("{pointer}/{index}");
                keys.push(item.span, pointer.clone());
                name_parts(item, &pointer, keys);
            }
        }
        yaml::Value::Scalar(_) | yaml::Value::Alias { .. } => {}
    }
}
