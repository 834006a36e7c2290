//! Rules: Values of the Podcasting 2.0 namespace.

use crate::lint::rules::feed::rule::{feed_rules, rss_with};

feed_rules! {
    INVALID_PODCAST_VALUE = "invalid-podcast-value", Error, "an invalid Podcasting 2.0 value",
    what: "`podcast:locked`, `podcast:guid`, `podcast:medium` or a time of `podcast:soundbite` is not valid by the namespace's definition.",
    why: "Apps ignore the element.",
    help: "write a value of the specification",
    clause: ["Podcasting 2.0 namespace"],
    bad: rss_with!(podcast, "<podcast:locked>maybe</podcast:locked>"), good: rss_with!(podcast, "<podcast:locked>yes</podcast:locked>");
}
