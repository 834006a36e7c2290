//! Rules that look at one post, document or page.

mod ambiguous_category;
mod blank_title;
mod common;
mod date_mismatch;
mod dead_fragment;
mod dead_link;
mod duplicate_key;
mod future_post;
mod heading_level_one;
mod invalid_date;
mod malformed_front_matter;
mod malformed_issue_ref;
mod markup_in_title;
mod mismatched_issue_ref;
mod missing_category;
mod missing_file;
mod missing_title;
mod redirect_with_body;
mod truncated_title;
mod undefined_reference;
mod unknown_category;
mod unknown_key;

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
    &blank_title::RULE,
    &truncated_title::RULE,
    &markup_in_title::RULE,
    &duplicate_key::RULE,
    &unknown_key::RULE,
    &missing_category::RULE,
    &unknown_category::RULE,
    &ambiguous_category::RULE,
    &missing_file::RULE,
    &future_post::RULE,
    &redirect_with_body::RULE,
];
