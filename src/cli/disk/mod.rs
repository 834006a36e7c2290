//! The disk as a tree to read and a sink to write: the only place that touches the file system.

#![expect(clippy::disallowed_methods, reason = "this is the edge that the library's ban on I/O leaves open")]

mod error;
mod replace;
mod sink;
mod unfinished;

use std::fs;
use std::io::{self, IsTerminal as _, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

use feedwright::site::tree::{EntryKind, Listing, Repository, Stat, Tree, TreeError, UnreadEntry};
use walkdir::WalkDir;

use crate::cli::console::{Console, io_reason};

use error::tree_error;

pub(crate) use replace::{Removed, leads_out};
pub(crate) use sink::{DiskSink, parent};

/// A folder of the disk.
#[derive(Clone, Debug)]
pub(crate) struct Disk {
    root: PathBuf,
}

impl Disk {
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The whole path of a file, in one piece of memory: `join` takes two.
    fn at(&self, path: &str) -> PathBuf {
        let mut whole = PathBuf::with_capacity(self.root.as_os_str().len() + 1 + path.len());
        whole.push(&self.root);
        whole.push(path);
        whole
    }

    /// The path below the root; as an error, with escapes, where it is not UTF-8.
    fn relative(&self, path: &Path) -> Result<String, String> {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        let below = below.to_str().ok_or_else(|| escaped(below))?;
        Ok(if cfg!(windows) { below.replace('\\', "/") } else { below.to_owned() })
    }

    /// A symlink and the place of the folder that it leads to; nothing where that is elsewhere.
    fn symlink(&self, path: &Path) -> Option<(String, String)> {
        let root = fs::canonicalize(&self.root).ok()?;
        let target = fs::canonicalize(path).ok()?;
        let target = self.relative(&self.root.join(target.strip_prefix(root).ok()?)).ok()?;
        Some((self.relative(path).ok()?, target))
    }

    /// What the walk could not read, as an entry of the list.
    ///
    /// # Errors
    /// When it is the folder that was to be listed.
    fn unread(&self, folder: &str, error: &walkdir::Error) -> Result<UnreadEntry, TreeError> {
        let reason = error.io_error().map_or_else(|| error.to_string(), io_reason);
        let missing = error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound);
        let Some(place) = error.path() else {
            return Err(TreeError { path: folder.to_owned(), reason, missing: false });
        };
        let path = self.relative(place).unwrap_or_else(|escaped| escaped);
        if error.depth() == 0 || path == folder {
            let path = place.display().to_string();
            return Err(TreeError { path, reason, missing: false });
        }
        let is_link = place.is_symlink() && fs::metadata(place).is_err();
        let kind = if is_link { EntryKind::Link } else { EntryKind::Folder };
        Ok(UnreadEntry { error: TreeError { path, reason, missing }, kind })
    }
}

impl Tree for Disk {
    fn repository(&self) -> Option<Repository> {
        let whole = fs::canonicalize(&self.root).ok()?;
        let top = whole.ancestors().find(|folder| is_there(&folder.join(".git")))?;
        let site = whole.strip_prefix(top).ok()?.to_str()?.replace('\\', "/");
        (!site.is_empty()).then(|| Repository { tree: Box::new(Self::new(top)), site })
    }

    fn list(&self, folder: &str, enter: &dyn Fn(&str) -> bool) -> Result<Listing, TreeError> {
        self.list_to(folder, usize::MAX, enter)
    }

    fn list_to(
        &self,
        folder: &str,
        depth: usize,
        enter: &dyn Fn(&str) -> bool,
    ) -> Result<Listing, TreeError> {
        let start = self.root.join(folder);
        match fs::metadata(&start) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Ok(Listing::default()),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Listing::default());
            }
            Err(error) => return Err(tree_error(folder, &error)),
        }
        let entered = |entry: &walkdir::DirEntry| {
            !entry.file_type().is_dir()
                || entry.depth() == 0
                || enter(&self.relative(entry.path()).unwrap_or_else(|escaped| escaped))
        };
        let mut found = Listing::default();
        // The walk opens a folder before it asks for it: only the depth keeps it from that.
        let walk = WalkDir::new(&start).follow_links(true).max_depth(depth);
        for entry in walk.into_iter().filter_entry(entered) {
            if let Ok(entry) = &entry
                && entry.path_is_symlink()
            {
                found.links.extend(self.symlink(entry.path()));
            }
            match entry {
                Ok(entry) if entry.file_type().is_file() => match self.relative(entry.path()) {
                    Ok(path) => found.files.push(path),
                    Err(path) => {
                        let reason = "its name is not UTF-8".to_owned();
                        let error = TreeError { path, reason, missing: false };
                        found.unread.push(UnreadEntry { error, kind: EntryKind::File });
                    }
                },
                Ok(_) => {}
                // A link that leads back up holds no file that is not found elsewhere.
                Err(error) if error.loop_ancestor().is_some() => {}
                Err(error) => found.unread.push(self.unread(folder, &error)?),
            }
        }
        found.files.sort_unstable();
        found.links.sort_unstable();
        found.unread.sort_by(|a, b| a.error.path.cmp(&b.error.path));
        Ok(found)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, TreeError> {
        // Files that a listing did not find, configurations, are beside the site's folders.
        if !path.contains('/') && is_special(&self.at(path)) {
            return Err(special(path.to_owned()));
        }
        patiently(|| fs::read(self.at(path))).map_err(|error| tree_error(path, &error))
    }

    fn read_start(&self, path: &str, most: usize) -> Result<Vec<u8>, TreeError> {
        let mut start = Vec::with_capacity(most);
        let file = patiently(|| fs::File::open(self.at(path))).map_err(|error| tree_error(path, &error))?;
        file.take(most as u64).read_to_end(&mut start).map_err(|error| tree_error(path, &error))?;
        Ok(start)
    }

    fn read_part(&self, path: &str, offset: u64, most: usize) -> Result<Vec<u8>, TreeError> {
        let mut part = Vec::new();
        let mut file =
            patiently(|| fs::File::open(self.at(path))).map_err(|error| tree_error(path, &error))?;
        file.seek(SeekFrom::Start(offset)).map_err(|error| tree_error(path, &error))?;
        file.take(most as u64).read_to_end(&mut part).map_err(|error| tree_error(path, &error))?;
        Ok(part)
    }

    fn stat(&self, path: &str) -> Result<Stat, TreeError> {
        let metadata = fs::metadata(self.at(path)).map_err(|error| tree_error(path, &error))?;
        Ok(Stat { size: metadata.len(), modified: modified(&metadata) })
    }
}

