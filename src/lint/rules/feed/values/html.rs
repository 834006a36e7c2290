//! HTML inside a feed: what breaks it, what readers strip, which addresses are relative. One pass, no tree.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as HtmlSpan, Tokenizer};

use crate::lint::rules::feed::values::html_names::{
    BLOCKS, is_end_optional, is_heading, is_html_element, is_safe_attribute, is_safe_element, is_void,
};
use crate::lint::rules::feed::values::style;
use crate::lint::rules::feed::values::uri::is_relative;

/// One thing to say about a piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HtmlFinding {
    /// What.
    pub(crate) kind: HtmlKind,
    /// Where, as a byte offset in the HTML.
    pub(crate) at: usize,
    /// The element, attribute, property, address or cause.
    pub(crate) detail: String,
}

/// What can be said about HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum HtmlKind {
    /// A parse error of the HTML standard.
    ParseError,
    /// An element that HTML does not have.
    UnknownElement,
    /// An element that readers strip.
    RiskyElement,
    /// An attribute that readers strip.
    RiskyAttribute,
    /// A style property or value that readers strip.
    RiskyStyle,
    /// A relative `a href` or `img src`.
    RelativeReference,
    /// A relative address in any other attribute.
    OtherRelativeReference,
}

/// Attributes that hold an address, by element (`*` for every element).
pub(crate) fn holds_address(element: &str, attribute: &str) -> bool {
    match attribute {
        "href" | "src" | "poster" | "cite" | "longdesc" | "background" | "formaction" | "action"
        | "srcset" | "ping" => !matches!((element, attribute), ("base", _)),
        "data" => element == "object",
        _ => false,
    }
}

/// Returns whether an address is relative and says more than a fragment of this very text.
pub(crate) fn is_relative_address(value: &str) -> bool {
    let value = value.trim();
    is_relative(value)
}

/// The first relative address of an attribute; `srcset` and `ping` hold several.
pub(crate) fn relative_in<'v>(attribute: &str, value: &'v str) -> Option<&'v str> {
    match attribute {
        "srcset" => value
            .split(',')
            .filter_map(|candidate| candidate.split_whitespace().next())
            .find(|url| is_relative_address(url)),
        "ping" => value.split_whitespace().find(|url| is_relative_address(url)),
        _ => Some(value.trim()).filter(|url| !url.is_empty() && is_relative_address(url)),
    }
}

/// All problems in `html`, which is a fragment, or a document where `document` is true.
pub(crate) fn inspect(html: &str, document: bool) -> Vec<HtmlFinding> {
    if !html.contains(['<', '&', '\0']) && !html.chars().any(|c| ('\u{80}'..='\u{9F}').contains(&c)) {
        return Vec::new();
    }
    let mut reader = Reader { document, ..Reader::default() };
    let mut findings = Vec::new();
    {
        let reader = &mut reader;
        let findings = &mut findings;
        let mut emitter: CallbackEmitter<_, std::convert::Infallible, usize> =
            CallbackEmitter::new(move |event: CallbackEvent<'_>, span: HtmlSpan<usize>| {
                reader.event(&event, span.start, findings);
                None
            });
        emitter.naively_switch_states(true);
        // The callback keeps what it finds: no token ever comes out.
        let tokens = Tokenizer::new_with_emitter(html, emitter);
        let count = tokens.count();
        debug_assert_eq!(count, 0);
    }
    reader.finish(html.len(), &mut findings);
    let imports = |(at, _): (usize, &str)| {
        html.get(at + 2..at + 9).is_some_and(|name| name.eq_ignore_ascii_case("import "))
    };
    if html.match_indices("<?").any(imports) {
        let detail = "?import".to_owned();
        findings.push(HtmlFinding { kind: HtmlKind::RiskyElement, at: 0, detail });
    }
    findings
}

#[derive(Default)]
struct Reader {
    document: bool,
    open: Vec<(Box<str>, usize)>,
    tag: Box<str>,
    tag_at: usize,
    attribute: String,
    /// The names of the tag's attributes, each with a space after it.
    attributes: String,
    attribute_at: usize,
    seen_value: bool,
    foreign: usize,
    last_error: usize,
    too_deep: bool,
    stripped: bool,
}

/// How many findings are made of one text: more say no more, and a hostile one could hold millions.
const MOST_FINDINGS: usize = 1000;

/// How many open elements are followed: what is deeper is not judged, so that no text takes quadratic time.
const MAX_OPEN: usize = 512;

