//! The names of HTML: its elements and attributes, and what readers make of them.

use crate::text::html::balance;

/// Returns whether HTML has an element of that name, lower case.
pub(crate) fn is_html_element(name: &str) -> bool {
    ELEMENTS.binary_search(&name).is_ok()
}

/// Returns whether it is one of the elements that most HTML consists of: asking the tables for each takes a tenth of the time.
pub(crate) fn is_usual(name: &str) -> bool {
    matches!(
        name,
        "a" | "p"
            | "li"
            | "ul"
            | "ol"
            | "em"
            | "strong"
            | "b"
            | "i"
            | "code"
            | "pre"
            | "br"
            | "img"
            | "h2"
            | "h3"
            | "h4"
            | "blockquote"
            | "div"
            | "span"
            | "td"
            | "tr"
            | "th"
    )
}

/// Returns whether readers keep the element.
pub(crate) fn is_safe_element(name: &str) -> bool {
    is_usual(name) || is_html_element(name) && STRIPPED.binary_search(&name).is_err()
}

/// Returns whether an attribute, lower case, is HTML's (or RDFa's, ARIA's or the author's own `data-`) and runs no script.
pub(crate) fn is_safe_attribute(name: &str) -> bool {
    if matches!(name, "href" | "src" | "class" | "id" | "alt" | "title" | "rel" | "width" | "height") {
        return true;
    }
    const FREE: &[&str] = &["aria-", "data-", "xml:", "xmlns", "epub:"];
    ATTRIBUTES.binary_search(&name).is_ok() || FREE.iter().any(|prefix| name.starts_with(prefix))
}

/// Returns whether it is one of the six headings.
pub(crate) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Returns whether an element has no end tag (HTML standard, 13.1.2), those of the past among them.
pub(crate) fn is_void(name: &str) -> bool {
    balance::is_void(name) || matches!(name, "bgsound" | "param")
}

/// Returns whether an element may end without its end tag (HTML standard, 13.1.2.4).
pub(crate) fn is_end_optional(name: &str) -> bool {
    matches!(
        name,
        "p" | "li"
            | "dd"
            | "dt"
            | "option"
            | "optgroup"
            | "rp"
            | "rt"
            | "tbody"
            | "thead"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "colgroup"
            | "caption"
    )
}

/// Elements whose start ends an open paragraph (HTML standard, 13.2.6.4.7), sorted.
pub(crate) const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "hr",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "xmp",
];

/// Elements of HTML, present and past, sorted.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "command",
    "data",
    "datagrid",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "isindex",
    "kbd",
    "keygen",
    "label",
    "legend",
    "li",
    "link",
    "listing",
    "main",
    "map",
    "mark",
    "menu",
    "menuitem",
    "meta",
    "meter",
    "nav",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "plaintext",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "xmp",
];

/// Elements that readers strip for safety's sake, with or without what is in them (RFC 4287 section 8.1), sorted.
const STRIPPED: &[&str] = &[
    "applet",
    "base",
    "basefont",
    "body",
    "embed",
    "frame",
    "frameset",
    "head",
    "html",
    "iframe",
    "isindex",
    "link",
    "listing",
    "meta",
    "noframes",
    "object",
    "param",
    "plaintext",
    "script",
    "slot",
    "style",
    "title",
    "xmp",
];

/// Attributes of HTML and of what is usual in it, sorted; none that runs a script.
const ATTRIBUTES: &[&str] = &[
    "abbr",
    "about",
    "accept",
    "accept-charset",
    "accesskey",
    "action",
    "align",
    "allow",
    "allowfullscreen",
    "allowpaymentrequest",
    "alt",
    "as",
    "autocapitalize",
    "autocomplete",
    "autofocus",
    "autoplay",
    "axis",
    "background",
    "bgcolor",
    "border",
    "bordercolor",
    "cellpadding",
    "cellspacing",
    "char",
    "charoff",
    "charset",
    "checked",
    "cite",
    "class",
    "clear",
    "color",
    "cols",
    "colspan",
    "compact",
    "content",
    "contenteditable",
    "controls",
    "coords",
    "crossorigin",
    "data",
    "datatype",
    "datetime",
    "decoding",
    "default",
    "dir",
    "dirname",
    "disabled",
    "download",
    "draggable",
    "enctype",
    "enterkeyhint",
    "exportparts",
    "face",
    "fetchpriority",
    "for",
    "form",
    "formaction",
    "formenctype",
    "formmethod",
    "formnovalidate",
    "formtarget",
    "frame",
    "frameborder",
    "headers",
    "height",
    "hidden",
    "high",
    "href",
    "hreflang",
    "hspace",
    "icon",
    "id",
    "imagesizes",
    "imagesrcset",
    "inert",
    "inlist",
    "inputmode",
    "integrity",
    "is",
    "ismap",
    "itemid",
    "itemprop",
    "itemref",
    "itemscope",
    "itemtype",
    "kind",
    "label",
    "lang",
    "list",
    "loading",
    "longdesc",
    "loop",
    "low",
    "lowsrc",
    "max",
    "maxlength",
    "media",
    "method",
    "min",
    "minlength",
    "multiple",
    "muted",
    "name",
    "nohref",
    "nonce",
    "noshade",
    "novalidate",
    "nowrap",
    "open",
    "optimum",
    "part",
    "pattern",
    "ping",
    "placeholder",
    "playsinline",
    "popover",
    "popovertarget",
    "poster",
    "prefix",
    "preload",
    "property",
    "radiogroup",
    "readonly",
    "referrerpolicy",
    "rel",
    "required",
    "resource",
    "rev",
    "reversed",
    "role",
    "rows",
    "rowspan",
    "rules",
    "scope",
    "selected",
    "shape",
    "size",
    "sizes",
    "slot",
    "span",
    "spellcheck",
    "src",
    "srclang",
    "srcset",
    "start",
    "step",
    "style",
    "summary",
    "tabindex",
    "target",
    "title",
    "translate",
    "type",
    "typeof",
    "usemap",
    "valign",
    "value",
    "version",
    "vocab",
    "vspace",
    "width",
    "wrap",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [BLOCKS, ELEMENTS, STRIPPED, ATTRIBUTES] {
            assert!(table.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
