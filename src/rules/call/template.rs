//! `call/template`: a call template without title instructions, the `/label` quick action, or an agenda and notes skeleton.

use std::sync::LazyLock;

use regex::Regex;

use super::label::{self, Accounts};
use super::label_form::{self, Fault};
use crate::diagnostic::Severity;
use crate::document::call::label::Written;
use crate::document::call::parts::Part;
use crate::document::call::{Call, Record};
use crate::rules::{Check, Context, Rule};

pub(super) const RULE: Rule = Rule {
    id: "call/template",
    summary: "a call template lacks its title instructions, its `/label` quick action, or its agenda and notes skeleton",
    why: "A template is what makes every later record right without a thought. What it lacks, each record made from it lacks too.",
    how: "Say in a comment how to title the issue, `<!-- Title: <YYYY-MM-DD> Call: <Purpose> -->`, add a line `/label ~\"ASE Work - ACCOUNT\"`, and give headings \
          for the agenda and the notes.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::Call(check),
};

fn check(call: &Call, cx: &mut Context<'_>) {
    if !call.is_template() {
        return;
    }
    let Some(record) = call.records.first() else { return };
    let first = cx.source().line_span(1);
    let first = crate::source::Span::new(first.start + cx.source().bom_len().min(first.end - first.start), first.end);
    if !has_title_instructions(record) {
        cx.report(first, "the template does not say how to title the issue")
            .key("title")
            .subject("missing")
            .help("add a comment such as `<!-- Title: <YYYY-MM-DD> Call: <Purpose> -->`");
    }
    let mut labelled = false;
    for label in record.labels.iter().filter(|label| matches!(label.written, Written::Command { .. })) {
        let Some(form) = label_form::read(&label.name) else { continue };
        labelled = true;
        // A template for several accounts names none yet.
        if form.fault == Some(Fault::NoAccount) {
            continue;
        }
        if let Some(finding) = label::judge(label, &form, &Accounts::none()) {
            let place = cx.source().place(label.span);
            cx.report(first, finding.message).key("labels").subject(&label.name).help(finding.help).related(place, "the label");
        }
    }
    if !labelled {
        cx.report(first, "the template lacks the `/label` quick action that applies `ASE Work - ACCOUNT`")
            .key("labels")
            .subject("missing")
            .help("add a line such as `/label ~\"ASE Work - Acme\"`");
    }
    if record.part(Part::Topics).next().is_none() {
        cx.report(first, "the template has no skeleton for the agenda and the notes")
            .key("skeleton")
            .subject("missing")
            .help("add headings such as `## Agenda` and `## Notes`");
    }
}

/// A line, visible or in a comment, that tells the form of the title.
fn has_title_instructions(record: &Record) -> bool {
    static TITLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?im)^/title\s|\b(?:title|name|call)\b.*(?:y{2,4}[-/]?m|<date>|<purpose>|\bcall:)|(?:yyyy|<date>|date).*\bcall\b|^[^|\n]*\btitle\b[^|\n]*$",
        )
        .expect("the pattern is valid")
    });
    TITLE.is_match(record.text.value()) || record.title.as_ref().is_some_and(|title| !title.is_heading)
}
