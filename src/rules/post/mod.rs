//! Rules that look at one post, document or page.

mod common;
mod date_mismatch;
mod dead_fragment;
mod dead_link;
mod heading_level_one;
mod invalid_date;
mod malformed_front_matter;
mod malformed_issue_ref;
mod mismatched_issue_ref;
mod missing_title;
mod undefined_reference;

use crate::rule::Rule;

pub(crate) use malformed_front_matter::misplaced;

/// The rows of this family, in the order that lists show them in.
pub(crate) const RULES: &[&Rule] = &[
    &malformed_front_matter::RULE,
    &missing_title::RULE,
    &invalid_date::RULE,
    &date_mismatch::RULE,
    &dead_link::RULE,
    &dead_fragment::RULE,
    &undefined_reference::RULE,
    &malformed_issue_ref::RULE,
    &mismatched_issue_ref::RULE,
    &heading_level_one::RULE,
];
