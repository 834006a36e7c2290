//! Which feeds cannot be written because a file that they may need cannot be read.

use crate::feeds::plan::Planned;
use crate::feeds::plan::each::{named, template};
use crate::site::config::{self, Each};
use crate::site::filter::Filter;
use crate::site::post::POSTS;
use crate::site::{Site, UnreadPart};
use crate::text::diagnostic::Problem;
use crate::text::source::Position;

impl Planned {
    /// The first file without which nobody knows what this feed holds, and why it cannot be read; its place is beside it.
    ///
    /// That is a post that the feed may hold, as far as its path and its collection tell, or the file of authors.
    #[must_use]
    pub fn unread<'s>(&self, site: &'s Site) -> Option<(&'s Problem, Position)> {
        unread(site, Some(&self.filter)).next()
    }
}

/// The file without which nobody knows which feeds a row with `each` has, and the path of its feeds; nothing for a row that
/// names its values.
#[must_use]
pub fn unread_values<'s>(site: &'s Site, row: &config::Feed) -> Option<(&'s Problem, String)> {
    let each = row.each.as_ref()?;
    if !named(row, each).is_empty() {
        return None;
    }
    let mut row = row.clone();
    if row.collections.0.is_empty() && *each != Each::Collection {
        row.collections.0.push(POSTS.to_owned());
    }
    let filter = Filter::new(&row, &site.settings).ok();
    let (problem, _) = unread(site, filter.as_ref()).next()?;
    Some((problem, template(&row, each)))
}

/// What cannot be read of the posts that a filter may take, and the file of authors.
fn unread<'s>(site: &'s Site, filter: Option<&Filter>) -> impl Iterator<Item = (&'s Problem, Position)> {
    let authors = site.unread.iter().filter(|unread| unread.part == UnreadPart::Authors);
    let posts = site.unreadable.iter().filter(move |post| {
        post.stops_feeds && filter.is_none_or(|filter| filter.may_take(&post.path, &post.collection))
    });
    authors
        .map(|unread| (&unread.problem, unread.position))
        .chain(posts.map(|post| (&post.problem, post.position)))
}
