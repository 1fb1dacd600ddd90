//! The words of the catalogue, ready to be found in a text: classes of phrases, places and their regions, and what counts as an ordinary word.

use super::catalogue::Words;
use super::hashed::Hashed;
use super::near::Near;
use super::phrases::Phrases;
use super::stem::hash;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Most classes a catalogue may have: one bit each.
pub const MAX_CLASSES: usize = 128;

/// Masked words: what stands for every name, number, date, time, place.
pub mod mask {
    pub const NAME: &str = "<name>";
    pub const ASE: &str = "<ase>";
    pub const ORG: &str = "<org>";
    pub const NUM: &str = "<num>";
    pub const DATE: &str = "<date>";
    pub const TIME: &str = "<time>";
    pub const PLACE: &str = "<place>";
    pub const REGION: &str = "<region>";
    pub const HANDLE: &str = "<handle>";
    pub const CHANNEL: &str = "<channel>";
    pub const URL: &str = "<url>";
    pub const BLANK: &str = "<blank>";
}

/// The classes between which the features look for ties.
#[derive(Default)]
pub struct Ties {
    pub place: u128,
    /// Absence, hours, age of tickets, emergencies, what is done.
    pub topics: [u128; 5],
    /// Whom something may belong to.
    pub entities: [u128; 10],
    /// What a person may be.
    pub roles: [u128; 9],
    /// Whom a sentence may be about in place of the ASE.
    pub others: u128,
    /// What is asked, denied, put off or over.
    pub doubts: u128,
    /// All places, topics, entities and roles: a word of none of these has no tie.
    pub any: u128,
}

/// One of the support regions, as the catalogue spells it.
pub type RegionId = u8;

pub struct Lexicon {
    classes: Vec<String>,
    bits: HashMap<u32, u128, Hashed>,
    /// Hash of each class's name: what the model knows it by.
    hashes: Vec<u32>,
    phrases: Phrases,
    /// First word of a place → the rest of its words and its region; several regions when the name is ambiguous.
    places: HashMap<String, Vec<(Vec<String>, RegionId)>>,
    /// The first words of the places and the towns: few words of a text are among them.
    place_starts: HashSet<u32, Hashed>,
    regions: Vec<String>,
    /// Stems that are ordinary words although they may stand capitalised at the start of a sentence.
    ordinary: HashSet<u32, Hashed>,
    /// The classes that the trained model knows; a question's own cues and the names of the regions are not among them.
    trained: u128,
    /// The classes of the role itself.
    role: u128,
    /// The classes of words that are no surname behind a given name: roles and tools.
    no_surname: u128,
    ties: Ties,
    near: Near,
}

/// Classes whose words count although a letter is wrong.
const MATTER: &[&str] = &[
    "ase",
    "role",
    "leave",
    "busy",
    "absent",
    "unavailable",
    "cover",
    "hours",
    "off-hours",
    "day-ended",
    "night",
    "old-tickets",
    "before",
    "emergency",
    "crisis",
    "non-emergency",
    "oncall",
    "assign",
    "take",
    "reply",
    "keep",
    "finish",
    "wait",
    "notify",
    "process",
    "queue",
    "manager",
    "ticket",
    "region-word",
    "timezone",
    "weekday",
    "defer",
    "placeholder",
    "customer",
    "other-role",
    "former",
    "new-tickets",
    "all-tickets",
];

