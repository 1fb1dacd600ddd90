//! Text that is not UTF-8, and characters that nobody sees.

use super::super::{Check, Context, Rule};
use super::legacy::{self, Guess};
use crate::diagnostic::{Safety, Severity};
use crate::document::{Document, ReadError};
use crate::rules::words::{all_of, code};
use crate::source::{Source, Span};

pub(super) const RULE: Rule = Rule {
    id: "file/encoding",
    summary: "not UTF-8, a byte-order mark, or a character that hides text",
    why: "A file in another encoding shows customers' names wrong, or is not read at all. A byte-order mark makes some readers miss the first key. Invisible characters \
          come with text copied from chats and web pages: they split words that people search for, and marks of text direction can show a reviewer another text than the \
          one that is stored.",
    how: "Save the file as UTF-8 without a byte-order mark, and type the marked words again instead of pasting them. `ase-lint fix` does it for you.",
    severity: Severity::Error,
    fix: Some(Safety::Safe),
    options: &[],
    check: Check::File(check),
};

/// How many places of one file are reported; the last one says how many are left.
const MOST: usize = 50;
/// How many joiners in a row are taken for one.
const LOOK_AHEAD: usize = 8;
/// How many code points one message names.
const NAMED: usize = 4;

fn check(document: &Document, cx: &mut Context<'_>) {
    match document {
        Document::Broken { error: ReadError::NotUtf8 { bytes, at }, .. } => foreign(bytes, *at, cx),
        Document::Broken { .. } => {}
        _ => hidden(document.source(), cx),
    }
}

/// A file in another encoding.
fn foreign(bytes: &[u8], at: usize, cx: &mut Context<'_>) {
    let byte = bytes.get(at).copied().unwrap_or_default();
    let guess = legacy::guess(bytes);
    let message = match &guess {
        Some(guess) => format!("byte {} of the file (0x{byte:02x}) is not UTF-8; it looks like {}", at + 1, guess.name),
        None => format!("byte {} of the file (0x{byte:02x}) is not UTF-8", at + 1),
    };
    let diagnostic = cx.report(Span::at(at), message).key("").subject("not UTF-8").help("save the file as UTF-8");
    if let Some(guess) = guess {
        convert(diagnostic, guess, bytes.len());
    }
}

fn convert(diagnostic: &mut crate::diagnostic::Diagnostic, guess: Guess, len: usize) {
    let safety = if guess.certain { Safety::Safe } else { Safety::NeedsReview };
    diagnostic.replace(safety, format!("convert the file from {} to UTF-8", guess.name), Span::new(0, len), guess.text);
}

/// Characters that nobody sees.
fn hidden(source: &Source, cx: &mut Context<'_>) {
    let text = source.text();
    // Western text in UTF-16 without its mark is UTF-8 too, with a zero behind every letter.
    if text.contains('\0')
        && let Some(guess) = legacy::utf_16(text.as_bytes())
    {
        let message = format!("the file is not UTF-8; it looks like {} without a byte-order mark", guess.name);
        convert(cx.report(Span::at(0), message).key("").subject("not UTF-8").help("save the file as UTF-8"), guess, text.len());
        return;
    }
    let bom = source.bom_len();
    if bom > 0 {
        let span = Span::new(0, bom);
        cx.report(span, "the file starts with a byte-order mark (U+FEFF)").key("").subject("byte-order mark").help("save it as UTF-8 without one").replace(
            Safety::Safe,
            "remove the byte-order mark",
            span,
            "",
        );
    }
    let (runs, left) = runs(text, bom);
    for (index, run) in runs.iter().enumerate() {
        report(text, run, if index + 1 == runs.len() { left } else { 0 }, cx);
    }
}

/// Consecutive characters that nobody sees.
struct Run {
    span: Span,
    first: char,
    /// Each once.
    characters: Vec<char>,
    /// How many there are.
    count: usize,
}

/// The first runs behind byte `from`, and how many there are besides.
fn runs(text: &str, from: usize) -> (Vec<Run>, usize) {
    let mut runs: Vec<Run> = Vec::new();
    let (mut left, mut last_left) = (0, 0);
    let mut before = None;
    let mut line_end = from;
    for line in text[from..].split_inclusive('\n') {
        let start = line_end;
        line_end += line.len();
        if is_plain(line) {
            before = Some('\n');
            continue;
        }
        for (at, character) in line.char_indices() {
            let at = start + at;
            let span = Span::new(at, at + character.len_utf8());
            if !hides(character, before, &text[span.end..]) {
                before = Some(character);
                continue;
            }
            let is_full = runs.len() >= MOST;
            match runs.last_mut().filter(|run| run.span.end == at) {
                Some(run) => {
                    run.span.end = span.end;
                    run.count += 1;
                    if !run.characters.contains(&character) {
                        run.characters.push(character);
                    }
                }
                None if !is_full => runs.push(Run { span, first: character, characters: vec![character], count: 1 }),
                None => {
                    left += usize::from(last_left != at);
                    last_left = span.end;
                }
            }
        }
    }
    (runs, left)
}

/// Whether a line holds nothing but visible ASCII, as most lines do. Looks at all of its bytes, which takes less time than to stop.
fn is_plain(line: &str) -> bool {
    line.bytes().fold(true, |plain, byte| plain & (matches!(byte, b' '..=b'~') | matches!(byte, b'\t' | b'\n' | b'\r')))
}

