//! Parts of a file, and the numbers in them.

use crate::site::tree::Tree;

/// The most bytes that are read of a file.
pub(crate) const MOST: usize = 64 << 10;

/// A file of which parts are read, [`MOST`] bytes in all.
pub(super) struct File<'a> {
    tree: &'a dyn Tree,
    path: &'a str,
    pub(super) size: u64,
    left: usize,
}

impl<'a> File<'a> {
    pub(super) fn new(tree: &'a dyn Tree, path: &'a str, size: u64) -> Self {
        Self { tree, path, size, left: MOST }
    }

    /// Returns at most `most` bytes from `offset` on, fewer at the end of the file; `None` where too much was read already, or the
    /// file cannot be read.
    pub(super) fn read(&mut self, offset: u64, most: usize) -> Option<Vec<u8>> {
        self.left = self.left.checked_sub(most)?;
        self.tree.read_part(self.path, offset, most).ok()
    }
}

/// Returns the number that begins at `at`, its first byte the greatest.
pub(super) fn big_endian(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// Returns the number that begins at `at`, its first byte the least.
pub(super) fn little_endian(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}
