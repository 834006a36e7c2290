//! A tree over another one: files that have, for this run, another text than on the disk.

use std::collections::BTreeMap;

use feedwright::tree::{File, MemoryTree, Tree, TreeError};

/// A tree in which some files have another text, or are not there.
pub(crate) struct Overlay<'a> {
    below: &'a dyn Tree,
    files: MemoryTree,
    absent: Vec<String>,
}

impl<'a> Overlay<'a> {
    /// `below` with these files; one without a text is not there.
    pub(crate) fn new(below: &'a dyn Tree, files: BTreeMap<String, Option<Vec<u8>>>) -> Self {
        let absent = files.iter().filter(|(_, text)| text.is_none()).map(|(path, _)| path.clone()).collect();
        let present = files.into_iter().filter_map(|(path, text)| Some((path, text?)));
        Self { below, files: MemoryTree::new(present), absent }
    }
}

impl Tree for Overlay<'_> {
    fn list(&self, folder: &str, enter: &dyn Fn(&str) -> bool) -> Result<Vec<File>, TreeError> {
        let over = self.files.list(folder, enter)?;
        let mut files: BTreeMap<String, File> =
            self.below.list(folder, enter)?.into_iter().map(|file| (file.path.clone(), file)).collect();
        files.retain(|path, _| !self.absent.contains(path));
        files.extend(over.into_iter().map(|file| (file.path.clone(), file)));
        Ok(files.into_values().collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, TreeError> {
        if self.absent.iter().any(|absent| absent == path) {
            return Err(TreeError {
                path: path.to_owned(),
                reason: "no such file".to_owned(),
                missing: true,
            });
        }
        match self.files.read(path) {
            Ok(bytes) => Ok(bytes),
            Err(_) => self.below.read(path),
        }
    }
}
