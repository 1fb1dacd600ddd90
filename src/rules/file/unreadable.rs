//! A file that cannot be read, or is too large to be looked at.

use super::super::{Check, Context, Rule, RuleOption};
use crate::diagnostic::Severity;
use crate::document::{Document, ReadError};
use crate::rules::words::visible;
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "file/unreadable",
    summary: "the file cannot be read, or is over the size limit",
    why: "Nothing in this file was checked. If the ticket processor cannot read it either, the customer's tickets come without their note.",
    how: "Give the file back its read permission, or its target where it is a broken link; a link may lead to files of its own repository only. A note of megabytes is something else by mistake, such as an attachment or an \
          export: move it out of the folder.",
    severity: Severity::Error,
    fix: None,
    options: &[RuleOption {
        name: "max-bytes",
        schema: r#"{"type": "integer", "minimum": 1}"#,
        default: "8388608",
        help: "The largest file that is read, in bytes.",
    }],
    check: Check::File(check),
};

fn check(document: &Document, cx: &mut Context<'_>) {
    if let Document::Call(call) = document
        && let Some(error) = call.error.as_ref().filter(|error| !error.is_json)
    {
        cx.report(error.span, &error.message).subject("not JSON").help("export the issue anew from the GitLab API");
    }
    let Document::Broken { error, .. } = document else { return };
    let start = Span::at(0);
    match error {
        ReadError::Io(why) => {
            let message = format!("the file cannot be read: {}", visible(why));
            cx.report(start, message).subject("unreadable").help("see whether the file is there, in the repository, and may be read");
        }
        ReadError::TooLarge { size, limit } => {
            let message = format!("the file has {}, and the limit is {}", in_words(*size), in_words(*limit));
            cx.report(start, message).subject("too large").help("move it out of the folder, or raise `max-bytes` of this rule in the config");
        }
        ReadError::NotUtf8 { .. } => {}
    }
}

fn in_words(bytes: u64) -> String {
    if bytes < 10 << 10 {
        return format!("{bytes} bytes");
    }
    let (unit, one) = if bytes >= 1 << 20 { ("MiB", 1 << 20) } else { ("KiB", 1 << 10) };
    let tenths = bytes.saturating_mul(10).div_ceil(one);
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}
