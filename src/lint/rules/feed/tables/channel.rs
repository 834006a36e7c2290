//! Rules: Values of a channel: language, numbers, image, hours and days.

use crate::lint::rules::feed::rule::{atom_feed, feed_rules, rss_channel, rss_item};

feed_rules! {
    INVALID_LANGUAGE = "invalid-language", Error, "an invalid language tag",
    what: "`language`, `dc:language`, `xml:lang` or `hreflang` does not begin with a language that is registered.",
    why: "Readers cannot choose a voice, a font or hyphenation by it.",
    help: "write a tag such as `en`, `en-GB`, `de`",
    clause: ["RSS 2.0 language", "RFC 5646 section 2.2.1"],
    bad: rss_channel!("<item xml:lang=\"english\"><title>a</title></item>"), good: rss_channel!("<item xml:lang=\"en\"><title>a</title></item>");

    MISSING_DC_LANGUAGE = "missing-dc-language", Info, "a feed without a language",
    what: "Neither `language`, `dc:language` nor `xml:lang` declares the feed's language.",
    why: "Readers guess the language and may read the feed aloud in the wrong one.",
    help: "add `<language>en</language>` to the channel, or `xml:lang=\"en\"` to `feed`",
    clause: ["RSS 2.0 language", "RFC 4287 section 2"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>a</title></feed>\n", good: atom_feed!("<title>a</title>");

    IMAGE_LINK_DOESNT_MATCH = "image-link-doesnt-match", Warning, "an image whose link differs from its channel's",
    what: "`link` of `image` is not that of the channel.",
    why: "Readers use the image's link as the channel's.",
    help: "write the channel's `link`",
    clause: ["RSS 2.0 image"],
    bad: rss_channel!("<image><title>Wherry</title><url>https://wherry.example/a.png</url><link>https://other.example/</link></image>"),
    good: rss_channel!("<image><title>Wherry</title><url>https://wherry.example/a.png</url><link>https://wherry.example/</link></image>");

    IMAGE_TITLE_DOESNT_MATCH = "image-title-doesnt-match", Warning, "an image whose title differs from its channel's",
    what: "`title` of `image` is not that of the channel.",
    why: "Readers use it as the image's alternative text, which names the channel.",
    help: "write the channel's `title`",
    clause: ["RSS 2.0 image"],
    bad: rss_channel!("<image><title>Logo</title><url>https://wherry.example/a.png</url><link>https://wherry.example/</link></image>"),
    good: rss_channel!("<image><title>Wherry</title><url>https://wherry.example/a.png</url><link>https://wherry.example/</link></image>");

    IMAGE_URL_FORMAT = "image-url-format", Warning, "an image that is not GIF, JPEG or PNG",
    what: "`url` of `image` does not end in `gif`, `jpg`, `jpeg` or `png`.",
    why: "RSS names these three; readers may not show others.",
    help: "offer the image as PNG",
    clause: ["RSS 2.0 image"],
    bad: rss_channel!("<image><title>Wherry</title><url>https://wherry.example/a.tiff</url><link>https://wherry.example/</link></image>"),
    good: rss_channel!("<image><title>Wherry</title><url>https://wherry.example/a.png</url><link>https://wherry.example/</link></image>");

    INVALID_WIDTH = "invalid-width", Error, "an image width over 144 or not a positive integer",
    what: "`width` of `image` is not an integer from 1 to 144.",
    why: "RSS limits it to 144.",
    help: "write the width that the image has, at most 144",
    clause: ["RSS 2.0 image"],
    bad: rss_channel!("<image><title>Wherry</title><width>600</width></image>"), good: rss_channel!("<image><title>Wherry</title><width>88</width></image>");

    INVALID_HEIGHT = "invalid-height", Error, "an image height over 400 or not a positive integer",
    what: "`height` of `image` is not an integer from 1 to 400.",
    why: "RSS limits it to 400.",
    help: "write the height that the image has, at most 400",
    clause: ["RSS 2.0 image"],
    bad: rss_channel!("<image><title>Wherry</title><height>600</height></image>"), good: rss_channel!("<image><title>Wherry</title><height>31</height></image>");

    INVALID_POSITIVE_INTEGER = "invalid-positive-integer", Error, "a value that is not a positive integer",
    what: "`ttl`, `sy:updateFrequency`, a season or another count is not a positive integer.",
    why: "Readers ignore it.",
    help: "write a whole number, 1 or more",
    clause: ["RSS 2.0 ttl", "RSS 1.0 syndication module"],
    bad: rss_channel!("<ttl>an hour</ttl>"), good: rss_channel!("<ttl>60</ttl>");

    INVALID_NON_NEGATIVE_INTEGER = "invalid-non-negative-integer", Error, "a value that is not a non-negative integer",
    what: "`length` of a link or enclosure, or a count such as `slash:comments`, is not a non-negative integer.",
    why: "Readers ignore it.",
    help: "write a whole number, 0 or more",
    clause: ["RFC 4287 section 4.2.7.6", "RSS 2.0 enclosure"],
    bad: rss_item!("<title>a</title><slash:comments>many</slash:comments>"), good: rss_item!("<title>a</title><slash:comments>7</slash:comments>");

    INVALID_INTEGER_ATTRIBUTE = "invalid-integer-attribute", Error, "an attribute that is not an integer",
    what: "`length` of an `enclosure` or `port` of `cloud` is not an integer.",
    why: "Players cannot show how large the file is; a cloud cannot be reached.",
    help: "write the number of bytes, without separators",
    clause: ["RSS 2.0 enclosure", "RSS 2.0 cloud"],
    bad: rss_item!("<title>a</title><enclosure url=\"https://a.example/1.mp3\" length=\"1,024\" type=\"audio/mpeg\"/>"), good: rss_item!("<title>a</title><enclosure url=\"https://a.example/1.mp3\" length=\"1024\" type=\"audio/mpeg\"/>");

    USE_ZERO_FOR_UNKNOWN = "use-zero-for-unknown", Error, "`-1` for an unknown length",
    what: "`length` of an `enclosure` is -1.",
    why: "The RSS Profile uses 0 for an unknown length.",
    help: "write `length=\"0\"`, or the number of bytes",
    clause: ["RSS Profile, enclosure"],
    bad: rss_item!("<title>a</title><enclosure url=\"https://a.example/1.mp3\" length=\"-1\" type=\"audio/mpeg\"/>"), good: rss_item!("<title>a</title><enclosure url=\"https://a.example/1.mp3\" length=\"0\" type=\"audio/mpeg\"/>");

    INVALID_HOUR = "invalid-hour", Error, "an hour that is not 0 to 23",
    what: "`hour` of `skipHours` is not an integer from 0 to 23.",
    why: "Readers ignore it.",
    help: "write an hour from 0 to 23, GMT",
    clause: ["RSS 2.0 skipHours"],
    bad: rss_channel!("<skipHours><hour>25</hour></skipHours>"), good: rss_channel!("<skipHours><hour>23</hour></skipHours>");

    USE_ZERO_FOR_MIDNIGHT = "use-zero-for-midnight", Warning, "24 for midnight",
    what: "`hour` of `skipHours` is 24.",
    why: "RSS 0.91 counted from 1 to 24, RSS 2.0 counts from 0 to 23: readers differ.",
    help: "write 0",
    clause: ["RSS 2.0 skipHours", "RSS Profile, skipHours"],
    bad: rss_channel!("<skipHours><hour>24</hour></skipHours>"), good: rss_channel!("<skipHours><hour>0</hour></skipHours>");

    NOT_ENOUGH_HOURS_IN_THE_DAY = "not-enough-hours-in-the-day", Error, "more than 24 hours to skip",
    what: "`skipHours` names more than 24 hours.",
    why: "A day has 24.",
    help: "name each hour once",
    clause: ["RSS 2.0 skipHours"],
    bad: rss_channel!("<skipHours><hour>0</hour><hour>1</hour><hour>2</hour><hour>3</hour><hour>4</hour><hour>5</hour><hour>6</hour><hour>7</hour><hour>8</hour><hour>9</hour><hour>10</hour><hour>11</hour><hour>12</hour><hour>13</hour><hour>14</hour><hour>15</hour><hour>16</hour><hour>17</hour><hour>18</hour><hour>19</hour><hour>20</hour><hour>21</hour><hour>22</hour><hour>23</hour><hour>0</hour></skipHours>"),
    good: rss_channel!("<skipHours><hour>0</hour><hour>1</hour></skipHours>");

    INVALID_DAY = "invalid-day", Error, "an invalid day of the week",
    what: "`day` of `skipDays` is not one of `Monday` to `Sunday`, in English and capitalized.",
    why: "Readers ignore it.",
    help: "write `Monday`, `Tuesday` and so on",
    clause: ["RSS 2.0 skipDays"],
    bad: rss_channel!("<skipDays><day>Sun</day></skipDays>"), good: rss_channel!("<skipDays><day>Sunday</day></skipDays>");

    EIGHT_DAYS_A_WEEK = "eight-days-a-week", Error, "more than seven days to skip",
    what: "`skipDays` names more than seven days.",
    why: "A week has seven.",
    help: "name each day once",
    clause: ["RSS 2.0 skipDays"],
    bad: rss_channel!("<skipDays><day>Monday</day><day>Tuesday</day><day>Wednesday</day><day>Thursday</day><day>Friday</day><day>Saturday</day><day>Sunday</day><day>Monday</day></skipDays>"),
    good: rss_channel!("<skipDays><day>Saturday</day><day>Sunday</day></skipDays>");

    AVOID_TEXT_INPUT = "avoid-text-input", Warning, "a `textInput` element, which readers ignore",
    what: "The channel has a `textInput`.",
    why: "No reader shows it.",
    help: "remove it",
    clause: ["RSS Profile, textInput"],
    bad: rss_channel!("<textInput><title>a</title><description>b</description><name>q</name><link>https://wherry.example/q</link></textInput>"), good: rss_channel!("<ttl>60</ttl>");

    INVALID_FORM_COMPONENT_NAME = "invalid-form-component-name", Error, "an invalid form component name",
    what: "`name` of `textInput` does not begin with a letter.",
    why: "HTML forms cannot send it.",
    help: "begin the name with a letter",
    clause: ["RSS 2.0 textInput", "HTML 4.01 section 6.2"],
    bad: rss_channel!("<textInput><name>1q</name></textInput>"), good: rss_channel!("<textInput><name>q</name></textInput>");

    SLASH_DATE = "slash-date", Warning, "a comment count in a channel without `lastBuildDate`",
    what: "Items have `slash:comments`, but the channel has no `lastBuildDate`.",
    why: "The count changes while the item does not: readers cannot tell how old it is.",
    help: "add `lastBuildDate` to the channel",
    clause: ["RSS Profile, slash:comments"],
    bad: rss_item!("<title>a</title><slash:comments>7</slash:comments>"), good: rss_item!("<title>a</title>");

    NO_BLINK = "no-blink", Error, "a `blink` element in a channel",
    what: "The channel has an element `blink`, which RSS 2.0 does not have.",
    why: "Readers skip it.",
    help: "remove it, or use `blogChannel:blink`",
    clause: ["RSS 2.0 channel"],
    bad: rss_channel!("<blink>https://a.example/</blink>"), good: rss_channel!("<ttl>60</ttl>");
}
