//! Rules: Dates in the three forms that feeds have.

use crate::lint::rules::feed::rule::{atom_entry, feed_rules, rss_item};

feed_rules! {
    INVALID_RFC3339_DATE = "invalid-rfc3339-date", Error, "an invalid RFC 3339 date",
    what: "`updated`, `published` or another date of Atom is not `2024-05-01T08:00:00Z`: year, month, day, `T`, time with seconds, `Z` or an offset with a colon, and a day that exists.",
    why: "Readers sort the entry to the end, or show it as new at every visit.",
    help: "write the date as `2024-05-01T08:00:00Z` or `2024-05-01T10:00:00+02:00`",
    clause: ["RFC 4287 section 3.3", "RFC 3339 section 5.6"],
    bad: atom_entry!("<updated>2024-05-01</updated>"), good: atom_entry!("<updated>2024-05-01T10:00:00+02:00</updated>");

    INVALID_RFC2822_DATE = "invalid-rfc2822-date", Error, "an invalid RFC 822 date",
    what: "`pubDate` or `lastBuildDate` is not `Wed, 01 May 2024 08:00:00 GMT`.",
    why: "Readers take the time of their visit instead: old items come up as new.",
    help: "write the date as `Wed, 01 May 2024 08:00:00 GMT` or `Wed, 01 May 2024 10:00:00 +0200`",
    clause: ["RSS 2.0 pubDate", "RFC 2822 section 3.3"],
    bad: rss_item!("<title>a</title><pubDate>2024-05-01T08:00:00Z</pubDate>"), good: rss_item!("<title>a</title><pubDate>Wed, 01 May 2024 08:00:00 GMT</pubDate>");

    INCORRECT_DOW = "incorrect-dow", Error, "a day of the week that does not match the date",
    what: "A date of RSS names a day of the week that the date does not fall on.",
    why: "Some readers refuse the date, others move it.",
    help: "let a program write the day of the week, or omit it",
    clause: ["RFC 2822 section 3.3"],
    bad: rss_item!("<title>a</title><pubDate>Mon, 01 May 2024 08:00:00 GMT</pubDate>"), good: rss_item!("<title>a</title><pubDate>Wed, 01 May 2024 08:00:00 GMT</pubDate>");

    PROBLEMATICAL_RFC822_DATE = "problematical-rfc822-date", Warning, "an RFC 822 date that some readers cannot parse",
    what: "A date is right by RFC 822 but not in the one form that readers agree on: a year of two digits, no zone, a military zone, other case or spacing.",
    why: "Readers interpret it differently.",
    help: "write the date as `Wed, 01 May 2024 08:00:00 GMT`",
    clause: ["RSS Profile, date and time", "RFC 2822 section 3.3"],
    bad: rss_item!("<title>a</title><pubDate>wed, 1 may 24 08:00 gmt</pubDate>"), good: rss_item!("<title>a</title><pubDate>Wed, 01 May 2024 08:00:00 GMT</pubDate>");

    INVALID_W3_CDTF_DATE = "invalid-w3-cdtf-date", Error, "an invalid W3C date in Dublin Core",
    what: "`dc:date`, `dcterms:modified` or `sy:updateBase` is not a year, month, day, or a day with a time and its zone.",
    why: "Readers that go by it lose the date.",
    help: "write `2024-05-01` or `2024-05-01T08:00:00Z`",
    clause: ["W3C NOTE-datetime"],
    bad: rss_item!("<title>a</title><dc:date>2024-05-01T08:00:00</dc:date>"), good: rss_item!("<title>a</title><dc:date>2024-05-01T08:00:00Z</dc:date>");

    IMPLAUSIBLE_DATE = "implausible-date", Warning, "a date before 1990 or in the future",
    what: "A date is before 1990, or more than a day in the future. The date of a feed without entries is \
           not checked.",
    why: "Entries of the future stay on top of every list until their day comes; those of 1970 are lost at its end.",
    help: "write the day on which the entry was published",
    clause: ["RFC 4287 section 3.3"],
    bad: atom_entry!("<updated>1970-01-01T00:00:00Z</updated>"), good: atom_entry!("<updated>2024-05-01T08:00:00Z</updated>");

    INVALID_ISO8601_DATE_TIME = "invalid-iso8601-date-time", Error, "an invalid ISO 8601 date in a module",
    what: "A date of the event or aggregation module is not a valid ISO 8601 date.",
    why: "Calendars cannot read it.",
    help: "write `2024-05-01` or `2024-05-01T08:00:00Z`",
    clause: ["RSS 1.0 event module"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:ev=\"http://purl.org/rss/1.0/modules/event/\"><channel><item><title>a</title><ev:startdate>May</ev:startdate></item></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:ev=\"http://purl.org/rss/1.0/modules/event/\"><channel><item><title>a</title><ev:startdate>2024-05-01T20:00</ev:startdate></item></channel></rss>\n";
}