impl Lexicon {
    #[must_use]
    pub fn new(words: &Words, ordinary: &[u32]) -> Lexicon {
        // Both take some milliseconds, which every start waits for. A thread of its own: one of the pool might go on with a job that waits for this lexicon.
        std::thread::scope(|scope| {
            let near = std::thread::Builder::new().spawn_scoped(scope, || Lexicon::near(words));
            let mut lexicon = Lexicon::of(words, ordinary);
            lexicon.near = match near.map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(near)) => near,
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(_) => Lexicon::near(words),
            };
            lexicon
        })
    }

    fn near(words: &Words) -> Near {
        let mut near = Near::default();
        for (_, phrases) in words.classes.iter().filter(|(name, _)| MATTER.contains(&name.as_str())) {
            near.add(phrases);
        }
        near
    }

    fn of(words: &Words, ordinary: &[u32]) -> Lexicon {
        let mut lexicon = Lexicon {
            classes: Vec::new(),
            bits: HashMap::default(),
            hashes: Vec::new(),
            phrases: Phrases::default(),
            places: HashMap::new(),
            place_starts: TOWNS.iter().map(|(town, _)| hash(town.split(' ').next().unwrap_or_default().as_bytes())).collect(),
            regions: Vec::new(),
            ordinary: ordinary.iter().copied().collect(),
            trained: 0,
            role: 0,
            no_surname: 0,
            ties: Ties::default(),
            near: Near::default(),
        };
        for (name, phrases) in &words.classes {
            lexicon.add(name, phrases);
        }
        lexicon.trained = 1_u128.checked_shl(u32::try_from(lexicon.classes.len()).unwrap_or(u32::MAX)).map_or(u128::MAX, |bit| bit - 1);
        let any = |names: &[&str]| names.iter().fold(0, |bits, n| bits | lexicon.class(n));
        let mut ties = Ties {
            place: any(&["region-word", "timezone"]),
            topics: [
                any(&["leave", "busy", "absent", "unavailable", "cover"]),
                any(&["off-hours", "day-ended", "night", "hours", "clock"]),
                any(&["old-tickets", "before"]),
                any(&["emergency", "crisis"]),
                any(&["assign", "take", "keep", "reply"]),
            ],
            entities: [
                any(&["ase", "role"]),
                any(&["other-role"]),
                any(&["customer", "customer-place"]),
                any(&["she"]),
                any(&["they"]),
                any(&["me"]),
                any(&["we"]),
                any(&["you"]),
                any(&["oncall"]),
                any(&["queue", "manager"]),
            ],
            roles: [
                any(&["former"]),
                any(&["vacant"]),
                any(&["other-role"]),
                any(&["cover"]),
                any(&["ase"]),
                any(&["role"]),
                any(&["owner-of-account"]),
                any(&["manager"]),
                any(&["customer"]),
            ],
            others: any(&["other-role", "customer", "customer-place", "former", "cover", "vacant"]),
            doubts: any(&["placeholder", "placeholder-weak", "defer", "retract", "past-report", "wish", "negation", "former", "vacant"]),
            any: 0,
        };
        ties.any = ties.topics.iter().chain(&ties.entities).chain(&ties.roles).fold(ties.place, |all, bits| all | bits);
        let no_surname = any(&["ase", "role", "other-role", "tech", "weekday", "month", "oncall", "region-word", "timezone", "manager", "customer"]);
        (lexicon.role, lexicon.no_surname, lexicon.ties) = (any(&["ase", "role"]), no_surname, ties);
        for (name, phrases) in &words.more {
            lexicon.add(name, phrases);
        }
        for (region, places) in &words.places {
            let id = u8::try_from(lexicon.regions.len()).unwrap_or(u8::MAX);
            lexicon.regions.push(region.clone());
            for place in places {
                let mut parts = place.split([' ', '-', '.', '\'']).filter(|w| !w.is_empty()).map(str::to_lowercase);
                if let Some(first) = parts.next() {
                    lexicon.place_starts.insert(hash(first.as_bytes()));
                    lexicon.places.entry(first).or_default().push((parts.collect(), id));
                }
            }
        }
        for list in lexicon.places.values_mut() {
            list.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        lexicon
    }

    fn add(&mut self, name: &str, phrases: &[String]) {
        let known = self.classes.iter().position(|c| c == name);
        let class = known.unwrap_or_else(|| {
            self.classes.push(name.to_owned());
            self.hashes.push(hash(name.as_bytes()));
            self.bits.insert(hash(name.as_bytes()), 1 << self.bits.len().min(MAX_CLASSES - 1));
            self.classes.len() - 1
        });
        let Ok(class) = u8::try_from(class.min(MAX_CLASSES - 1)) else { return };
        for phrase in phrases {
            let stems = phrase_stems(phrase);
            // A single word is ordinary; the words of a phrase are too.
            self.ordinary.extend(&stems);
            self.phrases.add(&stems, 1 << class);
        }
    }

    #[must_use]
    pub fn class(&self, name: &str) -> u128 {
        self.bits.get(&hash(name.as_bytes())).copied().unwrap_or(0)
    }

    /// The classes of the role itself: "ASE", "assigned engineer".
    #[must_use]
    pub fn role(&self) -> u128 {
        self.role
    }

    /// The classes of words that are no surname behind a given name.
    #[must_use]
    pub fn no_surname(&self) -> u128 {
        self.no_surname
    }

    #[must_use]
    pub fn ties(&self) -> &Ties {
        &self.ties
    }

    #[must_use]
    pub fn trained(&self, bits: u128) -> u128 {
        bits & self.trained
    }

    #[must_use]
    pub fn class_name(&self, index: usize) -> &str {
        self.classes.get(index).map_or("", String::as_str)
    }

    #[must_use]
    pub fn class_hash(&self, index: usize) -> u32 {
        self.hashes.get(index).copied().unwrap_or(0)
    }

    #[must_use]
    pub fn is_ordinary(&self, stem: u32) -> bool {
        self.ordinary.contains(&stem)
    }

    /// The stem of the word that matters and from which this unknown one (in lower case) differs by one letter.
    #[must_use]
    pub fn nearly(&self, word: &str) -> Option<u32> {
        self.near.find(word)
    }

    #[must_use]
    pub fn region(&self, id: RegionId) -> &str {
        self.regions.get(usize::from(id)).map_or("", String::as_str)
    }

    /// Calls `found(first, end, classes)` for each phrase in a run of stems that starts within `firsts`.
    pub fn find(&self, stems: &[u32], firsts: Range<usize>, found: impl FnMut(usize, usize, u128)) {
        self.phrases.find(stems, firsts, found);
    }

    /// The most words that a phrase has.
    #[must_use]
    pub fn longest_phrase(&self) -> usize {
        self.phrases.longest()
    }

    /// The word (in lower case) is a place by itself.
    #[must_use]
    pub fn is_place(&self, word: &str) -> bool {
        self.place(hash(word.as_bytes()), |i| (i == 0).then_some(Cow::Borrowed(word))).is_some()
    }

    /// The longest place that starts with the first of the words (in lower case, by their number; the hash of the first one is given): how many words it
    /// has, and its region unless ambiguous.
    #[must_use]
    pub fn place<'a>(&self, first: u32, word: impl Fn(usize) -> Option<Cow<'a, str>>) -> Option<(usize, Option<RegionId>)> {
        if !self.place_starts.contains(&first) {
            return None;
        }
        let Some(list) = self.places.get(word(0)?.as_ref()) else { return self.town(word) };
        let hit = list.iter().find(|(rest, _)| rest.iter().enumerate().all(|(i, part)| word(i + 1).is_some_and(|w| w == part.as_str())));
        let Some(hit) = hit else { return self.town(word) };
        let ambiguous = list.iter().any(|(rest, region)| *rest == hit.0 && *region != hit.1);
        Some((hit.0.len() + 1, (!ambiguous).then_some(hit.1)))
    }
}

