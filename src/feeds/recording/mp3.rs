//! MPEG audio (ISO 11172-3, 13818-3): the number of frames that encoders write into the first one (Xing, Info, VBRI), or, where
//! every frame has one bit rate, the size of the file.

use crate::feeds::recording::file::{File, big_endian};

pub(super) fn seconds(start: &[u8], file: &mut File<'_>) -> Option<f64> {
    let mut at = 0;
    let mut bytes = start.to_vec();
    // Tags come first, with pictures in them; some programs write several.
    for _ in 0..4 {
        let Some(length) = tag_length(&bytes) else { break };
        at += length;
        bytes = file.read(at, 8192)?;
    }
    let (found, first) = (0..bytes.len().min(8192)).find_map(|from| Some((from, frame(&bytes, from)?)))?;
    if let Some(frames) = frames(&bytes, found) {
        return Some(frames as f64 * f64::from(first.samples) / f64::from(first.rate));
    }
    let mut from = found;
    while let Some(next) = Header::read(&bytes, from) {
        if next.bits != first.bits {
            return None;
        }
        from += next.length;
    }
    let audio = file.size.checked_sub(at + found as u64)?;
    Some(audio as f64 * 8.0 / f64::from(first.bits))
}

/// The length of the ID3v2 tag that a file or its rest begins with.
fn tag_length(bytes: &[u8]) -> Option<u64> {
    let header = bytes.strip_prefix(b"ID3")?.get(..7)?;
    let [_, _, flags, a, b, c, d] = *header else { return None };
    // Seven bits a byte.
    let size = [a, b, c, d].into_iter().fold(0, |size, byte| size << 7 | u64::from(byte & 0x7f));
    Some(size + if flags & 0x10 == 0 { 10 } else { 20 })
}

/// A frame at `from` that another one like it follows: two bytes alone may be anything.
fn frame(bytes: &[u8], from: usize) -> Option<Header> {
    let first = Header::read(bytes, from)?;
    let next = Header::read(bytes, from + first.length)?;
    ((next.rate, next.samples) == (first.rate, first.samples)).then_some(first)
}

/// The number of frames, where the frame at `from` tells it.
fn frames(bytes: &[u8], from: usize) -> Option<u64> {
    let body = bytes.get(from + 4..)?;
    // After the side information, whose length depends on the channels.
    for name in [b"Xing", b"Info"] {
        let start = body.get(..64)?;
        if let Some(at) = start.windows(4).position(|window| window == name) {
            let has_frames = big_endian(body, at + 4, 4)? & 1 == 1;
            return has_frames.then(|| big_endian(body, at + 8, 4)).flatten().filter(|frames| *frames > 0);
        }
    }
    let vbri = body.get(32..)?.starts_with(b"VBRI");
    vbri.then(|| big_endian(body, 32 + 14, 4)).flatten().filter(|frames| *frames > 0)
}

/// What the header of a frame tells.
struct Header {
    /// Bits a second.
    bits: u32,
    /// Samples a second.
    rate: u32,
    /// Samples in a frame.
    samples: u32,
    /// Bytes of the frame.
    length: usize,
}

impl Header {
    fn read(bytes: &[u8], from: usize) -> Option<Self> {
        let [sync, kind, rates, _] = *bytes.get(from..from.checked_add(4)?)? else { return None };
        if sync != 0xff || kind & 0xe0 != 0xe0 {
            return None;
        }
        let (version, layer) = (kind >> 3 & 3, kind >> 1 & 3);
        let is_first = version == 3;
        let table = match (is_first, layer) {
            (true, 3) => &[32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
            (true, 2) => &[32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
            (true, 1) => &[32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
            (false, 3) => &[32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
            (false, 1 | 2) => &[8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
            _ => return None,
        };
        let bits = 1000 * table.get(usize::from(rates >> 4).checked_sub(1)?)?;
        let rate: u32 = *[44_100, 48_000, 32_000].get(usize::from(rates >> 2 & 3))?;
        let rate = match version {
            3 => rate,
            2 => rate / 2,
            0 => rate / 4,
            _ => return None,
        };
        let samples = match layer {
            3 => 384,
            1 if !is_first => 576,
            _ => 1152,
        };
        let padding = u32::from(rates >> 1 & 1);
        let length =
            if layer == 3 { (12 * bits / rate + padding) * 4 } else { samples / 8 * bits / rate + padding };
        (length >= 4).then_some(Self { bits, rate, samples, length: length as usize })
    }
}
