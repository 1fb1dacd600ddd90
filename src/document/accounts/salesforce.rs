//! Salesforce ids: 15 characters whose case counts, or 18 whose last three say which of the 15 are capitals.

/// The characters that the suffix is written in; each stands for five bits.
const SUFFIX: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// What an account's address holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountId {
    Right,
    /// No id at all.
    None,
    /// The id of something else: its first three characters.
    Other {
        id: String,
        prefix: String,
    },
    /// Neither 15 nor 18 characters.
    Length {
        id: String,
    },
    /// The last three do not fit the first 15.
    Checksum {
        id: String,
        repair: Repair,
    },
}

/// What an id with a wrong suffix should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// The suffix tells the case that the id has lost, or lost its own.
    Certain(String),
    /// The suffix that fits the first 15 characters; either may be wrong.
    Guess(String),
}

/// Whether an address leads to Salesforce.
pub fn is_salesforce(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or_default().as_bytes();
    ["salesforce.com", "force.com"].iter().any(|domain| {
        let below = host.len().checked_sub(domain.len()).map(|at| host.split_at(at));
        below.is_some_and(|(below, top)| top.eq_ignore_ascii_case(domain.as_bytes()) && (below.is_empty() || below.ends_with(b".")))
    })
}

/// Looks for the account's id in an address of Salesforce.
pub fn account_id(url: &str) -> AccountId {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let Some((_, path)) = rest.split_once('/') else { return AccountId::None };
    let words: Vec<&str> = path.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).take(100).collect();
    let behind = words.iter().position(|word| word.eq_ignore_ascii_case("account")).and_then(|at| words.get(at + 1)).copied();
    let account = words.iter().find(|word| word.starts_with("001") && is_like_an_id(word)).copied();
    let Some(id) = behind.filter(|word| is_like_an_id(word)).or(account).or_else(|| words.iter().find(|word| is_like_an_id(word)).copied()) else {
        return AccountId::None;
    };
    judge(id)
}

/// Long enough, and with digits: `lightning` is a folder.
fn is_like_an_id(word: &str) -> bool {
    (12..=21).contains(&word.len()) && word.bytes().filter(u8::is_ascii_digit).count() >= 3
}

fn judge(id: &str) -> AccountId {
    if !matches!(id.len(), 15 | 18) {
        return AccountId::Length { id: id.to_owned() };
    }
    if !id.starts_with("001") {
        return AccountId::Other { id: id.to_owned(), prefix: id[..3].to_owned() };
    }
    let (body, suffix) = id.split_at(15);
    if suffix.is_empty() || self::suffix(body) == suffix {
        return AccountId::Right;
    }
    AccountId::Checksum { id: id.to_owned(), repair: repair(body, suffix) }
}

/// The suffix of 15 characters: for each five of them, which ones are capitals.
pub fn suffix(body: &str) -> String {
    body.as_bytes()
        .chunks(5)
        .map(|group| {
            let bits = group.iter().enumerate().filter(|(_, byte)| byte.is_ascii_uppercase()).map(|(at, _)| 1_usize << at).sum::<usize>();
            char::from(SUFFIX[bits])
        })
        .collect()
}

fn repair(body: &str, written: &str) -> Repair {
    let capital = written.to_ascii_uppercase();
    if suffix(body) == capital {
        return Repair::Certain(format!("{body}{capital}"));
    }
    // Only where the case is wholly lost is it the case that is wrong, and not the suffix.
    let is_lost = !body.bytes().any(|byte| byte.is_ascii_uppercase()) || !body.bytes().any(|byte| byte.is_ascii_lowercase());
    if is_lost && let Some(restored) = restore(body, &capital) {
        return Repair::Certain(format!("{restored}{capital}"));
    }
    Repair::Guess(format!("{body}{}", suffix(body)))
}

/// The 15 characters with the capitals that the suffix asks for; `None` where it asks for a capital digit.
fn restore(body: &str, suffix: &str) -> Option<String> {
    let mut restored = String::with_capacity(15);
    for (group, mark) in body.as_bytes().chunks(5).zip(suffix.bytes()) {
        let bits = SUFFIX.iter().position(|&known| known == mark)?;
        for (at, byte) in group.iter().enumerate() {
            let is_capital = bits & (1 << at) != 0;
            if is_capital && !byte.is_ascii_alphabetic() {
                return None;
            }
            restored.push(char::from(if is_capital { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() }));
        }
    }
    Some(restored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_agree_with_public_examples() {
        for id in [
            "01ZPL0000025nOj2AI",
            "01ZPL00000255h32AA",
            "0019000000DmehKAAR",
            "00590000000V0CcAAK",
            "a0D30000001n7PiEAI",
            "0019000000B98deAAB",
            "0014M00001nJhksQAC",
            "0014M00001ldTdtQAE",
            "0015000000Gf1ABAAZ",
        ] {
            assert_eq!(suffix(&id[..15]), id[15..], "{id}");
        }
    }

    #[test]
    fn ids_are_found_in_every_form_of_address() {
        for url in [
            "https://gitlab.my.salesforce.com/0014M00001nJhks?srPos=1&srKp=001",
            "https://gitlab.lightning.force.com/lightning/r/Account/0014M00001nJhksQAC/view",
            "https://gitlab.lightning.force.com/one/one.app#/sObject/0014M00001nJhksQAC/view",
            "https://gitlab.lightning.force.com/lightning/r/0014M00001nJhksQAC/view",
        ] {
            assert_eq!(account_id(url), AccountId::Right, "{url}");
        }
        assert_eq!(account_id("https://gitlab.my.salesforce.com/"), AccountId::None);
        assert_eq!(account_id("https://gitlab.my.salesforce.com"), AccountId::None);
        assert!(matches!(account_id("https://gitlab.my.salesforce.com/0064M00000XyZab"), AccountId::Other { prefix, .. } if prefix == "006"));
        assert!(matches!(account_id("https://gitlab.my.salesforce.com/0014M00001nJhk"), AccountId::Length { .. }));
    }

    #[test]
    fn the_suffix_tells_a_lost_case() {
        let repaired = |id: &str| match judge(id) {
            AccountId::Checksum { repair, .. } => Some(repair),
            _ => None,
        };
        let right = "0014M00001nJhksQAC";
        assert_eq!(repaired(&right.to_lowercase()), Some(Repair::Certain(right.to_owned())));
        assert_eq!(repaired(&right.to_uppercase()), Some(Repair::Certain(right.to_owned())));
        assert_eq!(repaired("0014M00001nJhksqac"), Some(Repair::Certain(right.to_owned())));
        assert_eq!(repaired("0014M00001nJhksAAA"), Some(Repair::Guess(right.to_owned())));
        assert_eq!(repaired("001400000100000ZZZ"), Some(Repair::Guess("001400000100000AAA".to_owned())));
    }
}
