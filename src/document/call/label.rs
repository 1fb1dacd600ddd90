//! Labels of a record, as they stand in a list or behind `/label`.

use std::ops::Range;

use crate::document::scalar_map::Text;
use crate::source::Span;

/// A label as it is written.
#[derive(Debug)]
pub struct Label {
    pub name: String,
    /// The whole reference in the file: `~"ASE Work - Acme"`, or the name in a list.
    pub span: Span,
    pub written: Written,
}

#[derive(Debug)]
pub enum Written {
    /// In a list of labels: front matter or JSON.
    Listed(Text),
    /// Behind `/label`: whether it stands in straight double quotes.
    Command { quoted: bool },
}

/// A label behind `/label`, in the text of the line.
#[derive(Debug, PartialEq, Eq)]
pub struct Reference {
    pub name: String,
    pub range: Range<usize>,
    pub quoted: bool,
}

/// The labels that the quick action `line` adds; `None` where it is another command.
pub fn references(line: &str) -> Option<Vec<Reference>> {
    let (command, _) = line.split_at(line.find(char::is_whitespace).unwrap_or(line.len()));
    if !matches!(command, "/label" | "/labels" | "/relabel") {
        return None;
    }
    let mut references = Vec::new();
    let mut at = command.len();
    while let Some(rest) = line.get(at..) {
        let start = at + (rest.len() - rest.trim_start().len());
        let rest = &line[start..];
        if rest.is_empty() {
            break;
        }
        let tilde = usize::from(rest.starts_with('~'));
        let name = &rest[tilde..];
        let (len, inner, quoted) = quote(name).map_or_else(|| unquoted(name, tilde > 0), |(open, close)| within(name, open, close));
        let end = start + tilde + len;
        let range = start..start + line[start..end].trim_end().len();
        references.push(Reference { name: inner.trim().to_owned(), range, quoted });
        at = end.max(start + 1);
        while !line.is_char_boundary(at) {
            at += 1;
        }
    }
    Some(references)
}

/// A name without quotes goes on up to the next label, so that one with blanks is seen whole, and one with quotes inside.
fn unquoted(name: &str, tilde: bool) -> (usize, &str, bool) {
    let next = name.match_indices([' ', '\t']).find(|(blank, _)| name[blank + 1..].starts_with('~') || (!tilde && name[blank + 1..].starts_with('"')));
    let end = next.map_or(name.len(), |(blank, _)| blank);
    (end, name[..end].trim_end(), false)
}

/// The length of a quoted name with its quotes, the name, and whether the quotes are the right ones.
fn within(name: &str, open: char, close: fn(char) -> bool) -> (usize, &str, bool) {
    let inner = &name[open.len_utf8()..];
    // Without the closing quote the label runs to the end of the line.
    let Some(end) = inner.find(close) else { return (name.len(), inner, false) };
    let end = if open == '"' { outermost(inner, end) } else { end };
    let end_len = inner[end..].chars().next().map_or(1, char::len_utf8);
    (open.len_utf8() + end + end_len, &inner[..end], open == '"')
}

/// Where a name ends that has double quotes inside, `A "B" C"`: at the last one in front of the next label.
fn outermost(inner: &str, first: usize) -> usize {
    let after = &inner[first + 1..];
    let rest = &after[..after.find(" ~").unwrap_or(after.len())];
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || c == '"') || rest.matches('"').count() % 2 == 1;
    rest.rfind('"').filter(|_| goes_on).map_or(first, |last| first + 1 + last)
}

/// The opening quote, and what closes it.
type Quotes = (char, fn(char) -> bool);

/// The quotes that `text` opens with, and what closes them.
fn quote(text: &str) -> Option<Quotes> {
    match text.chars().next()? {
        '"' => Some(('"', |c| c == '"')),
        open @ ('\u{201c}' | '\u{201d}' | '\u{201e}') => Some((open, |c| matches!(c, '\u{201c}' | '\u{201d}' | '"'))),
        '\'' => Some(('\'', |c| c == '\'')),
        open @ ('\u{2018}' | '\u{2019}') => Some((open, |c| matches!(c, '\u{2018}' | '\u{2019}'))),
        '`' => Some(('`', |c| c == '`')),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may")]
mod tests {
    use super::*;

    fn read(line: &str) -> Vec<(String, String, bool)> {
        let references = references(line).unwrap();
        references.into_iter().map(|reference| (reference.name, line[reference.range].to_owned(), reference.quoted)).collect()
    }

    #[test]
    fn several_labels_stand_on_a_line() {
        let one = |name: &str, written: &str, quoted: bool| (name.to_owned(), written.to_owned(), quoted);
        let line = "/label ~\"ASE Work - Acme\" ~call  ~ASE Work - B ~\"x\"";
        let expected = [
            one("ASE Work - Acme", "~\"ASE Work - Acme\"", true),
            one("call", "~call", false),
            one("ASE Work - B", "~ASE Work - B", false),
            one("x", "~\"x\"", true),
        ];
        assert_eq!(read(line), expected);
        assert_eq!(read("/labels \"a b\" \"c\""), [one("a b", "\"a b\"", true), one("c", "\"c\"", true)]);
        assert_eq!(read("/label ~“ASE Work - É”"), [one("ASE Work - É", "~“ASE Work - É”", false)]);
        assert_eq!(read("/label ~\"open"), [one("open", "~\"open", false)]);
        assert_eq!(read("/label ~\"A \"B\" C\" ~\"x\""), [one("A \"B\" C", "~\"A \"B\" C\"", true), one("x", "~\"x\"", true)]);
        assert_eq!(read("/label ~\"A 5\" disk\""), [one("A 5\" disk", "~\"A 5\" disk\"", true)]);
        assert_eq!(read("/label ~A \"B\" C ~x"), [one("A \"B\" C", "~A \"B\" C", false), one("x", "~x", false)]);
        assert_eq!(read("/label"), []);
        assert_eq!(read("/label ~"), [one("", "~", false)]);
        assert_eq!(references("/unlabel ~a"), None);
    }
}
