//! What a link's destination is: a URL, a path, a place on the page, or nothing yet.

/// What a destination turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target<'a> {
    /// Nothing, or what stands for it: `...`, `url`.
    Nothing,
    /// A word of a template that waits for the real thing.
    Placeholder,
    /// `#heading`
    Anchor,
    /// `//host/path`
    Host,
    /// `http:` or `https:`, also with a slip in the colon, and whatever follows.
    Web(&'a str),
    /// `mailto:`, `slack:`, …: the scheme.
    Scheme(&'a str),
    /// `www.example.com`, `gitlab.com/group`, `jill@example.com`: a browser takes it for a file.
    NoScheme,
    /// `/handbook/…`
    Root,
    /// `../x`, `page.md`, `?query`
    File,
}

/// Words of the handbook's templates and of Zendesk's macros. In capitals with an underscore nobody writes them for anything else.
pub(super) const TOKENS: &[&str] = &[
    "ACCOUNT_NAME",
    "ASE_EMAIL",
    "ASE_HANDLE",
    "ASE_NAME",
    "ASE_REGION",
    "BACKUP_ASE",
    "BACKUP_NAME",
    "COMPANY_NAME",
    "CUSTOMER_NAME",
    "DOTCOM_TAG",
    "ENDING_OFFERING",
    "INITIAL_OFFERING",
    "ISSUE_LINK",
    "ONETIME_PERSONAL_MEETING_CALENDAR_LINK",
    "PERSONAL_CALENDLY_LINK",
    "SAAS_TAG",
    "SM_TAG",
    "TRIALING_PLAN",
    "ZD_ORG_ID",
];

/// Endings of host names that no file has.
const TOP_LEVEL: &[&str] =
    &["ai", "app", "ch", "cloud", "co", "com", "de", "dev", "edu", "eu", "fr", "gov", "info", "io", "it", "jp", "net", "nl", "org", "tech", "uk", "us"];

impl<'a> Target<'a> {
    pub(super) fn of(destination: &'a str) -> Self {
        let text = destination.trim();
        if text.chars().all(|c| matches!(c, '.' | '…' | '#')) && text != "." && text != ".." && text != "#" {
            return Self::Nothing;
        }
        if ["url", "link", "href"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
            return Self::Nothing;
        }
        if is_placeholder(text) {
            return Self::Placeholder;
        }
        if text.starts_with('#') {
            return Self::Anchor;
        }
        if text.starts_with("//") {
            return Self::Host;
        }
        if text.starts_with('/') {
            return Self::Root;
        }
        if ["http//", "https//", "http;//", "https;//"].iter().any(|slip| text.starts_with(slip)) {
            return Self::Web(text);
        }
        let end = text.find([':', '/', '?', '#']).unwrap_or(text.len());
        let (first, rest) = text.split_at(end);
        if rest.starts_with(':') && is_scheme(first) {
            return if first.eq_ignore_ascii_case("http") || first.eq_ignore_ascii_case("https") { Self::Web(text) } else { Self::Scheme(first) };
        }
        if is_host(first) { Self::NoScheme } else { Self::File }
    }
}

/// Whether `destination` is a placeholder, as a whole or with one of the templates' words in it.
fn is_placeholder(destination: &str) -> bool {
    let in_word = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let token = |token: &&str| {
        let mut places = destination.match_indices(*token);
        places.any(|(at, found)| !destination[..at].ends_with(in_word) && !destination[at + found.len()..].starts_with(in_word))
    };
    let is_gap = destination.len() >= 3 && destination.bytes().all(|byte| byte == b'?');
    matches!(destination, "TODO" | "FIXME") || destination.eq_ignore_ascii_case("tbd") || is_gap || (destination.contains('_') && TOKENS.iter().any(token))
}

/// Two letters at least, so that `C:` is a drive; a dot makes it a host with a port.
fn is_scheme(text: &str) -> bool {
    text.len() > 1 && text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-'))
}

/// `www.example.com`, `gitlab.com`, `jill@example.com`.
fn is_host(text: &str) -> bool {
    let host = text.rsplit('@').next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let well_formed = labels.len() > 1 && labels.iter().all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'));
    let last = labels.last().copied().unwrap_or_default().to_ascii_lowercase();
    well_formed && (labels[0].eq_ignore_ascii_case("www") || TOP_LEVEL.contains(&last.as_str()))
}

/// The parts of an `http:` or `https:` URL that is well-formed as far as its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Url<'a> {
    /// Without user, port and case: compare it ignoring case.
    pub host: &'a str,
    pub path: &'a str,
    /// The query and the fragment with their marks.
    pub tail: &'a str,
}

impl<'a> Url<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
            return None;
        }
        let host_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(host_end);
        let host = authority.rsplit('@').next()?;
        let host = host.split(':').next()?;
        let path_end = rest.find(['?', '#']).unwrap_or(rest.len());
        let (path, tail) = rest.split_at(path_end);
        (!host.is_empty()).then_some(Self { host, path, tail })
    }

    pub(super) fn is_on(&self, hosts: &[&str]) -> bool {
        hosts.iter().any(|host| self.host.eq_ignore_ascii_case(host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_told_apart() {
        for (destination, target) in [
            ("", Target::Nothing),
            ("...", Target::Nothing),
            ("URL", Target::Nothing),
            ("TBD", Target::Placeholder),
            ("https://calendly.com/PERSONAL_CALENDLY_LINK", Target::Placeholder),
            ("#x", Target::Anchor),
            ("#", Target::Anchor),
            ("//x.yz/a", Target::Host),
            ("HTTPS://x.yz", Target::Web("HTTPS://x.yz")),
            ("mailto:a@b.c", Target::Scheme("mailto")),
            ("htps://x.yz", Target::Scheme("htps")),
            ("/handbook/", Target::Root),
            ("www.example.museum", Target::NoScheme),
            ("gitlab.com/gitlab-com", Target::NoScheme),
            ("gitlab.com:443/x", Target::NoScheme),
            ("jill@example.com", Target::NoScheme),
            ("page.md#a", Target::File),
            ("27946339528.yaml", Target::File),
            ("../a.com", Target::File),
            ("..", Target::File),
            ("?a=b:c", Target::File),
            ("C:\\x", Target::File),
        ] {
            assert_eq!(Target::of(destination), target, "{destination}");
        }
    }

    #[test]
    fn a_url_falls_into_its_parts() {
        let url = Url::parse("https://jill@Calendly.com:443/a/b?c#d/e").expect("it is one");
        assert_eq!(url, Url { host: "Calendly.com", path: "/a/b", tail: "?c#d/e" });
        assert!(url.is_on(&["calendly.com"]));
        assert_eq!(Url::parse("https:///x"), None);
    }
}
