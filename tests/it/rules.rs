//! Each rule against its fixtures: it fires in every `bad*`, never in a `good*`, and what is printed and fixed is what stands in the `.out` beside.
//! `UPDATE_FIXTURES=1 cargo test` writes the `.out` files anew; read them before you commit.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use ase_lint::config::Settings;
use ase_lint::discover::{self, Query};
use ase_lint::engine::catalogue::Asked;
use ase_lint::engine::{self, Job, Run};
use ase_lint::report::{Format, Style};
use ase_lint::rules;
use similar::TextDiff;

const LIMIT: u64 = 8 << 20;

/// The fixtures of every rule: (rule, fixture path).
pub fn fixtures() -> Vec<(&'static str, PathBuf)> {
    let mut found = Vec::new();
    for rule in rules::all() {
        let folder = Path::new("fixtures/rules").join(rule.id);
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        let mut paths: Vec<PathBuf> =
            entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_none_or(|extension| extension != "out")).collect();
        paths.sort();
        found.extend(paths.into_iter().map(|path| (rule.id, path)));
    }
    found
}

/// Copies a fixture into a folder as the project it stands for.
pub fn lay(fixture: &Path, rule: &str, into: &Path) {
    if fixture.is_dir() {
        return copy(fixture, into);
    }
    let bytes = fs::read(fixture).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let name = match fixture.extension().and_then(|extension| extension.to_str()) {
        Some("md") if rule.starts_with("call/") => "calls/2026-10-01-call.md".to_owned(),
        Some("md") => "README.md".to_owned(),
        Some("json") => "calls/issue.json".to_owned(),
        _ => {
            let id = text.lines().find_map(|line| line.trim_start_matches('\u{feff}').strip_prefix("id:")).map(str::trim);
            let id = id.filter(|id| !id.is_empty() && id.chars().all(|c| c.is_ascii_digit())).unwrap_or("27946339528");
            format!("organizations/{id}.yaml")
        }
    };
    let path = into.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn copy(from: &Path, into: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = into.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&to).unwrap();
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Checks the project in `folder` with its own config, on a day that stays.
pub fn check(folder: &Path) -> Run {
    check_in(folder, folder, &[])
}

/// Checks `paths` from a working directory in the repository at `top`.
pub fn check_in(working_directory: &Path, top: &Path, paths: &[&str]) -> Run {
    let mut settings = Settings::new(jiff::civil::date(2026, 11, 1));
    if let Ok(text) = fs::read_to_string(top.join(".ase-lint.yaml")) {
        let source = ase_lint::source::Source::new(".ase-lint.yaml", text);
        let read = |path: &str| fs::read_to_string(top.join(path)).map_err(|error| error.to_string());
        engine::configure::configure(&source, &mut settings, &read).expect("the fixture's config is right");
    }
    let limit = settings.option("file/unreadable", "max-bytes").unwrap_or(LIMIT);
    let query = Query {
        paths: paths.iter().map(PathBuf::from).collect(),
        accounts: Vec::new(),
        notes: Vec::new(),
        globs: settings.globs.clone(),
        working_directory: working_directory.to_owned(),
        top: top.to_owned(),
        stdin: false,
    };
    let found = discover::discover(&query).unwrap();
    let asked = Asked::new(&settings.questions).unwrap();
    let job = Job {
        settings: &settings,
        targets: &found.targets,
        table_expected: found.table_expected,
        notes_folder: None,
        answers: false,
        catalogue: asked.catalogue(),
        profile: &asked.profile,
        read: &|target| discover::read(&target.file, limit),
    };
    engine::check(&job)
}

/// What is printed, and what each fix alone makes of the files.
fn print(run: &Run, folder: &Path) -> String {
    let mut out = Vec::new();
    Format::Concise.write(run, Style::default(), &mut out).unwrap();
    let mut out = String::from_utf8(out).unwrap();
    for diagnostic in &run.diagnostics {
        for related in &diagnostic.related {
            let start = related.place.range.start;
            writeln!(out, "  {} see {}:{}:{}: {}", diagnostic.rule, related.place.path, start.line, start.column, related.message).unwrap();
        }
        let Some(fix) = &diagnostic.fix else { continue };
        writeln!(out, "\n{} ({:?}): {}", diagnostic.rule, fix.safety, fix.title).unwrap();
        let mut files: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for edit in &fix.edits {
            files.entry(&edit.path).or_default().push(edit);
        }
        for (path, edits) in files {
            let before = fs::read(folder.join(path)).unwrap_or_default();
            let after = engine::fix::apply(&before, &edits).expect("the edits of one fix do not overlap");
            let (before, after) = (String::from_utf8_lossy(&before).into_owned(), String::from_utf8_lossy(&after).into_owned());
            let diff = TextDiff::from_lines(&before, &after);
            write!(out, "{}", diff.unified_diff().context_radius(1).header(path, path)).unwrap();
        }
    }
    out
}

#[test]
fn every_rule_fires_where_it_must_and_nowhere_else() {
    let update = std::env::var_os("UPDATE_FIXTURES").is_some();
    let mut wrong = String::new();
    for (rule, fixture) in fixtures() {
        let folder = tempfile::tempdir().unwrap();
        lay(&fixture, rule, folder.path());
        let run = check(folder.path());
        let fired = run.diagnostics.iter().any(|diagnostic| diagnostic.rule == rule);
        let name = fixture.file_name().unwrap().to_string_lossy().into_owned();
        match (name.starts_with("bad"), name.starts_with("good")) {
            (true, _) if !fired => writeln!(wrong, "{}: {rule} does not fire", fixture.display()).unwrap(),
            (_, true) if fired => writeln!(wrong, "{}: {rule} fires", fixture.display()).unwrap(),
            (false, false) => writeln!(wrong, "{}: neither bad* nor good*", fixture.display()).unwrap(),
            _ => {}
        }
        let printed = print(&run, folder.path());
        let out = fixture.with_file_name(format!("{name}.out"));
        if update {
            fs::write(&out, &printed).unwrap();
        } else {
            let expected = fs::read_to_string(&out).unwrap_or_default();
            if printed != expected {
                let diff = TextDiff::from_lines(&expected, &printed).unified_diff().to_string();
                writeln!(wrong, "{}: printed differs from {}:\n{diff}", fixture.display(), out.display()).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_place_lies_in_its_file() {
    for (rule, fixture) in fixtures() {
        let folder = tempfile::tempdir().unwrap();
        lay(&fixture, rule, folder.path());
        let run = check(folder.path());
        for diagnostic in &run.diagnostics {
            let places = std::iter::once(&diagnostic.place).chain(diagnostic.related.iter().map(|related| &related.place));
            for place in places {
                let Some(source) = run.sources.get(&place.path) else { continue };
                let span = place.range.span();
                assert!(source.text().get(span.range()).is_some(), "{}: {diagnostic:?}", fixture.display());
                assert_eq!(source.range(span), place.range, "{}: {diagnostic:?}", fixture.display());
            }
            assert_eq!(diagnostic.fingerprint.len(), 64);
            assert!(!diagnostic.message.contains(['\n', '\u{1b}']), "{diagnostic:?}");
        }
    }
}
