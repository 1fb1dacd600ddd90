//! The tree as JSON for the schema validator, and where each JSON pointer stands.

use std::collections::HashMap;

use serde_json::{Map, Number, Value as JsonValue};

use super::{Entry, Node, Resolved, Value};
use crate::source::Span;

/// How many values aliases may add. Beyond it they are read as null.
const MAX_EXPANDED: usize = 20_000;
/// How many bytes the pointers of all places may take. Beyond it a value is found at its nearest recorded ancestor.
const MAX_POINTER_BYTES: usize = 32 << 20;

/// The tree as JSON. Aliases are resolved, `<<` is an ordinary key, and the first of duplicate keys counts.
#[derive(Debug, Clone, Default)]
pub struct Json {
    pub value: JsonValue,
    /// By JSON pointer; the root is the empty one.
    pub places: HashMap<String, JsonPlace>,
}

/// Where a JSON value stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JsonPlace {
    /// Of a mapping's entry.
    pub key: Option<Span>,
    pub value: Span,
}

impl Json {
    /// Where `pointer` stands, or its nearest ancestor.
    pub fn place(&self, pointer: &str) -> Option<JsonPlace> {
        let mut pointer = pointer;
        loop {
            if let Some(place) = self.places.get(pointer) {
                return Some(*place);
            }
            pointer = &pointer[..pointer.rfind('/')?];
        }
    }
}

/// Stands for infinity and NaN, which JSON does not have: a number, but none that an integer may be.
const NOT_FINITE: f64 = 2_251_799_813_685_248.5;

/// Reads with YAML 1.2's core schema. Infinity and NaN become a number with a fraction, and an integer outside 64 bits the nearest float,
/// which a validator calls too large.
pub fn to_json(node: &Node) -> Json {
    let mut writer = Writer { places: HashMap::new(), pointer: String::new(), pointer_bytes: 0, expanded: 0, aliases: 0 };
    let value = writer.value(node, None);
    Json { value, places: writer.places }
}

struct Writer {
    places: HashMap<String, JsonPlace>,
    pointer: String,
    pointer_bytes: usize,
    /// How many values aliases have added.
    expanded: usize,
    /// How many aliases the present value is inside of.
    aliases: usize,
}

impl Writer {
    fn value(&mut self, node: &Node, key: Option<Span>) -> JsonValue {
        self.record(JsonPlace { key, value: node.span });
        self.content(node)
    }

    fn record(&mut self, place: JsonPlace) {
        self.pointer_bytes += self.pointer.len();
        if self.pointer_bytes <= MAX_POINTER_BYTES {
            self.places.insert(self.pointer.clone(), place);
        }
    }

    fn content(&mut self, node: &Node) -> JsonValue {
        if self.aliases > 0 {
            self.expanded += 1;
            if self.expanded > MAX_EXPANDED {
                return JsonValue::Null;
            }
        }
        match &node.value {
            Value::Scalar(_) => node.resolve().map_or(JsonValue::Null, scalar),
            Value::Sequence(items) => {
                let mut values = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    let mark = self.enter(&index.to_string());
                    values.push(self.value(item, None));
                    self.pointer.truncate(mark);
                    if self.is_spent() {
                        break;
                    }
                }
                JsonValue::Array(values)
            }
            Value::Mapping(entries) => JsonValue::Object(self.object(entries)),
            Value::Alias { target: None, .. } => JsonValue::Null,
            Value::Alias { target: Some(target), .. } => {
                self.aliases += 1;
                let value = self.content(target);
                self.aliases -= 1;
                value
            }
        }
    }

    fn object(&mut self, entries: &[Entry]) -> Map<String, JsonValue> {
        let mut object = Map::new();
        for entry in entries {
            let key = key_text(&entry.key);
            if object.contains_key(&key) {
                continue;
            }
            let mark = self.enter(&key);
            let value = self.value(&entry.value, Some(entry.key.span));
            self.pointer.truncate(mark);
            object.insert(key, value);
            if self.is_spent() {
                break;
            }
        }
        object
    }

    fn is_spent(&self) -> bool {
        self.aliases > 0 && self.expanded > MAX_EXPANDED
    }

    /// Adds a step to the pointer; gives the length to cut it back to.
    fn enter(&mut self, step: &str) -> usize {
        let mark = self.pointer.len();
        self.pointer.push('/');
        for character in step.chars() {
            match character {
                '~' => self.pointer.push_str("~0"),
                '/' => self.pointer.push_str("~1"),
                other => self.pointer.push(other),
            }
        }
        mark
    }
}

/// A JSON key is text: a scalar key as it is decoded, a collection as nothing that a schema could name.
fn key_text(key: &Node) -> String {
    match (&key.target().value, key.as_str()) {
        (_, Some(text)) => text.value().to_owned(),
        (Value::Mapping(_), _) => "{}".to_owned(),
        (Value::Sequence(_), _) => "[]".to_owned(),
        (Value::Alias { name, .. }, _) => format!("*{name}"),
        (Value::Scalar(_), _) => String::new(),
    }
}

fn scalar(value: Resolved<'_>) -> JsonValue {
    match value {
        Resolved::Null => JsonValue::Null,
        Resolved::Bool(truth) => JsonValue::Bool(truth),
        Resolved::Int(number) => JsonValue::Number(number.into()),
        Resolved::BigInt(text) => text.parse::<u64>().map_or_else(|_| float(big(text), text), |number| JsonValue::Number(number.into())),
        Resolved::Float(number) => float(number, ""),
        Resolved::Str(text) => JsonValue::String(text.to_owned()),
    }
}

fn float(number: f64, text: &str) -> JsonValue {
    let finite = if number.is_finite() || !text.is_empty() { number } else { NOT_FINITE.copysign(number) };
    Number::from_f64(finite).map_or_else(|| JsonValue::String(text.to_owned()), JsonValue::Number)
}

/// The nearest float of an integer of any radix.
fn big(text: &str) -> f64 {
    let (digits, radix) = match (text.strip_prefix("0o"), text.strip_prefix("0x")) {
        (Some(octal), _) => (octal, 8),
        (_, Some(hex)) => (hex, 16),
        _ => return text.parse().unwrap_or(f64::NAN),
    };
    digits.chars().filter_map(|digit| digit.to_digit(radix)).fold(0.0, |number, digit| number.mul_add(f64::from(radix), f64::from(digit)))
}
