//! The organization's name has the form that Zendesk gives it.

use super::super::{Check, Context, Rule};
use crate::diagnostic::Severity;
use crate::document::note::Note;
use crate::rules::words::code;

pub(super) const RULE: Rule = Rule {
    id: "note/org-name",
    summary: "`name` is neither `<8 hex digits> <account name>` nor `PP: …` or `Expired PP: …`",
    why: "The name is how the note is matched with the organization in Zendesk, where each one starts with eight hexadecimal digits, and with the account table. A name \
          typed from memory matches neither.",
    how: "Copy the organization's name from Zendesk as it stands there: `5a1f9965 Test Account`. Prospects are called `PP: Test Account`, former ones `Expired PP: Test \
          Account`.",
    severity: Severity::Warning,
    fix: None,
    options: &[],
    check: Check::Note(check),
};

fn check(note: &Note, cx: &mut Context<'_>) {
    let Some(name) = note.json.as_ref().and_then(|json| json.value.get("name")?.as_str()) else { return };
    let (Some(problem), Some(entry)) = (problem(name), note.entry("name")) else { return };
    let shown = if name.trim().is_empty() { "`name` is empty".to_owned() } else { format!("`name` is {}: {problem}", code(name)) };
    cx.report(entry.value.span, shown).help("copy the name from the organization's page in Zendesk, as in `5a1f9965 Test Account`");
}

/// What is wrong with the name.
fn problem(name: &str) -> Option<&'static str> {
    for prefix in ["PP: ", "Expired PP: "] {
        if let Some(account) = name.strip_prefix(prefix) {
            return (account.trim().is_empty() || account.starts_with(char::is_whitespace)).then_some("the account name is missing behind `PP: `");
        }
    }
    let prospect =
        name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("pp")) || name.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("expired pp"));
    if prospect && name.contains(':') {
        return Some("a prospect is called `PP: ` or `Expired PP: ` and the account name");
    }
    let (hash, account) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
    let is_hex = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hash.len() != 8 || !is_hex(hash) {
        // `5a1f996 Acme` is a slip; `Acme Corp` has no hash at all.
        let nearly = is_hex(hash) && hash.bytes().any(|byte| byte.is_ascii_digit());
        return Some(if nearly { "the hash in front must have eight digits" } else { "eight hexadecimal digits and a space must stand in front" });
    }
    if hash.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Some("the hash in front is written in lower case");
    }
    if account.trim().is_empty() {
        return Some("the account name is missing behind the hash");
    }
    let one_space = name.as_bytes().get(8) == Some(&b' ') && !account.starts_with(char::is_whitespace);
    (!one_space).then_some("one space must stand between the hash and the account name")
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn names_as_zendesk_has_them_are_right() {
        for name in ["5a1f9965 Test Account", "12345678 9", "f6438d0c Acme Corp.", "PP: Acme", "Expired PP: Acme", "00000000 Łódź S.A."] {
            assert_eq!(problem(name), None, "{name}");
        }
        for name in [
            "",
            "Acme",
            "5A1F9965 Acme",
            "5a1f9965",
            "5a1f9965 ",
            "5a1f9965  Acme",
            "5a1f996 Acme",
            "5a1f99651 Acme",
            "PP:Acme",
            "PP: ",
            "pp: Acme",
            "5a1f9965\u{a0}Acme",
            "é",
        ] {
            assert!(problem(name).is_some(), "{name}");
        }
    }
}
