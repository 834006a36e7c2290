//! How much a template or a program of a site may do: its few lines may ask for more than a machine has.

use std::cell::Cell;

use crate::text::bounded::{LONGEST, Size};

/// The steps and bytes that an interpreter has left.
#[derive(Debug)]
pub(crate) struct Budget {
    steps: Cell<usize>,
    bytes: Cell<usize>,
    /// Whether more was asked for than was left: then nothing is.
    is_spent: Cell<bool>,
    /// Whether something was refused, since [`Self::take_refused`].
    has_refused: Cell<bool>,
}

impl Budget {
    /// So many steps, and bytes of values that are made, copied or searched.
    pub(crate) const fn new(steps: usize, bytes: usize) -> Self {
        Self {
            steps: Cell::new(steps),
            bytes: Cell::new(bytes),
            is_spent: Cell::new(false),
            has_refused: Cell::new(false),
        }
    }

    /// Takes steps; nothing where fewer are left.
    pub(crate) fn step(&self, count: usize) -> Option<()> {
        self.take(&self.steps, count)
    }

    /// Takes bytes; nothing where fewer are left.
    pub(crate) fn spend(&self, bytes: usize) -> Option<()> {
        self.take(&self.bytes, bytes)
    }

    /// Takes what it costs to read a string; nothing where less is left. Reading takes several times as long as copying.
    pub(crate) fn read(&self, text: &str) -> Option<()> {
        self.spend(text.len().saturating_mul(16).saturating_add(16))
    }

    /// Takes the size of a value, without that of shared parts which were measured before; nothing for one that is too
    /// large, or whose parts are too deep in each other.
    pub(crate) fn charge(&self, measure: impl FnOnce(&mut Size) -> Option<()>) -> Option<()> {
        if self.is_spent.get() {
            return self.refuse();
        }
        let (made, is_bounded) = Size::made(LONGEST, measure);
        self.spend(made)?;
        if is_bounded { Some(()) } else { self.refuse() }
    }

    /// Notes that something is refused: a bound of the interpreter's own is passed.
    pub(crate) fn refuse<T>(&self) -> Option<T> {
        self.has_refused.set(true);
        None
    }

    /// Whether something was refused.
    pub(crate) const fn has_refused(&self) -> bool {
        self.has_refused.get()
    }

    /// Whether something was refused since this was asked last.
    pub(crate) fn take_refused(&self) -> bool {
        self.has_refused.take()
    }

    fn take(&self, left: &Cell<usize>, count: usize) -> Option<()> {
        let rest = left.get().checked_sub(count).filter(|_| !self.is_spent.get());
        match rest {
            Some(rest) => left.set(rest),
            None => {
                self.is_spent.set(true);
                return self.refuse();
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_once_a_part_is_spent() {
        for spend in [|budget: &Budget| budget.step(3), |budget: &Budget| budget.spend(11)] {
            let budget = Budget::new(2, 10);
            assert_eq!((budget.step(1), budget.spend(10)), (Some(()), Some(())));
            assert!(!budget.has_refused());
            assert_eq!(spend(&budget), None);
            assert_eq!((budget.step(1), budget.spend(0), budget.charge(|_| Some(()))), (None, None, None));
            assert!(budget.has_refused() && budget.take_refused() && !budget.has_refused());
        }
    }

    #[test]
    fn refuses_a_value_that_is_too_large_alone() {
        let budget = Budget::new(1, usize::MAX);
        assert_eq!(budget.charge(|size| size.add(&"x".repeat(LONGEST))), None);
        assert!(budget.has_refused());
        assert_eq!(budget.charge(|size| size.add("x")), Some(()));
    }
}
