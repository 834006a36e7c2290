//! A tree over another one: files that have, for one run, other contents than below, or do not exist.

use std::collections::{BTreeMap, BTreeSet};

use crate::site::tree::{Listing, MemoryTree, Repository, Stat, Tree, TreeError};

/// A tree in which some files have other contents, or do not exist: unsaved buffers, an earlier commit, the fixes so far.
pub struct Overlay<'a> {
    below: &'a dyn Tree,
    files: MemoryTree,
    absent: Vec<String>,
}

impl<'a> Overlay<'a> {
    /// Lays these files over `below`; one without contents does not exist.
    #[must_use]
    pub fn new(below: &'a dyn Tree, files: BTreeMap<String, Option<Vec<u8>>>) -> Self {
        let absent = files.iter().filter(|(_, text)| text.is_none()).map(|(path, _)| path.clone()).collect();
        let present = files.into_iter().filter_map(|(path, text)| Some((path, text?)));
        Self { below, files: MemoryTree::new(present), absent }
    }
}

impl Tree for Overlay<'_> {
    fn list(&self, folder: &str, enter: &dyn Fn(&str) -> bool) -> Result<Listing, TreeError> {
        if self.files.files.is_empty() && self.absent.is_empty() {
            return self.below.list(folder, enter);
        }
        let Listing { files, mut unread, links } = self.below.list(folder, enter)?;
        let mut files: BTreeSet<String> = files.into_iter().collect();
        files.retain(|path| !self.absent.contains(path));
        files.extend(self.files.list(folder, enter)?.files);
        unread.retain(|entry| !files.contains(&entry.error.path) && !self.absent.contains(&entry.error.path));
        Ok(Listing { files: files.into_iter().collect(), unread, links })
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, TreeError> {
        self.ask(path, |tree| tree.read(path))
    }

    fn read_start(&self, path: &str, most: usize) -> Result<Vec<u8>, TreeError> {
        self.ask(path, |tree| tree.read_start(path, most))
    }

    fn stat(&self, path: &str) -> Result<Stat, TreeError> {
        self.ask(path, |tree| tree.stat(path))
    }

    fn repository(&self) -> Option<Repository> {
        self.below.repository()
    }
}

impl Overlay<'_> {
    /// The answer of the files above, or of the tree below them; of neither for a file that is not there.
    fn ask<T>(
        &self,
        path: &str,
        question: impl Fn(&dyn Tree) -> Result<T, TreeError>,
    ) -> Result<T, TreeError> {
        if self.files.files.is_empty() && self.absent.is_empty() {
            return question(self.below);
        }
        if self.absent.iter().any(|absent| absent == path) {
            return Err(TreeError {
                path: path.to_owned(),
                reason: "no such file".to_owned(),
                missing: true,
            });
        }
        question(&self.files).or_else(|_| question(self.below))
    }
}
