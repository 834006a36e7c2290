//! Rules: Modules: what says the same as the core, and values of sy, slash, geo and wfw.

use crate::lint::rules::feed::rule::{feed_rules, rss_item};

feed_rules! {
    DUPLICATE_SEMANTICS = "duplicate-semantics", Warning, "a channel that states the same fact twice",
    what: "A channel has an element of RSS and a module's element of the same meaning, such as `pubDate` and `dc:date`.",
    why: "Which one counts differs from reader to reader.",
    help: "keep the element of RSS",
    clause: ["RSS Profile"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><language>en</language><dc:language>en</dc:language></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><language>en</language></channel></rss>\n";

    DUPLICATE_ITEM_SEMANTICS = "duplicate-item-semantics", Warning, "an item that states the same fact twice",
    what: "An item has an element of RSS and a module's element of the same meaning, such as `author` and `dc:creator`.",
    why: "Which one counts differs from reader to reader.",
    help: "keep the element of RSS, or `dc:creator` where there is a name but no address",
    clause: ["RSS Profile"],
    bad: rss_item!("<title>a</title><pubDate>Wed, 01 May 2024 08:00:00 GMT</pubDate><dc:date>2024-05-01</dc:date>"), good: rss_item!("<title>a</title><pubDate>Wed, 01 May 2024 08:00:00 GMT</pubDate>");

    INVALID_UPDATE_PERIOD = "invalid-update-period", Error, "an invalid update period",
    what: "`sy:updatePeriod` is not hourly, daily, weekly, monthly or yearly.",
    why: "Readers choose the interval themselves.",
    help: "write `hourly`, `daily`, `weekly`, `monthly` or `yearly`",
    clause: ["RSS 1.0 syndication module"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"><channel><sy:updatePeriod>often</sy:updatePeriod></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"><channel><sy:updatePeriod>daily</sy:updatePeriod></channel></rss>\n";

    INVALID_LATITUDE = "invalid-latitude", Error, "a latitude that is not -90 to 90",
    what: "A latitude is not a number from -90 to 90.",
    why: "Maps cannot show the place.",
    help: "write degrees north as a decimal number; check that latitude and longitude are not exchanged",
    clause: ["W3C Basic Geo vocabulary"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:geo=\"http://www.w3.org/2003/01/geo/wgs84_pos#\"><channel><geo:lat>91</geo:lat></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:geo=\"http://www.w3.org/2003/01/geo/wgs84_pos#\"><channel><geo:lat>52.5</geo:lat></channel></rss>\n";

    INVALID_LONGITUDE = "invalid-longitude", Error, "a longitude that is not -180 to 180",
    what: "A longitude is not a number from -180 to 180.",
    why: "Maps cannot show the place.",
    help: "write degrees east as a decimal number",
    clause: ["W3C Basic Geo vocabulary"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:geo=\"http://www.w3.org/2003/01/geo/wgs84_pos#\"><channel><geo:long>181</geo:long></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:geo=\"http://www.w3.org/2003/01/geo/wgs84_pos#\"><channel><geo:long>13.4</geo:long></channel></rss>\n";

    INVALID_COMMA_SEPARATED_INTEGERS = "invalid-comma-separated-integers", Error, "an invalid hit parade",
    what: "`slash:hit_parade` is not a comma-separated list of integers.",
    why: "Programs that read it fail.",
    help: "write `7,5,3`",
    clause: ["RSS 1.0 slash module"],
    bad: rss_item!("<title>a</title><slash:hit_parade>7;5;3</slash:hit_parade>"), good: rss_item!("<title>a</title><slash:hit_parade>7,5,3</slash:hit_parade>");

    COMMENT_RSS = "comment-rss", Warning, "`wfw:commentRSS` in capitals",
    what: "The element for an item's feed of comments is spelt `wfw:commentRss`.",
    why: "The capital form was a mistake in the first specification; readers that keep to the present one miss it.",
    help: "write `wfw:commentRss`",
    clause: ["CommentAPI"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"><channel><item><title>a</title><wfw:commentRSS>https://a.example/c</wfw:commentRSS></item></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"><channel><item><title>a</title><wfw:commentRss>https://a.example/c</wfw:commentRss></item></channel></rss>\n";
}
