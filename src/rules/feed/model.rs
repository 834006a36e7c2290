//! What an element may hold: the shape of the vocabularies' tables.

use crate::rules::feed::families::structure::{DUPLICATE_ELEMENT, MISSING_ATTRIBUTE};
use crate::rules::feed::judge::{Check, Frame, Judge};
use crate::rules::feed::rule::FeedRule;

/// What an element may hold.
pub(in crate::rules::feed) struct Model {
    /// The attributes that it may have beside `xml:base`, `xml:lang`, `xml:id` and `xml:space`.
    pub(in crate::rules::feed) attributes: &'static [Attribute],
    /// The elements that it may hold, in lists that vocabularies share.
    pub(in crate::rules::feed) children: &'static [&'static [Child]],
    /// The text that it may hold.
    pub(in crate::rules::feed) text: Text,
    /// What can only be judged when all of it was read.
    pub(in crate::rules::feed) finish: Option<fn(&mut Judge<'_>, &Frame<'_, '_, '_>)>,
}

/// The text that an element may hold.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::rules::feed) enum Text {
    /// None: it holds elements.
    Nothing,
    /// A value that these checks look at, white space at its ends left out; no elements.
    Value(&'static [Check]),
    /// Anything; nothing of it is judged.
    Free,
    /// An Atom text construct, or `atom:content` (RFC 4287 sections 3.1 and 4.1.3).
    Construct {
        /// Whether it is `atom:content`.
        content: bool,
    },
    /// XHTML beside Atom: `xhtml:body` in an RSS item.
    Xhtml,
    /// `atom:link`: all is in its attributes.
    Link,
}

/// An element that another may hold.
pub(in crate::rules::feed) struct Child {
    /// The usual prefix of its namespace, empty for the format's own.
    pub(in crate::rules::feed) prefix: &'static str,
    /// Its name.
    pub(in crate::rules::feed) name: &'static str,
    /// How often.
    pub(in crate::rules::feed) times: Times,
    /// What it may hold.
    pub(in crate::rules::feed) model: &'static Model,
}

/// How often an element may stand in another.
#[derive(Clone, Copy)]
pub(in crate::rules::feed) enum Times {
    /// Once; the rule says what a second one is.
    Once(&'static FeedRule),
    /// Any number of times.
    Many,
}

/// An attribute that an element may have.
pub(in crate::rules::feed) struct Attribute {
    /// The usual prefix of its namespace, mostly empty.
    pub(in crate::rules::feed) prefix: &'static str,
    /// Its name.
    pub(in crate::rules::feed) name: &'static str,
    /// The rule that says that it is missing, where it must be there.
    pub(in crate::rules::feed) required: Option<&'static FeedRule>,
    /// What looks at its value.
    pub(in crate::rules::feed) checks: &'static [Check],
}

impl Model {
    /// An element with nothing in it, to be filled with `..Model::EMPTY`.
    pub(in crate::rules::feed) const EMPTY: Self =
        Self { attributes: &[], children: &[], text: Text::Nothing, finish: None };

    /// A value without attributes.
    pub(in crate::rules::feed) const fn value(checks: &'static [Check]) -> Self {
        Self { text: Text::Value(checks), ..Self::EMPTY }
    }
}

/// Content that is not judged.
pub(in crate::rules::feed) const FREE: &Model = &Model { text: Text::Free, ..Model::EMPTY };

/// Any text.
pub(in crate::rules::feed) const TEXT: &Model = &Model::value(&[]);

/// An element that may stand once.
pub(in crate::rules::feed) const fn once(
    prefix: &'static str,
    name: &'static str,
    model: &'static Model,
) -> Child {
    Child { prefix, name, times: Times::Once(DUPLICATE_ELEMENT), model }
}

/// An element that may stand any number of times.
pub(in crate::rules::feed) const fn many(
    prefix: &'static str,
    name: &'static str,
    model: &'static Model,
) -> Child {
    Child { prefix, name, times: Times::Many, model }
}

/// An attribute that may be there.
pub(in crate::rules::feed) const fn may(name: &'static str, checks: &'static [Check]) -> Attribute {
    Attribute { prefix: "", name, required: None, checks }
}

/// An attribute that must be there.
pub(in crate::rules::feed) const fn must(name: &'static str, checks: &'static [Check]) -> Attribute {
    Attribute { prefix: "", name, required: Some(MISSING_ATTRIBUTE), checks }
}
