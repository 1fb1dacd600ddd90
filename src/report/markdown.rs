//! A note for the merge request: short, a fold a file, the same bytes for the same findings. Everything that comes from a file is escaped, so that it
//! neither formats, links, mentions people, nor runs a quick action.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{plain, summary};
use crate::diagnostic::{Diagnostic, Severity, State};
use crate::engine::Run;

/// A comment on GitLab takes a million characters; what is longer nobody reads anyway.
const LONGEST: usize = 500_000;

pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(render(run).0.as_bytes())
}

/// The findings beyond the longest note.
pub fn left_out(run: &Run) -> Option<String> {
    let left = render(run).1;
    (left > 0).then(|| format!("the markdown report leaves out {}: a comment holds no more", summary::number(left, "finding", "findings")))
}

/// The note, and how many findings it has no room for.
fn render(run: &Run) -> (String, usize) {
    // By the first line a bot finds its note again, to update instead of adding to it.
    let mut note = String::from("<!-- ase-lint -->\n");
    let _ = writeln!(note, "### {} ase-lint: {}\n", mark(run.diagnostics.iter()), summary::counts(&run.diagnostics));
    let compared = summary::compared(run).map(|compared| format!(" Against the base: {compared}.")).unwrap_or_default();
    let _ = writeln!(note, "Checked {}.{compared}", summary::checked(run.checked));
    let mut shown = 0;
    for file in run.diagnostics.chunk_by(|a, b| a.path() == b.path()) {
        let mut fold =
            format!("\n<details>\n<summary>{} <code>{}</code>: {}</summary>\n\n", mark(file.iter()), html(&plain(file[0].path())), summary::counts(file));
        for diagnostic in file {
            item(diagnostic, &mut fold);
        }
        fold.push_str("\n</details>\n");
        if note.len() + fold.len() > LONGEST {
            break;
        }
        note.push_str(&fold);
        shown += file.len();
    }
    let left = run.diagnostics.len() - shown;
    if left > 0 {
        let _ = writeln!(note, "\nNot shown: {}.", summary::number(left, "finding more", "findings more"));
    }
    if !run.fixed.is_empty() && note.len() < LONGEST {
        let _ = writeln!(note, "\n<details>\n<summary>:tada: fixed: {}</summary>\n", run.fixed.len());
        for diagnostic in run.fixed.iter().take(200) {
            let _ = writeln!(note, "- {} {}: {}", code(&plain(diagnostic.path())), code(&plain(&diagnostic.rule)), prose(&diagnostic.message));
        }
        note.push_str("\n</details>\n");
    }
    (note, left)
}

fn item(diagnostic: &Diagnostic, note: &mut String) {
    let known = if diagnostic.state == Some(State::Known) { " *(known)*" } else { "" };
    let start = diagnostic.place.range.start;
    let rule = code(&plain(&diagnostic.rule));
    let _ = writeln!(note, "- **{}** {rule} at {}:{}: {}{known}", diagnostic.severity, start.line, start.column, prose(&diagnostic.message));
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(note, "  <br>{}", prose(help));
    }
    for related in &diagnostic.related {
        let place = format!("{}:{}", plain(&related.place.path), related.place.range.start.line);
        let _ = writeln!(note, "  <br>see {}: {}", code(&place), prose(&related.message));
    }
}

fn mark<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>) -> &'static str {
    match diagnostics.filter(|diagnostic| diagnostic.state != Some(State::Known)).map(|diagnostic| diagnostic.severity).max() {
        Some(Severity::Error) => ":x:",
        Some(Severity::Warning) => ":warning:",
        Some(Severity::Info) => ":information_source:",
        None => ":white_check_mark:",
    }
}

/// A message: what stands between backticks as code, the rest escaped.
fn prose(text: &str) -> String {
    let text = plain(text);
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escape(&text);
    }
    parts.iter().enumerate().map(|(index, part)| if index % 2 == 1 && !part.is_empty() { code(part) } else { escape(part) }).collect()
}

/// Literal text: every mark of Markdown behind a backslash, and `@` kept from mentioning anyone by a joiner that has no width.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '@' => escaped.push_str("\\@\u{2060}"),
            // Ordinary punctuation that marks nothing within a line; a colon in front of a letter might make an emoji or a link.
            '.' | ',' | ';' | '\'' | '"' | '(' | ')' | '?' | '=' | '-' | '+' | '/' => escaped.push(c),
            ':' if chars.peek().is_none_or(|next| *next == ' ') => escaped.push(c),
            c if c.is_ascii_punctuation() => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// A code span, with a fence that its text does not have.
fn code(text: &str) -> String {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    // A blank on either side is taken off again by the reader.
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Text inside an HTML element. References are not looked for in `<code>`.
fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{code, escape, prose};

    #[test]
    fn nothing_from_a_file_is_obeyed() {
        assert_eq!(escape("@all #1 *x* <b> | [a](b)"), "\\@\u{2060}all \\#1 \\*x\\* &lt;b&gt; \\| \\[a\\](b)");
        assert_eq!(prose("a `@all` b"), "a `@all` b");
        assert_eq!(prose("a `b @all"), "a \\`b \\@\u{2060}all");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }
}
