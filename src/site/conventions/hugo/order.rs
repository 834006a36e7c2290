//! The order of pages in lists.

use std::cmp::Ordering;

use crate::site::conventions::hugo::collate;
use crate::site::conventions::hugo::references::logical;
use crate::site::conventions::hugo::values::{text, whole};
use crate::site::post::{DateSource, Post};

/// The order of pages in lists: those with a weight first, by it; the newest; the title; the path.
pub(super) fn order(a: &Post, b: &Post) -> Ordering {
    let weight = |post: &Post| whole(&post.data, "weight").filter(|weight| *weight != 0);
    let by_weight = match (weight(a), weight(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    };
    let is_undated = |post: &Post| post.date_source == DateSource::None;
    let name = |post: &Post| text(&post.data, "linktitle").unwrap_or_else(|| post.title.clone());
    by_weight
        .then_with(|| is_undated(a).cmp(&is_undated(b)))
        .then_with(|| b.date.cmp(&a.date))
        .then_with(|| collate::compare(&name(a), &name(b)))
        .then_with(|| logical(&a.path, &[]).cmp(&logical(&b.path, &[])))
        .then_with(|| a.path.cmp(&b.path))
}
