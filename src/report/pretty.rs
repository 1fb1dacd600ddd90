//! For people: each finding with its lines, what to do, and the run in a line. The only user of miette, with `excerpt.rs`.

use std::error::Error;
use std::fmt::{self, Write as _};
use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Ansi};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeStyles};
use rayon::prelude::*;

use super::excerpt::{Excerpt, Shown};
use super::{Extent, Style, docs_url, plain, redact, summary};
use crate::diagnostic::{Diagnostic, Safety, Severity, State};
use crate::engine::Run;

/// Without a terminal, as in a job's log.
const WIDTH: usize = 100;
/// How many files' findings are drawn before they are written, and how many of these a thread takes at a time.
const AT_ONCE: usize = 1024;
const BATCH: usize = 16;
const BOLD: Ansi = Ansi::new().bold();
const DIM: Ansi = Ansi::new().dimmed();
const GREEN: Ansi = AnsiColor::Green.on_default();

pub fn write(run: &Run, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let pen = Pen { style, width: if style.width == 0 { WIDTH } else { style.width.max(40) } };
    let files: Vec<&[Diagnostic]> = run.diagnostics.chunk_by(|a, b| a.path() == b.path()).collect();
    for files in files.chunks(AT_ONCE) {
        let texts: Vec<String> = files.par_chunks(BATCH).map(|files| pen.files(run, files)).collect();
        for text in texts {
            out.write_all(text.as_bytes())?;
        }
    }
    if style.extent == Extent::Quiet {
        return Ok(());
    }
    if !run.fixed.is_empty() {
        writeln!(out, "{}\n", pen.paint(BOLD, "Fixed"))?;
        for diagnostic in &run.fixed {
            writeln!(out, "  {} {}: {}: {}", pen.paint(GREEN, "✓"), plain(diagnostic.path()), plain(&diagnostic.rule), plain(&diagnostic.message))?;
        }
        writeln!(out)?;
    }
    for skipped in &run.skipped {
        writeln!(out, "skipped {}: {}", plain(&skipped.path), plain(&skipped.reason))?;
    }
    if style.extent == Extent::Statistics {
        out.write_all(summary::statistics(run).as_bytes())?;
    }
    let color = [(Severity::Error, AnsiColor::Red), (Severity::Warning, AnsiColor::Yellow)].into_iter().find(|(severity, _)| run.count(*severity) > 0);
    writeln!(out, "{}", pen.paint(color.map_or(AnsiColor::Green, |(_, color)| color).on_default().bold(), &summary::line(run)))?;
    if let Some(hint) = fixable(run) {
        writeln!(out, "{hint}")?;
    }
    Ok(())
}

/// What `fix` would do.
fn fixable(run: &Run) -> Option<String> {
    let count = |safety| run.diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()).filter(|fix| fix.safety == safety).count();
    match (count(Safety::Safe), count(Safety::NeedsReview)) {
        (0, 0) => None,
        (safe, 0) => Some(format!("{safe} fixable with `ase-lint fix`")),
        (0, review) => Some(format!("{review} fixable with `ase-lint fix --unsafe`, to be reviewed")),
        (safe, review) => Some(format!("{safe} fixable with `ase-lint fix`, {review} more with `--unsafe`, to be reviewed")),
    }
}

struct Pen {
    style: Style,
    width: usize,
}

impl Pen {
    fn paint(&self, ansi: Ansi, text: &str) -> String {
        if self.style.color { format!("{ansi}{text}{ansi:#}") } else { text.to_owned() }
    }

