//! Runs made by hand: one with everything in it, one with nothing, one that is hostile.

use std::sync::Arc;

use ase_lint::diagnostic::{Diagnostic, Edit, Fix, Redaction, Safety, Severity};
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
            redact: Redaction::default(),
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

/// Everything checked, nothing found.
pub fn clean() -> Run {
    let mut maker = Maker::default();
    maker.file("organizations/1.yaml", "id: 1\n");
    maker.file("README.md", "# Accounts\n");
    maker.run.checked = Checked { note: 1, accounts: 1, call: 0 };
    maker.finish()
}

/// What a file name may hold, if it comes to the worst.
pub const HOSTILE_PATH: &str = "organizations/a\"b<c>&'|`x` @all ü\u{1b}[31m\u{202e}\u{fffe}\n::error::%41,]]>.yaml";
/// Escape codes, markup, mentions, quick actions, the ends of everything.
pub const HOSTILE_TEXT: &str =
    "`a\u{1b}]8;;https://x\u{1b}\\` <script>alert(1)</script> @all /close ]]> %0A \u{202e}\u{7f}\u{9b}31m\u{ffff} | `odd\r\n/close\n::error::x";

/// Files that lie outside, a file that cannot be read, a file full of escape codes, messages likewise.
pub fn hostile() -> Run {
    let mut maker = Maker::default();
    let note = maker.file(HOSTILE_PATH, "\u{feff}id: \u{1b}[31m\u{202e}x\u{7}\r\nnotes: \"\ta\u{0}b\u{9b}31m\"\rlone\n\n");
    let outside = maker.file("/elsewhere/README.md", "| Account | ASE |\n");
    let above = maker.file("../x.yaml", "");
    let hidden = maker.file(".gitlab/issue_templates/call.md", "x");
    let end = Span::at(note.text().len());
    for (rule, span) in [("file/encoding", span(&note, "\u{1b}[31m\u{202e}x\u{7}")), ("note/placeholder", span(&note, "\ta")), ("yaml/syntax", end)] {
        let place = outside.place(span_of(&outside));
        let found = maker.find(rule, Severity::Error, &note, span, HOSTILE_TEXT).help(HOSTILE_TEXT).related(place, HOSTILE_TEXT);
        found.fix = Some(Fix {
            title: HOSTILE_TEXT.to_owned(),
            safety: Safety::Safe,
            edits: vec![Edit { path: Arc::clone(note.path()), span, text: HOSTILE_TEXT.to_owned() }],
        });
    }
    // Two that are alike but for their identity, and one over the whole file.
    for _ in 0..2 {
        maker.find("note/broken-link", Severity::Warning, &note, span_of(&note), "alike");
    }
    maker.find("accounts/table", Severity::Error, &outside, Span::at(0), "x");
    maker.find("note/schema", Severity::Error, &above, Span::at(0), "x");
    maker.find("call/template", Severity::Info, &hidden, Span::new(0, 1), "x");
    let mut run = maker.finish();
    let unreadable = Source::new("organizations/gone.yaml", String::new());
    run.diagnostics.push(Diagnostic { place: unreadable.place(Span::at(0)), rule: "file/unreadable".into(), ..run.diagnostics[0].clone() });
    run.diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    for (index, diagnostic) in run.diagnostics.iter_mut().enumerate() {
        diagnostic.fingerprint = diagnostic.identity(index);
    }
    run
}

fn span_of(source: &Source) -> Span {
    Span::new(0, source.text().len())
}
