//! How much the templates of one page may do.

use std::cell::Cell;

use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;
use crate::text::bounded::LONGEST;

/// What is left for the templates of one page: shortcodes, partials and hooks.
#[derive(Debug)]
pub(in crate::site::conventions::hugo) struct Budget {
    steps: Cell<usize>,
    bytes: Cell<usize>,
    /// Whether one of the templates was stopped since this was asked last.
    is_exceeded: Cell<bool>,
}

/// How many parts of templates and operands are evaluated: hundreds of times what a page needs.
const STEPS: usize = 2_000_000;

/// How many bytes are written, made and searched.
const BYTES: usize = 1 << 26;

/// How deep the parts of a value may be in each other.
const DEEPEST: usize = 100;

impl Default for Budget {
    fn default() -> Self {
        Self { steps: Cell::new(STEPS), bytes: Cell::new(BYTES), is_exceeded: Cell::new(false) }
    }
}

impl Budget {
    /// Takes a step; nothing where none is left.
    pub(super) fn step(&self) -> Option<()> {
        self.take(&self.steps, 1)
    }

    /// Takes what it costs to write, copy or search so many bytes.
    pub(super) fn spend(&self, bytes: usize) -> Option<()> {
        self.take(&self.bytes, bytes)
    }

    /// The value; what of it was made is taken, and what it costs to search its parts. Nothing for one that is too large.
    pub(super) fn charge(&self, value: ShortcodeValue) -> Option<ShortcodeValue> {
        self.step()?;
        if value.size() > LONGEST || value.depth() > DEEPEST {
            return self.exceed();
        }
        self.spend(value.cost())?;
        Some(value)
    }

    /// Notes that a template may not go on.
    pub(super) fn exceed<T>(&self) -> Option<T> {
        self.is_exceeded.set(true);
        None
    }

    /// Whether a template was stopped since this was asked last.
    pub(in crate::site::conventions::hugo) fn was_exceeded(&self) -> bool {
        self.is_exceeded.take()
    }

    fn take(&self, left: &Cell<usize>, count: usize) -> Option<()> {
        let rest = left.get().checked_sub(count);
        left.set(rest.unwrap_or(0));
        if rest.is_none() { self.exceed() } else { Some(()) }
    }
}
