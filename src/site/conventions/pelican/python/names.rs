//! The names that files assign.

use std::collections::BTreeMap;

use crate::site::conventions::pelican::python::value::PyValue;

/// Where a name was assigned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::site::conventions::pelican) struct AssignedAt {
    pub(in crate::site::conventions::pelican) file: String,
    pub(in crate::site::conventions::pelican) line: usize,
}

/// The names that files assign, each with its place.
#[derive(Clone, Debug, Default)]
pub(in crate::site::conventions::pelican) struct Assignments(
    pub(super) BTreeMap<String, (PyValue, AssignedAt)>,
);

/// The text of a module of the site, by its path without an ending.
pub(in crate::site::conventions::pelican) type Modules<'m> = dyn Fn(&str) -> Option<String> + 'm;

impl Assignments {
    pub(in crate::site::conventions::pelican) fn get(&self, name: &str) -> Option<&PyValue> {
        self.0.get(name).map(|(value, _)| value)
    }

    /// The names whose values are known.
    pub(in crate::site::conventions::pelican) fn known(&self) -> impl Iterator<Item = (&str, &PyValue)> {
        self.0.iter().map(|(name, (value, _))| (name.as_str(), value)).filter(|(_, value)| value.is_known())
    }

    /// The place of a name whose value is computed.
    pub(in crate::site::conventions::pelican) fn computed(&self, name: &str) -> Option<&AssignedAt> {
        self.0.get(name).filter(|(value, _)| !value.is_known()).map(|(_, place)| place)
    }

    pub(in crate::site::conventions::pelican) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// A whole number that is not negative.
    pub(in crate::site::conventions::pelican) fn number(&self, name: &str) -> Option<usize> {
        match self.get(name)? {
            PyValue::Int(number) => usize::try_from(*number).ok(),
            _ => None,
        }
    }
}
