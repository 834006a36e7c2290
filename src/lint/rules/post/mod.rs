//! Rules that look at one post, document or page.

mod ambiguous_category;
mod blank_title;
mod broken_heading_id;
mod broken_link_syntax;
mod causes;
mod common;
mod conflict_marker;
mod date_mismatch;
mod dead_fragment;
mod dead_link;
mod duplicate_definition;
mod duplicate_key;
mod empty_link;
mod future_post;
mod heading_level_one;
mod inconsistent_issue_ref;
mod insecure_link;
mod invalid_date;
mod invalid_url;
mod liquid_error;
mod malformed_front_matter;
mod malformed_issue_ref;
mod markup_in_title;
mod mismatched_issue_ref;
mod mismatched_text;
mod missing_alt;
mod missing_category;
mod missing_file;
mod missing_title;
mod missing_trailing_slash;
mod odd_links;
mod own_host_link;
mod placeholder;
mod ragged_table;
mod redirect_with_body;
mod redirected_link;
mod truncated_title;
mod unclosed_fence;
mod undefined_footnote;
mod undefined_reference;
mod undefined_variable;
mod unknown_category;
mod unknown_key;
mod unlinked_issue_ref;
mod unsafe_html;
mod unused_definition;
mod wrong_tracker;

use crate::lint::rule::Rule;

pub(crate) use causes::MISSING_FOLDER;
pub(crate) use malformed_front_matter::misplaced;

/// The rule about links that lead nowhere.
pub(crate) const DEAD_LINK: &str = dead_link::RULE.name;
/// The rule that reports files which cannot be read.
pub(crate) const UNREADABLE: &str = malformed_front_matter::RULE.name;

/// The rows of this family, in the order that lists show them in.
pub(crate) const RULES: &[&Rule] = &[
    &malformed_front_matter::RULE,
    &missing_title::RULE,
    &invalid_date::RULE,
    &date_mismatch::RULE,
    &dead_link::RULE,
    &dead_fragment::RULE,
    &undefined_reference::RULE,
    &duplicate_definition::RULE,
    &malformed_issue_ref::RULE,
    &mismatched_issue_ref::RULE,
    &mismatched_text::RULE,
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
    &redirected_link::RULE,
    &missing_trailing_slash::RULE,
    &own_host_link::RULE,
    &broken_link_syntax::RULE,
    &invalid_url::RULE,
    &undefined_variable::RULE,
    &broken_heading_id::RULE,
    &unused_definition::RULE,
    &empty_link::RULE,
    &insecure_link::RULE,
    &placeholder::RULE,
    &unlinked_issue_ref::RULE,
    &inconsistent_issue_ref::RULE,
    &wrong_tracker::RULE,
    &unsafe_html::RULE,
    &missing_alt::RULE,
    &unclosed_fence::RULE,
    &conflict_marker::RULE,
    &ragged_table::RULE,
    &undefined_footnote::RULE,
    &liquid_error::RULE,
];
