//! Another revision of the repository, read from git's objects by git's own command line: nothing is checked out, nothing is locked.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use super::walk::{self, Discovery, Files, Query};
use super::{ReadError, Target, decode};

/// What git sets for its hooks, and what would point it at another repository than the one around the folder.
const SCRUBBED: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
    "GIT_EXTERNAL_DIFF",
    "GIT_DIFF_OPTS",
    "GIT_LITERAL_PATHSPECS",
    "GIT_TRACE",
];

/// The files of one commit.
pub struct Revision {
    top: PathBuf,
    /// The commit's name in hex digits.
    pub commit: String,
    /// Whole paths below the top level. Links are left out.
    files: BTreeSet<PathBuf>,
    objects: HashMap<PathBuf, Object>,
    /// Symbolic links, whole paths, and the objects that hold where they lead.
    links: HashMap<PathBuf, String>,
    /// Other repositories inside this one: what they hold is not known here.
    submodules: Vec<PathBuf>,
    batch: Mutex<Batch>,
}

/// A revision to compare with, and the files that have moved since.
#[derive(Debug)]
pub struct Base {
    pub revision: Revision,
    /// New whole path → old whole path.
    pub moved: BTreeMap<PathBuf, PathBuf>,
    /// A sentence for the user where the comparison is not with a merge base.
    pub remark: Option<String>,
}

struct Object {
    id: String,
    size: u64,
}

impl fmt::Debug for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Revision").field("commit", &self.commit).field("files", &self.files.len()).finish_non_exhaustive()
    }
}

impl Revision {
    /// The commit `rev` of the repository around `folder`. The error tells what to do.
    pub fn open(folder: &Path, rev: &str) -> Result<Self, String> {
        let top = top(folder)?;
        let commit = commit(&top, rev)?;
        Self::at(top, commit)
    }

    fn at(top: PathBuf, commit: String) -> Result<Self, String> {
        let listing = git(&top, ["ls-tree", "-r", "-l", "-z", "--full-tree", &commit, "--"])?;
        let (mut objects, mut links, mut submodules) = (HashMap::new(), HashMap::new(), Vec::new());
        for entry in listing.split(|byte| *byte == 0) {
            match entry_of(entry) {
                Some(Entry::File(object, path)) => {
                    objects.insert(top.join(path), object);
                }
                Some(Entry::Link(id, path)) => {
                    links.insert(top.join(path), id);
                }
                Some(Entry::Submodule(path)) => submodules.push(top.join(path)),
                None => {}
            }
        }
        let batch = Mutex::new(Batch::start(&top)?);
        Ok(Self { files: objects.keys().cloned().collect(), objects, links, submodules, batch, commit, top })
    }

    /// Reads a file of this revision.
    pub fn read(&self, file: &Path, limit: u64) -> Result<String, ReadError> {
        let object = self.objects.get(file).ok_or_else(|| ReadError::Io("it is not in that revision".to_owned()))?;
        if object.size > limit {
            return Err(ReadError::TooLarge { size: object.size, limit });
        }
        decode(self.blob(&object.id)?, limit)
    }

    /// The bytes of an object.
    fn blob(&self, id: &str) -> Result<Vec<u8>, ReadError> {
        let mut batch = self.batch.lock().map_err(|_| ReadError::Io("git has stopped".to_owned()))?;
        batch.read(id).map_err(|error| ReadError::Io(format!("git cannot read it: {error}")))
    }

    /// Whether `file`, a whole path, lies in the repository itself.
    pub fn covers(&self, file: &Path) -> bool {
        file.starts_with(&self.top) && !self.submodules.iter().any(|submodule| file.starts_with(submodule))
    }

    /// Whether the revision has `file`, a whole path.
    pub fn has(&self, file: &Path) -> bool {
        self.objects.contains_key(file)
    }

    /// The top level of the repository, without links.
    pub fn top(&self) -> &Path {
        &self.top
    }
}

impl Base {
    /// The merge base of `rev` and HEAD in the repository around `folder`; where history is cut off before it, `rev` itself.
    pub fn open(folder: &Path, rev: &str) -> Result<Self, String> {
        let top = top(folder)?;
        let commit = commit(&top, rev)?;
        let found = git(&top, ["merge-base", &commit, "HEAD"]);
        let (base, remark) = match found.as_deref().map(|out| String::from_utf8_lossy(out).trim().to_owned()) {
            Ok(base) if !base.is_empty() => (base, None),
            _ => {
                let cure = if is_shallow(&top) { "; the clone is shallow, `git fetch --unshallow origin` brings the rest" } else { "" };
                (commit, Some(format!("no merge base with `{rev}` is at hand, so the comparison is with `{rev}` itself{cure}")))
            }
        };
        let moved = moved(&top, &base)?;
        Ok(Self { revision: Revision::at(top, base)?, moved, remark })
    }

