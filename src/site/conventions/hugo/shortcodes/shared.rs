//! The parts of lists and mappings of templates: shared, with the size that they would have as copies.

use std::ops::Deref;
use std::sync::Arc;

use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;

/// Parts that several values may have.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::site::conventions::hugo) struct Shared<T> {
    parts: Arc<[T]>,
    /// About in bytes, parts of parts counted as often as they are met.
    size: usize,
    /// How deep parts are in each other: what is deeper than the stack could not even be dropped.
    depth: usize,
}

/// What a value takes beside its text.
pub(super) const ONE: usize = 32;

/// A part of a list or a mapping.
pub(in crate::site::conventions::hugo) trait Part {
    /// Its name in a mapping.
    fn name(&self) -> &str;
    fn value(&self) -> &ShortcodeValue;
}

impl Part for ShortcodeValue {
    fn name(&self) -> &str {
        ""
    }

    fn value(&self) -> &ShortcodeValue {
        self
    }
}

impl Part for (String, ShortcodeValue) {
    fn name(&self) -> &str {
        &self.0
    }

    fn value(&self) -> &ShortcodeValue {
        &self.1
    }
}

impl<T: Part> Shared<T> {
    pub(super) const fn size(&self) -> usize {
        self.size
    }

    pub(super) const fn depth(&self) -> usize {
        self.depth
    }

    /// What it cost to make them, without the parts of parts; of those that others have too, what it costs to search them.
    pub(super) fn cost(&self) -> usize {
        if Arc::strong_count(&self.parts) > 1 {
            return self.parts.len();
        }
        let own = |part: &T| part.name().len().saturating_add(ONE).saturating_add(part.value().length());
        self.parts.iter().map(own).fold(0, usize::saturating_add)
    }
}

impl<T> Deref for Shared<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.parts
    }
}

impl<T: Part> FromIterator<T> for Shared<T> {
    fn from_iter<I: IntoIterator<Item = T>>(parts: I) -> Self {
        let parts: Arc<[T]> = parts.into_iter().collect();
        let size = |part: &T| part.name().len().saturating_add(part.value().size());
        Self {
            size: parts.iter().map(size).fold(ONE, usize::saturating_add),
            depth: parts.iter().map(|part| part.value().depth()).max().unwrap_or(0) + 1,
            parts,
        }
    }
}

impl<T: Part> From<Vec<T>> for Shared<T> {
    fn from(parts: Vec<T>) -> Self {
        parts.into_iter().collect()
    }
}

impl<T: Part, const N: usize> From<[T; N]> for Shared<T> {
    fn from(parts: [T; N]) -> Self {
        parts.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_as_often_as_they_are_met() {
        let mut value = ShortcodeValue::List([ShortcodeValue::Text("four".to_owned())].into());
        assert_eq!((value.size(), value.depth()), (ONE + ONE + 4, 1));
        for _ in 0..100 {
            value = ShortcodeValue::List([value.clone(), value].into());
        }
        assert_eq!((value.size(), value.depth()), (usize::MAX, 101));
    }

    #[test]
    fn parts_that_others_have_cost_a_search() {
        let text = || ShortcodeValue::Text("x".repeat(1000));
        let made: Shared<ShortcodeValue> = [text(), text()].into();
        assert_eq!(made.cost(), 2 * (1000 + ONE));
        let other = made.clone();
        assert_eq!((made.cost(), other.len()), (2, 2));
    }
}
