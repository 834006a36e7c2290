//! The first difference of two files, for feeds with equal contents and different bytes.

/// The first line in which two files differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The line's number, from 1.
    pub line: usize,
    /// What the old text has there, from a little before the difference on.
    pub old: String,
    /// The same of the new text.
    pub new: String,
}

/// The offset of the first difference; `None` where the files are the same.
#[must_use]
pub fn first_difference(old: &str, new: &str) -> Option<Difference> {
    if old == new {
        return None;
    }
    let mut lines = (old.split('\n'), new.split('\n'));
    let mut line = 0;
    loop {
        line += 1;
        let pair = (lines.0.next(), lines.1.next());
        if pair.0 != pair.1 {
            let (old, new) = (pair.0.unwrap_or_default(), pair.1.unwrap_or_default());
            let same = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
            let shown = |text: &str| text.chars().skip(same.saturating_sub(BEFORE)).take(SHOWN).collect();
            return Some(Difference { line, old: shown(old), new: shown(new) });
        }
        // Both ended at once.
        pair.0?;
    }
}

/// How many characters before the difference are shown, and how many in all: a line of a terminal.
const BEFORE: usize = 20;
const SHOWN: usize = 76;
