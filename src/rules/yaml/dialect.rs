//! Values that YAML 1.1 reads differently from YAML 1.2.

use std::sync::LazyLock;

use regex::Regex;

use super::{Visited, visit};
use crate::diagnostic::{Safety, Severity};
use crate::document::note::Note;
use crate::document::yaml::{Resolved, Style, quote};
use crate::rules::{Check, Context, Rule, words};

pub(super) const RULE: Rule = Rule {
    id: "yaml/dialect",
    summary: "readers of YAML 1.1 and 1.2 disagree on the value",
    why: "There are two generations of YAML, and the programs around Zendesk use both. The same characters are a text to one and a number, a truth value or a date to the other: \
          `012` is 12 or 10, `no` is a word or false.",
    how: "Put the value in quotes if it is text. If it is a number, write it with digits alone, without zeros in front, underscores or colons.",
    severity: Severity::Warning,
    fix: Some(Safety::Safe),
    options: &[],
    check: Check::Note(check),
};

/// Longer values are text to both.
const LONGEST: usize = 64;

/// The patterns of YAML 1.1's types.
static OLD: LazyLock<Old> = LazyLock::new(|| {
    let pattern = |pattern: &str| Regex::new(pattern).expect("the pattern is well-formed");
    Old {
        octal: pattern("^[-+]?0[0-7_]+$"),
        decimal: pattern("^[-+]?(?:0|[1-9][0-9_]*)$"),
        hex: pattern("^[-+]?0x[0-9a-fA-F_]+$"),
        binary: pattern("^[-+]?0b[01_]+$"),
        sexagesimal: pattern(r"^[-+]?(?:[1-9][0-9_]*(?::[0-5]?[0-9])+|[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)$"),
        float: pattern(r"^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?$"),
        date: pattern(
            r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$|^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?$",
        ),
    }
});

struct Old {
    octal: Regex,
    decimal: Regex,
    hex: Regex,
    binary: Regex,
    sexagesimal: Regex,
    float: Regex,
    date: Regex,
}

/// What a value is to a reader.
#[derive(Debug, Clone, PartialEq)]
enum Reading {
    Truth(bool),
    /// As digits, since a number may have any length.
    Integer(String),
    Float(f64),
    Date,
    Text,
    Null,
}

impl std::fmt::Display for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Truth(truth) => write!(f, "{truth}"),
            Self::Integer(digits) => write!(f, "the number {digits}"),
            Self::Float(number) => write!(f, "the number {number}"),
            Self::Date => f.write_str("a date"),
            Self::Text => f.write_str("text"),
            Self::Null => f.write_str("nothing"),
        }
    }
}

fn check(note: &Note, cx: &mut Context<'_>) {
    visit(note, &mut |at| {
        let Some(scalar) = at.node.scalar().filter(|scalar| scalar.style == Style::Plain) else { return };
        let text = scalar.text.value();
        if at.is_key || at.node.tag.is_some() || text.len() > LONGEST || !std::ptr::eq(at.node.target(), at.node) {
            return;
        }
        let (old, new) = (old_reading(text), new_reading(at.node.resolve()));
        if old == new {
            return;
        }
        let found = cx.report(at.node.span, format!("{} is {old} in YAML 1.1 and {new} in YAML 1.2", words::code(text)));
        found.help("put the value in quotes if it is text, else write the number with its digits alone");
        if let Some(text) = repaired(at, text, &old, &new) {
            found.replace(Safety::Safe, format!("write {}", words::code(&text)), at.node.span, text);
        }
    });
}

/// The same value as YAML 1.2 reads it, so written that both agree. An `id` is a number and the other keys of a note hold text,
/// whoever reads them.
fn repaired(at: Visited<'_>, text: &str, old: &Reading, new: &Reading) -> Option<String> {
    match (new, old) {
        (Reading::Text, Reading::Integer(digits)) if at.depth == 1 && at.key() == Some("id") => text.contains('_').then(|| digits.clone()),
        (Reading::Text, _) => Some(quote(text)),
        _ if at.depth == 1 && matches!(at.key(), Some("name" | "notes" | "details")) => Some(quote(text)),
        (Reading::Integer(digits), _) => Some(digits.clone()),
        (Reading::Float(_), _) => {
            let (mantissa, exponent) = text.split_once(['e', 'E'])?;
            let point = if mantissa.contains('.') { "" } else { ".0" };
            let sign = if exponent.starts_with(['-', '+']) { "" } else { "+" };
            let text = format!("{mantissa}{point}e{sign}{exponent}");
            OLD.float.is_match(&text).then_some(text)
        }
        _ => None,
    }
}

fn new_reading(value: Option<Resolved<'_>>) -> Reading {
    match value {
        Some(Resolved::Null) => Reading::Null,
        Some(Resolved::Bool(truth)) => Reading::Truth(truth),
        Some(Resolved::Int(number)) => Reading::Integer(number.to_string()),
        Some(Resolved::BigInt(text)) => large(text),
        Some(Resolved::Float(number)) => float(number),
        Some(Resolved::Str(_)) | None => Reading::Text,
    }
}