/// Most words of a town's name.
const TOWN_WORDS: usize = 4;

/// The long list of towns, each with its region, in the order of their bytes.
static TOWNS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| include_str!("towns.txt").lines().filter_map(|line| line.split_once('\t')).collect());

impl Lexicon {
    /// A town of the long list that starts with the first of the words.
    fn town<'a>(&self, word: impl Fn(usize) -> Option<Cow<'a, str>>) -> Option<(usize, Option<RegionId>)> {
        let mut name = word(0)?.into_owned();
        let mut longest = None;
        for n in 1..=TOWN_WORDS {
            if let Ok(found) = TOWNS.binary_search_by_key(&name.as_str(), |(town, _)| town) {
                longest = Some((n, self.regions.iter().position(|region| region == TOWNS[found].1).and_then(|id| RegionId::try_from(id).ok())));
            }
            let Some(next) = word(n) else { break };
            name.extend([" ", next.as_ref()]);
        }
        longest
    }
}

/// The stems of a phrase of the catalogue, cut as the text is.
fn phrase_stems(phrase: &str) -> Vec<u32> {
    let mut out = Vec::new();
    for word in phrase.split_whitespace() {
        if word.starts_with('<') && word.len() > 1 {
            out.push(hash(word.as_bytes()));
            continue;
        }
        for raw in super::tokens::words(word) {
            out.push(hash(raw.as_bytes()));
        }
    }
    out
}
