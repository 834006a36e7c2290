//! Rules: HTML and XHTML in entries: what breaks it and what readers strip.

use crate::lint::rules::feed::rule::{atom_entry, feed_rules, rss_item};

feed_rules! {
    MISSING_XHTML_DIV = "missing-xhtml-div", Error, "XHTML content that is not in one `div`",
    what: "Text of `type=\"xhtml\"` is not exactly one `div` in XHTML's namespace.",
    why: "Readers take the content of that `div`: without it they show nothing.",
    help: "wrap the content in `<div xmlns=\"http://www.w3.org/1999/xhtml\">`",
    clause: ["RFC 4287 sections 3.1.1.3 and 4.1.3.3"],
    bad: atom_entry!("<title type=\"xhtml\">a</title>"), good: atom_entry!("<title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">a</div></title>");

    NOT_HTML = "not-html", Warning, "malformed HTML",
    what: "HTML in an entry has a parse error of the HTML standard (a tag that is not closed, an end tag too many, `<div>` in a table), or an element that HTML does not have.",
    why: "An open element runs into the next entry in some readers; others close it at a place of their choice.",
    help: "close each element where it ends",
    clause: ["RFC 4287 section 3.1.1.2", "HTML standard section 13.2"],
    bad: rss_item!("<title>a</title><description>&lt;b&gt;c</description>"), good: rss_item!("<title>a</title><description>&lt;b&gt;c&lt;/b&gt;</description>");

    SECURITY_RISK = "security-risk", Warning, "an element that readers strip",
    what: "HTML in an entry has a `script`, `style`, `iframe`, `object`, `embed`, `form` target or another \
           element that could run code or send data.",
    why: "Readers strip it, some with the whole entry: subscribers see a gap.",
    help: "put a link or an image in its place",
    clause: ["RFC 4287 section 8.1"],
    bad: rss_item!("<title>a</title><description>&lt;script&gt;b()&lt;/script&gt;</description>"), good: rss_item!("<title>a</title><description>&lt;p&gt;b&lt;/p&gt;</description>");

    SECURITY_RISK_ATTR = "security-risk-attr", Warning, "an attribute that readers strip",
    what: "HTML in an entry has an attribute that runs a script (`onclick`), or one that HTML does not have.",
    why: "Readers strip it, so it has no effect.",
    help: "remove the attribute, or name it `data-…`",
    clause: ["RFC 4287 section 8.1"],
    bad: rss_item!("<title>a</title><description>&lt;p onclick=\"b()\"&gt;c&lt;/p&gt;</description>"), good: rss_item!("<title>a</title><description>&lt;p class=\"b\"&gt;c&lt;/p&gt;</description>");

    DANGEROUS_STYLE_ATTR = "dangerous-style-attr", Warning, "a style that readers strip",
    what: "A `style` attribute has a property or value beyond colours, fonts, borders and spacing.",
    why: "Readers strip it, often with the whole attribute: `position` could cover the reader's own buttons.",
    help: "leave the style to the site's own style sheet",
    clause: ["RFC 4287 section 8.1"],
    bad: rss_item!("<title>a</title><description>&lt;p style=\"position: fixed\"&gt;b&lt;/p&gt;</description>"), good: rss_item!("<title>a</title><description>&lt;p style=\"color: red\"&gt;b&lt;/p&gt;</description>");
}
