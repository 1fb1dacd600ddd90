//! The files of a repository that are no documents: its top level, its config, and what the config names.

use std::path::{Component, Path, PathBuf};

use super::ReadError;

/// The git top level above `folder`, else the CI job's project folder when it lies around, else `folder` itself.
pub fn top_level(folder: &Path) -> PathBuf {
    if let Some(top) = folder.ancestors().find(|ancestor| ancestor.join(".git").exists()) {
        return top.to_owned();
    }
    let project = std::env::var_os("CI_PROJECT_DIR").map(PathBuf::from);
    project.filter(|project| project.is_absolute() && folder.starts_with(project)).unwrap_or_else(|| folder.to_owned())
}

/// The nearest file called `name` from `folder` up to the repository's top.
pub fn nearest(name: &str, folder: &Path, top: &Path, exists: &dyn Fn(&Path) -> bool) -> Option<PathBuf> {
    let inside = folder.ancestors().take_while(|folder| folder.starts_with(top));
    inside.map(|folder| folder.join(name)).find(|file| exists(file))
}

/// Reads a file that the config in `folder` names. The error is a sentence about `path`, which is named as it is written.
pub fn named(folder: &Path, top: &Path, path: &str, read: &dyn Fn(&Path) -> Result<String, ReadError>) -> Result<String, String> {
    let file = below(folder, path);
    if !inside(&file, top) && !inside(&file, folder) {
        return Err(format!("`{}` lies outside of the repository; a config names files of its own repository only", path.escape_debug()));
    }
    read(&file).map_err(|error| format!("cannot read `{}`: {}", path.escape_debug(), error.words()))
}

/// `path` below `folder`, without the dots that a git tree does not know.
pub fn below(folder: &Path, path: &str) -> PathBuf {
    let mut whole = folder.to_owned();
    for part in Path::new(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            other => whole.push(other),
        }
    }
    whole
}

/// Whether `file` lies below `folder`, also once its links are followed.
fn inside(file: &Path, folder: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    file.starts_with(folder) && real(file).starts_with(real(folder))
}
