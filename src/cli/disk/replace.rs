//! Files that are created and removed only while the file on disk is the expected one: configurations, stale feeds.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use feedwright::site::tree::TreeError;

use crate::cli::disk::error::tree_error;
use crate::cli::disk::sink::DiskSink;

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
}

/// Where a path below a folder really leads, if that is outside of the folder; nothing where it leads to no file.
pub(crate) fn leads_out(folder: &Path, path: &str) -> Option<PathBuf> {
    let real = fs::canonicalize(folder.join(path)).ok()?;
    let folder = fs::canonicalize(folder).ok()?;
    (!real.starts_with(folder)).then_some(real)
}
