//! The proof of what `ase-lint new` writes: it passes the check, or it is not written.

use std::path::{Path, PathBuf};

use crate::cli::Error;
use crate::cli::args::{NewArgs, NewDocument};
use crate::config::Settings;
use crate::diagnostic::Severity;
use crate::discover::{Take, Target};
use crate::engine::catalogue::Asked;
use crate::engine::{self, Job};

/// How many findings are told.
const TOLD: usize = 3;

/// Checks `text` by the built-in rules, under the name that it is for. The error tells what of the options makes it fail.
pub fn check(args: &NewArgs, text: &str) -> Result<(), Error> {
    let (path, take) = place(args);
    let settings = Settings { ase: Some(true), ..Settings::new(args.date.unwrap_or(jiff::civil::Date::MIN)) };
    let asked = Asked::new(&settings.questions)?;
    let target = Target { file: PathBuf::from(&path), path: path.into(), take, leads_out: false };
    let run = engine::check(&Job {
        settings: &settings,
        targets: &[target],
        table_expected: false,
        notes_folder: None,
        answers: false,
        catalogue: asked.catalogue(),
        profile: &asked.profile,
        read: &|_| Ok(text.to_owned()),
    });
    let mut told: Vec<String> = Vec::new();
    for found in run.diagnostics.iter().filter(|found| found.severity > Severity::Info) {
        let line = found.help.as_ref().map_or_else(|| found.message.clone(), |help| format!("{}: {help}", found.message));
        if !told.contains(&line) {
            told.push(line);
        }
    }
    if told.is_empty() {
        return Ok(());
    }
    let more = told.len().saturating_sub(TOLD);
    told.truncate(TOLD);
    let rest = if more > 0 { format!("\n  and {more} more") } else { String::new() };
    Err(Error::Usage(format!("with these options it would not pass the check:\n  {}{rest}", told.join("\n  "))))
}

/// The name under which the document is checked: the one it is written to, where that tells more than its kind.
fn place(args: &NewArgs) -> (String, Take) {
    match args.what {
        NewDocument::Note => {
            let own = args.output.as_deref().filter(|path| path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "organizations"));
            let name =
                own.and_then(Path::file_name).map_or_else(|| format!("{}.yaml", args.id.unwrap_or(super::ID)), |name| name.to_string_lossy().into_owned());
            (format!("organizations/{name}"), Take::Note { in_folder: true })
        }
        NewDocument::Account => ("README.md".to_owned(), Take::Accounts { named: true }),
        NewDocument::Call => ("calls/call.md".to_owned(), Take::Call),
        NewDocument::CallTemplate => (".gitlab/issue_templates/call.md".to_owned(), Take::Call),
    }
}
