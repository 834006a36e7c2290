//! Ogg (RFC 3533): the rate is on the first page, the number of samples on the last one.

use crate::feeds::recording::file::{File, big_endian, little_endian};

pub(super) fn seconds(start: &[u8], file: &mut File<'_>) -> Option<f64> {
    let segments = usize::from(*start.get(26)?);
    let packet = start.get(27 + segments..)?;
    let (rate, silence) = match packet {
        [1, b'v', b'o', b'r', b'b', b'i', b's', ..] => (little_endian(packet, 12, 4)?, 0),
        // RFC 7845, 4.3 and 5.1: always 48 kHz, after some samples that are not played.
        [b'O', b'p', b'u', b's', b'H', b'e', b'a', b'd', ..] => (48_000, little_endian(packet, 10, 2)?),
        [b'S', b'p', b'e', b'e', b'x', b' ', ..] => (little_endian(packet, 36, 4)?, 0),
        // The stream information begins 17 bytes after the name.
        [0x7f, b'F', b'L', b'A', b'C', ..] => (big_endian(packet, 27, 3)? >> 4, 0),
        _ => return None,
    };
    let serial = start.get(14..18)?;
    let samples = [8192_usize, 49_152].into_iter().find_map(|most| {
        let bytes = file.read(file.size.saturating_sub(most as u64), most)?;
        last_position(&bytes, serial)
    })?;
    (rate > 0).then(|| samples.saturating_sub(silence) as f64 / rate as f64)
}

/// The position of the last page of a stream that has one.
fn last_position(bytes: &[u8], serial: &[u8]) -> Option<u64> {
    memchr::memmem::rfind_iter(bytes, b"OggS").find_map(|at| {
        let page = bytes.get(at..at + 27)?;
        let position = little_endian(page, 6, 8).filter(|position| *position != u64::MAX)?;
        (page.get(4) == Some(&0) && page.get(14..18)? == serial).then_some(position)
    })
}
