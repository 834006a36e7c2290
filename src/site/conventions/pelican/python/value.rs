//! Values, and the arguments of calls.

use crate::text::bounded::Size;
use crate::text::budget::Budget;

/// A value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::site::conventions::pelican) enum PyValue {
    #[default]
    None,
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<PyValue>),
    Map(Vec<(String, PyValue)>),
    /// Something of another module: `os.path.join`.
    Name(String),
    /// A variable of the environment that has no default.
    Unset,
    /// What only running the file tells.
    Computed,
}

impl PyValue {
    pub(in crate::site::conventions::pelican) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it counts as true; nothing where only running the file tells.
    pub(super) fn truth(&self) -> Option<bool> {
        Some(match self {
            Self::None | Self::Unset => false,
            Self::Bool(truth) => *truth,
            Self::Int(number) => *number != 0,
            Self::Text(text) => !text.is_empty(),
            Self::List(items) => !items.is_empty(),
            Self::Map(entries) => !entries.is_empty(),
            Self::Name(_) | Self::Computed => return None,
        })
    }

    fn measure(&self, size: &mut Size) -> Option<()> {
        match self {
            Self::Text(text) | Self::Name(text) => size.add(text),
            Self::List(items) => size.add_parts(items, Self::measure),
            Self::Map(entries) => size.add_parts(entries, |(key, value), size| {
                size.add(key)?;
                value.measure(size)
            }),
            _ => size.add(""),
        }
    }

    /// A copy; of what is too large, or too deep, a computed value.
    pub(super) fn copied(&self, budget: &Budget) -> Self {
        budget.charge(|size| self.measure(size)).map_or(Self::Computed, |()| self.clone())
    }

    /// Whether it is the value that the program would have.
    pub(super) const fn is_known(&self) -> bool {
        !matches!(self, Self::Name(_) | Self::Unset | Self::Computed)
    }
}

/// The value of a key, which is replaced.
pub(super) fn put(entries: &mut Vec<(String, PyValue)>, key: String, value: PyValue) {
    match entries.iter_mut().find(|(known, _)| *known == key) {
        Some((_, old)) => *old = value,
        None => entries.push((key, value)),
    }
}

/// The arguments of a call.
#[derive(Debug, Default)]
pub(in crate::site::conventions::pelican) struct Arguments {
    pub(in crate::site::conventions::pelican) positional: Vec<PyValue>,
    pub(in crate::site::conventions::pelican) named: Vec<(String, PyValue)>,
}

impl Arguments {
    /// An argument by its place or name.
    pub(super) fn get(&self, at: usize, name: &str) -> Option<&PyValue> {
        let named = || self.named.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        self.positional.get(at).or_else(named)
    }
}

/// How deep expressions, blocks and modules may be in each other.
pub(super) const DEEPEST: usize = 16;
