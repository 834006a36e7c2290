//! Recordings of which only the headers are there.

use super::*;
use crate::site::tree::MemoryTree;

/// A frame of MPEG-1, layer III at 44.1 kHz: the index of its bit rate, and what follows its header.
fn frame(index: u8, body: &[u8]) -> Vec<u8> {
    let bits = [32, 40, 48, 56, 64, 80, 96, 112, 128][usize::from(index) - 1] * 1000;
    let mut bytes = vec![0xff, 0xfb, index << 4, 0x00];
    bytes.extend_from_slice(body);
    bytes.resize(144 * bits / 44_100, 0);
    bytes
}

fn of(bytes: &[u8]) -> Option<u64> {
    seconds(&MemoryTree::new([("a", bytes)]), "a", bytes.len() as u64)
}

fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut bytes = (content.len() as u32 + 8).to_be_bytes().to_vec();
    bytes.extend_from_slice(name);
    bytes.extend_from_slice(content);
    bytes
}

fn page(serial: u32, position: u64, packet: &[u8]) -> Vec<u8> {
    let mut bytes = b"OggS\0\0".to_vec();
    bytes.extend_from_slice(&position.to_le_bytes());
    bytes.extend_from_slice(&serial.to_le_bytes());
    bytes.extend_from_slice(&[0; 8]);
    bytes.extend_from_slice(&[1, packet.len() as u8]);
    bytes.extend_from_slice(packet);
    bytes
}

#[test]
fn mp3_with_a_count_of_frames() {
    let mut body = vec![0; 32];
    body.extend_from_slice(b"Xing\0\0\0\x01");
    body.extend_from_slice(&10_000_u32.to_be_bytes());
    let first = frame(9, &body);
    // 10,000 frames of 1,152 samples.
    let mut bytes = first.clone();
    bytes.extend(frame(1, b""));
    assert_eq!(of(&bytes), Some(261));
    // After two tags, the first with a footer, and some zeros.
    let mut tagged = b"ID3\x04\0\x10\0\0\x02\0".to_vec();
    tagged.extend([7; 256 + 10]);
    tagged.extend(b"ID3\x03\0\0\0\0\0\x05");
    tagged.extend([7; 5]);
    tagged.extend([0; 99]);
    tagged.extend(bytes);
    tagged.extend(vec![0; 200_000]);
    assert_eq!(of(&tagged), Some(261));
    let mut vbri = vec![0; 32];
    vbri.extend_from_slice(b"VBRI\0\x01\0\0\0\0\0\0\0\0");
    vbri.extend_from_slice(&5_000_u32.to_be_bytes());
    let vbri: Vec<u8> = [frame(9, &vbri), frame(2, b"")].concat();
    assert_eq!(of(&vbri), Some(131));
}

#[test]
fn mp3_of_one_bit_rate_and_of_several() {
    let constant: Vec<u8> = (0..1000).flat_map(|_| frame(9, b"")).collect();
    assert_eq!(of(&constant), Some(26));
    let varying: Vec<u8> = (0..1000_u32).flat_map(|at| frame(1 + (at % 9) as u8, b"")).collect();
    assert_eq!(of(&varying), None);
    assert_eq!(of(&vec![0; 9000]), None);
    assert_eq!(of(&[0xff; 9000]), None);
    assert_eq!(of(b"<!DOCTYPE html><html><body>Not found</body></html>"), None);
}

#[test]
fn mp4_wherever_its_header_is() {
    let mut header = vec![0; 12];
    header.extend_from_slice(&600_u32.to_be_bytes());
    header.extend_from_slice(&(600 * 3723_u32).to_be_bytes());
    header.resize(100, 0);
    let movie = boxed(b"moov", &[boxed(b"free", &[0; 9]), boxed(b"mvhd", &header)].concat());
    let (kind, media) = (boxed(b"ftyp", b"M4A \0\0\0\0"), boxed(b"mdat", &vec![1; 300_000]));
    assert_eq!(of(&[kind.clone(), media.clone(), movie.clone()].concat()), Some(3723));
    assert_eq!(of(&[kind.clone(), movie, media.clone()].concat()), Some(3723));
    let mut long = vec![1; 20];
    long.extend_from_slice(&1000_u32.to_be_bytes());
    long.extend_from_slice(&90_500_u64.to_be_bytes());
    let movie = boxed(b"moov", &boxed(b"mvhd", &long));
    assert_eq!(of(&[kind.clone(), movie].concat()), Some(91));
    assert_eq!(of(&[kind.clone(), media].concat()), None);
    assert_eq!(of(&[kind, vec![0, 0, 0, 3, b'm', b'o', b'o', b'v'], vec![0; 99]].concat()), None);
}

