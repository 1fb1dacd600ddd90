//! The key of a line: `Off-hours: …`, `PTO → …`, `ASE = …`, `[REGION] …`, `Leave – …`.

/// Longest key, in bytes and in words.
const KEY_BYTES: usize = 90;
const KEY_WORDS: usize = 11;
/// A dash is also ordinary punctuation, so only a short key counts before it.
const DASH_WORDS: usize = 6;

/// Finds the key at the start of `text`: where it ends and where the value begins.
pub(super) fn find(text: &str) -> Option<(usize, usize)> {
    if let Some(rest) = text.strip_prefix('[') {
        let close = rest.find(']')? + 1;
        let value = skip(text, close + 1);
        return (close < KEY_BYTES && close > 3 && !text[close + 1..].starts_with('(')).then_some((close + 1, value));
    }
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        // Most characters separate nothing.
        let at = from + bytes[from..].iter().take(KEY_BYTES + 1 - from.min(KEY_BYTES + 1)).position(|b| separates(*b))?;
        let c = text[at..].chars().next()?;
        from = at + c.len_utf8();
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let after = &text[from..];
        let spaced = || after.is_empty() || after.starts_with(char::is_whitespace);
        let (found, words) = match c {
            ':' => (spaced(), KEY_WORDS),
            '→' | '⇒' | '➔' | '➜' | '►' | '»' => (true, KEY_WORDS),
            '-' | '=' if after.starts_with('>') => (true, KEY_WORDS),
            '=' => (!before.is_ascii_punctuation(), 8),
            '-' | '–' | '—' => (before.is_whitespace() && spaced(), DASH_WORDS),
            // The dots that lead to the value in a form.
            '.' => (after.starts_with("..."), KEY_WORDS),
            ',' if at > 40 => return None,
            _ => continue,
        };
        if found {
            let key = text[..at].trim_end();
            let count = key.split_whitespace().count();
            let value = skip(text, at + c.len_utf8() + usize::from(after.starts_with('>')));
            return (count > 0 && count <= words && key.chars().any(char::is_alphanumeric)).then_some((key.len(), value));
        }
    }
}

/// Whether what ends a key may begin with this byte.
fn separates(byte: u8) -> bool {
    !byte.is_ascii() || matches!(byte, b':' | b'-' | b'=' | b'.' | b',')
}

fn skip(text: &str, from: usize) -> usize {
    let from = from.min(text.len());
    let dotted = text[..from].ends_with('.');
    from + text[from..]
        .find(|c: char| !(c.is_whitespace() || dotted && c == '.' || matches!(c, ':' | '-' | '–' | '—' | '>' | '=')))
        .unwrap_or(text.len() - from)
}

/// The same shape, for telling lines of `key: value` from wrapped prose.
pub(super) fn is_entry(line: &str) -> bool {
    let line = line.trim();
    find(line).is_some_and(|(key, _)| line[..key].split_whitespace().count() <= 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(&str, &str)> {
        find(text).map(|(key, value)| (&text[..key], &text[value..]))
    }

    #[test]
    fn the_usual_separators() {
        assert_eq!(parts("Off-hours: reply"), Some(("Off-hours", "reply")));
        assert_eq!(parts("PTO/sick → reply"), Some(("PTO/sick", "reply")));
        assert_eq!(parts("PTO -> reply"), Some(("PTO", "reply")));
        assert_eq!(parts("ASE = Kim"), Some(("ASE", "Kim")));
        assert_eq!(parts("[LOCATION] Brno"), Some(("[LOCATION]", "Brno")));
        assert_eq!(parts("Leave – ask Kim"), Some(("Leave", "ask Kim")));
        assert_eq!(parts("outside_hours:"), Some(("outside_hours", "")));
        assert_eq!(parts("Leave ..... ask Kim"), Some(("Leave", "ask Kim")));
        assert_eq!(parts("Leave ..... ....."), Some(("Leave", "")));
        assert_eq!(parts("Well... ask Kim"), None);
    }

    #[test]
    fn times_hyphens_links_and_long_sentences_are_no_keys() {
        assert_eq!(parts("From 17:30 on-call works"), None);
        assert_eq!(parts("see https://example.test"), None);
        assert_eq!(parts("I think that all of this is only what people have told me at lunch: ask"), None);
    }
}
