//! A visible text as tokens: words by their stem, and one mask for all names, places, numbers, dates and times.

use super::lexicon::{Lexicon, RegionId, mask};
use super::stem::{hash, stem};
use std::borrow::Cow;
use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Word,
    Name,
    Org,
    Place(Option<RegionId>),
    Number,
    Date,
    Time,
    Handle,
    Channel,
    Url,
    /// A placeholder by its shape: `<name>`, `???`, `____`.
    Blank,
    Mark(char),
}

#[derive(Debug, Clone)]
pub struct Token {
    pub sort: Sort,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Hash of the stem or of the mask.
    pub stem: u32,
    /// Hash of a word as it stands, in lower case; 0 of all else.
    pub(super) word: u32,
    /// The classes of the catalogue whose phrases cover it, one bit each.
    pub classes: u128,
    /// Begins a sentence or a line, so that its capital letter says nothing.
    pub first: bool,
    pub capital: bool,
    /// Taken for a name although its line is written in capitals, or without any.
    pub caseless: bool,
    /// Index into the names of the text, for a name or handle.
    pub person: Option<u16>,
}

impl Token {
    pub(super) fn new(sort: Sort, range: Range<usize>, stem: u32) -> Token {
        Token { sort, range, stem, word: 0, classes: 0, first: false, capital: false, caseless: false, person: None }
    }

    pub(super) fn mask(&mut self, sort: Sort, mask: &str) {
        self.sort = sort;
        self.stem = hash(mask.as_bytes());
    }
}

/// The text in lower case; most words are already.
pub(super) fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}

/// The stems of a phrase, cut as a text is.
pub(super) fn words(phrase: &str) -> Vec<String> {
    let mut out = Vec::new();
    cut(phrase, |sort, range, extra| match sort {
        Sort::Word => out.push(stem(extra.unwrap_or(&phrase[range].to_lowercase())).into_owned()),
        Sort::Number => out.push(mask::NUM.to_owned()),
        Sort::Time => out.push(mask::TIME.to_owned()),
        Sort::Date => out.push(mask::DATE.to_owned()),
        Sort::Mark(c) => out.push(c.to_string()),
        _ => {}
    });
    out
}

/// Cuts a text into tokens. Names and places are found later, when all words of the text are known.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut last = 0;
    let mut lower = String::new();
    cut(text, |sort, range, extra| {
        let raw = &text[range.clone()];
        let gap = &text[last..range.start];
        let fresh = out.last().is_none_or(|t| {
            matches!(t.sort, Sort::Mark('?' | '!' | '.' | ':' | '→' | '·' | ';' | '"' | '('))
                || !matches!(gap, "" | " ") && gap.contains(['\n', '\u{b}', '*', '[', '|'])
        });
        last = range.end;
        let name = |id: &str| hash(id.as_bytes());
        let mut word = 0;
        let id = match sort {
            Sort::Word => {
                lower.clear();
                if raw.is_ascii() {
                    lower.push_str(raw);
                    lower.make_ascii_lowercase();
                } else {
                    lower.push_str(&raw.to_lowercase());
                }
                word = name(&lower);
                name(&stem(extra.unwrap_or(&lower)))
            }
            Sort::Number => name(mask::NUM),
            Sort::Date => name(mask::DATE),
            Sort::Time => name(mask::TIME),
            Sort::Handle => name(mask::HANDLE),
            Sort::Channel => name(mask::CHANNEL),
            Sort::Url => name(mask::URL),
            Sort::Blank => name(mask::BLANK),
            Sort::Mark(c) => name(c.encode_utf8(&mut [0; 4])),
            Sort::Name | Sort::Org | Sort::Place(_) => name(""),
        };
        let mut token = Token::new(sort, range, id);
        token.word = word;
        token.first = fresh;
        token.caseless = sort == Sort::Word && raw.starts_with(has_no_case);
        token.capital = extra.is_none() && (raw.starts_with(char::is_uppercase) || token.caseless);
        out.push(token);
    });
    out
}

