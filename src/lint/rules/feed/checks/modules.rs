//! Modules: what says the same as the core, and values of sy, slash, geo and wfw.

use crate::lint::rules::feed::checker::{At, Checker, FeedKind, Frame};
use crate::lint::rules::feed::names;
use crate::lint::rules::feed::rule::FeedRule;
use crate::lint::rules::feed::tables::modules::{
    COMMENT_RSS, INVALID_COMMA_SEPARATED_INTEGERS, INVALID_LATITUDE, INVALID_LONGITUDE, INVALID_UPDATE_PERIOD,
};

/// Two elements that say the same: prefix and name of the core's, prefix and name of the extension's.
type Twins = ((&'static str, &'static str), (&'static str, &'static str));

/// Elements of a channel and the extension's that says the same.
pub(crate) const CHANNEL_TWINS: &[Twins] = &[
    (("", "category"), ("dc", "subject")),
    (("", "copyright"), ("dc", "rights")),
    (("", "generator"), ("admin", "generatorAgent")),
    (("", "language"), ("dc", "language")),
    (("", "lastBuildDate"), ("dcterms", "modified")),
    (("", "managingEditor"), ("dc", "creator")),
    (("", "pubDate"), ("dc", "date")),
    (("", "webMaster"), ("dc", "publisher")),
    (("creativeCommons", "license"), ("cc", "license")),
];

/// The same for an item.
pub(crate) const ITEM_TWINS: &[Twins] = &[
    (("", "author"), ("dc", "creator")),
    (("", "category"), ("dc", "subject")),
    (("", "guid"), ("atom", "id")),
    (("", "pubDate"), ("atom", "published")),
    (("", "pubDate"), ("dc", "date")),
    (("", "source"), ("dc", "source")),
    (("creativeCommons", "license"), ("cc", "license")),
];

/// Says of each pair of elements that both are there.
pub(crate) fn semantics(
    checker: &mut Checker<'_>,
    frame: &Frame<'_, '_, '_>,
    twins: &[Twins],
    rule: &'static FeedRule,
) {
    if checker.kind != FeedKind::Rss {
        return;
    }
    for ((core_prefix, core), (prefix, local)) in twins {
        let (Some(first), Some(second)) =
            (checker.child(frame.node, core_prefix, core), checker.child(frame.node, prefix, local))
        else {
            continue;
        };
        let (span, related) = (checker.tag_span(second), checker.tag_span(first));
        let (core, ext) = (names::qualified(core_prefix, core), names::qualified(prefix, local));
        let message = format!("`{core}` and `{ext}` state the same fact in one `{}`", frame.name());
        checker
            .report(rule, span, message)
            .param("core", core)
            .param("ext", ext)
            .related(related, "the other one");
    }
}

/// `sy:updatePeriod`.
pub(crate) fn update_period(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !matches!(value, "hourly" | "daily" | "weekly" | "monthly" | "yearly") {
        let message = format!("{} is `{value}`, not hourly, daily, weekly, monthly or yearly", at.words());
        checker.report_at(INVALID_UPDATE_PERIOD, at, value, message);
    }
}

/// Degrees north.
pub(crate) fn latitude(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if value.parse::<f64>().map_or(true, |degrees| !(-90.0..=90.0).contains(&degrees)) {
        checker.report_at(INVALID_LATITUDE, at, value, format!("`{value}` is not a latitude (-90 to 90)"));
    }
}

/// Degrees east.
pub(crate) fn longitude(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if value.parse::<f64>().map_or(true, |degrees| !(-180.0..=180.0).contains(&degrees)) {
        checker.report_at(
            INVALID_LONGITUDE,
            at,
            value,
            format!("`{value}` is not a longitude (-180 to 180)"),
        );
    }
}

/// `slash:hit_parade`: whole numbers between commas.
pub(crate) fn comma_separated(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !value.split(',').enumerate().all(|(at, part)| number(if at == 0 { part } else { part.trim_start() }))
    {
        let message = format!("{} is not a list of integers: `{value}`", at.words());
        checker.report_at(INVALID_COMMA_SEPARATED_INTEGERS, at, value, message);
    }
}

/// `wfw:commentRSS`, an old misspelling.
pub(crate) fn comment_rss(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    checker.report_at(COMMENT_RSS, at, value, "the element is spelt `wfw:commentRss`");
}
