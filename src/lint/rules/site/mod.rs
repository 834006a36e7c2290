//! Rules that look at the whole site.

mod changed_id;
mod duplicate_id;
mod duplicate_title;
mod duplicate_url;
mod ignored_post;
mod invalid_redirect;
mod malformed_data_file;
mod missing_date;
mod undiscoverable_feed;

use crate::lint::rule::Rule;

/// The rows of this family, in the order that lists show them in.
pub(crate) const RULES: &[&Rule] = &[
    &duplicate_url::RULE,
    &ignored_post::RULE,
    &invalid_redirect::RULE,
    &malformed_data_file::RULE,
    &missing_date::RULE,
    &duplicate_title::RULE,
    &duplicate_id::RULE,
    &changed_id::RULE,
    &undiscoverable_feed::RULE,
];
