//! A link that leads nowhere: no destination, no definition, or an address with a mistake in it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::target::Target;
use crate::diagnostic::Severity;
use crate::document::note::Note;
use crate::document::rendered::{Link, LinkKind, Shown};
use crate::rules::{Check, Context, Rule, words};

pub(super) const RULE: Rule = Rule {
    id: "note/broken-link",
    summary: "a link has no target, no definition, or a malformed URL",
    why: "Whoever follows the note clicks into nothing, or sees brackets where a link should be.",
    how: "Write links as `[text](https://host/path)`, with the whole address, no blanks in it and both parentheses; define `[text][label]` below as `[label]: https://host/path`.",
    severity: Severity::Warning,
    fix: None,
    options: &[],
    check: Check::Note(check),
};

/// What was meant as a link and became text: `[text](an address` with a blank in it or without its end.
static NO_LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[(?<text>[^\[\]\n]*)\]\((?<address><?(?:https?:|www\.|mailto:|/)[^()\n]*)(?<close>\)?)"));
/// `(text)[address]`
static REVERSED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\([^()\[\]\n]+\)\[(?:https?://|www\.)[^\[\]\s]*\]"));
/// Addresses in a sentence with a mistake at their beginning.
static MISTYPED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\bhttps?(?:(?::/|:///+|//|;//|:\\+|:// +)(?:[\w-]+\.)+\p{Alphabetic}[\w-]+|://https?:)[^\s<>()\[\]]*"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is well-formed")
}

fn check(note: &Note, cx: &mut Context<'_>) {
    for shown in note.shown() {
        for link in shown.rendered.links.iter().filter(|link| link.kind != LinkKind::Repeated) {
            check_link(shown, link, cx);
        }
        let markdown = shown.markdown.value();
        for reference in &shown.rendered.undefined {
            // `a[i][j]` is no link.
            if markdown[..reference.range.start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ']')) {
                continue;
            }
            let message = format!("nothing defines the label {} of this link", words::code(&reference.label));
            let help = format!(
                "add a line {} at the end, or write the address in parentheses",
                words::code(&format!("[{}]: https://…", words::visible(&reference.label)))
            );
            cx.report(shown.locate(reference.range.clone()), message).help(help).subject(&reference.label);
        }
        check_text(shown, cx);
    }
}

fn check_link(shown: Shown<'_>, link: &Link, cx: &mut Context<'_>) {
    let what = if link.image { "image" } else { "link" };
    let destination = || words::code(&plain(&link.destination));
    let (message, help) = match Target::of(&link.destination) {
        Target::Nothing => (format!("the {what} has no address"), "write the address between the parentheses, or take the link out".to_owned()),
        Target::Web(url) => {
            let Some(fault) = fault(url) else { return };
            (format!("the address {} is malformed: {fault}", destination()), "correct the address".to_owned())
        }
        Target::Scheme(scheme) => {
            let Some(meant) = misspelt(scheme) else { return };
            (format!("the address {} begins with `{scheme}:`", destination()), format!("write `{meant}:`"))
        }
        Target::NoScheme if link.kind != LinkKind::Email => {
            let front = if link.destination.contains('@') { "mailto:" } else { "https://" };
            (format!("the address {} lacks `{front}` and is taken for a file", destination()), format!("write `{front}` in front"))
        }
        Target::Root | Target::File if link.destination.trim().contains(char::is_whitespace) => {
            (format!("the address {} has a blank in it", destination()), "write blanks in an address as `%20`".to_owned())
        }
        _ => return,
    };
    let place = if link.target.is_empty() { link.range.clone() } else { link.target.clone() };
    cx.report(shown.locate(place), message).help(help).subject(plain(&link.destination));
}

fn check_text(shown: Shown<'_>, cx: &mut Context<'_>) {
    let text = shown.text();
    // Most texts have none of the marks, and need none of the patterns.
    let may_hold = |part: &str, pattern: &'static LazyLock<Regex>| text.contains(part).then(|| &**pattern);
    for found in may_hold("](", &NO_LINK).into_iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(all), Some(label), Some(address), Some(close)) = (found.get(0), found.name("text"), found.name("address"), found.name("close")) else {
            continue;
        };
        let brackets = label.end()..label.end() + 2;
        if shown.rendered.is_code(&all.range())
            || is_escaped(shown, all.start())
            || is_escaped(shown, label.end())
            || &shown.markdown.value()[shown.rendered.markdown(brackets)] != "]("
        {
            continue;
        }
        let message = if close.is_empty() {
            format!("the link {} lacks its closing parenthesis", words::code(label.as_str()))
        } else if address.as_str().trim().contains(char::is_whitespace) {
            format!("the link {} is shown as plain text: there is a blank in its address", words::code(label.as_str()))
        } else {
            continue;
        };
        cx.report(shown.place(all.range()), message).help("write `[text](https://host/path)`; a blank in an address is `%20`").subject(label.as_str());
    }
    for found in may_hold(")[", &REVERSED).into_iter().flat_map(|pattern| pattern.find_iter(text)) {
        if !shown.rendered.is_code(&found.range()) {
            let message = "the brackets and the parentheses of this link stand the wrong way round";
            cx.report(shown.place(found.range()), message).help("write `[text](https://host/path)`").subject("reversed link");
        }
    }
    for found in may_hold("http", &MISTYPED).into_iter().flat_map(|pattern| pattern.find_iter(text)) {
        let range = found.start()..found.start() + found.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?']).len();
        if shown.rendered.is_code(&range) || shown.rendered.is_link(&range) {
            continue;
        }
        let address = plain(&text[range.clone()]);
        let message = format!("the address {} is malformed: it does not begin with `http://` or `https://` alone", words::code(&address));
        cx.report(shown.place(range), message).help("correct the address").subject(address);
    }
}

