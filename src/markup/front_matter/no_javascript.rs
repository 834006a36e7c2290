//! Replaces `javascript` in a build without the generators that need it: none of the others has such front matter.

use crate::markup::front_matter::value::Map;

/// No keys.
pub(super) fn data(_: &str) -> Map {
    Map::default()
}
