//! Text made harmless for a page: nothing in a file is markup, and what would reorder or hide text is shown by its number.

use std::fmt::Write as _;

use serde::Serialize;

use super::super::text::{is_unsafe, plain};

/// Appends `text` as the content of an element. Line ends and tabs stay; other control characters are shown.
pub fn text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\r' => {}
            c if is_unsafe(c) => {
                let _ = write!(out, "<span class=\"odd\">U+{:04X}</span>", u32::from(c));
            }
            c => out.push(c),
        }
    }
}

/// Appends `value` for use between double quotes.
pub fn attribute(out: &mut String, value: &str) {
    text(out, &plain(value));
}

/// A message or a help in HTML: what stands between backticks is code, and it starts with a capital letter.
pub fn words(message: &str) -> String {
    let message = plain(message);
    let mut out = String::with_capacity(message.len() + 32);
    let mut chars = message.chars();
    if let Some(first) = chars.next() {
        text(&mut out, &first.to_uppercase().collect::<String>());
    }
    let rest = chars.as_str();
    let (mut rest, mut open) = if message.starts_with('`') { (&*message, false) } else { (rest, false) };
    if message.starts_with('`') {
        out.clear();
    }
    while let Some((before, after)) = rest.split_once('`') {
        text(&mut out, before);
        if open {
            out.push_str("</code>");
            open = false;
        } else if after.contains('`') {
            out.push_str("<code>");
            open = true;
        } else {
            out.push('`');
        }
        rest = after;
    }
    text(&mut out, rest);
    out
}

/// `text` for use behind the `=` of a link within the page.
pub fn fragment(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"/-._".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// `value` as JSON that may stand inside a `<script type="application/json">`.
pub fn json(value: &impl Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(value)?;
    let mut out = String::with_capacity(json.len() + json.len() / 8);
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            c => out.push(c),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        let mut out = String::new();
        text(&mut out, "<script>\"x\" & 'y'</script>\u{202e}\u{1b}\u{2028}\n");
        assert_eq!(
            out,
            "&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/script&gt;<span class=\"odd\">U+202E</span><span class=\"odd\">U+001B</span><span class=\"odd\">U+2028</span>\n"
        );
    }

    #[test]
    fn backticks_in_pairs_are_code() {
        assert_eq!(words("the region `APJ` is <old>"), "The region <code>APJ</code> is &lt;old&gt;");
        assert_eq!(words("`a` and `b"), "<code>a</code> and `b");
        assert_eq!(words("é"), "É");
        assert_eq!(words(""), "");
    }

    #[test]
    fn json_cannot_end_its_script() {
        let json = json(&"</script><!--\u{2028}").unwrap();
        assert_eq!(json, "\"\\u003c/script>\\u003c!--\\u2028\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), "</script><!--\u{2028}");
    }
}
