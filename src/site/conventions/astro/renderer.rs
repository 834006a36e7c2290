//! The Markdown library that a feed's own code calls: `sanitizeHtml(parser.render(post.body))`.

use crate::markup::javascript::{Call, Object, Value};
use crate::markup::markdown::{self, Alignment, Classes, CommonMark};
use crate::site::conventions::markdown_it;
use crate::text::html::tags::{Attribute, Tag, Tags};
use crate::text::html::text::unescape;
use crate::text::pieces::Part as _;

/// The way of an entry whose text the code of a feed leaves out.
pub(super) const WITHOUT_TEXT: usize = usize::MAX;

/// markdown-it or marked, and what is left of its HTML.
#[derive(Clone, Debug)]
pub(super) struct Renderer {
    options: markdown::Options,
    /// Whether raw HTML is text.
    escapes_html: bool,
    /// The elements that sanitize-html leaves beside its own; nothing where it is not called.
    allowed: Option<Vec<String>>,
    /// Markdown before and after that of each entry.
    pub(super) frame: Option<(String, String)>,
}

impl Renderer {
    /// The library that the code of a feed calls on the text of entries.
    pub(super) fn read(text: &str, calls: &[Call]) -> Option<Self> {
        if text.contains("\"marked\"") || text.contains("'marked'") {
            let is_called = ["marked(", "marked.parse(", "parse("].iter().any(|call| text.contains(call));
            let options = markdown::Options {
                gfm: true,
                common_mark: CommonMark {
                    autolinks: true,
                    alignment: Alignment::Attribute,
                    classes: Classes::GitHub,
                    ..CommonMark::DEFAULT
                },
                ..markdown::Options::common_mark()
            };
            return is_called.then(|| Self {
                options,
                escapes_html: false,
                allowed: allowed(text),
                frame: None,
            });
        }
        if !text.contains("markdown-it") || !text.contains(".render(") {
            return None;
        }
        let made = calls.iter().find(|call| call.name == "markdown-it#default");
        let given = made.and_then(|call| call.arguments.iter().find_map(Value::as_object));
        Some(Self::new(given.unwrap_or(&Object::default()), allowed(text)))
    }

    fn new(given: &Object, allowed: Option<Vec<String>>) -> Self {
        let is = |key: &str| given.get(key).and_then(Value::truth) == Some(true);
        let options = markdown::Options {
            smart_quotes: is("typographer"),
            typographic_symbols: is("typographer"),
            hard_wrap: is("breaks"),
            common_mark: CommonMark { linkify: is("linkify").then_some("http"), ..markdown_it::DIALECT },
            ..markdown::Options::common_mark()
        };
        Self { options, escapes_html: !is("html"), allowed, frame: None }
    }

    /// Whether the code puts text around that of each entry.
    pub(super) fn has_frame(&self) -> bool {
        self.frame.is_some()
    }

    pub(super) fn html(&self, body: &str) -> String {
        let framed = self.frame.as_ref().map(|(before, after)| format!("{before}{}{after}", body.trim()));
        let body = framed.as_deref().unwrap_or(body);
        let html = if self.escapes_html {
            markdown::render(&markdown_it::without_html(body), &self.options)
        } else {
            markdown::render(body, &self.options)
        };
        match &self.allowed {
            Some(allowed) => sanitized(&html, allowed),
            None => html,
        }
    }
}

