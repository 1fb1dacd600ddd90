//! The links of a text: what they point at, and where that is written.

use std::collections::HashMap;
use std::ops::Range;

use linkify::{LinkFinder, LinkKind as Found};

use super::{destination, overlaps};
use crate::document::markdown::{Definition, LinkType};
use crate::document::scalar_map::Text;

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub kind: LinkKind,
    pub image: bool,
    /// What it points at, escapes and entities resolved.
    pub destination: String,
    /// The Markdown bytes of the destination alone; of a reference link they are in its definition, where that is found.
    pub target: Range<usize>,
    /// The Markdown bytes of the whole link.
    pub range: Range<usize>,
    /// Its part of the visible text.
    pub text: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// `[text](destination)`
    Inline,
    /// `[text][label]`, `[label][]`, `[label]`: the first one that uses its definition.
    Reference,
    /// Another use of a definition: nothing new is written there.
    Repeated,
    /// `<https://…>`
    Autolink,
    /// `<somebody@example.com>`
    Email,
    /// A URL in the text.
    Bare,
}

impl LinkKind {
    /// Whether the visible text is the destination itself.
    pub const fn shows_url(self) -> bool {
        matches!(self, Self::Autolink | Self::Email | Self::Bare)
    }
}

impl From<LinkType> for LinkKind {
    fn from(kind: LinkType) -> Self {
        match kind {
            LinkType::Inline | LinkType::WikiLink { .. } => Self::Inline,
            LinkType::Autolink => Self::Autolink,
            LinkType::Email => Self::Email,
            _ => Self::Reference,
        }
    }
}

/// Gives the links that are references the place of their destination in its definition.
pub(super) fn find_definitions(markdown: &str, definitions: &[Definition], labels: &[String], links: &mut [Link]) {
    let mut places: HashMap<String, (&Definition, bool)> = definitions.iter().map(|definition| (folded(&definition.label), (definition, false))).collect();
    for (link, label) in links.iter_mut().zip(labels) {
        if link.kind != LinkKind::Reference {
            continue;
        }
        let Some((definition, used)) = places.get_mut(&folded(label)) else { continue };
        if std::mem::replace(used, true) {
            link.kind = LinkKind::Repeated;
        }
        if let Some(target) = destination::definition(markdown, definition.range.clone(), &definition.destination) {
            link.target = target;
        }
    }
}

fn folded(label: &str) -> String {
    label.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds the URLs that stand in the text as such; sorts all links by their place in the text.
pub(super) fn add_bare(text: &Text, code: &[Range<usize>], links: &mut Vec<Link>) {
    links.sort_by_key(|link| (link.text.start, link.text.end));
    let known: Vec<Range<usize>> = merged(links.iter().map(|link| link.text.clone()));
    let mut finder = LinkFinder::new();
    for found in finder.kinds(&[Found::Url]).links(text.value()) {
        let range = found.start()..found.end();
        if overlaps(&known, &range) || overlaps(code, &range) {
            continue;
        }
        let place = text.locate(range.clone()).range();
        links.push(Link { kind: LinkKind::Bare, image: false, destination: found.as_str().to_owned(), target: place.clone(), range: place, text: range });
    }
    links.sort_by_key(|link| (link.text.start, link.text.end, link.range.start));
}

/// Ranges, sorted by their start, without overlaps.
pub(super) fn merged(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges.filter(|range| !range.is_empty()) {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
