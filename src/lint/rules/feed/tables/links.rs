//! Rules: `atom:link`, in Atom and in RSS.

use crate::lint::rules::feed::rule::{atom_entry, atom_feed, feed_rules, rss_channel};

feed_rules! {
    MISSING_SELF = "missing-self", Warning, "an Atom feed without a self link",
    what: "An Atom feed has no link of the relation `self`.",
    why: "A reader that received the file by other means cannot subscribe, and relative references have no base.",
    help: "add `<link rel=\"self\" type=\"application/atom+xml\" href=\"…\"/>` with the feed's address",
    clause: ["RFC 4287 section 4.1.1"],
    bad: atom_feed!("<title>a</title>"), good: atom_feed!("<title>a</title><link rel=\"self\" href=\"https://a.example/feed.xml\"/>");

    MISSING_ATOM_SELF_LINK = "missing-atom-self-link", Warning, "an RSS feed without a self link",
    what: "A channel of RSS 2.0 has no `atom:link` of the relation `self`.",
    why: "A reader that received the file by other means cannot subscribe.",
    help: "declare `xmlns:atom=\"http://www.w3.org/2005/Atom\"` and add `<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"…\"/>`",
    clause: ["RSS Profile, atom:link"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>a</title></channel></rss>\n", good: rss_channel!("<ttl>60</ttl>");

    SELF_DOESNT_MATCH_LOCATION = "self-doesnt-match-location", Warning, "a self link that is not the feed's URL",
    what: "The link of the relation `self` is not the address that `--base` gives for the feed. Without `--base` nothing is reported.",
    why: "Readers move the subscription to the wrong address.",
    help: "write the feed's own URL",
    clause: ["RFC 4287 section 4.2.7.2"],
    bad: atom_feed!("<title>a</title><link rel=\"self\" href=\"https://old.example/feed.xml\"/>"), good: atom_feed!("<title>a</title><link rel=\"self\" href=\"https://wherry.example/feed.xml\"/>");

    RELATIVE_SELF = "relative-self", Warning, "a relative self link",
    what: "The link of the relation `self` is relative and has no `xml:base`.",
    why: "The link must tell a reader the feed's URL; a relative one is useless to a reader that does not \
          know that URL.",
    help: "write the absolute URL",
    clause: ["RFC 4287 section 4.2.7.2"],
    bad: atom_feed!("<title>a</title><link rel=\"self\" href=\"/feed.xml\"/>"), good: atom_feed!("<title>a</title><link rel=\"self\" href=\"https://a.example/feed.xml\"/>");

    SELF_NOT_ATOM = "self-not-atom", Warning, "a self link whose type is not a feed's",
    what: "The link of the relation `self` has a `type` that is not a feed's.",
    why: "Readers do not subscribe to it; usually `alternate` was meant.",
    help: "write `type=\"application/atom+xml\"`, or `rel=\"alternate\"` for a page",
    clause: ["RFC 4287 sections 4.2.7.2 and 4.2.7.3"],
    bad: atom_feed!("<title>a</title><link rel=\"self\" type=\"text/html\" href=\"https://a.example/\"/>"), good: atom_feed!("<title>a</title><link rel=\"self\" type=\"application/atom+xml\" href=\"https://a.example/feed.xml\"/>");

    DUPLICATE_ATOM_LINK = "duplicate-atom-link", Error, "two alternate links of the same type and language",
    what: "A feed or an entry of Atom has two links of the relation `alternate` that agree in `type` and `hreflang`. The finding shows both places.",
    why: "Which of them is the entry's page differs from reader to reader.",
    help: "keep one, or give the other its own `rel`, `type` or `hreflang`",
    clause: ["RFC 4287 sections 4.1.1 and 4.1.2"],
    bad: atom_entry!("<title>a</title><link href=\"https://a.example/1\"/><link href=\"https://a.example/2\"/>"), good: atom_entry!("<title>a</title><link href=\"https://a.example/1\"/><link rel=\"related\" href=\"https://a.example/2\"/>");

    MISSING_HREF = "missing-href", Error, "a link without `href`",
    what: "`link` of Atom has no `href`; often its URL is text, as in RSS.",
    why: "The link leads nowhere.",
    help: "write `<link href=\"…\"/>`",
    clause: ["RFC 4287 section 4.2.7.1"],
    bad: atom_entry!("<title>a</title><link>https://a.example/</link>"), good: atom_entry!("<title>a</title><link href=\"https://a.example/\"/>");

    UNREGISTERED_ATOM_LINK_REL = "unregistered-atom-link-rel", Warning, "an unregistered link relation",
    what: "`rel` is neither in IANA's registry of link relations nor an IRI of its own.",
    why: "No reader knows what the link is for.",
    help: "use a registered relation, or an IRI for your own",
    clause: ["RFC 4287 section 4.2.7.2", "RFC 8288 section 2.1.1"],
    bad: atom_entry!("<title>a</title><link rel=\"sibling\" href=\"https://a.example/\"/>"), good: atom_entry!("<title>a</title><link rel=\"related\" href=\"https://a.example/\"/>");

    ATOM_LINK_NOT_EMPTY = "atom-link-not-empty", Warning, "an Atom `link` element with text",
    what: "`link` of Atom holds text, as in RSS.",
    why: "Readers look at `href` only.",
    help: "move the address into `href`",
    clause: ["RFC 4287 section 4.2.7"],
    bad: atom_entry!("<title>a</title><link href=\"https://a.example/\">https://a.example/</link>"), good: atom_entry!("<title>a</title><link href=\"https://a.example/\"/>");

    FEED_HISTORY_REL_IN_ENTRY = "feed-history-rel-in-entry", Warning, "a paging link in an entry",
    what: "A link of the relation `next`, `previous`, `first`, `last`, `current` or an archive relation is in an entry.",
    why: "They are about the feed's pages: readers expect them in the feed.",
    help: "move the link into `feed`, or use `related`",
    clause: ["RFC 5005 sections 3 and 4"],
    bad: atom_entry!("<title>a</title><link rel=\"next\" href=\"https://a.example/2\"/>"), good: atom_entry!("<title>a</title><link rel=\"related\" href=\"https://a.example/2\"/>");
}
