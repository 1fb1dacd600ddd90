//! Plain values that YAML reads as something else, and lines that are no key.

use super::indentation::spaces;
use super::key_name;
use super::scene::{Draft, Edits, Scene, name};
use crate::source::Span;

/// What the first character of a value makes of it.
const FIRST: &[(char, &str)] = &[
    ('@', "a value cannot start with `@`, which YAML reserves"),
    ('`', "a value cannot start with a backtick, which YAML reserves"),
    ('%', "a value cannot start with `%`, which YAML reserves"),
    ('*', "a value that starts with `*` is an alias, not text"),
    ('&', "a value that starts with `&` is an anchor, not text"),
    ('!', "a value that starts with `!` is a tag, not text"),
    ('[', "a value that starts with `[` is a list, and text follows the list"),
    ('{', "a value that starts with `{` is a mapping, and text follows the mapping"),
    ('|', "a value that starts with `|` is a block, which starts on the next line"),
    ('>', "a value that starts with `>` is a block, which starts on the next line"),
    ('?', "a value that starts with `? ` is a key, not text"),
    ('-', "a value that starts with `-` and a blank or a bracket is a list, not text"),
];

pub(super) const DIRECTIVE: &str = "a line that starts with `%` is an instruction to the YAML reader";
pub(super) const DIRECTIVE_HELP: &str = "indent the line if it belongs to the text above, or put the value in quotes";

/// A value whose first character is an indicator.
pub(super) fn first_character(scene: &Scene<'_>) -> Option<Draft> {
    let start = scene.value_start();
    let found = scene.text(scene.char_at(start)).chars().next()?;
    let (_, message) = FIRST.iter().find(|(character, _)| *character == found)?;
    Some(
        Draft::new(scene.char_at(start), *message)
            .help("put the value in quotes, or start the text on the next line after `|`")
            .repair("put the value in quotes", scene.quote_value()),
    )
}

/// A colon where no key can be.
pub(super) fn colon(scene: &Scene<'_>) -> Draft {
    let line = scene.line(scene.at);
    if scene.key_on_line().is_some() {
        if scene.key.is_some_and(|key| scene.after_colon(key) != scene.at)
            && let Some(draft) = first_character(scene)
        {
            return draft;
        }
        return Draft::new(colon_and_space(scene), "a value without quotes cannot hold a colon and a space")
            .help("put the value in quotes")
            .repair("put the value in quotes", scene.quote_value());
    }
    // The parser has taken the line as the end of a text that starts further up.
    let Some(text) = scene.plain.filter(|text| text.start < line.start && line.start < text.end) else {
        return Draft::new(scene.char_at(scene.at), "a colon stands where no key can be").help("put the text with the colon in quotes");
    };
    let Some(key) = scene.key.filter(|key| !scene.pending && key.end <= text.start) else {
        return text_over_lines(scene, text);
    };
    let column = scene.column(key.start);
    let name = key_name(scene, Some(key));
    let word = scene.trimmed(Span::new(line.start, scene.at));
    let value_on_its_line = text.start < scene.line(key.end).end;
    if !value_on_its_line || !is_known(scene.text(word)) {
        return Draft::new(colon_and_space(scene), format!("the text of {name} goes over several lines, so it cannot hold a colon and a space"))
            .help(format!("write the text of {name} after `|`"))
            .repair(format!("start the text of {name} with `|`"), scene.make_block(key));
    }
    let outdent: Edits = vec![(scene.indentation(line), " ".repeat(column))];
    Draft::new(word, format!("{} is indented under {name}, which has a value already", key_name(scene, Some(word))))
        .help(format!("indent it like {name}"))
        .repair(format!("indent it like {name}"), outdent)
}

fn colon_and_space(scene: &Scene<'_>) -> Span {
    let colon = scene.char_at(scene.at);
    let space = scene.source.get(colon.end..).is_some_and(|rest| rest.starts_with(' '));
    Span::new(colon.start, colon.end + usize::from(space))
}

