//! Files that are created, replaced and removed only while what is there is what was expected: posts that are fixed,
//! feeds that are stale, configurations.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use feedwright::site::tree::TreeError;

use crate::cli::disk::error::tree_error;
use crate::cli::disk::sink::{DiskSink, create};
use crate::cli::disk::unfinished;

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

impl DiskSink {
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

    /// Replaces a file of the folder, but only while it holds the bytes that the new ones were computed from, and only where
    /// no symlink leads out of the folder. A file that is gone is not made again.
    pub(crate) fn replace(&self, path: &str, before: &[u8], after: &[u8]) -> Result<Replaced, TreeError> {
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
        unfinished::sweep(place.parent().unwrap_or(&self.root));
        let written = create(&place).and_then(|new| {
            new.file()?.write_all(after)?;
            Ok(new)
        });
        let new = written.map_err(|error| tree_error(path, &error))?;
        // As late as can be: what changes between this comparison and the rename, some microseconds, is still lost.
        if let Some(place) = leads_out(&self.root, path) {
            return Ok(Replaced::Outside(place));
        }
        if !fs::read(&place).is_ok_and(|there| there == before) {
            return Ok(Replaced::Changed);
        }
        new.persist(&place).map_err(|error| tree_error(path, &error))?;
        Ok(Replaced::Done)
    }
}

/// Where a path below a folder really leads, if that is outside of the folder; nothing where it leads to no file.
pub(crate) fn leads_out(folder: &Path, path: &str) -> Option<PathBuf> {
    let real = fs::canonicalize(folder.join(path)).ok()?;
    let folder = fs::canonicalize(folder).ok()?;
    (!real.starts_with(folder)).then_some(real)
}
