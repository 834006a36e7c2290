//! The disk as a tree to read and a sink to write: the only place that touches the file system.

#![expect(clippy::disallowed_methods, reason = "this is the edge that the library's ban on I/O leaves open")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, IoSlice, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

use feedwright::tree::{Sink, Stat, Tree, TreeError, Written};
use tempfile::NamedTempFile;
use walkdir::WalkDir;

use crate::cli::console::io_reason;

/// A folder of the disk.
#[derive(Clone, Debug)]
pub(crate) struct Disk {
    root: PathBuf,
    /// The folders that could not be read, by path, and why.
    passed_over: Arc<Mutex<BTreeMap<String, TreeError>>>,
}

impl Disk {
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), passed_over: Arc::default() }
    }

    fn folders_passed_over(&self) -> MutexGuard<'_, BTreeMap<String, TreeError>> {
        self.passed_over.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The whole path of a file, in one piece of memory: `join` takes two.
    fn at(&self, path: &str) -> PathBuf {
        let mut whole = PathBuf::with_capacity(self.root.as_os_str().len() + 1 + path.len());
        whole.push(&self.root);
        whole.push(path);
        whole
    }

    fn relative(&self, path: &Path) -> Option<String> {
        // The walk's paths begin with the root as it is written: comparing bytes costs a fifth of comparing components.
        let root = self.root.as_os_str().as_encoded_bytes();
        let quick = path.to_str().and_then(|path| {
            let below = path.get(root.len()..).filter(|_| path.as_bytes().starts_with(root))?;
            below.strip_prefix('/').filter(|below| !below.starts_with('/'))
        });
        let below = match quick {
            Some(below) => below,
            None => path.strip_prefix(&self.root).ok()?.to_str()?,
        };
        Some(if cfg!(windows) { below.replace('\\', "/") } else { below.to_owned() })
    }
}

impl Tree for Disk {
    fn list(&self, folder: &str, enter: &dyn Fn(&str) -> bool) -> Result<Vec<String>, TreeError> {
        let start = self.root.join(folder);
        if !start.is_dir() {
            return Ok(Vec::new());
        }
        let entered = |entry: &walkdir::DirEntry| {
            !entry.file_type().is_dir()
                || entry.depth() == 0
                || self.relative(entry.path()).is_some_and(|path| enter(&path))
        };
        let mut files = Vec::new();
        for entry in WalkDir::new(&start).follow_links(true).into_iter().filter_entry(entered) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    files.extend(self.relative(entry.path()));
                }
                Ok(_) => {}
                // A link that leads back up, or to nothing, holds no file that is not found elsewhere.
                Err(error)
                    if error.loop_ancestor().is_some() || error.path().is_some_and(Path::is_symlink) => {}
                Err(error) => {
                    let below = error.path().and_then(|path| self.relative(path));
                    let reason = error.io_error().map_or_else(|| error.to_string(), io_reason);
                    if let Some(path) = below.filter(|below| below != folder) {
                        let error = TreeError { path: path.clone(), reason, missing: false };
                        self.folders_passed_over().insert(path, error);
                        continue;
                    }
                    let path =
                        error.path().map_or_else(|| folder.to_owned(), |path| path.display().to_string());
                    return Err(TreeError { path, reason, missing: false });
                }
            }
        }
        files.sort_unstable();
        Ok(files)
    }

    fn passed_over(&self) -> Vec<TreeError> {
        self.folders_passed_over().values().cloned().collect()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, TreeError> {
        fs::read(self.at(path)).map_err(|error| tree_error(path, &error))
    }

    fn read_start(&self, path: &str, most: usize) -> Result<Vec<u8>, TreeError> {
        let mut start = Vec::with_capacity(most);
        let file = fs::File::open(self.at(path)).map_err(|error| tree_error(path, &error))?;
        file.take(most as u64).read_to_end(&mut start).map_err(|error| tree_error(path, &error))?;
        Ok(start)
    }

    fn stat(&self, path: &str) -> Result<Stat, TreeError> {
        let metadata = fs::metadata(self.at(path)).map_err(|error| tree_error(path, &error))?;
        Ok(Stat { size: metadata.len(), modified: modified(&metadata) })
    }
}

