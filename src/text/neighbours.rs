//! The words of a list that are most like another one, found without comparing it with all of them.

use foldhash::HashMap;

/// Words, indexed by the three-byte pieces that they have in common with others.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    words: Vec<Box<str>>,
    /// Where the numbers of a piece's words are in `numbers`: from, and up to.
    ranges: HashMap<u32, (usize, usize)>,
    /// The numbers of words, piece by piece, ascending.
    numbers: Vec<u32>,
}

/// So many words are worth a closer look.
const MOST: usize = 12;
/// So many numbers of words are gone through for one word, those of its rarest pieces first: a piece that thousands of
/// words share, such as `/20`, tells little.
const BUDGET: usize = 384;
/// Longer words are compared by their beginnings.
const LONGEST: usize = 240;

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

    /// Returns at most twelve words that share most with `word`, with their numbers, in the order of the list. The time for it
    /// does not grow with the list.
    #[must_use]
    pub fn of(&self, word: &str) -> Vec<(usize, &str)> {
        let mut shared: Vec<u32> = Vec::new();
        for numbers in self.rarest(word) {
            shared.extend(numbers);
        }
        shared.sort_unstable();
        let mut counted: Vec<(usize, u32)> =
            shared.chunk_by(|a, b| a == b).filter_map(|same| Some((same.len(), *same.first()?))).collect();
        counted.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
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

/// The three-byte pieces of a word in small letters, of its beginning and end too.
fn pieces(word: &str) -> impl Iterator<Item = u32> {
    let inner = word.bytes().take(LONGEST).map(|byte| match byte {
        b'_' => b'-',
        byte => byte.to_ascii_lowercase(),
    });
    let mut last = 0;
    let mut filled = 0;
    std::iter::once(0).chain(inner).chain(std::iter::once(0)).filter_map(move |byte| {
        last = (last << 8 | u32::from(byte)) & 0x00ff_ffff;
        filled += 1;
        (filled >= 3).then_some(last)
    })
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
}
