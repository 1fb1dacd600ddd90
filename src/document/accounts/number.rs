//! Reads the Zendesk ids of the table, also where a spreadsheet or a browser has dressed them up.

use super::cell::Cell;
use super::column::Column;

/// What a cell for an id holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// Plain digits from 1 to 2⁶³−1.
    Plain(i64),
    /// Something else, from which the digits can be told with certainty.
    Dressed(i64),
    /// Not an id, or one that has lost digits.
    Unreadable,
}

impl Number {
    /// The id in `cell` of `column`; `None` for an empty cell.
    pub fn read(cell: &Cell, column: Column) -> Option<Self> {
        let text = cell.text.value();
        if cell.is_empty() {
            return None;
        }
        if let Some(id) = plain(text) {
            return Some(Self::Plain(id));
        }
        let from_links = || {
            let mut ids = cell.links.iter().map(|link| from_url(&link.url, column));
            let first = ids.next()??;
            ids.all(|id| id == Some(first)).then_some(first)
        };
        Some(dressed(text).or_else(from_links).map_or(Self::Unreadable, Self::Dressed))
    }

    /// The id that the visible text of the cell holds.
    pub fn in_text(cell: &Cell) -> Option<i64> {
        plain(cell.text.value()).or_else(|| dressed(cell.text.value()))
    }

    pub const fn id(self) -> Option<i64> {
        match self {
            Self::Plain(id) | Self::Dressed(id) => Some(id),
            Self::Unreadable => None,
        }
    }
}

fn plain(text: &str) -> Option<i64> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) || text.starts_with('0') {
        return None;
    }
    text.parse().ok()
}

/// `27,946,339,528`, `#27946339528`, `id: 27946339528`, `'27946339528`, `27946339528.0`, `2.7946339528E+10`.
fn dressed(text: &str) -> Option<i64> {
    if text.len() > 80 {
        return None;
    }
    let text: String = text.chars().filter(|char| !is_invisible(*char)).flat_map(char::to_lowercase).collect();
    let text = text.trim_matches(|char: char| char.is_whitespace() || matches!(char, '\'' | '"' | '`' | ',' | ';' | '’' | '‘' | '“' | '”'));
    let text = without_label(text).trim_start_matches(['#', ' ']);
    let text = text.strip_suffix('.').unwrap_or(text);
    let text = text.strip_suffix(".0").or_else(|| text.strip_suffix(".00")).unwrap_or(text);
    let text = text.trim_start_matches('0');
    plain(text).or_else(|| grouped(text)).or_else(|| scientific(text))
}

fn is_invisible(char: char) -> bool {
    matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

/// Without `id:` or `zendesk org id =` in front.
fn without_label(text: &str) -> &str {
    let label = text.trim_end_matches(|char: char| !char.is_alphabetic());
    let is_label = !label.is_empty()
        && label
            .split(|char: char| !char.is_alphanumeric())
            .all(|word| matches!(word, "" | "id" | "zendesk" | "org" | "organization" | "account" | "user" | "ase"));
    if is_label && label.ends_with("id") { text[label.len()..].trim_start_matches([':', '=', ' ', '#', '\u{a0}']) } else { text }
}

/// Groups of three with the same mark between them all.
fn grouped(text: &str) -> Option<i64> {
    let mark = text.chars().find(|char| !char.is_ascii_digit())?;
    if !mark.is_whitespace() && !matches!(mark, ',' | '.' | '\'' | '’' | '_') {
        return None;
    }
    let groups: Vec<&str> = text.split(mark).collect();
    let (first, rest) = groups.split_first()?;
    let is_right = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    // One comma alone may be a decimal comma: `279,463`.
    if !is_right || rest.len() < 2 {
        return None;
    }
    plain(&groups.concat())
}

/// Scientific notation that has kept every digit.
fn scientific(text: &str) -> Option<i64> {
    let (mantissa, exponent) = text.split_once('e')?;
    let (whole, decimals) = mantissa.split_once(['.', ','])?;
    let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
    // A spreadsheet that shows fewer digits than the exponent asks for has rounded.
    (whole.len() == 1 && decimals.len() == exponent && exponent >= 6).then(|| plain(&format!("{whole}{decimals}")))?
}

/// The id in an address of Zendesk, or of the org note.
pub(super) fn from_url(url: &str, column: Column) -> Option<i64> {
    let (_, rest) = url.split_once("://")?;
    let path = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = path.split_once('/')?;
    let folder = if column == Column::UserId { "users" } else { "organizations" };
    let segments: Vec<&str> = path.split('/').collect();
    let at = segments.iter().rposition(|segment| *segment == folder)?;
    let last = segments.get(at + 1)?;
    if host.ends_with(".zendesk.com") {
        return plain(last);
    }
    let stem = last.strip_suffix(".yaml").or_else(|| last.strip_suffix(".yml"))?;
    (column == Column::AccountId && host == "gitlab.com").then(|| plain(stem))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_told_where_they_are_certain() {
        for text in [
            "27,946,339,528",
            "27 946 339 528",
            "27\u{202f}946\u{202f}339\u{202f}528",
            "27.946.339.528",
            "27'946'339'528",
            "27_946_339_528",
            "#27946339528",
            "id: 27946339528",
            "Zendesk Org ID = 27946339528",
            "'27946339528",
            "27946339528.0",
            "27946339528,",
            "2.7946339528E+10",
            "027946339528",
            "27946\u{200b}339528",
        ] {
            assert_eq!(dressed(text), Some(27_946_339_528), "{text}");
        }
        for text in [
            "2.79E+10",
            "27946 339528",
            "27946339528 or 27946339529",
            "99999999999999999999",
            "TBD",
            "",
            "0",
            "12,34,567",
            "id",
            "1e400",
            "-27946339528",
            "27946339528a",
        ] {
            assert_eq!(dressed(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_hold_the_id_of_their_own_kind() {
        let org = "https://gitlab.zendesk.com/agent/organizations/27946339528/tickets?x=1";
        assert_eq!(from_url(org, Column::AccountId), Some(27_946_339_528));
        assert_eq!(from_url(org, Column::UserId), None);
        assert_eq!(from_url("https://gitlab.zendesk.com/agent/users/398443026291", Column::UserId), Some(398_443_026_291));
        let note = "https://gitlab.com/gitlab-com/support/zendesk-global/organizations/-/blob/master/organizations/27946339528.yaml#L2";
        assert_eq!(from_url(note, Column::AccountId), Some(27_946_339_528));
        assert_eq!(from_url("https://example.com/organizations/27946339528", Column::AccountId), None);
    }
}