impl Reader {
    fn event(&mut self, event: &CallbackEvent<'_>, at: usize, findings: &mut Vec<HtmlFinding>) {
        if findings.len() >= MOST_FINDINGS {
            return;
        }
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.flush_attribute(findings);
                self.tag = String::from_utf8_lossy(name).into();
                self.tag_at = at;
                self.stripped = false;
                self.attributes.clear();
                self.judge_element(findings);
            }
            CallbackEvent::AttributeName { name } => {
                self.flush_attribute(findings);
                self.attribute.clear();
                self.attribute.push_str(&String::from_utf8_lossy(name));
                self.attribute_at = at;
                self.seen_value = false;
                // A tag of hundreds of attributes is not searched again for each.
                if self.attributes.len() < 2000 {
                    if self.attributes.split(' ').any(|known| known == self.attribute) {
                        self.error(at, &format!("the attribute `{}` occurs twice", self.attribute), findings);
                    }
                    self.attributes.push_str(&self.attribute);
                    self.attributes.push(' ');
                }
            }
            CallbackEvent::AttributeValue { value } => {
                self.seen_value = true;
                let value = String::from_utf8_lossy(value);
                self.judge_attribute(&value, findings);
                self.attribute.clear();
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                self.flush_attribute(findings);
                self.start_tag(*self_closing, findings);
            }
            CallbackEvent::EndTag { name } => {
                self.attribute.clear();
                let name = String::from_utf8_lossy(name).into_owned();
                self.end_tag(&name, at, findings);
            }
            CallbackEvent::String { value } => self.text(value, at, findings),
            CallbackEvent::Doctype { .. } if !self.document => {
                self.error(at, "a document type inside a fragment", findings);
            }
            CallbackEvent::Error(error) => self.tokenizer_error(&error.to_string(), at, findings),
            _ => {}
        }
    }

    /// An attribute without a value.
    fn flush_attribute(&mut self, findings: &mut Vec<HtmlFinding>) {
        if !self.attribute.is_empty() && !self.seen_value {
            self.judge_attribute("", findings);
        }
        self.attribute.clear();
    }

    fn judge_element(&mut self, findings: &mut Vec<HtmlFinding>) {
        let name = &*self.tag;
        if self.foreign > 0
            || matches!(name, "svg" | "math")
            || self.document && matches!(name, "html" | "head" | "body" | "title" | "meta")
        {
            return;
        }
        let kind = if !is_html_element(name) && !name.contains('-') {
            HtmlKind::UnknownElement
        } else if !is_safe_element(name) {
            HtmlKind::RiskyElement
        } else {
            return;
        };
        findings.push(HtmlFinding { kind, at: self.tag_at, detail: name.to_owned() });
        self.stripped = true;
    }

    fn judge_attribute(&mut self, value: &str, findings: &mut Vec<HtmlFinding>) {
        let name = self.attribute.as_str();
        let at = self.attribute_at;
        let mut push =
            |kind, detail: &str| findings.push(HtmlFinding { kind, at, detail: detail.to_owned() });
        if self.stripped {
            // It goes with its element.
        } else if name == "style" {
            for evil in style::dangers(value) {
                push(HtmlKind::RiskyStyle, &evil);
            }
        } else if name.starts_with("on")
            || self.foreign == 0 && &*self.tag != "svg" && &*self.tag != "math" && !is_safe_attribute(name)
        {
            push(HtmlKind::RiskyAttribute, name);
        }
        if holds_address(&self.tag, name)
            && let Some(url) = relative_in(name, value)
        {
            let usual = matches!((&*self.tag, name), ("a", "href") | ("img", "src"));
            push(if usual { HtmlKind::RelativeReference } else { HtmlKind::OtherRelativeReference }, url);
        }
    }

    fn error(&mut self, at: usize, detail: &str, findings: &mut Vec<HtmlFinding>) {
        findings.push(HtmlFinding { kind: HtmlKind::ParseError, at, detail: detail.to_owned() });
    }

    fn tokenizer_error(&mut self, name: &str, at: usize, findings: &mut Vec<HtmlFinding>) {
        // A reader that meets one broken tag reports it many times over; the first place is enough.
        let tolerated = matches!(
            name,
            "missing-semicolon-after-character-reference" | "unknown-named-character-reference"
        ) || name == "incorrectly-opened-comment";
        if tolerated && name != "incorrectly-opened-comment" && self.last_error > 0 {
            return;
        }
        self.last_error = at.max(1);
        self.error(at, &name.replace('-', " "), findings);
    }

    fn text(&mut self, value: &[u8], at: usize, findings: &mut Vec<HtmlFinding>) {
        let Some((parent, _)) = self.open.last() else { return };
        let table = matches!(&**parent, "table" | "tbody" | "thead" | "tfoot" | "tr");
        if table && self.foreign == 0 && !value.iter().all(u8::is_ascii_whitespace) {
            self.error(at, "text directly in a table", findings);
        }
    }

    fn start_tag(&mut self, self_closing: bool, findings: &mut Vec<HtmlFinding>) {
        let name = std::mem::take(&mut self.tag);
        let at = self.tag_at;
        if matches!(&*name, "svg" | "math") || self.foreign > 0 {
            if !self_closing {
                self.foreign += usize::from(matches!(&*name, "svg" | "math"));
                self.push(name, at, findings);
            }
            return;
        }
        if self_closing && !is_void(&name) {
            self.error(at, &format!("`<{name}/>` is not an empty element: it stays open"), findings);
        }
        match &*name {
            "html" | "head" | "body" => {
                if !self.document {
                    self.error(at, &format!("`<{name}>` inside a fragment"), findings);
                }
                return;
            }
            "frame" | "frameset" | "image" => {
                self.error(at, &format!("`<{name}>` is not allowed here"), findings)
            }
            "a" if self.in_scope("a") => {
                self.error(at, "a link inside a link", findings);
                self.close("a");
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.close_paragraph();
                if self.open.last().is_some_and(|(parent, _)| is_heading(parent)) {
                    self.error(at, "a heading inside a heading", findings);
                    self.open.pop();
                }
            }
            "li" => self.close_sibling(&["li"], &["ul", "ol", "menu"]),
            "dd" | "dt" => self.close_sibling(&["dd", "dt"], &["dl"]),
            "option" | "optgroup" => self.close_sibling(&["option"], &["select"]),
            "rt" | "rp" => self.close_sibling(&["rt", "rp"], &["ruby"]),
            "td" | "th" => {
                self.close_sibling(&["td", "th"], &["table"]);
                self.need_table(&name, &["tr"], at, findings);
            }
            "tr" => {
                self.close_sibling(&["td", "th"], &["table"]);
                self.close_sibling(&["tr"], &["table"]);
                self.need_table(&name, &["table", "tbody", "thead", "tfoot"], at, findings);
            }
            "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => {
                self.close_sibling(&["td", "th"], &["table"]);
                self.close_sibling(&["tr"], &["table"]);
                self.close_sibling(&["tbody", "thead", "tfoot", "caption", "colgroup"], &["table"]);
                self.need_table(&name, &["table"], at, findings);
            }
            "col" => self.need_table(&name, &["table", "colgroup"], at, findings),
            _ => {
                if BLOCKS.binary_search(&&*name).is_ok() {
                    self.close_paragraph();
                }
                let in_table = self.open.last().is_some_and(|(parent, _)| {
                    matches!(&**parent, "table" | "tr" | "tbody" | "thead" | "tfoot")
                });
                if in_table && !matches!(&*name, "script" | "style" | "template" | "input" | "form") {
                    self.error(at, &format!("`<{name}>` directly in a table"), findings);
                }
            }
        }
        if !is_void(&name) {
            self.push(name, at, findings);
        }
    }

    fn push(&mut self, name: Box<str>, at: usize, findings: &mut Vec<HtmlFinding>) {
        if self.open.len() < MAX_OPEN {
            self.open.push((name, at));
        } else if !self.too_deep {
            self.too_deep = true;
            self.error(at, "elements nested deeper than readers follow", findings);
        }
    }

    fn need_table(&mut self, name: &str, parents: &[&str], at: usize, findings: &mut Vec<HtmlFinding>) {
        let parent = self.open.last().map(|(parent, _)| &**parent);
        if !parent.is_some_and(|parent| parents.contains(&parent)) {
            self.error(
                at,
                &format!("`<{name}>` outside of {}", parents.first().unwrap_or(&"table")),
                findings,
            );
        }
    }

    fn in_scope(&self, name: &str) -> bool {
        let barrier =
            |open: &str| matches!(open, "table" | "td" | "th" | "caption" | "button" | "object" | "template");
        self.open.iter().rev().take_while(|(open, _)| !barrier(open)).any(|(open, _)| &**open == name)
    }

    fn close(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|(open, _)| &**open == name) {
            self.open.truncate(at);
        }
    }

    /// A block element ends the paragraph that is open around it.
    fn close_paragraph(&mut self) {
        if self.in_scope("p") {
            self.close("p");
        }
    }

    /// `<li>` ends the `<li>` before it, up to the list that both stand in.
    fn close_sibling(&mut self, names: &[&str], within: &[&str]) {
        let found = self
            .open
            .iter()
            .enumerate()
            .rev()
            .find(|(_, (open, _))| names.contains(&&**open) || within.contains(&&**open));
        if let Some((at, (open, _))) = found
            && names.contains(&&**open)
        {
            self.open.truncate(at);
        }
    }

    fn end_tag(&mut self, name: &str, at: usize, findings: &mut Vec<HtmlFinding>) {
        if matches!(name, "html" | "head" | "body") {
            if !self.document {
                self.error(at, &format!("`</{name}>` inside a fragment"), findings);
            }
            return;
        }
        let Some(place) = self.open.iter().rposition(|(open, _)| &**open == name) else {
            if self.foreign == 0 && !self.too_deep {
                self.error(at, &format!("`</{name}>` closes no open element"), findings);
            }
            return;
        };
        let unclosed = self.open.iter().skip(place + 1).find(|(open, _)| !is_end_optional(open));
        if let Some((open, from)) = unclosed.filter(|_| self.foreign == 0).cloned() {
            self.error(from, &format!("`<{open}>` is not closed before `</{name}>`"), findings);
        }
        let left = self.open.iter().skip(place).filter(|(open, _)| matches!(&**open, "svg" | "math")).count();
        self.foreign = self.foreign.saturating_sub(left);
        self.open.truncate(place);
    }

    fn finish(&mut self, end: usize, findings: &mut Vec<HtmlFinding>) {
        if let Some((name, at)) = self.open.iter().find(|(open, _)| !is_end_optional(open)).cloned() {
            self.error(at.min(end), &format!("`<{name}>` is never closed"), findings);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(html: &str) -> Vec<(HtmlKind, String)> {
        inspect(html, false).into_iter().map(|finding| (finding.kind, finding.detail)).collect()
    }

    #[test]
    fn ordinary_html_has_no_findings() {
        for html in [
            "",
            "words",
            "a &amp; b",
            "<p>One<p>Two <b>bold</b><br>",
            "<ul><li>a<li>b</ul>",
            "<p>a</p><ul><li>x</li></ul>",
            "<table><thead><tr><th>a<th>b<tbody><tr><td>1<td>2</table>",
            "<table><tr><td><p>x</td></tr></table>",
            "<dl><dt>a<dd>b</dl>",
            "<a href=\"https://a.example/?b=1&amp;c=2\" role=\"x\" aria-label=\"y\">x</a>",
            "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>",
            "<figure><img src=\"https://a.example/b.png\"><figcaption>c</figcaption></figure>",
            "<pre><code>a\n&lt;b&gt;</code></pre>",
            "<details><summary>x</summary>y</details>",
        ] {
            assert_eq!(kinds(html), [], "{html}");
        }
    }

    #[test]
    fn broken_html_has_one() {
        for html in [
            "<a",
            "<b>x",
            "x</b>",
            "<p><ul></ul></p>",
            "<b><i>x</b></i>",
            "<div/>x",
            "<html>",
            "<td>x</td>",
            "<table>x</table>",
        ] {
            let found = inspect(html, false);
            assert!(found.iter().any(|finding| finding.kind == HtmlKind::ParseError), "{html}: {found:?}");
        }
    }

    #[test]
    fn what_readers_strip_is_found() {
        assert_eq!(kinds("<script>x</script>"), [(HtmlKind::RiskyElement, "script".to_owned())]);
        assert_eq!(kinds("<p onclick=\"x()\">y</p>"), [(HtmlKind::RiskyAttribute, "onclick".to_owned())]);
        assert_eq!(kinds("<bogus>y</bogus>"), [(HtmlKind::UnknownElement, "bogus".to_owned())]);
        assert_eq!(
            kinds("<p style=\"position: fixed\">y</p>"),
            [(HtmlKind::RiskyStyle, "position".to_owned())]
        );
    }

    #[test]
    fn relative_addresses_are_found_in_every_attribute() {
        assert_eq!(kinds("<a href=/b>x</a>"), [(HtmlKind::RelativeReference, "/b".to_owned())]);
        assert_eq!(
            kinds("<img src='https://a/b' srcset='https://a/b 1x, c.png 2x'>"),
            [(HtmlKind::OtherRelativeReference, "c.png".to_owned())]
        );
    }

    #[test]
    fn deep_and_long_html_takes_linear_time() {
        let deep = "<div>".repeat(20_000) + &"</div>".repeat(20_000);
        assert_eq!(inspect(&deep, false).len(), 1);
    }
}
