//! Where files come from and where they go: the only two ways between this library and the world.

use std::collections::BTreeMap;
use std::fmt;

/// Read access to a folder. The disk is one (in the program), a map another (in tests).
///
/// Paths are relative to the folder, with `/` between their parts; `""` is the folder itself.
pub trait Tree: Sync {
    /// The paths of all files below `folder`, sorted, symlinks followed but no folder entered twice.
    ///
    /// A folder for which `enter` (given its path) returns false is not looked into. What lies further down and cannot be
    /// read is listed in [`Listing::unread`].
    ///
    /// # Errors
    /// When `folder` itself cannot be read; one that does not exist is empty.
    fn list(&self, folder: &str, enter: &dyn Fn(&str) -> bool) -> Result<Listing, TreeError>;

    /// As [`Tree::list`], but nothing further down than `depth` steps: 1 is what lies in `folder` itself, and no folder in it
    /// need be opened.
    ///
    /// # Errors
    /// As [`Tree::list`].
    fn list_to(
        &self,
        folder: &str,
        depth: usize,
        enter: &dyn Fn(&str) -> bool,
    ) -> Result<Listing, TreeError> {
        let above = if folder.is_empty() { 0 } else { folder.split('/').count() };
        self.list(folder, &|path| path.split('/').count() < above.saturating_add(depth) && enter(path))
    }

    /// The bytes of one file.
    ///
    /// # Errors
    /// When it does not exist or cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, TreeError>;

    /// The first bytes of one file, `most` at most.
    ///
    /// # Errors
    /// When it does not exist or cannot be read.
    fn read_start(&self, path: &str, most: usize) -> Result<Vec<u8>, TreeError> {
        self.read(path).map(|mut bytes| {
            bytes.truncate(most);
            bytes
        })
    }

    /// At most `most` bytes of one file from `offset` on; none beyond its end.
    ///
    /// # Errors
    /// When it does not exist or cannot be read.
    fn read_part(&self, path: &str, offset: u64, most: usize) -> Result<Vec<u8>, TreeError> {
        let bytes = self.read(path)?;
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        let end = start.saturating_add(most).min(bytes.len());
        Ok(bytes.get(start..end).map_or_else(Vec::new, <[u8]>::to_vec))
    }

    /// The size and age of one file; asked for only where they matter, since asking costs as much as opening it.
    ///
    /// # Errors
    /// When it does not exist or cannot be looked at.
    fn stat(&self, path: &str) -> Result<Stat, TreeError>;

    /// The repository that the folder is in, where it is below its top.
    fn repository(&self) -> Option<Repository> {
        None
    }
}

/// A repository around a site.
pub struct Repository {
    /// Its files.
    pub tree: Box<dyn Tree>,
    /// The path of the site's folder in it.
    pub site: String,
}

/// What lies below a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The paths of the files, sorted.
    pub files: Vec<String>,
    /// What cannot be read and is not among the files, sorted by path.
    pub unread: Vec<UnreadEntry>,
    /// The symlinks among the files and folders that lead to another place of the tree, and those places, sorted.
    pub links: Vec<(String, String)>,
}

/// An entry of a folder that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadEntry {
    /// Its path, and why. Bytes that are not UTF-8 are written as `\xE9`.
    pub error: TreeError,
    /// What it is.
    pub kind: EntryKind,
}

/// What an entry of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link whose target cannot be reached.
    Link,
}

/// The size and age of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stat {
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in seconds since 1970; drafts are dated by it, as in Jekyll.
    pub modified: i64,
}

/// Write access to an output folder. Nothing shows at a path before [`Sink::finish`] of it.
pub trait Sink {
    /// Starts a new file at `path`, or starts it over.
    ///
    /// # Errors
    /// When the path leads out of the folder or cannot be written.
    fn begin(&mut self, path: &str) -> Result<(), TreeError>;

    /// Appends to a file that was begun.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn append(&mut self, path: &str, bytes: &[u8]) -> Result<(), TreeError>;

    /// Appends several strings to a file that was begun, one after another.
    ///
    /// # Errors
    /// As [`Sink::append`]; some of the strings may be written then.
    fn append_all(&mut self, path: &str, texts: &[&str]) -> Result<(), TreeError> {
        texts.iter().try_for_each(|text| self.append(path, text.as_bytes()))
    }

    /// Puts the whole file in its place, at once, unless one with the same bytes exists there.
    ///
    /// # Errors
    /// When that cannot be done; the old file is left as it was.
    fn finish(&mut self, path: &str) -> Result<Written, TreeError> {
        self.finish_if(path, &mut || true)
    }

    /// As [`Sink::finish`], but asks `may_write` first, unless a file with the same bytes exists; where it returns false,
    /// the new file is dropped.
    ///
    /// # Errors
    /// As [`Sink::finish`].
    fn finish_if(&mut self, path: &str, may_write: &mut dyn FnMut() -> bool) -> Result<Written, TreeError>;

