//! Values of Media RSS.

use crate::lint::rules::feed::checker::{At, Checker, Frame};
use crate::lint::rules::feed::rule::FeedRule;
use crate::lint::rules::feed::tables::media::{
    DEPRECATED_MEDIA_ADULT, INVALID_FLOAT, INVALID_MEDIA_EXPRESSION, INVALID_MEDIA_HASH,
    INVALID_MEDIA_MEDIUM, INVALID_MEDIA_RATING, INVALID_MEDIA_RESTRICTION_REL, INVALID_MEDIA_TEXT_TYPE,
    INVALID_NPT_TIME, INVALID_TRUE_FALSE, MEDIA_GROUP_WITHOUT_ALTERNATIVES,
};
use crate::text::pieces::Pieces as _;

fn one_of(
    checker: &mut Checker<'_>,
    at: &At<'_, '_, '_, '_>,
    value: &str,
    rule: &'static FeedRule,
    known: &[&str],
) {
    if !known.contains(&value) {
        let message = format!("{} is `{value}`, not one of {}", at.words(), known.join(", "));
        checker.report_at(rule, at, value, message);
    }
}

/// `medium` of `media:content`.
pub(crate) fn medium(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    one_of(checker, at, value, INVALID_MEDIA_MEDIUM, &["image", "audio", "video", "document", "executable"]);
}

/// `expression` of `media:content`.
pub(crate) fn expression(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    one_of(checker, at, value, INVALID_MEDIA_EXPRESSION, &["sample", "full", "nonstop"]);
}

/// `type` of `media:title`, `media:description` and `media:text`.
pub(crate) fn text_type(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    one_of(checker, at, value, INVALID_MEDIA_TEXT_TYPE, &["plain", "html"]);
}

/// `algo` of `media:hash`.
pub(crate) fn hash_algorithm(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    one_of(checker, at, value, INVALID_MEDIA_HASH, &["md5", "sha-1"]);
}

/// `media:hash`: as many hexadecimal digits as its algorithm makes.
pub(crate) fn hash(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let length = if at.frame.node.attribute("algo") == Some("sha-1") { 40 } else { 32 };
    if value.len() != length || !value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        checker.report_at(
            INVALID_MEDIA_HASH,
            at,
            value,
            format!("`{value}` is not a hash of {length} digits"),
        );
    }
}

/// `media:rating` by its scheme.
pub(crate) fn rating(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let known: &[&str] = match at.frame.node.attribute("scheme").unwrap_or("urn:simple") {
        "urn:simple" => &["adult", "nonadult"],
        "urn:mpaa" => &["g", "m", "nc-17", "pg", "pg-13", "r", "x"],
        "urn:v-chip" => &[
            "14+", "18+", "c", "c8", "g", "pg", "tv-14", "tv-g", "tv-ma", "tv-pg", "tv-y", "tv-y7",
            "tv-y7-fv",
        ],
        _ => return,
    };
    one_of(checker, at, value, INVALID_MEDIA_RATING, known);
}

/// `relationship` of `media:restriction`.
pub(crate) fn relationship(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    one_of(checker, at, value, INVALID_MEDIA_RESTRICTION_REL, &["allow", "deny"]);
}

/// A number with or without a fraction.
pub(crate) fn float(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !value.starts_with(|c: char| c.is_ascii_digit()) || value.parse::<f64>().is_err() {
        checker.report_at(INVALID_FLOAT, at, value, format!("{} is not a number: `{value}`", at.words()));
    }
}

/// `true` or `false`.
pub(crate) fn boolean(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !value.eq_ignore_ascii_case("true") && !value.eq_ignore_ascii_case("false") {
        checker.report_at(
            INVALID_TRUE_FALSE,
            at,
            value,
            format!("{} is `{value}`, not true or false", at.words()),
        );
    }
}

/// A place in a stream: seconds, `hh:mm:ss`, or `now`.
pub(crate) fn npt(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let whole = value.up_to('.');
    let parts: Vec<&str> = whole.split(':').collect();
    let digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if value != "now" && !(digits && matches!(parts.len(), 1 | 3)) {
        checker.report_at(
            INVALID_NPT_TIME,
            at,
            value,
            format!("{} is not a normal play time: `{value}`", at.words()),
        );
    }
}

/// `media:adult`, which `media:rating` replaced.
pub(crate) fn adult(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    checker.report_at(DEPRECATED_MEDIA_ADULT, at, value, "`media:adult` is deprecated");
    boolean(checker, at, value);
}

/// `media:group`: renditions of one thing, so more than one.
pub(crate) fn group(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    if checker.is_whole(frame.node) && checker.children(frame.node, "media", "content").nth(1).is_none() {
        checker.report_element(
            MEDIA_GROUP_WITHOUT_ALTERNATIVES,
            frame,
            "`media:group` holds fewer than two `media:content`",
        );
    }
}
