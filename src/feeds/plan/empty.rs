//! Why a feed has no posts, in words for the person who has to fix it.

use std::collections::BTreeMap;

use crate::feeds::plan::planned::{Planned, rejection};
use crate::site::Site;

/// At most so many different reasons are named, the most frequent first.
const REASONS: usize = 3;

impl Planned {
    /// Returns why the feed has no entries: posts that cannot be read, a site without posts, values that no post has, or
    /// what excludes the posts that exist.
    #[must_use]
    pub(crate) fn why_empty(&self, site: &Site) -> String {
        let mut reasons = Vec::new();
        if let Some(unreadable) = site.unreadable.first() {
            reasons.push(match site.unreadable.len() {
                1 => format!("{} cannot be read", unreadable.path),
                many => format!("{many} posts cannot be read, such as {}", unreadable.path),
            });
        }
        if !self.posts.is_empty() {
            reasons.push("its posts could not be rendered".to_owned());
        } else if site.posts.is_empty() {
            reasons.push("the site has no posts".to_owned());
        } else if !self.unknown.is_empty() {
            reasons.extend(self.unknown.iter().cloned());
        } else {
            reasons.extend(self.excluded(site));
        }
        reasons.join("; ")
    }

    /// What excludes posts, the most frequent first: the reason, the number of posts, the newest of them.
    fn excluded(&self, site: &Site) -> Vec<String> {
        let mut tally: BTreeMap<String, (usize, &str)> = BTreeMap::new();
        for post in &site.posts {
            if let Ok(Some(verdict)) = rejection(site, &self.filter, post) {
                tally.entry(verdict.to_string()).or_insert((0, &post.path)).0 += 1;
            }
        }
        let mut tally: Vec<(String, (usize, &str))> = tally.into_iter().collect();
        tally.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        let words = |(reason, (count, path)): (String, (usize, &str))| match count {
            1 => format!("{path} is not in it: {reason}"),
            _ => format!("{count} posts, such as {path}, are not in it: {reason}"),
        };
        tally.into_iter().take(REASONS).map(words).collect()
    }
}
