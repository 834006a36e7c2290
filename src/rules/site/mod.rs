//! Rules that look at the whole site.

mod duplicate_url;

use crate::rule::Rule;

/// The rows of this family, in the order that lists show them in.
pub(crate) const RULES: &[&Rule] = &[&duplicate_url::RULE];