/// A letter of a script without capitals, such as Japanese, Korean or Arabic: in an English note rather a name than a word.
fn has_no_case(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// What stands between the role and who has it: "ASE: Kim", "the ASE is Kim", "ASE -> Kim".
pub(super) fn joins(text: &str, token: &Token) -> bool {
    matches!(token.sort, Sort::Mark(':' | '→')) || text[token.range.clone()].eq_ignore_ascii_case("is")
}

/// Marks the classes of the catalogue on the tokens.
pub(super) fn classify(tokens: &mut [Token], lexicon: &Lexicon) {
    let stems: Vec<u32> = tokens.iter().map(|t| t.stem).collect();
    lexicon.find(&stems, |from, to, bit| {
        for token in &mut tokens[from..to] {
            token.classes |= bit;
        }
    });
}

/// Gives unknown words with one wrong letter the stem of the word that is meant. A name is left as it is.
pub(super) fn mend(text: &str, tokens: &mut [Token], lexicon: &Lexicon) {
    for token in tokens.iter_mut().filter(|t| t.sort == Sort::Word && t.range.len() >= 5 && !lexicon.is_ordinary(t.stem)) {
        let raw = &text[token.range.clone()];
        let meant = if !token.capital {
            lexicon.nearly(raw)
        } else if token.first && raw.len() >= 7 || raw.bytes().all(|b| b.is_ascii_uppercase()) {
            lexicon.nearly(&raw.to_lowercase())
        } else {
            None
        };
        if let Some(meant) = meant {
            token.stem = meant;
        }
    }
}

/// What a contraction stands for.
const CONTRACTIONS: &[(&str, &str)] = &[("n't", "not"), ("'s", "'s"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'m", "am"), ("'d", "would")];

type Emit<'a> = dyn FnMut(Sort, Range<usize>, Option<&str>) + 'a;

fn cut(text: &str, mut emit: impl FnMut(Sort, Range<usize>, Option<&str>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        let c = text[at..].chars().next().unwrap_or(' ');
        let end = at + c.len_utf8();
        at = if c.is_alphabetic() {
            word(text, at, &mut emit)
        } else if c.is_ascii_digit() {
            number(text, at, &mut emit)
        } else {
            match c {
                '@' | '#' if text[end..].starts_with(char::is_alphabetic) => {
                    let stop = run(text, end, |c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
                    let stop = text[..stop].trim_end_matches(['.', '-']).len().max(end);
                    emit(if c == '@' { Sort::Handle } else { Sort::Channel }, at..stop, None);
                    stop
                }
                '<' if text[end..].starts_with(char::is_alphabetic) => {
                    match text[end..].bytes().take(48).position(|b| b == b'>' || b == b'\n').map(|i| end + i) {
                        Some(stop) if bytes[stop] == b'>' => {
                            emit(Sort::Blank, at..stop + 1, None);
                            stop + 1
                        }
                        _ => end,
                    }
                }
                '-' | '=' if text[end..].starts_with('>') => {
                    emit(Sort::Mark('→'), at..end + 1, None);
                    end + 1
                }
                '→' | '⇒' | '➔' | '➜' | '=' => {
                    emit(Sort::Mark('→'), at..end, None);
                    end
                }
                // "17:30+": from then on.
                '+' if text[..at].ends_with(|d: char| d.is_ascii_digit()) || text.len() == 1 => {
                    emit(Sort::Mark('+'), at..end, None);
                    end
                }
                '?' | '_' => {
                    let stop = run(text, at, |d| d == c);
                    match (c, stop - at) {
                        ('?', 1) => emit(Sort::Mark('?'), at..stop, None),
                        (_, n) if n > 1 => emit(Sort::Blank, at..stop, None),
                        _ => {}
                    }
                    stop
                }
                ':' | '!' | ';' | ',' | '(' | ')' | '·' | '…' => {
                    emit(Sort::Mark(c), at..end, None);
                    end
                }
                '"' | '“' | '”' => {
                    emit(Sort::Mark('"'), at..end, None);
                    end
                }
                '.' if text[end..].starts_with(|c: char| c.is_whitespace()) || end == text.len() => {
                    emit(Sort::Mark('.'), at..end, None);
                    end
                }
                _ if c > '\u{2190}' && !c.is_whitespace() && !('\u{fe00}'..='\u{fe0f}').contains(&c) => {
                    emit(Sort::Word, at..end, None);
                    end
                }
                _ => end,
            }
        };
    }
}

fn run(text: &str, from: usize, keep: impl Fn(char) -> bool) -> usize {
    from + text[from..].find(|c: char| !keep(c)).unwrap_or(text.len() - from)
}

fn word(text: &str, at: usize, emit: &mut Emit<'_>) -> usize {
    let rest = &text[at..];
    if rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.") {
        let stop = run(text, at, |c| !c.is_whitespace() && !matches!(c, ')' | '>' | ']' | '|'));
        emit(Sort::Url, at..stop, None);
        return stop;
    }
    let mut end = run(text, at, |c| c.is_alphanumeric() || ('\u{300}'..'\u{370}').contains(&c));
    // E-mail addresses.
    if text[end..].starts_with('@') && text[end + 1..].starts_with(char::is_alphanumeric) {
        end = run(text, end + 1, |c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
        emit(Sort::Url, at..end, None);
        return end;
    }
    // A user name without its mark: "goran.s", "d.okonkwo".
    if let Some(stop) = user_name(text, at, end) {
        emit(Sort::Handle, at..stop, None);
        return stop;
    }
    // O'Brien, D'Angelo, N'Diaye: one name.
    let apostrophe = |i: usize| text[i..].chars().next().filter(|c| matches!(c, '\'' | '’' | 'ʼ'));
    while let Some(mark) = apostrophe(end) {
        let next = end + mark.len_utf8();
        let stop = run(text, next, char::is_alphanumeric);
        let tail = text[next..stop].to_lowercase();
        if stop == next {
            break;
        }
        let base = text[at..end].to_lowercase();
        if tail == "t" && base.ends_with('n') {
            let short = end - 1;
            match base.as_str() {
                "won" => emit(Sort::Word, at..short, Some("will")),
                "can" => emit(Sort::Word, at..short, Some("can")),
                "don" => emit(Sort::Word, at..short, Some("do")),
                "isn" => emit(Sort::Word, at..short, Some("is")),
                _ => emit(Sort::Word, at..short, None),
            }
            emit(Sort::Word, short..stop, Some("not"));
            return stop;
        }
        if let Some((_, full)) = CONTRACTIONS.iter().find(|(short, _)| short.strip_prefix('\'') == Some(tail.as_str())) {
            emit(Sort::Word, at..end, None);
            emit(Sort::Word, end..stop, Some(full));
            return stop;
        }
        end = stop;
    }
    emit(Sort::Word, at..end, None);
    end
}

/// Where a user name of a name and an initial with a dot between them ends, when the word is one.
fn user_name(text: &str, at: usize, end: usize) -> Option<usize> {
    let rest = text[end..].strip_prefix('.')?;
    let second = &rest[..run(rest, 0, char::is_alphanumeric)];
    let small = |part: &str| part.chars().all(char::is_lowercase);
    let (first, lengths) = (&text[at..end], (end - at, second.len()));
    let begins = text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '=' | ':' | '/' | '*' | '`'));
    let after = &rest[second.len()..];
    let ends = !after.trim_start_matches('.').starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '(' | '@'));
    (begins && ends && small(first) && small(second) && matches!(lengths, (1, 4..) | (4.., 1))).then_some(end + 1 + second.len())
}

