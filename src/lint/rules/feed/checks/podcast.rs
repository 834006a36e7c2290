//! Values of the Podcasting 2.0 namespace.

use crate::lint::rules::feed::checks::plain;
use crate::lint::rules::feed::judge::{At, Judge};
use crate::lint::rules::feed::tables::podcast::INVALID_PODCAST_VALUE;
use crate::lint::rules::feed::values::uri;
use crate::lint::rules::feed::values::uri::Wanted;

/// `podcast:locked`.
pub(crate) fn locked(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
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
pub(crate) fn guid(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if uri::fault(&format!("urn:uuid:{value}"), Wanted { absolute: true, iri: false }).is_some() {
        judge.report_at(INVALID_PODCAST_VALUE, at, value, format!("{} is not a UUID: `{value}`", at.words()));
    }
}

/// `podcast:medium`.
pub(crate) fn medium(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    const KNOWN: &[&str] =
        &["podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course"];
    let plain = value.strip_suffix('L').unwrap_or(value);
    if !KNOWN.contains(&plain) && value != "mixed" {
        judge.report_at(INVALID_PODCAST_VALUE, at, value, format!("{} is invalid: `{value}`", at.words()));
    }
}

/// A time in seconds.
pub(crate) fn seconds(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if value.parse::<f64>().map_or(true, |seconds| seconds < 0.0) {
        judge.report_at(
            INVALID_PODCAST_VALUE,
            at,
            value,
            format!("{} is not a number of seconds: `{value}`", at.words()),
        );
    }
}

/// A media type.
pub(crate) fn media_type(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    plain::media_type(judge, at, value);
}
