//! Parts of strings and lists that are certain to exist: a range that was computed from the text itself, what precedes the
//! first separator, what follows the last.

use std::fmt::Debug;
use std::slice::SliceIndex;

/// The part of a string or list in a range that was computed from it.
pub(crate) trait Part<R> {
    /// What has parts of its own kind.
    type Whole: ?Sized;

    /// Returns the part in a range, which must lie within, in a string between characters.
    ///
    /// A range that does not is a mistake of this program: a debug build stops there, any other returns an empty part, since
    /// one sentence lost is better than the whole run.
    fn part(&self, range: R) -> &Self::Whole;
}

impl<R: SliceIndex<str, Output = str> + Clone + Debug> Part<R> for str {
    type Whole = Self;

    #[inline]
    #[track_caller]
    fn part(&self, range: R) -> &Self {
        debug_assert!(self.get(range.clone()).is_some(), "{range:?} of {} bytes: {self:?}", self.len());
        self.get(range).unwrap_or("")
    }
}

impl<T, R: SliceIndex<[T], Output = [T]> + Clone + Debug> Part<R> for [T] {
    type Whole = Self;

    #[inline]
    #[track_caller]
    fn part(&self, range: R) -> &Self {
        debug_assert!(self.get(range.clone()).is_some(), "{range:?} of {} items", self.len());
        self.get(range).unwrap_or(&[])
    }
}

/// One character that separates pieces, or several.
pub(crate) trait Separator {
    /// Returns the offset of the first separator.
    fn first(self, text: &str) -> Option<usize>;
    /// Returns the offset after the last separator.
    fn after_last(self, text: &str) -> Option<usize>;
}

/// The byte that a character of ASCII is in a string. No other character has it among its bytes.
fn ascii(character: char) -> Option<u8> {
    u8::try_from(character).ok().filter(u8::is_ascii)
}

impl Separator for char {
    fn first(self, text: &str) -> Option<usize> {
        match ascii(self) {
            Some(byte) => memchr::memchr(byte, text.as_bytes()),
            None => text.find(self),
        }
    }

    fn after_last(self, text: &str) -> Option<usize> {
        match ascii(self) {
            Some(byte) => memchr::memrchr(byte, text.as_bytes()).map(|at| at + 1),
            None => text.rfind(self).map(|at| at + self.len_utf8()),
        }
    }
}

impl<const N: usize> Separator for [char; N] {
    fn first(self, text: &str) -> Option<usize> {
        if self.iter().all(char::is_ascii) {
            return text.bytes().position(|byte| self.contains(&char::from(byte)));
        }
        text.find(self)
    }

    fn after_last(self, text: &str) -> Option<usize> {
        let (at, found) = text.char_indices().rfind(|(_, character)| self.contains(character))?;
        Some(at + found.len_utf8())
    }
}

/// The pieces of a string between separators.
pub(crate) trait Pieces {
    /// Returns what precedes the first separator: all of it without one.
    fn up_to(&self, separator: impl Separator) -> &str;
    /// Returns what follows the last separator: all of it without one.
    fn after_last(&self, separator: impl Separator) -> &str;
    /// Returns whether it contains `needle`: `contains` for long strings, which reads many bytes at a time.
    fn has(&self, needle: &str) -> bool;
}

impl Pieces for str {
    fn up_to(&self, separator: impl Separator) -> &str {
        separator.first(self).map_or(self, |at| self.part(..at))
    }

    fn after_last(&self, separator: impl Separator) -> &str {
        separator.after_last(self).map_or(self, |at| self.part(at..))
    }

    fn has(&self, needle: &str) -> bool {
        memchr::memmem::find(self.as_bytes(), needle.as_bytes()).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_those_of_split() {
        for text in ["", "a", "/", "a/b", "/a//b/", "ä?ö#ü", "\u{a0}ä\u{a0}", "ä\u{a0}ö"] {
            let (one, several) = ('/', ['?', '#', '\u{a0}']);
            assert_eq!(Some(text.up_to(['?', 'b'])), text.split(['?', 'b']).next());
            assert_eq!(Some(text.up_to('ö')), text.split('ö').next());
            assert_eq!(Some(text.after_last('ö')), text.rsplit('ö').next());
            assert_eq!(Some(text.up_to(one)), text.split(one).next());
            assert_eq!(Some(text.after_last(one)), text.rsplit(one).next());
            assert_eq!(Some(text.up_to(several)), text.split(several).next());
            assert_eq!(Some(text.after_last(several)), text.rsplit(several).next());
            assert_eq!(text.has("/b"), text.contains("/b"));
        }
    }

    #[test]
    fn a_part_is_what_the_range_holds() {
        assert_eq!(("Wherry".part(1..3), "ä".part(2..), [1, 2, 3].part(..2)), ("he", "", &[1, 2][..]));
    }

    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "0..1 of 2 bytes")]
    fn a_range_inside_a_character_stops_a_debug_build() {
        "ä".part(0..1);
    }
}
