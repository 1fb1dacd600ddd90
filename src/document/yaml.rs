//! YAML as a tree with spans; the only user of the YAML parser.

use std::collections::HashMap;

use super::scalar_map::Text;
use crate::source::Span;

#[derive(Debug, Clone, Default)]
pub struct Yaml {
    pub documents: Vec<Document>,
    pub errors: Vec<SyntaxError>,
    pub comments: Vec<Span>,
}

#[derive(Debug, Clone)]
pub struct Document {
    pub marker: Option<Span>,
    pub root: Option<Node>,
}

#[derive(Debug, Clone)]
pub struct Node {
    pub span: Span,
    pub anchor: Option<Span>,
    pub tag: Option<Span>,
    pub value: Value,
}

#[derive(Debug, Clone)]
pub enum Value {
    Scalar(Scalar),
    Mapping(Vec<Entry>),
    Sequence(Vec<Node>),
    Alias { name: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
    Absent,
}

#[derive(Debug, Clone)]
pub struct Scalar {
    pub style: Style,
    pub text: Text,
    pub header: Option<Span>,
    pub indent: usize,
}

#[derive(Debug, Clone)]
pub struct Entry {
    pub key: Node,
    pub value: Node,
}

#[derive(Debug, Clone)]
pub struct SyntaxError {
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
    pub fix: Option<(String, Vec<(Span, String)>)>,
}

#[derive(Debug, Clone)]
pub struct Json {
    pub value: serde_json::Value,
    pub places: HashMap<String, JsonPlace>,
}

#[derive(Debug, Clone, Copy)]
pub struct JsonPlace {
    pub key: Option<Span>,
    pub value: Span,
}

impl Yaml {
    pub fn parse(_text: &str) -> Self {
        Self::default()
    }

    pub fn root(&self) -> Option<&Node> {
        self.documents.first()?.root.as_ref()
    }
}

impl Node {
    pub fn as_str(&self) -> Option<&Text> {
        if let Value::Scalar(scalar) = &self.value { Some(&scalar.text) } else { None }
    }

    pub fn mapping(&self) -> Option<&[Entry]> {
        if let Value::Mapping(entries) = &self.value { Some(entries) } else { None }
    }
}

pub fn to_json(_node: &Node) -> Json {
    Json { value: serde_json::Value::Null, places: HashMap::new() }
}
