//! Sets of bytes, looked for quickly.

/// The set of these bytes.
pub(crate) const fn table(members: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < members.len() {
        table[members[at] as usize] = true;
        at += 1;
    }
    table
}

/// Where the first byte of the set stands.
#[inline]
pub(crate) fn position(bytes: &[u8], set: &[bool; 256]) -> Option<usize> {
    let mut chunks = bytes.chunks_exact(8);
    let mut at = 0;
    for chunk in chunks.by_ref() {
        if chunk.iter().fold(false, |found, &byte| found | set[byte as usize]) {
            return chunk.iter().position(|&byte| set[byte as usize]).map(|found| at + found);
        }
        at += 8;
    }
    chunks.remainder().iter().position(|&byte| set[byte as usize]).map(|found| at + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_set_is_found() {
        const SET: [bool; 256] = table(b"xy");
        for (text, place) in
            [("", None), ("aaaaaaaaaay", Some(10)), ("xaaaaaaaay", Some(0)), ("aaaaaaaa", None)]
        {
            assert_eq!(position(text.as_bytes(), &SET), place, "{text}");
        }
    }
}
