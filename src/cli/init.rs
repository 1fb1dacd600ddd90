//! `ase-lint init`: a config, a CI job and a pre-commit entry, where there are none yet.

use std::path::Path;

use super::{Error, Outcome, output};

const CONFIG: &str = "# What this repository wants of ase-lint: `ase-lint schema config` describes every key.\n# yaml-language-server: $schema=https://gitlab.com/gitlab-com/support/toolbox/ase-lint/-/raw/main/schemas/config.schema.json\n\
profile: handbook-2025   # six questions; handbook-2026 asks two\nfail-on: error\nrules: {}\n";

const CI: &str = include_str!("../../templates/snippets/gitlab-ci.yml");
const PRE_COMMIT: &str = include_str!("../../templates/snippets/pre-commit-config.yaml");

/// Writes what is lacking in `folder`, and tells what to add by hand to the files that exist.
pub fn run(folder: &Path) -> Result<Outcome, Error> {
    if !folder.is_dir() {
        return Err(Error::Usage(format!("there is no folder `{}`", folder.display())));
    }
    for (name, text) in [(".ase-lint.yaml", CONFIG), (".gitlab-ci.yml", CI), (".pre-commit-config.yaml", PRE_COMMIT)] {
        let file = folder.join(name);
        if file.symlink_metadata().is_err() {
            output::write_file(&file, text.as_bytes())?;
            output::print(format!("wrote {name}\n").as_bytes())?;
        } else if std::fs::read_to_string(&file).is_ok_and(|present| present.contains("ase-lint")) {
            output::print(format!("{name} speaks of ase-lint already; left as it is\n").as_bytes())?;
        } else {
            output::print(format!("{name} exists; add this to it:\n\n{}\n", indent(text)).as_bytes())?;
        }
    }
    Ok(Outcome::Clean)
}

fn indent(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}
