//! The files below a folder on the disk, without those that git ignores.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::git;

/// The files below `root` that git does not ignore, sorted; symbolic links are told, not followed, so that loops do no harm.
/// A file that git keeps is not ignored, whatever a `.gitignore` says: it came with a merge request like any other.
pub fn below(root: &Path) -> Vec<(PathBuf, bool)> {
    let mut files = walk(root, true);
    let ignored_somewhere = |top: &Path| {
        let above = root.ancestors().take_while(|folder| folder.starts_with(top)).any(|folder| folder.join(".gitignore").exists());
        above || files.iter().any(|(file, _)| file.file_name().is_some_and(|name| name == ".gitignore")) || git::has_own_excludes(top)
    };
    if root.ancestors().find(|folder| folder.join(".git").exists()).is_some_and(ignored_somewhere) {
        match git::kept_though_ignored(root) {
            Ok(kept) => {
                let kept = kept.into_iter().filter_map(|file| Some((file.symlink_metadata().ok()?.is_symlink(), file)));
                files.extend(kept.map(|(link, file)| (file, link)));
            }
            // Without git, nobody knows.
            Err(_) => files = walk(root, false),
        }
    }
    // By the bytes of the whole path, which takes less time than by its parts.
    files.sort_unstable_by(|(a, _), (b, _)| a.as_os_str().cmp(b.as_os_str()));
    files.dedup();
    files
}

fn walk(root: &Path, ignore: bool) -> Vec<(PathBuf, bool)> {
    WalkBuilder::new(root)
        .hidden(false)
        .ignore(false)
        .parents(ignore)
        .git_ignore(ignore)
        .git_exclude(ignore)
        .git_global(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build()
        .flatten()
        .filter_map(|entry| {
            let kind = entry.file_type()?;
            (!kind.is_dir()).then(|| (entry.into_path(), kind.is_symlink()))
        })
        .collect()
}
