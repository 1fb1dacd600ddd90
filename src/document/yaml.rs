//! A YAML file as a tree in which every key and value knows its place. Tolerant: a syntax error keeps what stands before it.
//!
//! The only user of the YAML parser.

mod anchors;
mod core_schema;
mod decode;
mod duplicates;
mod encode;
mod json;
mod scalar;
mod tree;
mod words;

use std::sync::Arc;

pub use self::core_schema::Resolved;
pub use self::duplicates::{Duplicate, duplicates};
pub use self::encode::quote;
pub use self::json::{Json, JsonPlace, to_json};
pub use crate::document::scalar_map::Style;
use crate::document::scalar_map::Text;
use crate::source::Span;

/// A parsed file.
#[derive(Debug, Clone, Default)]
pub struct Yaml {
    pub documents: Vec<Document>,
    pub errors: Vec<SyntaxError>,
    /// Each from its `#` to the end of the line, without the line end. None stands inside a scalar.
    pub comments: Vec<Span>,
}

/// One document of the file.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The `---` where it is written.
    pub marker: Option<Span>,
    pub root: Option<Node>,
}

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// Without anchor and tag. A block scalar's starts at its `|` or `>`, a block collection's ends with its last child.
    pub span: Span,
    /// With its `&`.
    pub anchor: Option<Span>,
    /// With its `!`.
    pub tag: Option<Span>,
    pub value: Value,
    kind: Kind,
}

#[derive(Debug, Clone)]
pub enum Value {
    Scalar(Scalar),
    /// Duplicate keys are kept, in order.
    Mapping(Vec<Entry>),
    Sequence(Vec<Node>),
    /// No target: the anchor is unknown, contains the alias, or is too large to follow.
    Alias {
        name: String,
        target: Option<Arc<Node>>,
    },
}

#[derive(Debug, Clone)]
pub struct Scalar {
    pub style: Style,
    pub text: Text,
    /// The `|2-` of a block scalar.
    pub header: Option<Span>,
    /// By how many spaces a block scalar's lines are indented.
    pub indent: usize,
}

#[derive(Debug, Clone)]
pub struct Entry {
    pub key: Node,
    pub value: Node,
}

/// A mistake that keeps the file from being YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The offending characters.
    pub span: Span,
    /// What is wrong, lower case, one line.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// A title and the replacements; always needs a look.
    pub fix: Option<(String, Vec<(Span, String)>)>,
}

/// What a tag makes of a scalar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Untagged,
    Null,
    Bool,
    Int,
    Float,
    /// `!!str`, `!` and tags that the core schema does not know.
    Str,
}

impl Yaml {
    pub fn parse(text: &str) -> Self {
        tree::parse(text)
    }

    /// The root of the first document.
    pub fn root(&self) -> Option<&Node> {
        self.documents.first()?.root.as_ref()
    }
}

impl Node {
    /// The node that an alias stands for; the node itself where it is none, or none that can be followed.
    pub fn target(&self) -> &Self {
        let mut node = self;
        while let Value::Alias { target: Some(target), .. } = &node.value {
            node = target;
        }
        node
    }

    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.target().value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text of a scalar of any type, as it is decoded; through an alias too. `None` for what is not written at all.
    pub fn as_str(&self) -> Option<&Text> {
        self.scalar().filter(|scalar| scalar.style != Style::Absent).map(|scalar| &scalar.text)
    }

    pub fn mapping(&self) -> Option<&[Entry]> {
        match &self.target().value {
            Value::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    pub fn sequence(&self) -> Option<&[Self]> {
        match &self.target().value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The first entry whose key is the scalar `key`.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.mapping()?.iter().find(|entry| entry.key.as_str().is_some_and(|text| text.value() == key))
    }

    /// A scalar's value as YAML 1.2's core schema reads it; `None` for a collection or an alias without a target.
    pub fn resolve(&self) -> Option<Resolved<'_>> {
        let node = self.target();
        match &node.value {
            Value::Scalar(scalar) => Some(core_schema::resolve(scalar.text.value(), scalar.style, node.kind)),
            _ => None,
        }
    }
}
