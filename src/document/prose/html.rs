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
const WITHOUT_END: &[&str] = &["br", "hr", "img", "input"];

/// What is open from one piece of raw HTML to the next.
#[derive(Debug, Default)]
pub(super) struct Open {
    comment: bool,
    /// The element that hides what stands in it, and how many of its name are open in it, itself included.
    invisible: Option<(String, usize)>,
}

impl Open {
    /// Whether what comes now stands in an element that is not shown.
    pub(super) const fn hides(&self) -> bool {
        self.invisible.is_some()
    }
}

/// Reads raw HTML.
pub(super) fn read(html: &str, state: &mut Open) -> Vec<Html> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < html.len() {
        if state.comment {
            let Some(end) = html[at..].find("-->") else { break };
            state.comment = false;
            at += end + 3;
            continue;
        }
        let open = html[at..].find('<').map_or(html.len(), |i| at + i);
        if open > at && !state.hides() {
            out.push(Html::Text(at..open));
        }
        if open == html.len() {
            break;
        }
        if html[open..].starts_with("<!--") {
            state.comment = true;
            at = open + 4;
            continue;
        }
        let Some(close) = html[open..].find('>').map(|i| open + i) else {
            if !state.hides() {
                out.push(Html::Text(open..html.len()));
            }
            break;
        };
        if !state.passes(&html[open + 1..close]) {
            tag(&html[open + 1..close], open..close + 1, &mut out);
        }
        at = close + 1;
    }
    out
}

impl Open {
    /// Whether a tag belongs to an element that is not shown, or stands in one.
    fn passes(&mut self, inside: &str) -> bool {
        let (closing, name) = (inside.starts_with('/'), name(inside));
        match &mut self.invisible {
            Some((hiding, depth)) => {
                if name == *hiding && !inside.ends_with('/') {
                    *depth = if closing { *depth - 1 } else { *depth + 1 };
                    if *depth == 0 {
                        self.invisible = None;
                    }
                }
                true
            }
            None if !closing && !inside.ends_with('/') && KNOWN.contains(&&*name) && !WITHOUT_END.contains(&&*name) && is_hidden(&inside[name.len()..]) => {
                self.invisible = Some((name, 1));
                true
            }
            None => false,
        }
    }
}

fn name(inside: &str) -> String {
    inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// Whether attributes say that the element is not shown: `hidden`, `style="display: none"`.
fn is_hidden(attributes: &str) -> bool {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|char: char| char == '=' || char.is_whitespace()).unwrap_or(rest.len());
        let (attribute, after) = rest.split_at(end);
        let after = after.trim_start();
        let value = after.strip_prefix('=').map(str::trim_start);
        let (value, after) = match value {
            Some(value) if value.starts_with(['"', '\'']) => value[1..].split_once(&value[..1]).unwrap_or((&value[1..], "")),
            Some(value) => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            None => ("", after),
        };
        let value: String = value.chars().filter(|char| !char.is_whitespace()).collect::<String>().to_ascii_lowercase();
        let styled = attribute.eq_ignore_ascii_case("style") && (value.contains("display:none") || value.contains("visibility:hidden"));
        if styled || attribute.eq_ignore_ascii_case("hidden") {
            return true;
        }
        rest = after.trim_start();
    }
    false
}

fn tag(inside: &str, range: Range<usize>, out: &mut Vec<Html>) {
    let closing = inside.starts_with('/');
    let name = name(inside);
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
        let mut open = Open::default();
        assert_eq!(read("a<!-- b", &mut open), [Html::Text(0..1)]);
        assert_eq!(read("c --> d", &mut open), [Html::Text(5..7)]);
        assert!(!open.comment);
    }

    #[test]
    fn an_element_that_is_not_shown_hides_until_its_own_end() {
        for start in ["<div hidden>", "<div class=\"x\" HIDDEN=''>", "<div style='color:red; display : none'>", "<div hidden=hidden>"] {
            let mut open = Open::default();
            assert_eq!(read(&format!("a{start}b<div>c</div>"), &mut open), [Html::Text(0..1)], "{start}");
            assert!(open.hides());
            assert_eq!(read("d</div>e", &mut open), [Html::Text(7..8)], "{start}");
        }
        for start in ["<div class=\"hidden\">", "<div data-hidden>", "<div title='a hidden b'>", "<img hidden>", "<ASE hidden>"] {
            let mut open = Open::default();
            read(start, &mut open);
            assert!(!open.hides(), "{start}");
        }
    }

    #[test]
    fn tags_vanish_and_placeholders_stay() {
        let mut open = Open::default();
        assert_eq!(read("<br/>", &mut open), [Html::Break]);
        assert_eq!(read("<b class=\"x\">", &mut open), []);
        assert_eq!(read("<del>", &mut open), [Html::Hide(true)]);
        assert_eq!(read("<ASE name>", &mut open), [Html::Text(0..10)]);
        assert_eq!(read("<s", &mut open), [Html::Text(0..2)]);
    }
}
