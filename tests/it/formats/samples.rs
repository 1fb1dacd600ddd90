//! Runs made by hand: one with everything in it, one with nothing, one that is hostile.

use std::sync::Arc;

use ase_lint::diagnostic::{Diagnostic, Edit, Fix, Related, Safety, Severity};
use ase_lint::engine::{Checked, Run};
use ase_lint::report::{Format, Style};
use ase_lint::source::{Source, Span};

pub fn render(format: Format, run: &Run, style: Style) -> String {
    let mut out = Vec::new();
    format.write(run, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A run of files; `find` adds findings to it, `finish` sorts them as the engine does.
#[derive(Debug, Default)]
pub struct Maker {
    pub run: Run,
}

impl Maker {
    pub fn file(&mut self, path: &str, text: &str) -> Arc<Source> {
        let source = Arc::new(Source::new(path, text.to_owned()));
        self.run.checked.note += 1;
        self.run.paths.push(Arc::clone(source.path()));
        self.run.sources.insert(Arc::clone(source.path()), Arc::clone(&source));
        source
    }

    pub fn find(&mut self, rule: &'static str, severity: Severity, source: &Source, span: Span, message: &str) -> &mut Diagnostic {
        self.run.diagnostics.push(Diagnostic {
            rule: rule.into(),
            severity,
            message: message.to_owned(),
            place: source.place(span),
            key: format!("/notes/{}", span.start),
            subject: message.to_owned(),
            help: None,
            related: Vec::new(),
            fix: None,
            fingerprint: String::new(),
            state: None,
        });
        self.run.diagnostics.last_mut().unwrap()
    }

    pub fn finish(mut self) -> Run {
        self.run.paths.sort();
        self.run.diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        for diagnostic in &mut self.run.diagnostics {
            diagnostic.fingerprint = diagnostic.identity(0);
        }
        self.run
    }
}

/// The span of `needle` in `source`.
pub fn span(source: &Source, needle: &str) -> Span {
    let at = source.text().find(needle).unwrap();
    Span::new(at, at + needle.len())
}

pub const NOTE: &str =
    "id: 27946339528\r\nname: Acmé 🦀 Corp\r\nnotes: |\r\n  # ASE\r\n  The ASE is Ünal in APJ.\r\n  Off hours: see the queue.\r\ndetails: x\r\nid: 2\r\n";

/// Two notes and an account table, findings of every severity, with help, related places in the same and in another file, and fixes.
pub fn sample() -> Run {
    let mut maker = Maker::default();
    let note = maker.file("organizations/27946339528.yaml", NOTE);
    let table = maker.file("README.md", "# Accounts\n\n| Account | ASE |\n|---|---|\n| Acme | Ünal |\n");
    maker.file("organizations/2.yaml", "id: 2\n");
    maker.run.checked = Checked { note: 2, accounts: 1, call: 0 };
    let place = note.place(span(&note, "id: 2\r"));
    let first = note.place(Span::new(0, 2));
    maker
        .find("yaml/duplicate-key", Severity::Error, &note, Span::new(place.range.start.offset, place.range.start.offset + 2), "`id` stands twice")
        .related(first, "first here");
    let region = span(&note, "APJ");
    maker.find("note/region", Severity::Warning, &note, region, "`APJ` is no region of Support").help("write `APAC`").replace(
        Safety::Safe,
        "replace `APJ` by `APAC`",
        region,
        "APAC",
    );
    let other = table.place(span(&table, "Acme"));
    maker.find("project/name-mismatch", Severity::Error, &note, span(&note, "Acmé 🦀 Corp"), "the name is not the table's").related(other, "`Acme` here").fix =
        Some(Fix {
            title: "take the table's name".to_owned(),
            safety: Safety::NeedsReview,
            edits: vec![Edit { path: Arc::clone(note.path()), span: span(&note, "Acmé 🦀 Corp"), text: "Acme".to_owned() }],
        });
    maker.find("question/emergency", Severity::Info, &note, span(&note, "Off hours: see the queue."), "only a general sentence covers emergencies");
    let row = span(&table, "| Acme | Ünal |");
    maker.find("project/missing-note", Severity::Error, &table, row, "`Acme` has no note").fix = Some(Fix {
        title: "create organizations/3.yaml".to_owned(),
        safety: Safety::NeedsReview,
        edits: vec![Edit { path: "organizations/3.yaml".into(), span: Span::at(0), text: "id: 3\n".to_owned() }],
    });
    maker.finish()
}

#[allow(dead_code, reason = "used by the tests of hostile content")]
pub fn related(source: &Source, span: Span, message: &str) -> Related {
    Related { place: source.place(span), message: message.to_owned() }
}
