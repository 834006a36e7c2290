//! Texts: plain, escaped, inline, elsewhere; and their media types.

use std::borrow::Cow;

use roxmltree::{Attribute, Node};

use crate::rules::feed::families::xml::BAD_CHARACTERS;
use crate::rules::feed::families::{beyond, markup, structure, uris};
use crate::rules::feed::judge::{At, Frame, Judge, Kind, own_text};
use crate::rules::feed::names;
use crate::rules::feed::rule::{FeedRule, atom_entry, feed_rules, rss_item};
use crate::rules::feed::values::text::{base64, is_media_type, looks_like_markup, markup_in};
use crate::source::Span;

feed_rules! {
    NOT_BLANK = "not-blank", Warning, "An element that is empty",
    what: "A title, a name, an id or another text that is to say something is empty.",
    why: "Subscribers see a line without words, or the entry's address.",
    help: "Write the text, or remove the element where it may be missing",
    clause: ["RFC 4287 section 4.2.14", "RSS 2.0"],
    bad: rss_item!("<title></title><description>a</description>"), good: rss_item!("<description>a</description>");

    ATTR_NOT_BLANK = "attr-not-blank", Warning, "An attribute that is empty",
    what: "`rel`, `title` or `type` is there but empty.",
    why: "It says less than its absence, which has a default.",
    help: "Write a value, or remove the attribute",
    clause: ["RFC 4287 sections 3.1.1 and 4.2.7"],
    bad: atom_entry!("<title>a</title><link rel=\"\" href=\"https://a.example/\"/>"), good: atom_entry!("<title>a</title><link href=\"https://a.example/\"/>");

    UNEXPECTED_WHITESPACE = "unexpected-whitespace", Error, "White space around a value",
    what: "An id, a date or an address of Atom has white space before or behind it.",
    why: "Ids are compared byte by byte, and strict readers refuse such a date.",
    help: "Write the value directly between the tags",
    clause: ["RFC 4287 sections 2, 3.3 and 4.2.6"],
    bad: atom_entry!("<id> https://wherry.example/a </id>"), good: atom_entry!("<id>https://wherry.example/a</id>");

    INVALID_TEXT_TYPE = "invalid-text-type", Error, "A text of a type that text does not have",
    what: "`type` of a title, summary, subtitle or rights is a media type; only `content` may have one.",
    why: "Readers show markup as it stands, or nothing.",
    help: "Write `text`, `html` or `xhtml`",
    clause: ["RFC 4287 section 3.1.1"],
    bad: atom_entry!("<title type=\"text/html\">a</title>"), good: atom_entry!("<title type=\"html\">a</title>");

    CONTAINS_HTML = "contains-html", Warning, "Markup in plain text",
    what: "A text that is plain by its specification (titles of RSS, names, labels) holds an end tag or a character reference that is left when XML is read.",
    why: "Some readers show it as it stands, `&amp;` and all; others strip it.",
    help: "Write the characters themselves; in RSS, `&#x26;` for `&` and `&#x3C;` for `<`",
    clause: ["RSS Profile, character data", "RFC 4287 section 3.2.1"],
    bad: rss_item!("<title>Fish &amp;amp; &lt;b&gt;chips&lt;/b&gt;</title>"), good: rss_item!("<title>Fish &#x26; chips</title>");

    CONTAINS_UNDECLARED_HTML = "contains-undeclared-html", Warning, "Markup in a text that does not say so",
    what: "A text of Atom or Media RSS without `type`, or of `type=\"text\"`, holds an end tag or a character reference.",
    why: "Readers show the markup as it stands.",
    help: "Add `type=\"html\"`, or write the characters themselves",
    clause: ["RFC 4287 section 3.1.1.1"],
    bad: atom_entry!("<title>a &lt;b&gt;c&lt;/b&gt;</title>"), good: atom_entry!("<title type=\"html\">a &lt;b&gt;c&lt;/b&gt;</title>");

    CHARACTER_DATA = "character-data", Warning, "`&` or `<` that RSS leaves open",
    what: "A plain text of RSS 2.0 holds `&#` or `<` before a letter, and not as a hexadecimal reference.",
    why: "RSS does not say whether titles are HTML: half of the readers swallow what looks like a tag.",
    help: "Write `&#x26;` for `&` and `&#x3C;` for `<`",
    clause: ["RSS Profile, character data"],
    bad: rss_item!("<title>if a &lt;b then c</title>"), good: rss_item!("<title>if a &#x3C;b then c</title>");

    HTML_FRAGMENT = "html-fragment", Warning, "A fragment that claims to be a document",
    what: "`content` is of the type `text/html` or `application/xhtml+xml` but holds no `html` element.",
    why: "The media types are for whole documents: strict readers refuse the content.",
    help: "Write `type=\"html\"` or `type=\"xhtml\"`",
    clause: ["RFC 4287 section 4.1.3.3"],
    bad: atom_entry!("<title>a</title><content type=\"text/html\">&lt;p&gt;b&lt;/p&gt;</content>"), good: atom_entry!("<title>a</title><content type=\"html\">&lt;p&gt;b&lt;/p&gt;</content>");

    NOT_ESCAPED = "not-escaped", Error, "Content that says it is escaped and is not",
    what: "`mode=\"escaped\"`, of Atom 0.3, stands on content that holds elements.",
    why: "Readers show the markup as it stands or drop it.",
    help: "Remove `mode`, and write `type=\"xhtml\"` around a `div`, or escape the markup for `type=\"html\"`",
    clause: ["RFC 4287 section 3.1.1.2"],
    bad: atom_entry!("<title>a</title><content type=\"html\" mode=\"escaped\"><p>b</p></content>"), good: atom_entry!("<title>a</title><content type=\"html\">&lt;p&gt;b&lt;/p&gt;</content>");

    NOT_INLINE = "not-inline", Warning, "XHTML that was escaped",
    what: "A text of `type=\"xhtml\"` holds escaped markup instead of elements.",
    why: "Readers show the markup as it stands.",
    help: "Write the elements themselves inside of the `div`, or `type=\"html\"`",
    clause: ["RFC 4287 section 3.1.1.3"],
    bad: atom_entry!("<title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">&lt;b&gt;a&lt;/b&gt;</div></title>"), good: atom_entry!("<title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><b>a</b></div></title>");

    NOT_BASE64 = "not-base64", Error, "Binary content that is not in base64",
    what: "`content` of a type that is neither text nor XML is not base64.",
    why: "Readers cannot decode it.",
    help: "Encode the content in base64, or refer to it with `src`",
    clause: ["RFC 4287 section 4.1.3.3", "RFC 4648 section 4"],
    bad: atom_entry!("<title>a</title><content type=\"image/png\">not an image</content>"), good: atom_entry!("<title>a</title><content type=\"image/png\">iVBORw0KGgo=</content>");

    INVALID_MIME_TYPE = "invalid-mime-type", Error, "A media type that is none",
    what: "`type` of `content` or `link` is no media type, or one of several parts, such as `multipart/alternative`.",
    why: "Readers cannot tell what the content is.",
    help: "Write `html`, `xhtml`, `text`, or a type such as `text/html`",
    clause: ["RFC 4287 sections 4.1.3.1 and 4.2.7.3", "RFC 6838 section 4.2"],
    bad: atom_entry!("<title>a</title><link type=\"html page\" href=\"https://a.example/\"/>"), good: atom_entry!("<title>a</title><link type=\"text/html\" href=\"https://a.example/\"/>");

    INVALID_MIME_ATTRIBUTE = "invalid-mime-attribute", Error, "An enclosure of a type that is none",
    what: "`type` of an `enclosure` is no media type.",
    why: "Players cannot tell whether they can play it.",
    help: "Write a type such as `audio/mpeg`",
    clause: ["RSS 2.0 enclosure"],
    bad: rss_item!("<title>a</title><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"mp3\"/>"), good: rss_item!("<title>a</title><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"audio/mpeg\"/>");

    MISSING_TYPE_ATTR = "missing-type-attr", Warning, "Content elsewhere of an unsaid type",
    what: "`content` with `src` has no `type`.",
    why: "A reader must fetch it to know whether it can show it.",
    help: "Add `type` with the media type of what lies there",
    clause: ["RFC 4287 section 4.1.3.2"],
    bad: atom_entry!("<title>a</title><content src=\"https://a.example/1.html\"/>"), good: atom_entry!("<title>a</title><content type=\"text/html\" src=\"https://a.example/1.html\"/>");

    NEED_DESCRIPTION_BEFORE_CONTENT = "need-description-before-content", Warning, "`content:encoded` before `description`",
    what: "An item has `content:encoded` without a `description` before it.",
    why: "Some readers show whichever comes last, and so the summary instead of the text.",
    help: "Put a `description` before `content:encoded`",
    clause: ["RSS Profile, content:encoded"],
    bad: rss_item!("<title>a</title><content:encoded>b</content:encoded>"), good: rss_item!("<title>a</title><description>c</description><content:encoded>b</content:encoded>");

    DUPLICATE_DESCRIPTION_SEMANTICS = "duplicate-description-semantics", Warning, "The content said in two vocabularies",
    what: "An item of RSS has `atom:content`, `atom:title` or `xhtml:body` beside RSS's own elements.",
    why: "Readers show one of them, and which one differs.",
    help: "Use `title`, `description` and `content:encoded`",
    clause: ["RSS Profile, item"],
    bad: rss_item!("<title>a</title><atom:content>b</atom:content>"), good: rss_item!("<title>a</title><description>b</description>");
}

/// A text that is not empty.
pub(in crate::rules::feed) fn not_blank(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if value.is_empty() {
        judge.report_at(NOT_BLANK, at, value, format!("{} is empty", at.words()));
    }
}

/// An attribute that is not empty.
pub(in crate::rules::feed) fn attribute_not_blank(
    judge: &mut Judge<'_>,
    at: &At<'_, '_, '_, '_>,
    value: &str,
) {
    if value.is_empty() {
        let message = format!("{} is empty", at.words());
        judge
            .report(ATTR_NOT_BLANK, at.span, message)
            .param("attr", at.attribute.unwrap_or(""))
            .param("element", at.frame.name())
            .param("parent", at.frame.parent_name());
    }
}

/// A value without white space around it (RFC 4287 section 2).
pub(in crate::rules::feed) fn no_space(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, _value: &str) {
    let whole = own_text(at.frame.node);
    if whole.trim().len() != whole.len() {
        let message = format!("{} has white space around its value", at.words());
        judge.report_at(UNEXPECTED_WHITESPACE, at, whole.trim(), message);
    }
}

/// A media type.
pub(in crate::rules::feed) fn media_type(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !is_media_type(value) {
        let message = format!("{} is no media type: `{value}`", at.words());
        judge
            .report(INVALID_MIME_TYPE, at.span, message)
            .param("attr", at.attribute.unwrap_or("type"))
            .param("element", at.frame.name())
            .param("parent", at.frame.parent_name())
            .param("value", value);
    }
}

/// The media type of an enclosure (RSS 2.0).
pub(in crate::rules::feed) fn enclosure_type(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !is_media_type(value) {
        let message = format!("{} is no media type: `{value}`", at.words());
        judge.report_at(INVALID_MIME_ATTRIBUTE, at, value, message);
    }
}

/// Plain text: no markup, and in RSS nothing that a reader may take for it (RSS Profile, character data).
pub(in crate::rules::feed) fn plain(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    plain_or(judge, at, value, CONTAINS_HTML);
}

/// Plain text as media RSS has it: markup where no type says so.
pub(in crate::rules::feed) fn undeclared(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    plain_or(judge, at, value, CONTAINS_UNDECLARED_HTML);
}

fn plain_or(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str, rule: &'static FeedRule) {
    if !value.contains(['<', '&']) {
        return;
    }
    let place = at.words();
    // Hexadecimal references are the one way to write `&` and `<` that readers of RSS agree on.
    let range = at.frame.node.range();
    let hexadecimal = judge.source.get(range).is_some_and(|source| source.contains("&#x"));
    match markup_in(value) {
        Some(reference) if reference.starts_with('&') && hexadecimal => {}
        Some(markup) => {
            judge.report_at(rule, at, &markup, format!("{place} is plain text but holds `{markup}`"));
        }
        None => {
            if judge.kind == Kind::Rss
                && judge.version.starts_with("2.")
                && looks_like_markup(value)
                && !hexadecimal
            {
                let message = format!("{place} holds a `&` or `<` that readers may take for markup");
                judge.report_at(CHARACTER_DATA, at, value, message);
            }
        }
    }
    beyond::double_escaped(judge, at, value);
}

/// Characters that no text means: C1 controls, U+FFFD, UTF-8 read as Latin-1.
pub(in crate::rules::feed) fn characters(
    judge: &mut Judge<'_>,
    frame: &Frame<'_, '_, '_>,
    node: Node<'_, '_>,
    value: &str,
) {
    if value.is_ascii() {
        return;
    }
    if let Some(what) = bad_character(value).or_else(|| double_encoded(value)) {
        let span = trimmed_span(judge, node);
        let message = format!("`{}` holds {what}", frame.name());
        judge
            .report(BAD_CHARACTERS, span, message)
            .param("element", frame.name())
            .param("parent", frame.parent_name());
    }
}

/// The same in content that nothing is known of.
pub(in crate::rules::feed) fn free_characters(judge: &mut Judge<'_>, node: Node<'_, '_>, value: &str) {
    if value.is_ascii() {
        return;
    }
    if let Some(what) = bad_character(value) {
        let span = trimmed_span(judge, node);
        judge.report(BAD_CHARACTERS, span, format!("the text holds {what}"));
    }
}

/// The same in all attributes of an element.
pub(in crate::rules::feed) fn attributes(judge: &mut Judge<'_>, node: Node<'_, '_>) {
    for attribute in node.attributes() {
        attribute_characters(judge, node, &attribute);
    }
}

/// The same in one attribute.
pub(in crate::rules::feed) fn attribute_characters(
    judge: &mut Judge<'_>,
    node: Node<'_, '_>,
    attribute: &Attribute<'_, '_>,
) {
    let value = attribute.value();
    if value.is_ascii() {
        return;
    }
    if let Some(what) = bad_character(value) {
        let name = node.tag_name().name();
        let message = format!("attribute `{}` of `{name}` holds {what}", attribute.name());
        let span = attribute.range_value().into();
        judge.report(BAD_CHARACTERS, span, message).param("element", attribute.name()).param("parent", name);
    }
}

fn bad_character(value: &str) -> Option<String> {
    let bad = value.chars().find(|c| matches!(c, '\u{80}'..='\u{9F}' | '\u{FFFD}'))?;
    Some(match bad {
        '\u{FFFD}' => "U+FFFD, which stands for what could not be read".to_owned(),
        _ => format!("the control character U+{:04X}", bad as u32),
    })
}

/// A line of Latin-1 whose bytes are UTF-8: `Ã©` for `é`.
fn double_encoded(value: &str) -> Option<String> {
    value.lines().find_map(|line| {
        let suspicious = line.contains(['\u{C2}', '\u{C3}']);
        let bytes: Option<Vec<u8>> =
            suspicious.then(|| line.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()).flatten();
        let read = String::from_utf8(bytes?).ok()?;
        let meant = read.chars().find(|c| !c.is_ascii())?;
        Some(format!("UTF-8 that was read as Latin-1: `{meant}` was meant"))
    })
}

/// The span of a text node without the white space around it.
pub(in crate::rules::feed) fn trimmed_span(judge: &Judge<'_>, node: Node<'_, '_>) -> Span {
    let span: Span = node.range().into();
    let text = span.of(judge.source);
    let start = span.start + (text.len() - text.trim_start().len());
    Span::new(start, start + text.trim().len())
}

/// Whether a media type's content stands in a feed as base64 (RFC 4287 section 4.1.3.3).
pub(in crate::rules::feed) fn is_binary(kind: &str) -> bool {
    kind.contains('/') && !is_xml(kind) && !kind.starts_with("text/")
}

fn is_xml(kind: &str) -> bool {
    kind.ends_with("+xml") || kind.ends_with("/xml")
}

/// A text construct, or `atom:content` (RFC 4287 sections 3.1 and 4.1.3).
pub(in crate::rules::feed) fn construct(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>, content: bool) {
    let node = frame.node;
    let name = frame.name();
    let src = node.attribute_node("src");
    if judge.kind == Kind::Rss && src.is_none() && name != "atom:summary" {
        let message = format!("`{name}` says a second time what RSS has its own element for");
        judge.report_element(DUPLICATE_DESCRIPTION_SEMANTICS, frame, message);
    }
    let kind = construct_type(judge, frame, content);
    let inside = Inside { text: own_text(node), first_element: node.first_element_child() };
    for child in node.children() {
        if child.is_element() {
            construct_element(judge, frame, child, &kind);
        } else if let Some(value) = child.text().filter(|_| child.is_text()) {
            construct_text(judge, frame, child, value, src.is_some());
        }
    }
    let missing_div = inside.first_element.is_none() && kind == "xhtml" && !inside.text.trim().is_empty()
        || kind == "xhtml" && inside.first_element.is_some_and(|element| text_before(node, element));
    if missing_div {
        markup::missing_div(judge, frame);
    }
    if judge.cut.is_some_and(|cut| node.range().end > cut) {
        return;
    }
    let at = At { frame, attribute: None, span: judge.value_span(node) };
    if inside.text.trim().is_empty() && inside.first_element.is_none() && src.is_none() {
        judge.report_at(NOT_BLANK, &at, "", format!("`{name}` is empty"));
    }
    let whole = markup::visible_text(node);
    match kind.as_str() {
        "text" => plain_or(judge, &at, &inside.text, CONTAINS_UNDECLARED_HTML),
        "xhtml" => plain_or(judge, &at, &whole, NOT_INLINE),
        kind => {
            if is_binary(kind) && base64(&inside.text).is_none() {
                let message = format!("`{name}` of the type `{kind}` is no base64");
                judge.report_at(NOT_BASE64, &at, "", message);
            }
            if kind == "html" || kind.ends_with("/html") {
                if is_binary(kind) {
                    // HTML in base64 is unpacked first; places in it are those of the whole.
                    let unpacked = base64(&inside.text).unwrap_or_default();
                    markup::html_in(judge, &at, &String::from_utf8_lossy(&unpacked), true);
                    return;
                }
                let fragment = kind != "html" && !inside.text.contains("<html") && src.is_none();
                if fragment {
                    let message =
                        format!("`{name}` of the type `{kind}` is to be a whole document, but is a fragment");
                    judge.report_at(HTML_FRAGMENT, &at, "", message).param("type", kind);
                }
                markup::html_in(judge, &at, &inside.text, kind != "html" && !fragment);
            } else if !is_binary(kind) {
                plain_or(judge, &at, &inside.text, CONTAINS_UNDECLARED_HTML);
            }
        }
    }
}

struct Inside<'a, 'd, 'i> {
    text: Cow<'a, str>,
    first_element: Option<Node<'d, 'i>>,
}