fn modified(metadata: &fs::Metadata) -> i64 {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| i64::try_from(since.as_secs()).ok()).unwrap_or(0)
}

fn tree_error(path: &str, error: &io::Error) -> TreeError {
    TreeError {
        path: path.to_owned(),
        reason: io_reason(error),
        missing: error.kind() == io::ErrorKind::NotFound,
    }
}

/// Reads one file that was named on the command line.
pub(crate) fn read_named(path: &Path) -> Result<Vec<u8>, TreeError> {
    fs::read(path).map_err(|error| tree_error(&path.display().to_string(), &error))
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
pub(crate) fn read_stdin() -> Result<Vec<u8>, TreeError> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(|error| tree_error("standard input", &error))?;
    Ok(bytes)
}

/// The folder that a file is in, `.` where only the file is named.
pub(crate) fn parent(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or_else(|| Path::new(".")).to_owned()
}

/// Whether there is a folder of this name.
pub(crate) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether there is a file or folder of this name.
pub(crate) fn is_there(path: &Path) -> bool {
    path.exists()
}

/// The path from the root of the disk, links followed; nothing where there is no such file.
pub(crate) fn absolute(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}

/// An output folder. Each file is written beside its place and renamed into it, so that the old one stands until then.
pub(crate) struct DiskSink {
    root: PathBuf,
    begun: BTreeMap<String, BufWriter<NamedTempFile>>,
}