    /// The files of `query` as they were. Of those that lie there now, only what is checked now counts: `now`.
    pub fn discover(&self, query: &Query, now: &[Target]) -> Result<Discovery, String> {
        let Revision { top, files, .. } = &self.revision;
        let mut found = walk::discover_in(query, Files::Tree { top, files, moved: &self.moved })?;
        let checked: BTreeSet<&str> = now.iter().map(|target| &*target.path).collect();
        found.targets.retain(|target| checked.contains(&*target.path) || target.file.symlink_metadata().is_err());
        // Of a submodule there is nothing to compare with but itself, nor of a link that led nowhere then.
        let inside = |target: &&Target| self.revision.submodules.iter().any(|submodule| target.file.starts_with(submodule)) || self.is_lost(target);
        found.targets.extend(now.iter().filter(inside).cloned());
        Ok(found)
    }

    /// Whether a file is a symbolic link that is not read, and was the same link then.
    fn is_lost(&self, target: &Target) -> bool {
        let (Some(id), Ok(leads_to)) = (self.revision.links.get(&target.file), target.file.read_link()) else { return false };
        (target.leads_out || !target.file.exists()) && self.revision.blob(id).is_ok_and(|blob| path_of(&blob) == leads_to)
    }

    /// Reads a file as it was; one outside the repository as it is.
    pub fn read(&self, target: &Target, limit: u64) -> Result<String, ReadError> {
        if self.revision.covers(&target.file) { self.revision.read(&target.file, limit) } else { target.read(limit) }
    }

    /// Old path → new path, as reports show them.
    pub fn moved(&self) -> BTreeMap<String, String> {
        let shown = |path: &Path| path.strip_prefix(&self.revision.top).unwrap_or(path).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        self.moved.iter().map(|(new, old)| (shown(old), shown(new))).collect()
    }
}

/// The files below `folder`, a whole path, that git keeps although a `.gitignore` names them.
pub fn kept_though_ignored(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let listing = git(folder, ["ls-files", "--cached", "--ignored", "--exclude-standard", "-z", "--", "."])?;
    Ok(listing.split(|byte| *byte == 0).filter(|name| !name.is_empty()).map(|name| folder.join(path_of(name))).collect())
}

/// Whether the clone at `top` itself has files to ignore, which no commit tells. One whose `.git` lies elsewhere may have some.
pub fn has_own_excludes(top: &Path) -> bool {
    let git = top.join(".git");
    let is_rule = |line: &str| !line.trim().is_empty() && !line.starts_with('#');
    git.is_file() || std::fs::read_to_string(git.join("info/exclude")).is_ok_and(|text| text.lines().any(is_rule))
}

/// The top level around `folder`.
fn top(folder: &Path) -> Result<PathBuf, String> {
    let out = git(folder, ["rev-parse", "--show-toplevel"]).map_err(|error| format!("no git repository to compare with: {error}"))?;
    let top = PathBuf::from(path_of(out.strip_suffix(b"\n").unwrap_or(&out)));
    Ok(top.canonicalize().unwrap_or(top))
}

/// The commit that `rev` names.
fn commit(top: &Path, rev: &str) -> Result<String, String> {
    if rev.is_empty() || rev.starts_with('-') || rev.chars().any(char::is_control) {
        return Err(format!("`{}` is no git revision; name a branch, a tag or a commit", rev.escape_debug()));
    }
    let found = git(top, ["rev-parse", "--verify", "--quiet", &format!("{rev}^{{commit}}")]);
    match found.as_deref().map(|out| String::from_utf8_lossy(out).trim().to_owned()) {
        Ok(commit) if commit.bytes().all(|byte| byte.is_ascii_hexdigit()) && !commit.is_empty() => Ok(commit),
        _ => Err(format!("the git revision `{rev}` is not in this clone; {}", fetch(top, rev))),
    }
}

