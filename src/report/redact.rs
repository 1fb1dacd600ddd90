//! Secrets stay out of every report: which bytes of a file are blanked, and which fixes would show one.

use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::engine::Run;
use crate::rules;
use crate::source::Span;

/// What stands in place of a secret, whatever its length.
pub const BLANK: &str = "••••••";

/// The secret spans of a file, disjoint and sorted.
pub fn spans<'a>(run: &'a Run, path: &str) -> &'a [Span] {
    run.redactions.get(path).map(Vec::as_slice).unwrap_or_default()
}

/// The finding's fix, unless its text would show a secret.
pub fn fix<'a>(run: &Run, diagnostic: &'a Diagnostic) -> Option<&'a Fix> {
    let fix = diagnostic.fix.as_ref()?;
    let shows = |edit: &Edit| {
        // A file that was not UTF-8 is converted as a whole, and what it holds has no span yet.
        ((edit.text.contains('\n') || !run.secrets.is_empty()) && !rules::secrets_in(&edit.text).is_empty())
            || !run.secrets.spans(&edit.text, &[&edit.path, diagnostic.path()]).is_empty()
    };
    (!fix.edits.iter().any(shows)).then_some(fix)
}
