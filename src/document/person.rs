//! Whether two names are one person's: first names, handles, initials, nicknames, accents.

use std::borrow::Cow;

use super::letters::fold;

/// Words that are no part of a name.
const TITLES: &[&str] = &["dr", "mr", "mrs", "ms", "mx", "prof", "sir", "she", "her", "hers", "he", "him", "his", "they", "them", "theirs", "ase", "tbc"];

/// Short forms that are not the beginning of the long one; each line is one name.
const NICKNAMES: &[&[&str]] = &[
    &["robert", "rob", "robby", "bob", "bobby"],
    &["william", "will", "bill", "billy", "liam"],
    &["richard", "rick", "ricky", "dick", "rich"],
    &["james", "jim", "jimmy", "jamie"],
    &["john", "jon", "jack", "johnny"],
    &["michael", "mike", "mick", "mikey"],
    &["thomas", "tom", "tommy"],
    &["anthony", "tony"],
    &["edward", "ed", "ted", "eddie", "ned"],
    &["charles", "charlie", "chuck", "chas"],
    &["henry", "harry", "hank"],
    &["steven", "stephen", "steve"],
    &["geoffrey", "jeffrey", "geoff", "jeff"],
    &["andrew", "andy", "drew"],
    &["elizabeth", "liz", "beth", "betty", "lisa", "eliza", "libby"],
    &["katherine", "catherine", "kathryn", "kate", "katie", "kathy", "cathy", "kat"],
    &["margaret", "maggie", "meg", "peggy", "greta"],
    &["jennifer", "jenny", "jen"],
    &["patricia", "pat", "patty", "trish"],
    &["deborah", "debra", "deb", "debbie"],
    &["alexander", "alexandra", "alex", "sasha", "sandra", "lex"],
    &["francis", "frances", "frank", "francisco", "paco"],
    &["joseph", "joe", "jose", "pepe"],
    &["david", "dave", "davy"],
    &["lawrence", "laurence", "larry"],
    &["nicholas", "nicolas", "nick", "nico"],
    &["rebecca", "becky", "becca"],
    &["susan", "sue", "suzanne", "susie"],
    &["theodore", "theo", "ted"],
    &["victoria", "vicky", "tori"],
    &["yevgeny", "evgeny", "eugene", "zhenya"],
    &["mohammed", "mohamed", "muhammad", "mo"],
];

/// Whether the two may be the same person. One is usually the whole name of the table, the other what a note calls them.
pub fn is_same(one: &str, other: &str) -> bool {
    one.chars().nth(200).is_none() && other.chars().nth(200).is_none() && (calls(one, other) || calls(other, one))
}

/// The people that a cell names: `Jill Smith, Tom Berg`, `Jill Smith / Tom Berg`, `Jill and Tom`.
pub fn all_in(cell: &str) -> Vec<&str> {
    const MARKS: [&str; 5] = [" and ", " & ", "/", ";", "+"];
    let mut names = vec![cell];
    if !cell.contains(',') && !MARKS.iter().any(|mark| cell.contains(mark)) {
        names = vec![cell.trim()];
        names.retain(|name| has_words(name));
        return names;
    }
    for mark in MARKS {
        names = names.into_iter().flat_map(|name| name.split(mark)).collect();
    }
    // `Smith, Jill` is one person, `Jill Smith, Tom Berg` are two.
    let names = names.into_iter().flat_map(|name| {
        if !name.contains(',') {
            return vec![name];
        }
        let parts: Vec<&str> = name.split(',').map(str::trim).collect();
        if parts.len() == 2 && parts.iter().all(|part| words(part).len() == 1 && !part.starts_with('@')) { vec![name] } else { parts }
    });
    names.map(str::trim).filter(|name| has_words(name)).collect()
}

/// Whether a name has any words.
fn has_words(name: &str) -> bool {
    let plain = !name.contains(['(', '[', ')', ']']) && name.bytes().any(|byte| byte.is_ascii_alphanumeric());
    plain || !words(name).is_empty()
}

/// The name for comparing cells: without case, accents, titles and what stands in brackets.
pub fn key(name: &str) -> String {
    let mut words = words(name);
    words.sort();
    words.join(" ")
}

fn calls(short: &str, whole: &str) -> bool {
    let (called, words) = (words(short), words(whole));
    if called.is_empty() || words.is_empty() {
        return false;
    }
    let aside = handles(whole);
    if handles(short).iter().any(|handle| aside.contains(handle) || is_handle_of(handle, &words)) {
        return true;
    }
    if let [word] = &called[..]
        && (is_handle_of(word, &words) || aside.contains(word))
    {
        return true;
    }
    is_part(&called, &words)
}

/// Each word of the shorter name is a word of the whole one, written out, as a nickname, or as an initial beside a whole word.
fn is_part(called: &[String], words: &[String]) -> bool {
    let mut left: Vec<&String> = words.iter().collect();
    let mut has_word = false;
    let initials_last = |word: &&String| word.chars().count() == 1;
    let (initials, whole): (Vec<&String>, Vec<&String>) = called.iter().partition(initials_last);
    for word in whole {
        let Some(at) = left.iter().position(|part| is_one_name(word, part)) else { return false };
        has_word |= left[at].chars().count() > 1;
        left.remove(at);
    }
    for initial in initials {
        let Some(at) = left.iter().position(|part| part.starts_with(initial.as_str())) else { return false };
        left.remove(at);
    }
    has_word
}

