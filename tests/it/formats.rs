//! Every format: the same findings in the same order, valid by the standard's own schema, whatever stands in names and messages.

mod files;
mod samples;
mod told;
mod traps;

use std::fs;
use std::path::Path;
use std::process::Command;

use ase_lint::diagnostic::State;
use ase_lint::engine::Run;
use ase_lint::report::{Format, Style};

use samples::{hostile, render, sample};

/// A run that was compared with a base revision: every second finding is known, one is fixed.
fn compared() -> Run {
    let mut run = sample();
    for (index, diagnostic) in run.diagnostics.iter_mut().enumerate() {
        diagnostic.state = Some(if index % 2 == 0 { State::New } else { State::Known });
    }
    run.fixed = vec![run.diagnostics.remove(2)];
    run.fixed[0].state = None;
    run.compared = true;
    run
}

fn runs() -> Vec<(&'static str, Run)> {
    vec![("empty", Run::default()), ("clean", samples::clean()), ("sample", sample()), ("compared", compared()), ("hostile", hostile())]
}

fn assert_told(name: &str, run: &Run) {
    let expected = told::of_run(run);
    for &(format_name, format) in Format::ALL {
        let Some(mut told) = told::of_report(format, &report(format, run)) else { continue };
        let mut expected = expected.clone();
        if format == Format::Gitlab {
            // What GitLab cannot link to is left out.
            expected.retain(|told| !told.path.starts_with(['/', '.']) || told.path.starts_with(".gitlab"));
        }
        if format == Format::Concise {
            told.retain(|told| expected.contains(told));
        }
        assert_eq!(told, expected, "{name} as {format_name}");
    }
}

/// The report without what was fixed, which stands in lines of its own where there is no other place for it.
fn report(format: Format, run: &Run) -> String {
    let report = render(format, run, Style::default());
    match format {
        Format::Concise => report.lines().filter(|line| !line.contains(": fixed ")).flat_map(|line| [line, "\n"]).collect(),
        Format::Github => report.lines().filter(|line| !line.starts_with("::notice title=ase-lint::")).flat_map(|line| [line, "\n"]).collect(),
        _ => report,
    }
}

#[test]
fn all_formats_tell_the_same() {
    for (name, run) in runs() {
        assert_told(name, &run);
    }
}

#[test]
fn all_formats_tell_the_same_of_every_fixture() {
    for (rule, fixture) in crate::rules::fixtures() {
        let folder = tempfile::tempdir().unwrap();
        crate::rules::lay(&fixture, rule, folder.path());
        assert_told(&fixture.display().to_string(), &crate::rules::check(folder.path()));
    }
    for project in fs::read_dir("fixtures/projects").into_iter().flatten() {
        let project = project.unwrap().path();
        if project.is_dir() {
            assert_told(&project.display().to_string(), &crate::rules::check(&project));
        }
    }
}

#[test]
fn reports_are_valid_by_their_schemas() {
    let schemas = [
        (Format::Json, "schemas/report.schema.json"),
        (Format::Gitlab, "fixtures/formats/codequality.strict.schema.json"),
        (Format::Sarif, "fixtures/formats/sarif-2.1.0.json"),
        (Format::Rdjson, "fixtures/formats/rdjson.schema.json"),
    ];
    for (format, schema) in schemas {
        let schema = told::json(&fs::read_to_string(schema).unwrap());
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        for (name, run) in runs() {
            let report = told::json(&render(format, &run, Style::default()));
            let errors: Vec<String> = validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(errors.is_empty(), "{name} as {}: {errors:#?}", format.name());
        }
    }
}

#[test]
fn the_schema_of_reports_knows_the_answers() {
    let schema = told::json(&fs::read_to_string("schemas/report.schema.json").unwrap());
    let validator = jsonschema::validator_for(&schema).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("1.yaml"), "id: 1\nname: 5a1f9965 Acme\nnotes: The ASE is Tanuki, in EMEA. In an emergency, page the on-call engineer.\n")
        .unwrap();
    let output =
        Command::new(env!("CARGO_BIN_EXE_ase-lint")).current_dir(folder.path()).args(["answers", "--format", "json", "--explain", "1.yaml"]).output().unwrap();
    let mut answers: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let errors: Vec<String> = validator.iter_errors(&answers).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{answers:#}");
    assert!(answers["notes"][0]["questions"]["ase"].is_object());
    answers["notes"][0]["questions"]["ase"]["status"] = "perhaps".into();
    assert!(!validator.is_valid(&answers));
}

#[test]
fn a_report_is_the_same_each_time_and_names_no_machine() {
    let here = std::env::current_dir().unwrap().display().to_string();
    for (name, run) in runs() {
        for &(format_name, format) in Format::ALL {
            let report = render(format, &run, Style::default());
            assert_eq!(report, render(format, &run, Style::default()), "{name} as {format_name}");
            assert!(!report.contains(&here), "{name} as {format_name}");
            assert!(format == Format::Html || report.is_empty() || report.ends_with('\n'), "{name} as {format_name}");
        }
    }
}

/// Writes all reports of all runs, for the standards' own programs to look at: `REPORTS=folder cargo test write_reports`.
#[test]
fn write_reports() {
    let Some(folder) = std::env::var_os("REPORTS") else { return };
    for (name, run) in runs() {
        for &(format_name, format) in Format::ALL {
            fs::write(Path::new(&folder).join(format!("{name}.{format_name}")), render(format, &run, Style::default())).unwrap();
        }
    }
}
