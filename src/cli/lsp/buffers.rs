//! The files that an editor has open.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use feedwright::site::tree::Tree as _;

use crate::cli::disk::{self, Disk};

/// The site that is served, and the contents of its files that an editor has open.
#[derive(Debug)]
pub(super) struct Buffers {
    /// The site's folder, from the root of the disk.
    root: PathBuf,
    texts: BTreeMap<String, String>,
}

impl Buffers {
    /// No text of a site.
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root, texts: BTreeMap::new() }
    }

    /// The site's folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The path of a file below the site's folder; nothing for another.
    pub(super) fn below(&self, path: &Path) -> Option<String> {
        // A new file has no path that links are followed on, but its folder has.
        let folder = path.parent().and_then(disk::absolute);
        let whole = folder.zip(path.file_name()).map(|(folder, name)| folder.join(name));
        let below = whole.as_deref().unwrap_or(path).strip_prefix(&self.root).ok()?.to_str()?;
        Some(below.replace('\\', "/")).filter(|below| !below.is_empty())
    }

    /// Takes the text of a file.
    pub(super) fn set(&mut self, path: String, text: String) {
        self.texts.insert(path, text);
    }

    /// Forgets the text of a file, and returns whether the one on the disk is another.
    pub(super) fn close(&mut self, path: &str) -> bool {
        let closed = self.texts.remove(path);
        let saved = Disk::new(&self.root).read(path).ok();
        closed.map(String::into_bytes) != saved
    }

    /// The text of an open file.
    pub(super) fn get(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// The paths of the open files.
    pub(super) fn paths(&self) -> Vec<String> {
        self.texts.keys().cloned().collect()
    }

    /// The text of a file, open or not.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        let open = self.texts.get(path).cloned();
        open.or_else(|| String::from_utf8(Disk::new(&self.root).read(path).ok()?).ok())
    }

    /// The contents of the open files, as they lie over those on the disk.
    pub(super) fn files(&self) -> BTreeMap<String, Option<Vec<u8>>> {
        self.texts.iter().map(|(path, text)| (path.clone(), Some(text.as_bytes().to_vec()))).collect()
    }
}
