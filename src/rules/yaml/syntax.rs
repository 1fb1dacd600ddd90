//! The file is no YAML.

use crate::diagnostic::{Safety, Severity};
use crate::document::note::Note;
use crate::rules::{Check, Context, Rule};

pub(super) const RULE: Rule = Rule {
    id: "yaml/syntax",
    summary: "the file is not YAML",
    why: "The note cannot be read, so it never reaches Zendesk: the tickets of this customer go on showing the old note, or none. Whatever stands behind the mistake is not \
          checked either.",
    how: "Go to the characters that are marked. Most often a value needs quotes, a line needs as many spaces in front as the lines around it, or a tab or no-break space has to \
          become ordinary spaces. Long text is safest after `notes: |`, every line indented by two spaces.",
    severity: Severity::Error,
    fix: Some(Safety::NeedsReview),
    options: &[],
    check: Check::Note(check),
};

fn check(note: &Note, cx: &mut Context<'_>) {
    for error in &note.yaml.errors {
        let found = cx.report(error.span, &*error.message);
        if let Some(help) = &error.help {
            found.help(help);
        }
        if let Some((title, edits)) = &error.fix {
            found.fix(Safety::NeedsReview, title, edits.iter().cloned());
        }
    }
}
