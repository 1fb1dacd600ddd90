//! `ase-lint explain RULE`: the rule's page, with examples from the fixtures that the tests run.

use std::fmt::Write as _;
use std::path::PathBuf;

use include_dir::{Dir, DirEntry, include_dir};

use super::{Error, Outcome, config, output};
use crate::diagnostic::Safety;
use crate::questions::Question;
use crate::questions::catalogue::Answer;
use crate::report::plain;
use crate::rules::{self, Rule, words};

static FIXTURES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/rules");

/// Prints the page of one rule, or of a question that the config adds.
pub fn run(id: &str, config: Option<PathBuf>) -> Result<Outcome, Error> {
    if let Some(rule) = rules::find(id).or_else(|| only_match(id)) {
        output::print(page(rule).as_bytes())?;
        return Ok(Outcome::Clean);
    }
    let own = config::own_questions(config)?;
    let asked = id.strip_prefix("question/").unwrap_or(id);
    if let Some(question) = own.iter().find(|question| question.id == asked) {
        output::print(question_page(question).as_bytes())?;
        return Ok(Outcome::Clean);
    }
    let ids: Vec<String> = rules::all().map(|rule| rule.id.to_owned()).chain(own.iter().map(|question| format!("question/{}", question.id))).collect();
    // Without its family, a name is compared with names alone.
    let name = |known: &str| if id.contains('/') { known.to_owned() } else { known.rsplit('/').next().unwrap_or(known).to_owned() };
    let near = ids.iter().map(|known| (strsim::jaro_winkler(id, &name(known)), known)).max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = near
        .filter(|(likeness, _)| *likeness >= 0.8)
        .map_or_else(|| "`ase-lint rules` lists them all".to_owned(), |(_, near)| format!("did you mean `{near}`?"));
    Err(Error::Usage(format!("there is no rule `{}`: {hint}", plain(id))))
}

/// The page of a question that the config or its catalogue adds.
fn question_page(question: &Question) -> String {
    let mut page = format!("# question/{}\n\n{}\n\n", question.id, one_line(&question.text));
    let fix = if question.help.matches('"').count() > 1 { "`ase-lint fix --unsafe` adds the sentence of its help" } else { "none" };
    let wants = match question.answer {
        Answer::Person => "the name or the handle of a person",
        Answer::Place => "a region, a city, a country or a time zone",
        Answer::Instruction => "what a reader is to do, or what is done",
        Answer::Statement => "anything said about the topic",
    };
    let _ = write!(page, "A question of this repository's config.\n\n- Severity: error\n- Fix: {fix}\n\n## What answers it\n\nA sentence with {wants}");
    let _ = match &question.implied_by {
        Some(general) => write!(page, ", or an answer to question/{general} that names no case.\n\n"),
        None => write!(page, ".\n\n"),
    };
    for (what, phrases) in [
        ("Classes of words of its topic", &question.topic),
        ("Phrases of its topic", &question.cues),
        ("Phrases that answer it by themselves", &question.answers),
        ("Classes of words of something else", &question.unless),
    ] {
        if !phrases.is_empty() {
            let phrases: Vec<String> = phrases.iter().map(|phrase| format!("`{}`", one_line(phrase))).collect();
            let _ = writeln!(page, "- {what}: {}", phrases.join(", "));
        }
    }
    if !question.help.is_empty() {
        let _ = write!(page, "\n## How to put it right\n\n{}\n", one_line(&question.help));
    }
    let _ = write!(
        page,
        "\n## How to configure it\n\nIn `.ase-lint.yaml`:\n\n```yaml\nrules:\n  question/{}: error   # off, info, warning or error\n```\n",
        question.id
    );
    page
}

/// The config's words, safe for a terminal.
fn one_line(text: &str) -> String {
    words::line(text, 1000)
}

/// The rule whose name alone is `name`, where no other one has it.
fn only_match(name: &str) -> Option<&'static Rule> {
    let mut named = rules::all().filter(|rule| rule.id.rsplit('/').next() == Some(name));
    let rule = named.next()?;
    named.next().is_none().then_some(rule)
}

