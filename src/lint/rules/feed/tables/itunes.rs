//! Rules: Apple's podcast elements.

use crate::lint::rules::feed::rule::{feed_rules, rss_with};

feed_rules! {
    MISSING_ITUNES_ELEMENT = "missing-itunes-element", Warning, "a podcast without an element that directories require",
    what: "A channel with podcast elements lacks `itunes:category`, `itunes:explicit`, `itunes:image` or a language, or a full episode of a serial show lacks `itunes:episode`.",
    why: "Apple Podcasts and the directories that copy its rules refuse the show; of a serial show they cannot order the episodes.",
    help: "add the element",
    clause: ["A Podcaster’s Guide to RSS, Apple: Show tags, Required tags, https://help.apple.com/itc/podcasts_connect/#/itcb54353390", "A Podcaster’s Guide to RSS, Apple: Episode tags, `itunes:episode`, https://help.apple.com/itc/podcasts_connect/#/itcb54353390"],
    bad: rss_with!(itunes, "<itunes:author>a</itunes:author>"), good: rss_with!(itunes, "<language>en</language><itunes:category text=\"Arts\"/><itunes:explicit>false</itunes:explicit><itunes:image href=\"https://a.example/a.png\"/>");

    MISSING_EPISODE_FILE = "missing-episode-file", Warning, "an item of a podcast without an enclosure",
    what: "A channel has podcast elements, and an item has none of the files that other items have, or has podcast elements itself.",
    why: "Apple Podcasts and Spotify do not list it.",
    help: "add an `enclosure`, or remove the item from the podcast",
    clause: ["A Podcaster’s Guide to RSS, Apple: Episode tags, Required tags, `enclosure`, https://help.apple.com/itc/podcasts_connect/#/itcb54353390", "Podcast Delivery Specification, Spotify: section 5.17, https://support.spotify.com/podcasters/article/podcast-specification-doc/"],
    bad: rss_with!(itunes, "<item><title>a</title><itunes:duration>60</itunes:duration></item>"), good: rss_with!(itunes, "<item><title>a</title><itunes:duration>60</itunes:duration><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"audio/mpeg\"/></item>");

    DUPLICATE_EPISODE_FILE = "duplicate-episode-file", Warning, "two episodes with the same file",
    what: "The enclosures of two items of a podcast have the same `url`.",
    why: "Apple Podcasts ignores the second one.",
    help: "give each episode a file of its own, or remove one of the items",
    clause: ["Podcast RSS feed requirements, Apple: technical requirements, https://podcasters.apple.com/support/823-podcast-requirements"],
    bad: rss_with!(itunes, "<item><title>a</title><itunes:duration>60</itunes:duration><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"audio/mpeg\"/></item><item><title>b</title><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"audio/mpeg\"/></item>"), good: rss_with!(itunes, "<item><title>a</title><itunes:duration>60</itunes:duration><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"audio/mpeg\"/></item><item><title>b</title><enclosure url=\"https://a.example/2.mp3\" length=\"1\" type=\"audio/mpeg\"/></item>");

    MISSING_ITUNES_DURATION = "missing-itunes-duration", Warning, "an episode without `itunes:duration`",
    what: "A channel has podcast elements, and an item with an enclosure has no `itunes:duration`.",
    why: "Apple recommends it: without it, directories show no length.",
    help: "add `itunes:duration` with the seconds",
    clause: ["A Podcaster’s Guide to RSS, Apple: Episode tags, Recommended tags, `itunes:duration`, https://help.apple.com/itc/podcasts_connect/#/itcb54353390"],
    bad: rss_with!(itunes, "<itunes:author>a</itunes:author><item><title>a</title><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"audio/mpeg\"/></item>"), good: rss_with!(itunes, "<itunes:author>a</itunes:author><item><title>a</title><itunes:duration>60</itunes:duration><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"audio/mpeg\"/></item>");

    MISSING_ITUNES_EMAIL = "missing-itunes-email", Warning, "a podcast without `itunes:owner`",
    what: "A channel with podcast elements has no `itunes:owner`.",
    why: "Spotify and other directories verify by its address who submits the show.",
    help: "add `itunes:owner` with `itunes:email`",
    clause: ["Adding your email address to your RSS feed, Spotify, https://support.spotify.com/creators/article/adding-your-email-address-to-your-rss-feed"],
    bad: rss_with!(itunes, "<itunes:author>a</itunes:author>"), good: rss_with!(itunes, "<itunes:owner><itunes:email>ann@wherry.example</itunes:email></itunes:owner>");

    UNSUPPORTED_ITUNES_FORMAT = "unsupported-itunes-format", Warning, "an enclosure that podcast players do not support",
    what: "The enclosure of a podcast item does not end with m4a, mp3, mov, mp4, m4v or pdf.",
    why: "Apple Podcasts decides by the ending, and does not show the episode.",
    help: "offer the episode as `mp3` or `m4a`",
    clause: ["A Podcaster’s Guide to RSS, Apple: Episode tags, Required tags, `enclosure`, https://help.apple.com/itc/podcasts_connect/#/itcb54353390"],
    bad: rss_with!(itunes, "<item><title>a</title><itunes:duration>60</itunes:duration><enclosure url=\"https://a.example/1.ogg\" length=\"1\" type=\"audio/ogg\"/></item>"), good: rss_with!(itunes, "<item><title>a</title><itunes:duration>60</itunes:duration><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"audio/mpeg\"/></item>");

    INVALID_DURATION = "invalid-duration", Error, "an invalid duration",
    what: "`itunes:duration` is not seconds, `mm:ss` or `hh:mm:ss`.",
    why: "Apple lists these formats and recommends seconds; players show no length for others.",
    help: "write seconds, or `hh:mm:ss`",
    clause: ["A Podcaster’s Guide to RSS, Apple: Episode tags, `itunes:duration`, https://help.apple.com/itc/podcasts_connect/#/itcb54353390", "Making a Podcast, Apple (2014): iTunes RSS Tags, https://www.apple.com/itunes/podcasts/specs.html"],
    bad: rss_with!(itunes, "<item><title>a</title><itunes:duration>1h</itunes:duration></item>"), good: rss_with!(itunes, "<item><title>a</title><itunes:duration>1:00:00</itunes:duration></item>");

    INVALID_YES_NO_CLEAN = "invalid-yes-no-clean", Error, "a value that is neither `Yes` nor `No`",
    what: "`itunes:block` or `itunes:complete` is not Yes or No.",
    why: "Any value but `Yes` has no effect: the show or episode stays listed.",
    help: "write `Yes`, or remove the element",
    clause: ["A Podcaster’s Guide to RSS, Apple: Show tags, `itunes:block` and `itunes:complete`, https://help.apple.com/itc/podcasts_connect/#/itcb54353390"],
    bad: rss_with!(itunes, "<itunes:block>hide</itunes:block>"), good: rss_with!(itunes, "<itunes:block>Yes</itunes:block>");

    TOO_LONG = "too-long", Error, "a value longer than directories keep",
    what: "`itunes:title`, `itunes:subtitle`, `itunes:author` or `itunes:keywords` has more than 255 characters, or `itunes:summary` more than 4000.",
    why: "Apple limits values to this length; directories cut longer ones in the middle of a word.",
    help: "shorten the text",
    clause: ["A Podcaster’s Guide to RSS, Apple: technical details at its end, https://help.apple.com/itc/podcasts_connect/#/itcb54353390", "Making a Podcast, Apple (2014): iTunes RSS Tags, https://www.apple.com/itunes/podcasts/specs.html"],
    bad: rss_with!(itunes, "<itunes:subtitle>long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long</itunes:subtitle>"), good: rss_with!(itunes, "<itunes:subtitle>short</itunes:subtitle>");

    INVALID_KEYWORDS = "invalid-keywords", Warning, "keywords without commas between them",
    what: "`itunes:keywords` has spaces but no commas.",
    why: "Apple no longer reads the element; directories that do treat all of it as one keyword.",
    help: "put commas between the keywords",
    clause: ["Making a Podcast, Apple (2014): iTunes RSS Tags, https://www.apple.com/itunes/podcasts/specs.html"],
    bad: rss_with!(itunes, "<itunes:keywords>boats rivers</itunes:keywords>"), good: rss_with!(itunes, "<itunes:keywords>boats, rivers</itunes:keywords>");

    INVALID_ITUNES_CHANNEL_TYPE = "invalid-itunes-channel-type", Error, "an invalid Apple show type",
    what: "`itunes:type` is not episodic or serial.",
    why: "Apple Podcasts shows the newest episode first, a serial's end before its beginning.",
    help: "write `episodic` or `serial`",
    clause: ["A Podcaster’s Guide to RSS, Apple: Show tags, `itunes:type`, https://help.apple.com/itc/podcasts_connect/#/itcb54353390"],
    bad: rss_with!(itunes, "<itunes:type>weekly</itunes:type>"), good: rss_with!(itunes, "<itunes:type>serial</itunes:type>");

    INVALID_ITUNES_EPISODE_TYPE = "invalid-itunes-episode-type", Error, "an invalid Apple episode type",
    what: "`itunes:episodeType` is not full, trailer or bonus.",
    why: "Apple Podcasts treats it as a full episode.",
    help: "write `full`, `trailer` or `bonus`",
    clause: ["A Podcaster’s Guide to RSS, Apple: Episode tags, `itunes:episodeType`, https://help.apple.com/itc/podcasts_connect/#/itcb54353390"],
    bad: rss_with!(itunes, "<item><title>a</title><itunes:episodeType>extra</itunes:episodeType></item>"), good: rss_with!(itunes, "<item><title>a</title><itunes:episodeType>bonus</itunes:episodeType></item>");

    INVALID_ITUNES_CATEGORY = "invalid-itunes-category", Error, "an invalid Apple category",
    what: "`text` of `itunes:category` is not one of Apple's categories, or is below the wrong one.",
    why: "Directories list the show in no category.",
    help: "choose a category from Apple's list, with its spelling",
    clause: ["A Podcaster’s Guide to RSS, Apple: Show tags, `itunes:category`, https://help.apple.com/itc/podcasts_connect/#/itcb54353390", "Apple Podcasts categories, https://podcasters.apple.com/support/1691-apple-podcasts-categories"],
    bad: rss_with!(itunes, "<itunes:category text=\"Boats\"/>"), good: rss_with!(itunes, "<itunes:category text=\"Leisure\"><itunes:category text=\"Hobbies\"/></itunes:category>");

    OBSOLETE_ITUNES_CATEGORY = "obsolete-itunes-category", Warning, "an obsolete Apple category",
    what: "`text` of `itunes:category` is one of the categories before 2019.",
    why: "Directories map it to another one or drop it.",
    help: "choose a category from Apple's current list",
    clause: ["A Podcaster’s Guide to RSS, Apple: Show tags, `itunes:category`, https://help.apple.com/itc/podcasts_connect/#/itcb54353390", "Apple Podcasts categories, https://podcasters.apple.com/support/1691-apple-podcasts-categories"],
    bad: rss_with!(itunes, "<itunes:category text=\"Talk Radio\"/>"), good: rss_with!(itunes, "<itunes:category text=\"News\"/>");
}
