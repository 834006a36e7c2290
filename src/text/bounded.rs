//! Strings and values that templates and programs of a site make of others: up to a size, since a few of their lines may ask
//! for more than a machine has.

use std::sync::OnceLock;

use regex::Regex;

/// How many bytes such a string may have: far more than a post.
pub(crate) const LONGEST: usize = 1 << 24;

/// Two strings as one; nothing for one that is too long.
pub(crate) fn added(left: String, right: &str) -> Option<String> {
    (left.len().saturating_add(right.len()) <= LONGEST).then(|| left + right)
}

/// A string so many times; nothing for one that is too long.
pub(crate) fn repeated(text: &str, count: usize) -> Option<String> {
    (text.len().saturating_mul(count) <= LONGEST).then(|| text.repeat(count))
}

/// Strings with another one between them; nothing for one that is too long.
pub(crate) fn joined<S: AsRef<str>>(parts: &[S], between: &str) -> Option<String> {
    let own = parts.iter().fold(0_usize, |sum, part| sum.saturating_add(part.as_ref().len()));
    let length = between.len().saturating_mul(parts.len().saturating_sub(1)).saturating_add(own);
    if length > LONGEST {
        return None;
    }
    let mut out = String::with_capacity(length);
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        out.push_str(part.as_ref());
    }
    Some(out)
}

/// A string with all occurrences of another one replaced; nothing for one that is too long.
pub(crate) fn replaced(text: &str, from: &str, to: &str) -> Option<String> {
    let longer = to.len().saturating_sub(from.len());
    let count = if longer == 0 { 0 } else { text.matches(from).count() };
    (longer.saturating_mul(count).saturating_add(text.len()) <= LONGEST).then(|| text.replace(from, to))
}

/// A string with the first `most` occurrences of another one replaced; nothing for one that is too long.
pub(crate) fn replaced_first(text: &str, from: &str, to: &str, most: usize) -> Option<String> {
    let longer = to.len().saturating_sub(from.len());
    (longer.saturating_mul(most.min(text.len())).saturating_add(text.len()) <= LONGEST)
        .then(|| text.replacen(from, to, most))
}

/// A string with the first `most` matches of a pattern replaced, or all where `most` is 0; nothing for one that is too long.
pub(crate) fn replaced_matches(text: &str, pattern: &Regex, to: &str, most: usize) -> Option<String> {
    let most = if most == 0 { usize::MAX } else { most };
    let (mut out, mut end) = (String::new(), 0);
    for found in pattern.captures_iter(text).take(most) {
        let whole = found.get(0)?;
        out.push_str(text.get(end..whole.start())?);
        // Each byte of the replacement stands for no more than the whole match.
        if to.len().saturating_mul(whole.len().max(1)).saturating_add(out.len()) > LONGEST {
            return None;
        }
        found.expand(to, &mut out);
        end = whole.end();
    }
    added(out, text.get(end..)?)
}

/// The size of a value and its parts, about in bytes.
#[derive(Debug)]
pub(crate) struct Size {
    most: usize,
    sum: usize,
    /// How much of it was measured before, in parts that are shared.
    shared: usize,
    depth: usize,
    /// The greatest depth so far.
    deepest: usize,
}

/// The size of a part that is shared, and how deep its own parts are in each other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    size: usize,
    depth: usize,
}

/// How deep the parts of a value may be in each other.
const DEEPEST: usize = 100;

/// What a value takes beside its text.
const ONE: usize = 32;

impl Size {
    /// The size without that of shared parts which were measured before, and whether the whole is within its bounds.
    pub(crate) fn made(most: usize, measure: impl FnOnce(&mut Self) -> Option<()>) -> (usize, bool) {
        let mut size = Self { most, sum: 0, shared: 0, depth: 0, deepest: 0 };
        let is_bounded = measure(&mut size).is_some();
        (size.sum.saturating_sub(size.shared), is_bounded)
    }

    /// The whole size.
    pub(crate) fn whole(measure: impl FnOnce(&mut Self) -> Option<()>) -> usize {
        let mut size = Self { most: usize::MAX, sum: 0, shared: 0, depth: 0, deepest: 0 };
        // What is too deep is measured down to there.
        let _ = measure(&mut size);
        size.sum
    }

