//! The command line: what may be asked, with the words of `--help`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diagnostic::Severity;
use crate::report::Format;

/// Checks org notes, the account table and call records.
#[derive(Debug, Parser)]
#[command(
    name = "ase-lint",
    version,
    about = "Checks GitLab Support's org notes, the ASE account table and call records",
    long_about = "Checks GitLab Support's org notes, the ASE account table and the records of calls: their shape, against each other, and \
                  whether each note answers what a Support Engineer needs to know at 3 a.m.\n\n\
                  Without a command it checks: `ase-lint` looks at the working directory, `ase-lint FILE…` at the files named.",
    after_help = "Exit code: 0 nothing found, 1 findings, 2 wrong usage or a report that cannot be written, 3 nothing was checked.\n\
                  What a finding means: ase-lint explain RULE",
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub check: CheckArgs,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check notes, the account table and call records (the default)
    Check(CheckArgs),
    /// Repair what can be repaired
    Fix(FixArgs),
    /// Show how each note answers the questions: the verdict, the sentence, its line
    Answers(AnswersArgs),
    /// One line an account: its row, its note, the questions answered, the findings
    Accounts(AccountsArgs),
    /// List the suppressions, with their reasons and who would need to know
    Suppressions(SuppressionsArgs),
    /// Write the skeleton of a note, a table row, a call record or a call template
    New(NewArgs),
    /// What a rule finds, why it matters, and how to put it right
    Explain {
        /// The rule, such as question/emergency
        rule: String,
        /// The config file, whose own questions are rules too, in place of the .ase-lint.yaml found upwards
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// List all rules
    Rules {
        /// How the list is written
        #[arg(long, value_enum, default_value_t)]
        format: ListFormat,
        /// The config file, whose own questions are rules too, in place of the .ase-lint.yaml found upwards
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Print a JSON Schema, for editors and other tools
    Schema {
        /// Which one
        #[arg(value_enum)]
        name: SchemaName,
    },
    /// Set up a repository: config, CI job and pre-commit entry
    Init {
        /// Where
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
    /// Serve an editor over standard input and output, as a language server
    Lsp(LspArgs),
    /// Print the completions for a shell
    Completions { shell: clap_complete::Shell },
    /// Print the manual page
    Man,
}

#[derive(Debug, Clone, Default, Args)]
#[allow(clippy::struct_excessive_bools, reason = "flags are bools")]
pub struct CheckArgs {
    /// Files and folders to check [default: the working directory]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// Write the findings in this format; may be given several times, to standard output for one of them
    #[arg(long = "format", short = 'f', value_name = "FORMAT[=PATH]")]
    pub formats: Vec<ReportTo>,
    /// Exit with 0 whatever was found
    #[arg(long)]
    pub exit_zero: bool,
    /// The lowest severity that fails the check [default: error]
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<SeverityArg>,
    /// Only findings that are new since the merge base with this git revision fail; the others are shown as known
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    /// Check standard input as if it were this file
    #[arg(long, value_name = "PATH", conflicts_with = "paths")]
    pub stdin_filename: Option<PathBuf>,
    /// Exit with 0 when there was nothing to check
    #[arg(long)]
    pub allow_empty: bool,
    /// No summary, and only what fails the check
    #[arg(long, short = 'q')]
    pub quiet: bool,
    /// Count the findings of each rule
    #[arg(long)]
    pub statistics: bool,
}

/// Options of every command that reads the documents.
#[derive(Debug, Clone, Default, Args)]
pub struct ScopeArgs {
    /// The file with the account table, in place of the README.md found
    #[arg(long, value_name = "FILE")]
    pub accounts: Vec<PathBuf>,
    /// The folder of the notes, in place of organizations/
    #[arg(long, value_name = "DIR")]
    pub notes: Vec<PathBuf>,
    /// The config file, in place of the .ase-lint.yaml found upwards
    #[arg(long, value_name = "FILE", conflicts_with = "config_from")]
    pub config: Option<PathBuf>,
    /// Read config, catalogue and schemas from this git revision, so that a merge request cannot switch its own check off
    #[arg(long, value_name = "REV")]
    pub config_from: Option<String>,
    /// Which questions a note must answer: handbook-2025 (six), handbook-2026 (two), or one of the config's own catalogue
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Take every note for the note of an organization with an ASE
    #[arg(long, conflicts_with = "no_ase")]
    pub ase: bool,
    /// Take no note for the note of an organization with an ASE
    #[arg(long)]
    pub no_ase: bool,
    /// The day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<jiff::civil::Date>,
    /// How many files are read at once, 1 to 256 [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// When to colour
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
}

#[derive(Debug, Clone, Args)]
pub struct FixArgs {
    /// Files and folders to repair [default: the working directory]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// Show the changes instead of making them, without secrets; exits with 1 when there are any
    #[arg(long)]
    pub diff: bool,
    /// Also apply the fixes that need a look afterwards
    #[arg(long = "unsafe")]
    pub needs_review: bool,
    /// The lowest severity that fails the check of what is left [default: error]
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<SeverityArg>,
}

#[derive(Debug, Clone, Args)]
pub struct AnswersArgs {
    /// Notes, or folders of notes [default: the working directory]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// How the answers are written
    #[arg(long, short = 'f', value_enum, default_value_t)]
    pub format: AnswersFormat,
    /// Also show which sentence, cue and rule of language decided
    #[arg(long)]
    pub explain: bool,
}

#[derive(Debug, Clone, Args)]
pub struct AccountsArgs {
    /// Files and folders [default: the working directory]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// How the list is written
    #[arg(long, short = 'f', value_enum, default_value_t)]
    pub format: AnswersFormat,
}

#[derive(Debug, Clone, Args)]
pub struct SuppressionsArgs {
    /// Files and folders [default: the working directory]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// How the list is written
    #[arg(long, short = 'f', value_enum, default_value_t)]
    pub format: AnswersFormat,
}

/// Paths count from each folder of the editor's workspace.
#[derive(Debug, Clone, Args)]
pub struct LspArgs {
    /// The file with the account table, in place of the README.md found; counted from the folder that the editor has open
    #[arg(long, value_name = "FILE")]
    pub accounts: Vec<PathBuf>,
    /// The folder of the notes, in place of organizations/
    #[arg(long, value_name = "DIR")]
    pub notes: Vec<PathBuf>,
    /// The config file, in place of the .ase-lint.yaml found upwards
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Which questions a note must answer: handbook-2025 (six), handbook-2026 (two), or one of the config's own catalogue
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// The day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<jiff::civil::Date>,
    /// What many editors say to every server: there is no other way
    #[arg(long, hide = true)]
    pub stdio: bool,
}

#[derive(Debug, Clone, Args)]
pub struct NewArgs {
    /// What to write
    #[arg(value_enum)]
    pub what: NewDocument,
    /// The account's name
    #[arg(long)]
    pub account: Option<String>,
    /// The ASE's name
    #[arg(long)]
    pub ase: Option<String>,
    /// The ASE's region
    #[arg(long)]
    pub region: Option<String>,
    /// The Zendesk organization id
    #[arg(long, value_parser = clap::value_parser!(i64).range(1..), allow_negative_numbers = true)]
    pub id: Option<i64>,
    /// The organization's name in Zendesk, such as "5a1f9965 Acme Corp"
    #[arg(long)]
    pub org_name: Option<String>,
    /// The ASE's Zendesk user id
    #[arg(long, value_parser = clap::value_parser!(i64).range(1..), allow_negative_numbers = true)]
    pub user_id: Option<i64>,
    /// The Salesforce account id
    #[arg(long)]
    pub salesforce_id: Option<String>,
    /// What the call is for
    #[arg(long)]
    pub purpose: Option<String>,
    /// The day of the call
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<jiff::civil::Date>,
    /// Where to write it [default: standard output]; an existing file is never overwritten
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NewDocument {
    Note,
    Account,
    Call,
    CallTemplate,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum AnswersFormat {
    #[default]
    Pretty,
    Json,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    #[default]
    Pretty,
    Json,
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaName {
    Note,
    Account,
    Call,
    Config,
    Questions,
    Report,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SeverityArg {
    Error,
    Warning,
    Info,
}

impl From<SeverityArg> for Severity {
    fn from(severity: SeverityArg) -> Self {
        match severity {
            SeverityArg::Error => Self::Error,
            SeverityArg::Warning => Self::Warning,
            SeverityArg::Info => Self::Info,
        }
    }
}

/// A format, and the file it goes to; standard output without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportTo {
    pub format: Format,
    pub path: Option<PathBuf>,
}

impl std::str::FromStr for ReportTo {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, path) = text.split_once('=').map_or((text, None), |(name, path)| (name, Some(path)));
        let Some((_, format)) = Format::ALL.iter().find(|(known, _)| *known == name) else {
            let names: Vec<&str> = Format::ALL.iter().map(|(name, _)| *name).collect();
            return Err(format!("there is no format `{name}`; the formats are {}", names.join(", ")));
        };
        match path {
            Some("") => Err(format!("`{name}=` names no file; write `{name}=report.{name}`, or `{name}` for standard output")),
            Some("-") | None => Ok(Self { format: *format, path: None }),
            Some(path) => Ok(Self { format: *format, path: Some(PathBuf::from(path)) }),
        }
    }
}
