//! The table of all rules. Whatever lists them (help, pages, completions, schema, SARIF) walks it.

pub mod unused_suppression;

pub mod feed;

use crate::rule::Rule;

/// Every rule, in the order that lists show them in.
pub const RULES: &[&Rule] = &[&unused_suppression::RULE];

/// The rule of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// The rule whose name is nearest to a mistyped one, where one is near enough to be meant.
#[must_use]
pub fn nearest(name: &str) -> Option<&'static str> {
    RULES
        .iter()
        .map(|rule| (strsim::jaro_winkler(name, rule.name), rule.name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