    /// Writes what still waits of a file that was begun, so that [`Sink::finish`] only has to put it in its place.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn prepare(&mut self, _path: &str) -> Result<(), TreeError> {
        Ok(())
    }

    /// Returns whether the file at `path` holds exactly these bytes; one that cannot be read does not.
    fn holds(&self, path: &str, bytes: &[u8]) -> bool;

    /// As [`Sink::finish_if`], but only over a file that still holds `old` right before it is replaced; over any other it
    /// refuses.
    ///
    /// # Errors
    /// As [`Sink::finish`].
    fn finish_over(
        &mut self,
        path: &str,
        old: &[u8],
        may_write: &mut dyn FnMut() -> bool,
    ) -> Result<Written, TreeError> {
        let is_as_it_was = self.holds(path, old);
        self.finish_if(path, &mut || is_as_it_was && may_write())
    }

    /// Gives up a file that was begun; what stood there before still stands.
    fn abandon(&mut self, path: &str);
}

/// What [`Sink::finish`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// No file stood there.
    New,
    /// Another text stood there.
    Changed,
    /// The same bytes stood there; the file was not touched.
    Same,
    /// The caller of [`Sink::finish_if`] refused the new file; the old one, if there is one, was not touched.
    Refused,
}

/// A file or folder that could not be read or written, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct TreeError {
    /// The file or folder.
    pub path: String,
    /// The cause, in the operating system's words.
    pub reason: String,
    /// Whether the cause is that there is no such file.
    pub missing: bool,
}

impl fmt::Display for TreeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.path, self.reason)
    }
}

/// A tree and a sink in memory, for tests and for what never touches the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoryTree {
    /// Path and content of each file.
    pub files: BTreeMap<String, Vec<u8>>,
    begun: BTreeMap<String, Vec<u8>>,
}

impl MemoryTree {
    /// A tree of these files.
    pub fn new<P: Into<String>, C: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, C)>) -> Self {
        Self {
            files: files.into_iter().map(|(path, content)| (path.into(), content.into())).collect(),
            begun: BTreeMap::new(),
        }
    }

    fn missing(path: &str) -> TreeError {
        TreeError { path: path.to_owned(), reason: "no such file".to_owned(), missing: true }
    }
}

impl Tree for MemoryTree {
    fn list(&self, folder: &str, enter: &dyn Fn(&str) -> bool) -> Result<Listing, TreeError> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let entered = |path: &str| {
            path.match_indices('/')
                .map(|(at, _)| at)
                .filter(|at| *at > folder.len())
                .all(|at| enter(&path[..at]))
        };
        let files =
            self.files.keys().filter(|path| path.starts_with(&prefix) && entered(path)).cloned().collect();
        Ok(Listing { files, ..Listing::default() })
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, TreeError> {
        self.files.get(path).cloned().ok_or_else(|| Self::missing(path))
    }

    fn stat(&self, path: &str) -> Result<Stat, TreeError> {
        let content = self.files.get(path).ok_or_else(|| Self::missing(path))?;
        Ok(Stat { size: content.len() as u64, modified: 0 })
    }
}

impl Sink for MemoryTree {
    fn begin(&mut self, path: &str) -> Result<(), TreeError> {
        self.begun.insert(path.to_owned(), Vec::new());
        Ok(())
    }

    fn append(&mut self, path: &str, bytes: &[u8]) -> Result<(), TreeError> {
        self.begun.get_mut(path).ok_or_else(|| Self::missing(path))?.extend_from_slice(bytes);
        Ok(())
    }

    fn finish_if(&mut self, path: &str, may_write: &mut dyn FnMut() -> bool) -> Result<Written, TreeError> {
        let bytes = self.begun.remove(path).ok_or_else(|| Self::missing(path))?;
        let written = match self.files.get(path) {
            Some(old) if *old == bytes => return Ok(Written::Same),
            old => {
                if old.is_none() {
                    Written::New
                } else {
                    Written::Changed
                }
            }
        };
        if !may_write() {
            return Ok(Written::Refused);
        }
        self.files.insert(path.to_owned(), bytes);
        Ok(written)
    }

    fn holds(&self, path: &str, bytes: &[u8]) -> bool {
        self.files.get(path).is_some_and(|there| there == bytes)
    }

    fn abandon(&mut self, path: &str) {
        self.begun.remove(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_entered_hides_its_files() {
        let tree = MemoryTree::new([("a/b/c.md", "1"), ("a/d.md", "2"), ("e.md", "3")]);
        let paths = |folder: &str, skip: &str| -> Vec<String> {
            tree.list(folder, &|path| path != skip).unwrap_or_default().files
        };
        assert_eq!(paths("", "a/b"), ["a/d.md", "e.md"]);
        assert_eq!(paths("a", ""), ["a/b/c.md", "a/d.md"]);
    }

    #[test]
    fn nothing_shows_before_it_is_finished() {
        let mut tree = MemoryTree::new([("feed.xml", "old")]);
        tree.begin("feed.xml").ok();
        tree.append("feed.xml", b"new").ok();
        assert_eq!(tree.files["feed.xml"], b"old");
        assert_eq!(tree.finish("feed.xml"), Ok(Written::Changed));
        assert_eq!(tree.files["feed.xml"], b"new");
        tree.begin("feed.xml").ok();
        tree.abandon("feed.xml");
        assert!(tree.finish("feed.xml").is_err());
    }
}
