//! HTML in which every element that begins also ends, so that it cannot swallow what follows.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::text::html::tags::{Tag, Tags};
use crate::text::pieces::Part as _;

/// `html` with an end tag for every start tag that needs one and no end tag without a start.
///
/// Where HTML lets an end tag be left out (`<p>`, `<li>`, `<td>` …) it is put where the HTML Standard implies it (13.1.2.4).
/// Borrowed, after one pass, where everything is balanced already. All other bytes stay.
#[must_use]
pub fn balance(html: &str) -> Cow<'_, str> {
    if is_balanced(html) { Cow::Borrowed(html) } else { Cow::Owned(balanced(html)) }
}

/// Whether every start tag has its end tag and they are well nested. Void elements (`<br>`) have none, and an end tag that
/// comes when HTML has ended its element already (`<p><ul></ul></p>`) is none of it.
#[must_use]
pub fn is_balanced(html: &str) -> bool {
    let mut tags = Tags::new(html);
    let mut nesting = Nesting::default();
    while let Some(tag) = tags.next_tag() {
        if !nesting.accepts(&tag) {
            return false;
        }
    }
    nesting.ends(&tags)
}

/// The open elements during a walk through the tags of HTML, to find whether they balance.
#[derive(Debug, Default)]
struct Nesting<'a> {
    open: Vec<&'a str>,
    foreign: usize,
}

impl<'a> Nesting<'a> {
    /// Whether the tags balance as far as this one.
    fn accepts(&mut self, tag: &Tag<'a>) -> bool {
        if tag.end {
            self.foreign = self.foreign.saturating_sub(usize::from(is_foreign(tag.name)));
            return self.open.pop().is_some_and(|name| name.eq_ignore_ascii_case(tag.name));
        }
        if self.foreign == 0 && self.open.last().is_some_and(|last| implied_end(last, tag.name)) {
            return false;
        }
        if needs_end(tag, self.foreign > 0) {
            self.foreign += usize::from(is_foreign(tag.name));
            self.open.push(tag.name);
        }
        true
    }

    /// Whether they balance, now that all of them were seen.
    fn ends(&self, tags: &Tags<'_>) -> bool {
        self.open.is_empty() && tags.cut_off().is_none()
    }
}

fn balanced(html: &str) -> String {
    let mut tags = Tags::new(html);
    let mut out = String::with_capacity(html.len() + 64);
    let mut open: Vec<String> = Vec::new();
    // How many of a name are open, so that a stray end tag does not search the whole stack.
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut copied = 0;
    let close = |open: &mut Vec<String>, counts: &mut HashMap<String, usize>, out: &mut String| {
        if let Some(name) = open.pop() {
            if let Some(count) = counts.get_mut(&name) {
                *count -= 1;
            }
            out.push_str("</");
            out.push_str(&name);
            out.push('>');
        }
    };
    while let Some(tag) = tags.next_tag() {
        out.push_str(html.part(copied..tag.span.start));
        copied = tag.span.end;
        let name = tag.name.to_ascii_lowercase();
        let text = html.part(tag.span.start..tag.span.end);
        if tag.end {
            if counts.get(&name).is_none_or(|count| *count == 0) {
                if name == "p" && is_between_words(&out, html.part(tag.span.end..)) {
                    out.push_str("<p></p>");
                }
                continue;
            }
            while open.last().is_some_and(|last| *last != name) {
                close(&mut open, &mut counts, &mut out);
            }
            open.pop();
            counts.entry(name).and_modify(|count| *count -= 1);
        } else {
            while open.last().is_some_and(|last| implied_end(last, &name)) {
                close(&mut open, &mut counts, &mut out);
            }
            let foreign =
                ["svg", "math"].iter().any(|name| counts.get(*name).is_some_and(|count| *count > 0));
            if needs_end(&tag, foreign) {
                *counts.entry(name.clone()).or_default() += 1;
                open.push(name);
            }
        }
        out.push_str(text);
        out.push_str(html.part(copied..tag.inside));
        copied = copied.max(tag.inside);
    }
    // A tag or comment that the end cuts off would swallow what follows.
    out.push_str(html.part(copied..tags.cut_off().unwrap_or(html.len())));
    while !open.is_empty() {
        close(&mut open, &mut counts, &mut out);
    }
    out
}

/// Whether words or inline elements are on both sides. HTML makes an empty paragraph of an end tag `</p>` that ends none
/// (13.2.6.4.7): between words it begins a new line, beside a block nobody sees it.
fn is_between_words(before: &str, after: &str) -> bool {
    // A tag that is longer, or as much white space, counts as a block: looking further at each end tag would take quadratic time.
    const FAR: usize = 1_000;
    let is_block = |tag: &str| {
        let name = tag.trim_start_matches(['<', '/']);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        ends_paragraph(name.part(..end))
    };
    let mut from = before.len().saturating_sub(FAR);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let near = before.part(from..).trim_end();
    let after = after.trim_start();
    let is_after_block =
        near.is_empty() || near.ends_with('>') && near.rfind('<').is_none_or(|at| is_block(near.part(at..)));
    !(is_after_block || after.is_empty() || after.starts_with('<') && is_block(after))
}

/// Whether an element has no content (HTML Standard, 13.1.2). Every tag is asked, most are too short for most names.
pub(crate) fn is_void(name: &str) -> bool {
    let names: &[&str] = match name.len() {
        2 => &["br", "hr"],
        3 => &["col", "img", "wbr"],
        4 => &["area", "base", "link", "meta"],
        5 => &["embed", "frame", "input", "track"],
        6 => &["keygen", "source"],
        8 => &["basefont"],
        _ => &[],
    };
    names.iter().any(|void| name.eq_ignore_ascii_case(void))
}

