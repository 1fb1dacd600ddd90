//! Where the comments stand, and what each covers.

use std::collections::HashMap;
use std::ops::Range;

use super::{Suppression, comment};
use crate::document::call::Call;
use crate::document::markdown::{self, Event, Tag};
use crate::document::note::Note;
use crate::document::scalar_map::Text;
use crate::document::yaml::{Node, Style, Value};
use crate::source::{Source, Span};

/// What every comment of a text covers besides its line or its block.
#[derive(Debug, Clone, Copy, Default)]
struct Whole {
    /// Where findings about the whole text are reported.
    anchor: Option<Span>,
    /// Where its questions are.
    questions: Option<Span>,
}

pub(super) fn in_note(note: &Note) -> Vec<Suppression> {
    let source = &note.source;
    let mut entries = HashMap::new();
    let mut found = Vec::new();
    for document in &note.yaml.documents {
        for entry in document.root.as_ref().and_then(Node::mapping).unwrap_or_default() {
            let whole = entry.key.span.join(entry.value.span);
            entries.insert(source.line_of(entry.key.span.start), whole);
            if let Value::Scalar(scalar) = &entry.value.value
                && scalar.style != Style::Absent
            {
                html(&scalar.text, source, Whole { anchor: Some(entry.key.span), questions: Some(whole) }, &mut found);
            }
        }
    }
    yaml(&note.yaml.comments, source, &entries, &mut found);
    found
}

pub(super) fn in_markdown(source: &Source) -> Vec<Suppression> {
    let mut found = Vec::new();
    html(&Text::verbatim(source.text(), 0), source, Whole::default(), &mut found);
    found
}

pub(super) fn in_call(call: &Call) -> Vec<Suppression> {
    let mut found = Vec::new();
    for record in &call.records {
        html(&record.text, &call.source, Whole { anchor: Some(record.anchor), questions: None }, &mut found);
    }
    yaml(&call.comments, &call.source, &HashMap::new(), &mut found);
    found
}

/// `#` comments. `entries` are the entries of the mapping by the line of their key.
fn yaml(comments: &[Span], source: &Source, entries: &HashMap<usize, Span>, found: &mut Vec<Suppression>) {
    // The line below a run of comments, known once the last of them is.
    let mut below = 0;
    let mut target = 0;
    for span in comments.iter().rev() {
        let line = source.line_of(span.start);
        let alone = source.slice(Span::new(source.line_span(line).start, span.start)).trim_start_matches(crate::source::BOM).trim().is_empty();
        let covered = if alone {
            if below != line + 1 {
                target = line + 1;
            }
            below = line;
            target
        } else {
            line
        };
        let text = source.slice(*span);
        let inside = text.trim_start_matches('#');
        let start = span.start + (text.len() - inside.len());
        let place = |range: Range<usize>| Span::new(start + range.start, start + range.end);
        let Some(words) = comment::read(inside, &place) else { continue };
        let line_span = source.line_span(covered);
        let covers = entries.get(&covered).map_or(line_span, |entry| line_span.join(*entry));
        found.push(Suppression {
            span: *span,
            rules: words.rules,
            until: words.until,
            reason: words.reason,
            flaw: words.flaw,
            covers: vec![covers],
            questions: None,
            removal: removal(*span, source),
        });
    }
}

/// A block of Markdown, or a comment inside a line.
enum Piece {
    Block(Range<usize>),
    /// A block of HTML, or a tag in a line.
    Html {
        range: Range<usize>,
        block: bool,
    },
}

