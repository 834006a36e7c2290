//! Rules: Values of Media RSS.

use crate::lint::rules::feed::rule::{feed_rules, rss_with};

feed_rules! {
    INVALID_MEDIA_MEDIUM = "invalid-media-medium", Error, "an invalid Media RSS medium",
    what: "`medium` of `media:content` is not image, audio, video, document or executable.",
    why: "Readers cannot tell how to show the file.",
    help: "write `image`, `audio`, `video`, `document` or `executable`",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:content url=\"https://a.example/1.png\" medium=\"picture\"/></item>"), good: rss_with!(media, "<item><title>a</title><media:content url=\"https://a.example/1.png\" medium=\"image\"/></item>");

    INVALID_MEDIA_EXPRESSION = "invalid-media-expression", Error, "an invalid Media RSS expression",
    what: "`expression` of `media:content` is not sample, full or nonstop.",
    why: "Readers treat it as the full work.",
    help: "write `sample`, `full` or `nonstop`",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:content url=\"https://a.example/1.mp3\" expression=\"part\"/></item>"), good: rss_with!(media, "<item><title>a</title><media:content url=\"https://a.example/1.mp3\" expression=\"sample\"/></item>");

    INVALID_MEDIA_TEXT_TYPE = "invalid-media-text-type", Error, "an invalid Media RSS text type",
    what: "`type` of `media:title`, `media:description` or `media:text` is not plain or html.",
    why: "Readers show the markup itself.",
    help: "write `plain` or `html`",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:title type=\"text\">a</media:title></item>"), good: rss_with!(media, "<item><title>a</title><media:title type=\"plain\">a</media:title></item>");

    INVALID_MEDIA_HASH = "invalid-media-hash", Error, "an invalid Media RSS hash",
    what: "`media:hash` has not as many digits as its algorithm makes, or names another algorithm than md5 and sha-1.",
    why: "Players cannot verify the file.",
    help: "write the 32 digits of md5 or, with `algo=\"sha-1\"`, the 40 of SHA-1",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:hash>17</media:hash></item>"), good: rss_with!(media, "<item><title>a</title><media:hash algo=\"md5\">dfdec888b72151965a34b4b59031290a</media:hash></item>");

    INVALID_MEDIA_RATING = "invalid-media-rating", Error, "an invalid rating for its scheme",
    what: "`media:rating` is not among the values of its `scheme`.",
    why: "Filters for children cannot use it.",
    help: "write `adult` or `nonadult`, or name the scheme",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:rating>fine</media:rating></item>"), good: rss_with!(media, "<item><title>a</title><media:rating>nonadult</media:rating></item>");

    INVALID_MEDIA_RESTRICTION_REL = "invalid-media-restriction-rel", Error, "a restriction that is neither `allow` nor `deny`",
    what: "`relationship` of `media:restriction` is not allow or deny.",
    why: "Players cannot decide who may see the file.",
    help: "write `allow` or `deny`",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:restriction relationship=\"maybe\" type=\"country\">de</media:restriction></item>"), good: rss_with!(media, "<item><title>a</title><media:restriction relationship=\"allow\" type=\"country\">de</media:restriction></item>");

    INVALID_FLOAT = "invalid-float", Error, "an invalid decimal number",
    what: "`bitrate`, `framerate`, `samplingrate` or `duration` of `media:content` is not a number.",
    why: "Readers ignore it.",
    help: "write a decimal number without a unit",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:content url=\"https://a.example/1.mp3\" bitrate=\"128kbit\"/></item>"), good: rss_with!(media, "<item><title>a</title><media:content url=\"https://a.example/1.mp3\" bitrate=\"128\"/></item>");

    INVALID_TRUE_FALSE = "invalid-true-false", Error, "a value that is neither `true` nor `false`",
    what: "`isDefault` of `media:content` or `itunes:explicit` is not true or false.",
    why: "Readers and directories take their default.",
    help: "write `true` or `false`",
    clause: ["Media RSS 1.5", "A Podcaster’s Guide to RSS, Apple: Show tags and Episode tags, `itunes:explicit`, https://help.apple.com/itc/podcasts_connect/#/itcb54353390"],
    bad: rss_with!(itunes, "<itunes:explicit>clean</itunes:explicit>"), good: rss_with!(itunes, "<itunes:explicit>false</itunes:explicit>");

    INVALID_NPT_TIME = "invalid-npt-time", Error, "an invalid normal play time",
    what: "`time`, `start` or `end` of Media RSS is not seconds, `hh:mm:ss` or `now`.",
    why: "Players cannot find the place.",
    help: "write `12:05:35` or seconds",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:thumbnail url=\"https://a.example/1.png\" time=\"noon\"/></item>"), good: rss_with!(media, "<item><title>a</title><media:thumbnail url=\"https://a.example/1.png\" time=\"12:05:35.123\"/></item>");

    DEPRECATED_MEDIA_ADULT = "deprecated-media-adult", Warning, "a deprecated `media:adult`",
    what: "`media:adult` was replaced by `media:rating`.",
    why: "Newer readers do not support it.",
    help: "write `media:rating`",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:adult>false</media:adult></item>"), good: rss_with!(media, "<item><title>a</title><media:rating>nonadult</media:rating></item>");

    MEDIA_GROUP_WITHOUT_ALTERNATIVES = "media-group-without-alternatives", Error, "a `media:group` with one rendition",
    what: "`media:group` holds fewer than two `media:content`.",
    why: "A group is for renditions of one thing to choose from.",
    help: "add the other renditions, or put the `media:content` directly into the item",
    clause: ["Media RSS 1.5"],
    bad: rss_with!(media, "<item><title>a</title><media:group><media:content url=\"https://a.example/1.mp4\"/></media:group></item>"), good: rss_with!(media, "<item><title>a</title><media:group><media:content url=\"https://a.example/1.mp4\"/><media:content url=\"https://a.example/1.webm\"/></media:group></item>");
}
