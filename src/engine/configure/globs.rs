//! The globs of a config: brought into the one form that the search knows, or refused with what to write.

use globset::GlobBuilder;

use crate::config::Kind;
use crate::rules::words::code;

/// What is wrong with a glob, and what to do.
pub type Refusal = (String, Option<String>);

/// The globs that `pattern` stands for: `./x` and `/x` are `x`, and a folder `x/` is every file of the kind below it.
pub fn read(pattern: &str, kind: Kind) -> Result<Vec<String>, Refusal> {
    let refuse = |message: String, help: &str| Err((message, Some(help.to_owned())));
    let shown = code(pattern);
    if pattern.trim() != pattern {
        return refuse(format!("the glob `{pattern}` starts or ends with a blank"), "remove the blank");
    }
    if pattern.starts_with('!') {
        return refuse(format!("{shown} is no glob of files to take"), "list the files to take; what git ignores is left out");
    }
    let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.contains(&"..") {
        return refuse(format!("{shown} leads out of the folder of the config"), "write it relative to the folder of the config, without `..`");
    }
    let glob = parts.join("/");
    let globs = if glob.is_empty() || pattern.ends_with('/') {
        let below: &[&str] = match kind {
            Kind::Note => &["**/*.yaml", "**/*.yml"],
            Kind::Accounts => &["README.md"],
            Kind::Call => &["**/*.md", "**/*.json"],
        };
        let folder = if glob.is_empty() { String::new() } else { format!("{glob}/") };
        below.iter().map(|files| format!("{folder}{files}")).collect()
    } else {
        vec![glob]
    };
    for glob in &globs {
        if let Err(error) = GlobBuilder::new(glob).literal_separator(true).build() {
            return Err((format!("{shown} is not a glob: {}", error.kind()), None));
        }
    }
    Ok(globs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_has_one_form() {
        let one = |pattern: &str| read(pattern, Kind::Note).map_or_else(|(message, _)| format!("! {message}"), |globs| globs.join(" "));
        for pattern in ["organizations/*.yaml", "./organizations/*.yaml", "/organizations/*.yaml", "organizations//./*.yaml", "././/organizations/*.yaml"] {
            assert_eq!(one(pattern), "organizations/*.yaml", "{pattern}");
        }
        assert_eq!(one("orgs/"), "orgs/**/*.yaml orgs/**/*.yml");
        assert_eq!(one("./"), "**/*.yaml **/*.yml");
        assert_eq!(read("docs/", Kind::Accounts), Ok(vec!["docs/README.md".to_owned()]));
        for pattern in ["!organizations/x.yaml", "../organizations/*.yaml", " x.yaml", "x.yaml ", "{a", "a/../b"] {
            assert!(one(pattern).starts_with('!'), "{pattern}: {}", one(pattern));
        }
    }
}
