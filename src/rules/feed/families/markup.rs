//! HTML and XHTML in entries: what breaks it and what readers strip.

use std::borrow::Cow;

use roxmltree::Node;

use crate::rules::feed::families::namespaces::MISSING_NAMESPACE;
use crate::rules::feed::families::structure::UNDEFINED_ELEMENT;
use crate::rules::feed::families::text::DUPLICATE_DESCRIPTION_SEMANTICS;
use crate::rules::feed::families::uris::CONTAINS_REL_REF;
use crate::rules::feed::families::{beyond, links, text};
use crate::rules::feed::judge::{At, Frame, Judge, Kind, own_text};
use crate::rules::feed::names;
use crate::rules::feed::rule::{atom_entry, feed_rules, rss_item};
use crate::rules::feed::values::html::{self, HtmlKind};
use crate::rules::feed::values::style;
use crate::source::Span;

feed_rules! {
    MISSING_XHTML_DIV = "missing-xhtml-div", Error, "XHTML that is not in one div",
    what: "A text of `type=\"xhtml\"` is not exactly one `div` in XHTML's namespace.",
    why: "Readers take the content of that `div`: without it they show nothing.",
    help: "Wrap the content in `<div xmlns=\"http://www.w3.org/1999/xhtml\">`",
    clause: ["RFC 4287 sections 3.1.1.3 and 4.1.3.3"],
    bad: atom_entry!("<title type=\"xhtml\">a</title>"), good: atom_entry!("<title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">a</div></title>");

    NOT_HTML = "not-html", Warning, "HTML that is broken",
    what: "HTML in an entry has a parse error of the HTML standard (a tag that is not closed, an end tag too many, `<div>` in a table), or an element that HTML does not have.",
    why: "What stays open reaches into the next entry of a reader that trusts it; the others close it somewhere.",
    help: "Close each element where it is to end",
    clause: ["RFC 4287 section 3.1.1.2", "HTML standard section 13.2"],
    bad: rss_item!("<title>a</title><description>&lt;b&gt;c</description>"), good: rss_item!("<title>a</title><description>&lt;b&gt;c&lt;/b&gt;</description>");

    SECURITY_RISK = "security-risk", Warning, "An element that readers strip",
    what: "HTML in an entry has a `script`, `style`, `iframe`, `object`, `embed`, `form` target or another element that could act in the reader's name.",
    why: "Readers strip it, and some the whole entry: subscribers see a hole.",
    help: "Put a link or an image in its place",
    clause: ["RFC 4287 section 8.1"],
    bad: rss_item!("<title>a</title><description>&lt;script&gt;b()&lt;/script&gt;</description>"), good: rss_item!("<title>a</title><description>&lt;p&gt;b&lt;/p&gt;</description>");

    SECURITY_RISK_ATTR = "security-risk-attr", Warning, "An attribute that readers strip",
    what: "HTML in an entry has an attribute that runs a script (`onclick`), or one that HTML does not have.",
    why: "Readers strip it; what it was for does not happen.",
    help: "Remove the attribute, or name it `data-…`",
    clause: ["RFC 4287 section 8.1"],
    bad: rss_item!("<title>a</title><description>&lt;p onclick=\"b()\"&gt;c&lt;/p&gt;</description>"), good: rss_item!("<title>a</title><description>&lt;p class=\"b\"&gt;c&lt;/p&gt;</description>");

    DANGEROUS_STYLE_ATTR = "dangerous-style-attr", Warning, "A style that readers strip",
    what: "A `style` attribute has a property or value beyond colours, fonts, borders and spacing.",
    why: "Readers strip it, often with the whole attribute: `position` could cover the reader's own buttons.",
    help: "Leave the style to the site's own style sheet",
    clause: ["RFC 4287 section 8.1"],
    bad: rss_item!("<title>a</title><description>&lt;p style=\"position: fixed\"&gt;b&lt;/p&gt;</description>"), good: rss_item!("<title>a</title><description>&lt;p style=\"color: red\"&gt;b&lt;/p&gt;</description>");
}

/// HTML as RSS has it in `description` and `content:encoded`.
pub(in crate::rules::feed) fn html(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    html_in(judge, at, value, false);
}

/// `description`: HTML, but plain text in RSS 0.91.
pub(in crate::rules::feed) fn description(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if judge.version == "0.91" { text::plain(judge, at, value) } else { html(judge, at, value) }
}

/// Everything that is to say about HTML in a value.
pub(in crate::rules::feed) fn html_in(
    judge: &mut Judge<'_>,
    at: &At<'_, '_, '_, '_>,
    value: &str,
    document: bool,
) {
    let findings = html::inspect(value, document);
    if findings.is_empty() {
        return;
    }
    let place = Place::new(judge, at, value);
    let in_rss = judge.kind != Kind::Atom;
    let based = links::has_base(at.frame.node);
    for finding in findings {
        let span = place.span(finding.at, judge.source);
        let inner = At { span, ..*at };
        let detail = finding.detail.as_str();
        say(judge, &inner, finding.kind, detail, in_rss, based);
    }
}

fn say(
    judge: &mut Judge<'_>,
    at: &At<'_, '_, '_, '_>,
    kind: HtmlKind,
    detail: &str,
    in_rss: bool,
    based: bool,
) {
    let place = at.words();
    match kind {
        HtmlKind::ParseError => {
            judge.report_at(NOT_HTML, at, detail, format!("the HTML in {place} is broken: {detail}"));
        }
        HtmlKind::UnknownElement => {
            judge.report_at(NOT_HTML, at, detail, format!("HTML has no element `{detail}`"));
        }
        HtmlKind::RiskyElement => {
            judge
                .report_at(SECURITY_RISK, at, detail, format!("readers strip `{detail}` from {place}"))
                .param("tag", detail);
        }
        HtmlKind::RiskyAttribute => {
            let message = format!("readers strip the attribute `{detail}` from {place}");
            judge.report_at(SECURITY_RISK_ATTR, at, detail, message).param("attr", detail);
        }
        HtmlKind::RiskyStyle => {
            let message = format!("readers strip `{detail}` from a style in {place}");
            judge.report_at(DANGEROUS_STYLE_ATTR, at, detail, message).param("attr", "style");
        }
        HtmlKind::RelativeReference if in_rss => {
            let message = format!("`{detail}` in {place} is relative, and RSS does not say to what");
            judge.report_at(CONTAINS_REL_REF, at, detail, message);
        }
        HtmlKind::RelativeReference | HtmlKind::OtherRelativeReference => {
            beyond::relative_reference(judge, at, detail, based);
        }
    }
}

/// Says that an XHTML construct is not one `div` (RFC 4287 section 3.1.1.3); once a construct.
pub(in crate::rules::feed) fn missing_div(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    let span = judge.tag_span(frame.node);
    if judge
        .found
        .iter()
        .rev()
        .take(8)
        .any(|found| found.rule == MISSING_XHTML_DIV.rule.name && found.span == span)
    {
        return;
    }
    let message = format!("`{}` of the type `xhtml` is not one `div` of XHTML", frame.name());
    judge.report_element(MISSING_XHTML_DIV, frame, message);
}

/// Says that an element is no HTML.
pub(in crate::rules::feed) fn not_html(
    judge: &mut Judge<'_>,
    frame: &Frame<'_, '_, '_>,
    node: Node<'_, '_>,
    message: &str,
) {
    let span = judge.tag_span(node);
    judge
        .report(NOT_HTML, span, message)
        .param("element", frame.name())
        .param("parent", frame.parent_name())
        .param("value", node.tag_name().namespace().unwrap_or(""));
}

/// The text of an XHTML construct, where it is only text: its own, and that of a `div` without elements in it.
pub(in crate::rules::feed) fn visible_text<'a>(node: Node<'a, '_>) -> Cow<'a, str> {
    let own = own_text(node);
    let div = node
        .first_element_child()
        .filter(|div| div.has_tag_name((names::XHTML, "div")) && div.first_element_child().is_none());
    match div {
        Some(div) if own.trim().is_empty() => own_text(div),
        Some(div) => Cow::Owned(format!("{own}{}", own_text(div))),
        None => own,
    }
}

/// Judges the inside of an XHTML `div`.
pub(in crate::rules::feed) fn xhtml(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>, div: Node<'_, '_>) {
    let based = links::has_base(div);
    let mut eaten = 0;
    for node in div.descendants() {
        if let Some(value) = node.text().filter(|_| node.is_text()) {
            text::characters(judge, frame, node, value);
            continue;
        }
        if !node.is_element() {
            continue;
        }
        if node != div {
            judge.declared(node);
            text::attributes(judge, node);
        }
        if node.range().start < eaten {
            continue;
        }
        let local = node.tag_name().name();
        match node.tag_name().namespace() {
            None => {
                let span = judge.tag_span(node);
                let message = format!("`{local}` in XHTML has no namespace");
                judge
                    .report(MISSING_NAMESPACE, span, message)
                    .param("element", local)
                    .param("parent", "xhtml:div");
            }
            Some(names::XHTML) => xhtml_element(judge, frame, node, based),
            Some(names::SVG) => foreign(judge, frame, node, SVG_ELEMENTS, SVG_ATTRIBUTES),
            Some(names::MATHML) => foreign(judge, frame, node, MATHML_ELEMENTS, MATHML_ATTRIBUTES),
            Some(uri) => {
                let parent = node.parent_element().map_or("", |parent| parent.tag_name().name());
                if let Some(prefix) = names::prefix_of(uri).filter(|_| parent != "metadata") {
                    let span = judge.tag_span(node);
                    let name = names::qualified(prefix, local);
                    let message = format!("`{name}` is no part of XHTML");
                    judge
                        .report(UNDEFINED_ELEMENT, span, message)
                        .param("element", name)
                        .param("parent", parent);
                }
                eaten = node.range().end;
            }
        }
    }
}

fn xhtml_element(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>, node: Node<'_, '_>, based: bool) {
    let local = node.tag_name().name();
    let span = judge.tag_span(node);
    let at = At { frame, attribute: None, span };
    if !html::is_html_element(local) {
        judge.report_at(NOT_HTML, &at, local, format!("XHTML has no element `{local}`"));
    } else if !html::is_safe_element(local) {
        say(judge, &at, HtmlKind::RiskyElement, local, false, based);
    }
    for attribute in node.attributes().filter(|attribute| attribute.namespace().is_none()) {
        let name = attribute.name();
        let at = At { frame, attribute: None, span: attribute.range().into() };
        if name == "style" {
            for evil in style::dangers(attribute.value()) {
                say(judge, &at, HtmlKind::RiskyStyle, &evil, false, based);
            }
        } else if name.starts_with("on") {
            say(judge, &at, HtmlKind::RiskyAttribute, name, false, based);
        } else if html::holds_address(local, name)
            && let Some(url) = html::relative_in(name, attribute.value())
        {
            say(judge, &at, HtmlKind::OtherRelativeReference, url, false, based);
        }
    }
}

fn foreign(
    judge: &mut Judge<'_>,
    frame: &Frame<'_, '_, '_>,
    node: Node<'_, '_>,
    elements: &[&str],
    attributes: &[&str],
) {
    let local = node.tag_name().name();
    let span = judge.tag_span(node);
    let at = At { frame, attribute: None, span };
    if elements.binary_search(&local).is_err() {
        say(judge, &at, HtmlKind::RiskyElement, local, false, true);
    }
    for attribute in node.attributes().filter(|attribute| attribute.namespace().is_none()) {
        if attributes.binary_search(&attribute.name()).is_err() {
            let at = At { frame, attribute: None, span: attribute.range().into() };
            say(judge, &at, HtmlKind::RiskyAttribute, attribute.name(), false, true);
        }
    }
}

/// `xhtml:body` in an RSS item.
pub(in crate::rules::feed) fn xhtml_body(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.kind == Kind::Rss {
        let message = "`xhtml:body` says a second time what `description` is for";
        judge.report_element(DUPLICATE_DESCRIPTION_SEMANTICS, frame, message);
    }
    for node in frame.node.descendants().skip(1).filter(Node::is_element) {
        judge.declared(node);
        text::attributes(judge, node);
        xhtml_element(judge, frame, node, false);
    }
}

/// Where in the source an offset of a decoded value lies.
struct Place {
    start: usize,
    whole: Span,
    same: bool,
    line: Vec<usize>,
}

impl Place {
    fn new(judge: &Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) -> Self {
        let node = at.frame.node;
        let (first, last) = (node.first_child(), node.last_child());
        let start = first.map_or(at.span.start, |first| first.range().start);
        let end = last.map_or(at.span.end, |last| last.range().end);
        let whole = Span::new(start, end);
        let source = whole.of(judge.source);
        // Text without references stands in the source as it is, but for the marks of a CDATA section.
        let found = source.find(value);
        if let Some(found) = found {
            return Self { start: start + found, whole, same: true, line: Vec::new() };
        }
        Self { start, whole, same: false, line: decoded_offsets(source, value) }
    }

    fn span(&self, at: usize, source: &str) -> Span {
        let from = if self.same {
            self.start + at
        } else {
            self.start + self.line.partition_point(|&decoded| decoded < at)
        };
        let mut from = from.min(self.whole.end.max(self.whole.start));
        while !source.is_char_boundary(from) {
            from -= 1;
        }
        let rest = source.get(from..self.whole.end).unwrap_or("");
        let stop = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_whitespace() || matches!(c, '<' | '>'))
            .map_or(rest.len(), |(at, c)| if c == '>' { at + 1 } else { at });
        Span::new(from, from + stop.min(80).min(rest.len()))
    }
}

