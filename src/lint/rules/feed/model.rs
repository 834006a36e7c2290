//! How the vocabularies' tables are written.

use crate::lint::rules::feed::tables::structure::{DUPLICATE_ELEMENT, MISSING_ATTRIBUTE};

pub(crate) use crate::lint::rules::feed::checker::{Attribute, Check, Child, Model, Text, Times};

/// Content that is not judged.
pub(crate) const FREE: &Model = &Model { text: Text::Free, ..Model::EMPTY };

/// Any text.
pub(crate) const TEXT: &Model = &Model::value(&[]);

/// An element that may stand once.
pub(crate) const fn once(prefix: &'static str, name: &'static str, model: &'static Model) -> Child {
    Child { prefix, name, times: Times::Once(DUPLICATE_ELEMENT), model }
}

/// An element that may stand any number of times.
pub(crate) const fn many(prefix: &'static str, name: &'static str, model: &'static Model) -> Child {
    Child { prefix, name, times: Times::Many, model }
}

/// An attribute that may be there.
pub(crate) const fn may(name: &'static str, checks: &'static [Check]) -> Attribute {
    Attribute { prefix: "", name, required: None, checks }
}

/// An attribute that must be there.
pub(crate) const fn must(name: &'static str, checks: &'static [Check]) -> Attribute {
    Attribute { prefix: "", name, required: Some(MISSING_ATTRIBUTE), checks }
}
