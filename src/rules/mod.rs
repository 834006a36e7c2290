//! The table of all rules. Whatever lists them (help, pages, completions, schema, SARIF) walks it.

pub mod feed;
mod post;
mod site;
pub mod unused_suppression;

use crate::rule::Rule;
use crate::suggest;

/// The families of rules, in the order that lists show them in.
const FAMILIES: &[&[&Rule]] = &[post::RULES, site::RULES, &[&unused_suppression::RULE], feed::RULES];

/// Every rule, in the order that lists show them in.
pub fn all() -> impl Iterator<Item = &'static Rule> + Clone {
    FAMILIES.iter().copied().flatten().copied()
}

/// The rule of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}

/// The rule whose name is nearest to a mistyped one, where one is near enough to be meant.
#[must_use]
pub fn nearest(name: &str) -> Option<&'static str> {
    suggest::nearest(name, all().map(|rule| rule.name))
}
