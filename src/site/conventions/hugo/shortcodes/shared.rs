//! The parts of lists and mappings of templates: shared, with the size that they would have as copies.

use std::ops::Deref;
use std::sync::Arc;

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
    /// The length of its name and its text.
    fn length(&self) -> usize;
    /// What it would take as a copy, about in bytes.
    fn size(&self) -> usize;
    /// How deep parts of it are in each other.
    fn depth(&self) -> usize;
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
        let own = |part: &T| part.length().saturating_add(ONE);
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
        Self {
            size: parts.iter().map(Part::size).fold(ONE, usize::saturating_add),
            depth: parts.iter().map(Part::depth).max().unwrap_or(0) + 1,
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