fn text_before(node: Node<'_, '_>, element: Node<'_, '_>) -> bool {
    node.children()
        .take_while(|child| *child != element)
        .any(|child| child.is_text() && !child.text().unwrap_or("").trim().is_empty())
}

/// The type that a construct says it is of, judged.
fn construct_type(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>, content: bool) -> String {
    let node = frame.node;
    let (kind, src) = (node.attribute_node("type"), node.attribute_node("src"));
    if let Some(attribute) = src {
        let at = At { frame, attribute: Some("src"), span: attribute.range_value().into() };
        uris::attribute(judge, &at, attribute.value());
        if kind.is_none() {
            let message = format!("`{}` is elsewhere, but its `type` is not said", frame.name());
            judge.report_element(MISSING_TYPE_ATTR, frame, message).param("attr", "type");
        }
    }
    let Some(attribute) = kind else { return if src.is_some() { String::new() } else { "text".to_owned() } };
    let value = attribute.value();
    let at = At { frame, attribute: Some("type"), span: attribute.range_value().into() };
    attribute_not_blank(judge, &at, value);
    if !content && value.contains('/') {
        let message = format!("`{}` is of the type `{value}`, not `text`, `html` or `xhtml`", frame.name());
        judge.report_at(INVALID_TEXT_TYPE, &at, value, message).param("element", frame.name());
    }
    let composite = content && (value.starts_with("multipart/") || value.starts_with("message/"));
    let simple = matches!(value, "text" | "html" | "xhtml") && src.is_none();
    if composite || !simple && !value.is_empty() && !is_media_type(value) {
        let message = format!("`{}` cannot be of the type `{value}`", frame.name());
        judge
            .report(INVALID_MIME_TYPE, at.span, message)
            .param("attr", "type")
            .param("element", frame.name())
            .param("parent", frame.parent_name())
            .param("value", value);
    }
    value.to_owned()
}