/// For each byte of the source, the offset in the decoded value that it stands for.
fn decoded_offsets(source: &str, value: &str) -> Vec<usize> {
    let lead = source.len() - source.trim_start().len();
    let skipped = if value.starts_with(char::is_whitespace) { 0 } else { lead };
    let mut offsets = Vec::with_capacity(source.len());
    let mut decoded = 0_usize;
    let mut at = 0;
    let bytes = source.as_bytes();
    let mut in_cdata = false;
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let (length, stands_for) = if at < skipped {
            (1, 0)
        } else if !in_cdata && rest.starts_with(b"<![CDATA[") {
            in_cdata = true;
            (9, 0)
        } else if in_cdata && rest.starts_with(b"]]>") {
            in_cdata = false;
            (3, 0)
        } else if !in_cdata && byte == b'&' {
            let end = rest.iter().take(12).position(|byte| *byte == b';').unwrap_or(0);
            let name = source.get(at + 1..at + end).unwrap_or("");
            let number = name.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16).ok());
            let number = number.or_else(|| name.strip_prefix('#').map(|digits| digits.parse().ok()));
            let length = number.flatten().and_then(char::from_u32).map_or(1, char::len_utf8);
            (end + 1, length)
        } else if byte == b'\r' && rest.get(1) == Some(&b'\n') {
            (1, 0)
        } else {
            (1, 1)
        };
        // What stands for nothing, such as the mark of a CDATA section, goes with what is before it.
        let offset = if stands_for == 0 { decoded.saturating_sub(1) } else { decoded };
        offsets.extend(std::iter::repeat_n(offset, length));
        decoded += stands_for;
        at += length;
    }
    offsets
}