impl DiskSink {
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), begun: BTreeMap::new() }
    }

    /// Writes one file that was named on the command line, whole or not at all. A link keeps leading where it led; a device
    /// or a pipe (`/dev/null`, `/dev/stdout`) is written to, and never replaced by a file.
    pub(crate) fn write_file(file: &Path, bytes: &[u8]) -> Result<(), TreeError> {
        Self::write_file_if(file, bytes, &mut || true)
    }

    /// As [`Self::write_file`], where `may_write` accepts it; it is asked where the file would change.
    pub(crate) fn write_file_if(
        file: &Path,
        bytes: &[u8],
        may_write: &mut dyn FnMut() -> bool,
    ) -> Result<(), TreeError> {
        if fs::metadata(file).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
            let written =
                fs::OpenOptions::new().write(true).open(file).and_then(|mut it| it.write_all(bytes));
            return written.map_err(|error| tree_error(&file.to_string_lossy(), &error));
        }
        let name = file.file_name().and_then(|name| name.to_str());
        let Some(name) = name else {
            let reason = "it names no file".to_owned();
            return Err(TreeError { path: file.display().to_string(), reason, missing: false });
        };
        let mut sink = Self::new(&parent(file));
        let written = sink
            .begin(name)
            .and_then(|()| sink.append(name, bytes))
            .and_then(|()| sink.finish_if(name, may_write).map(|_| ()));
        // The sink knows the file by its name in its folder; people gave the whole path.
        written.map_err(|error| TreeError { path: file.display().to_string(), ..error })
    }

    /// Writes a new file that was named on the command line; false where there is something of that name already, which is
    /// left as it is.
    pub(crate) fn create_file(file: &Path, bytes: &[u8]) -> Result<bool, TreeError> {
        let failed = |error: &io::Error| tree_error(&file.display().to_string(), error);
        let mut new = match fs::OpenOptions::new().write(true).create_new(true).open(file) {
            Ok(new) => new,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
            Err(error) => return Err(failed(&error)),
        };
        new.write_all(bytes).map(|()| true).map_err(|error| {
            fs::remove_file(file).ok();
            failed(&error)
        })
    }

    /// Replaces a file of the folder, but only while it holds the bytes that the new ones were computed from, and only where
    /// no symlink leads out of the folder. A file that is gone is not made again.
    pub(crate) fn replace(&mut self, path: &str, before: &[u8], after: &[u8]) -> Result<Replaced, TreeError> {
        if let Some(place) = leads_out(&self.root, path) {
            return Ok(Replaced::Outside(place));
        }
        match fs::read(self.root.join(path)) {
            Ok(there) if there == before => {}
            // A symlink inside of the folder may lead to a file that was replaced under its own name just now.
            Ok(there) if there == after => return Ok(Replaced::Done),
            _ => return Ok(Replaced::Changed),
        }
        let place = self.place(path)?;
        self.begin(path)?;
        self.append(path, after)?;
        let writer = self.begun.remove(path).ok_or_else(|| not_begun(path))?;
        let file = writer.into_inner().map_err(|error| tree_error(path, error.error()))?;
        // As late as can be: what changes between this comparison and the rename, some microseconds, is still lost.
        if let Some(place) = leads_out(&self.root, path) {
            return Ok(Replaced::Outside(place));
        }
        if !fs::read(&place).is_ok_and(|there| there == before) {
            return Ok(Replaced::Changed);
        }
        file.persist(&place).map_err(|error| tree_error(path, &error.error))?;
        Ok(Replaced::Done)
    }

    /// Removes a file of the folder that holds these bytes; a symlink, or a file that holds something else, is left.
    pub(crate) fn remove(&self, path: &str, bytes: &[u8]) -> Result<Removed, TreeError> {
        let place = self.root.join(path);
        let is_file = fs::symlink_metadata(&place).is_ok_and(|there| there.is_file());
        if !is_file || !fs::read(&place).is_ok_and(|there| there == bytes) {
            return Ok(Removed::Left);
        }
        fs::remove_file(&place).map_err(|error| tree_error(path, &error))?;
        Ok(Removed::Done)
    }

    fn place(&self, path: &str) -> Result<PathBuf, TreeError> {
        let refused =
            |reason: &str| TreeError { path: path.to_owned(), reason: reason.to_owned(), missing: false };
        if path.is_empty() || path.split('/').any(|part| part == "..") || Path::new(path).is_absolute() {
            return Err(refused("leads out of the output folder"));
        }
        let place = self.root.join(path);
        let above = place.ancestors().skip(1).find(|above| fs::metadata(above).is_ok());
        if let Some(file) = above.filter(|above| !above.as_os_str().is_empty() && !above.is_dir()) {
            return Err(refused(&format!("`{}` is a file and no folder", file.display())));
        }
        match fs::metadata(&place) {
            Ok(metadata) if metadata.is_dir() => Err(refused("there is a folder of that name")),
            Ok(metadata) if metadata.permissions().readonly() => Err(refused("the file is read-only")),
            // A link keeps leading where it led: the file that it leads to is the one that is replaced.
            Ok(_) => Ok(fs::canonicalize(&place).unwrap_or(place)),
            Err(_) => Ok(led_to(place)),
        }
    }
}

/// What came of [`DiskSink::replace`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Replaced {
    /// The file holds the new bytes.
    Done,
    /// The file holds other bytes than expected, or cannot be read any more, and is left as it is.
    Changed,
    /// A symlink leads out of the folder, to this place, and nothing is written.
    Outside(PathBuf),
}

/// What came of [`DiskSink::remove`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Removed {
    /// The file is gone.
    Done,
    /// Something else is there, and was left.
    Left,
}

/// Where a path below a folder really leads, if that is outside of the folder; nothing where it leads to no file.
pub(crate) fn leads_out(folder: &Path, path: &str) -> Option<PathBuf> {
    let real = fs::canonicalize(folder.join(path)).ok()?;
    let folder = fs::canonicalize(folder).ok()?;
    (!real.starts_with(folder)).then_some(real)
}

