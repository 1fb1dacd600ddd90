//! What the rules on the parts of a record share: is the part there, does it say anything, and the section to add where it is not.

use crate::diagnostic::Safety;
use crate::document::call::parts::Part;
use crate::document::call::sections::Lead;
use crate::document::call::{Call, Record};
use crate::rules::words::code;
use crate::rules::{Context, RuleOption};
use crate::source::Span;

/// The option that all of these rules have.
pub const HEADINGS: RuleOption = RuleOption {
    name: "headings",
    schema: r#"{"type": "array", "items": {"type": "string", "minLength": 1}}"#,
    default: "[]",
    help: "more headings under which this part stands, in any language",
};

/// Reports `part` where a record lacks it or has it empty. `question` is what the record does not say: "who was present".
pub fn check(call: &Call, cx: &mut Context<'_>, part: Part, question: &str) {
    if call.is_template() {
        return;
    }
    for record in &call.records {
        let mut empty = None;
        let mut answered = part == Part::Purpose && record.titled_purpose().is_some();
        for section in record.part(part) {
            answered = answered || record.is_answered(section);
            empty = empty.or(Some(section));
        }
        if answered {
            continue;
        }
        let key = format!("{}/{}", record.key, part.heading());
        if let Some(section) = empty {
            let name = section.name.text.trim_end_matches(':').trim();
            cx.report(record.place(&section.name.range), format!("{} is empty: the record does not say {question}", code(name)))
                .key(key)
                .subject("empty")
                .help(format!("write {question}, or `None`"));
            continue;
        }
        let fix = skeleton(record, cx, part, question);
        let found = cx.report(record.anchor, format!("the record does not say {question}"));
        found.key(key).subject("missing").help(format!("add a section `{}`, or `None` in it", part.heading()));
        if let Some((span, text)) = fix {
            found.replace(Safety::NeedsReview, format!("add the section `{}`", part.heading()), span, text);
        }
    }
}

/// The section to add: in front of the first one that comes after it by nature, else at the end; in the style of the others.
fn skeleton(record: &Record, cx: &Context<'_>, part: Part, question: &str) -> Option<(Span, String)> {
    let styles = record.sections.iter().map(|section| section.lead).filter(|lead| *lead != Lead::Cell);
    let style = styles.fold(None, |first, lead| first.or(Some(lead)));
    let name = part.heading();
    let lead = match style {
        Some(Lead::Heading(level)) => format!("{} {name}\n", "#".repeat(usize::from(level))),
        Some(Lead::Bold) => format!("**{name}**\n"),
        Some(Lead::Definition) => format!("{name}:\n"),
        Some(Lead::Cell) | None => format!("## {name}\n"),
    };
    let text = record.text.value();
    if record.in_json && text.is_empty() {
        return None;
    }
    let body = format!("{lead}\n<!-- {question} -->\n");
    let next = before(record, part);
    let at = next.unwrap_or(text.len());
    let above = &text[..at];
    let gap = if above.is_empty() || above.ends_with("\n\n") || above.ends_with("\n\r\n") {
        ""
    } else if above.ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    };
    let added = format!("{gap}{body}{}", if next.is_some() { "\n" } else { "" });
    let written = if record.in_json { record.written(&added) } else { added.replace('\n', cx.source().line_end()) };
    Some((record.text.locate(at..at), written))
}

/// Where the line of the first section starts that comes after `part` by nature and stands by itself, in no list, quote or table.
fn before(record: &Record, part: Part) -> Option<usize> {
    let text = record.text.value();
    let later = record.sections.iter().filter(|section| section.lead != Lead::Cell && section.parts.iter().any(|other| *other > part));
    let line = |start: usize| text[..start].rfind('\n').map_or(0, |end| end + 1);
    let starts = later.map(|section| section.name.range.start).filter(|start| text[line(*start)..*start].chars().all(|c| matches!(c, '#' | '*' | '_' | ' ')));
    starts.min().map(line)
}
