//! Lines that start in the wrong place, or with something that is no space.

use granit_parser::ErrorKind;

use super::key_name;
use super::scene::{Draft, Edits, Scene};
use crate::document::yaml::decode;
use crate::source::Span;

/// How many lines one repair changes at most.
const MOST_LINES: usize = 10_000;

/// No-break spaces and their kin, which a web page or a chat puts where spaces were.
pub(super) fn no_break_space(scene: &Scene<'_>) -> Option<Draft> {
    let line = scene.line(scene.at);
    let indentation = scene.indentation(line);
    let is_odd = |character: &char| !character.is_ascii() && character.is_whitespace();
    let odd = scene.text(indentation).chars().find(is_odd)?;
    let lines =
        scene.lines_from(line.start).take_while(|&line| scene.is_blank(line) || scene.text(scene.indentation(line)).contains(|character| is_odd(&character)));
    let needed = scene.block.map_or(0, |block| block.indent);
    let edits: Edits = lines
        .filter(|&line| !scene.is_blank(line))
        .take(MOST_LINES)
        .map(|line| {
            let indentation = scene.indentation(line);
            let width: usize = scene.text(indentation).chars().map(|character| if character == '\t' { 2 } else { 1 }).sum();
            (indentation, " ".repeat(width.max(needed)))
        })
        .collect();
    let what = if odd == '\u{a0}' { "a no-break space".to_owned() } else { "a character that only looks like a space".to_owned() };
    Some(
        Draft::new(indentation, format!("the line is indented with {what} (U+{:04X})", u32::from(odd)))
            .help("indent with ordinary spaces")
            .repair("replace the indentation by spaces", edits),
    )
}

/// A tab in the indentation of this line or, where the parser stopped early, of the next one that has one.
pub(super) fn tab(scene: &Scene<'_>, kind: &ErrorKind) -> Option<Draft> {
    use ErrorKind as Error;
    let about_tabs =
        matches!(kind, Error::TabAtBlockScalarStart | Error::TabInBlockIndentation | Error::TabInPlainScalar | Error::TabInIndentation | Error::TabNotAllowed);
    let has_tab = |line: &Span| !scene.is_blank(*line) && scene.text(scene.indentation(*line)).contains('\t');
    let own = scene.line(scene.at);
    let line = if has_tab(&own) {
        own
    } else if about_tabs {
        scene.lines_from(scene.at).take(1000).find(has_tab)?
    } else {
        return None;
    };
    let indentation = scene.indentation(line);
    let text = scene.text(indentation);
    let first = indentation.start + text.find('\t')?;
    let span = Span::new(first, first + text[first - indentation.start..].bytes().take_while(|&byte| byte == b'\t').count());
    let lines: Vec<Span> =
        scene.lines_from(line.start).take_while(|line| scene.is_blank(*line) || has_tab(line)).filter(|&line| !scene.is_blank(line)).take(MOST_LINES).collect();
    let with = |width: usize, least: usize| -> Edits {
        let spaces = |text: &str| text.bytes().map(|byte| if byte == b'\t' { width } else { 1 }).sum::<usize>();
        lines.iter().map(|&line| scene.indentation(line)).map(|indentation| (indentation, " ".repeat(spaces(scene.text(indentation)).max(least)))).collect()
    };
    let column = scene.key.map_or(0, |key| scene.column(key.start));
    let block = scene.block.map(|block| block.indent);
    let message = "the line is indented with a tab";
    Some(
        Draft::new(span, message)
            .help("indent with spaces: YAML does not allow tabs there")
            .repair("replace the tabs by spaces", block.map(|indent| with(indent.max(1), indent)))
            .repair("replace the tabs by spaces", with(2, column + 2))
            .repair("replace the tabs by spaces", with(column, column))
            .repair("replace the tabs by spaces", with(4, column + 2)),
    )
}

