//! `call/priorities`: priorities were discussed, and what changed or the new ordered list is missing.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::document::call::body::{Body, PieceKind};
use crate::document::call::parts::is_answer;
use crate::document::call::{Call, Record};
use crate::rules::{Check, Context, Rule};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "call/priorities",
    summary: "priorities were discussed, and what changed or the new ordered list is missing",
    why: "After a talk about priorities everybody works from the list in their head. The record is the one place where the customer and the team can see \
          that it is the same list.",
    how: "Write what changed (`the upgrade moved before the migration`) and the new list, numbered from the first to the last. Where nothing changed, say so.",
    severity: Severity::Warning,
    fix: None,
    options: &[],
    check: Check::Call(check),
};

/// Where the record speaks of priorities.
struct Mention {
    /// The piece that does.
    piece: usize,
    /// The pieces under it, where it is a heading or a lead-in.
    section: Option<Range<usize>>,
}

fn check(call: &Call, cx: &mut Context<'_>) {
    if call.is_template() {
        return;
    }
    for record in &call.records {
        if let Some(mention) = mention(record) {
            judge(record, &mention, cx);
        }
    }
}

fn judge(record: &Record, mention: &Mention, cx: &mut Context<'_>) {
    let body = &record.body;
    let around = mention.section.clone().unwrap_or_else(|| {
        let end = body.pieces[mention.piece..].iter().position(|piece| piece.heading().is_some());
        mention.piece..end.map_or(body.pieces.len(), |end| mention.piece + end)
    });
    let texts = || body.pieces[around.clone()].iter().map(|piece| piece.words.text.as_str());
    let own = body.pieces[mention.piece].words.text.as_str();
    let heading = mention.section.is_some();
    if is_unchanged(own) || (heading && texts().any(is_unchanged)) {
        return;
    }
    // A heading of the form that nobody filled in: priorities were no topic.
    if heading && !texts().any(is_answer) && !own.contains(':') {
        return;
    }
    let changed = (heading && tells_change(after_colon(own))) || (!heading && tells_change(own)) || texts().filter(|text| *text != own).any(tells_change);
    let listed = has_order(body, around.clone()) || has_named_list(body) || texts().any(is_inline_order);
    let lack = match (changed, listed) {
        (true, true) => return,
        (false, false) => "priorities were discussed, but neither what changed nor the new ordered list is written down",
        (false, true) => "priorities were discussed, but what changed is not written down",
        (true, false) => "priorities were discussed, but the new ordered list is missing",
    };
    let at = record.place(&body.pieces[mention.piece].words.range);
    let place = if heading { at } else { record.anchor };
    let source = cx.source();
    let found = cx.report(place, lack);
    found.key(format!("{}/Priorities", record.key)).subject("priorities").help("write what changed, and the new list numbered from the first to the last");
    if !heading {
        found.related(source.place(Span::new(at.start, at.end)), "priorities are spoken of here");
    }
}

/// The first heading or sentence that says that priorities were discussed or changed.
fn mention(record: &Record) -> Option<Mention> {
    static HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:re-?)?priorit(?:ies|i[sz]ation|i[sz]ing)\b"));
    static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
        let noun = r"(?:(?:re-?)?priorit(?:ies|i[sz]ation)|order\s+of\s+(?:the\s+)?(?:work|priority))";
        let verb = r"(?:discuss\w*|chang\w*|review\w*|updat\w*|re-?order\w*|shift\w*|adjust\w*|re-?set|agreed|revis\w*|went\s+(?:over|through)|talk\w*\s+(?:about|through)|mov\w+|spoke\s+about|swap\w*|re-?shuffl\w*)";
        pattern(&format!(
            r"(?ix) \b{noun}\b [^.;:|]{{0,60}} \b{verb}\b | \b{verb}\b [^.;:|]{{0,40}} \b{noun}\b | \bre-?prioriti[sz]ed\b | \bprioriti[sz]ed\s+(?:the|our|their|list|work|items|backlog)\b
            | \bnew\s+{noun}\b | \bchanges?\s+(?:of|in|to)\s+(?:the\s+)?{noun}\b "
        ))
    });
    let pieces = &record.body.pieces;
    let title = record.title.as_ref().filter(|title| title.is_heading).map(|_| record.anchor);
    let mut sentence = None;
    for (index, piece) in pieces.iter().enumerate() {
        let text = piece.words.text.as_str();
        if let Some(level) = piece.heading() {
            if HEADING.is_match(text) && title != Some(record.place(&piece.words.range)) {
                let rest = &pieces[index + 1..];
                let end = rest.iter().position(|next| next.heading().is_some_and(|next| next <= level)).unwrap_or(rest.len());
                return Some(Mention { piece: index, section: Some(index + 1..index + 1 + end) });
            }
            continue;
        }
        if matches!(piece.kind, PieceKind::Code) {
            continue;
        }
        let lead = text.split([':', '\u{ff1a}']).next().unwrap_or_default();
        let is_lead = lead.len() < text.len() || piece.bold == text.len();
        if is_lead && lead.split_whitespace().count() <= 4 && HEADING.is_match(lead) {
            let end = pieces[index + 1..].iter().position(|next| next.heading().is_some()).map_or(pieces.len(), |end| index + 1 + end);
            return Some(Mention { piece: index, section: Some(index + 1..end) });
        }
        if sentence.is_none() && SENTENCE.is_match(text) && !is_denied(text) {
            sentence = Some(Mention { piece: index, section: None });
        }
    }
    sentence
}

