//! What the editor offers to do about findings: their fixes, a comment that says that one is meant to be so, and all safe fixes of a document at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffTag, TextDiff};

use super::capabilities::FIX_ALL;
use super::check::Quick;
use super::document::Document;
use super::ignore;
use super::protocol::{CodeAction, CodeActionKind, Range};
use super::view::View;
use crate::diagnostic::{Diagnostic, Edit, Fix, Safety};
use crate::engine::fix::repair_those;
use crate::source::Span;

/// How many fixes and comments are tried before they are offered; a fix behind them is offered as it is.
const MOST_TRIED: usize = 20;
/// For how long they are tried: a note of megabytes takes its time with each.
const MOST_TIME: Duration = Duration::from_secs(2);

/// The actions for a range of a document, of the kinds in `only`.
pub fn actions(view: &mut View<'_>, quick: &Quick<'_>, path: &Arc<str>, range: Range, only: Option<&[CodeActionKind]>) -> Vec<CodeAction> {
    let wants = |kind: &CodeActionKind| only.is_none_or(|only| only.iter().any(|wanted| includes(wanted, kind)));
    let mut actions = Vec::new();
    let Some(document) = view.open.get(path).copied() else { return actions };
    if wants(&CodeActionKind::QUICKFIX) {
        let own = view.run.diagnostics.iter().filter(|found| found.path() == path);
        let found: Vec<&Diagnostic> = own.filter(|found| overlap(document.lines.range(&document.text, found.place.range.span()), range)).collect();
        let mut fixes: Vec<(&Diagnostic, &Fix)> = found.iter().filter_map(|found| Some((*found, found.fix.as_ref()?))).collect();
        fixes.sort_by_key(|(_, fix)| fix.safety);
        let started = Instant::now();
        for (index, (found, fix)) in fixes.into_iter().enumerate() {
            if index < MOST_TRIED && started.elapsed() < MOST_TIME && !cures(found, quick) {
                continue;
            }
            let is_safe = view.can.preferred && fix.safety == Safety::Safe;
            actions.extend(quick_fix(view, found, fix.title.clone(), &fix.edits, is_safe));
        }
        for found in found.into_iter().filter(|found| ignore::may_be_ignored(&found.rule)).take(MOST_TRIED) {
            if started.elapsed() >= MOST_TIME {
                break;
            }
            let Some(edit) = ignore::edit(found, view.run, quick) else { continue };
            actions.extend(quick_fix(view, found, format!("ignore {} here, with a reason", found.rule), &[edit], false));
        }
    }
    if wants(&FIX_ALL) {
        actions.extend(fix_all(view, quick, path, document));
    }
    actions
}

/// Whether `kind` is `wanted` or one of its kinds: `source.fixAll` is a `source`.
fn includes(wanted: &CodeActionKind, kind: &CodeActionKind) -> bool {
    kind.as_str().strip_prefix(wanted.as_str()).is_some_and(|rest| rest.is_empty() || wanted.as_str().is_empty() || rest.starts_with('.'))
}

/// Whether two ranges share a character, or one of them is a caret that touches the other.
fn overlap(one: Range, other: Range) -> bool {
    if one.start == one.end || other.start == other.end {
        one.start <= other.end && other.start <= one.end
    } else {
        one.start < other.end && other.start < one.end
    }
}

fn quick_fix(view: &mut View<'_>, found: &Diagnostic, title: String, edits: &[Edit], preferred: bool) -> Option<CodeAction> {
    Some(CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        edit: Some(view.workspace_edit(edits)?),
        diagnostics: Some(vec![view.diagnostic(found)]),
        is_preferred: preferred.then_some(true),
        ..CodeAction::default()
    })
}

/// Whether the finding is gone once its fix is made, and nothing is damaged.
fn cures(found: &Diagnostic, quick: &Quick<'_>) -> bool {
    let repair = quick.with_job(|job| repair_those(job, Safety::NeedsReview, &|other| other.fingerprint == found.fingerprint));
    repair.is_some_and(|repair| !repair.files.is_empty())
}

