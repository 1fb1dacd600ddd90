//! Suppressions: the comments with which a file says that a finding is meant to be so, and for how long.
//!
//! `# ase-lint: ignore[rule, rule] until=YYYY-MM-DD reason` in YAML and in front matter covers its own line, or standing
//! alone the line below it (further comments between them do not count); where that line starts an entry, the whole entry.
//! `<!-- ase-lint: ignore[rule] reason -->` in Markdown, in notes and in the descriptions of issues covers its own line, so in a
//! table its row; standing alone, the block below it: a paragraph, a heading, a list, a whole table. What is reported of a
//! text as a whole, at the `notes` key or at a call's title, is covered from anywhere in that text, and so is a question.

mod comment;
mod cover;

use jiff::civil::Date;

use super::Document;
use crate::source::Span;

/// One comment that suppresses findings, or means to.
#[derive(Debug, Clone)]
pub struct Suppression {
    /// The whole comment.
    pub span: Span,
    /// The rules in the brackets, in order.
    pub rules: Vec<Named>,
    pub until: Option<Until>,
    /// Empty where none is given.
    pub reason: String,
    /// Why it is not understood; it names no rules then.
    pub flaw: Option<Flaw>,
    /// A finding that starts in one of these is covered.
    pub covers: Vec<Span>,
    /// A question is covered in here too.
    pub questions: Option<Span>,
    /// What has to go with the comment: its line, or the blank in front of it.
    pub removal: Span,
}

/// A rule in the brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub id: String,
    pub span: Span,
    /// The id with its comma.
    pub removal: Span,
}

/// The day after which it no longer holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Until {
    pub text: String,
    pub span: Span,
    /// `None` where the text is no day of the calendar.
    pub date: Option<Date>,
}

/// A comment that was meant for ase-lint and says nothing that it understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    pub message: String,
    /// What was probably meant, and where it goes.
    pub fix: Option<(Span, String)>,
}

/// All suppressions of a document, in order.
pub fn of(document: &Document) -> Vec<Suppression> {
    let source = document.source();
    if !comment::may_hold(source.text()) {
        return Vec::new();
    }
    let mut found = match document {
        Document::Note(note) => cover::in_note(note),
        Document::Accounts(_) => cover::in_markdown(source),
        Document::Call(call) => cover::in_call(call),
        Document::Broken { .. } => Vec::new(),
    };
    found.sort_by_key(|suppression| suppression.span);
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::document::call::Call;
    use crate::document::note::Note;
    use crate::source::Source;

    /// What each suppression covers, as text; the covers of the text as a whole left out.
    fn covered(document: &Document) -> Vec<(String, String)> {
        let source = document.source();
        let rules = |suppression: &Suppression| suppression.rules.iter().map(|rule| rule.id.clone()).collect::<Vec<_>>().join("+");
        of(document).iter().map(|suppression| (rules(suppression), source.slice(suppression.covers[0]).to_owned())).collect()
    }

    fn note(text: &str) -> Document {
        Document::Note(Note::parse(Arc::new(Source::new("organizations/1.yaml", text.to_owned())), true))
    }

    fn call(text: &str) -> Document {
        let settings = crate::config::Settings::new(jiff::civil::date(2026, 11, 1));
        Document::Call(Call::parse(Arc::new(Source::new("calls/1.md", text.to_owned())), &settings))
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(rules, text)| ((*rules).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn yaml_comments_cover_their_line_or_the_entry_below() {
        let text = "# ase-lint: ignore[a/a] r\n# ase-lint: ignore[a/b] r\nid: 1\nname: x # ase-lint: ignore[a/c, a/d] r\n# ase-lint: ignore[a/e] r\nnotes: |\n  one\n  # ase-lint: ignore[a/f] r\n  two\n";
        let entry = "notes: |\n  one\n  # ase-lint: ignore[a/f] r\n  two";
        let name = "name: x # ase-lint: ignore[a/c, a/d] r";
        assert_eq!(covered(&note(text)), pairs(&[("a/a", "id: 1"), ("a/b", "id: 1"), ("a/c+a/d", name), ("a/e", entry)]));
    }

    #[test]
    fn html_comments_in_notes_cover_their_line_or_the_block_below() {
        let text = "notes: |\n  <!-- ase-lint: ignore[a/a] r -->\n  one\n  two\n\n  - x <!-- ase-lint: ignore[a/b] r -->\n  - y\n\n  `<!-- ase-lint: ignore[a/c] r -->`\n";
        assert_eq!(covered(&note(text)), pairs(&[("a/a", "one\n  two"), ("a/b", "- x <!-- ase-lint: ignore[a/b] r -->")]));
        let suppression = &of(&note(text))[0];
        assert_eq!(&text[suppression.removal.range()], "  <!-- ase-lint: ignore[a/a] r -->\n");
        assert_eq!(&text[suppression.covers[1].range()], "notes");
    }

    #[test]
    fn comments_in_markdown_cover_rows_and_tables() {
        let text = "<!-- ase-lint: ignore[a/a] r -->\n<!-- ase-lint: ignore[a/b] r -->\n\n| a |\n|---|\n| x <!-- ase-lint: ignore[a/c] r --> |\n| y |\n\nend\n";
        let (table, row) = ("| a |\n|---|\n| x <!-- ase-lint: ignore[a/c] r --> |\n| y |", "| x <!-- ase-lint: ignore[a/c] r --> |");
        assert_eq!(covered(&call(text)), pairs(&[("a/a", table), ("a/b", table), ("a/c", row)]));
        let suppression = &of(&call(text))[2];
        assert_eq!(&text[suppression.removal.range()], " <!-- ase-lint: ignore[a/c] r -->");
    }

    #[test]
    fn front_matter_takes_the_yaml_form() {
        let text = "---\ntitle: \"a\" # ase-lint: ignore[a/a] r\n---\n# b\n";
        assert_eq!(covered(&call(text)), pairs(&[("a/a", "title: \"a\" # ase-lint: ignore[a/a] r")]));
    }

    #[test]
    fn thousands_of_comments_take_no_time() {
        let text = format!("notes: |\n{}  x\n", "  <!-- ase-lint: ignore[a/a] r -->\n".repeat(50_000));
        assert_eq!(of(&note(&text)).len(), 50_000);
        let text = format!("{}a: b\n", "# ase-lint: ignore[a/a] r\n".repeat(50_000));
        assert_eq!(of(&note(&text)).len(), 50_000);
        let text = format!("x {}\n", "<!-- ase-lint: ignore[a/a] r --> ".repeat(50_000));
        assert_eq!(of(&call(&text)).len(), 50_000);
    }
}
