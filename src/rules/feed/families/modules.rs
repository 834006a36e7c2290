//! Modules: what says the same as the core, and values of sy, slash, geo and wfw.

use crate::rules::feed::judge::{At, Frame, Judge, Kind};
use crate::rules::feed::names;
use crate::rules::feed::rule::{FeedRule, feed_rules, rss_item};

feed_rules! {
    DUPLICATE_SEMANTICS = "duplicate-semantics", Warning, "A channel that says the same twice",
    what: "A channel has an element of RSS and a module's element of the same meaning, such as `pubDate` and `dc:date`.",
    why: "Which one counts differs from reader to reader.",
    help: "Keep the element of RSS",
    clause: ["RSS Profile"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><language>en</language><dc:language>en</dc:language></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><language>en</language></channel></rss>\n";

    DUPLICATE_ITEM_SEMANTICS = "duplicate-item-semantics", Warning, "An item that says the same twice",
    what: "An item has an element of RSS and a module's element of the same meaning, such as `author` and `dc:creator`.",
    why: "Which one counts differs from reader to reader.",
    help: "Keep the element of RSS, or `dc:creator` where there is a name but no address",
    clause: ["RSS Profile"],
    bad: rss_item!("<title>a</title><pubDate>Wed, 01 May 2024 08:00:00 GMT</pubDate><dc:date>2024-05-01</dc:date>"), good: rss_item!("<title>a</title><pubDate>Wed, 01 May 2024 08:00:00 GMT</pubDate>");

    INVALID_UPDATE_PERIOD = "invalid-update-period", Error, "An update period that is none",
    what: "`sy:updatePeriod` is none of hourly, daily, weekly, monthly, yearly.",
    why: "Readers come as often as they like.",
    help: "Write `hourly`, `daily`, `weekly`, `monthly` or `yearly`",
    clause: ["RSS 1.0 syndication module"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"><channel><sy:updatePeriod>often</sy:updatePeriod></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"><channel><sy:updatePeriod>daily</sy:updatePeriod></channel></rss>\n";

    INVALID_LATITUDE = "invalid-latitude", Error, "A latitude beyond the poles",
    what: "A latitude is no number from -90 to 90.",
    why: "Maps cannot show the place.",
    help: "Write degrees north as a decimal number; check that latitude and longitude are not exchanged",
    clause: ["W3C Basic Geo vocabulary"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:geo=\"http://www.w3.org/2003/01/geo/wgs84_pos#\"><channel><geo:lat>91</geo:lat></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:geo=\"http://www.w3.org/2003/01/geo/wgs84_pos#\"><channel><geo:lat>52.5</geo:lat></channel></rss>\n";

    INVALID_LONGITUDE = "invalid-longitude", Error, "A longitude beyond the date line",
    what: "A longitude is no number from -180 to 180.",
    why: "Maps cannot show the place.",
    help: "Write degrees east as a decimal number",
    clause: ["W3C Basic Geo vocabulary"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:geo=\"http://www.w3.org/2003/01/geo/wgs84_pos#\"><channel><geo:long>181</geo:long></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:geo=\"http://www.w3.org/2003/01/geo/wgs84_pos#\"><channel><geo:long>13.4</geo:long></channel></rss>\n";

    INVALID_COMMA_SEPARATED_INTEGERS = "invalid-comma-separated-integers", Error, "A hit parade that is none",
    what: "`slash:hit_parade` is no list of whole numbers with commas between them.",
    why: "Programs that read it fail.",
    help: "Write `7,5,3`",
    clause: ["RSS 1.0 slash module"],
    bad: rss_item!("<title>a</title><slash:hit_parade>7;5;3</slash:hit_parade>"), good: rss_item!("<title>a</title><slash:hit_parade>7,5,3</slash:hit_parade>");

    COMMENT_RSS = "comment-rss", Warning, "`wfw:commentRSS` in capitals",
    what: "The element for an item's feed of comments is spelt `wfw:commentRss`.",
    why: "The capital form was a mistake in the first specification; readers that keep to the present one miss it.",
    help: "Write `wfw:commentRss`",
    clause: ["CommentAPI"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"><channel><item><title>a</title><wfw:commentRSS>https://a.example/c</wfw:commentRSS></item></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"><channel><item><title>a</title><wfw:commentRss>https://a.example/c</wfw:commentRss></item></channel></rss>\n";
}

/// Two elements that say the same: prefix and name of the core's, prefix and name of the extension's.
type Twins = ((&'static str, &'static str), (&'static str, &'static str));

/// Elements of a channel and the extension's that says the same.
pub(in crate::rules::feed) const CHANNEL_TWINS: &[Twins] = &[
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
pub(in crate::rules::feed) const ITEM_TWINS: &[Twins] = &[
    (("", "author"), ("dc", "creator")),
    (("", "category"), ("dc", "subject")),
    (("", "guid"), ("atom", "id")),
    (("", "pubDate"), ("atom", "published")),
    (("", "pubDate"), ("dc", "date")),
    (("", "source"), ("dc", "source")),
    (("creativeCommons", "license"), ("cc", "license")),
];

/// Says of each pair of elements that both are there.
pub(in crate::rules::feed) fn semantics(
    judge: &mut Judge<'_>,
    frame: &Frame<'_, '_, '_>,
    twins: &[Twins],
    rule: &'static FeedRule,
) {
    if judge.kind != Kind::Rss {
        return;
    }
    for ((core_prefix, core), (prefix, local)) in twins {
        let (Some(first), Some(second)) =
            (judge.child(frame.node, core_prefix, core), judge.child(frame.node, prefix, local))
        else {
            continue;
        };
        let (span, related) = (judge.tag_span(second), judge.tag_span(first));
        let (core, ext) = (names::qualified(core_prefix, core), names::qualified(prefix, local));
        let message = format!("`{core}` and `{ext}` say the same of one `{}`", frame.name());
        judge
            .report(rule, span, message)
            .param("core", core)
            .param("ext", ext)
            .related(related, "the other one");
    }
}

/// `sy:updatePeriod`.
pub(in crate::rules::feed) fn update_period(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !matches!(value, "hourly" | "daily" | "weekly" | "monthly" | "yearly") {
        let message = format!("{} is `{value}`, not hourly, daily, weekly, monthly or yearly", at.words());
        judge.report_at(INVALID_UPDATE_PERIOD, at, value, message);
    }
}

/// Degrees north.
pub(in crate::rules::feed) fn latitude(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if value.parse::<f64>().map_or(true, |degrees| !(-90.0..=90.0).contains(&degrees)) {
        judge.report_at(INVALID_LATITUDE, at, value, format!("`{value}` is no latitude from -90 to 90"));
    }
}

/// Degrees east.
pub(in crate::rules::feed) fn longitude(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if value.parse::<f64>().map_or(true, |degrees| !(-180.0..=180.0).contains(&degrees)) {
        judge.report_at(INVALID_LONGITUDE, at, value, format!("`{value}` is no longitude from -180 to 180"));
    }
}

/// `slash:hit_parade`: whole numbers between commas.
pub(in crate::rules::feed) fn comma_separated(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !value.split(',').enumerate().all(|(at, part)| number(if at == 0 { part } else { part.trim_start() }))
    {
        let message = format!("{} is no list of whole numbers: `{value}`", at.words());
        judge.report_at(INVALID_COMMA_SEPARATED_INTEGERS, at, value, message);
    }
}

/// `wfw:commentRSS`, an old misspelling.
pub(in crate::rules::feed) fn comment_rss(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    judge.report_at(COMMENT_RSS, at, value, "the element is spelt `wfw:commentRss`");
}
