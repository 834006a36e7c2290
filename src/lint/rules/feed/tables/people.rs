//! Rules: Persons and their addresses.

use crate::lint::rules::feed::rule::{atom_feed, feed_rules, rss_item};

feed_rules! {
    INVALID_CONTACT = "invalid-contact", Error, "a person without an e-mail address",
    what: "`author`, `managingEditor` or `webMaster` of RSS is not an e-mail address.",
    why: "RSS asks for an address there; readers show the text as the author's or drop it.",
    help: "write `ann@wherry.example (Ann Bee)`, or the name alone in `dc:creator`",
    clause: ["RSS 2.0 author, managingEditor"],
    bad: rss_item!("<title>a</title><author>Ann Bee</author>"), good: rss_item!("<title>a</title><author>ann@wherry.example (Ann Bee)</author>");

    INVALID_ADDR_SPEC = "invalid-addr-spec", Error, "an invalid e-mail address",
    what: "`email` of a person is not `name@host`.",
    why: "Mail to it cannot be sent.",
    help: "write the bare address: the name has its own element",
    clause: ["RFC 4287 section 3.2.3"],
    bad: atom_feed!("<author><name>Ann</name><email>ann at wherry.example</email></author>"), good: atom_feed!("<author><name>Ann</name><email>ann@wherry.example</email></author>");

    EMAIL_FORMAT = "email-format", Warning, "a person not written as `address (name)`",
    what: "`author`, `managingEditor` or `webMaster` has an address and a name in another order.",
    why: "Readers cannot tell the two apart.",
    help: "write `ann@wherry.example (Ann Bee)`",
    clause: ["RSS Profile, data types, e-mail"],
    bad: rss_item!("<title>a</title><author>Ann Bee &#x3C;ann@wherry.example></author>"), good: rss_item!("<title>a</title><author>ann@wherry.example (Ann Bee)</author>");

    MISSING_REAL_NAME = "missing-real-name", Warning, "a person without a name",
    what: "`author`, `managingEditor` or `webMaster` has an address only.",
    why: "Readers show the address where the author's name belongs.",
    help: "write `ann@wherry.example (Ann Bee)`",
    clause: ["RSS Profile, data types, e-mail"],
    bad: rss_item!("<title>a</title><author>ann@wherry.example</author>"), good: rss_item!("<title>a</title><author>ann@wherry.example (Ann Bee)</author>");

    CONTAINS_EMAIL = "contains-email", Warning, "an e-mail address in a name",
    what: "`name` of a person holds an e-mail address.",
    why: "Readers show it to everybody, as part of the name.",
    help: "move the address into `email`",
    clause: ["RFC 4287 section 3.2.1"],
    bad: atom_feed!("<author><name>Ann &lt;ann@wherry.example></name></author>"), good: atom_feed!("<author><name>Ann</name><email>ann@wherry.example</email></author>");

    UNKNOWN_HOST = "unknown-host", Warning, "an e-mail address with an invalid host",
    what: "The host of an e-mail address has no dot, or characters that no host has. No DNS query is made.",
    why: "Mail from outside cannot reach it.",
    help: "write a full host name",
    clause: ["RFC 5321 section 2.3.5"],
    bad: atom_feed!("<author><name>Ann</name><email>ann@localhost</email></author>"), good: atom_feed!("<author><name>Ann</name><email>ann@wherry.example</email></author>");
}