/// "Priorities were not discussed."
fn is_denied(text: &str) -> bool {
    static DENIED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix) \b(?:not|n't|never|without|instead\s+of) \b [^.;]{0,40} \b(?:discuss\w*|chang\w*|review\w*|priorit\w*) | \b(?:will|next\s+(?:call|time|week)|to\s+be|later|should|plan\s+to|let's|please|postponed?)\b",
        )
    });
    DENIED.is_match(text) || is_unchanged(text)
}

/// "No changes", "unchanged", "not discussed", "None".
fn is_unchanged(text: &str) -> bool {
    static SAME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix) \bunchanged\b | \bno\s+(?:priority\s+|priorities\s+|other\s+)?(?:changes?|shifts?|updates?)\b | \bno\s+priorit(?:y|ies)\b | (?:\bnot|n't)\s+(?:been\s+)?(?:discuss\w*|chang\w*|talk\w*|priorit\w*) | \b(?:remain|stay|stays|stayed|are|is)\s+(?:as\s+(?:is|before|they\s+(?:are|were))|the\s+same) | ^\W*(?:none|n/a|nothing|not\s+applicable)\W*$ | :\s*(?:none|n/a)\W*$ ",
        )
    });
    SAME.is_match(text)
}

/// Whether a line says what moved.
fn tells_change(text: &str) -> bool {
    static CHANGE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix) \b(?:moved?|moves|moving|raised?|lowered|dropped|drops|added|adds|removed|promoted|demoted|postponed|deferred|replaced|replaces|swapped|bumped|pushed|pulled|switched|elevated|escalated|downgraded|jumped|takes?|took|comes?|came|goes|went\s+(?:up|down|from)|de-?prioriti[sz]ed)\b
            | \b(?:is|are|was|were|now|becomes?|became)\s+(?:now\s+)?(?:first|second|third|last|before|after|ahead|above|below|on\s+top|at\s+the\s+top|the\s+(?:first|top|highest|new))\b
            | \b(?:ahead\s+of|instead\s+of|in\s+front\s+of|in\s+place\s+of|up\s+to|down\s+to|before|over)\b | \bfrom\s+\S.*\bto\b | -> | → | ⬆ | ⬇ | ↑ | ↓ | \bprevious(?:ly)?\b | \bused\s+to\b | \bchanged?:\s*\S | \bwhat\s+changed\b.*\S | \bchanges?:\s*\S | \bchanged\s+(?:from|to)\b | \bnew:\s | \(was\b | \bwas\s+(?:\#|no\.|number)?\s?\d ",
        )
    });
    CHANGE.is_match(text)
}

/// A numbered list, or a table of ranks.
fn has_order(body: &Body, around: Range<usize>) -> bool {
    body.pieces[around].iter().any(|piece| match &piece.kind {
        PieceKind::Row { table, .. } => body.tables.get(*table).is_some_and(|header| header.iter().any(|cell| is_rank(&cell.text))),
        _ => piece.item.is_some_and(|item| body.items[item].ordered) && is_answer(&piece.words.text),
    })
}

/// A list of any kind that is called the new one, wherever it stands.
fn has_named_list(body: &Body) -> bool {
    body.pieces.windows(2).any(|pieces| {
        let [lead, next] = pieces else { return false };
        let text = lead.words.text.as_str();
        let is_lead = text.len() < 60 && (text.ends_with(':') || lead.heading().is_some() || lead.bold == text.len());
        if next.item.is_none() || !is_lead {
            return false;
        }
        let lower = text.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        has(&["new", "current", "order"]) && has(&["list", "order", "priorit"])
    })
}

fn is_rank(header: &str) -> bool {
    let header = header.trim().to_lowercase();
    matches!(header.as_str(), "#" | "rank" | "priority" | "order" | "no." | "no" | "new" | "new rank" | "new priority" | "position")
}

/// `1) the upgrade, 2) the runners`, `first …, then …`, `upgrade > runners`.
fn is_inline_order(text: &str) -> bool {
    static ORDER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b1[.)]\s.*\b2[.)]\s|\(1\).*\(2\)|\bfirst\b.*\b(?:then|second)\b|\S\s+(?:>|→)\s+\S.*\s(?:>|→)\s|\bP1\b.*\bP2\b|#1\b.*#2\b")
    });
    ORDER.is_match(text)
}

fn after_colon(text: &str) -> &str {
    text.split_once(':').map_or("", |(_, rest)| rest)
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is valid")
}
