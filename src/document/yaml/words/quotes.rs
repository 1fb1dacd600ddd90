//! Quotes that do not close, close too early, or hold an escape that is none.

use granit_parser::ErrorKind;

use super::scene::{Draft, Edits, Scene};
use crate::document::yaml::decode;
use crate::source::Span;

pub(super) fn explain(scene: &Scene<'_>, kind: &ErrorKind) -> Option<Draft> {
    use ErrorKind as Error;
    match kind {
        Error::UnknownQuotedScalarEscape
        | Error::InvalidQuotedScalarHexEscape
        | Error::InvalidLowSurrogateHexEscape
        | Error::InvalidLowSurrogate
        | Error::MissingLowSurrogate
        | Error::UnpairedLowSurrogate
        | Error::InvalidUnicodeEscape => escape(scene),
        Error::InvalidQuotedScalarIndent | Error::UnclosedQuotedScalar | Error::DocumentIndicatorInQuotedScalar => unclosed(scene),
        Error::InvalidTrailingSingleQuotedScalar | Error::InvalidTrailingDoubleQuotedScalar => trailing(scene),
        _ => None,
    }
}

/// The parser stops at the opening quote; the escape is the first one that cannot be read.
fn escape(scene: &Scene<'_>) -> Option<Draft> {
    let bytes = scene.source.as_bytes();
    let mut at = scene.at + 1;
    let mut bad = None;
    let mut escapes = Vec::new();
    while at < bytes.len() && bytes[at] != b'"' {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        escapes.push(at);
        let next = bytes.get(at + 1).copied();
        if next.is_some_and(decode::is_break) {
            at += 2;
        } else if let Some((_, next)) = decode::read_escape(scene.source, at, bytes.len()) {
            at = next;
        } else {
            bad = bad.or(Some(at));
            at = scene.char_at(at + 1).end;
        }
    }
    let bad = bad?;
    let digits = match bytes.get(bad + 1) {
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        _ => 0,
    };
    let start = scene.char_at(bad + 1).end;
    let found = bytes[start..].iter().take(digits).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let span = Span::new(bad, start + found);
    let message = if digits == 0 {
        let letter = scene.text(span).chars().nth(1).filter(|letter| !letter.is_control()).map_or_else(String::new, |letter| format!("`\\{letter}` "));
        format!("{letter}is no escape that YAML knows").trim_start().to_owned()
    } else if found < digits {
        format!("the escape needs {digits} hexadecimal digits and has {found}")
    } else {
        "the escape stands for no character".to_owned()
    };
    let edits: Edits = escapes.into_iter().map(|at| (Span::at(at), "\\".to_owned())).collect();
    Some(Draft::new(span, message).help("write `\\\\` for a backslash, or put the value in single quotes").repair("double the backslashes", edits))
}

/// The opening quote, and whether another one of its kind follows.
fn opening(scene: &Scene<'_>) -> Option<(Span, char, Option<usize>)> {
    let is_quote = |at: usize| scene.text(scene.char_at(at)).chars().next().filter(|quote| matches!(quote, '"' | '\''));
    let value = scene.key.filter(|_| scene.pending).map(|key| scene.after_colon(key));
    let found = [Some(scene.at), value].into_iter().flatten().find_map(|at| Some((at, is_quote(at)?)));
    let (at, quote) = found.or_else(|| {
        let at = scene.after + scene.source.get(scene.after..)?.find(['"', '\''])?;
        Some((at, is_quote(at)?))
    })?;
    let closing = scene.source.get(at + 1..)?.find(quote).map(|offset| at + 1 + offset);
    Some((Span::new(at, at + 1), quote, closing))
}

fn unclosed(scene: &Scene<'_>) -> Option<Draft> {
    let (span, quote, closing) = opening(scene)?;
    let kind = if quote == '"' { "double" } else { "single" };
    let line = scene.line(span.start);
    let next = scene.lines_from(span.start).skip(1).find(|&line| !scene.is_blank(line));
    let column = scene.key.map_or(0, |key| scene.column(key.start));
    let is_key = |line: Span| scene.text(line).split_once(':').is_some_and(|(word, _)| word.chars().all(|letter| letter.is_alphanumeric() || letter == '_'));
    let lines_in_quotes = closing.filter(|&closing| closing > line.end).filter(|_| next.is_some_and(|next| !is_key(next)));
    if let Some(closing) = lines_in_quotes {
        let less = scene.lines_from(span.start).skip(1).find(|&line| !scene.is_blank(line) && scene.spaces(line) <= column)?;
        let lines = scene.lines_from(span.start).skip(1).take_while(|line| line.start <= closing);
        return Some(
            Draft::new(scene.trimmed(less), "each line of a text in quotes must be indented")
                .help("indent the line, or write the text after `|` without quotes")
                .repair("indent the lines", scene.indent(lines, column + 2)),
        );
    }
    let end = line.start + scene.text(line).trim_end().len();
    Some(
        Draft::new(span, format!("the {kind} quote is never closed"))
            .help("add the closing quote, or remove the opening one")
            .repair("close the quote at the end of the line", vec![(Span::at(end), quote.to_string())])
            .repair("remove the quote", vec![(span, String::new())]),
    )
}

/// Text after the closing quote.
fn trailing(scene: &Scene<'_>) -> Option<Draft> {
    let line = scene.line(scene.at);
    let rest = scene.trimmed(Span::new(scene.at, line.end));
    let text = scene.text(rest);
    if text == "," {
        return Some(
            Draft::new(rest, "a comma follows the closing quote")
                .help("delete the comma: YAML needs none between keys")
                .repair("delete the comma", vec![(rest, String::new())]),
        );
    }
    let value = scene.value();
    let raw = scene.text(value);
    let quote = raw.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let inner = raw.strip_prefix(quote)?.strip_suffix(quote).filter(|inner| inner.contains(quote));
    let escaped = inner.map(|inner| match quote {
        '\'' => format!("'{}'", inner.replace("''", "'").replace('\'', "''")),
        _ => format!("\"{}\"", inner.replace("\\\"", "\"").replace('"', "\\\"")),
    });
    let how = if quote == '\'' { "write `''` for a single quote inside single quotes" } else { "write `\\\"` for a double quote inside double quotes" };
    let help = if inner.is_some() { how.to_owned() } else { "put the whole value in quotes".to_owned() };
    Some(
        Draft::new(rest, "text follows the closing quote")
            .help(help)
            .repair("write the quotes inside as text", escaped.map(|escaped| vec![(value, escaped)]))
            .repair("put the whole value in quotes", scene.quote_value()),
    )
}