/// `<!-- -->` comments in a Markdown text.
fn html(text: &Text, source: &Source, whole: Whole, found: &mut Vec<Suppression>) {
    let value = text.value();
    if !value.contains("<!--") || !comment::may_hold(value) {
        return;
    }
    let lines: Vec<usize> = std::iter::once(0).chain(value.match_indices('\n').map(|(at, _)| at + 1)).collect();
    // The line that holds byte `at`.
    let line = |at: usize| {
        let index = lines.partition_point(|start| *start <= at) - 1;
        lines[index]..lines.get(index + 1).copied().unwrap_or(value.len())
    };
    let pieces: Vec<Piece> = markdown::events(value).filter_map(|(event, range)| piece(&event, range)).collect();
    let mut below: Option<Range<usize>> = None;
    for piece in pieces.into_iter().rev() {
        let (range, block) = match piece {
            Piece::Block(range) => {
                below = Some(range);
                continue;
            }
            Piece::Html { range, block } => (range, block),
        };
        let comments = comments(value, range.clone());
        let alone = block && is_blank_but_for(value, &range, &comments);
        for comment in &comments {
            let covered = match &below {
                Some(below) if alone => below.clone(),
                _ => {
                    // A comment may go over several lines: those are its own.
                    let own = line(comment.start).start..line(comment.end - 1).end;
                    let is_only_one = value[own.start..comment.start].trim().is_empty() && value[comment.end..own.end].trim().is_empty();
                    if is_only_one { own.start..line(own.end.min(value.len().saturating_sub(1))).end.max(own.end) } else { own }
                }
            };
            push(text, source, comment.clone(), covered, whole, found);
        }
        if block && !alone {
            below = Some(range);
        }
    }
}

fn piece(event: &Event<'_>, range: Range<usize>) -> Option<Piece> {
    match event {
        Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::List(_) | Tag::Item | Tag::Table(_) | Tag::CodeBlock(_) | Tag::BlockQuote(_)) => {
            Some(Piece::Block(range))
        }
        Event::Start(Tag::HtmlBlock) => Some(Piece::Html { range, block: true }),
        Event::InlineHtml(html) if html.starts_with("<!--") => Some(Piece::Html { range, block: false }),
        _ => None,
    }
}

fn push(text: &Text, source: &Source, comment: Range<usize>, covered: Range<usize>, whole: Whole, found: &mut Vec<Suppression>) {
    let inside = &text.value()[comment.start + 4..comment.end.saturating_sub(3).max(comment.start + 4)];
    let place = |range: Range<usize>| text.locate(comment.start + 4 + range.start..comment.start + 4 + range.end);
    let Some(words) = comment::read(inside, &place) else { return };
    let span = text.locate(comment.clone());
    let covers = std::iter::once(text.locate(covered)).chain(whole.anchor).collect();
    found.push(Suppression {
        span,
        rules: words.rules,
        until: words.until,
        reason: words.reason,
        flaw: words.flaw,
        covers,
        questions: whole.questions,
        removal: removal(span, source),
    });
}

/// The comments in a stretch of HTML.
fn comments(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = range.start;
    while let Some(start) = text.get(at..range.end).and_then(|rest| rest.find("<!--")).map(|start| at + start) {
        let Some(len) = text[start + 4..range.end].find("-->") else { break };
        at = start + 4 + len + 3;
        found.push(start..at);
    }
    found
}

/// Whether a block holds nothing but these comments.
fn is_blank_but_for(text: &str, range: &Range<usize>, comments: &[Range<usize>]) -> bool {
    let mut at = range.start;
    for comment in comments {
        if !text[at..comment.start].trim().is_empty() {
            return false;
        }
        at = comment.end;
    }
    text[at..range.end].trim().is_empty()
}

/// The comment with its line, or with the blank that sets it off.
fn removal(span: Span, source: &Source) -> Span {
    let text = source.text();
    let first = source.line_span(source.line_of(span.start));
    let last_line = source.line_of(span.end);
    let last = source.line_span(last_line);
    let before = source.slice(Span::new(first.start, span.start));
    let after = source.slice(Span::new(span.end, last.end));
    if before.trim().is_empty() && after.trim().is_empty() {
        return Span::new(first.start, source.line_span(last_line + 1).start);
    }
    let blanks_before = before.len() - before.trim_end_matches([' ', '\t']).len();
    if blanks_before > 0 || after.trim().is_empty() {
        return Span::new(span.start - blanks_before, span.end);
    }
    let rest = &text[span.end..last.end];
    Span::new(span.start, span.end + (rest.len() - rest.trim_start_matches([' ', '\t']).len()))
}
