//! Rules: What tells entries apart: ids, guids, and dates that should.

use crate::lint::rules::feed::rule::{atom_entry, atom_feed, feed_rules, rss_channel, rss_item};

feed_rules! {
    DUPLICATE_ENTRIES = "duplicate-entries", Warning, "two entries with the same id",
    what: "Two entries of an Atom feed have the same `id`. The finding shows both places.",
    why: "Readers show one of them, and which one differs.",
    help: "give each entry an id of its own; if both are states of one entry, keep the newer",
    clause: ["RFC 4287 section 4.1.1"],
    bad: atom_feed!("<entry><id>https://a.example/1</id></entry><entry><id>https://a.example/1</id></entry>"),
    good: atom_feed!("<entry><id>https://a.example/1</id></entry><entry><id>https://a.example/2</id></entry>");

    DUPLICATE_IDS = "duplicate-ids", Error, "one id for all entries",
    what: "All entries of an Atom feed, ten or more, have the same `id`. Fewer may be versions of one \
           entry, which `feed/duplicate-entries` reports.",
    why: "Readers see a single entry.",
    help: "make the id of an entry from its permanent address",
    clause: ["RFC 4287 sections 4.1.1 and 4.2.6"],
    bad: atom_feed!("<entry><id>https://a.example/</id></entry><entry><id>https://a.example/</id></entry><entry><id>https://a.example/</id></entry><entry><id>https://a.example/</id></entry><entry><id>https://a.example/</id></entry><entry><id>https://a.example/</id></entry><entry><id>https://a.example/</id></entry><entry><id>https://a.example/</id></entry><entry><id>https://a.example/</id></entry><entry><id>https://a.example/</id></entry>"),
    good: atom_feed!("<entry><id>https://a.example/1</id></entry><entry><id>https://a.example/2</id></entry><entry><id>https://a.example/3</id></entry><entry><id>https://a.example/4</id></entry><entry><id>https://a.example/5</id></entry><entry><id>https://a.example/6</id></entry><entry><id>https://a.example/7</id></entry><entry><id>https://a.example/8</id></entry><entry><id>https://a.example/9</id></entry><entry><id>https://a.example/10</id></entry>");

    DUPLICATE_UPDATED = "duplicate-updated", Info, "two entries updated in the same second",
    what: "Two entries of an Atom feed have the same `updated`.",
    why: "Readers that sort by it show them in any order; usually the time of day was lost. Sites that date posts by day only have no time of day, so this is for information.",
    help: "write the time of day of each entry",
    clause: ["RFC 4287 section 3.3"],
    bad: atom_feed!("<entry><updated>2024-05-01T00:00:00Z</updated></entry><entry><updated>2024-05-01T00:00:00Z</updated></entry>"),
    good: atom_feed!("<entry><updated>2024-05-01T10:00:00Z</updated></entry><entry><updated>2024-05-01T09:30:00Z</updated></entry>");

    DUPLICATE_VALUE = "duplicate-value", Error, "a value that must be unique and occurs twice",
    what: "Two items of RSS have the same `guid`, or `skipHours` or `skipDays` names an hour or day twice. The finding shows both places.",
    why: "Readers treat the second item as the first one and never show it.",
    help: "give each item a `guid` of its own",
    clause: ["RSS 2.0 guid", "RSS 2.0 skipHours"],
    bad: rss_channel!("<item><title>a</title><guid>https://a.example/1</guid></item><item><title>b</title><guid>https://a.example/1</guid></item>"),
    good: rss_channel!("<item><title>a</title><guid>https://a.example/1</guid></item><item><title>b</title><guid>https://a.example/2</guid></item>");

    NON_CANONICAL_URI = "non-canonical-uri", Warning, "an id that is not a canonical URI",
    what: "The `id` of an Atom feed or entry is not in the canonical form of RFC 3986: capitals in the host, a default port, `%7E` for `~`, no path.",
    why: "Ids are compared byte by byte: a program that tidies the URI makes another id of it, and every subscriber sees the entry again.",
    help: "write the canonical form, before the first subscriber has the id",
    clause: ["RFC 4287 section 4.2.6.1", "RFC 3986 section 6.2"],
    bad: atom_entry!("<id>HTTPS://Wherry.example/a</id>"), good: atom_entry!("<id>https://wherry.example/a</id>");

    MISSING_GUID = "missing-guid", Warning, "an item without a `guid`",
    what: "An item of RSS 2.0 has no `guid`.",
    why: "Readers then use the link or title, and show the item again when either changes.",
    help: "add a `guid`: the item's permanent address is a good one",
    clause: ["RSS 2.0 guid", "RSS Profile, guid"],
    bad: rss_item!("<title>a</title>"), good: rss_item!("<title>a</title><guid>https://wherry.example/a</guid>");

    INVALID_HTTP_GUID = "invalid-http-guid", Error, "a permalink `guid` that is not a URL",
    what: "A `guid` without `isPermaLink=\"false\"` is not an absolute URL.",
    why: "Readers link to it, and the link is dead.",
    help: "add `isPermaLink=\"false\"`, or write the full address",
    clause: ["RSS 2.0 guid"],
    bad: rss_item!("<title>a</title><guid>post-17</guid>"), good: rss_item!("<title>a</title><guid isPermaLink=\"false\">post-17</guid>");

    INVALID_PERMALINK = "invalid-permalink", Error, "a permalink that browsers cannot open",
    what: "A `guid` without `isPermaLink=\"false\"` is a `tag:` or `urn:uuid:` URI.",
    why: "Readers link to it, and no browser can open the link.",
    help: "add `isPermaLink=\"false\"`",
    clause: ["RSS 2.0 guid"],
    bad: rss_item!("<title>a</title><guid>tag:wherry.example,2024:a</guid>"), good: rss_item!("<title>a</title><guid isPermaLink=\"false\">tag:wherry.example,2024:a</guid>");

    NOT_SUFFICIENTLY_UNIQUE = "not-sufficiently-unique", Warning, "a `guid` that is a small number",
    what: "A `guid` is a number of fewer than nine digits.",
    why: "A `guid` must be globally unique: other feeds have the same numbers.",
    help: "put the site's address before the number",
    clause: ["RSS 2.0 guid"],
    bad: rss_item!("<title>a</title><guid isPermaLink=\"false\">17</guid>"), good: rss_item!("<title>a</title><guid isPermaLink=\"false\">wherry.example-17</guid>");

    INVALID_BOOLEAN_ATTRIBUTE = "invalid-boolean-attribute", Error, "an `isPermaLink` that is neither `true` nor `false`",
    what: "`isPermaLink` of a `guid` is not `true` or `false` in lower case.",
    why: "Readers assume `true` and link to a value that is not a URL.",
    help: "write `true` or `false`",
    clause: ["RSS 2.0 guid"],
    bad: rss_item!("<title>a</title><guid isPermaLink=\"no\">a</guid>"), good: rss_item!("<title>a</title><guid isPermaLink=\"false\">a</guid>");

    DUPLICATE_ENCLOSURE = "duplicate-enclosure", Warning, "an item with two enclosures",
    what: "An item of RSS has more than one `enclosure`.",
    why: "The specification allows one; some readers use the first, some the last.",
    help: "keep one, and add the others as `media:content` or as links",
    clause: ["RSS Profile, enclosure"],
    bad: rss_item!("<title>a</title><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"audio/mpeg\"/><enclosure url=\"https://a.example/2.mp3\" length=\"1\" type=\"audio/mpeg\"/>"),
    good: rss_item!("<title>a</title><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"audio/mpeg\"/>");
}
