//! The form of the account's label, `ASE Work - ACCOUNT`, and the ways in which it goes wrong.

/// What is wrong with a label of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// `ASE Work:Acme`
    Retired,
    /// `ASE Work::Acme`
    Scoped,
    /// `ASE Work - Acme, Inc.`
    Comma,
    /// Another dash, other blanks or other capitals.
    Spelling,
    /// No account, or the word `ACCOUNT`.
    NoAccount,
}

/// A label that is meant for an account's work.
#[derive(Debug, PartialEq, Eq)]
pub struct Form {
    pub account: String,
    pub fault: Option<Fault>,
    /// The label as it should be; `None` where that is not certain.
    pub right: Option<String>,
}

/// Reads a label; `None` for labels of other things.
pub fn read(name: &str) -> Option<Form> {
    let rest = after_prefix(name)?;
    let scoped = name.contains("::");
    let colon = rest.trim_start().starts_with([':', '\u{ff1a}']);
    let account = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '\u{ff1a}' | '-' | '–' | '—' | '_' | '/' | '|')).trim();
    let clean: String = account.replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let fault = if of_account(account).is_none() {
        Fault::NoAccount
    } else if scoped {
        Fault::Scoped
    } else if colon {
        Fault::Retired
    } else if is_placeholder(account) {
        Fault::NoAccount
    } else if account.contains(',') {
        Fault::Comma
    } else if name != format!("ASE Work - {clean}") {
        Fault::Spelling
    } else {
        return Some(Form { fault: None, right: of_account(account), account: clean });
    };
    let certain = fault != Fault::NoAccount && !clean.contains("::");
    Some(Form { fault: Some(fault), right: of_account(account).filter(|_| certain), account: clean })
}

/// The label of an account: without commas, which GitLab allows in no label, and without double quotes, which end a label in `/label`.
/// `None` where nothing is left.
pub fn of_account(account: &str) -> Option<String> {
    let clean = account.replace([',', '"'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    (!clean.is_empty()).then(|| format!("ASE Work - {clean}"))
}

/// What follows `ASE Work`, in whatever capitals and with whatever between the words.
fn after_prefix(name: &str) -> Option<&str> {
    let name = name.trim();
    let rest = name.get(..3).filter(|ase| ase.eq_ignore_ascii_case("ase")).map(|_| &name[3..])?;
    let rest = rest.trim_start_matches([' ', '-', '_', '\u{a0}']);
    let after = rest.get(..4).filter(|work| work.eq_ignore_ascii_case("work")).map(|_| &rest[4..])?;
    after.chars().next().is_none_or(|c| !c.is_alphanumeric()).then_some(after)
}

/// Nobody's name.
pub fn is_placeholder(account: &str) -> bool {
    let bare = account.trim_matches(|c: char| matches!(c, '<' | '>' | '[' | ']' | '{' | '}' | '$' | '"'));
    matches!(bare, "ACCOUNT" | "ACCOUNT_NAME" | "ACCOUNT NAME" | "CUSTOMER" | "CUSTOMER_NAME" | "TBD" | "TODO" | "XXX")
        || (account.starts_with('<') && account.ends_with('>'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may")]
mod tests {
    use super::*;

    #[test]
    fn the_right_form_has_no_fault() {
        for name in ["ASE Work - Acme", "ASE Work - Kühne & Söhne", "ASE Work - A-B Corp: EU"] {
            assert_eq!(read(name).unwrap().fault, None, "{name}");
        }
        for name in ["bug", "ASE", "ASE Workshop", "case work - x", "Support::ASE Work", "äse work"] {
            assert_eq!(read(name), None, "{name}");
        }
    }

    #[test]
    fn each_wrong_form_is_known_and_put_right() {
        for (name, fault, right) in [
            ("ASE Work:Acme", Fault::Retired, Some("ASE Work - Acme")),
            ("ASE Work: Acme, Inc.", Fault::Retired, Some("ASE Work - Acme Inc.")),
            ("ASE Work::Acme", Fault::Scoped, Some("ASE Work - Acme")),
            ("ASE Work - Acme::EU", Fault::Scoped, None),
            ("ASE Work - Acme, Inc.", Fault::Comma, Some("ASE Work - Acme Inc.")),
            ("ASE Work:A \"B\" C", Fault::Retired, Some("ASE Work - A B C")),
            ("ASE Work - \"", Fault::NoAccount, None),
            ("ASE Work – Acme", Fault::Spelling, Some("ASE Work - Acme")),
            ("ase work - Acme", Fault::Spelling, Some("ASE Work - Acme")),
            ("ASE Work Acme", Fault::Spelling, Some("ASE Work - Acme")),
            ("ASE-Work-Acme", Fault::Spelling, Some("ASE Work - Acme")),
            ("ASE Work:ACCOUNT", Fault::Retired, Some("ASE Work - ACCOUNT")),
            ("ASE Work:", Fault::NoAccount, None),
            ("ASE Work - ACCOUNT", Fault::NoAccount, None),
            ("ASE Work - <ACCOUNT>", Fault::NoAccount, None),
            ("ASE Work", Fault::NoAccount, None),
        ] {
            let form = read(name).unwrap();
            assert_eq!((form.fault, form.right.as_deref()), (Some(fault), right), "{name}");
        }
    }
}
