//! Errors of the system as errors of a tree.

use std::io;

use feedwright::site::tree::TreeError;

use crate::cli::console::io_reason;

/// What went wrong with the file or folder at a path.
pub(super) fn tree_error(path: &str, error: &io::Error) -> TreeError {
    TreeError {
        path: path.to_owned(),
        reason: io_reason(error),
        missing: error.kind() == io::ErrorKind::NotFound,
    }
}