/// The page of a rule, in Markdown: what, why, example, how to fix, how to configure.
pub fn page(rule: &Rule) -> String {
    let mut page = String::new();
    let fix = match rule.fix {
        Some(Safety::Safe) => "`ase-lint fix` repairs it",
        Some(Safety::NeedsReview) => "`ase-lint fix --unsafe` repairs it; have a look at the result",
        None => "none: it takes a person",
    };
    let _ =
        write!(page, "# {}\n\n{}.\n\n- Severity: {}\n- Fix: {fix}\n\n## Why it matters\n\n{}\n\n", rule.id, sentence(rule.summary), rule.severity, rule.why);
    if let Some((files, out)) = example(rule, "bad") {
        page.push_str("## An example that is reported\n\n");
        fenced(&mut page, &files);
        let _ = write!(page, "ase-lint says:\n\n```text\n{}\n```\n\n", findings(&out));
    }
    let _ = write!(page, "## How to put it right\n\n{}\n\n", rule.how);
    if let Some((files, _)) = example(rule, "good") {
        page.push_str("## An example that passes\n\n");
        fenced(&mut page, &files);
    }
    let _ = write!(
        page,
        "## How to configure it\n\nIn `.ase-lint.yaml`:\n\n```yaml\nrules:\n  {}: {}   # off, info, warning or error\n```\n",
        rule.id, rule.severity
    );
    if !rule.options.is_empty() {
        page.push_str("\nOptions:\n\n");
        for option in rule.options {
            let _ = writeln!(page, "- `{}`: {} Default: {}.", option.name, option.help, option.default);
        }
    }
    page
}

fn sentence(summary: &str) -> String {
    let mut chars = summary.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The files of the first fixture whose name starts with `prefix`, the shortest name first, and what is printed for it.
fn example(rule: &Rule, prefix: &str) -> Option<(Vec<(String, String)>, String)> {
    let folder = FIXTURES.get_dir(rule.id)?;
    let name = |entry: &DirEntry<'_>| entry.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let fixture = folder
        .entries()
        .iter()
        .filter(|entry| name(entry).starts_with(prefix) && entry.path().extension().is_none_or(|extension| extension != "out"))
        .min_by_key(|entry| (name(entry).len(), name(entry)))?;
    let mut files = Vec::new();
    gather(fixture, fixture, &mut files);
    let out = folder.get_file(folder.path().join(format!("{}.out", name(fixture)))).and_then(|file| file.contents_utf8()).unwrap_or_default();
    (!files.is_empty()).then(|| (files, out.to_owned()))
}

fn gather(entry: &DirEntry<'_>, root: &DirEntry<'_>, files: &mut Vec<(String, String)>) {
    match entry {
        DirEntry::File(file) => {
            let path = file.path().strip_prefix(root.path()).unwrap_or(file.path()).to_string_lossy().into_owned();
            let text = file.contents_utf8().map_or_else(|| String::from_utf8_lossy(file.contents()).into_owned(), str::to_owned);
            files.push((path, text));
        }
        DirEntry::Dir(folder) => folder.entries().iter().for_each(|entry| gather(entry, root, files)),
    }
}

fn fenced(page: &mut String, files: &[(String, String)]) {
    const LONGEST: usize = 1500;
    for (path, text) in files {
        if !path.is_empty() {
            let _ = write!(page, "`{path}`:\n\n");
        }
        let shown: String = text.chars().take(LONGEST).map(|c| if c == '\n' || c == '\t' || !c.is_control() { c } else { '\u{fffd}' }).collect();
        let more = if text.chars().count() > LONGEST { "\n…" } else { "" };
        let fence = if shown.contains("```") { "````" } else { "```" };
        let language = match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("md") => "markdown",
            Some("json") => "json",
            _ => "yaml",
        };
        let _ = write!(page, "{fence}{language}\n{}{more}\n{fence}\n\n", shown.trim_end_matches('\n'));
    }
}

/// The lines of an `.out` file that a user sees: the findings, without the fixes.
fn findings(out: &str) -> String {
    out.split("\n\n").next().unwrap_or_default().trim_end().to_owned()
}