/// The elements of `allowedTags: sanitizeHtml.defaults.allowedTags.concat(["img"])`; nothing without sanitize-html.
fn allowed(text: &str) -> Option<Vec<String>> {
    if !text.contains("sanitize-html") {
        return None;
    }
    let list = text.split_once("allowedTags").and_then(|(_, rest)| {
        let rest = rest.split_once("concat([")?.1;
        Some(rest.split_once(']')?.0)
    });
    let names = list.unwrap_or("").split(',').map(|name| name.trim().trim_matches(['"', '\'', '`']));
    Some(names.filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

/// The elements that sanitize-html leaves by default (2.13).
const ELEMENTS: &str = " address article aside footer header h1 h2 h3 h4 h5 h6 hgroup main nav section blockquote dd div dl dt figcaption figure hr li menu ol p pre ul a abbr b bdi bdo br cite code data dfn em i kbd mark q rb rp rt rtc ruby s samp small span strong sub sup time u var wbr caption col colgroup table tbody td tfoot th thead tr ";

/// HTML with those elements and attributes that sanitize-html leaves; of other elements their text stays.
fn sanitized(html: &str, allowed: &[String]) -> String {
    let mut out = String::with_capacity(html.len());
    let mut tags = Tags::new(html);
    let mut copied = 0;
    while let Some(tag) = tags.next_tag() {
        out.push_str(html.part(copied..tag.span.start));
        copied = tag.span.end;
        let name = tag.name.to_ascii_lowercase();
        if ELEMENTS.contains(&format!(" {name} ")) || allowed.contains(&name) {
            push_tag(&tag, &name, tags.attributes(), &mut out);
        } else if matches!(name.as_str(), "script" | "style" | "textarea" | "option") {
            copied = copied.max(tag.inside);
        }
    }
    out + html.part(copied..)
}

fn push_tag(tag: &Tag<'_>, name: &str, attributes: &[Attribute<'_>], out: &mut String) {
    if tag.end {
        return out.push_str(&format!("</{name}>"));
    }
    let kept: &[&str] = match name {
        "a" => &["href", "name", "target"],
        "img" => &["src", "srcset", "alt", "title", "width", "height", "loading"],
        _ => &[],
    };
    out.push('<');
    out.push_str(name);
    for attribute in attributes.iter().filter(|it| kept.contains(&it.name.to_ascii_lowercase().as_str())) {
        let is_address = matches!(attribute.name.to_ascii_lowercase().as_str(), "href" | "src");
        if is_address && has_other_scheme(attribute.value.unwrap_or("")) {
            continue;
        }
        let quote = if attribute.quote == Some(b'\'') { '\'' } else { '"' };
        out.push_str(&format!(" {}={quote}{}{quote}", attribute.name, attribute.value.unwrap_or("")));
    }
    out.push_str(if tag.self_closing { " />" } else { ">" });
}

/// Whether an address has a scheme that sanitize-html does not leave, such as `javascript:`; signs that browsers skip are not
/// counted.
fn has_other_scheme(address: &str) -> bool {
    let address: String =
        unescape(address).chars().filter(|c| *c > ' ' && *c != '\u{7f}' && *c != '\u{a0}').collect();
    let Some((scheme, _)) = address.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+'));
    is_scheme && !["http", "https", "ftp", "mailto", "tel"].contains(&&*scheme.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_and_the_sanitizer_are_those_of_the_code() {
        let renderer =
            Renderer::new(&Object::default(), allowed("sanitize-html allowedTags: x.concat(['img'])"));
        let text = "## A <b>b</b>\n\n![i](/a.png \"t\") ~~c~~ --\n\n```js\n1\n```\n";
        let expected = "<h2>A &lt;b&gt;b&lt;/b&gt;</h2>\n<p><img src=\"/a.png\" alt=\"i\" title=\"t\" /> <s>c</s> --</p>\n<pre><code>1\n</code></pre>\n";
        assert_eq!(renderer.html(text), expected);
    }
    #[test]
    fn addresses_of_other_schemes_are_left_out() {
        for (html, expected) in [
            ("<a href=\"javascript:x()\">a</a>", "<a>a</a>"),
            ("<a href=\" JAVA&#10;script:x\">a</a>", "<a>a</a>"),
            ("<a href=\"data:text/html,x\" name=\"n\">a</a>", "<a name=\"n\">a</a>"),
            ("<a href=\"/a:b\">a</a>", "<a href=\"/a:b\">a</a>"),
            ("<a href=\"MAILTO:a@b.example\">a</a>", "<a href=\"MAILTO:a@b.example\">a</a>"),
            ("<img src='data:x' alt=''>", "<img alt=''>"),
        ] {
            assert_eq!(sanitized(html, &["img".to_owned()]), expected, "{html}");
        }
    }
}
