//! Secrets stay out of every report: which bytes of a file are blanked, and which fixes would show one.

use crate::diagnostic::{Diagnostic, Fix};
use crate::engine::Run;
use crate::rules;
use crate::source::Span;

/// What stands in place of a secret, whatever its length.
pub const BLANK: &str = "••••••";

/// A shorter piece of a secret says nothing, and stands everywhere.
const SHORTEST: usize = 4;

/// The secret spans of a file, sorted.
pub fn spans<'a>(run: &'a Run, path: &str) -> &'a [Span] {
    run.redactions.get(path).map(Vec::as_slice).unwrap_or_default()
}

/// The finding's fix, unless its text would show a secret of the file that it rewrites.
pub fn fix<'a>(run: &Run, diagnostic: &'a Diagnostic) -> Option<&'a Fix> {
    let fix = diagnostic.fix.as_ref()?;
    let shows = fix.edits.iter().any(|edit| {
        // A file that was not UTF-8 is converted as a whole, and what it holds has no span yet.
        if edit.text.contains('\n') && rules::holds_secret(&edit.text) {
            return true;
        }
        let Some(source) = run.sources.get(&edit.path) else { return false };
        // Line by line: a key of several lines may be indented anew.
        let mut secrets = spans(run, &edit.path).iter().flat_map(|span| source.slice(*span).lines()).map(str::trim);
        secrets.any(|secret| secret.len() >= SHORTEST && edit.text.contains(secret))
    });
    (!shows).then_some(fix)
}
