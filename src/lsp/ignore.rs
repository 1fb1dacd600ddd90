//! Where a comment goes that says that a finding is meant to be so. Each way is tried, and one that does not silence just that finding is not offered.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::check::Quick;
use super::scan::Buffers;
use crate::diagnostic::{Diagnostic, Edit};
use crate::document::yaml::{Node, Value, Yaml};
use crate::engine::Run;
use crate::source::{Source, Span};

/// No reason at all, so that ase-lint asks for one until somebody writes it.
const PLACEHOLDER: &str = "<why>";
/// Any reason, to try whether the comment stands in the right place.
const REASON: &str = "reason";

/// A place for a comment: what stands around it.
struct Spot {
    at: usize,
    before: String,
    form: Form,
    after: &'static str,
}

#[derive(Clone, Copy)]
enum Form {
    Yaml,
    Html,
}

impl Spot {
    fn edit(&self, found: &Diagnostic, reason: &str) -> Edit {
        let words = format!("ase-lint: ignore[{}] {reason}", found.rule);
        let comment = match self.form {
            Form::Yaml => format!("# {words}"),
            Form::Html => format!("<!-- {words} -->"),
        };
        let text = format!("{}{comment}{}", self.before, self.after);
        Edit { path: Arc::clone(found.path()), span: Span::at(self.at), text }
    }
}

/// Whether a comment may silence this rule at all.
pub fn may_be_ignored(rule: &str) -> bool {
    !matches!(rule, "note/secret" | "file/unreadable" | "config") && !rule.starts_with("suppression/")
}

/// The edit that puts the comment in, with a reason still to be written; `None` where no place for it works.
pub fn edit(found: &Diagnostic, run: &Run, quick: &Quick<'_>) -> Option<Edit> {
    let target = quick.open.iter().find(|target| target.path == *found.path())?;
    let text = quick.buffers.get(&target.file)?;
    let source = Source::new(Arc::clone(found.path()), text.to_string());
    let before = count(run, found);
    let works = |spot: &Spot| {
        let edit = spot.edit(found, REASON);
        let mut text = text.to_string();
        text.insert_str(edit.span.start, &edit.text);
        let mut buffers: Buffers = quick.buffers.clone();
        buffers.insert(target.file.clone(), Arc::new(text));
        let Some(run) = (Quick { buffers: &buffers, open: quick.open.clone(), ..*quick }).check() else { return false };
        let after = count(&run, found);
        let own = (&*found.rule, found.key.as_str(), found.subject.as_str());
        let silenced = after.get(&own).copied().unwrap_or(0) < before.get(&own).copied().unwrap_or(0);
        silenced && after.iter().all(|(alike, count)| before.get(alike).is_some_and(|before| count <= before))
    };
    spots(&source, found.place.range.start.offset).iter().find(|spot| works(spot)).map(|spot| spot.edit(found, PLACEHOLDER))
}

/// How many findings of the finding's file are alike.
fn count<'r>(run: &'r Run, found: &Diagnostic) -> BTreeMap<(&'r str, &'r str, &'r str), usize> {
    let mut counts = BTreeMap::new();
    for other in run.diagnostics.iter().filter(|other| other.path() == found.path()) {
        *counts.entry((&*other.rule, other.key.as_str(), other.subject.as_str())).or_default() += 1;
    }
    counts
}

/// The places to try, the best one first.
fn spots(source: &Source, at: usize) -> Vec<Spot> {
    let extension = source.path().rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("json") => Vec::new(),
        Some("md" | "markdown") => in_markdown(source, at),
        Some("yaml" | "yml") => in_yaml(source, at),
        // A text that is in no file: a note does not start like Markdown, and neither has more than one of the forms.
        _ => in_yaml(source, at).into_iter().chain(in_markdown(source, at)).collect(),
    }
}

fn in_yaml(source: &Source, at: usize) -> Vec<Spot> {
    let yaml = Yaml::parse(source.text());
    let entries = yaml.documents.iter().filter_map(|document| document.root.as_ref()?.mapping()).flatten();
    let entry = entries.clone().find(|entry| entry.key.span.join(entry.value.span).contains(Span::at(at)));
    let in_block = |node: &Node| match &node.value {
        Value::Scalar(scalar) => scalar.style.is_block() && scalar.header.is_some_and(|header| at >= source.line_span(source.line_of(header.start)).end),
        _ => false,
    };
    let mut spots = Vec::new();
    if entry.is_some_and(|entry| in_block(&entry.value)) {
        spots.extend(html(source, at));
    } else {
        spots.push(above(source, at, Form::Yaml));
    }
    spots.extend(entry.map(|entry| above(source, entry.key.span.start, Form::Yaml)));
    let line = source.line_span(source.line_of(at));
    spots.push(Spot { at: line.end, before: " ".to_owned(), form: Form::Yaml, after: "" });
    spots
}

fn in_markdown(source: &Source, at: usize) -> Vec<Spot> {
    let text = source.text();
    let front_matter = text.starts_with("---") && text[3..].find("\n---").is_some_and(|end| at < 3 + end);
    if front_matter { vec![above(source, at, Form::Yaml)] } else { html(source, at) }
}

/// In Markdown: behind the line, or inside the last cell of a row; a heading keeps its words.
fn html(source: &Source, at: usize) -> Vec<Spot> {
    let line = source.line_span(source.line_of(at));
    let text = source.slice(line).trim_end();
    let end = line.start + text.len();
    let behind = match text.strip_suffix('|') {
        Some(row) if text.trim_start().starts_with('|') => {
            let row = row.trim_end();
            Spot { at: line.start + row.len(), before: " ".to_owned(), form: Form::Html, after: "" }
        }
        _ => Spot { at: end, before: " ".to_owned(), form: Form::Html, after: "" },
    };
    let above = above(source, at, Form::Html);
    if text.trim_start().starts_with('#') { vec![above, behind] } else { vec![behind, above] }
}

/// On a line of its own above the one of `at`, as far to the right.
fn above(source: &Source, at: usize, form: Form) -> Spot {
    let line = source.line_span(source.line_of(at));
    let start = line.start.max(source.bom_len());
    let text = &source.text()[start..line.end.max(start)];
    let indent = &text[..text.len() - text.trim_start_matches([' ', '\t']).len()];
    Spot { at: start, before: indent.to_owned(), form, after: source.line_end() }
}