fn number(text: &str, at: usize, emit: &mut Emit<'_>) -> usize {
    let mut end = run(text, at, |c| c.is_ascii_digit());
    loop {
        let rest = &text[end..];
        let Some(c) = rest.chars().next() else { break };
        let next = end + c.len_utf8();
        if matches!(c, '.' | ',' | ':' | '/' | '-' | '–') && text[next..].starts_with(|d: char| d.is_ascii_digit()) {
            end = run(text, next, |d| d.is_ascii_digit());
        } else {
            break;
        }
    }
    let digits = &text[at..end];
    let tail_end = run(text, end, char::is_alphanumeric);
    let tail = text[end..tail_end].to_lowercase();
    let sort = match tail.as_str() {
        "am" | "pm" | "h" | "hrs" | "uhr" | "hr" | "a" | "p" => Sort::Time,
        "" | "th" | "st" | "nd" | "rd" => shape(digits),
        "k" | "min" | "mins" | "x" | "s" | "d" | "w" | "m" | "hours" => Sort::Number,
        _ => Sort::Word,
    };
    let spaced = text[tail_end..].trim_start_matches(' ');
    let clock = ["am ", "pm ", "am.", "pm.", "a.m", "p.m", "o'clock", "am,", "pm,", "am;", "pm;", "am)", "pm)", "am:", "pm:", "uhr", "AM ", "PM "]
        .iter()
        .any(|s| spaced.starts_with(s));
    let sort = if clock && sort == Sort::Number && tail.is_empty() { Sort::Time } else { sort };
    emit(sort, at..tail_end, None);
    tail_end
}

