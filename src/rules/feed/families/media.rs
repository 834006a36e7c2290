//! Values of Media RSS.

use crate::rules::feed::judge::{At, Frame, Judge};
use crate::rules::feed::rule::{FeedRule, feed_rules, rss_with};

feed_rules! {
    INVALID_MEDIA_MEDIUM = "invalid-media-medium", Error, "A medium that Media RSS does not have",
    what: "`medium` of `media:content` is none of image, audio, video, document, executable.",
    why: "Readers cannot tell how to show the file.",
    help: "Write `image`, `audio`, `video`, `document` or `executable`",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:content url=\"https://a.example/1.png\" medium=\"picture\"/></item>"), good: rss_with!(media, "<item><title>a</title><media:content url=\"https://a.example/1.png\" medium=\"image\"/></item>");

    INVALID_MEDIA_EXPRESSION = "invalid-media-expression", Error, "An expression that Media RSS does not have",
    what: "`expression` of `media:content` is none of sample, full, nonstop.",
    why: "Readers take it for the full work.",
    help: "Write `sample`, `full` or `nonstop`",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:content url=\"https://a.example/1.mp3\" expression=\"part\"/></item>"), good: rss_with!(media, "<item><title>a</title><media:content url=\"https://a.example/1.mp3\" expression=\"sample\"/></item>");

    INVALID_MEDIA_TEXT_TYPE = "invalid-media-text-type", Error, "A type of text that Media RSS does not have",
    what: "`type` of `media:title`, `media:description` or `media:text` is not plain or html.",
    why: "Readers show markup as it stands.",
    help: "Write `plain` or `html`",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:title type=\"text\">a</media:title></item>"), good: rss_with!(media, "<item><title>a</title><media:title type=\"plain\">a</media:title></item>");

    INVALID_MEDIA_HASH = "invalid-media-hash", Error, "A hash that is none",
    what: "`media:hash` has not as many digits as its algorithm makes, or names another algorithm than md5 and sha-1.",
    why: "Nobody can check the file.",
    help: "Write the 32 digits of md5 or, with `algo=\"sha-1\"`, the 40 of SHA-1",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:hash>17</media:hash></item>"), good: rss_with!(media, "<item><title>a</title><media:hash algo=\"md5\">dfdec888b72151965a34b4b59031290a</media:hash></item>");

    INVALID_MEDIA_RATING = "invalid-media-rating", Error, "A rating that its scheme does not have",
    what: "`media:rating` is not among the values of its `scheme`.",
    why: "Filters for children cannot use it.",
    help: "Write `adult` or `nonadult`, or name the scheme",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:rating>fine</media:rating></item>"), good: rss_with!(media, "<item><title>a</title><media:rating>nonadult</media:rating></item>");

    INVALID_MEDIA_RESTRICTION_REL = "invalid-media-restriction-rel", Error, "A restriction that neither allows nor denies",
    what: "`relationship` of `media:restriction` is not allow or deny.",
    why: "Nobody can tell for whom the file is.",
    help: "Write `allow` or `deny`",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:restriction relationship=\"maybe\" type=\"country\">de</media:restriction></item>"), good: rss_with!(media, "<item><title>a</title><media:restriction relationship=\"allow\" type=\"country\">de</media:restriction></item>");

    INVALID_FLOAT = "invalid-float", Error, "A number that is none",
    what: "`bitrate`, `framerate`, `samplingrate` or `duration` of `media:content` is no number.",
    why: "Readers ignore it.",
    help: "Write a decimal number without a unit",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:content url=\"https://a.example/1.mp3\" bitrate=\"128kbit\"/></item>"), good: rss_with!(media, "<item><title>a</title><media:content url=\"https://a.example/1.mp3\" bitrate=\"128\"/></item>");

    INVALID_TRUE_FALSE = "invalid-true-false", Error, "A yes-or-no that is neither",
    what: "`isDefault` of `media:content` or `itunes:explicit` is not true or false.",
    why: "Readers and directories take their default.",
    help: "Write `true` or `false`",
    clause: ["Media RSS 1.5", "A Podcaster’s Guide to RSS, Apple"],
    bad: rss_with!(itunes, "<itunes:explicit>clean</itunes:explicit>"), good: rss_with!(itunes, "<itunes:explicit>false</itunes:explicit>");

    INVALID_NPT_TIME = "invalid-npt-time", Error, "A time in a stream that is none",
    what: "`time`, `start` or `end` of Media RSS is not seconds, `hh:mm:ss` or `now`.",
    why: "Players cannot find the place.",
    help: "Write `12:05:35` or seconds",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:thumbnail url=\"https://a.example/1.png\" time=\"noon\"/></item>"), good: rss_with!(media, "<item><title>a</title><media:thumbnail url=\"https://a.example/1.png\" time=\"12:05:35.123\"/></item>");

    DEPRECATED_MEDIA_ADULT = "deprecated-media-adult", Warning, "`media:adult`",
    what: "`media:adult` was replaced by `media:rating`.",
    why: "Readers written since do not know it.",
    help: "Write `media:rating`",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:adult>false</media:adult></item>"), good: rss_with!(media, "<item><title>a</title><media:rating>nonadult</media:rating></item>");

    MEDIA_GROUP_WITHOUT_ALTERNATIVES = "media-group-without-alternatives", Error, "A group of one",
    what: "`media:group` holds fewer than two `media:content`.",
    why: "A group is for renditions of one thing to choose from.",
    help: "Add the other renditions, or put the `media:content` directly into the item",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:group><media:content url=\"https://a.example/1.mp4\"/></media:group></item>"), good: rss_with!(media, "<item><title>a</title><media:group><media:content url=\"https://a.example/1.mp4\"/><media:content url=\"https://a.example/1.webm\"/></media:group></item>");
}