/// `id 1` and `id:1` above a line that is a key, or a list item with a key below it.
fn text_over_lines(scene: &Scene<'_>, text: Span) -> Draft {
    let first = scene.line(text.start);
    if scene.text(first).trim_start().starts_with("- ") {
        return Draft::new(scene.char_at(scene.at), "the text of the list item goes over several lines, so it cannot hold a colon and a space")
            .help("put the text in quotes");
    }
    without_colon(scene, scene.trimmed(Span::new(text.start, first.end)))
}

/// A line that has no colon, or one without a space after it.
fn without_colon(scene: &Scene<'_>, text: Span) -> Draft {
    let words = scene.text(text);
    let bare = words.find(':').filter(|&at| !words[at + 1..].starts_with(['/', ' ']) && is_known(&words[..at]));
    if let Some(at) = bare {
        let colon = text.start + at;
        return Draft::new(Span::new(colon, colon + 1), format!("a space is missing after the colon of `{}`", &words[..at]))
            .help("put a space after the colon")
            .repair("put a space after the colon", vec![(Span::at(colon + 1), " ".to_owned())]);
    }
    let word = words.split(char::is_whitespace).next().unwrap_or(words);
    let is_known = is_known(word);
    let message = if is_known { format!("a colon is missing after `{word}`") } else { "the line is neither a key with a colon nor part of a text".to_owned() };
    let edits: Option<Edits> = is_known.then(|| vec![(Span::at(text.start + word.len()), ":".to_owned())]);
    let outer = scene.outer_key;
    Draft::new(text, message)
        .help("indent the line if it belongs to the text above, or write it as `key: value`")
        .repair(format!("put a colon after `{word}`"), edits)
        .repair(format!("start the text of {} with `|`", key_name(scene, outer)), outer.and_then(|key| scene.make_block(key)))
}

/// A line of text where a key is expected.
pub(super) fn no_colon(scene: &Scene<'_>) -> Option<Draft> {
    if scene.key_on_line().is_some() {
        return first_character(scene);
    }
    Some(without_colon(scene, scene.trimmed(scene.line(scene.at))))
}

/// Something that cannot follow what stands before it.
pub(super) fn unexpected(scene: &Scene<'_>) -> Option<Draft> {
    let line = scene.line(scene.at);
    let is_item = scene.text(line).trim_start().starts_with("- ");
    let follows_a_value = scene.key_on_line().is_some() || (scene.value_start() < scene.at && !is_item);
    if follows_a_value && let Some(draft) = first_character(scene) {
        return Some(draft);
    }
    let indentation = scene.spaces(line);
    let text = scene.trimmed(line);
    if scene.text(text).starts_with("- ") || scene.text(text) == "-" {
        return Some(list_item(scene, line));
    }
    let before = scene.line_before(line.start);
    if before.is_some_and(|before| scene.text(before).starts_with('%')) {
        return before.map(|directive| Draft::new(directive, DIRECTIVE).help(DIRECTIVE_HELP));
    }
    if before.is_some_and(|before| scene.spaces(before) == indentation && scene.text(before).trim_start().starts_with("- ")) {
        return Some(Draft::new(text, "a key stands among the items of a list").help("indent it under the item it belongs to, or start the line with `- `"));
    }
    if let Some(root) = scene.root {
        let column = scene.column(root.start);
        if column > indentation {
            let lines = scene.lines_from(root.start).take_while(|above| above.start < line.start);
            let edits: Edits = lines
                .filter(|&above| !scene.is_blank(above))
                .map(|above| (Span::new(above.start, above.start + scene.spaces(above).min(column - indentation)), String::new()))
                .collect();
            return Some(
                Draft::new(text, format!("the line is indented by {}, the lines above by {}", spaces(indentation), spaces(column)))
                    .help("indent all keys alike")
                    .repair("indent the lines above like this one", edits),
            );
        }
    }
    Some(without_colon(scene, text))
}