fn shape(digits: &str) -> Sort {
    let parts: Vec<&str> = digits.split(['.', ',', ':', '/', '-', '–']).collect();
    let small = |p: &&str| p.len() <= 2 && p.parse::<u8>().is_ok_and(|n| n <= 24);
    if digits.contains(':') {
        return Sort::Time;
    }
    match parts.as_slice() {
        [year] if year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) => Sort::Date,
        [a, b] if digits.contains(['-', '–']) && small(a) && small(b) => Sort::Time,
        [a, b] if digits.contains('.') && small(a) && b.len() == 2 && b.ends_with('0') => Sort::Time,
        ["24", "7"] => Sort::Word,
        [a, b] if digits.contains(['/', '-']) && (a.len() <= 2 && b.len() <= 2 || a.len() == 4 || b.len() == 4) => Sort::Date,
        [_, _, _] if digits.contains(['/', '-', '.']) && !digits.contains(',') && parts.iter().all(|p| p.len() <= 4) && parts.iter().any(|p| p.len() >= 2) => {
            Sort::Date
        }
        _ => Sort::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorts(text: &str) -> Vec<Sort> {
        tokens(text).iter().map(|t| t.sort).collect()
    }

    #[test]
    fn numbers_dates_and_times_are_told_apart() {
        assert_eq!(sorts("17:30 9am 17h 9-17"), [Sort::Time; 4]);
        assert_eq!(sorts("2025-03-01 12.03.2025 3/24 2024"), [Sort::Date; 4]);
        assert_eq!(sorts("14 3k 480000"), [Sort::Number; 3]);
    }

    #[test]
    fn contractions_open_up() {
        assert_eq!(words("isn't she's won't off-hours"), ["be", "not", "she", "'s", "will", "not", "off", "hour"]);
    }

    #[test]
    fn handles_channels_links_and_blanks() {
        assert_eq!(sorts("goran.s d.okonkwo t.nakai."), [Sort::Handle, Sort::Handle, Sort::Handle, Sort::Mark('.')]);
        assert!(!sorts("e.g. a.m. vs.the i.e. x.y.z a.txt/b").contains(&Sort::Handle));
        assert_eq!(sorts("@a.b #c-d https://e.test/f <name> ??? x@y.test"), [Sort::Handle, Sort::Channel, Sort::Url, Sort::Blank, Sort::Blank, Sort::Url]);
    }
}
