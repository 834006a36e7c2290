//! The parts of lists and mappings of templates and programs: copies share them.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::text::bounded::{Known, Size};

/// Parts that several values may have. A copy shares them until it is changed.
pub struct Shared<T>(Arc<Parts<T>>);

#[derive(Clone)]
struct Parts<T> {
    all: Vec<T>,
    /// Their size, once it is measured.
    size: OnceLock<Known>,
}

impl<T> Shared<T> {
    /// Adds their size.
    pub(crate) fn measure(
        &self,
        size: &mut Size,
        part: impl FnMut(&T, &mut Size) -> Option<()>,
    ) -> Option<()> {
        size.add_shared(&self.0.size, &self.0.all, part)
    }
}

impl<T: Clone> Shared<T> {
    /// The same, to be changed: a copy where others have them too.
    pub fn to_mut(&mut self) -> &mut Vec<T> {
        let parts = Arc::make_mut(&mut self.0);
        parts.size.take();
        &mut parts.all
    }

    /// The same, taken out: a copy where others have them too.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        Arc::unwrap_or_clone(self.0).all
    }
}

impl<T> Deref for Shared<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0.all
    }
}

impl<T> From<Vec<T>> for Shared<T> {
    fn from(all: Vec<T>) -> Self {
        Self(Arc::new(Parts { all, size: OnceLock::new() }))
    }
}

impl<T, const N: usize> From<[T; N]> for Shared<T> {
    fn from(all: [T; N]) -> Self {
        Vec::from(all).into()
    }
}

impl<T> FromIterator<T> for Shared<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        Vec::from_iter(all).into()
    }
}

impl<T: Clone> IntoIterator for Shared<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_vec().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Shared<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.all.fmt(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::bounded::LONGEST;

    #[test]
    fn copies_share_parts_until_they_are_changed() {
        let size =
            |of: &Shared<String>| Size::made(LONGEST, |size| of.measure(size, |part, size| size.add(part)));
        let one: Shared<String> = ["x".repeat(1000)].into();
        let mut other = one.clone();
        assert!(size(&one).0 > 1000 && size(&other).0 < 1000);
        other.to_mut().push("y".repeat(1000));
        assert_eq!((one.len(), other.len()), (1, 2));
        assert!(size(&other).0 > 2000);
        assert_eq!(other.into_iter().next(), one.first().cloned());
    }
}
