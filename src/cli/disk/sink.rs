//! The disk as a sink: small files wait in memory, large ones are written beside their place, and however many there are,
//! few are open.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, IoSlice, Read, Seek as _, SeekFrom, Write as _};
use std::mem;
use std::ops::Range;
use std::path::{Path, PathBuf};

use feedwright::site::tree::{Sink, TreeError, Written};

use crate::cli::disk::error::tree_error;
use crate::cli::disk::unfinished::{self, Unfinished};

/// How much of one file waits in memory: a feed of ten posts. Its file is compared and written in one go.
const WAITING: usize = 64 << 10;
/// How much of all files waits in memory.
const WAITING_IN_ALL: usize = 8 << 20;
/// How many files are open at a time: half of what `ulimit -n 64` leaves, for reading needs some too.
const OPEN: usize = 24;

/// An output folder. Each file is written beside its place and renamed into it, so that the old one stands until then.
pub(crate) struct DiskSink {
    pub(super) root: PathBuf,
    begun: BTreeMap<String, Begun>,
    /// The bytes that wait in memory.
    waiting: usize,
    /// The files that are open.
    open: usize,
    spool: Option<Spool>,
}

/// A file that was begun.
struct Begun {
    place: PathBuf,
    waiting: Vec<u8>,
    written: Part,
}

/// Where the beginning of a file is, which no longer waits in memory.
enum Part {
    None,
    /// In a file of its own.
    File(Unfinished),
    /// In these parts of the spool.
    Spooled(Vec<Range<u64>>),
}

/// One file without a name for the beginnings of many, when enough are open.
struct Spool {
    file: File,
    end: u64,
}

impl DiskSink {
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), begun: BTreeMap::new(), waiting: 0, open: 0, spool: None }
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

    pub(super) fn place(&self, path: &str) -> Result<PathBuf, TreeError> {
        let refused =
            |reason: &str| TreeError { path: path.to_owned(), reason: reason.to_owned(), missing: false };
        if path.is_empty() || path.split('/').any(|part| part == "..") || Path::new(path).is_absolute() {
            return Err(refused("leads out of the output folder"));
        }
        let place = self.root.join(path);
        let above = place.ancestors().skip(1).find(|above| fs::metadata(above).is_ok());
        if let Some(file) = above.filter(|above| !above.as_os_str().is_empty() && !above.is_dir()) {
            return Err(refused(&format!("`{}` is a file, not a folder", file.display())));
        }
        match fs::metadata(&place) {
            Ok(metadata) if metadata.is_dir() => Err(refused("there is a folder of that name")),
            Ok(metadata) if metadata.permissions().readonly() => Err(refused("the file is read-only")),
            // A link keeps leading where it led: the file that it leads to is the one that is replaced.
            Ok(_) => Ok(fs::canonicalize(&place).unwrap_or(place)),
            Err(_) => Ok(led_to(place)),
        }
    }

    /// Writes a file's waiting bytes, then these strings.
    fn write(&mut self, path: &str, texts: &[&[u8]]) -> io::Result<()> {
        let begun = self.begun.get_mut(path).ok_or(io::ErrorKind::NotFound)?;
        if matches!(begun.written, Part::None) {
            begun.written = if self.open < OPEN {
                let file = create(&begun.place)?;
                self.open += 1;
                Part::File(file)
            } else {
                Part::Spooled(Vec::new())
            };
        }
        let waiting = mem::take(&mut begun.waiting);
        self.waiting -= waiting.len();
        let parts = [waiting.as_slice()].into_iter().chain(texts.iter().copied());
        let mut slices: Vec<IoSlice<'_>> = parts.filter(|text| !text.is_empty()).map(IoSlice::new).collect();
        match &mut begun.written {
            Part::None => Ok(()),
            Part::File(file) => write_slices(file.file()?, &mut slices),
            Part::Spooled(ranges) => {
                let spool = match &mut self.spool {
                    Some(spool) => spool,
                    None => {
                        fs::create_dir_all(&self.root)?;
                        self.spool.insert(Spool { file: tempfile::tempfile_in(&self.root)?, end: 0 })
                    }
                };
                ranges.push(spool.append(&mut slices)?);
                Ok(())
            }
        }
    }

    fn take(&mut self, path: &str) -> Option<Begun> {
        let begun = self.begun.remove(path)?;
        self.waiting -= begun.waiting.len();
        self.open -= usize::from(matches!(begun.written, Part::File(_)));
        Some(begun)
    }

    /// Puts a file in its place, unless it holds the same bytes or `may_write` refuses that place.
    fn put(&self, begun: Begun, may_write: &mut dyn FnMut(&Path) -> bool) -> io::Result<Written> {
        let Begun { place, waiting, written } = begun;
        let new = match written {
            Part::None => None,
            Part::File(new) => Some(new),
            Part::Spooled(ranges) => {
                let new = create(&place)?;
                if let Some(spool) = &self.spool {
                    spool.copy(&ranges, new.file()?)?;
                }
                Some(new)
            }
        };
        let is_same = match &new {
            None => is_same(&mut waiting.as_slice(), waiting.len() as u64, &place),
            Some(new) => is_same_file(new.file()?, &place)?,
        };
        if is_same {
            return Ok(Written::Same);
        }
        if !may_write(&place) {
            return Ok(Written::Refused);
        }
        let new = match new {
            Some(new) => new,
            None => {
                let new = create(&place)?;
                new.file()?.write_all(&waiting)?;
                new
            }
        };
        let written = if place.exists() { Written::Changed } else { Written::New };
        new.persist(&place)?;
        Ok(written)
    }
}

