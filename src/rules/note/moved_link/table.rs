//! The table of what has moved: data in `moved.yaml`, with what the config adds.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use super::super::target::{Target, Url};

const HANDBOOK: &str = "handbook.gitlab.com";
const HANDBOOK_HOSTS: &[&str] = &["handbook.gitlab.com", "about.gitlab.com", "www.about.gitlab.com"];
/// Roots of the handbook's pages.
const ROOTS: &[&str] = &["/handbook", "/job-families", "/job-description-library"];
/// How many moves are followed: more than the table can chain.
const MOVES: usize = 16;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    pages: Vec<Page>,
    current: Vec<Current>,
    names: Vec<Name>,
    labels: Vec<Label>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    from: String,
    to: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Current {
    under: String,
    pages: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Name {
    what: String,
    from: String,
    to: Option<String>,
    help: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    from: String,
    to: String,
}

/// The table, ready to look things up.
#[derive(Debug, Clone)]
pub(super) struct Table {
    data: Data,
    names: AhoCorasick,
    labels: AhoCorasick,
    /// Both in lower case: most texts hold none of them, which is found out in a tenth of the time.
    any: AhoCorasick,
}

/// A page's new address.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MovedPage {
    pub to: String,
    /// Whether the new page is known to be there.
    pub certain: bool,
}

/// A name's new form. Ranges are bytes of the text looked at.
#[derive(Debug)]
pub(super) struct MovedName<'a> {
    pub what: &'a str,
    pub range: Range<usize>,
    /// The part that the new form replaces.
    pub part: Range<usize>,
    pub to: Option<&'a str>,
    pub help: Option<&'a str>,
}

static BUILT_IN: LazyLock<Table> = LazyLock::new(|| {
    let data: Data = serde_yaml::from_str(include_str!("../moved.yaml")).expect("moved.yaml has this shape");
    Table::new(data).expect("the names make a search")
});

impl Table {
    pub(super) fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// The built-in table with more pages and names, old to new. `None` when the names are too many to search for.
    pub(super) fn with(pages: &BTreeMap<String, String>, names: &BTreeMap<String, String>) -> Option<Self> {
        let mut data = BUILT_IN.data.clone();
        let path = |text: &str| Url::parse(text).map_or(text, |url| url.path).trim_end_matches('/').to_owned();
        data.pages.extend(pages.iter().map(|(from, to)| Page { from: path(from), to: path(to) }));
        data.names.extend(names.iter().map(|(from, to)| Name { what: "name".to_owned(), from: from.clone(), to: Some(to.clone()), help: None }));
        Self::new(data)
    }

    fn new(data: Data) -> Option<Self> {
        let search = |words: Vec<&String>| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true).build(words).ok();
        let names = search(data.names.iter().map(|name| &name.from).collect())?;
        let labels = search(data.labels.iter().map(|label| &label.from).collect())?;
        let all = data.names.iter().map(|name| &name.from).chain(data.labels.iter().map(|label| &label.from));
        let any = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(all.map(|word| word.to_ascii_lowercase())).ok()?;
        Some(Self { data, names, labels, any })
    }

    /// Where the page of a URL or a root-relative path has moved; `None` when it stands where it belongs.
    pub(super) fn page(&self, destination: &str) -> Option<MovedPage> {
        let (host, path, tail) = match Target::of(destination) {
            Target::Web(text) => {
                let url = Url::parse(text).filter(|url| url.is_on(HANDBOOK_HOSTS))?;
                (url.host, url.path, url.tail)
            }
            Target::Root => {
                let end = destination.find(['?', '#']).unwrap_or(destination.len());
                (HANDBOOK, &destination[..end], &destination[end..])
            }
            _ => return None,
        };
        if !ROOTS.iter().any(|root| below(path, root).is_some()) {
            return None;
        }
        let plain = path.trim_end_matches('/');
        let page = plain.strip_suffix(".html").or_else(|| plain.strip_suffix(".md")).unwrap_or(plain);
        let page = page.strip_suffix("/index").or_else(|| page.strip_suffix("/_index")).filter(|_| page != plain).unwrap_or(page);
        let (new, certain) = self.follow(page);
        let has_moved = new != plain || (!host.eq_ignore_ascii_case(HANDBOOK) && below(&new, "/job-families").is_none());
        has_moved.then(|| MovedPage { to: format!("https://{HANDBOOK}{new}/{tail}"), certain })
    }

    /// Follows the moves of a path to its end.
    fn follow(&self, path: &str) -> (String, bool) {
        let mut now = path.to_owned();
        for _ in 0..MOVES {
            let fits = self.data.pages.iter().filter_map(|page| Some((page, below(&now, &page.from)?)));
            let Some((page, rest)) = fits.max_by_key(|(page, _)| page.from.len()) else { break };
            now = format!("{}{rest}", page.to);
        }
        let known = self.data.current.iter().find_map(|folder| Some((folder, below(&now, &folder.under)?)));
        let certain = match known {
            _ if now == path => true,
            Some((folder, rest)) => rest.is_empty() || folder.pages.iter().any(|page| page == rest.trim_start_matches('/')),
            // The pages that moved got hyphens for their underscores.
            None => !now.contains('_'),
        };
        (now, certain)
    }

    /// The old names in a text, in order.
    pub(super) fn names<'a>(&'a self, text: &'a str) -> Vec<MovedName<'a>> {
        let mut found: Vec<MovedName<'a>> = Vec::new();
        if !self.any.is_match(&text.to_ascii_lowercase()) {
            return found;
        }
        for hit in self.names.find_iter(text) {
            let range = hit.range();
            let joined = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
            if text[..range.start].ends_with(joined) || text[range.end..].starts_with(joined) {
                continue;
            }
            let name = &self.data.names[hit.pattern().as_usize()];
            found.push(MovedName { what: &name.what, part: range.clone(), range, to: name.to.as_deref(), help: name.help.as_deref() });
        }
        for hit in self.labels.find_iter(text) {
            let part = hit.range();
            let rest = &text[part.end..];
            if text[..part.start].ends_with(char::is_alphanumeric) || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '&') {
                continue;
            }
            let end = match text[..part.start].chars().next_back() {
                Some(quote @ ('"' | '\'')) => rest.split('\n').next().and_then(|line| line.find(quote)),
                _ => None,
            };
            let end = end.unwrap_or_else(|| rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '&' | '.'))).unwrap_or(rest.len()));
            let end = end - (rest[..end].len() - rest[..end].trim_end_matches('.').len());
            let label = &self.data.labels[hit.pattern().as_usize()];
            found.push(MovedName { what: "label", range: part.start..part.end + end, part, to: Some(&label.to), help: None });
        }
        found.sort_by_key(|name| name.range.start);
        found
    }
}

