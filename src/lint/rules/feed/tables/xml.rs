//! Rules: The bytes and the markup of a feed: encodings, well-formedness, document types.

use crate::lint::rules::feed::rule::{feed_rules, rss_item};

feed_rules! {
    SAX_ERROR = "sax-error", Error, "XML that is not well-formed",
    what: "The feed breaks a rule of XML: an end tag without its start tag, a bare `&`, an HTML entity such as `&nbsp;`, an undeclared prefix. What can be mended is mended for this run, so that the rest is judged all the same.",
    why: "Most readers refuse the whole feed at the first such fault: subscribers see no new entries, and no message.",
    help: "Write `&` as `&amp;` and `<` as `&lt;`, or let a library for XML write the feed",
    clause: ["XML 1.0 section 2.1", "RFC 4287 section 2"],
    bad: rss_item!("<title>Fish & chips</title>"), good: rss_item!("<title>Fish &#x26; chips</title>");

    UNICODE_ERROR = "unicode-error", Error, "Bytes that contradict the encoding",
    what: "The bytes are not of the encoding that the byte order mark or the XML declaration names.",
    why: "A reader either refuses the feed or shows wrong characters.",
    help: "Save the file as UTF-8 and declare `encoding=\"utf-8\"`",
    clause: ["XML 1.0 section 4.3.3", "XML 1.0 appendix F"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-16\"?>\n<rss version=\"2.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    UNKNOWN_ENCODING = "unknown-encoding", Error, "An encoding that nobody knows",
    what: "The XML declaration names an encoding that is not registered.",
    why: "A reader that cannot name the encoding must refuse the feed.",
    help: "Save the file as UTF-8 and declare `encoding=\"utf-8\"`",
    clause: ["XML 1.0 section 4.3.3"],
    bad: "<?xml version=\"1.0\" encoding=\"x-wherry\"?>\n<rss version=\"2.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    MISSING_ENCODING = "missing-encoding", Info, "No declared encoding",
    what: "Neither a byte order mark nor the XML declaration says how the characters are encoded.",
    why: "XML takes UTF-8 then, but a server's `charset` or an editor may say otherwise unnoticed.",
    help: "Begin the feed with `<?xml version=\"1.0\" encoding=\"utf-8\"?>`",
    clause: ["XML 1.0 section 4.3.3"],
    bad: "<rss version=\"2.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    NONSTD_ENCODING = "nonstd-encoding", Info, "An encoding that XML readers need not know",
    what: "The feed is in a common encoding other than UTF-8 and UTF-16.",
    why: "XML obliges readers to know those two only.",
    help: "Save the file as UTF-8 and declare `encoding=\"utf-8\"`",
    clause: ["XML 1.0 section 4.3.3"],
    bad: "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<rss version=\"2.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"/>\n";

    OBSCURE_ENCODING = "obscure-encoding", Warning, "An encoding that few readers know",
    what: "The feed is in an encoding that is registered but rare.",
    why: "Many readers cannot decode it and refuse the feed.",
    help: "Save the file as UTF-8 and declare `encoding=\"utf-8\"`",
    clause: ["XML 1.0 section 4.3.3"],
    bad: "<?xml version=\"1.0\" encoding=\"mac-cyrillic\"?>\n<rss version=\"2.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    BAD_XML_VERSION = "bad-xml-version", Error, "A version of XML other than 1.0",
    what: "The XML declaration asks for another version than `1.0`.",
    why: "Readers know XML 1.0 and refuse the rest.",
    help: "Write `<?xml version=\"1.0\" encoding=\"utf-8\"?>`",
    clause: ["XML 1.0 section 2.8"],
    bad: "<?xml version=\"1.1\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    BAD_CHARACTERS = "bad-characters", Warning, "Characters that no text means",
    what: "A text holds control characters of the range U+0080 to U+009F, the replacement character U+FFFD, or UTF-8 that was read as Latin-1 (`Ã©` for `é`).",
    why: "The text was decoded wrongly before it came into the feed; subscribers see garbage.",
    help: "Decode the source by its own encoding and write the characters that are meant",
    clause: ["XML 1.0 section 2.2"],
    bad: rss_item!("<title>Ã©t</title>"), good: rss_item!("<title>été</title>");

    WP_BLANK_LINE = "wp-blank-line", Error, "White space before the XML declaration",
    what: "A feed made by WordPress begins with a blank line; in other feeds `feed/sax-error` says so.",
    why: "The declaration must be the very first thing in the file: readers refuse the feed.",
    help: "Remove what stands before `<?xml`; in WordPress, the blank lines behind `?>` in a theme or plugin",
    clause: ["XML 1.0 section 2.8"],
    bad: "\n<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><generator>https://wordpress.example/</generator></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><generator>https://wordpress.example/</generator></channel></rss>\n";

    UNDEFINED_NAMED_ENTITY = "undefined-named-entity", Error, "An entity that only an outside document type could define",
    what: "The feed refers to an entity that its own document type does not define; the outside part of it is never fetched.",
    why: "Readers do not fetch document types: the reference is an error to them, or the character is lost.",
    help: "Write the character itself or its number, such as `&#xA0;`",
    clause: ["XML 1.0 section 4.1"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE rss SYSTEM \"entities.dtd\">\n<rss version=\"2.0\"><channel><title>a&nbsp;b</title></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE rss [<!ENTITY nbsp \"&#xA0;\">]>\n<rss version=\"2.0\"><channel><title>a&nbsp;b</title></channel></rss>\n";

    CONTAINS_SYSTEM_ENTITY = "contains-system-entity", Info, "A document type that lies elsewhere",
    what: "The document type names a file or address outside of the feed. It is not fetched.",
    why: "Readers ignore it, and those that do not can be made to read files that are none of theirs.",
    help: "Remove the document type",
    clause: ["XML 1.0 section 4.2.2", "RFC 4287 section 8"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE rss SYSTEM \"rss.dtd\">\n<rss version=\"2.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    INVALID_DOCTYPE = "invalid-doctype", Error, "RSS 0.91's document type in another version",
    what: "The document type is that of RSS 0.91, but `version` says something else.",
    why: "Readers cannot tell which of the two formats is meant.",
    help: "Remove the document type",
    clause: ["RSS 0.91", "RSS 2.0 rss"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://www.rssboard.org/rss-0.91.dtd\">\n<rss version=\"2.0\"/>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://www.rssboard.org/rss-0.91.dtd\">\n<rss version=\"0.91\"/>\n";

    DEPRECATED_DTD = "deprecated-dtd", Error, "Netscape's document type",
    what: "The document type lies at `my.netscape.com`, where it was withdrawn in 2007.",
    why: "A reader that fetches it fails.",
    help: "Remove the document type, or take the copy at `http://www.rssboard.org/rss-0.91.dtd`",
    clause: ["RSS 0.91"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://my.netscape.com/publish/formats/rss-0.91.dtd\">\n<rss version=\"0.91\"/>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"0.91\"/>\n";
}
