//! Feeds that are not written because a file of the site cannot be read.

use feedwright::feeds::plan::{Plan, unread_values};
use feedwright::site::config;
use feedwright::site::load::Loaded;
use feedwright::site::{Site, UnreadPart};
use feedwright::text::printable::printable;

use crate::cli::console::Console;

/// Takes the feeds out of the plan that may hold what cannot be read, and names them; whether every feed is still there.
/// `place` names the file that a feed's path leads to; `rows` are those that all of the plan's feeds came from.
pub(crate) fn stop(
    site: &Site,
    plan: &mut Plan,
    rows: &[config::Feed],
    place: &dyn Fn(&str) -> String,
    console: &Console,
) -> bool {
    let was_empty = plan.feeds.is_empty();
    let mut all = true;
    plan.feeds.retain(|feed| {
        let Some((problem, _)) = feed.unread(site) else { return true };
        all = false;
        console.error(&format!(
            "{}: not written, because `{}` cannot be read; any older feed is unchanged",
            printable(&place(&feed.path)),
            printable(&problem.path)
        ));
        false
    });
    // A feed for each value (`each`) is planned only where a post with that value was read.
    for (problem, path) in rows.iter().filter_map(|row| unread_values(site, row)) {
        all = false;
        console.error(&format!(
            "{}: there may be more of these feeds, but `{}` cannot be read; any older feed is unchanged",
            place(&path),
            problem.path
        ));
    }
    all && !(was_empty && is_incomplete(site))
}

/// Returns whether posts or authors are missing because of an error while reading.
pub(crate) fn is_incomplete(site: &Site) -> bool {
    site.unreadable.iter().any(|post| post.stops_feeds)
        || site.unread.iter().any(|unread| unread.part == UnreadPart::Authors)
}

/// Prints which posts are left out because of their content, and which files cannot be read; whether there are any.
pub(crate) fn say(loaded: &Loaded, console: &Console) -> bool {
    let site = &loaded.site;
    for unreadable in &site.unreadable {
        let consequence = if unreadable.stops_feeds { "" } else { " (the post is omitted)" };
        console.problem(&unreadable.problem, unreadable.position, consequence);
    }
    for unread in site.unread.iter().filter(|unread| unread.part == UnreadPart::Authors) {
        console.problem(&unread.problem, unread.position, "");
    }
    !site.unreadable.is_empty()
}
