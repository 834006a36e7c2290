//! The words of a list that are most like another one, found without comparing it with all of them.

use foldhash::HashMap;

/// Words, indexed by what they have in common with others.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    words: Vec<Box<str>>,
    /// Where the numbers of a piece's words are in `numbers`: from, and up to.
    ranges: HashMap<u32, (usize, usize)>,
    /// The numbers of words, piece by piece, ascending.
    numbers: Vec<u32>,
}

/// So many words are worth a closer look.
const MOST: usize = 4;
/// So many numbers of words are gone through for one word, those of its rarest pieces first: a piece that thousands of
/// words share, such as `/20`, tells little.
const BUDGET: usize = 128;
/// Longer words are compared by their beginnings.
const LONGEST: usize = 240;
/// Words of so many bytes are also found where two letters are swapped.
const SHORT: usize = 12;

impl Neighbours {
    /// Indexes words, whose numbers are their places in the iterator.
    #[must_use]
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words: Vec<Box<str>> = words.into_iter().map(Box::from).collect();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for (number, word) in (0..).zip(&words) {
            pairs.extend(pieces(word).map(|piece| (piece, number)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut ranges = HashMap::default();
        let mut start = 0;
        for same in pairs.chunk_by(|a, b| a.0 == b.0) {
            let Some((piece, _)) = same.first() else { continue };
            ranges.insert(*piece, (start, start + same.len()));
            start += same.len();
        }
        Self { words, ranges, numbers: pairs.into_iter().map(|(_, number)| number).collect() }
    }

    /// Returns at most four words that share most with `word`, with their numbers, in the order of the list. The time for it
    /// does not grow with the list.
    #[must_use]
    pub fn of(&self, word: &str) -> Vec<(usize, &str)> {
        let rarest = self.rarest(word);
        let pieces = rarest.len();
        let mut shared: Vec<u32> = rarest.into_iter().flatten().copied().collect();
        shared.sort_unstable();
        // What shares less than a third of them shares a folder or a word at best.
        let same = shared.chunk_by(|a, b| a == b).filter(|same| 3 * same.len() >= pieces);
        let mut counted: Vec<(usize, u32)> =
            same.filter_map(|same| Some((same.len(), *same.first()?))).collect();
        counted.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let best = counted.first().map_or(0, |(count, _)| *count);
        counted.retain(|(count, _)| 2 * count >= best);
        counted.truncate(MOST);
        let mut near: Vec<usize> =
            counted.into_iter().filter_map(|(_, number)| usize::try_from(number).ok()).collect();
        near.sort_unstable();
        near.into_iter().filter_map(|number| Some((number, &**self.words.get(number)?))).collect()
    }

    /// The numbers of the words that have the rarest pieces of `word`, within the budget.
    fn rarest(&self, word: &str) -> Vec<&[u32]> {
        let mut ranges: Vec<(usize, usize)> =
            pieces(word).filter_map(|piece| self.ranges.get(&piece).copied()).collect();
        ranges.sort_unstable_by_key(|(start, end)| (end - start, *start));
        ranges.dedup();
        let mut left = BUDGET;
        let affordable = ranges.into_iter().map_while(|(start, end)| {
            left = left.checked_sub(end - start)?;
            self.numbers.get(start..end)
        });
        affordable.collect()
    }
}

/// What a word may have in common with others: its three-byte pieces in small letters, of its beginning and end too, and of
/// a short word what is left without one letter, by which two words with swapped letters meet.
fn pieces(word: &str) -> impl Iterator<Item = u32> {
    let bytes: Vec<u8> = word.bytes().take(LONGEST).map(plain).collect();
    let padded: Vec<u8> = std::iter::once(0).chain(bytes.iter().copied()).chain(std::iter::once(0)).collect();
    let triples: Vec<u32> = padded
        .windows(3)
        .map(|triple| triple.iter().fold(0, |piece, byte| piece << 8 | u32::from(*byte)))
        .collect();
    let short = if bytes.len() <= SHORT { bytes.len() } else { 0 };
    // Without the letter at the number of letters nothing is missing.
    let whole = if short > 0 { short + 1 } else { 0 };
    triples.into_iter().chain((0..whole).map(move |missing| hash_without(&bytes, missing)))
}

fn plain(byte: u8) -> u8 {
    if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() }
}

/// A hash of bytes without one of them (FNV-1a), unlike each three-byte piece.
fn hash_without(bytes: &[u8], missing: usize) -> u32 {
    let others = bytes.iter().enumerate().filter(|(at, _)| *at != missing);
    others.fold(0x811c_9dc5, |hash: u32, (_, byte)| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
        | 0x8000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_mistyped_word_among_many() {
        let words: Vec<String> = (0..5000).map(|n| format!("/2024/05/31/post-{n}.html")).collect();
        let index = Neighbours::new(words.iter().map(String::as_str));
        let near = index.of("/2024/05/31/psot-4711.html");
        assert!(near.contains(&(4711, "/2024/05/31/post-4711.html")), "{near:?}");
        assert!(near.len() <= MOST);
        assert!(index.of("/dead/path.html").is_empty(), "all words share its pieces");
        assert!(index.of("").is_empty());
    }

    #[test]
    fn finds_words_of_one_and_two_letters() {
        let index = Neighbours::new(["a", "ab", "Über_uns"]);
        assert_eq!(index.of("A"), [(0, "a")]);
        assert_eq!(index.of("abc"), [(1, "ab")]);
        assert_eq!(index.of("über-uns"), [(2, "Über_uns")]);
    }

    #[test]
    fn finds_short_words_with_swapped_letters() {
        let index = Neighbours::new(["work", "rest"]);
        assert_eq!(index.of("wrok"), [(0, "work")]);
    }
}
