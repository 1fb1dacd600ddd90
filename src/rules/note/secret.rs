//! Tokens, passwords and private keys in plain text. The value is never printed.

mod assigned;
mod decoded;
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
          see the vault'. It is looked for in the whole file, comments, escaped texts and columns for passwords or tokens included, and in the file's name. Every report, list \
          and diff shows '[redacted]' or dots in its place; the files that `ase-lint fix` writes keep it. This finding cannot be suppressed.",
    severity: Severity::Error,
    fix: None,
    options: &[],
    check: Check::File(check),
};

/// How many secrets of one file are reported; all of them are kept out of reports.
const MOST: usize = 50;

const HELP: &str = "revoke or change it now, then write where it is kept instead";

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
    let texts = decoded::texts(document);
    let mut secrets = raw(document.source().text());
    secrets.extend(texts.iter().flat_map(|text| decoded::secrets(text)));
    let secrets = settle(secrets);
    for (index, secret) in secrets.iter().enumerate().take(MOST) {
        let left = if index + 1 == MOST { &secrets[MOST..] } else { &[] };
        let more = if left.is_empty() { String::new() } else { format!(" ({} more follow)", left.len()) };
        let diagnostic = cx.report(secret.span, format!("{} stands here in plain text{more}", secret.kind));
        diagnostic.subject(secret.kind).help(HELP);
        for secret in std::iter::once(secret).chain(left) {
            diagnostic.redact(secret.hidden);
            // Those texts that it stands in: they are disjoint and in order.
            let from = texts.partition_point(|text| text.span().end < secret.hidden.start);
            for text in texts[from..].iter().take_while(|text| text.span().start <= secret.hidden.end) {
                if let Some(value) = decoded::read(text, secret.hidden) {
                    diagnostic.redact_value(value);
                }
            }
        }
    }
    let path = document.source().path();
    let name = &path[..path.rfind('.').unwrap_or(path.len())];
    for secret in find(name) {
        let diagnostic = cx.report(Span::at(0), format!("{} stands in the name of the file", secret.kind));
        diagnostic.key("").subject(secret.kind).help(HELP).redact_value(&name[secret.hidden.range()]);
    }
    if let Document::Broken { error: ReadError::NotUtf8 { bytes, at }, .. } = document {
        behind(bytes, *at, cx);
    }
}

/// The bytes of a text that no report may show.
pub fn secrets_in(text: &str) -> Vec<Span> {
    find(text).into_iter().map(|secret| secret.hidden).collect()
}

/// What stands behind the first byte that is not UTF-8 has no place that a report could show.
fn behind(bytes: &[u8], at: usize, cx: &mut Context<'_>) {
    let rest = String::from_utf8_lossy(bytes.get(at..).unwrap_or_default());
    for secret in find(&rest).into_iter().take(MOST) {
        let message = format!("{} stands in plain text behind the first byte that is not UTF-8", secret.kind);
        cx.report(Span::at(at), message).key("").subject(secret.kind).help(HELP).redact_value(&rest[secret.hidden.range()]);
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
    settle(raw(text))
}

/// All secrets, some of them found in several ways.
fn raw(text: &str) -> Vec<Secret> {
    let seen = tokens::Seen::of(text);
    let mut found = tokens::find(text, seen);
    if seen.has_word() {
        found.extend(assigned::find(text));
    }
    found.extend(tables::find(text));
    found
}

/// In the order of the text, those that overlap made one.
fn settle(mut found: Vec<Secret>) -> Vec<Secret> {
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
