//! Rules: Which elements and attributes stand where, and which are missing.

use crate::lint::rules::feed::rule::{atom_entry, atom_feed, feed_rules, rss_channel, rss_item};

feed_rules! {
    UNDEFINED_ELEMENT = "undefined-element", Error, "an element that its parent does not define",
    what: "An element is not defined there: it is misspelt, in the wrong place, or markup that was not escaped.",
    why: "Readers skip it and everything inside it.",
    help: "check the spelling and the place; escape markup that is meant as text",
    clause: ["RFC 4287 sections 3 and 4", "RSS 2.0 channel and item"],
    bad: rss_item!("<title>a</title><summary>b</summary>"), good: rss_item!("<title>a</title><description>b</description>");

    UNEXPECTED_ATTRIBUTE = "unexpected-attribute", Error, "an attribute that its element does not define",
    what: "An element has an attribute that its vocabulary does not know, often in the wrong case.",
    why: "Readers ignore it, and take the default instead.",
    help: "check the spelling, case included, or remove the attribute",
    clause: ["RFC 4287 section 2", "RSS 2.0"],
    bad: rss_item!("<title>a</title><guid isPermalink=\"false\">b</guid>"), good: rss_item!("<title>a</title><guid isPermaLink=\"false\">b</guid>");

    UNEXPECTED_TEXT = "unexpected-text", Error, "text where only elements are allowed",
    what: "Text is directly in an element that holds only elements, or in one whose content is a URL.",
    why: "Readers drop them.",
    help: "put the text into the element that it belongs to",
    clause: ["RFC 4287 section 4", "RSS 2.0"],
    bad: rss_item!("<title>a</title> lost words"), good: rss_item!("<title>a</title>");

    DUPLICATE_ELEMENT = "duplicate-element", Error, "an element that occurs twice and may occur once",
    what: "A second element of a kind of which there may be only one.",
    why: "Which one counts differs from reader to reader.",
    help: "keep one of them",
    clause: ["RFC 4287 sections 4.1.1 and 4.1.2", "RSS 2.0"],
    bad: rss_item!("<title>a</title><title>b</title>"), good: rss_item!("<title>a</title>");

    MISSING_ELEMENT = "missing-element", Error, "a required element that is missing",
    what: "A feed, an entry, a person or a container of RSS lacks an element that its specification demands.",
    why: "Readers make something up: a wrong date, a new id at every visit, no author.",
    help: "add the element",
    clause: ["RFC 4287 sections 4.1.1, 4.1.2 and 3.2.1", "RSS 2.0"],
    bad: atom_entry!("<title>a</title><updated>2024-05-01T08:00:00Z</updated><content>b</content>"),
    good: atom_entry!("<title>a</title><id>https://wherry.example/a</id><updated>2024-05-01T08:00:00Z</updated><content>b</content>");

    MISSING_ATTRIBUTE = "missing-attribute", Error, "a required attribute that is missing",
    what: "An element lacks a required attribute: `term` of a category, `url` of an enclosure, `version` of `rss`.",
    why: "Readers skip the element, or the whole feed.",
    help: "add the attribute",
    clause: ["RFC 4287 section 4.2.2.1", "RSS 2.0"],
    bad: rss_item!("<title>a</title><source>b</source>"), good: rss_item!("<title>a</title><source url=\"https://b.example/rss\">b</source>");

    MISSING_TITLE = "missing-title", Error, "a channel, image or text input without a title",
    what: "RSS demands a `title` of `channel`, `image` and `textInput`.",
    why: "Subscribers see a feed without a name.",
    help: "add a `title`",
    clause: ["RSS 2.0, required channel elements"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><link>https://a.example/</link></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>a</title><link>https://a.example/</link></channel></rss>\n";

    MISSING_LINK = "missing-link", Error, "a channel, image or text input without a link",
    what: "RSS demands a `link` of `channel`, `image` and `textInput`.",
    why: "Subscribers cannot get from the feed to the site.",
    help: "add a `link`",
    clause: ["RSS 2.0, required channel elements"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>a</title></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>a</title><link>https://a.example/</link></channel></rss>\n";

    MISSING_DESCRIPTION = "missing-description", Error, "a channel or text input without a description",
    what: "RSS demands a `description` of `channel` and `textInput`.",
    why: "Directories and readers show nothing under the feed's name.",
    help: "add a `description`: a phrase is enough",
    clause: ["RSS 2.0, required channel elements"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>a</title></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>a</title><description>b</description></channel></rss>\n";

    ITEM_MUST_CONTAIN_TITLE_OR_DESCRIPTION = "item-must-contain-title-or-description", Error, "an item without title and description",
    what: "An item of RSS has neither a `title` nor a `description`.",
    why: "Readers have nothing to show.",
    help: "add a `title` or a `description`",
    clause: ["RSS 2.0 item"],
    bad: rss_item!("<link>https://wherry.example/a</link>"), good: rss_item!("<description>a</description>");

    MISPLACED_METADATA = "misplaced-metadata", Error, "feed metadata after the first entry",
    what: "An element about the whole Atom feed follows the first entry.",
    why: "RFC 4287 imposes no order, but readers that process a feed as it arrives are done with its head \
          by then.",
    help: "move it before the first `entry`",
    clause: ["RFC 4287 section 4.1.1"],
    bad: atom_feed!("<title>a</title><entry><title>b</title></entry><subtitle>late</subtitle>"), good: atom_feed!("<title>a</title><subtitle>early</subtitle><entry><title>b</title></entry>");

    MISPLACED_ITEM = "misplaced-item", Warning, "an item before the channel's metadata",
    what: "An RSS item precedes elements about the whole channel.",
    why: "Readers that process a feed as it arrives are done with the channel's head by then.",
    help: "move all `item` elements to the end of `channel`",
    clause: ["RSS Profile, item"],
    bad: rss_channel!("<item><title>a</title></item><ttl>60</ttl>"), good: rss_channel!("<ttl>60</ttl><item><title>a</title></item>");

    INVALID_RSS_VERSION = "invalid-rss-version", Error, "an invalid RSS version",
    what: "`version` of `rss` is not 0.90 to 0.94, 2.0, 2.0.1 or 2.00.",
    why: "A reader cannot tell which rules apply.",
    help: "write `version=\"2.0\"`",
    clause: ["RSS 2.0 rss"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"3.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    OBSOLETE_VERSION = "obsolete-version", Warning, "an RSS version before 2.0",
    what: "`version` of `rss` is one of 0.90 to 0.94.",
    why: "RSS 2.0 replaced them in 2002; they have no `guid`, no `pubDate` of items and no extensions.",
    help: "write RSS 2.0",
    clause: ["RSS 2.0 rss"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"0.92\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    MISSING_CONTENT_OR_ALTERNATE = "missing-content-or-alternate", Error, "an entry without content and alternate link",
    what: "An Atom entry has no `content`, and no `link` to where it is read.",
    why: "Subscribers see a title and can do nothing with it.",
    help: "add `content`, or `<link href=\"…\"/>`",
    clause: ["RFC 4287 section 4.1.2"],
    bad: atom_entry!("<title>a</title><id>https://wherry.example/a</id><updated>2024-05-01T08:00:00Z</updated>"),
    good: atom_entry!("<title>a</title><id>https://wherry.example/a</id><updated>2024-05-01T08:00:00Z</updated><link href=\"https://wherry.example/a\"/>");

    MISSING_SUMMARY = "missing-summary", Error, "content that is not text, without a summary",
    what: "The `content` of an Atom entry is a remote file (`src`) or is in base64, and there is no `summary`.",
    why: "A reader that cannot fetch or decode it shows nothing.",
    help: "add a `summary` in words",
    clause: ["RFC 4287 section 4.1.2"],
    bad: atom_entry!("<title>a</title><content type=\"image/png\" src=\"https://wherry.example/a.png\"/>"),
    good: atom_entry!("<title>a</title><summary>b</summary><content type=\"image/png\" src=\"https://wherry.example/a.png\"/>");

    MISSING_TEXTUAL_CONTENT = "missing-textual-content", Warning, "an entry without text",
    what: "An Atom entry has neither `content` nor `summary`.",
    why: "Subscribers see a title only.",
    help: "add a `summary` or the `content`",
    clause: ["RFC 4287 section 4.1.1.1"],
    bad: atom_entry!("<title>a</title><link href=\"https://wherry.example/a\"/>"), good: atom_entry!("<title>a</title><link href=\"https://wherry.example/a\"/><summary>b</summary>");

    MISSING_SOURCE_ELEMENT = "missing-source-element", Warning, "a `source` without `id`, `title` or `updated`",
    what: "`source` of an Atom entry lacks the `id`, `title` or `updated` of the feed that the entry comes from.",
    why: "Readers cannot show where the entry comes from.",
    help: "copy `id`, `title` and `updated` of the feed into `source`",
    clause: ["RFC 4287 section 4.2.11"],
    bad: atom_entry!("<title>a</title><source><title>b</title></source>"),
    good: atom_entry!("<title>a</title><source><title>b</title><id>https://b.example/</id><updated>2024-05-01T08:00:00Z</updated></source>");

    MISPLACED_XHTML_CONTENT = "misplaced-xhtml-content", Warning, "XHTML outside text elements",
    what: "An XHTML element is directly in a feed, an entry or an item.",
    why: "Readers skip it.",
    help: "put it into `content` with `type=\"xhtml\"`",
    clause: ["RFC 4287 section 6.4"],
    bad: atom_entry!("<title>a</title><p xmlns=\"http://www.w3.org/1999/xhtml\">b</p>"), good: atom_entry!("<title>a</title><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">b</div></content>");

    QUESTIONABLE_USAGE = "questionable-usage", Warning, "a known element in an unusual place",
    what: "An Atom or Dublin Core element is where it is neither defined nor forbidden.",
    why: "No reader looks for it there.",
    help: "move it into the entry or feed that it describes",
    clause: ["RFC 4287 section 6.4"],
    bad: rss_channel!("<image><title>Wherry</title><url>https://wherry.example/a.png</url><link>https://wherry.example/</link><atom:updated>2024-05-01T08:00:00Z</atom:updated></image>"),
    good: rss_channel!("<atom:updated>2024-05-01T08:00:00Z</atom:updated>");
}
