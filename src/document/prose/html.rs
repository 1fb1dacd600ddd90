//! Raw HTML inside Markdown: which of it is text, which a break, and which hides what stands inside.

use std::ops::Range;

/// What a piece of raw HTML does to the visible text. Ranges are bytes of the given HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Html {
    Text(Range<usize>),
    /// `<br>`, and the start or end of a block.
    Break,
    /// `<s>`, `<del>`, `<strike>`, `<script>`, `<style>` open (true) or close.
    Hide(bool),
    /// `<blockquote>` opens (true) or closes.
    Quote(bool),
}

const KNOWN: &[&str] = &[
    "a", "abbr", "b", "big", "center", "cite", "code", "dd", "details", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead",
    "tr", "tt", "u", "ul", "br", "samp", "var", "figure", "input",
];
const BREAKS: &[&str] =
    &["br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "dd", "dt", "summary", "details", "h1", "h2", "h3", "h4", "hr", "table", "section"];
const HIDDEN: &[&str] = &["s", "del", "strike", "script", "style"];

/// Reads raw HTML; `comment` tells that a comment is open, from one piece to the next.
pub(super) fn read(html: &str, comment: &mut bool) -> Vec<Html> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < html.len() {
        if *comment {
            let Some(end) = html[at..].find("-->") else { break };
            *comment = false;
            at += end + 3;
            continue;
        }
        let open = html[at..].find('<').map_or(html.len(), |i| at + i);
        if open > at {
            out.push(Html::Text(at..open));
        }
        if open == html.len() {
            break;
        }
        if html[open..].starts_with("<!--") {
            *comment = true;
            at = open + 4;
            continue;
        }
        let Some(close) = html[open..].find('>').map(|i| open + i) else {
            out.push(Html::Text(open..html.len()));
            break;
        };
        tag(&html[open + 1..close], open..close + 1, &mut out);
        at = close + 1;
    }
    out
}

fn tag(inside: &str, range: Range<usize>, out: &mut Vec<Html>) {
    let closing = inside.starts_with('/');
    let name: String = inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    // `<ASE name>`, `<region>`, `<TBD>` are placeholders that somebody meant to be read, not tags.
    let rest = &inside[(usize::from(closing) + name.len()).min(inside.len())..];
    let plain = rest.trim_end_matches('/').trim().is_empty() || rest.contains('=');
    if HIDDEN.contains(&name.as_str()) && plain {
        out.push(Html::Hide(!closing));
    } else if name == "blockquote" {
        out.push(Html::Quote(!closing));
    } else if KNOWN.contains(&name.as_str()) && plain {
        if BREAKS.contains(&name.as_str()) {
            out.push(Html::Break);
        }
    } else if !inside.starts_with(['!', '?']) {
        out.push(Html::Text(range));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_hides_until_it_ends_in_a_later_piece() {
        let mut comment = false;
        assert_eq!(read("a<!-- b", &mut comment), [Html::Text(0..1)]);
        assert!(comment);
        assert_eq!(read("c --> d", &mut comment), [Html::Text(5..7)]);
        assert!(!comment);
    }

    #[test]
    fn tags_vanish_and_placeholders_stay() {
        let mut comment = false;
        assert_eq!(read("<br/>", &mut comment), [Html::Break]);
        assert_eq!(read("<b class=\"x\">", &mut comment), []);
        assert_eq!(read("<del>", &mut comment), [Html::Hide(true)]);
        assert_eq!(read("<ASE name>", &mut comment), [Html::Text(0..10)]);
        assert_eq!(read("<s", &mut comment), [Html::Text(0..2)]);
    }
}
