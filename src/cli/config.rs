//! Finds and reads the config: upwards from the working directory, from the file named, or from a git revision.

use std::path::{Path, PathBuf};

use super::args::ScopeArgs;
use super::{Error, output};
use crate::config::Settings;
use crate::discover;
use crate::discover::{Revision, SIZE_LIMIT};
use crate::engine::catalogue::Asked;
use crate::engine::{configure, weaken};
use crate::questions::Question;
use crate::rules;
use crate::source::Source;

/// Lays the config that counts over the settings.
pub fn read(scope: &ScopeArgs, working_directory: &Path, top: &Path, settings: &mut Settings) -> Result<(), Error> {
    let Some(rev) = &scope.config_from else {
        let Some(file) =
            scope.config.as_ref().map(|path| working_directory.join(path)).or_else(|| find(working_directory, top, &|file| file.symlink_metadata().is_ok()))
        else {
            return Ok(());
        };
        return lay(&file, top, settings, &|path| discover::read(path, SIZE_LIMIT));
    };
    let own = settings.clone();
    let revision = Revision::open(top, rev)?;
    let inside = working_directory.canonicalize().unwrap_or_else(|_| working_directory.to_owned());
    if let Some(file) = find(&inside, revision.top(), &|file| revision.has(file)) {
        lay(&file, revision.top(), settings, &|path| revision.read(path, SIZE_LIMIT))?;
    }
    tell_weakened(own, settings, rev, working_directory, top);
    Ok(())
}

/// The questions that the config adds to the built-in ones, or has in a catalogue of its own: each is a rule, too.
pub fn own_questions(config: Option<PathBuf>) -> Result<Vec<Question>, Error> {
    let folder = std::env::current_dir().map_err(|error| Error::Usage(format!("cannot tell the working directory: {error}")))?;
    let mut settings = Settings::new(jiff::civil::Date::MIN);
    read(&ScopeArgs { config, ..ScopeArgs::default() }, &folder, &discover::top_level(&folder), &mut settings)?;
    let asked = Asked::new(&settings.questions)?;
    let own = |question: &&Question| rules::find(&format!("question/{}", question.id)).is_none();
    Ok(asked.catalogue().questions().iter().filter(own).cloned().collect())
}

/// Says what the config in the work tree would check less than the one of the revision. Its mistakes count as a difference too.
fn tell_weakened(mut own: Settings, settings: &Settings, rev: &str, working_directory: &Path, top: &Path) {
    let Some(file) = find(working_directory, top, &|file| file.symlink_metadata().is_ok()) else {
        for difference in weaken::weakened(settings, &own) {
            output::complain(&format!("without {}, this branch weakens the check: {difference}; the config of {rev} was used", configure::FILE_NAME));
        }
        return;
    };
    let Ok(text) = discover::read(&file, SIZE_LIMIT) else { return };
    let folder = file.parent().unwrap_or(top).to_owned();
    let read = |path: &str| discover::read(&folder.join(path), SIZE_LIMIT).map_err(|error| error.words());
    let shown = file.strip_prefix(top).unwrap_or(&file).display().to_string();
    match configure::configure(&Source::new(shown.clone(), text), &mut own, &read) {
        Ok(()) => {
            for difference in weaken::weakened(settings, &own) {
                output::complain(&format!("{shown} of this branch weakens the check: {difference}; the config of {rev} was used"));
            }
        }
        Err(mistakes) => {
            output::complain(&format!("{shown} of this branch has mistakes; the config of {rev} was used"));
            tell(&mistakes);
        }
    }
}

/// The nearest config file between the working directory and the repository's top.
fn find(working_directory: &Path, top: &Path, exists: &dyn Fn(&Path) -> bool) -> Option<PathBuf> {
    discover::nearest(configure::FILE_NAME, working_directory, top, exists)
}

fn lay(file: &Path, top: &Path, settings: &mut Settings, read: &dyn Fn(&Path) -> Result<String, discover::ReadError>) -> Result<(), Error> {
    let shown = file.strip_prefix(top).unwrap_or(file).display().to_string();
    let text = read(file).map_err(|error| Error::Usage(format!("cannot read the config `{shown}`: {}", error.words())))?;
    let folder = file.parent().unwrap_or(top).to_owned();
    let named = |path: &str| discover::named(&folder, top, path, read);
    configure::configure(&Source::new(shown, text), settings, &named).map_err(|mistakes| {
        tell(&mistakes);
        Error::Config
    })?;
    if let Some(path) = &settings.accounts_path {
        settings.accounts_path = Some(discover::below(&folder, path).to_string_lossy().into_owned());
    }
    Ok(())
}

fn tell(mistakes: &[crate::diagnostic::Diagnostic]) {
    for mistake in mistakes {
        let start = mistake.place.range.start;
        output::complain(&format!("{}:{}:{}: {}", mistake.place.path, start.line, start.column, mistake.message));
        for related in &mistake.related {
            let start = related.place.range.start;
            output::complain(&format!("  {}:{}:{}: {}", related.place.path, start.line, start.column, related.message));
        }
        if let Some(help) = &mistake.help {
            output::complain(&format!("  {help}"));
        }
    }
}