/// The command that brings a revision.
fn fetch(top: &Path, rev: &str) -> String {
    let name = rev.strip_prefix("origin/").unwrap_or(rev);
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte));
    let name = if is_name { name } else { "REVISION" };
    let is_commit = name.len() >= 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    // In a full clone, a depth would cut history off.
    let depth = match (is_shallow(top), is_commit) {
        (false, _) => "",
        (true, true) => " --depth=1",
        (true, false) => " --depth=100",
    };
    let into = if rev.starts_with("origin/") && is_name { format!("{name}:refs/remotes/origin/{name}") } else { name.to_owned() };
    format!("fetch it first: git fetch{depth} origin {into}")
}

fn is_shallow(top: &Path) -> bool {
    git(top, ["rev-parse", "--is-shallow-repository"]).is_ok_and(|out| out.starts_with(b"true"))
}

/// The files that have another name now, uncommitted renames that git has been told of included.
fn moved(top: &Path, base: &str) -> Result<BTreeMap<PathBuf, PathBuf>, String> {
    let options = ["diff", "--no-ext-diff", "--no-textconv", "--ignore-submodules", "-M", "--diff-filter=R", "--name-status", "-z", base, "--"];
    let out = git(top, options)?;
    let mut fields = out.split(|byte| *byte == 0);
    let mut moved = BTreeMap::new();
    while let (Some(_status), Some(old), Some(new)) = (fields.next(), fields.next(), fields.next()) {
        moved.insert(top.join(path_of(new)), top.join(path_of(old)));
    }
    Ok(moved)
}

enum Entry {
    File(Object, PathBuf),
    Link(String, PathBuf),
    Submodule(PathBuf),
}

/// `mode type id size<tab>path`; `None` for folders.
fn entry_of(entry: &[u8]) -> Option<Entry> {
    let tab = entry.iter().position(|byte| *byte == b'\t')?;
    let head = std::str::from_utf8(&entry[..tab]).ok()?;
    let path = PathBuf::from(path_of(&entry[tab + 1..]));
    let mut fields = head.split_ascii_whitespace();
    let (mode, _, id, size) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    match mode {
        "160000" => Some(Entry::Submodule(path)),
        "120000" => Some(Entry::Link(id.to_owned(), path)),
        _ if mode.starts_with("100") => Some(Entry::File(Object { id: id.to_owned(), size: size.parse().ok()? }, path)),
        _ => None,
    }
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStrExt as _;
    OsStr::from_bytes(bytes).to_owned()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "core.fsmonitor=false", "--literal-pathspecs"]);
    for name in SCRUBBED {
        command.env_remove(name);
    }
    command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C").stdin(Stdio::null());
    command
}

/// What git prints; the error is the first line of its complaint, with the command that it proposes.
fn git<'a>(folder: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Result<Vec<u8>, String> {
    let output = command(folder).args(arguments).output().map_err(|error| format!("cannot run git: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    let line = complaint.lines().find(|line| !line.trim().is_empty()).unwrap_or("it failed without a word");
    // The line with the cure comes later, and is a command.
    let cure = complaint.lines().map(str::trim).find(|line| line.starts_with("git config")).map(|line| format!("; run: {line}"));
    Err(format!("git: {}{}", line.trim_start_matches("fatal: "), cure.unwrap_or_default()))
}

/// A running `git cat-file --batch`: one question, one answer.
struct Batch {
    child: Child,
    /// Taken when the process is to end.
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Batch {
    fn start(top: &Path) -> Result<Self, String> {
        let mut command = command(top);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| format!("cannot run git: {error}"))?;
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("cannot talk to git".to_owned());
        };
        Ok(Self { child, questions: Some(questions), answers: BufReader::new(answers) })
    }

    fn read(&mut self, id: &str) -> std::io::Result<Vec<u8>> {
        let gone = || std::io::Error::other("it has stopped");
        let questions = self.questions.as_mut().ok_or_else(gone)?;
        writeln!(questions, "{id}")?;
        questions.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        // `id type size`, or `id missing`.
        let size: usize =
            head.split_ascii_whitespace().nth(2).and_then(|size| size.parse().ok()).ok_or_else(|| std::io::Error::other("the object is missing"))?;
        let mut bytes = vec![0; size + 1];
        self.answers.read_exact(&mut bytes)?;
        bytes.pop();
        Ok(bytes)
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        drop(self.questions.take());
        // With its input closed it ends by itself.
        let _ = self.child.wait();
    }
}
