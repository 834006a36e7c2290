//! Rules: References: URIs, IRIs, URNs, tags.

use crate::lint::rules::feed::rule::{atom_entry, atom_feed, feed_rules, rss_channel, rss_item};

feed_rules! {
    INVALID_LINK = "invalid-link", Error, "a reference that is not a URI",
    what: "A relative or absolute reference is malformed, such as `http:/x` without a host.",
    why: "Readers cannot follow it.",
    help: "write the absolute URL",
    clause: ["RFC 3986", "RSS 2.0"],
    bad: rss_channel!("<atom:icon>http:/wherry.example/i.png</atom:icon>"), good: rss_channel!("<atom:icon>https://wherry.example/i.png</atom:icon>");

    INVALID_FULL_LINK = "invalid-full-link", Error, "a relative URI where an absolute one is required",
    what: "An id, a category's scheme, or a link of RSS is not a full address with its scheme.",
    why: "RSS defines no base for relative links, and a relative id is not unique: readers guess.",
    help: "write the absolute URL, beginning with `https://`",
    clause: ["RFC 4287 section 4.2.6", "RSS 2.0, comments on links"],
    bad: rss_item!("<title>a</title><link>/a.html</link>"), good: rss_item!("<title>a</title><link>https://wherry.example/a.html</link>");

    INVALID_IRI = "invalid-iri", Error, "a reference that is not an IRI",
    what: "A reference in Atom is malformed.",
    why: "Readers cannot follow it.",
    help: "write the absolute URL",
    clause: ["RFC 3987", "RFC 4287 section 2"],
    bad: atom_entry!("<title>a</title><link href=\"https:/a.example\"/>"), good: atom_entry!("<title>a</title><link href=\"https://a.example/\"/>");

    URI_NOT_IRI = "uri-not-iri", Error, "non-ASCII characters in an RSS link",
    what: "A link of RSS holds non-ASCII characters, which a URI must not contain.",
    why: "RSS asks for a URI: some readers fail on anything else.",
    help: "percent-encode the path (`%C3%A9` for `é`), write the host in Punycode (`xn--…`)",
    clause: ["RFC 3986 section 2", "RFC 3987 section 3.1"],
    bad: rss_item!("<title>a</title><link>https://wherry.example/été</link>"), good: rss_item!("<title>a</title><link>https://wherry.example/%C3%A9t%C3%A9</link>");

    INVALID_URI_CHAR = "invalid-uri-char", Error, "a character that a URI must not contain",
    what: "A reference holds a space, a quote, a backslash, `<`, `|` or another character that must be percent-encoded.",
    why: "Readers cut the address there or refuse it.",
    help: "percent-encode the character",
    clause: ["RFC 3986 section 2"],
    bad: rss_item!("<title>a</title><link>https://wherry.example/a b</link>"), good: rss_item!("<title>a</title><link>https://wherry.example/a%20b</link>");

    INVALID_URI_ATTRIBUTE = "invalid-uri-attribute", Error, "an attribute that is not an IRI",
    what: "`src` of `content` or `uri` of `generator` is malformed.",
    why: "Readers cannot fetch it.",
    help: "write the absolute URL",
    clause: ["RFC 4287 sections 4.1.3.2 and 4.2.4"],
    bad: atom_feed!("<generator uri=\"https:///x\">g</generator>"), good: atom_feed!("<generator uri=\"https://g.example/\">g</generator>");

    INVALID_URL_ATTRIBUTE = "invalid-url-attribute", Error, "a URL that cannot be fetched",
    what: "`url` of an `enclosure`, or another address of a file, is not an absolute `http` or `https` URL.",
    why: "Readers do not download the file.",
    help: "write the absolute URL, beginning with `https://`",
    clause: ["RSS 2.0 enclosure"],
    bad: rss_item!("<title>a</title><enclosure url=\"/1.mp3\" length=\"1\" type=\"audio/mpeg\"/>"), good: rss_item!("<title>a</title><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"audio/mpeg\"/>");

    INVALID_URN = "invalid-urn", Error, "an invalid URN",
    what: "A reference that begins with `urn:` does not have the form `urn:namespace:value`, or has \
           characters that a URN must not contain.",
    why: "Programs that compare or resolve URNs refuse it.",
    help: "write `urn:namespace:value`, such as `urn:isbn:0451450523`",
    clause: ["RFC 8141 section 2"],
    bad: atom_entry!("<id>urn:wherry</id>"), good: atom_entry!("<id>urn:wherry:a</id>");

    INVALID_UUID = "invalid-uuid", Error, "an invalid UUID",
    what: "The part after `urn:uuid:` is not five groups of 8, 4, 4, 4 and 12 hexadecimal digits.",
    why: "It may be unique, but programs that read UUIDs refuse it.",
    help: "make a UUID with a tool",
    clause: ["RFC 9562 section 4"],
    bad: atom_entry!("<id>urn:uuid:17</id>"), good: atom_entry!("<id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</id>");

    INVALID_TAG = "invalid-tag", Error, "an invalid tag URI",
    what: "A reference that begins with `tag:` does not have the form `tag:host,date:name`, with a host or \
           an e-mail address in lower case.",
    why: "The date states when you owned the host; without it the tag is not unique over time.",
    help: "write `tag:wherry.example,2024:name`: the date may also be `2024-05` or `2024-05-01`",
    clause: ["RFC 4151 section 2.1"],
    bad: atom_entry!("<id>tag:wherry.example:a</id>"), good: atom_entry!("<id>tag:wherry.example,2024-05-01:a</id>");

    SCHEME_NOT_IANA_REGISTERED = "scheme-not-iana-registered", Warning, "an unregistered URI scheme",
    what: "A reference has a scheme that is not in IANA's registry.",
    why: "No program knows what to do with it.",
    help: "use a registered scheme: `https`, `tag`, `urn`",
    clause: ["RFC 7595", "RSS 2.0, comments on links"],
    bad: rss_item!("<title>a</title><link>wherry:a</link>"), good: rss_item!("<title>a</title><link>mailto:a@wherry.example</link>");

    SAME_DOCUMENT_REFERENCE = "same-document-reference", Warning, "a reference that resolves to the feed itself",
    what: "A reference is empty or equal to its `xml:base`, which differs from the feed's URL.",
    why: "By RFC 3986 such a reference means the document that contains it: readers link to the feed \
          itself, not to the base.",
    help: "write the absolute URL",
    clause: ["RFC 3986 section 4.4", "RFC 4287 section 2"],
    bad: atom_entry!("<title>a</title><link xml:base=\"https://other.example/\" href=\"\"/>"), good: atom_entry!("<title>a</title><link href=\"https://other.example/\"/>");

    CONTAINS_REL_REF = "contains-rel-ref", Warning, "a relative link or image in RSS content",
    what: "`a href` or `img src` in `description` or `content:encoded` is relative. Other attributes, and Atom: `feed/relative-reference`.",
    why: "RSS defines no base for it: the image is missing, the link is dead.",
    help: "write the absolute URL, beginning with `https://`",
    clause: ["RSS Profile, description"],
    bad: rss_item!("<title>a</title><description>&lt;a href=\"/b\"&gt;b&lt;/a&gt;</description>"), good: rss_item!("<title>a</title><description>&lt;a href=\"https://wherry.example/b\"&gt;b&lt;/a&gt;</description>");
}