/// Whether an end tag has to come. Inside SVG and MathML `<path/>` is a whole element; in HTML the `/` means nothing.
pub(crate) fn needs_end(tag: &Tag<'_>, foreign: bool) -> bool {
    !(is_void(tag.name) || tag.self_closing && (foreign || is_foreign(tag.name)))
}

fn is_foreign(name: &str) -> bool {
    name.eq_ignore_ascii_case("svg") || name.eq_ignore_ascii_case("math")
}

/// Whether an open `<p>` ends before an element (HTML Standard, 13.1.2.4). Every tag in a paragraph is asked, most of them
/// `a`, `code` and `em`.
fn ends_paragraph(next: &str) -> bool {
    let names: &[&str] = match next.len() {
        1 => &["p"],
        2 => &["dd", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "ul"],
        3 => &["dir", "div", "nav", "pre"],
        4 => &["form", "main", "menu"],
        5 => &["aside", "table"],
        6 => &["center", "figure", "footer", "header"],
        7 => &["address", "article", "details", "section"],
        8 => &["fieldset"],
        10 => &["blockquote", "figcaption"],
        _ => &[],
    };
    names.iter().any(|name| next.eq_ignore_ascii_case(name))
}

/// Whether an open element `last` ends where an element `next` begins; both in any case.
fn implied_end(last: &str, next: &str) -> bool {
    let is = |name: &str, names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    match last.len() {
        1 => is(last, &["p"]) && ends_paragraph(next),
        2 if is(last, &["li"]) => is(next, &["li"]),
        2 if is(last, &["dt", "dd"]) => is(next, &["dt", "dd"]),
        2 if is(last, &["td", "th"]) => is(next, &["td", "th", "tr", "tbody", "tfoot", "thead"]),
        2 if is(last, &["tr"]) => is(next, &["tr", "tbody", "tfoot", "thead"]),
        2 if is(last, &["rt", "rp"]) => is(next, &["rt", "rp"]),
        5 if is(last, &["thead", "tbody", "tfoot"]) => is(next, &["tbody", "tfoot", "thead"]),
        7 | 8 if is(last, &["caption", "colgroup"]) => {
            is(next, &["colgroup", "tr", "tbody", "tfoot", "thead"])
        }
        6 if is(last, &["option"]) => is(next, &["option", "optgroup"]),
        8 if is(last, &["optgroup"]) => is(next, &["optgroup"]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(balance(html), expected);
        assert!(is_balanced(expected), "{expected}");
        assert!(matches!(balance(expected), Cow::Borrowed(_)));
    }

    #[test]
    fn what_is_balanced_stays() {
        for html in [
            "",
            "a < b",
            "<p>a<br>b<IMG src=x></P>",
            "<svg><path d=''/></svg>",
            "<!-- <b> -->x",
            "<![CDATA[<p>]]>",
            "<//x<p>",
        ] {
            assert!(matches!(balance(html), Cow::Borrowed(_)), "{html}");
        }
    }

    #[test]
    fn end_tags_come_where_html_implies_them() {
        check("<p>a<p>b", "<p>a</p><p>b</p>");
        check("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c");
        check(
            "<table><tr><td>a<td>b<tr><td>c</table>",
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
        );
        check("<p>a<div>b</div>", "<p>a</p><div>b</div>");
        check("<ul><li>a<ul><li>b</ul><li>c</ul>", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>");
        check("<ul><li>a<li>b</li></li></ul>", "<ul><li>a</li><li>b</li></ul>");
        check("<p>a<DIV>b</DIV></p>c", "<p>a</p><DIV>b</DIV>c");
        check("<p>a<ul><li>b</ul>\nc</p><p>d", "<p>a</p><ul><li>b</li></ul>\nc<p>d</p>");
        check("a\n</p>\n<b>b</b> </p> <!-- c -->d", "a\n<p></p>\n<b>b</b> <p></p> <!-- c -->d");
        check("<blockquote>a</blockquote></p>", "<blockquote>a</blockquote>");
        check("<p>a<p>b</p></p>", "<p>a</p><p>b</p>");
    }

    #[test]
    fn unbalanced_tags_are_repaired() {
        check("<b><i>x</b></i>y", "<b><i>x</i></b>y");
        check("</div>a</p>", "a");
        check("<div><span>a", "<div><span>a</span></div>");
        check("<div/>a", "<div/>a</div>");
        check("<b><x-y/>a</b>", "<b><x-y/>a</x-y></b>");
        check("<p><svg><path/><g><a/></svg>", "<p><svg><path/><g><a/></g></svg></p>");
        check("<p>a <a href=\"x", "<p>a </p>");
        check("<p>a <!-- b", "<p>a </p>");
        check("<p>a < b", "<p>a < b</p>");
        check("<script>a<b", "<script>a<b</script>");
        check("<p>a</p><b", "<p>a</p>");
    }

    #[test]
    fn hostile_nesting_takes_linear_time() {
        let html = "<div>".repeat(50_000) + &"</span>".repeat(50_000);
        assert_eq!(balance(&html).len(), 50_000 * 11);
        let html = "x".repeat(100_000) + ">" + &" </p>".repeat(50_000);
        assert_eq!(balance(&html).len(), 150_001);
    }
}