fn construct_text(
    judge: &mut Judge<'_>,
    frame: &Frame<'_, '_, '_>,
    node: Node<'_, '_>,
    value: &str,
    elsewhere: bool,
) {
    characters(judge, frame, node, value);
    let after_element = node.prev_siblings().skip(1).any(|sibling| sibling.is_element());
    if (after_element || elsewhere) && !value.trim().is_empty() {
        structure::unexpected_text(judge, frame, node);
    }
}

fn construct_element(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>, child: Node<'_, '_>, kind: &str) {
    let local = child.tag_name().name();
    let xhtml = child.tag_name().namespace() == Some(names::XHTML);
    if kind != "xhtml" && !is_xml(kind) {
        structure::undefined_in_value(judge, frame, child);
    }
    if kind == "xhtml" {
        let before = text_before(frame.node, child);
        if !before && (!xhtml || local != "div") {
            markup::missing_div(judge, frame);
            if local == "div" {
                markup::not_html(judge, frame, child, "the `div` is not in the namespace of XHTML");
            }
        } else if !xhtml {
            markup::not_html(judge, frame, child, "the element is not in the namespace of XHTML");
        }
    }
    if kind == "application/xhtml+xml" && local != "html" {
        let span = judge.tag_span(child);
        let message =
            format!("`{}` of the type `{kind}` is to be a whole document, but is a fragment", frame.name());
        judge.report(HTML_FRAGMENT, span, message).param("element", frame.name()).param("type", kind);
    }
    if let Some(mode) = frame.node.attribute_node("mode").filter(|mode| mode.value() == "escaped") {
        let message = format!("`{}` says that it is escaped, but holds elements", frame.name());
        let span = mode.range().into();
        judge
            .report(NOT_ESCAPED, span, message)
            .param("element", frame.name())
            .param("parent", frame.parent_name());
    }
    judge.declared(child);
    attributes(judge, child);
    if xhtml && local == "div" {
        markup::xhtml(judge, frame, child);
    } else {
        judge.free(child, false);
    }
}