/// Where a link leads that leads to nothing yet; any other path as it is.
fn led_to(place: PathBuf) -> PathBuf {
    let target = fs::read_link(&place).ok();
    target.and_then(|target| Some(place.parent()?.join(target))).unwrap_or(place)
}

impl Sink for DiskSink {
    fn begin(&mut self, path: &str) -> Result<(), TreeError> {
        let place = self.place(path)?;
        let folder = place.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).map_err(|error| tree_error(path, &error))?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".feedwright-");
        #[cfg(unix)]
        let mode = {
            use std::os::unix::fs::PermissionsExt as _;
            // As a new file has it, less the umask; an old one keeps its own.
            fs::metadata(&place).map_or_else(|_| fs::Permissions::from_mode(0o666), |old| old.permissions())
        };
        #[cfg(unix)]
        builder.permissions(mode);
        let file = builder.tempfile_in(folder).map_err(|error| tree_error(path, &error))?;
        self.begun.insert(path.to_owned(), BufWriter::with_capacity(1 << 14, file));
        Ok(())
    }

    fn append(&mut self, path: &str, bytes: &[u8]) -> Result<(), TreeError> {
        let writer = self.begun.get_mut(path).ok_or_else(|| not_begun(path))?;
        writer.write_all(bytes).map_err(|error| tree_error(path, &error))
    }

    fn append_all(&mut self, path: &str, texts: &[&str]) -> Result<(), TreeError> {
        let writer = self.begun.get_mut(path).ok_or_else(|| not_begun(path))?;
        let mut slices: Vec<IoSlice<'_>> =
            texts.iter().filter(|text| !text.is_empty()).map(|text| IoSlice::new(text.as_bytes())).collect();
        writer
            .flush()
            .and_then(|()| write_slices(writer.get_mut().as_file_mut(), &mut slices))
            .map_err(|error| tree_error(path, &error))
    }

    fn finish_if(&mut self, path: &str, may_write: &mut dyn FnMut() -> bool) -> Result<Written, TreeError> {
        let writer = self.begun.remove(path).ok_or_else(|| not_begun(path))?;
        let file = writer.into_inner().map_err(|error| tree_error(path, error.error()))?;
        let place = self.place(path)?;
        let before = if place.exists() { Some(same_bytes(file.path(), &place)) } else { None };
        if matches!(before, Some(Ok(true))) {
            return Ok(Written::Same);
        }
        if !may_write() {
            return Ok(Written::Refused);
        }
        // No fsync: the rename alone keeps the old file or the new one whole when the program dies, and waiting for the
        // disk took longer than all the rest (0.5 s of 0.8 s for eight feeds of 10,000 posts).
        file.persist(&place).map_err(|error| tree_error(path, &error.error))?;
        Ok(if before.is_some() { Written::Changed } else { Written::New })
    }

    fn abandon(&mut self, path: &str) {
        self.begun.remove(path);
    }
}

/// Writes texts from where they stand: gathering them first took 3 % of a build.
fn write_slices(file: &mut fs::File, mut slices: &mut [IoSlice<'_>]) -> io::Result<()> {
    while !slices.is_empty() {
        match file.write_vectored(slices) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => IoSlice::advance_slices(&mut slices, written),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn not_begun(path: &str) -> TreeError {
    TreeError { path: path.to_owned(), reason: "it was not begun".to_owned(), missing: true }
}

fn same_bytes(a: &Path, b: &Path) -> io::Result<bool> {
    let (mut a, mut b) = (fs::File::open(a)?, fs::File::open(b)?);
    if a.metadata()?.len() != b.metadata()?.len() {
        return Ok(false);
    }
    let mut chunks = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let read = a.read(&mut chunks.0)?;
        if read == 0 {
            return Ok(true);
        }
        let (Some(left), Some(right)) = (chunks.0.get(..read), chunks.1.get_mut(..read)) else {
            return Ok(false);
        };
        b.read_exact(right)?;
        if left != right {
            return Ok(false);
        }
    }
}