/// Where a link leads that leads to nothing yet; any other path as it is.
fn led_to(place: PathBuf) -> PathBuf {
    let target = fs::read_link(&place).ok();
    target.and_then(|target| Some(place.parent()?.join(target))).unwrap_or(place)
}

pub(super) fn create(place: &Path) -> io::Result<Unfinished> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    Unfinished::beside(place)
}

impl Spool {
    /// Appends strings and returns where they are.
    fn append(&mut self, slices: &mut [IoSlice<'_>]) -> io::Result<Range<u64>> {
        let length: usize = slices.iter().map(|slice| slice.len()).sum();
        // What another file could not write here is written over.
        self.file.seek(SeekFrom::Start(self.end))?;
        write_slices(&self.file, slices)?;
        let start = self.end;
        self.end += length as u64;
        Ok(start..self.end)
    }

    fn copy(&self, ranges: &[Range<u64>], mut to: &File) -> io::Result<()> {
        let mut file = &self.file;
        for range in ranges {
            file.seek(SeekFrom::Start(range.start))?;
            let length = range.end - range.start;
            if io::copy(&mut file.take(length), &mut to)? != length {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }
}

impl Sink for DiskSink {
    fn begin(&mut self, path: &str) -> Result<(), TreeError> {
        let place = self.place(path)?;
        unfinished::sweep(place.parent().unwrap_or(&self.root));
        self.take(path);
        self.begun.insert(path.to_owned(), Begun { place, waiting: Vec::new(), written: Part::None });
        Ok(())
    }

    fn append(&mut self, path: &str, bytes: &[u8]) -> Result<(), TreeError> {
        self.append_bytes(path, &[bytes])
    }

    fn append_all(&mut self, path: &str, texts: &[&str]) -> Result<(), TreeError> {
        let texts: Vec<&[u8]> = texts.iter().map(|text| text.as_bytes()).collect();
        self.append_bytes(path, &texts)
    }

    fn finish_if(&mut self, path: &str, may_write: &mut dyn FnMut() -> bool) -> Result<Written, TreeError> {
        let begun = self.take(path).ok_or_else(|| not_begun(path))?;
        self.put(begun, &mut |_| may_write()).map_err(|error| tree_error(path, &error))
    }

    fn prepare(&mut self, path: &str) -> Result<(), TreeError> {
        self.write(path, &[]).map_err(|error| tree_error(path, &error))
    }

    fn holds(&self, path: &str, bytes: &[u8]) -> bool {
        fs::read(self.root.join(path)).is_ok_and(|there| there == bytes)
    }

    fn finish_over(
        &mut self,
        path: &str,
        old: &[u8],
        may_write: &mut dyn FnMut() -> bool,
    ) -> Result<Written, TreeError> {
        let begun = self.take(path).ok_or_else(|| not_begun(path))?;
        // As late as can be: what changes between this comparison and the rename, some microseconds, is still lost.
        let mut may_write = |place: &Path| may_write() && fs::read(place).is_ok_and(|there| there == old);
        self.put(begun, &mut may_write).map_err(|error| tree_error(path, &error))
    }

    fn abandon(&mut self, path: &str) {
        self.take(path);
    }
}

impl DiskSink {
    fn append_bytes(&mut self, path: &str, texts: &[&[u8]]) -> Result<(), TreeError> {
        let length: usize = texts.iter().map(|text| text.len()).sum();
        let begun = self.begun.get_mut(path).ok_or_else(|| not_begun(path))?;
        let fits = begun.waiting.len() + length <= WAITING && self.waiting + length <= WAITING_IN_ALL;
        if fits && matches!(begun.written, Part::None) {
            texts.iter().for_each(|text| begun.waiting.extend_from_slice(text));
            self.waiting += length;
            return Ok(());
        }
        self.write(path, texts).map_err(|error| tree_error(path, &error))
    }
}

/// Writes strings from where they are: copying them into one first took 3 % of a build.
fn write_slices(mut file: &File, mut slices: &mut [IoSlice<'_>]) -> io::Result<()> {
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

fn is_same_file(mut new: &File, old: &Path) -> io::Result<bool> {
    let length = new.stream_position()?;
    new.seek(SeekFrom::Start(0))?;
    Ok(is_same(&mut new, length, old))
}

/// Returns whether the file `old` holds the `length` bytes of `new`; one that cannot be read does not.
fn is_same(new: &mut dyn Read, length: u64, old: &Path) -> bool {
    let Ok(mut old) = File::open(old) else { return false };
    if !old.metadata().is_ok_and(|old| old.len() == length) {
        return false;
    }
    let size = usize::try_from(length).unwrap_or(usize::MAX).clamp(1, 1 << 16);
    let mut chunks = (vec![0; size], vec![0; size]);
    loop {
        let Ok(read) = new.read(&mut chunks.0) else { return false };
        if read == 0 {
            return true;
        }
        let (Some(left), Some(right)) = (chunks.0.get(..read), chunks.1.get_mut(..read)) else {
            return false;
        };
        if old.read_exact(right).is_err() || left != right {
            return false;
        }
    }
}

/// The folder that a file is in, `.` where only the file is named.
pub(crate) fn parent(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or_else(|| Path::new(".")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// More files than are open at a time, and more bytes than wait in memory.
    const FILES: usize = OPEN + 200;

    fn write(folder: &Path, round: &str) -> Vec<Written> {
        let mut sink = DiskSink::new(folder);
        let names: Vec<String> = (0..FILES).map(|number| format!("{number}/feed.xml")).collect();
        names.iter().for_each(|name| sink.begin(name).unwrap());
        for part in 0..3 {
            for name in &names {
                let text = format!("{name} {part} {round} ").repeat(2000);
                sink.append_all(name, &["<", &text, ">"]).unwrap();
                assert!(sink.open <= OPEN && sink.waiting <= WAITING_IN_ALL);
            }
        }
        let written = names.iter().map(|name| sink.finish(name).unwrap()).collect();
        assert!(sink.begun.is_empty() && sink.open == 0 && sink.waiting == 0);
        for name in &names {
            let expected: String =
                (0..3).map(|part| format!("<{}>", format!("{name} {part} {round} ").repeat(2000))).collect();
            assert!(fs::read_to_string(folder.join(name)).unwrap() == expected, "{name}");
            assert_eq!(fs::read_dir(folder.join(name).parent().unwrap()).unwrap().count(), 1);
        }
        written
    }

    #[test]
    fn more_files_than_may_be_open_hold_their_own_texts() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(write(folder.path(), "a"), [Written::New; FILES]);
        assert_eq!(write(folder.path(), "a"), [Written::Same; FILES]);
        assert_eq!(write(folder.path(), "b"), [Written::Changed; FILES]);
    }

    #[test]
    fn an_abandoned_file_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut sink = DiskSink::new(folder.path());
        sink.begin("feed.xml").unwrap();
        sink.append("feed.xml", &vec![b'x'; WAITING + 1]).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        sink.abandon("feed.xml");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        assert_eq!(sink.open, 0);
    }
}