/// Opens a file, again after a moment where every descriptor is in use: each thread needs one for a file at a time, and
/// 64 threads need more than `ulimit -n 64` leaves. A run waits two seconds in all.
fn patiently<T>(open: impl Fn() -> io::Result<T>) -> io::Result<T> {
    static WAITS: AtomicUsize = AtomicUsize::new(0);
    loop {
        match open() {
            Err(error) if is_out_of_descriptors(&error) && WAITS.fetch_add(1, Ordering::Relaxed) < 1000 => {
                thread::sleep(Duration::from_millis(2));
            }
            result => return result,
        }
    }
}

/// `ENFILE` or `EMFILE`, which have these numbers on every Unix.
fn is_out_of_descriptors(error: &io::Error) -> bool {
    cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24))
}

/// A path that is not UTF-8, with `\xE9` for each byte that is not.
fn escaped(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02X}"));
        }
    }
    if cfg!(windows) { text.replace('\\', "/") } else { text }
}

fn modified(metadata: &fs::Metadata) -> i64 {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| i64::try_from(since.as_secs()).ok()).unwrap_or(0)
}

/// Whether reading a file may never begin, or never end: a named pipe, a device.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

fn special(path: String) -> TreeError {
    TreeError { path, reason: "it is not a regular file".to_owned(), missing: false }
}

/// As much as is read of standard input or a pipe.
const MOST_READ: u64 = 256 << 20;

/// Reads a stream to its end.
///
/// # Errors
/// When it cannot be read, or is too long: a device may have no end.
fn read_bounded(stream: impl Read, name: &str) -> Result<Vec<u8>, TreeError> {
    let mut bytes = Vec::new();
    stream.take(MOST_READ + 1).read_to_end(&mut bytes).map_err(|error| tree_error(name, &error))?;
    if bytes.len() as u64 > MOST_READ {
        let reason = format!("it has more than {} MiB", MOST_READ >> 20);
        return Err(TreeError { path: name.to_owned(), reason, missing: false });
    }
    Ok(bytes)
}

/// Reads a configuration that was named on the command line. A pipe of the shell (`<(…)`, below `/dev/fd`) is one; a pipe with a
/// name, which may never be written to, is not.
pub(crate) fn read_configuration(path: &Path) -> Result<Vec<u8>, TreeError> {
    if is_special(path) && !path.starts_with("/dev") && !path.starts_with("/proc") {
        return Err(special(path.display().to_string()));
    }
    read_named(path)
}

/// Reads one file that was named on the command line.
pub(crate) fn read_named(path: &Path) -> Result<Vec<u8>, TreeError> {
    let name = path.display().to_string();
    if !is_special(path) {
        return fs::read(path).map_err(|error| tree_error(&name, &error));
    }
    let file = fs::File::open(path).map_err(|error| tree_error(&name, &error))?;
    read_bounded(file, &name)
}

/// Reads the file that a new one would replace. A pipe or a device counts as missing: it is written to, not replaced, and
/// reading it may never end.
pub(crate) fn read_replaced(path: &Path) -> Result<Vec<u8>, TreeError> {
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        let reason = "it is not a regular file".to_owned();
        return Err(TreeError { path: path.display().to_string(), reason, missing: true });
    }
    read_named(path)
}

/// Everything on standard input.
pub(crate) fn read_stdin(console: &Console) -> Result<Vec<u8>, TreeError> {
    let is_typed = io::stdin().is_terminal();
    let _work = if is_typed { console.waiting() } else { console.working("reading standard input") };
    read_bounded(io::stdin().lock(), "standard input")
}

/// Returns a path below a folder as people write it from here: without `./` before it.
pub(crate) fn below(folder: &Path, path: impl AsRef<Path>) -> PathBuf {
    let path = path.as_ref();
    let is_here = folder == Path::new(".") && !path.as_os_str().is_empty();
    if is_here { path.to_owned() } else { folder.join(path) }
}

/// An error of a tree or sink, which know a file by its path below their folder, with the path that people can open.
pub(crate) fn error_below(folder: &Path, error: TreeError) -> TreeError {
    TreeError { path: below(folder, &error.path).display().to_string(), ..error }
}

/// Whether there is a folder of this name.
pub(crate) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether there is a file or folder of this name.
pub(crate) fn is_there(path: &Path) -> bool {
    path.exists()
}

/// Returns the folders in a folder by name, without hidden ones; none where it cannot be read.
pub(crate) fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let shown = entries.filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."));
    let mut folders: Vec<PathBuf> = shown.map(|entry| entry.path()).filter(|path| is_folder(path)).collect();
    folders.sort();
    folders
}

/// The path from the root of the disk, links followed; nothing where there is no such file.
pub(crate) fn absolute(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}