/// A list item that stands among keys, or in another column than its list.
fn list_item(scene: &Scene<'_>, line: Span) -> Draft {
    let indentation = scene.spaces(line);
    let dash = Span::at(line.start + indentation).join(Span::new(line.start + indentation, line.start + indentation + 1));
    let mut above = line;
    for _ in 0..1000 {
        let Some(before) = scene.line_before(above.start) else { break };
        let column = scene.spaces(before);
        let is_item = scene.text(before).trim_start().starts_with("- ");
        if is_item && column != indentation {
            return Draft::new(dash, format!("the item is indented by {}, its list by {}", spaces(indentation), spaces(column)))
                .help("indent all items of a list alike")
                .repair("indent it like the items above", vec![(Span::new(line.start, line.start + indentation), " ".repeat(column))]);
        }
        if !is_item && column < indentation {
            break;
        }
        above = before;
    }
    Draft::new(dash, "a list item stands among keys").help("indent it if it belongs to the text or the list above")
}

/// A bracket that is not closed, or whose lines are not indented.
pub(super) fn bracket(scene: &Scene<'_>) -> Option<Draft> {
    let open = scene.char_at(scene.bracket.unwrap_or(scene.at));
    let bracket = scene.text(open);
    if !matches!(bracket, "[" | "{") {
        return first_character(scene);
    }
    let close = if bracket == "[" { ']' } else { '}' };
    let line = scene.line(open.end);
    let key = scene.text(Span::new(line.start, open.start)).trim_end();
    let value = scene.trimmed(Span::new(open.start, line.end));
    let quoted: Option<Edits> = (key.ends_with(':') && scene.text(value).len() > 1).then(|| vec![(value, crate::document::yaml::quote(scene.text(value)))]);
    if scene.source.get(open.end..).is_some_and(|rest| rest.contains(close)) && scene.at >= line.end {
        let less = scene.trimmed(scene.line(scene.at));
        return Some(
            Draft::new(less, format!("a line inside `{bracket}` is not indented, or `{bracket}` is not closed before it"))
                .help(format!("close the bracket with `{close}`, or indent the line"))
                .repair("indent the line", scene.indent(std::iter::once(scene.line(scene.at)), scene.key.map_or(0, |key| scene.column(key.start)) + 2))
                .repair("put the value in quotes", quoted),
        );
    }
    Some(
        Draft::new(open, format!("`{bracket}` is not closed, or something between its items is missing"))
            .help(format!("close it with `{close}`, or put the value in quotes if it is text"))
            .repair("put the value in quotes", quoted),
    )
}

/// Text on the line of a `|` or `>`.
pub(super) fn block_header(scene: &Scene<'_>) -> Draft {
    let line = scene.line(scene.at);
    let rest = Span::new(scene.at + 1, line.end);
    let text = scene.text(rest);
    let indicators = text.len() - text.trim_start_matches(|character: char| "+-0123456789".contains(character)).len();
    let after = scene.trimmed(Span::new(rest.start + indicators, rest.end));
    let block = scene.text(scene.char_at(scene.at));
    if scene.text(after).is_empty() || scene.text(after).starts_with('#') {
        return Draft::new(Span::new(scene.at, rest.start + indicators), format!("only one digit from 1 to 9 and one of `+` and `-` may follow `{block}`"))
            .help(format!("write `{block}` alone"))
            .repair(format!("write `{block}` alone"), vec![(Span::new(rest.start, rest.start + indicators), String::new())]);
    }
    let next = scene.lines_from(scene.at).skip(1).find(|&line| !scene.is_blank(line)).map(|line| scene.spaces(line));
    let column = scene.key.map_or(0, |key| scene.column(key.start));
    let indent = next.filter(|&next| next > column).unwrap_or(column + 2);
    let end = if scene.source.contains("\r\n") { "\r\n" } else { "\n" };
    let moved: Edits = vec![(Span::new(rest.start + indicators, after.start), format!("{end}{}", " ".repeat(indent)))];
    Draft::new(after, format!("text cannot stand on the line of `{block}`"))
        .help("start the text on the next line, or put it in quotes")
        .repair("move the text to the next line", moved)
        .repair("put the value in quotes", scene.quote_value())
}

/// A key of a note, or a word in small letters that could be one.
fn is_known(word: &str) -> bool {
    matches!(word, "id" | "name" | "notes" | "details") && name(word).is_some()
}
