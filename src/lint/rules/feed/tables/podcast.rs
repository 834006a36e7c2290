//! Rules: Values of the Podcasting 2.0 namespace.

use crate::lint::rules::feed::rule::{feed_rules, rss_with};

feed_rules! {
    INVALID_PODCAST_VALUE = "invalid-podcast-value", Error, "an invalid Podcasting 2.0 value",
    what: "`podcast:locked` is not yes or no, `podcast:guid` not a UUID, `podcast:medium` not one of the list, `podcast:season` not a whole number, `podcast:episode` not a number, or a time of `podcast:soundbite` not seconds.",
    why: "Apps ignore the element.",
    help: "write a value of the specification",
    clause: ["Podcasting 2.0 namespace: Locked, Guid, Medium, Season, Episode, Soundbite, https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"],
    bad: rss_with!(podcast, "<podcast:locked>maybe</podcast:locked>"), good: rss_with!(podcast, "<podcast:locked>yes</podcast:locked>");
}
