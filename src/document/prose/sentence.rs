//! Cuts a line into sentences and clauses.

use std::ops::Range;

/// Words that end with a full stop without ending a sentence.
const ABBREVIATIONS: &[&str] = &[
    "dr",
    "mr",
    "mrs",
    "ms",
    "prof",
    "st",
    "sr",
    "jr",
    "fr",
    "hr",
    "no",
    "nr",
    "tel",
    "e.g",
    "i.e",
    "eg",
    "ie",
    "etc",
    "vs",
    "approx",
    "incl",
    "excl",
    "resp",
    "ca",
    "cf",
    "min",
    "max",
    "mgr",
    "dept",
    "ext",
    "est",
    "inc",
    "ltd",
    "co",
    "corp",
    "bzw",
    "z.b",
    "esp",
    "temp",
    "ref",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thurs",
    "fri",
    "sat",
    "sun",
    "w",
    "c/o",
    "a.k.a",
    "viz",
    "sra",
    "sta",
    "dr.-ing",
    "dipl.-ing",
    "attn",
];
/// Clipped words, which may end a sentence: they do before a capital letter.
const CLIPPED: &[&str] = &["eng", "engr", "vac", "wk", "wks", "mtg", "cust", "acct", "mgmt", "avail", "poss"];
/// No abbreviation has more bytes.
const LONGEST_ABBREVIATION: usize = 12;
/// Marks between the parts of a one-line note, surrounded by blanks.
const SEPARATORS: &[&str] = &["·", "||", "|", "//", "•", "/", "¦", "‖", "+++", "--", "§", "~", "▸", "★", "✦", "◆"];

/// The parts of a one-line note (`ASE Kim · EMEA · old → untouched`): at least three of them between the same marks, or two around a mark that is never prose.
pub(super) fn segments(text: &str, at: usize) -> Vec<Range<usize>> {
    // Most lines have none of them, and no arrow.
    let found = text.bytes().fold(0, |found, byte| found | SEPARATING[usize::from(byte)]);
    let begins = |mark: &str| mark.bytes().next().is_some_and(|b| found & SEPARATING[usize::from(b)] != 0);
    for mark in SEPARATORS.iter().filter(|mark| begins(mark)) {
        let Some(first) = mark.chars().next() else { continue };
        let mut cuts = Vec::new();
        let mut from = 0;
        // By its first character: a search for a text costs more than most lines do.
        while let Some(i) = text[from..].find(first).map(|i| i + from) {
            if !text[i..].starts_with(mark) {
                from = i + first.len_utf8();
                continue;
            }
            let end = i + mark.len();
            let outer = *mark == "||";
            let before = outer && i == 0 || text[..i].ends_with(char::is_whitespace);
            if before && (outer && end == text.len() || text[end..].starts_with(char::is_whitespace)) {
                cuts.push(i..end);
            }
            from = end;
        }
        let enough = if matches!(*mark, "·" | "||" | "|" | "//" | "•" | "¦" | "‖") { 1 } else { 2 };
        if cuts.len() >= enough {
            let mut out = Vec::new();
            let mut start = 0;
            for cut in cuts.into_iter().chain(std::iter::once(text.len()..text.len())) {
                out.extend(trim(text, start..cut.start));
                start = cut.end;
            }
            return out.into_iter().map(|r| r.start + at..r.end + at).collect();
        }
    }
    let whole = || trim(text, 0..text.len()).map(|r| r.start + at..r.end + at).into_iter().collect();
    let arrow = found & (SEPARATING[usize::from(b'>')] | SEPARATING[0x80]) != 0;
    if arrow { chain(text, at).unwrap_or_else(whole) } else { whole() }
}

/// For each byte that a separator may begin with, and for the end of an arrow, a bit of its own; one for all that are outside of ASCII.
const SEPARATING: [u8; 256] = {
    let mut bits = [0; 256];
    let ascii = b"|/+-~=>";
    let mut at = 0;
    while at < ascii.len() {
        bits[ascii[at] as usize] = 2 << at;
        at += 1;
    }
    let mut byte = 0x80;
    while byte < 256 {
        bits[byte] = 1;
        byte += 1;
    }
    bits
};