    /// Adds one value, without its parts.
    pub(crate) fn add(&mut self, text: &str) -> Option<()> {
        self.sum = self.sum.saturating_add(text.len()).saturating_add(ONE);
        (self.sum <= self.most).then_some(())
    }

    /// Adds a value with parts.
    pub(crate) fn add_parts<T>(
        &mut self,
        parts: impl IntoIterator<Item = T>,
        mut measure: impl FnMut(T, &mut Self) -> Option<()>,
    ) -> Option<()> {
        self.add("")?;
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        for part in parts {
            measure(part, self)?;
        }
        self.depth -= 1;
        Some(())
    }

    /// The same of a value that is shared: its parts are measured once.
    pub(crate) fn add_shared<T>(
        &mut self,
        known: &OnceLock<Known>,
        parts: impl IntoIterator<Item = T>,
        measure: impl FnMut(T, &mut Self) -> Option<()>,
    ) -> Option<()> {
        if let Some(known) = known.get() {
            self.sum = self.sum.saturating_add(known.size);
            self.shared = self.shared.saturating_add(known.size.saturating_sub(ONE));
            let deepest = self.depth + known.depth;
            self.deepest = self.deepest.max(deepest);
            return (self.sum <= self.most && deepest <= DEEPEST).then_some(());
        }
        let (before, deepest) = (self.sum, std::mem::replace(&mut self.deepest, self.depth));
        let added = self.add_parts(parts, measure);
        if added.is_some() {
            let _ = known.set(Known { size: self.sum - before, depth: self.deepest - self.depth });
        }
        self.deepest = self.deepest.max(deepest);
        added
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_parts_are_measured_once() {
        let known = OnceLock::new();
        let shared = |size: &mut Size| size.add_shared(&known, ["ab", "c"], |text, size| size.add(text));
        assert_eq!(Size::made(LONGEST, shared), (3 * ONE + 3, true));
        assert_eq!(Size::made(LONGEST, shared), (ONE, true));
        // The whole is bounded all the same, in size and in depth.
        let twice = |size: &mut Size| size.add_parts([(); 2], |(), size| shared(size));
        assert_eq!(Size::made(LONGEST, twice), (3 * ONE, true));
        assert!(!Size::made(6 * ONE, twice).1);
        fn deep(depth: usize, size: &mut Size, inner: &dyn Fn(&mut Size) -> Option<()>) -> Option<()> {
            if depth == 0 {
                inner(size)
            } else {
                size.add_parts([()], |(), size| deep(depth - 1, size, inner))
            }
        }
        assert!(Size::made(LONGEST, |size| deep(DEEPEST - 1, size, &shared)).1);
        assert!(!Size::made(LONGEST, |size| deep(DEEPEST, size, &shared)).1);
    }

    #[test]
    fn strings_are_made_up_to_a_size() {
        let long = "x".repeat(1 << 20);
        assert_eq!(added("a".to_owned(), "b").as_deref(), Some("ab"));
        assert_eq!(added("x".repeat(LONGEST), "b"), None);
        assert_eq!(repeated("ab", 2).as_deref(), Some("abab"));
        assert_eq!(repeated(&long, usize::MAX), None);
        assert_eq!(joined(&["a", "b"], ", ").as_deref(), Some("a, b"));
        assert_eq!(joined(&[""; 1000], &long), None);
        assert_eq!(replaced("aba", "a", "xy").as_deref(), Some("xybxy"));
        assert_eq!(replaced("ab", "", "-").as_deref(), Some("-a-b-"));
        assert_eq!(replaced(&long, "x", &long), None);
        let pattern = Regex::new("(a)|b").unwrap();
        assert_eq!(replaced_matches("abac", &pattern, "[$1]", 0).as_deref(), Some("[a][][a]c"));
        assert_eq!(replaced_matches("abac", &pattern, "$1$1", 1).as_deref(), Some("aabac"));
        assert_eq!(replaced_matches(&long, &Regex::new("x").unwrap(), &long, 0), None);
        assert_eq!(replaced_matches(&long, &Regex::new("x+").unwrap(), &"$0".repeat(50), 0), None);
    }
}
