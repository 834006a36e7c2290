//! FLAC (RFC 9639) and WAV, whose first bytes tell all.

use crate::feeds::recording::file::{big_endian, little_endian};

/// `STREAMINFO` is the first block: 20 bits of rate from its tenth byte on, and 36 bits of samples.
pub(super) fn flac(start: &[u8]) -> Option<f64> {
    let rate = big_endian(start, 18, 3)? >> 4;
    let samples = big_endian(start, 21, 5)? & 0xf_ffff_ffff;
    (rate > 0).then(|| samples as f64 / rate as f64)
}

/// The chunk `fmt ` has the bytes of a second, `data` the recording.
pub(super) fn wav(start: &[u8], size: u64) -> Option<f64> {
    let mut at = 12;
    let mut rate = 0;
    loop {
        let name = start.get(at..at + 4)?;
        let length = little_endian(start, at + 4, 4)?;
        match name {
            b"fmt " => rate = little_endian(start, at + 16, 4)?,
            b"data" if rate > 0 => {
                let rest = size.saturating_sub(at as u64 + 8);
                return Some(length.min(rest) as f64 / rate as f64);
            }
            _ => {}
        }
        at = at.checked_add(8)?.checked_add(usize::try_from(length + length % 2).ok()?)?;
    }
}
