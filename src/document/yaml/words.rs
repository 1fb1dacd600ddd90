//! Syntax errors in people's words: what is wrong, what to do, and a repair where one is plausible.

mod indentation;
mod quotes;
mod scene;
mod values;

use granit_parser::ErrorKind;

pub(super) use self::scene::{Block, Scene};
use self::scene::{Draft, name};
use super::SyntaxError;
use crate::source::Span;

/// What the parser's error `kind` means to the author of the file.
pub(super) fn explain(scene: &Scene<'_>, kind: &ErrorKind) -> SyntaxError {
    let draft = conflict(scene)
        .or_else(|| indentation::no_break_space(scene))
        .or_else(|| indentation::tab(scene, kind))
        .or_else(|| indentation::dropped_out(scene, kind))
        .or_else(|| quotes::explain(scene, kind))
        .or_else(|| by_kind(scene, kind))
        .unwrap_or_else(|| Draft::new(scene.trimmed(Span::new(scene.at, scene.line(scene.at).end)), kind.to_string().to_lowercase()));
    draft.finish(scene)
}

/// An alias without an anchor: nearly always text that starts with `*`.
pub(super) fn unknown_anchor(scene: &Scene<'_>, alias: Span) -> SyntaxError {
    Draft::new(alias, "a value that starts with `*` is an alias, and nothing has the anchor it names")
        .help("put the value in quotes, or start it on the next line after `|`")
        .repair("put the value in quotes", scene.quote_value().filter(|_| scene.value_start() == alias.start))
        .finish(scene)
}

/// A plain key that starts with a no-break space: it was meant to be indented.
pub(super) fn key_with_no_break_space(scene: &Scene<'_>) -> Option<SyntaxError> {
    Some(indentation::no_break_space(scene)?.finish(scene))
}

fn conflict(scene: &Scene<'_>) -> Option<Draft> {
    let line = scene.line(scene.at);
    let is_marker = |line: &Span| {
        let text = scene.text(*line).trim_start();
        ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|marker| text.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
    };
    let marker = [Some(line), scene.line_before(scene.at)].into_iter().flatten().find(is_marker)?;
    Some(
        Draft::new(scene.trimmed(marker), "a marker of an unfinished merge is left in the file")
            .help("keep the version that holds and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`"),
    )
}

fn by_kind(scene: &Scene<'_>, kind: &ErrorKind) -> Option<Draft> {
    use ErrorKind as Error;
    let character = scene.char_at(scene.at);
    Some(match kind {
        Error::UnexpectedCharacter { character: found } if !matches!(found, '@' | '`' | '%') => {
            // The parser stops where the value starts that has it inside.
            let at = scene.source.get(scene.at..).and_then(|rest| rest.find(*found)).map_or(scene.at, |offset| scene.at + offset);
            let character = scene.char_at(at);
            Draft::new(character, format!("the control character U+{:04X} is not allowed", u32::from(*found)))
                .help("delete it")
                .repair("delete it", vec![(character, String::new())])
        }
        Error::BomInsideDocument => {
            Draft::new(character, "a byte-order mark (U+FEFF) stands inside the file").help("delete it").repair("delete it", vec![(character, String::new())])
        }
        Error::MappingValueNotAllowed | Error::InvalidColonPlacement | Error::InvalidMappingValueWhitespace => values::colon(scene),
        Error::SimpleKeyExpected | Error::InvalidSimpleKey => return values::no_colon(scene),
        Error::ExpectedBlockMappingKey
        | Error::ExpectedBlockSequenceEntry
        | Error::ExpectedDocumentStart
        | Error::UnexpectedEndOfPlainScalar
        | Error::ExpectedNodeContent => {
            return values::unexpected(scene);
        }
        Error::BlockSequenceEntryNotAllowed => Draft::new(character, "a list cannot start on the line of its key")
            .help("start the list on the next line, or put the value in quotes")
            .repair("put the value in quotes", scene.quote_value()),
        Error::UnexpectedCharacter { .. }
        | Error::MappingKeyNotAllowed
        | Error::MissingAnchorOrAliasName
        | Error::InvalidTagTerminator
        | Error::UnclosedVerbatimTag
        | Error::MissingTagUri
        | Error::InvalidTagEscape
        | Error::UndeclaredTagHandle
        | Error::ExpectedTagBang
        | Error::PlainScalarStartsWithDashFlowIndicator => return values::first_character(scene),
        Error::MisplacedFlowCollectionEnd | Error::MismatchedFlowCollectionEnd { .. } => {
            Draft::new(character, format!("`{}` closes nothing that is open", scene.text(character)))
                .help("put the value in quotes, or delete the bracket")
                .repair("put the value in quotes", scene.quote_value())
        }
        Error::UnclosedFlowCollection { .. }
        | Error::UnexpectedEofFlowSequence
        | Error::UnexpectedEofFlowMapping
        | Error::UnexpectedEofImplicitFlowMapping
        | Error::ExpectedFlowMappingSeparator
        | Error::ExpectedFlowSequenceSeparator
        | Error::BlockEntryInFlowCollection
        | Error::FlowMappingValueAdjacentCollection => return values::bracket(scene),
        Error::InvalidIndentation | Error::InvalidFlowScalarIndent if scene.bracket.is_some() => return values::bracket(scene),
        Error::CommentNotSeparated => Draft::new(character, "a comment needs a space before its `#`")
            .help("put a space before the `#`, or the value in quotes")
            .repair("put a space before the `#`", vec![(Span::at(scene.at), " ".to_owned())]),
        Error::InvalidBlockScalarHeader | Error::ZeroBlockScalarIndent => return Some(values::block_header(scene)),
        Error::InvalidBlockScalarIndent => return Some(indentation::block_indent(scene)),
        Error::RecursionLimitExceeded => {
            Draft::new(character, "lists and mappings are nested too deeply").help("write the value flatter, or put it in quotes if it is text")
        }
        Error::InvalidDocumentEnd => Draft::new(scene.trimmed(Span::new(scene.at, scene.line(scene.at).end)), "text follows `...`, which ends the document")
            .help("indent the line if it belongs to the text above, else delete it"),
        Error::MissingDocumentEndBeforeDirective
        | Error::MissingDirectiveName
        | Error::InvalidDirectiveName
        | Error::InvalidDirectiveTerminator
        | Error::MissingYamlVersion
        | Error::MissingYamlVersionSeparator
        | Error::YamlVersionTooLong
        | Error::UnsupportedYamlMajorVersion
        | Error::DuplicateVersionDirective
        | Error::DuplicateTagDirective
        | Error::DirectiveByteLimitExceeded { .. } => Draft::new(scene.trimmed(scene.line(scene.at)), values::DIRECTIVE).help(values::DIRECTIVE_HELP),
        _ => return None,
    })
}

/// `` `notes` `` where the key has a name that can be shown, else "the key".
fn key_name(scene: &Scene<'_>, key: Option<Span>) -> String {
    key.and_then(|key| name(scene.text(key))).map_or_else(|| "the key".to_owned(), |key| format!("`{key}`"))
}
