//! Raw HTML inside Markdown: what of it is text, what a break, and what hides the text inside.

use std::ops::Range;

/// What a piece of raw HTML does to the visible text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Html {
    /// Bytes of the piece that a reader sees.
    Text(Range<usize>),
    /// `<br>`, or the start or end of a block.
    Break,
    /// `<s>`, `<del>`, `<strike>`, `<script>`, `<style>` and their ends.
    Hide,
    Show,
}

/// Elements that people write in Markdown. Others, such as `<link>` or `<ASE name>`, are meant to be read.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "cite",
    "code",
    "col",
    "dd",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "html",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];
const BREAKS: &[&str] = &[
    "blockquote",
    "br",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];
const HIDING: &[&str] = &["del", "s", "script", "strike", "style"];

/// Reads raw HTML that comes in pieces; a comment may span several of them.
#[derive(Debug, Default)]
pub(super) struct Reader {
    comment: bool,
}

impl Reader {
    pub(super) fn read(&mut self, html: &str) -> Vec<Html> {
        let mut parts = Vec::new();
        let mut at = 0;
        while at < html.len() {
            if self.comment {
                let Some(end) = html[at..].find("-->") else { break };
                self.comment = false;
                at += end + "-->".len();
                continue;
            }
            let open = html[at..].find('<').map_or(html.len(), |found| at + found);
            if open > at {
                parts.push(Html::Text(at..open));
            }
            if html[open..].starts_with("<!--") {
                self.comment = true;
                at = open + "<!--".len();
                continue;
            }
            let Some(close) = html[open..].find('>').map(|found| open + found) else {
                if open < html.len() {
                    parts.push(Html::Text(open..html.len()));
                }
                break;
            };
            parts.extend(tag(&html[open + 1..close], open..close + 1));
            at = close + 1;
        }
        parts
    }
}

/// What the tag at `range`, with `inside` between its angle brackets, does.
fn tag(inside: &str, range: Range<usize>) -> Option<Html> {
    if inside.starts_with(['!', '?']) {
        return None;
    }
    let closing = inside.starts_with('/');
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let name_len = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let (name, rest) = inside.split_at(name_len);
    let name = name.to_ascii_lowercase();
    let is = |elements: &[&str]| elements.contains(&name.as_str());
    let plain = rest.trim_end_matches('/').trim().is_empty() || rest.contains('=') || rest.trim() == "open";
    if plain && is(HIDING) {
        return Some(if closing { Html::Show } else { Html::Hide });
    }
    if plain && is(ELEMENTS) {
        return is(BREAKS).then_some(Html::Break);
    }
    Some(Html::Text(range))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<Html> {
        Reader::default().read(html)
    }

    #[test]
    fn a_comment_hides_until_it_ends_in_a_later_piece() {
        let mut reader = Reader::default();
        assert_eq!(reader.read("a<!-- b"), [Html::Text(0..1)]);
        assert_eq!(reader.read("c --> d"), [Html::Text(5..7)]);
    }

    #[test]
    fn tags_vanish_and_what_only_looks_like_one_stays() {
        assert_eq!(read("<br/>"), [Html::Break]);
        assert_eq!(read("<b class=\"x\">"), []);
        assert_eq!(read("<details open>"), [Html::Break]);
        assert_eq!(read("<del>"), [Html::Hide]);
        assert_eq!(read("</s>"), [Html::Show]);
        assert_eq!(read("<ASE name>"), [Html::Text(0..10)]);
        assert_eq!(read("<s"), [Html::Text(0..2)]);
        assert_eq!(read("<a b>"), [Html::Text(0..5)]);
    }
}
