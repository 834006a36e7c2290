//! Values of the Podcasting 2.0 namespace.

use crate::lint::rules::feed::checker::{At, Checker};
use crate::lint::rules::feed::checks::plain;
use crate::lint::rules::feed::tables::podcast::INVALID_PODCAST_VALUE;
use crate::lint::rules::feed::values::uri;
use crate::lint::rules::feed::values::uri::Wanted;
use crate::site::config::is_medium;

/// `podcast:locked`.
pub(crate) fn locked(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !matches!(value, "yes" | "no") {
        checker.report_at(
            INVALID_PODCAST_VALUE,
            at,
            value,
            format!("{} is `{value}`, not yes or no", at.words()),
        );
    }
}

/// `podcast:guid`: a UUID.
pub(crate) fn guid(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if uri::fault(&format!("urn:uuid:{value}"), Wanted { absolute: true, iri: false }).is_some() {
        checker.report_at(
            INVALID_PODCAST_VALUE,
            at,
            value,
            format!("{} is not a UUID: `{value}`", at.words()),
        );
    }
}

/// `podcast:medium`.
pub(crate) fn medium(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !is_medium(value) {
        checker.report_at(INVALID_PODCAST_VALUE, at, value, format!("{} is invalid: `{value}`", at.words()));
    }
}

/// `podcast:season`: a whole number.
pub(crate) fn season(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        let message = format!("{} is not a whole number: `{value}`", at.words());
        checker.report_at(INVALID_PODCAST_VALUE, at, value, message);
    }
}

/// `podcast:episode`: a decimal number.
pub(crate) fn episode(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        let message = format!("{} is not a number: `{value}`", at.words());
        checker.report_at(INVALID_PODCAST_VALUE, at, value, message);
    }
}

/// A time in seconds.
pub(crate) fn seconds(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if value.parse::<f64>().map_or(true, |seconds| seconds < 0.0) {
        checker.report_at(
            INVALID_PODCAST_VALUE,
            at,
            value,
            format!("{} is not a number of seconds: `{value}`", at.words()),
        );
    }
}

/// A media type.
pub(crate) fn media_type(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    plain::media_type(checker, at, value);
}
