//! `notes: >` joins lines.

use crate::diagnostic::{Safety, Severity};
use crate::document::note::Note;
use crate::document::yaml::{Style, Value};
use crate::rules::{Check, Context, Rule};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "yaml/folded-notes",
    summary: "`notes: >` joins the lines of the text",
    why: "After `>` YAML joins the lines of a paragraph into one, so a Markdown list becomes a single line with dashes in it, and tables and line breaks are gone on the ticket.",
    how: "Write `notes: |`, which keeps every line as it stands.",
    severity: Severity::Warning,
    fix: Some(Safety::NeedsReview),
    options: &[],
    check: Check::Note(check),
};

fn check(note: &Note, cx: &mut Context<'_>) {
    let Some(entry) = note.entry("notes") else { return };
    let Value::Scalar(scalar) = &entry.value.value else { return };
    let (Style::Folded, Some(header)) = (scalar.style, scalar.header) else { return };
    // In a folded scalar a blank that is not in the file stands for a line break.
    let value = scalar.text.value();
    let joined = scalar.text.segments().iter().filter(|segment| !segment.is_verbatim() && value[segment.value..].starts_with(' ')).count();
    if joined == 0 {
        return;
    }
    let lines = if joined == 1 { "two lines of the text into one".to_owned() } else { format!("lines of the text at {joined} places") };
    let indicator = Span::new(header.start, header.start + 1);
    cx.report(header, format!("`>` joins {lines}")).subject("notes").help("write `|` instead of `>`: it keeps the lines").replace(
        Safety::NeedsReview,
        "keep the lines with `|`",
        indicator,
        "|",
    );
}
