//! M4A, MP4 and QuickTime (ISO 14496-12): the movie header, which may follow the recording itself.

use crate::feeds::recording::file::{File, big_endian};

pub(super) fn seconds(file: &mut File<'_>) -> Option<f64> {
    let movie = find(file, 0, file.size, b"moov")?;
    let header = find(file, movie.start, movie.end, b"mvhd")?;
    let bytes = file.read(header.start, 32)?;
    let (scale, length) = if bytes.first() == Some(&1) {
        (big_endian(&bytes, 20, 4)?, big_endian(&bytes, 24, 8)?)
    } else {
        (big_endian(&bytes, 12, 4)?, big_endian(&bytes, 16, 4)?)
    };
    (scale > 0).then(|| length as f64 / scale as f64)
}

/// The content of a box.
struct Content {
    start: u64,
    end: u64,
}

/// The first box of that name between two places. A file has few on each level.
fn find(file: &mut File<'_>, from: u64, end: u64, name: &[u8; 4]) -> Option<Content> {
    let mut at = from;
    while at.checked_add(8)? <= end {
        let bytes = file.read(at, 16)?;
        let (header, size) = match big_endian(&bytes, 0, 4)? {
            0 => (8, end - at),
            1 => (16, big_endian(&bytes, 8, 8)?),
            size => (8, size),
        };
        let next = at.checked_add(size)?;
        if size < header {
            return None;
        }
        if bytes.get(4..8)? == name {
            return Some(Content { start: at + header, end: next.min(end) });
        }
        at = next;
    }
    None
}
