//! Tokens, passwords and private keys in plain text. The value is never printed.

mod assigned;
mod pointers;
mod shape;
mod tables;
mod tokens;

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::{Document, ReadError};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "note/secret",
    summary: "a token, password or private key",
    why: "Everybody in Support sees the notes on every ticket of the customer, and the repository keeps each version of a file for good. A secret that was committed once \
          has to be taken for known, even when a later commit removes it.",
    how: "Revoke the token, or have the password changed, before you do anything else. Then replace it in the file by a pointer to where it is kept, such as 'password: \
          see the vault'. This finding cannot be suppressed.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::File(check),
};

/// How many secrets of one file are reported; all of them are kept out of reports.
const MOST: usize = 50;

/// A secret: what it is, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Secret {
    /// With its article: "a GitLab personal access token".
    kind: &'static str,
    /// What the finding points at.
    span: Span,
    /// What no report may show; holds `span`.
    hidden: Span,
}

fn check(document: &Document, cx: &mut Context<'_>) {
    let secrets = find(document.source().text());
    for (index, secret) in secrets.iter().enumerate().take(MOST) {
        let left = if index + 1 == MOST { &secrets[MOST..] } else { &[] };
        let more = if left.is_empty() { String::new() } else { format!(" ({} more follow)", left.len()) };
        let diagnostic = cx.report(secret.span, format!("{} stands here in plain text{more}", secret.kind));
        diagnostic.subject(secret.kind).help("revoke or change it now, then write where it is kept instead");
        for secret in std::iter::once(secret).chain(left) {
            diagnostic.redact(secret.hidden);
        }
    }
    if let Document::Broken { error: ReadError::NotUtf8 { bytes, at }, .. } = document {
        behind(bytes, *at, cx);
    }
}

/// Whether a text holds a secret; a report does not show the new text of a fix that does.
pub fn holds_secret(text: &str) -> bool {
    !find(text).is_empty()
}

/// What stands behind the first byte that is not UTF-8 has no place that a report could show.
fn behind(bytes: &[u8], at: usize, cx: &mut Context<'_>) {
    let rest = String::from_utf8_lossy(bytes.get(at..).unwrap_or_default());
    for secret in find(&rest).into_iter().take(MOST) {
        let message = format!("{} stands in plain text behind the first byte that is not UTF-8", secret.kind);
        cx.report(Span::at(at), message).key("").subject(secret.kind).help("revoke or change it now, then write where it is kept instead");
    }
}

/// At most `len` bytes from the start of a text.
fn start_of(text: &str, len: usize) -> &str {
    let mut len = len.min(text.len());
    while !text.is_char_boundary(len) {
        len -= 1;
    }
    &text[..len]
}

/// All secrets in the order of the text, none inside another.
fn find(text: &str) -> Vec<Secret> {
    let mut found = tokens::find(text);
    found.extend(assigned::find(text));
    found.extend(tables::find(text));
    // The one whose kind is known better was found first, and the sort is stable.
    found.sort_by_key(|secret| secret.hidden.start);
    let mut kept: Vec<Secret> = Vec::new();
    for secret in found {
        match kept.last_mut() {
            Some(last) if secret.hidden.start < last.hidden.end => {
                last.hidden = last.hidden.join(secret.hidden);
                if last.kind == assigned::PASSWORD && secret.kind != assigned::PASSWORD {
                    (last.kind, last.span) = (secret.kind, secret.span);
                }
            }
            _ => kept.push(secret),
        }
    }
    kept
}

#[cfg(test)]
mod tests;