/// An integer that fits no 64 bits: of decimal digits as it is, else the nearest float.
fn large(text: &str) -> Reading {
    let (sign, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) if text.starts_with('-') => ("-", digits),
        Some(digits) => ("", digits),
        None => ("", text),
    };
    let radix = if digits.starts_with("0x") { 16 } else { 8 };
    match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0o")) {
        Some(digits) => i128::from_str_radix(digits, radix).map_or(Reading::Float(f64::INFINITY), |number| Reading::Integer(number.to_string())),
        None => Reading::Integer(format!("{sign}{}", trim_zeros(digits))),
    }
}

fn float(number: f64) -> Reading {
    // Not a number is not itself.
    if number.is_nan() { Reading::Float(f64::MAX) } else { Reading::Float(number) }
}

fn trim_zeros(digits: &str) -> &str {
    let trimmed = digits.trim_start_matches('0');
    if trimmed.is_empty() { "0" } else { trimmed }
}

fn old_reading(text: &str) -> Reading {
    match text {
        "~" | "null" | "Null" | "NULL" => return Reading::Null,
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => return Reading::Truth(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => return Reading::Truth(false),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Reading::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Reading::Float(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => return float(f64::NAN),
        _ => {}
    }
    if !text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) {
        return Reading::Text;
    }
    let plain = text.replace('_', "");
    let (sign, number) = match plain.strip_prefix(['-', '+']) {
        Some(number) if plain.starts_with('-') => ("-", number),
        Some(number) => ("", number),
        None => ("", &*plain),
    };
    let signed = |digits: &str| Reading::Integer(if digits == "0" { digits.to_owned() } else { format!("{sign}{digits}") });
    let of_radix = |digits: &str, radix: u32| i128::from_str_radix(digits, radix).map_or(Reading::Text, |number| signed(&number.to_string()));
    if OLD.decimal.is_match(text) {
        signed(trim_zeros(number))
    } else if OLD.octal.is_match(text) {
        of_radix(number, 8)
    } else if OLD.hex.is_match(text) {
        of_radix(&number[2..], 16)
    } else if OLD.binary.is_match(text) {
        of_radix(&number[2..], 2)
    } else if OLD.sexagesimal.is_match(text) {
        let total = number.split(':').try_fold(0.0, |total: f64, part| part.parse::<f64>().ok().map(|part| total.mul_add(60.0, part)));
        match total {
            Some(total) if number.contains('.') => Reading::Float(if sign.is_empty() { total } else { -total }),
            Some(total) => signed(&format!("{total}")),
            None => Reading::Text,
        }
    } else if OLD.float.is_match(text) {
        plain.parse().map_or(Reading::Text, float)
    } else if OLD.date.is_match(text) {
        Reading::Date
    } else {
        Reading::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::yaml::Yaml;

    fn readings(text: &str) -> (Reading, Reading) {
        let yaml = Yaml::parse(&format!("a: {text}\n"));
        let node = &yaml.root().expect("a mapping").get("a").expect("the key").value;
        (old_reading(text), new_reading(node.resolve()))
    }

    #[test]
    fn both_generations_agree_on_most_values() {
        for text in [
            "12",
            "-12",
            "+12",
            "0",
            "-0",
            "00",
            "1.5",
            "2.79E+10",
            ".5",
            "0x1F",
            "true",
            "False",
            "~",
            "null",
            ".inf",
            ".nan",
            "Jill",
            "1.2.3",
            "27,946",
            "yes please",
            "nope",
            "1:75",
        ] {
            let (old, new) = readings(text);
            assert_eq!(old, new, "{text}");
        }
        for text in ["123456789012345678901234567890", "0123abc", "12345678 Acme", "5e", "1e", "0x", "2026-1-1", "12:30 UTC", "09:30", "_1", "1__a"] {
            let (old, new) = readings(text);
            assert_eq!(old, new, "{text}");
        }
    }

    #[test]
    fn they_disagree_on_these() {
        let integer = |digits: &str| Reading::Integer(digits.to_owned());
        let cases = [
            ("012", integer("10"), integer("12")),
            ("027946339528", Reading::Text, integer("27946339528")),
            ("0o14", Reading::Text, integer("12")),
            ("27_946", integer("27946"), Reading::Text),
            ("0b11", integer("3"), Reading::Text),
            ("-0x1F", integer("-31"), Reading::Text),
            ("1:30", integer("90"), Reading::Text),
            ("190:20:30.5", Reading::Float(685_230.5), Reading::Text),
            ("1e3", Reading::Text, Reading::Float(1000.0)),
            ("1_000.5", Reading::Float(1000.5), Reading::Text),
            ("no", Reading::Truth(false), Reading::Text),
            ("On", Reading::Truth(true), Reading::Text),
            ("2026-01-31", Reading::Date, Reading::Text),
            ("2026-01-31 10:00:00 Z", Reading::Date, Reading::Text),
        ];
        for (text, old, new) in cases {
            assert_eq!(readings(text), (old, new), "{text}");
        }
    }
}
