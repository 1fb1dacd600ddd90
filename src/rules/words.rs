//! Words for messages: values between backticks, lists in a sentence, and 'did you mean'.

/// How many characters of a value a message shows.
const SHOWN: usize = 60;
/// Longer words are not compared: nobody mistypes a key of this length, and the comparison is quadratic.
const COMPARED: usize = 64;

/// A value between backticks as messages name it: on one line, without characters that a terminal acts on, and cut when long.
pub fn code(text: &str) -> String {
    let shown = visible(text);
    // One backtick more than any run of them in the value, so that it is plain where that ends.
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if shown.starts_with('`') || shown.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{shown}{pad}{fence}")
}

/// A value on one line, without characters that a terminal acts on or that hide text, and cut when long.
pub fn visible(text: &str) -> String {
    line(text, SHOWN)
}

/// A text on one line of at most `most` characters, without characters that a terminal acts on or that hide text.
pub fn line(text: &str, most: usize) -> String {
    let mut shown = String::new();
    for (count, character) in text.trim().chars().enumerate() {
        if count == most {
            shown.push('…');
            break;
        }
        match character {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => shown.push(' '),
            hidden if hidden.is_control() || is_invisible(hidden) => shown.push('\u{fffd}'),
            other => shown.push(other),
        }
    }
    shown
}

/// Whether the character is a mark of text direction or has no width and no use in any script.
pub fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// `a`, `a or b`, `a, b or c`.
pub fn either(words: &[String]) -> String {
    joined(words, "or")
}

/// `a`, `a and b`, `a, b and c`.
pub fn all_of(words: &[String]) -> String {
    joined(words, "and")
}

fn joined(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [firsts @ .., end] => format!("{} {last} {end}", firsts.join(", ")),
    }
}

/// What is said of a key that stands twice: the message, the help, and the words for the first one.
pub fn stands_twice(key: &str) -> (String, String, String) {
    let key = code(key);
    (format!("the key {key} stands twice in one mapping"), format!("keep one {key}, with the value that holds"), format!("the first {key}"))
}

/// The candidate that `word` was probably meant to be.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.chars().nth(COMPARED).is_some() {
        return None;
    }
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let word = plain(word);
    let score = |candidate: &str| {
        let candidate = plain(candidate);
        if candidate == word {
            return Some(2.0);
        }
        let similarity = strsim::jaro_winkler(&word, &candidate);
        // Two letters make a word of three letters any other one.
        let allowed = (candidate.chars().count().max(word.chars().count()) / 3).clamp(1, 2);
        let near = similarity >= 0.8 || strsim::damerau_levenshtein(&word, &candidate) <= allowed;
        near.then_some(similarity)
    };
    let scored =
        candidates.into_iter().filter(|candidate| candidate.chars().nth(COMPARED).is_none()).filter_map(|candidate| Some((score(candidate)?, candidate)));
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_on_one_line_without_tricks() {
        assert_eq!(code("a\nb\u{1b}[31m\u{202e}"), "`a b\u{fffd}[31m\u{fffd}`");
        assert_eq!(code("`x`"), "`` `x` ``");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code(&"é".repeat(70)), format!("`{}…`", "é".repeat(60)));
    }

    #[test]
    fn near_words_are_found_and_others_are_not() {
        let keys = ["id", "name", "notes", "details"];
        for (word, meant) in [("nme", "name"), ("note", "notes"), ("Notes", "notes"), ("detials", "details"), ("ID", "id"), ("notse", "notes")] {
            assert_eq!(nearest(word, keys), Some(meant), "{word}");
        }
        for word in ["region", "tags", "to", "x", "salesforce_id", "url", ""] {
            assert_eq!(nearest(word, keys), None, "{word}");
        }
    }
}