    /// The findings of some files that are to be shown.
    fn files(&self, run: &Run, files: &[&[Diagnostic]]) -> String {
        let shown = files.iter().flat_map(|file| file.iter().map(move |diagnostic| (*file, diagnostic))).filter(|(_, diagnostic)| self.style.shows(diagnostic));
        let drafts: Vec<(&[Diagnostic], Draft<'_>)> = shown.map(|(file, diagnostic)| (file, self.draft(run, diagnostic))).collect();
        let mut text = String::new();
        let mut path = None;
        for (file, draft) in &drafts {
            if path.replace(draft.diagnostic.path()) != Some(draft.diagnostic.path()) {
                let path = self.paint(BOLD, &plain(draft.diagnostic.path()));
                let _ = writeln!(text, "{path} {}\n", self.paint(DIM, &format!("({})", summary::counts(file))));
            }
            text.push_str(&self.finding(run, draft));
            text.push('\n');
        }
        text
    }

    /// What there is to draw of a finding.
    fn draft<'a>(&self, run: &Run, diagnostic: &'a Diagnostic) -> Draft<'a> {
        let rule = plain(&diagnostic.rule);
        let known = if diagnostic.state == Some(State::Known) { " (known)" } else { "" };
        let related = diagnostic.related.iter().map(|related| Shown { place: &related.place, label: Some(related.message.clone()) });
        let places: Vec<Shown<'_>> = std::iter::once(Shown { place: &diagnostic.place, label: None }).chain(related).collect();
        // A finding whose own file cannot be shown is named by its place.
        let blind = !run.sources.contains_key(diagnostic.path());
        let excerpt = if blind { Excerpt::default() } else { Excerpt::new(run, &places, self.width) };
        let mut report = Report {
            message: format!("{rule}: {}{known}", plain(&diagnostic.message)),
            severity: diagnostic.severity,
            help: diagnostic.help.as_deref().map(|help| plain(help).into_owned()),
            excerpt,
            is_filled: false,
        };
        report.fill(self.width);
        Draft { diagnostic, places, blind, report }
    }

    /// One finding: message, lines, help, fix.
    fn finding(&self, run: &Run, draft: &Draft<'_>) -> String {
        let Draft { diagnostic, places, blind, report } = draft;
        let (diagnostic, blind) = (*diagnostic, *blind);
        let mut text = String::new();
        if self.handler(report).render_report(&mut text, report).is_err() {
            text = format!("  {}\n", report.message);
        }
        if self.style.color || self.style.links {
            let rule = plain(&diagnostic.rule);
            text = text.replacen(&*rule, &self.rule(diagnostic, &rule), 1);
        }
        let unseen = |place: &&Shown<'_>| !run.sources.contains_key(&place.place.path) || (blind && place.label.is_some());
        for shown in places.iter().filter(unseen) {
            let start = shown.place.range.start;
            let label = shown.label.as_deref().map(|label| format!(": {}", plain(label))).unwrap_or_default();
            let _ = writeln!(text, "  at {}:{}:{}{label}", plain(&shown.place.path), start.line, start.column);
        }
        if let Some(fix) = redact::fix(run, diagnostic) {
            let command = if fix.safety == Safety::Safe { "ase-lint fix" } else { "ase-lint fix --unsafe" };
            let _ = writeln!(text, "  {}  {} {}", self.paint(GREEN, "fix:"), plain(&fix.title), self.paint(DIM, &format!("(`{command}`)")));
        }
        text
    }

    /// The rule's name: bold, and a link to its documentation.
    fn rule(&self, diagnostic: &Diagnostic, rule: &str) -> String {
        let name = self.paint(BOLD, rule);
        match docs_url(&diagnostic.rule) {
            Some(url) if self.style.links && url.bytes().all(|byte| byte.is_ascii_graphic()) => format!("\u{1b}]8;;{url}\u{1b}\\{name}\u{1b}]8;;\u{1b}\\"),
            _ => name,
        }
    }

    fn handler(&self, report: &Report) -> GraphicalReportHandler {
        let mut theme = if self.style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        if self.style.color {
            // The finding's own mark in its severity's colour, the related ones in another.
            let colors = ThemeStyles::ansi();
            let own = match report.severity {
                Severity::Error => colors.error,
                Severity::Warning => colors.warning,
                Severity::Info => colors.advice,
            };
            let leading = report.excerpt.leading();
            theme.styles.highlights = report.excerpt.labels().enumerate().map(|(index, _)| if index == leading { own } else { colors.help }).collect();
        }
        if theme.styles.highlights.is_empty() {
            theme.styles.highlights = ThemeStyles::none().highlights;
        }
        let handler = GraphicalReportHandler::new_themed(theme).with_links(false).with_width(self.width).with_context_lines(1);
        handler.with_wrap_lines(!report.is_filled).without_cause_chain()
    }
}

/// A finding, ready to be drawn.
struct Draft<'a> {
    diagnostic: &'a Diagnostic,
    /// Its own place and the related ones.
    places: Vec<Shown<'a>>,
    /// Its own file cannot be shown.
    blind: bool,
    report: Report,
}

/// A finding in miette's terms.
#[derive(Debug)]
struct Report {
    message: String,
    severity: Severity,
    help: Option<String>,
    excerpt: Excerpt,
    /// Whether the lines of the message and of the help are broken already.
    is_filled: bool,
}

/// Columns that miette leaves free on the right, and those of what it puts in front of a message and of a help.
const FREE: usize = 2;
const BEFORE_MESSAGE: usize = 4;
const BEFORE_HELP: usize = 8;

impl Report {
    /// Breaks the lines at the blanks where all is ASCII, which takes much less time than to look for other places to break at.
    fn fill(&mut self, width: usize) {
        self.is_filled = self.message.is_ascii() && self.help.as_ref().is_none_or(|help| help.is_ascii());
        if self.is_filled {
            textwrap::fill_inplace(&mut self.message, width - FREE - BEFORE_MESSAGE);
            self.help.iter_mut().for_each(|help| textwrap::fill_inplace(help, width - FREE - BEFORE_HELP));
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Report {}

impl miette::Diagnostic for Report {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.excerpt.is_empty()).then(|| Box::new(self.excerpt.labels()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(message: &str) -> Report {
        let mut report =
            Report { message: message.to_owned(), severity: Severity::Error, help: Some(message.to_owned()), excerpt: Excerpt::default(), is_filled: false };
        report.fill(40);
        report
    }

    #[test]
    fn lines_break_at_blanks_and_names_stay_whole() {
        let report = filled("inform the on-call engineer Maldonado-Price of it");
        assert_eq!(report.message, "inform the on-call engineer\nMaldonado-Price of it");
        assert_eq!(report.help.as_deref(), Some("inform the on-call engineer\nMaldonado-Price of it"));
        assert!(report.is_filled);
        assert!(!filled("ask Zoë").is_filled, "left to miette, which knows where other scripts break");
    }
}
