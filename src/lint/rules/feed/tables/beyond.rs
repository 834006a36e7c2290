//! Rules: What no specification forbids but subscribers notice: relative addresses, order, sizes, style sheets.

use crate::lint::rule::{NumberOption, RuleOption};
use crate::lint::rules::feed::rule::{atom_entry, atom_feed, feed_rules, rss_channel, rss_item};

/// The bytes that aggregators read of a feed: a megabyte.
pub(crate) const FEED_BYTES: NumberOption =
    NumberOption { name: "bytes", default: 1 << 20, meaning: "the most bytes of a feed" };

/// The bytes that they read of an entry: half of that.
pub(crate) const ENTRY_BYTES: NumberOption =
    NumberOption { name: "bytes", default: 512 << 10, meaning: "the most bytes of an entry" };

feed_rules! {
    RELATIVE_REFERENCE = "relative-reference", Warning, "a relative URL in content",
    what: "An attribute with an address (`srcset`, `poster`, `cite`, `action` and all others; in Atom `href` and `src`, too) is relative, and no `xml:base` gives its base. For `a href` and `img src` in RSS see `feed/contains-rel-ref`.",
    why: "Images are missing and links are dead in every reader that shows the entry away from the site.",
    help: "write the absolute URL, beginning with `https://`",
    clause: ["RFC 4287 section 2", "RFC 3986 section 5.1"],
    bad: atom_entry!("<title>a</title><content type=\"html\">&lt;img src=\"/b.png\" alt=\"b\"></content>"), good: atom_entry!("<title>a</title><content type=\"html\">&lt;img src=\"https://wherry.example/b.png\" alt=\"b\"></content>");

    UPDATED_BEFORE_PUBLISHED = "updated-before-published", Warning, "an entry updated before it was published",
    what: "`updated` of an entry is older than `published`.",
    why: "Readers that sort by one and show the other put the entry in an unexpected place.",
    help: "write in `updated` the later of the two",
    clause: ["RFC 4287 sections 4.2.9 and 4.2.15"],
    bad: atom_entry!("<published>2024-05-02T08:00:00Z</published><updated>2024-05-01T08:00:00Z</updated>"), good: atom_entry!("<published>2024-05-01T08:00:00Z</published><updated>2024-05-02T08:00:00Z</updated>");

    UNSORTED_ENTRIES = "unsorted-entries", Info, "entries that are not sorted by date",
    what: "An entry is newer than the one before it; in Atom by `updated`, and by `published` where every entry has it.",
    why: "No specification imposes an order, but aggregators that read the first entries only miss the new ones.",
    help: "put the newest entry first",
    clause: ["RFC 4287 section 4.1.1"],
    bad: atom_feed!("<entry><updated>2024-05-01T08:00:00Z</updated></entry><entry><updated>2024-05-03T08:00:00Z</updated></entry>"), good: atom_feed!("<entry><updated>2024-05-03T08:00:00Z</updated></entry><entry><updated>2024-05-01T08:00:00Z</updated></entry>");

    XSLT_STYLESHEET = "xslt-stylesheet", Warning, "an XSLT style sheet",
    what: "An `xml-stylesheet` instruction names an XSLT style sheet.",
    why: "Browsers drop XSLT (Chrome in November 2026, others follow): people who open the feed see bare XML.",
    help: "use a CSS style sheet (`type=\"text/css\"`), which browsers go on to apply, or link to a page about the feed",
    clause: ["XSL Transformations 1.0 section 2.7", "xml-stylesheet 1.0"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>
<?xml-stylesheet type=\"text/xsl\" href=\"/feed.xslt.xml\"?>
<rss version=\"2.0\"/>
", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>
<?xml-stylesheet type=\"text/css\" href=\"/feed.css\"?>
<rss version=\"2.0\"/>
";

    WRONG_ENCLOSURE = "wrong-enclosure", Warning, "an enclosure whose `length` or `type` differs from its file",
    what: "`length` or `type` of an `enclosure` is not that of the file in the site's output, or there is no such file. Checked where the output and `--base` are given.",
    why: "Players show a wrong length, stop early, or download nothing.",
    help: "write the file's `length` and `type`",
    clause: ["RSS 2.0 enclosure"],
    bad: rss_item!("<title>a</title><enclosure url=\"https://wherry.example/1.mp3\" length=\"7\" type=\"audio/mpeg\"/>"), good: rss_item!("<title>a</title><enclosure url=\"https://wherry.example/1.mp3\" length=\"3\" type=\"audio/mpeg\"/>");

    OVERSIZED_FEED = "oversized-feed", Warning, "a feed larger than aggregators accept",
    what: "The feed has more bytes than the option `bytes` allows.",
    why: "Aggregators stop reading there or skip the feed, and every subscriber downloads all of it on each visit.",
    help: "write fewer entries, or summaries instead of whole content",
    clause: ["RFC 5005 section 3"],
    options: [RuleOption::Number(&FEED_BYTES)],
    bad: atom_entry!("<title>a</title><content>The river went on and on. The river went on and on. The river went on and on. The river went on and on. The river went on and on. The river went on and on. The river went on and on. The river went on and on. The river went on and on.</content>"), good: atom_feed!("<entry><title>a</title></entry>");

    OVERSIZED_ENTRY = "oversized-entry", Warning, "an entry larger than aggregators accept",
    what: "An entry has more bytes than the option `bytes` allows.",
    why: "Aggregators cut it or drop it.",
    help: "write a summary; leave embedded images (`data:`) to the page",
    clause: ["RFC 4287 section 4.1.3"],
    options: [RuleOption::Number(&ENTRY_BYTES)],
    bad: atom_entry!("<title>a</title><content>The river went on and on. The river went on and on. The river went on and on. The river went on and on. The river went on and on. The river went on and on. The river went on and on. The river went on and on. The river went on and on.</content>"), good: atom_feed!("<entry><title>a</title></entry>");

    DOUBLE_ESCAPED_TITLE = "double-escaped-title", Warning, "a title that was escaped twice",
    what: "A plain title holds `&amp;`, `&lt;` or another reference after XML was read.",
    why: "Subscribers see `Fish &amp; chips` literally.",
    help: "escape the title once",
    clause: ["RFC 4287 section 3.1.1.1", "RSS Profile, character data"],
    bad: rss_item!("<title>Fish &amp;amp; chips</title>"), good: rss_item!("<title>Fish &#x26; chips</title>");

    NAMED_TIME_ZONE = "named-time-zone", Warning, "a time zone written as a name",
    what: "A date of RSS names its zone `EST`, `PDT` or the like.",
    why: "RFC 822 gives the names a meaning, but many readers treat them as UTC or reject them: entries move by hours.",
    help: "write the offset: `-0500` for `EST`",
    clause: ["RFC 2822 section 4.3"],
    bad: rss_item!("<title>a</title><pubDate>Wed, 01 May 2024 08:00:00 EST</pubDate>"), good: rss_item!("<title>a</title><pubDate>Wed, 01 May 2024 08:00:00 -0500</pubDate>");

    MALFORMED_LANGUAGE_TAG = "malformed-language-tag", Warning, "a language tag with an invalid region",
    what: "A language tag begins with a language, but goes on with a subtag that is too long, or a region that is not registered (`en-UK`).",
    why: "Programs that compare language tags find no match.",
    help: "write a registered region, such as `GB`, or the language alone",
    clause: ["RFC 5646 section 2.1"],
    bad: rss_channel!("<item xml:lang=\"en-UK\"><title>a</title></item>"), good: rss_channel!("<item xml:lang=\"en-GB\"><title>a</title></item>");
}