fn one_of(
    judge: &mut Judge<'_>,
    at: &At<'_, '_, '_, '_>,
    value: &str,
    rule: &'static FeedRule,
    known: &[&str],
) {
    if !known.contains(&value) {
        let message = format!("{} is `{value}`, not one of {}", at.words(), known.join(", "));
        judge.report_at(rule, at, value, message);
    }
}

/// `medium` of `media:content`.
pub(in crate::rules::feed) fn medium(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    one_of(judge, at, value, INVALID_MEDIA_MEDIUM, &["image", "audio", "video", "document", "executable"]);
}

/// `expression` of `media:content`.
pub(in crate::rules::feed) fn expression(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    one_of(judge, at, value, INVALID_MEDIA_EXPRESSION, &["sample", "full", "nonstop"]);
}

/// `type` of `media:title`, `media:description` and `media:text`.
pub(in crate::rules::feed) fn text_type(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    one_of(judge, at, value, INVALID_MEDIA_TEXT_TYPE, &["plain", "html"]);
}

/// `algo` of `media:hash`.
pub(in crate::rules::feed) fn hash_algorithm(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    one_of(judge, at, value, INVALID_MEDIA_HASH, &["md5", "sha-1"]);
}

/// `media:hash`: as many hexadecimal digits as its algorithm makes.
pub(in crate::rules::feed) fn hash(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let length = if at.frame.node.attribute("algo") == Some("sha-1") { 40 } else { 32 };
    if value.len() != length || !value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        judge.report_at(INVALID_MEDIA_HASH, at, value, format!("`{value}` is no hash of {length} digits"));
    }
}

/// `media:rating` by its scheme.
pub(in crate::rules::feed) fn rating(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let known: &[&str] = match at.frame.node.attribute("scheme").unwrap_or("urn:simple") {
        "urn:simple" => &["adult", "nonadult"],
        "urn:mpaa" => &["g", "m", "nc-17", "pg", "pg-13", "r", "x"],
        "urn:v-chip" => &[
            "14+", "18+", "c", "c8", "g", "pg", "tv-14", "tv-g", "tv-ma", "tv-pg", "tv-y", "tv-y7",
            "tv-y7-fv",
        ],
        _ => return,
    };
    one_of(judge, at, value, INVALID_MEDIA_RATING, known);
}

/// `relationship` of `media:restriction`.
pub(in crate::rules::feed) fn relationship(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    one_of(judge, at, value, INVALID_MEDIA_RESTRICTION_REL, &["allow", "deny"]);
}

/// A number with or without a fraction.
pub(in crate::rules::feed) fn float(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !value.starts_with(|c: char| c.is_ascii_digit()) || value.parse::<f64>().is_err() {
        judge.report_at(INVALID_FLOAT, at, value, format!("{} is no number: `{value}`", at.words()));
    }
}

/// `true` or `false`.
pub(in crate::rules::feed) fn boolean(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !value.eq_ignore_ascii_case("true") && !value.eq_ignore_ascii_case("false") {
        judge.report_at(
            INVALID_TRUE_FALSE,
            at,
            value,
            format!("{} is `{value}`, not true or false", at.words()),
        );
    }
}

/// A place in a stream: seconds, `hh:mm:ss`, or `now`.
pub(in crate::rules::feed) fn npt(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let whole = value.split('.').next().unwrap_or("");
    let parts: Vec<&str> = whole.split(':').collect();
    let digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if value != "now" && !(digits && matches!(parts.len(), 1 | 3)) {
        judge.report_at(
            INVALID_NPT_TIME,
            at,
            value,
            format!("{} is no time in a stream: `{value}`", at.words()),
        );
    }
}

/// `media:adult`, which `media:rating` replaced.
pub(in crate::rules::feed) fn adult(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    judge.report_at(DEPRECATED_MEDIA_ADULT, at, value, "`media:adult` is withdrawn");
    boolean(judge, at, value);
}

/// `media:group`: renditions of one thing, so more than one.
pub(in crate::rules::feed) fn group(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.is_whole(frame.node) && judge.children(frame.node, "media", "content").nth(1).is_none() {
        judge.report_element(
            MEDIA_GROUP_WITHOUT_ALTERNATIVES,
            frame,
            "`media:group` holds fewer than two `media:content`",
        );
    }
}
