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

/// The section to add at the end, in the style of the others.
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
    let body = format!("{lead}\n<!-- {question} -->\n");
    if record.in_json {
        if text.is_empty() {
            return None;
        }
        let gap = if text.ends_with('\n') { "\n" } else { "\n\n" };
        return Some((record.text.locate(text.len()..text.len()), record.written(&format!("{gap}{body}"))));
    }
    let source = cx.source();
    let gap = if source.text().ends_with("\n\n") || source.text().ends_with("\n\r\n") || source.text().is_empty() {
        ""
    } else if source.text().ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    };
    Some((Span::at(source.text().len()), format!("{gap}{body}").replace('\n', source.line_end())))
}