/// What follows `root` in `path`, where `path` is `root` or lies below it.
fn below<'a>(path: &'a str, root: &str) -> Option<&'a str> {
    path.strip_prefix(root).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASE: &str = "https://handbook.gitlab.com/handbook/support/enhanced-support-offerings/offering-assigned-support-engineer";

    fn page(destination: &str) -> Option<(String, bool)> {
        Table::built_in().page(destination).map(|page| (page.to, page.certain))
    }

    #[test]
    fn pages_are_followed_to_their_last_place() {
        for (old, new) in [
            ("/handbook/support/workflows/assigned-support-engineer/working-on-ase-tickets/", "/working-with-ases/global-support-and-ases/"),
            ("/handbook/support/workflows/assigned-support-engineer/onboarding.html#a", "/ase-workflows-and-standards/customer-onboarding/#a"),
            ("https://about.gitlab.com/handbook/support/assigned-support-engineer", "/"),
            (
                "http://handbook.gitlab.com/handbook/support/assigned-support-engineer/ticket_tsunami.md?x=1#y",
                "/ase-workflows-and-standards/ticket-tsunami/?x=1#y",
            ),
        ] {
            assert_eq!(page(old), Some((format!("{ASE}{new}"), true)), "{old}");
        }
        let pto = format!("{ASE}/ase-workflows-and-standards/planning-pto-as-ASE/");
        assert_eq!(page(&pto), Some((pto.to_lowercase(), true)));
        assert_eq!(
            page("/handbook/support/readiness/operations/docs/zendesk/organizations"),
            Some(("https://handbook.gitlab.com/handbook/eta/css/zendesk/organizations/".to_owned(), true))
        );
        assert_eq!(
            page("https://about.gitlab.com/job-families/engineering/support-engineer/"),
            Some(("https://handbook.gitlab.com/job-description-library/engineering/support-engineer/".to_owned(), true))
        );
        assert_eq!(page("/handbook/support/workflows/assigned-support-engineer/secret-page").map(|page| page.1), Some(false));
    }

    #[test]
    fn pages_in_their_place_stay() {
        for now in [
            "https://handbook.gitlab.com/handbook/support/workflows/customer_calls/",
            "https://handbook.gitlab.com/handbook/support/workflows/customer_calls",
            "https://handbook.gitlab.com/handbook/support/workflows/assigned-support-engineers/",
            "https://about.gitlab.com/support/",
            "https://about.gitlab.com/handbooks/",
            "https://about.gitlab.com/job-families/sales/",
            "https://example.com/handbook/support/assigned-support-engineer/",
            "/handbook/support/",
            "handbook/support/assigned-support-engineer",
            &format!("{ASE}/ase-workflows-and-standards/planning-pto-as-ase/"),
            ASE,
        ] {
            assert_eq!(page(now), None, "{now}");
        }
    }

    #[test]
    fn no_move_ends_in_another_one_or_goes_round() {
        let table = Table::built_in();
        for page in &table.data.pages {
            let (end, _) = table.follow(&page.from);
            assert!(table.data.pages.iter().all(|other| below(&end, &other.from).is_none()), "{}", page.from);
        }
        for name in table.data.names.iter().filter_map(|name| name.to.as_deref()) {
            assert!(table.names(name).is_empty(), "{name}");
        }
    }
}
