//! Cuts a text into words, numbers, times, marks and links.

use super::tokens::Sort;
use std::ops::Range;

/// What a contraction stands for.
const CONTRACTIONS: &[(&str, &str)] = &[("n't", "not"), ("'s", "'s"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'m", "am"), ("'d", "would")];

type Emit<'a> = dyn FnMut(Sort, Range<usize>, Option<&str>) + 'a;

/// Calls `emit(sort, range, extra)` for each token of a text; `extra` is the word that a part of a contraction stands for.
pub(super) fn cut(text: &str, mut emit: impl FnMut(Sort, Range<usize>, Option<&str>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        if bytes[at] == b' ' {
            at += 1;
            continue;
        }
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

/// Where the letters and digits from `from` on end.
fn run_of_letters(text: &str, from: usize) -> usize {
    let ascii = from + text.as_bytes()[from..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) { ascii } else { run(text, ascii, char::is_alphanumeric) }
}

fn word(text: &str, at: usize, emit: &mut Emit<'_>) -> usize {
    let rest = &text[at..];
    if rest.starts_with(['h', 'w']) && ["http://", "https://", "www."].iter().any(|start| rest.starts_with(start)) {
        let stop = run(text, at, |c| !c.is_whitespace() && !matches!(c, ')' | '>' | ']' | '|'));
        emit(Sort::Url, at..stop, None);
        return stop;
    }
    let mut end = run_of_letters(text, at);
    if text.as_bytes().get(end).is_some_and(|b| !b.is_ascii()) {
        end = run(text, end, |c| c.is_alphanumeric() || ('\u{300}'..'\u{370}').contains(&c));
    }
    // Most words end at a blank or a comma.
    if text.as_bytes().get(end).is_none_or(|b| b.is_ascii() && !matches!(b, b'@' | b'.' | b'\'')) {
        emit(Sort::Word, at..end, None);
        return end;
    }
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
        let stop = run_of_letters(text, next);
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
    let tail_end = run_of_letters(text, end);
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