/// A line after a block scalar that belongs to its text and is indented too little.
pub(super) fn dropped_out(scene: &Scene<'_>, kind: &ErrorKind) -> Option<Draft> {
    let block = scene.block.filter(|block| block.indent > 0)?;
    let bytes = scene.source.as_bytes();
    let from = scene.line(block.end).end;
    let first = if from < bytes.len() { decode::after_break(bytes, from) } else { from };
    let line = scene.line(scene.at);
    // The line that ended the block: this one, or a comment in front of it.
    let culprit = scene.lines_from(first).find(|line| !scene.is_blank(*line))?;
    let is_comment = |line: Span| scene.text(line).trim_start().starts_with('#');
    let all_comments =
        || scene.lines_from(first).take_while(|between| between.start < line.start).all(|between| scene.is_blank(between) || is_comment(between));
    if culprit.start > line.start || scene.spaces(culprit) >= block.indent || !all_comments() {
        return None;
    }
    let column = block.key.map_or(0, |key| scene.column(key.start));
    if matches!(kind, ErrorKind::MappingValueNotAllowed) && scene.spaces(line) == column {
        return None;
    }
    let ends = |line: &Span| {
        let text = scene.text(*line);
        scene.spaces(*line) <= column && (text.starts_with("---") || text.starts_with("...") || is_key(text.trim_start()))
    };
    let run = scene.lines_from(culprit.start).take_while(|line| !ends(line));
    let name = key_name(scene, block.key);
    let reason = match scene.spaces(culprit) {
        _ if is_comment(culprit) && culprit != line => {
            format!("the line is a comment to YAML, as it is not indented like the text of {name}, and ends that text")
        }
        0 => format!("the line is not indented, so it is outside the text of {name}"),
        less => format!("the line is indented by {} instead of {}, so it is outside the text of {name}", spaces(less), block.indent),
    };
    Some(
        Draft::new(scene.trimmed(culprit), reason)
            .help(format!("indent every line of the text by {}", spaces(block.indent)))
            .repair(format!("indent the lines into the text of {name}"), scene.indent(run, block.indent)),
    )
}

/// Whether the line looks like the next key: a word in small letters with a colon after it.
fn is_key(line: &str) -> bool {
    let word = line.bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'_').count();
    let rest = &line[word..];
    word > 0 && rest.starts_with(':') && (rest.len() == 1 || rest[1..].starts_with([' ', '\t']))
}

/// A block scalar whose first line is indented less than its header or a blank line above it says.
pub(super) fn block_indent(scene: &Scene<'_>) -> Draft {
    let line = scene.line(scene.at);
    let wanted = scene.spaces(line);
    let header = scene.key.map(|key| scene.line(key.end)).filter(|header| header.start < line.start);
    let blanks = header.map(|header| scene.lines_from(header.start).skip(1).take_while(|blank| blank.start < line.start));
    let wide: Vec<Span> = blanks.into_iter().flatten().filter(|&blank| scene.spaces(blank) > wanted).collect();
    let Some(&first) = wide.first() else {
        let least =
            header.map(|header| Span::new(scene.after.max(header.start), header.end)).and_then(|header| scene.text(header).bytes().find(u8::is_ascii_digit));
        let column = scene.key.map_or(0, |key| scene.column(key.start));
        let least = least.map_or(column + 1, |digit| column + usize::from(digit - b'0'));
        return Draft::new(scene.trimmed(line), format!("the text is indented by {}, and its first line says {}", spaces(wanted), spaces(least)))
            .help(format!("indent every line of the text by {}", spaces(least)))
            .repair(
                "indent the text",
                scene.indent(scene.lines_from(line.start).take_while(|&line| scene.is_blank(line) || scene.spaces(line) > column), least),
            );
    };
    Draft::new(first, format!("the empty line holds {}, more than the text below is indented by", spaces(scene.spaces(first))))
        .help("leave the empty line empty")
        .repair("delete the blanks", wide.into_iter().map(|blank| (blank, String::new())).collect::<Edits>())
}

/// `2 spaces`
pub(super) fn spaces(count: usize) -> String {
    if count == 1 { "1 space".to_owned() } else { format!("{count} spaces") }
}
