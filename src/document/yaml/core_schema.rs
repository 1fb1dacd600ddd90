//! Reads a scalar as YAML 1.2's core schema does.

use super::{Kind, Style};

/// A scalar's value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Resolved<'a> {
    Null,
    Bool(bool),
    Int(i64),
    /// An integer outside of 64 signed bits, as it is written.
    BigInt(&'a str),
    Float(f64),
    Str(&'a str),
}

pub(super) fn resolve(text: &str, style: Style, kind: Kind) -> Resolved<'_> {
    match kind {
        Kind::Untagged if style == Style::Absent => Resolved::Null,
        Kind::Untagged if style == Style::Plain => plain(text),
        Kind::Untagged | Kind::Str => Resolved::Str(text),
        Kind::Null => Resolved::Null,
        Kind::Bool => boolean(text).map_or(Resolved::Str(text), Resolved::Bool),
        Kind::Int => integer(text).unwrap_or(Resolved::Str(text)),
        Kind::Float => match integer(text) {
            Some(Resolved::Int(_) | Resolved::BigInt(_)) => text.parse().map_or(Resolved::Str(text), Resolved::Float),
            _ => float(text).map_or(Resolved::Str(text), Resolved::Float),
        },
    }
}

/// What a plain scalar of this text means.
pub(super) fn plain(text: &str) -> Resolved<'_> {
    if matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Resolved::Null;
    }
    if let Some(truth) = boolean(text) {
        return Resolved::Bool(truth);
    }
    integer(text).or_else(|| float(text).map(Resolved::Float)).unwrap_or(Resolved::Str(text))
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

fn integer(text: &str) -> Option<Resolved<'_>> {
    let (digits, radix) = if let Some(octal) = text.strip_prefix("0o") {
        (octal, 8)
    } else if let Some(hex) = text.strip_prefix("0x") {
        (hex, 16)
    } else {
        (text.strip_prefix(['-', '+']).unwrap_or(text), 10)
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let number = if radix == 10 { text.parse() } else { i64::from_str_radix(digits, radix) };
    Some(number.map_or(Resolved::BigInt(text), Resolved::Int))
}

fn float(text: &str) -> Option<f64> {
    match text {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Some(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => return Some(f64::NAN),
        _ => {}
    }
    let number = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = number.split_once(['e', 'E']).map_or((number, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_is_right = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !digits.is_empty() && all_digits(digits)
    });
    let has_digits = !(whole.is_empty() && fraction.is_empty());
    (has_digits && all_digits(whole) && all_digits(fraction) && exponent_is_right).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_are_read_as_yaml_1_2() {
        for text in ["no", "on", "1_000", "1:30", "0b1", "-0o7", "1e", ".", "-", "+", ".e1", "0x", "1.2.3", "2026-01-01", "Nan"] {
            assert_eq!(plain(text), Resolved::Str(text));
        }
        assert_eq!(plain("012"), Resolved::Int(12));
        assert_eq!(plain("0o14"), Resolved::Int(12));
        assert_eq!(plain("-0"), Resolved::Int(0));
        assert_eq!(plain("0xC"), Resolved::Int(12));
        assert_eq!(plain("9223372036854775808"), Resolved::BigInt("9223372036854775808"));
        assert_eq!(plain("2.79E+10"), Resolved::Float(2.79e10));
        assert_eq!(plain("1."), Resolved::Float(1.0));
        assert_eq!(plain(".5"), Resolved::Float(0.5));
        assert_eq!(plain("-.inf"), Resolved::Float(f64::NEG_INFINITY));
        assert_eq!(plain("~"), Resolved::Null);
    }
}