fn is_one_name(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    if !one.is_ascii() || !other.is_ascii() {
        // Scripts that write names without blanks.
        return one.contains(other) || other.contains(one);
    }
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    (short.len() >= 3 && long.starts_with(short)) || NICKNAMES.iter().any(|name| [one, other].iter().all(|word| name.iter().any(|form| fold(form) == **word)))
}

/// `jill`, `jillsmith`, `jill-s`, `jsmith`, `smithj`, `jsmith2` for Jill Smith.
fn is_handle_of(handle: &str, words: &[String]) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let is_word_in = |word: &str| word.chars().count() >= 3 && handle.contains(word);
    if is_word_in(first) || (words.len() == 1 && first.contains(handle) && handle.chars().count() >= 3) {
        return true;
    }
    if words.len() < 2 {
        return false;
    }
    let initial: String = first.chars().take(1).collect();
    let last_initial: String = last.chars().take(1).collect();
    handle.contains(&format!("{initial}{last}"))
        || handle.contains(&format!("{last}{initial}"))
        || handle.contains(&format!("{last}{first}"))
        || handle.contains(&format!("{first}{last_initial}"))
        || (last.chars().count() >= 5 && handle.contains(last.as_str()))
}

/// The handles in a name, without marks: `@jill.smith` is `jillsmith`.
fn handles(name: &str) -> Vec<String> {
    name.split(|char: char| char.is_whitespace() || matches!(char, '(' | ')' | ',' | '[' | ']'))
        .filter_map(|word| word.strip_prefix('@'))
        .map(|word| fold(word).chars().filter(|char| char.is_alphanumeric()).collect())
        .filter(|word: &String| !word.is_empty())
        .collect()
}

/// The words of a name without case, accents, titles and what stands in brackets; a handle is one word.
fn words(name: &str) -> Vec<String> {
    let outside = outside_brackets(name);
    let outside = if outside.trim().is_empty() { name } else { &outside };
    let mut words: Vec<String> = Vec::new();
    for word in outside.split_whitespace() {
        let folded = fold(word);
        if word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            words.push(folded);
        } else if word.starts_with('@') {
            words.push(folded.chars().filter(|char| char.is_alphanumeric()).collect());
        } else {
            words.extend(
                folded
                    .split(|char: char| !char.is_alphanumeric() && !matches!(char, '\'' | '’'))
                    .map(|part| part.replace(['\'', '’'], ""))
                    .filter(|part| !part.is_empty()),
            );
        }
    }
    let is_name = |word: &String| !TITLES.contains(&word.as_str());
    if words.iter().any(is_name) {
        words.retain(is_name);
    }
    words
}

fn outside_brackets(name: &str) -> Cow<'_, str> {
    if !name.contains(['(', '[', ')', ']']) {
        return Cow::Borrowed(name);
    }
    let mut depth = 0_usize;
    let outside = name.chars().filter(|char| match char {
        '(' | '[' => {
            depth += 1;
            false
        }
        ')' | ']' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    Cow::Owned(outside.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_many_names() {
        for (note, table) in [
            ("Jill", "Jill Smith"),
            ("@jsmith", "Jill Smith"),
            ("jill.smith", "Jill Smith"),
            ("@jill-s", "Jill Smith"),
            ("J. Smith", "Jill Smith"),
            ("Jill S.", "Jill Smith"),
            ("JILL SMITH", "Jill Smith"),
            ("Smith, Jill", "Jill Smith"),
            ("Jill Smith (she/her)", "Jill Smith"),
            ("Jill", "Jill Smith (@jsmith)"),
            ("@tanuki", "Jill Smith (@tanuki)"),
            ("Jill Smith", "@jsmith"),
            ("Dr. Zoe Muller", "Zoë Müller"),
            ("@zmueller", "Zoë Müller"),
            ("Bob Stone", "Robert Stone"),
            ("Mike", "Michael Berg"),
            ("Alex", "Alexandra Reyes"),
            ("Declan O'Rourke", "Declan O’Rourke"),
            ("declan", "Declan O'Rourke"),
            ("Jill Anne Smith", "Jill Smith"),
            ("Anne-Marie", "Anne-Marie Dubois"),
            ("山田", "山田太郎"),
            ("@jsmith2", "Jill Smith"),
        ] {
            assert!(is_same(note, table), "{note} is {table}");
        }
    }

    #[test]
    fn other_people_are_others() {
        for (note, table) in [
            ("Tom", "Jill Smith"),
            ("Jill Jones", "Jill Smith"),
            ("@tberg", "Jill Smith"),
            ("Jo Smith", "Jill Smith"),
            ("T. Smith", "Jill Smith"),
            ("Tom Smith", "Jill Smith"),
            ("", "Jill Smith"),
            ("@", "Jill Smith"),
            ("Wei Chen", "Wen Li"),
        ] {
            assert!(!is_same(note, table), "{note} is not {table}");
        }
    }

    #[test]
    fn a_cell_may_name_several() {
        assert_eq!(all_in("Jill Smith, Tom Berg and @wchen"), ["Jill Smith", "Tom Berg", "@wchen"]);
        assert_eq!(all_in("Smith, Jill"), ["Smith, Jill"]);
        assert_eq!(all_in("Jill Smith / Tom Berg"), ["Jill Smith", "Tom Berg"]);
        assert!(all_in(" - ").is_empty());
        assert_eq!(key("Smith, Jill (AMER)"), key("jill  SMITH"));
    }
}
