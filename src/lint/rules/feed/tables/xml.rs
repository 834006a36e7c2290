//! Rules: The bytes and the markup of a feed: encodings, well-formedness, document types.

use crate::lint::rules::feed::rule::{feed_rules, rss_item};

feed_rules! {
    SAX_ERROR = "sax-error", Error, "XML that is not well-formed",
    what: "The feed breaks a rule of XML: an end tag without its start tag, a bare `&`, an HTML entity such as `&nbsp;`, an undeclared prefix. Common errors are corrected for this run, so that the rest is checked too.",
    why: "Most readers reject the whole feed at the first such error: subscribers see no new entries and no message.",
    help: "write `&` as `&amp;` and `<` as `&lt;`, or let a library for XML write the feed",
    clause: ["XML 1.0 section 2.1", "RFC 4287 section 2"],
    bad: rss_item!("<title>Fish & chips</title>"), good: rss_item!("<title>Fish &#x26; chips</title>");

    UNICODE_ERROR = "unicode-error", Error, "bytes that are invalid in the declared encoding",
    what: "Some bytes are invalid in the encoding that the byte order mark or the XML declaration names.",
    why: "A reader either refuses the feed or shows wrong characters.",
    help: "save the file as UTF-8 and declare `encoding=\"utf-8\"`",
    clause: ["XML 1.0 section 4.3.3", "XML 1.0 appendix F"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-16\"?>\n<rss version=\"2.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    UNKNOWN_ENCODING = "unknown-encoding", Error, "an unknown encoding",
    what: "The XML declaration names an encoding that is not registered.",
    why: "A reader that cannot name the encoding must refuse the feed.",
    help: "save the file as UTF-8 and declare `encoding=\"utf-8\"`",
    clause: ["XML 1.0 section 4.3.3"],
    bad: "<?xml version=\"1.0\" encoding=\"x-wherry\"?>\n<rss version=\"2.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    MISSING_ENCODING = "missing-encoding", Info, "a feed without a declared encoding",
    what: "Neither a byte order mark nor the XML declaration declares the encoding.",
    why: "XML assumes UTF-8, but a server's `charset` or an editor may use another encoding.",
    help: "begin the feed with `<?xml version=\"1.0\" encoding=\"utf-8\"?>`",
    clause: ["XML 1.0 section 4.3.3"],
    bad: "<rss version=\"2.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    NONSTD_ENCODING = "nonstd-encoding", Info, "an encoding that XML readers need not support",
    what: "The feed is in a common encoding other than UTF-8 and UTF-16.",
    why: "XML obliges readers to know those two only.",
    help: "save the file as UTF-8 and declare `encoding=\"utf-8\"`",
    clause: ["XML 1.0 section 4.3.3"],
    bad: "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<rss version=\"2.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"/>\n";

    OBSCURE_ENCODING = "obscure-encoding", Warning, "an encoding that few readers support",
    what: "The feed is in an encoding that is registered but rare.",
    why: "Many readers cannot decode it and refuse the feed.",
    help: "save the file as UTF-8 and declare `encoding=\"utf-8\"`",
    clause: ["XML 1.0 section 4.3.3"],
    bad: "<?xml version=\"1.0\" encoding=\"mac-cyrillic\"?>\n<rss version=\"2.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    BAD_XML_VERSION = "bad-xml-version", Error, "an XML version other than 1.0",
    what: "The XML declaration asks for another version than `1.0`.",
    why: "Readers know XML 1.0 and refuse the rest.",
    help: "write `<?xml version=\"1.0\" encoding=\"utf-8\"?>`",
    clause: ["XML 1.0 section 2.8"],
    bad: "<?xml version=\"1.1\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    BAD_CHARACTERS = "bad-characters", Warning, "control, replacement or wrongly decoded characters",
    what: "Text holds control characters of the range U+0080 to U+009F, the replacement character U+FFFD, or UTF-8 that was read as Latin-1 (`Ã©` for `é`).",
    why: "The text was decoded wrongly before it came into the feed; subscribers see garbage.",
    help: "decode the source by its own encoding and write the characters that are meant",
    clause: ["XML 1.0 section 2.2"],
    bad: rss_item!("<title>Ã©t</title>"), good: rss_item!("<title>été</title>");

    WP_BLANK_LINE = "wp-blank-line", Error, "white space before the XML declaration",
    what: "A feed made by WordPress begins with a blank line; in other feeds `feed/sax-error` reports it.",
    why: "The declaration must be the very first thing in the file: readers refuse the feed.",
    help: "remove everything before `<?xml`; in WordPress, the blank lines after `?>` in a theme or plugin",
    clause: ["XML 1.0 section 2.8"],
    bad: "\n<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><generator>https://wordpress.example/</generator></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><generator>https://wordpress.example/</generator></channel></rss>\n";

    UNDEFINED_NAMED_ENTITY = "undefined-named-entity", Error, "an undefined named entity",
    what: "The feed refers to an entity that its own document type does not define; external parts are never fetched.",
    why: "Readers do not fetch document types: they report an error or lose the character.",
    help: "write the character itself or its number, such as `&#xA0;`",
    clause: ["XML 1.0 section 4.1"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE rss SYSTEM \"entities.dtd\">\n<rss version=\"2.0\"><channel><title>a&nbsp;b</title></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE rss [<!ENTITY nbsp \"&#xA0;\">]>\n<rss version=\"2.0\"><channel><title>a&nbsp;b</title></channel></rss>\n";

    CONTAINS_SYSTEM_ENTITY = "contains-system-entity", Info, "an external document type",
    what: "The document type names a file or URL outside the feed. It is not fetched.",
    why: "Most readers ignore it; the others can be tricked into reading private files.",
    help: "remove the document type",
    clause: ["XML 1.0 section 4.2.2", "RFC 4287 section 8"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE rss SYSTEM \"rss.dtd\">\n<rss version=\"2.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    INVALID_DOCTYPE = "invalid-doctype", Error, "the RSS 0.91 document type in another version",
    what: "The document type is that of RSS 0.91, but `version` is another one.",
    why: "Readers cannot tell which of the two formats is meant.",
    help: "remove the document type",
    clause: ["RSS 0.91", "RSS 2.0 rss"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://www.rssboard.org/rss-0.91.dtd\">\n<rss version=\"2.0\"/>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://www.rssboard.org/rss-0.91.dtd\">\n<rss version=\"0.91\"/>\n";

    DEPRECATED_DTD = "deprecated-dtd", Error, "Netscape's document type",
    what: "The document type is at `my.netscape.com`, where it was withdrawn in 2007.",
    why: "A reader that fetches it fails.",
    help: "remove the document type, or take the copy at `http://www.rssboard.org/rss-0.91.dtd`",
    clause: ["RSS 0.91"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://my.netscape.com/publish/formats/rss-0.91.dtd\">\n<rss version=\"0.91\"/>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"0.91\"/>\n";
}