/// Whether the bracket at byte `at` of the visible text is written with a backslash in front.
fn is_escaped(shown: Shown<'_>, at: usize) -> bool {
    let Range { start, .. } = shown.rendered.markdown(at..at + 1);
    shown.markdown.value()[..start].ends_with('\\')
}

/// What is wrong with an `http:` or `https:` URL.
fn fault(url: &str) -> Option<&'static str> {
    let rest = url.get("http".len()..).unwrap_or_default();
    let rest = rest.strip_prefix(['s', 'S']).unwrap_or(rest);
    let Some(rest) = rest.strip_prefix(':') else {
        return Some("a colon must follow `http` or `https`");
    };
    let Some(rest) = rest.strip_prefix("//") else {
        return Some("`//` must follow the colon");
    };
    if url.contains(char::is_whitespace) {
        return Some("there is a blank in it");
    }
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    if let Some(inside) = host.strip_prefix('[') {
        let address = inside.split_once(']').map(|(address, port)| (address.split('%').next().unwrap_or_default(), port));
        let good = address.is_some_and(|(address, port)| address.parse::<std::net::Ipv6Addr>().is_ok() && (port.is_empty() || port.starts_with(':')));
        return (!good).then_some("the brackets hold no IPv6 address");
    }
    let (host, port) = host.split_once(':').unwrap_or((host, ""));
    // `:PORT` is left to the reader.
    if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_err() {
        return Some("there is no port of that number");
    }
    if host.is_empty() {
        return Some("it has no host");
    }
    if host.eq_ignore_ascii_case("http") || host.eq_ignore_ascii_case("https") {
        return Some("it begins twice");
    }
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '%'));
    let good = host.strip_suffix('.').unwrap_or(host).split('.').all(label);
    (!good).then_some("its host name is malformed")
}

/// What a scheme one slip away from `https` was meant to be.
fn misspelt(scheme: &str) -> Option<&'static str> {
    let scheme = scheme.to_ascii_lowercase();
    if scheme.len() > 8 {
        return None;
    }
    ["https", "http"].into_iter().find(|meant| strsim::damerau_levenshtein(&scheme, meant) == 1)
}

/// An address without what may be secret: the user in front of the host, and the query.
fn plain(address: &str) -> String {
    let address = address.split('?').next().unwrap_or_default();
    let scheme_end = address.find(['/', '\\']).unwrap_or(0);
    let host = scheme_end + address[scheme_end..].find(|c| !matches!(c, '/' | '\\')).unwrap_or(0);
    let host_end = address[host..].find('/').map_or(address.len(), |at| host + at);
    match address[host..host_end].rfind('@') {
        Some(at) if host > 0 => format!("{}{}", &address[..host], &address[host + at + 1..]),
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_addresses_are_named() {
        for (url, faulty) in [
            ("http:/x.yz", true),
            ("https:x.yz", true),
            ("https//x.yz", true),
            ("https://", true),
            ("https:///x", true),
            ("https://x y.z/", true),
            ("https://x..yz/", true),
            ("https://https://x.yz", true),
            ("https://http//x.yz", true),
            ("https:\\\\x.yz", true),
            ("https://[::1/", true),
            ("https://[x.yz]/", true),
            ("https://[::1]:8080/x", false),
            ("https://x.yz", false),
            ("https://jill:secret@x.yz:8080/a?b#c", false),
            ("https://localhost:3000", false),
            ("https://[::1]/x", false),
            ("https://münchen.de./", false),
            ("https://web.archive.org/web/2020/https://x.yz", false),
        ] {
            assert_eq!(fault(url).is_some(), faulty, "{url}");
        }
    }

    #[test]
    fn a_slip_is_a_slip_and_another_scheme_is_none() {
        for (scheme, meant) in
            [("htps", Some("https")), ("HTTSP", Some("https")), ("htp", Some("http")), ("mailto", None), ("ftp", None), ("hxxps", None), ("ssh", None)]
        {
            assert_eq!(misspelt(scheme), meant, "{scheme}");
        }
    }

    #[test]
    fn what_may_be_secret_is_not_shown() {
        assert_eq!(plain("https://jill:secret@x..yz/a?token=b"), "https://x..yz/a");
        assert_eq!(plain("http:/jill:secret@x.yz"), "http:/x.yz");
        assert_eq!(plain("jill@example.com"), "jill@example.com");
        assert_eq!(plain("https://x.yz/@jill"), "https://x.yz/@jill");
        assert_eq!(plain(""), "");
    }
}
