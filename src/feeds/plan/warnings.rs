//! What a plan warns of: rows of which no feed comes, and paths that some disks cannot tell apart.

use crate::feeds::plan::each::all_values;
use crate::feeds::plan::fault::at_row;
use crate::feeds::plan::planned::Planned;
use crate::site::Site;
use crate::site::config::{self, Each, Origin};

/// Returns why a row with `each` writes no feed: no post has a value of its key.
pub(super) fn of_row_without_feeds(site: &Site, row: &config::Feed) -> Option<String> {
    let each = row.each.as_ref().filter(|_| row.origin != Origin::Generator)?;
    let key = each.name();
    let an = if key.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let reason = if let Some(unreadable) = site.unreadable.first() {
        format!("{} cannot be read, and no other post has {an} {key}", unreadable.path)
    } else if site.posts.is_empty() {
        "the site has no posts".to_owned()
    } else if site.posts.iter().all(|post| post.hidden.is_some()) {
        "no post is published".to_owned()
    } else {
        let other = match each {
            Each::Category => Some((Each::Tag, "tags")),
            Each::Tag => Some((Each::Category, "categories")),
            _ => None,
        };
        let other = other.filter(|(other, _)| !all_values(site, row, other).is_empty());
        let hint = other.map_or_else(String::new, |(other, plural)| {
            format!("; posts have {plural}: write `each = \"{}\"`", other.name())
        });
        format!("no post has {an} {key}{hint}")
    };
    let message = format!("`each = \"{key}\"` writes no feed: {reason}");
    Some(at_row(&site.settings.config, row, ("each", None), message).to_string())
}

/// Returns the pairs of paths that differ in case alone: one file on the usual disks of macOS and Windows.
pub(super) fn of_case(feeds: &[Planned]) -> Vec<String> {
    let mut paths: Vec<(String, &str)> =
        feeds.iter().map(|feed| (feed.path.to_lowercase(), feed.path.as_str())).collect();
    paths.sort_unstable();
    let is_one = |pair: &&[(String, &str)]| matches!(pair, [(one, _), (other, _)] if one == other);
    let words = |pair: &[(String, &str)]| match pair {
        [(_, one), (_, other)] => format!(
            "`{one}` and `{other}` differ in case alone, so they are one file on the usual disks of macOS and Windows; \
             write the name in one way everywhere, or set another `path`"
        ),
        _ => String::new(),
    };
    paths.windows(2).filter(is_one).map(words).collect()
}