/// Elements of SVG that run nothing and fetch nothing, sorted.
const SVG_ELEMENTS: &[&str] = &[
    "a",
    "animate",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "font-face",
    "font-face-name",
    "font-face-src",
    "g",
    "glyph",
    "hkern",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "metadata",
    "missing-glyph",
    "mpath",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "set",
    "stop",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
];

/// Attributes of SVG that run nothing, sorted.
const SVG_ATTRIBUTES: &[&str] = &[
    "accent-height",
    "accumulate",
    "additive",
    "alphabetic",
    "arabic-form",
    "ascent",
    "attributeName",
    "attributeType",
    "baseProfile",
    "bbox",
    "begin",
    "by",
    "calcMode",
    "cap-height",
    "class",
    "clip-path",
    "clip-rule",
    "color",
    "color-rendering",
    "content",
    "cx",
    "cy",
    "d",
    "descent",
    "display",
    "dominant-baseline",
    "dur",
    "dx",
    "dy",
    "end",
    "fill",
    "fill-opacity",
    "fill-rule",
    "font-family",
    "font-size",
    "font-stretch",
    "font-style",
    "font-variant",
    "font-weight",
    "from",
    "fx",
    "fy",
    "g1",
    "g2",
    "glyph-name",
    "gradientTransform",
    "gradientUnits",
    "hanging",
    "height",
    "horiz-adv-x",
    "horiz-origin-x",
    "href",
    "id",
    "ideographic",
    "k",
    "keyPoints",
    "keySplines",
    "keyTimes",
    "lang",
    "marker-end",
    "marker-mid",
    "marker-start",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "mathematical",
    "max",
    "min",
    "name",
    "offset",
    "opacity",
    "orient",
    "origin",
    "overline-position",
    "overline-thickness",
    "panose-1",
    "path",
    "pathLength",
    "points",
    "preserveAspectRatio",
    "r",
    "refX",
    "refY",
    "repeatCount",
    "repeatDur",
    "requiredExtensions",
    "requiredFeatures",
    "restart",
    "role",
    "rotate",
    "rx",
    "ry",
    "slope",
    "stemh",
    "stemv",
    "stop-color",
    "stop-opacity",
    "strikethrough-position",
    "strikethrough-thickness",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "style",
    "systemLanguage",
    "target",
    "text-anchor",
    "to",
    "transform",
    "type",
    "u1",
    "u2",
    "underline-position",
    "underline-thickness",
    "unicode",
    "unicode-range",
    "units-per-em",
    "values",
    "version",
    "viewBox",
    "visibility",
    "width",
    "widths",
    "x",
    "x-height",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
    "zoomAndPan",
];

