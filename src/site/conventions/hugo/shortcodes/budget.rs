//! How much the templates of one page may do.

use std::cell::Cell;

use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;
use crate::text::bounded::{LONGEST, Size};

/// What is left for the templates of one page: shortcodes, partials and hooks.
#[derive(Debug)]
pub(in crate::site::conventions::hugo) struct Budget {
    steps: Cell<usize>,
    bytes: Cell<usize>,
}

/// How many parts of templates and operands are evaluated: hundreds of times what a page needs.
const STEPS: usize = 2_000_000;

/// How many bytes are written and copied.
const BYTES: usize = 1 << 26;

impl Default for Budget {
    fn default() -> Self {
        Self { steps: Cell::new(STEPS), bytes: Cell::new(BYTES) }
    }
}

impl Budget {
    /// Takes a step; nothing where none is left.
    pub(super) fn step(&self) -> Option<()> {
        take(&self.steps, 1)
    }

    /// Takes what it costs to write, copy or search so many bytes.
    pub(super) fn spend(&self, bytes: usize) -> Option<()> {
        take(&self.bytes, bytes)
    }

    /// The value, whose size is taken; nothing for one that is too large.
    pub(super) fn charge(&self, value: ShortcodeValue) -> Option<ShortcodeValue> {
        self.step()?;
        self.spend(Size::of(LONGEST, |size| measure(&value, size)).ok()?)?;
        Some(value)
    }
}

fn take(left: &Cell<usize>, count: usize) -> Option<()> {
    let rest = left.get().checked_sub(count);
    left.set(rest.unwrap_or(0));
    rest.map(drop)
}

fn measure(value: &ShortcodeValue, size: &mut Size) -> Option<()> {
    match value {
        ShortcodeValue::Text(text) | ShortcodeValue::Html(text) => size.add(text),
        ShortcodeValue::List(values) => size.add_parts(values, measure),
        ShortcodeValue::Map(entries) | ShortcodeValue::Fields(entries) => {
            size.add_parts(entries, |(key, value), size| {
                size.add(key)?;
                measure(value, size)
            })
        }
        _ => size.add(""),
    }
}
