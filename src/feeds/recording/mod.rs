//! How long a recording is, by what its file tells at its beginning and end: MP3, M4A and MP4, Ogg (Vorbis, Opus, FLAC, Speex),
//! FLAC and WAV.
//!
//! Crates for this read tags as well, walk whole files, or both; of a file of any size no more than [`MOST`] bytes are read here.

mod file;
mod mp3;
mod mp4;
mod ogg;
mod pcm;

use crate::feeds::recording::file::File;
use crate::site::tree::Tree;

pub(crate) use file::MOST;

/// Returns how many seconds the recording at `path` lasts, rounded; `None` where its headers do not tell. `size` is that of
/// the file.
pub(crate) fn seconds(tree: &dyn Tree, path: &str, size: u64) -> Option<u64> {
    let mut file = File::new(tree, path, size);
    let start = file.read(0, 4096)?;
    let seconds = match start.get(..12)? {
        [b'O', b'g', b'g', b'S', ..] => ogg::seconds(&start, &mut file),
        [b'f', b'L', b'a', b'C', ..] => pcm::flac(&start),
        [b'R', b'I', b'F', b'F', .., b'W', b'A', b'V', b'E'] => pcm::wav(&start, size),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => mp4::seconds(&mut file),
        _ => mp3::seconds(&start, &mut file),
    }?;
    // Nothing lasts longer than a week; such a number is not a length.
    (seconds.is_finite() && seconds > 0.0 && seconds < 604_800.0).then(|| (seconds.round() as u64).max(1))
}

#[cfg(test)]
mod tests;
