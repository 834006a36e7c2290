//! Values of the Podcasting 2.0 namespace.

use crate::rules::feed::families::text;
use crate::rules::feed::judge::{At, Judge};
use crate::rules::feed::rule::{feed_rules, rss_with};
use crate::rules::feed::values::uri::{self, Wanted};

feed_rules! {
    INVALID_PODCAST_VALUE = "invalid-podcast-value", Error, "A value that Podcasting 2.0 does not have",
    what: "`podcast:locked`, `podcast:guid`, `podcast:medium` or a time of `podcast:soundbite` is not what the namespace says.",
    why: "Apps ignore the element.",
    help: "Write a value of the specification",
    clause: ["Podcasting 2.0 namespace"],
    bad: rss_with!(podcast, "<podcast:locked>maybe</podcast:locked>"), good: rss_with!(podcast, "<podcast:locked>yes</podcast:locked>");
}

/// `podcast:locked`.
pub(in crate::rules::feed) fn locked(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !matches!(value, "yes" | "no") {
        judge.report_at(
            INVALID_PODCAST_VALUE,
            at,
            value,
            format!("{} is `{value}`, not yes or no", at.words()),
        );
    }
}

/// `podcast:guid`: a UUID.
pub(in crate::rules::feed) fn guid(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if uri::fault(&format!("urn:uuid:{value}"), Wanted { absolute: true, iri: false }).is_some() {
        judge.report_at(INVALID_PODCAST_VALUE, at, value, format!("{} is no UUID: `{value}`", at.words()));
    }
}

/// `podcast:medium`.
pub(in crate::rules::feed) fn medium(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    const KNOWN: &[&str] =
        &["podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course"];
    let plain = value.strip_suffix('L').unwrap_or(value);
    if !KNOWN.contains(&plain) && value != "mixed" {
        judge.report_at(
            INVALID_PODCAST_VALUE,
            at,
            value,
            format!("{} is `{value}`, which is none", at.words()),
        );
    }
}

/// A time in seconds.
pub(in crate::rules::feed) fn seconds(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if value.parse::<f64>().map_or(true, |seconds| seconds < 0.0) {
        judge.report_at(
            INVALID_PODCAST_VALUE,
            at,
            value,
            format!("{} is no number of seconds: `{value}`", at.words()),
        );
    }
}

/// A media type.
pub(in crate::rules::feed) fn media_type(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    text::media_type(judge, at, value);
}
