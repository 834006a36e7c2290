//! When posts were last changed, by what a version control system knows.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::site::Site;
use crate::text::date;

impl Site {
    /// Sets when posts were last changed, in seconds since 1970 by path: for those whose front matter names no such date, and that
    /// were published before.
    pub fn set_changes(&mut self, changes: &BTreeMap<String, i64>) {
        let zone = self.settings.zone;
        for post in &mut self.posts {
            let published = post.published.unwrap_or(post.date);
            let is_named = post.updated != post.date && post.updated != published;
            let change = changes.get(&*post.path).and_then(|seconds| date::from_epoch(*seconds, zone).ok());
            if let Some(change) = change.filter(|change| !is_named && *change > published) {
                Arc::make_mut(post).updated = change;
            }
        }
    }
}
