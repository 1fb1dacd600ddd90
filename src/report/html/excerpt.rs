//! The lines of a file around a finding, with the exact range marked and line numbers.

use std::fmt::Write as _;
use std::ops::Range;

use super::escape;
use super::layer::Layer;
use crate::source::{Source, Span};

/// Characters of a line that are shown, and how many of them in front of the mark.
const WIDTH: usize = 180;
const LEAD: usize = 60;
/// Marked lines shown before the rest is folded.
const LINES: usize = 4;

/// The marked lines of `source` with up to `around` lines before and after that hold something, as the content of a `<pre>`.
/// `hidden` is disjoint and sorted.
pub fn excerpt(source: &Source, span: Span, hidden: &[Range<usize>], around: usize) -> String {
    let first = source.line_of(span.start);
    // A range that ends with a line's end does not reach into the next line.
    let last = source.line_of(if span.end > span.start { span.end - 1 } else { span.end }).max(first);
    let shown_last = if last - first >= LINES { first + LINES - 2 } else { last };
    let shown = source.line_span(first.saturating_sub(around).max(1)).start..source.line_span(last + around).end;
    let from = hidden.partition_point(|range| range.end <= shown.start);
    let to = hidden.partition_point(|range| range.start < shown.end).max(from);
    let layer = Layer::new(std::slice::from_ref(&span.range()), &hidden[from..to]);
    let mut out = String::new();
    let blank = |number: &usize| source.slice(source.line_span(*number)).trim().is_empty();
    for number in (first.saturating_sub(around).max(1)..first).skip_while(blank) {
        line(&mut out, source, number, span, &layer);
    }
    for number in first..=shown_last {
        line(&mut out, source, number, span, &layer);
    }
    if shown_last < last {
        let _ = write!(out, "<span class=\"gap\">{} more lines</span>", last - shown_last - 1);
        line(&mut out, source, last, span, &layer);
    }
    for number in (last + 1..=(last + around).min(source.line_count())).take_while(|number| !blank(number)) {
        line(&mut out, source, number, span, &layer);
    }
    out
}

fn line(out: &mut String, source: &Source, number: usize, span: Span, layer: &Layer) {
    let whole = source.line_span(number);
    let Span { start, end } = window(source, whole, span);
    let _ = write!(out, "<span class=\"ln\" data-n=\"{number}\">");
    if start > whole.start {
        out.push('…');
    }
    let caret = (span.is_empty() && source.line_of(span.start) == number).then_some(span.start.clamp(start, end));
    if let Some(at) = caret {
        pieces(out, source, start..at, layer);
        out.push_str("<mark class=\"caret\"></mark>");
        pieces(out, source, at..end, layer);
    } else {
        pieces(out, source, start..end, layer);
    }
    if end < whole.end {
        out.push('…');
    }
    out.push_str("</span>");
}

fn pieces(out: &mut String, source: &Source, range: Range<usize>, layer: &Layer) {
    for piece in layer.cut(range) {
        if !piece.marks.is_empty() {
            out.push_str("<mark>");
        }
        if piece.hidden {
            out.push_str("<span class=\"redacted\">hidden</span>");
        } else {
            escape::text(out, source.slice(piece.range.into()));
        }
        if !piece.marks.is_empty() {
            out.push_str("</mark>");
        }
    }
}

/// The part of a long line that shows the mark, the start of one without it; all of a short one.
fn window(source: &Source, line: Span, mark: Span) -> Span {
    let text = source.text();
    if line.end - line.start <= WIDTH {
        return line;
    }
    let focus = if mark.touches(line) { mark.start.clamp(line.start, line.end) } else { line.start };
    let before = text[line.start..focus].char_indices().rev().nth(LEAD - 1).map_or(line.start, |(at, _)| line.start + at);
    let start = if focus - line.start <= LEAD { line.start } else { before };
    let end = text[start..line.end].char_indices().nth(WIDTH).map_or(line.end, |(at, _)| start + at);
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, span: Range<usize>, hidden: &[Range<usize>]) -> String {
        excerpt(&Source::new("a.yaml", text.to_owned()), span.into(), hidden, 1)
    }

    #[test]
    fn the_exact_range_is_marked_between_its_neighbours() {
        let html = shown("id: 1\r\nname: <é>\r\nnotes: x\r\n", 13..17, &[]);
        assert_eq!(
            html,
            "<span class=\"ln\" data-n=\"1\">id: 1</span><span class=\"ln\" data-n=\"2\">name: <mark>&lt;é&gt;</mark></span><span class=\"ln\" data-n=\"3\">notes: x</span>"
        );
    }

    #[test]
    fn an_empty_range_is_a_caret_also_at_the_end() {
        assert!(shown("a: b", 4..4, &[]).contains("a: b<mark class=\"caret\"></mark>"));
        assert!(shown("", 0..0, &[]).contains("<mark class=\"caret\">"));
        assert!(shown("a: b\n", 5..5, &[]).contains("<mark class=\"caret\">"));
    }

    #[test]
    fn secrets_are_hidden_and_long_lines_are_cropped() {
        let html = shown("token: abcdef", 7..13, std::slice::from_ref(&(7..13)));
        assert!(!html.contains("abcdef") && html.contains("hidden"), "{html}");
        let text = format!("{}needle{}", "é".repeat(100_000), "x".repeat(100_000));
        let html = shown(&text, 200_000..200_006, &[]);
        assert!(html.contains("<mark>needle</mark>") && html.len() < 1000, "{}", html.len());
    }

    #[test]
    fn many_lines_are_folded() {
        let text = "x\n".repeat(30);
        let html = shown(&text, 2..41, &[]);
        assert!(html.contains("<span class=\"gap\">16 more lines</span>"), "{html}");
    }
}
