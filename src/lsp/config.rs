//! The config of a folder as it stands in the editor: its settings, and its mistakes as findings.

use std::path::{Path, PathBuf};

use super::Options;
use super::scan::Buffers;
use crate::config::{self, QuestionSettings, Settings};
use crate::diagnostic::Diagnostic;
use crate::discover::{self, Query, SIZE_LIMIT};
use crate::document::yaml::Yaml;
use crate::engine::Secrets;
use crate::engine::catalogue::Asked;
use crate::engine::configure::{self, FILE_NAME, mistake};
use crate::source::{Source, Span};

/// What counts in a folder.
pub struct Config {
    pub settings: Settings,
    pub asked: Asked,
    /// The file, where there is one.
    pub file: Option<PathBuf>,
    /// What is wrong in it, or in a file that it names.
    pub mistakes: Vec<Diagnostic>,
    /// Whether the settings are those of a config file without mistakes, be it as it was before.
    pub is_good: bool,
    /// A sentence for the user about what could not be done.
    pub complaint: Option<String>,
}

impl Config {
    /// The config of `root`. Where it has mistakes, the settings `before` them go on, else the defaults.
    pub fn new(root: &Path, top: &Path, options: &Options, buffers: &Buffers, before: Option<&Settings>) -> Result<Self, String> {
        let exists = |file: &Path| buffers.contains_key(file) || file.symlink_metadata().is_ok();
        let file = options.config.as_ref().map(|file| discover::canonical_name(&root.join(file))).or_else(|| discover::nearest(FILE_NAME, root, top, &exists));
        let (mut settings, mut mistakes, mut complaint) = (Settings::new(today(options)), Vec::new(), None);
        if let Some(file) = &file {
            match read(file, top, options, buffers) {
                Ok(read) => settings = read,
                Err(found) => {
                    let found = without_secrets(found);
                    let first = found.first().map_or_else(String::new, |first| format!("line {}: {}", first.place.range.start.line, first.message));
                    let how = if before.is_some() { "with the config as it was" } else { "without it" };
                    complaint = Some(format!("{} has mistakes, and the check goes on {how}: {first}", shown(file, top)));
                    settings = before.cloned().unwrap_or(settings);
                    mistakes = found;
                }
            }
        }
        if options.profile.is_some() {
            settings.questions.profile.clone_from(&options.profile);
        }
        let asked = Asked::new(&settings.questions).or_else(|error| {
            complaint = Some(format!("{error}; the usual questions are asked"));
            settings.questions = QuestionSettings::default();
            Asked::new(&settings.questions)
        })?;
        if let Some(complaint) = &mut complaint {
            Secrets::default().hide(complaint, &[]);
        }
        let is_good = file.is_some() && (mistakes.is_empty() || before.is_some());
        Ok(Self { settings, asked, file, mistakes, is_good, complaint })
    }
}

fn today(options: &Options) -> jiff::civil::Date {
    options.today.unwrap_or_else(config::today)
}

/// What is wrong in an open config file itself.
pub fn mistakes_in(file: &Path, options: &Options, buffers: &Buffers) -> Vec<Diagnostic> {
    let top = discover::top_level(file.parent().unwrap_or(file));
    let own = shown(file, &top);
    let mut mistakes = without_secrets(read(file, &top, options, buffers).err().unwrap_or_default());
    mistakes.retain(|mistake| *mistake.place.path == own);
    mistakes
}

/// Mistakes quote what the config says, and a token may stand there.
fn without_secrets(mut mistakes: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let secrets = Secrets::default();
    for mistake in &mut mistakes {
        secrets.hide(&mut mistake.message, &[]);
        mistake.help.iter_mut().for_each(|help| secrets.hide(help, &[]));
        mistake.related.iter_mut().for_each(|related| secrets.hide(&mut related.message, &[]));
    }
    mistakes
}

fn shown(file: &Path, top: &Path) -> String {
    file.strip_prefix(top).unwrap_or(file).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// The settings of a config file, or its mistakes.
fn read(file: &Path, top: &Path, options: &Options, buffers: &Buffers) -> Result<Settings, Vec<Diagnostic>> {
    let of = |file: &Path| match buffers.get(file) {
        Some(text) => Ok(text.to_string()),
        None => discover::read(file, SIZE_LIMIT),
    };
    let path = shown(file, top);
    let text = of(file).map_err(|error| {
        let message = format!("cannot read the config: {}", error.words());
        vec![mistake(&Source::new(path.as_str(), String::new()), Span::at(0), &message, None)]
    })?;
    let folder = file.parent().unwrap_or(top);
    let source = Source::new(path, text);
    let mut settings = Settings::new(today(options));
    configure::configure(&source, &mut settings, &|path| discover::named(folder, top, path, &of))?;
    if let Some(path) = &mut settings.accounts_path {
        let file = discover::below(folder, path);
        if !file.exists() && !buffers.contains_key(&file) && options.accounts.is_empty() {
            return Err(vec![at(&source, path, &format!("the accounts file `{path}` does not exist"))]);
        }
        *path = file.to_string_lossy().into_owned();
    }
    // Whether the globs are some: nothing is looked for but the file itself.
    let query = Query {
        paths: vec![file.to_owned()],
        accounts: Vec::new(),
        notes: Vec::new(),
        globs: settings.globs.clone(),
        working_directory: folder.to_owned(),
        top: top.to_owned(),
        stdin: true,
    };
    let quoted = |message: &str| message.split('`').nth(1).unwrap_or_default().to_owned();
    let rest = discover::discover(&query).map(drop).and_then(|()| Asked::new(&settings.questions).map(drop));
    rest.map_err(|message| vec![at(&source, &quoted(&message), &message)])?;
    Ok(settings)
}

/// A mistake that the config's own check does not see, at the value that it names.
fn at(source: &Source, value: &str, message: &str) -> Diagnostic {
    let yaml = Yaml::parse(source.text());
    let named = source.text().rfind(value).filter(|_| !value.is_empty()).map(|at| Span::new(at, at + value.len()));
    let span = named.or_else(|| Some(yaml.root()?.mapping()?.first()?.key.span)).unwrap_or_default();
    mistake(source, span, message, None)
}