/// All safe fixes that stay in the document, made one after the other as `ase-lint fix` does.
fn fix_all(view: &mut View<'_>, quick: &Quick<'_>, path: &Arc<str>, document: &Document) -> Option<CodeAction> {
    let stays = |found: &Diagnostic| found.fix.as_ref().is_some_and(|fix| fix.edits.iter().all(|edit| edit.path == *path));
    if !view.run.diagnostics.iter().any(|found| stays(found) && found.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe)) {
        return None;
    }
    let repair = quick.with_job(|job| repair_those(job, Safety::Safe, &stays))?;
    let fixed = std::str::from_utf8(repair.files.get(path)?).ok()?;
    let edits = difference(path, &document.text, fixed);
    Some(CodeAction {
        title: "apply all safe fixes of ase-lint".to_owned(),
        kind: Some(FIX_ALL),
        edit: Some(view.workspace_edit(&edits)?),
        ..CodeAction::default()
    })
}

/// The edits that make `new` of `old`: line by line, without what stays the same at both ends of the lines.
fn difference(path: &Arc<str>, old: &str, new: &str) -> Vec<Edit> {
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let (old_at, new_at) = (starts(&old_lines), starts(&new_lines));
    let diff = TextDiff::configure().algorithm(Algorithm::Myers).diff_slices(&old_lines, &new_lines);
    let mut edits = Vec::new();
    for op in diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal) {
        let (from, to) = (op.old_range(), op.new_range());
        // As many lines as before: each is its own successor.
        let pairs: Vec<_> = if from.len() == to.len() { from.zip(to).map(|(old, new)| (old..old + 1, new..new + 1)).collect() } else { vec![(from, to)] };
        edits.extend(pairs.into_iter().map(|(from, to)| {
            let span = Span::new(old_at[from.start], old_at[from.end]);
            trimmed(path, old, span, &new[new_at[to.start]..new_at[to.end]])
        }));
    }
    edits
}

/// The edit that puts `text` in the place of `span`, without what stays the same at both ends.
fn trimmed(path: &Arc<str>, old: &str, span: Span, text: &str) -> Edit {
    let gone = &old[span.range()];
    let same = |pairs: &mut dyn Iterator<Item = (char, char)>| pairs.take_while(|(a, b)| a == b).map(|(char, _)| char.len_utf8()).sum::<usize>();
    // A place between the two halves of a line end has no name in the protocol.
    let splits = |at: usize| usize::from(old.as_bytes().get(at.wrapping_sub(1)..=at) == Some(b"\r\n"));
    let head = same(&mut gone.chars().zip(text.chars()));
    let head = head - splits(span.start + head);
    let tail = same(&mut gone[head..].chars().rev().zip(text[head..].chars().rev()));
    let tail = tail - splits(span.end - tail);
    Edit { path: Arc::clone(path), span: Span::new(span.start + head, span.end - tail), text: text[head..text.len() - tail].to_owned() }
}

/// Where each of the lines starts, and where the last one ends.
fn starts(lines: &[&str]) -> Vec<usize> {
    let mut starts = vec![0];
    for line in lines {
        starts.push(starts[starts.len() - 1] + line.len());
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fix::apply;

    #[test]
    fn differences_are_small_and_make_the_new_text() {
        let path: Arc<str> = "a.yaml".into();
        for (old, new, texts) in [
            ("a\nAPJ é\nb\n", "a\nAPAC é\nb\n", vec!["AC"]),
            ("a\r\nb\r\n", "a\r\nx\r\nb\r\n", vec!["x\r\n"]),
            ("a\nb\nc\n", "a\nc\n", vec![""]),
            ("\u{feff}é", "é", vec![""]),
            ("a", "a", vec![]),
            ("x\n1\ny\n2\n", "X\n1\nY\n2\n", vec!["X", "Y"]),
            ("ax\nby\n", "aX\nbY\n", vec!["X", "Y"]),
            ("a\r\n", "a\n", vec!["\n"]),
        ] {
            let edits = difference(&path, old, new);
            assert_eq!(edits.iter().map(|edit| edit.text.as_str()).collect::<Vec<_>>(), texts, "{old:?}");
            let fixed = apply(old.as_bytes(), &edits.iter().collect::<Vec<_>>());
            assert_eq!(fixed.as_deref(), Some(new.as_bytes()));
        }
    }

    #[test]
    fn kinds_include_their_own() {
        let kind = |name: &'static str| CodeActionKind::new(name);
        for wanted in ["", "source", "source.fixAll", "source.fixAll.ase-lint"] {
            assert!(includes(&kind(wanted), &FIX_ALL), "{wanted}");
        }
        for other in ["quickfix", "source.fix", "source.fixAll.other", "source.fixAll.ase-lint.x"] {
            assert!(!includes(&kind(other), &FIX_ALL), "{other}");
        }
    }
}