/// Elements of MathML, sorted.
const MATHML_ELEMENTS: &[&str] = &[
    "annotation",
    "annotation-xml",
    "maction",
    "math",
    "menclose",
    "merror",
    "mfenced",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
    "semantics",
];

/// Attributes of MathML, sorted.
const MATHML_ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "actiontype",
    "align",
    "class",
    "close",
    "columnalign",
    "columnlines",
    "columnspacing",
    "columnspan",
    "depth",
    "dir",
    "display",
    "displaystyle",
    "encoding",
    "equalcolumns",
    "equalrows",
    "fence",
    "fontstyle",
    "fontweight",
    "frame",
    "height",
    "id",
    "largeop",
    "linethickness",
    "lspace",
    "mathbackground",
    "mathcolor",
    "mathsize",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "open",
    "other",
    "rowalign",
    "rowlines",
    "rowspacing",
    "rowspan",
    "rspace",
    "scriptlevel",
    "selection",
    "separator",
    "separators",
    "stretchy",
    "subscriptshift",
    "superscriptshift",
    "symmetric",
    "voffset",
    "width",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [SVG_ELEMENTS, SVG_ATTRIBUTES, MATHML_ELEMENTS, MATHML_ATTRIBUTES] {
            assert!(
                table.windows(2).all(|pair| pair[0] < pair[1]),
                "{:?}",
                table.windows(2).find(|p| p[0] >= p[1])
            );
        }
    }

    #[test]
    fn an_offset_of_decoded_text_leads_to_its_source() {
        let source = "  a &lt;b&gt; <![CDATA[c]]> d";
        let offsets = decoded_offsets(source, "a <b> c d");
        let at = |decoded| offsets.partition_point(|&offset| offset < decoded);
        assert_eq!(&source[at(2)..at(2) + 4], "&lt;");
        assert_eq!(&source[at(6)..=at(6)], "c");
    }
}
