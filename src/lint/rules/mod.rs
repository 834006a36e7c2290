//! The table of all rules. Help, pages, completions, schema and SARIF walk it.

pub mod feed;
mod post;
mod site;
pub mod unused_suppression;

use crate::lint::rule::{Document, Rule};
use crate::text::source::Span;
use crate::text::suggest;

pub(crate) use post::{DEAD_LINK, MISSING_FOLDER, UNREADABLE};

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

/// The groups of rules: names that stand for several in the configuration and on the command line.
pub const GROUPS: [&str; 4] = ["feed", "issue-ref", "post", "site"];

/// Returns whether a name is that of a rule, or of a group that the rule is in: `feed`, `feed/*`, `issue-ref`, `post`, `site`.
#[must_use]
pub fn covers(name: &str, rule: &Rule) -> bool {
    name == rule.name || is_group(name) && in_group(name.strip_suffix("/*").unwrap_or(name), rule)
}

/// Returns whether a name is that of a group.
#[must_use]
pub fn is_group(name: &str) -> bool {
    GROUPS.contains(&name.strip_suffix("/*").unwrap_or(name))
}

fn in_group(group: &str, rule: &Rule) -> bool {
    if group == "issue-ref" { rule.name.ends_with(group) } else { rule.check.subject() == group }
}

/// Front matter that a file was meant to begin with, but does not: where, and what is wrong.
#[must_use]
pub fn misplaced_front_matter(document: &Document<'_>) -> Option<(Span, &'static str)> {
    post::misplaced(document)
}

/// The rule whose name is nearest to a mistyped one, where one is near enough to be meant.
#[must_use]
pub fn nearest(name: &str) -> Option<&'static str> {
    suggest::nearest(name, all().map(|rule| rule.name))
}

/// The rule or group whose name is nearest to a mistyped one, where one is near enough to be meant.
#[must_use]
pub fn nearest_or_group(name: &str) -> Option<&'static str> {
    suggest::nearest(name, all().map(|rule| rule.name).chain(GROUPS))
}
