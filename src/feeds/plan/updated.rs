//! When a feed was last changed: by its entries, never by the clock.

use chrono::{DateTime, FixedOffset};

use crate::site::Site;
use crate::site::post::{DateSource, Post};
use crate::text::date;

/// Returns the date of the newest entry; for a feed without entries, that of the site's newest post or document, else the
/// build's time where it is given, or 1970.
pub(super) fn updated(site: &Site, posts: &[usize]) -> DateTime<FixedOffset> {
    let newest = posts.iter().filter_map(|number| site.post_at(*number)).map(|(_, post)| post.updated).max();
    let of_site = || {
        let dated = |post: &&Post| post.date_source != DateSource::Build || site.settings.now_is_given;
        let shown = site.posts.iter().map(|post| &**post).filter(|post| post.hidden.is_none());
        shown.filter(dated).map(|post| post.updated).max()
    };
    newest.or_else(of_site).unwrap_or_else(|| {
        if site.settings.now_is_given {
            site.settings.now
        } else {
            date::from_epoch(0, site.settings.zone).unwrap_or_default()
        }
    })
}
