//! The regions of Support, and what people write for them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::letters::fold;

/// A region, and its part where one is named: `AMER-E` is within `AMER`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region {
    pub name: &'static str,
    pub part: Option<&'static str>,
}

/// Name in folded words, to region.
static NAMES: LazyLock<HashMap<String, Region>> = LazyLock::new(|| {
    let lines = include_str!("regions.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(": "))
        .flat_map(|(region, names)| {
            let (name, part) = region.split_once('-').map_or((region, None), |(name, part)| (name, Some(part)));
            names.split(", ").map(move |written| (plain(written).join(" "), Region { name, part }))
        })
        .collect()
});

/// The most words that a name has.
const LONGEST: usize = 4;

impl Region {
    /// Whether both may be said of one person.
    pub fn agrees(self, other: Self) -> bool {
        self.name == other.name && (self.part.is_none() || other.part.is_none() || self.part == other.part)
    }
}

/// The regions that a text names, in order; a country or a city that everybody places counts. Nothing is said of other names.
pub fn all_in(text: &str) -> Vec<Region> {
    let words: Vec<String> = plain(text).into_iter().take(200).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let known = (1..=LONGEST.min(words.len() - at)).rev().find_map(|len| Some((len, *NAMES.get(&words[at..at + len].join(" "))?)));
        let Some((len, region)) = known else {
            at += 1;
            continue;
        };
        if !found.contains(&region) {
            found.push(region);
        }
        at += len;
    }
    found
}

fn plain(text: &str) -> Vec<String> {
    fold(text).split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_go_by_many_names() {
        let names = |text: &str| all_in(text).into_iter().map(|region| format!("{}{}", region.name, region.part.unwrap_or_default())).collect::<Vec<_>>();
        assert_eq!(names("AMER-E"), ["AMERE"]);
        assert_eq!(names("the Americas"), ["AMER"]);
        assert_eq!(names("US West (Portland)"), ["AMERW"]);
        assert_eq!(names("Bengaluru, APAC"), ["APAC"]);
        assert_eq!(names("Zürich"), ["EMEA"]);
        assert_eq!(names("São Paulo"), ["AMER"]);
        assert_eq!(names("AMER and EMEA"), ["AMER", "EMEA"]);
        assert_eq!(names("Europe/Middle East/Africa"), ["EMEA"]);
        assert!(names("somewhere nice").is_empty());
        assert!(all_in("AMER")[0].agrees(all_in("US East")[0]));
        assert!(!all_in("AMER-W")[0].agrees(all_in("US East")[0]));
    }
}