fn report(text: &str, run: &Run, left: usize, cx: &mut Context<'_>) {
    let mut named: Vec<String> = run.characters.iter().take(NAMED).map(|&character| format!("U+{:04X} {}", u32::from(character), name(character))).collect();
    if run.characters.len() > NAMED {
        named.push(format!("{} other kinds", run.characters.len() - NAMED));
    }
    let what = match run.count {
        1 => format!("{} {}", article(run.first), named.concat()),
        count => format!("{count} characters that nobody sees: {}", all_of(&named)),
    };
    let more = if left > 0 { format!(" ({left} more such places follow)") } else { String::new() };
    let message = if run.count == 1 { format!("{what} {}{more}", effect(run.first)) } else { format!("{what}{more}") };
    let codes: Vec<String> = run.characters.iter().take(NAMED).map(|&character| format!("U+{:04X}", u32::from(character))).collect();
    let safety = if is_harmless_to_remove(text, run) { Safety::Safe } else { Safety::NeedsReview };
    let meant: Option<String> = run.characters.iter().take(run.count).map(|&character| legacy::meant(character)).collect();
    if let Some(meant) = meant.filter(|_| run.count == run.characters.len()) {
        let title = format!("replace it by {}", code(&meant));
        let help = "somebody converted the file wrongly: type the character again";
        cx.report(run.span, message).subject(codes.join(" ")).help(help).replace(Safety::NeedsReview, title, run.span, meant);
        return;
    }
    cx.report(run.span, message).subject(codes.join(" ")).help("remove it and type the words around it again").replace(
        safety,
        if run.count == 1 { "remove the character" } else { "remove the characters" },
        run.span,
        "",
    );
}

/// Whether the character hides something where it stands.
fn hides(character: char, before: Option<char>, after: &str) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        '\u{200b}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{202a}'..='\u{202e}' => true,
        // Joiners: at home in emoji and in the scripts that need them, and nowhere else.
        '\u{200c}' | '\u{200d}' => {
            let next = after.chars().take(LOOK_AHEAD).find(|next| !matches!(next, '\u{200c}' | '\u{200d}'));
            before.is_none_or(needs_no_joiner) && next.is_none_or(needs_no_joiner)
        }
        // Tags spell the flags of England, Scotland and Wales behind a black flag, and hidden messages elsewhere.
        '\u{e0000}'..='\u{e007f}' => !matches!(before, Some('\u{1f3f4}' | '\u{e0020}'..='\u{e007e}')),
        other => other.is_control(),
    }
}

/// Latin, Greek and Cyrillic letters, ASCII, and white space.
fn needs_no_joiner(character: char) -> bool {
    matches!(character, '\0'..='\u{2ff}' | '\u{370}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}' | '\u{2000}'..='\u{206f}')
        && !matches!(character, '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}')
}

/// Removing what nobody sees leaves every visible character where it is, unless that makes YAML of it: a sign at the start
/// of a line, a colon with a blank behind it, a number or a word such as `no` for a whole value.
fn is_harmless_to_remove(text: &str, run: &Run) -> bool {
    let (before, after) = (text[..run.span.start].chars().next_back(), text[run.span.end..].chars().next());
    let inside = |character: char| character.is_alphanumeric() || matches!(character, '.' | ',' | ';' | '!' | ')' | '*' | '`' | '"' | '\'');
    let acts = |character: &char| character.is_control() || matches!(character, '\u{e0000}'..='\u{e007f}');
    !run.characters.iter().any(acts) && (before.is_some_and(inside) || after.is_some_and(char::is_alphabetic))
}

fn article(character: char) -> &'static str {
    if matches!(character, '\u{2061}' | '\u{2063}' | '\u{206a}'..='\u{206f}') { "an" } else { "a" }
}

/// In plain words; the code point stands in front.
fn name(character: char) -> &'static str {
    match character {
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{202a}' | '\u{202b}' => "embedding of text direction",
        '\u{202c}' | '\u{2069}' => "end of a text direction",
        '\u{202d}' | '\u{202e}' => "override of text direction",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2064}' => "invisible operator",
        '\u{2066}'..='\u{2068}' => "isolate of text direction",
        '\u{206a}'..='\u{206f}' => "deprecated format character",
        '\u{feff}' => "byte-order mark",
        '\u{e0000}'..='\u{e007f}' => "tag character",
        '\u{1b}' => "escape character",
        '\u{8}' => "backspace",
        '\0' => "null character",
        '\u{7f}' => "delete character",
        _ => "control character",
    }
}

fn effect(character: char) -> &'static str {
    match character {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "makes the text read differently from what is stored",
        '\u{feff}' => "stands inside the text, unseen",
        _ if character.is_control() => "stands in the text, and programs act on it",
        _ => "stands in the text, unseen",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::BOM;

    fn found(text: &str) -> Vec<String> {
        runs(text, if text.starts_with(BOM) { 3 } else { 0 }).0.iter().map(|run| format!("{}+{}", run.span.start, run.count)).collect()
    }

    #[test]
    fn hidden_characters_are_found_in_runs() {
        assert_eq!(found("a\u{200b}\u{2060}b\u{feff}"), ["1+2", "8+1"]);
        assert_eq!(found("\u{feff}a\u{202e}x\u{202c}"), ["4+1", "8+1"]);
        assert_eq!(found("pass\u{200d}word \u{200c}"), ["4+1", "12+1"]);
        assert_eq!(found("a\u{1b}[31m\u{7f}\u{85}"), ["1+1", "6+2"]);
        assert_eq!(found("a\u{e0041}\u{e0042}"), ["1+2"]);
    }

    #[test]
    fn what_scripts_and_emoji_need_stays() {
        for text in [
            "👩\u{200d}💻 👨\u{200d}👩\u{200d}👧",
            "❤\u{fe0f}\u{200d}🔥",
            "می\u{200c}خواهم",
            "क\u{94d}\u{200d}ष",
            "\u{200e}Acme\u{200f}",
            "a\tb\r\n",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "3\u{fe0f}\u{20e3} soft\u{ad}hyphen n\u{a0}b",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
