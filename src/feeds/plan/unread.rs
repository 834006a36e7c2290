//! Which feeds cannot be written because a file that they may need cannot be read.

use crate::feeds::plan::Planned;
use crate::site::{Site, UnreadPart};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Position;

impl Planned {
    /// The first file without which nobody knows what this feed holds, and why it cannot be read; its place is beside it.
    ///
    /// That is a post that the feed may hold, as far as its path and its collection tell, or the file of authors.
    #[must_use]
    pub fn unread<'s>(&self, site: &'s Site) -> Option<(&'s Diagnostic, Position)> {
        let authors = site.unread.iter().filter(|unread| unread.part == UnreadPart::Authors);
        let posts = site
            .unreadable
            .iter()
            .filter(|post| post.stops_feeds && self.filter.may_take(&post.path, &post.collection));
        authors
            .map(|unread| (&unread.diagnostic, unread.position))
            .chain(posts.map(|post| (&post.diagnostic, post.position)))
            .next()
    }
}
