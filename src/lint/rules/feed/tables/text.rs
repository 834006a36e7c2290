//! Rules about text constructs: plain, escaped, inline, elsewhere; and their media types.

use crate::lint::rules::feed::rule::{atom_entry, feed_rules, rss_item};

feed_rules! {
    NOT_BLANK = "not-blank", Warning, "an empty element",
    what: "A title, name, id or other required value is empty.",
    why: "Subscribers see an empty line, or the entry's address.",
    help: "write the text, or remove the element where it may be missing",
    clause: ["RFC 4287 section 4.2.14", "RSS 2.0"],
    bad: rss_item!("<title></title><description>a</description>"), good: rss_item!("<description>a</description>");

    ATTR_NOT_BLANK = "attr-not-blank", Warning, "an empty attribute",
    what: "`rel`, `title` or `type` is there but empty.",
    why: "Without the attribute, the default would apply.",
    help: "write a value, or remove the attribute",
    clause: ["RFC 4287 sections 3.1.1 and 4.2.7"],
    bad: atom_entry!("<title>a</title><link rel=\"\" href=\"https://a.example/\"/>"), good: atom_entry!("<title>a</title><link href=\"https://a.example/\"/>");

    UNEXPECTED_WHITESPACE = "unexpected-whitespace", Error, "white space around a value",
    what: "An id, a date or an address of Atom has white space before or after it.",
    why: "Ids are compared byte by byte, and strict readers refuse such a date.",
    help: "write the value directly between the tags",
    clause: ["RFC 4287 sections 2, 3.3 and 4.2.6"],
    bad: atom_entry!("<id> https://wherry.example/a </id>"), good: atom_entry!("<id>https://wherry.example/a</id>");

    INVALID_TEXT_TYPE = "invalid-text-type", Error, "an invalid type of a string element",
    what: "`type` of a title, summary, subtitle or rights is a media type; only `content` may have one.",
    why: "Readers show the markup itself, or nothing.",
    help: "write `text`, `html` or `xhtml`",
    clause: ["RFC 4287 section 3.1.1"],
    bad: atom_entry!("<title type=\"text/html\">a</title>"), good: atom_entry!("<title type=\"html\">a</title>");

    CONTAINS_HTML = "contains-html", Warning, "markup in plain text",
    what: "Text that is plain by its specification (titles of RSS, names, labels) holds an end tag or a \
           character reference after the XML was parsed.",
    why: "Some readers show it literally, with `&amp;`; others strip it.",
    help: "write the characters themselves; in RSS, `&#x26;` for `&` and `&#x3C;` for `<`",
    clause: ["RSS Profile, character data", "RFC 4287 section 3.2.1"],
    bad: rss_item!("<title>Fish &amp;amp; &lt;b&gt;chips&lt;/b&gt;</title>"), good: rss_item!("<title>Fish &#x26; chips</title>");

    CONTAINS_UNDECLARED_HTML = "contains-undeclared-html", Warning, "markup in text that is not declared as HTML",
    what: "Text of Atom or Media RSS without `type`, or of `type=\"text\"`, holds an end tag or a character reference.",
    why: "Readers show the markup itself.",
    help: "add `type=\"html\"`, or write the characters themselves",
    clause: ["RFC 4287 section 3.1.1.1"],
    bad: atom_entry!("<title>a &lt;b&gt;c&lt;/b&gt;</title>"), good: atom_entry!("<title type=\"html\">a &lt;b&gt;c&lt;/b&gt;</title>");

    CHARACTER_DATA = "character-data", Warning, "`&` or `<` in text that RSS does not define",
    what: "A plain text of RSS 2.0 holds `&#` or `<` before a letter, and not as a hexadecimal reference.",
    why: "RSS does not define whether titles are HTML: half of the readers drop what looks like a tag.",
    help: "write `&#x26;` for `&` and `&#x3C;` for `<`",
    clause: ["RSS Profile, character data"],
    bad: rss_item!("<title>if a &lt;b then c</title>"), good: rss_item!("<title>if a &#x3C;b then c</title>");

    HTML_FRAGMENT = "html-fragment", Warning, "an HTML fragment declared as a document",
    what: "`content` is of the type `text/html` or `application/xhtml+xml` but holds no `html` element.",
    why: "The media types are for whole documents: strict readers refuse the content.",
    help: "write `type=\"html\"` or `type=\"xhtml\"`",
    clause: ["RFC 4287 section 4.1.3.3"],
    bad: atom_entry!("<title>a</title><content type=\"text/html\">&lt;p&gt;b&lt;/p&gt;</content>"), good: atom_entry!("<title>a</title><content type=\"html\">&lt;p&gt;b&lt;/p&gt;</content>");

    NOT_ESCAPED = "not-escaped", Error, "unescaped content declared as escaped",
    what: "`mode=\"escaped\"` (Atom 0.3) is on content that holds elements.",
    why: "Readers show the markup itself or drop it.",
    help: "remove `mode`, and write `type=\"xhtml\"` around a `div`, or escape the markup for `type=\"html\"`",
    clause: ["RFC 4287 section 3.1.1.2"],
    bad: atom_entry!("<title>a</title><content type=\"html\" mode=\"escaped\"><p>b</p></content>"), good: atom_entry!("<title>a</title><content type=\"html\">&lt;p&gt;b&lt;/p&gt;</content>");

    NOT_INLINE = "not-inline", Warning, "escaped XHTML content",
    what: "Text of `type=\"xhtml\"` holds escaped markup instead of elements.",
    why: "Readers show the markup itself.",
    help: "write the elements themselves inside of the `div`, or `type=\"html\"`",
    clause: ["RFC 4287 section 3.1.1.3"],
    bad: atom_entry!("<title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">&lt;b&gt;a&lt;/b&gt;</div></title>"), good: atom_entry!("<title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><b>a</b></div></title>");

    NOT_BASE64 = "not-base64", Error, "binary content that is not base64",
    what: "`content` of a type that is neither text nor XML is not base64.",
    why: "Readers cannot decode it.",
    help: "encode the content in base64, or refer to it with `src`",
    clause: ["RFC 4287 section 4.1.3.3", "RFC 4648 section 4"],
    bad: atom_entry!("<title>a</title><content type=\"image/png\">not an image</content>"), good: atom_entry!("<title>a</title><content type=\"image/png\">iVBORw0KGgo=</content>");

    INVALID_MIME_TYPE = "invalid-mime-type", Error, "an invalid media type",
    what: "`type` of `content` or `link` is not a media type, or is a multipart type such as `multipart/alternative`.",
    why: "Readers cannot tell what the content is.",
    help: "write `html`, `xhtml`, `text`, or a type such as `text/html`",
    clause: ["RFC 4287 sections 4.1.3.1 and 4.2.7.3", "RFC 6838 section 4.2"],
    bad: atom_entry!("<title>a</title><link type=\"html page\" href=\"https://a.example/\"/>"), good: atom_entry!("<title>a</title><link type=\"text/html\" href=\"https://a.example/\"/>");

    INVALID_MIME_ATTRIBUTE = "invalid-mime-attribute", Error, "an enclosure with an invalid media type",
    what: "`type` of an `enclosure` is not a media type.",
    why: "Players cannot tell whether they can play it.",
    help: "write a type such as `audio/mpeg`",
    clause: ["RSS 2.0 enclosure"],
    bad: rss_item!("<title>a</title><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"mp3\"/>"), good: rss_item!("<title>a</title><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"audio/mpeg\"/>");

    MISSING_TYPE_ATTR = "missing-type-attr", Warning, "remote content without a media type",
    what: "`content` with `src` has no `type`.",
    why: "A reader must fetch it to learn whether it can show it.",
    help: "add `type` with the media type of that file",
    clause: ["RFC 4287 section 4.1.3.2"],
    bad: atom_entry!("<title>a</title><content src=\"https://a.example/1.html\"/>"), good: atom_entry!("<title>a</title><content type=\"text/html\" src=\"https://a.example/1.html\"/>");

    NEED_DESCRIPTION_BEFORE_CONTENT = "need-description-before-content", Warning, "`content:encoded` before `description`",
    what: "An item has `content:encoded` without a `description` before it.",
    why: "Some readers show the last of the two: the summary instead of the text.",
    help: "put a `description` before `content:encoded`",
    clause: ["RSS Profile, content:encoded"],
    bad: rss_item!("<title>a</title><content:encoded>b</content:encoded>"), good: rss_item!("<title>a</title><description>c</description><content:encoded>b</content:encoded>");

    DUPLICATE_DESCRIPTION_SEMANTICS = "duplicate-description-semantics", Warning, "content in two vocabularies",
    what: "An item of RSS has `atom:content`, `atom:title` or `xhtml:body` beside RSS's own elements.",
    why: "Readers show one of them, and which one differs.",
    help: "use `title`, `description` and `content:encoded`",
    clause: ["RSS Profile, item"],
    bad: rss_item!("<title>a</title><atom:content>b</atom:content>"), good: rss_item!("<title>a</title><description>b</description>");
}