#[test]
fn ogg_of_each_codec() {
    let vorbis =
        |rate: u32| [b"\x01vorbis\0\0\0\0\x02".to_vec(), rate.to_le_bytes().to_vec(), vec![0; 14]].concat();
    let opus = [b"OpusHead\x01\x02".to_vec(), 312_u16.to_le_bytes().to_vec(), vec![0; 7]].concat();
    for (packet, samples) in [(vorbis(44_100), 44_100 * 754), (opus, 48_000 * 754 + 312)] {
        let middle = page(7, u64::MAX, &[0; 90]);
        let other = page(8, 999_999_999, &[0; 90]);
        let last = page(7, samples, &[0; 90]);
        let bytes = [page(7, 0, &packet), vec![0; 100_000], last, middle, other, vec![0; 20_000]].concat();
        assert_eq!(of(&bytes), Some(754));
    }
    assert_eq!(of(&page(7, 0, &vorbis(0))), None);
    assert_eq!(of(&page(7, 100, b"\x80theora")), None);
}

#[test]
fn flac_and_wav() {
    let mut flac = b"fLaC\0\0\0\x22".to_vec();
    flac.extend([0; 10]);
    flac.extend(((44_100_u64 << 44) | (44_100 * 61)).to_be_bytes());
    flac.extend([0; 40]);
    assert_eq!(of(&flac), Some(61));
    let mut wav = b"RIFF\0\0\0\0WAVELIST\x03\0\0\0abc\0fmt \x10\0\0\0\x01\0\x01\0".to_vec();
    wav.extend(8000_u32.to_le_bytes());
    wav.extend(8000_u32.to_le_bytes());
    wav.extend([1, 0, 8, 0]);
    wav.extend(b"data");
    wav.extend(u32::MAX.to_le_bytes());
    wav.extend(vec![0; 80_000]);
    assert_eq!(of(&wav), Some(10));
}

#[test]
fn no_more_than_the_bound_is_read() {
    struct Counting(MemoryTree, std::sync::atomic::AtomicUsize);
    impl Tree for Counting {
        fn list(
            &self,
            folder: &str,
            enter: &dyn Fn(&str) -> bool,
        ) -> Result<crate::site::tree::Listing, crate::site::tree::TreeError> {
            self.0.list(folder, enter)
        }
        fn read(&self, path: &str) -> Result<Vec<u8>, crate::site::tree::TreeError> {
            self.0.read(path)
        }
        fn read_part(
            &self,
            path: &str,
            offset: u64,
            most: usize,
        ) -> Result<Vec<u8>, crate::site::tree::TreeError> {
            self.1.fetch_add(most, std::sync::atomic::Ordering::Relaxed);
            self.0.read_part(path, offset, most)
        }
        fn stat(&self, path: &str) -> Result<crate::site::tree::Stat, crate::site::tree::TreeError> {
            self.0.stat(path)
        }
    }
    let many_boxes = [boxed(b"ftyp", b""), boxed(b"free", b"").repeat(100_000)].concat();
    let many_tags = b"ID3\x03\0\0\0\0\0\0".repeat(100_000);
    let no_last_page =
        [page(7, 0, &[b"\x01vorbis".as_slice(), &[9; 30]].concat()), vec![0; 300_000]].concat();
    for bytes in [many_boxes, many_tags, no_last_page] {
        let tree = Counting(MemoryTree::new([("a", bytes.clone())]), 0.into());
        assert_eq!(seconds(&tree, "a", bytes.len() as u64), None);
        assert!(tree.1.into_inner() <= MOST);
    }
    assert_eq!(of(b""), None);
}