/// `ASE Kim -> EMEA -> late: reply -> old: hers`: arrows between entries, where "P1 -> page -> tell Kim" is one instruction.
fn chain(text: &str, at: usize) -> Option<Vec<Range<usize>>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for (i, arrow) in text.match_indices(['>', '→']) {
        let start = match arrow {
            ">" if text[..i].ends_with(" -") || text[..i].ends_with(" =") => i - 1,
            "→" => i,
            _ => continue,
        };
        parts.extend(trim(text, from..start));
        from = i + arrow.len();
    }
    parts.extend(trim(text, from..text.len()));
    let entries = parts.iter().filter(|p| text[(*p).clone()].contains([':', '='])).count();
    (parts.len() > 3 && entries > 1).then(|| parts.into_iter().map(|r| r.start + at..r.end + at).collect())
}

/// The options of a form in one line, `( ) AMER (x) EMEA`, each with whether it is ticked.
pub(super) fn options(text: &str, at: usize) -> Vec<(Range<usize>, bool)> {
    let mut marks: Vec<(Range<usize>, bool)> = Vec::new();
    // Most lines have none.
    if !text.bytes().any(|b| matches!(b, b'(' | b'[' | 0xe2)) {
        return Vec::new();
    }
    let starts = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'(' | b'[' | 0xe2));
    for (i, open) in starts.filter_map(|(i, _)| Some((i, opens(&text.as_bytes()[i..])?))) {
        let rest = &text[i + open.len()..];
        let close = if open == "(" { b')' } else { b']' };
        let inside = rest.bytes().take(4).position(|byte| byte == close).map(|n| &rest[..n]);
        let mark = match (open, inside.map(str::trim)) {
            ("☐", _) => Some((i..i + open.len(), false)),
            ("☑" | "☒", _) => Some((i..i + open.len(), true)),
            (_, Some("")) => Some((i..i + inside.map_or(0, str::len) + 2, false)),
            (_, Some("x" | "X" | "✓" | "✔")) => Some((i..i + inside.map_or(0, str::len) + 2, true)),
            _ => None,
        };
        // `[](link)` and a call `f()` are none.
        marks.extend(mark.filter(|(r, _)| text[..r.start].chars().next_back().is_none_or(char::is_whitespace) && text[r.end..].starts_with(' ')));
    }
    let ends: Vec<usize> = marks.iter().skip(1).map(|(r, _)| r.start).chain([text.len()]).collect();
    if marks.len() < 2 {
        return Vec::new();
    }
    marks
        .into_iter()
        .zip(ends)
        .filter_map(|((mark, ticked), end)| Some((trim(text, mark.end..end)?, ticked)))
        .map(|(r, t)| (r.start + at..r.end + at, t))
        .collect()
}

/// What a box begins with, when a text does.
fn opens(text: &[u8]) -> Option<&'static str> {
    match text[0] {
        b'(' => Some("("),
        b'[' => Some("["),
        0xe2 => ["☐", "☑", "☒"].into_iter().find(|open| text.starts_with(open.as_bytes())),
        _ => None,
    }
}

/// The sentences of a line. A question mark always ends one, a full stop unless an abbreviation, an initial or a number stands before it.
pub(super) fn sentences(text: &str, at: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut from = 0;
    let ascii = text.is_ascii();
    let next = |bytes: &[u8]| {
        if ascii { memchr::memchr3(b'.', b'!', b'?', bytes) } else { bytes.iter().position(|b| matches!(b, b'.' | b'!' | b'?') || !b.is_ascii()) }
    };
    while let Some(found) = next(&text.as_bytes()[from..]) {
        let i = from + found;
        let Some(c) = text[i..].chars().next() else { break };
        from = i + c.len_utf8();
        let closing = |d: char| matches!(d, '.' | '!' | '?' | '"' | '\'' | '”' | '’' | ')' | '*' | ']' | '»');
        let wide = matches!(c, '。' | '！' | '？' | '…');
        if !(matches!(c, '.' | '!' | '?') || wide) {
            continue;
        }
        let rest = text[from..].trim_start_matches(closing);
        let end = text.len() - rest.len();
        from = end;
        let next = rest.trim_start();
        if !wide && !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
            continue;
        }
        // The dots of a form lead to its value.
        if text[i..].starts_with("....") {
            continue;
        }
        if c == '.' && end == i + 1 && abbreviated(&text[start..i], next) {
            continue;
        }
        // "(see below?) and", "the "who?" line": the sentence goes on.
        if end > i + 1 && next.starts_with([',', ';', ':']) {
            continue;
        }
        out.extend(trim(text, start..end));
        start = end;
    }
    out.extend(trim(text, start..text.len()));
    out.into_iter().map(|r| r.start + at..r.end + at).collect()
}

/// The clauses between semicolons, outside of parentheses.
pub(super) fn clauses(text: &str, at: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    if !text.contains(';') {
        out.extend(trim(text, 0..text.len()).map(|r| r.start + at..r.end + at));
        return out;
    }
    let (mut start, mut depth) = (0, 0_usize);
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            // "TL;DR" is one word.
            ';' if depth == 0 && !(text[..i].ends_with(char::is_uppercase) && text[i + 1..].starts_with(char::is_uppercase)) => {
                out.extend(trim(text, start..i));
                start = i + 1;
            }
            _ => {}
        }
    }
    out.extend(trim(text, start..text.len()));
    out.into_iter().map(|r| r.start + at..r.end + at).collect()
}

fn abbreviated(before: &str, next: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(' || c == '/').next().unwrap_or("");
    if next.is_empty() {
        return false;
    }
    let lower = if word.len() <= LONGEST_ABBREVIATION { word.to_lowercase() } else { String::new() };
    // "1." and "2)" in running text, "v16.", and "Marco D. is": an initial.
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic) && !matches!(word, "I" | "i" | "a");
    let number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()) && before.trim() == word;
    let word_too = matches!(lower.as_str(), "mar" | "sat" | "sun" | "no" | "est" | "st" | "w" | "co" | "min" | "max" | "ref" | "temp")
        && !next.starts_with(|c: char| c.is_numeric())
        && lower == word;
    let clipped = CLIPPED.contains(&lower.as_str()) && !next.starts_with(char::is_uppercase);
    (ABBREVIATIONS.contains(&lower.as_str()) && !word_too) || clipped || initial || number
}

pub(super) fn trim(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    let end = range.end - (part.len() - part.trim_end().len());
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text, 0).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn abbreviations_times_links_and_versions_do_not_end_a_sentence() {
        assert_eq!(
            cut("Dr. Kim, e.g. at 17.30, reads https://a.test/x?y=1 on v16.2 daily. Then stops."),
            ["Dr. Kim, e.g. at 17.30, reads https://a.test/x?y=1 on v16.2 daily.", "Then stops."]
        );
        assert_eq!(cut("Ask Marco D. first. K. joins."), ["Ask Marco D. first.", "K. joins."]);
        assert_eq!(cut("ase: t. nakai. old: stay."), ["ase: t. nakai.", "old: stay."]);
        assert_eq!(cut("Page the on-call eng. (by phone) first."), ["Page the on-call eng. (by phone) first."]);
        assert_eq!(cut("Page the on-call eng. Then tell Kim."), ["Page the on-call eng.", "Then tell Kim."]);
        assert_eq!(cut("Herr Dr.-Ing. Aumann has them."), ["Herr Dr.-Ing. Aumann has them."]);
    }

    #[test]
    fn questions_and_terse_lower_case_sentences_are_cut() {
        assert_eq!(cut("away? reply, cc self. older tix: no change."), ["away?", "reply, cc self.", "older tix: no change."]);
        assert_eq!(cut("\"Gone home?\" Then reply."), ["\"Gone home?\"", "Then reply."]);
    }

    #[test]
    fn chains_and_options() {
        let parts = |text: &'static str| segments(text, 0).into_iter().map(|r| &text[r]).collect::<Vec<_>>();
        assert_eq!(parts("ASE Kim -> EMEA -> late: reply -> old: hers"), ["ASE Kim", "EMEA", "late: reply", "old: hers"]);
        assert!(SEPARATORS.iter().chain(&["->", "=>", "→"]).all(|mark| mark.bytes().next().is_some_and(|byte| SEPARATING[usize::from(byte)] != 0)));
        assert_eq!(parts("ASE Kim => EMEA => late: reply => old: hers").len(), 4);
        assert_eq!(parts("P1 -> page -> CEOC -> tell Kim").len(), 1);
        assert_eq!(parts("|| ASE Kim || sick: Bo || old: hers ||"), ["ASE Kim", "sick: Bo", "old: hers"]);
        let text = "Region: ( ) AMER (x) EMEA";
        assert_eq!(options(text, 0).into_iter().map(|(r, t)| (&text[r], t)).collect::<Vec<_>>(), [("AMER", false), ("EMEA", true)]);
        assert!(options("a (b) [c](d) f() [x] g", 0).is_empty());
    }

    #[test]
    fn one_liners_and_clauses() {
        let text = "ASE Kim · EMEA · old → as is";
        assert_eq!(segments(text, 0).into_iter().map(|r| &text[r]).collect::<Vec<_>>(), ["ASE Kim", "EMEA", "old → as is"]);
        let text = "a (b; c); d";
        assert_eq!(clauses(text, 0).into_iter().map(|r| &text[r]).collect::<Vec<_>>(), ["a (b; c)", "d"]);
    }
}
