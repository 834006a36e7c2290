//! URLs in HTML made absolute, so that they lead to the same place wherever the HTML is shown.

use std::borrow::Cow;

use crate::text::html::tags::{Attribute, Tags};
use crate::text::html::text::{escape_attribute, unescape_attribute};
use crate::text::pieces::Part as _;
use crate::text::url::{resolve, scheme};
use url::Url;

/// `html` with the URLs in `href`, `src`, `srcset`, `poster`, `data` and `cite` as the page at `base` means them.
///
/// `base` is the absolute URL of the page that the HTML stands on. A URL with a scheme stays as it is written, as does
/// every other byte; `#x` becomes `base#x`. References inside an SVG stay. Borrowed where nothing changes.
#[must_use]
pub fn absolutise<'a>(html: &'a str, base: &str) -> Cow<'a, str> {
    rewritten(html, &|url| resolve(base, url).into_owned())
}

/// `html` with a folder before the paths that begin with a slash: `/x` as `/folder/x`.
#[must_use]
pub(crate) fn below_folder<'a>(html: &'a str, folder: &str) -> Cow<'a, str> {
    let put = |url: &str| {
        let is_path = url.starts_with('/') && !url.starts_with("//");
        if is_path { format!("{folder}{url}") } else { url.to_owned() }
    };
    rewritten(html, &put)
}

/// `html` with absolute URLs of the web as browsers write them: `https://a.example/` for `https://A.example`.
#[must_use]
pub(crate) fn normalized(html: &str) -> Cow<'_, str> {
    let put = |address: &str| {
        let is_web = matches!(scheme(address), Some("http" | "https"));
        let parsed = Some(address.trim()).filter(|_| is_web).and_then(|address| Url::parse(address).ok());
        parsed.map_or_else(|| address.to_owned(), String::from)
    };
    rewritten(html, &put)
}

/// What becomes of a URL.
type Change<'c> = &'c dyn Fn(&str) -> String;

/// The HTML with changed URLs.
fn rewritten<'a>(html: &'a str, change: Change<'_>) -> Cow<'a, str> {
    let mut tags = Tags::new(html);
    let mut out = String::new();
    let mut copied = 0;
    while let Some(tag) = tags.next_tag() {
        if tag.end {
            continue;
        }
        for attribute in tags.attributes() {
            let Some(value) = attribute.value else { continue };
            let changed_value = match url_attribute(tag.name, attribute) {
                UrlKind::None => continue,
                UrlKind::Url => changed(value, change),
                UrlKind::Set => changed_set(value, change),
            };
            if let Some(changed) = changed_value {
                let span = attribute.value_span;
                if out.capacity() == 0 {
                    // Room for some dozens of hosts; growing by doubling copied every long post once more.
                    out.reserve(html.len() + html.len() / 8 + 256);
                }
                out.push_str(html.part(copied..span.start));
                let quote = if attribute.quote.is_none() { "\"" } else { "" };
                out.push_str(quote);
                out.push_str(&changed);
                out.push_str(quote);
                copied = span.end;
            }
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(html.part(copied..));
    Cow::Owned(out)
}

enum UrlKind {
    None,
    Url,
    Set,
}

fn url_attribute(tag: &str, attribute: &Attribute<'_>) -> UrlKind {
    let is = |name: &str| attribute.name.eq_ignore_ascii_case(name);
    // A glance at length and first letter spares most comparisons: most attributes are `class` and `id`.
    match (attribute.name.len(), attribute.name.as_bytes().first().map(u8::to_ascii_lowercase)) {
        (4, Some(b'h')) if is("href") => {
            let fragment = attribute.value.is_some_and(|value| value.trim_start().starts_with('#'));
            let links = tag.eq_ignore_ascii_case("a") || tag.eq_ignore_ascii_case("area");
            if fragment && !links { UrlKind::None } else { UrlKind::Url }
        }
        // An empty source is not a page.
        (3, Some(b's')) if is("src") && attribute.value != Some("") => UrlKind::Url,
        (6, Some(b's')) if is("srcset") => UrlKind::Set,
        (11, Some(b'i')) if is("imagesrcset") => UrlKind::Set,
        (6, Some(b'p')) if is("poster") => UrlKind::Url,
        (4, Some(b'c')) if is("cite") => UrlKind::Url,
        (4, Some(b'd')) if is("data") && tag.eq_ignore_ascii_case("object") => UrlKind::Url,
        _ => UrlKind::None,
    }
}

/// The value of an attribute, ready to stand between quotes, or none where it stays as it is.
fn changed(value: &str, change: Change<'_>) -> Option<String> {
    let url = unescape_attribute(value.trim_ascii());
    let resolved = change(&url);
    (resolved != url).then(|| escape_attribute(&resolved).into_owned())
}

/// The same for a `srcset`: URLs with descriptors, commas between them (HTML Standard, 4.8.4.2.1).
fn changed_set(value: &str, change: Change<'_>) -> Option<String> {
    let mut out = String::with_capacity(value.len() + 64);
    let mut rest = value;
    let mut is_changed = false;
    loop {
        let start = rest.find(|c: char| !c.is_ascii_whitespace() && c != ',').unwrap_or(rest.len());
        let (before, candidate) = rest.split_at(start);
        out.push_str(before);
        if candidate.is_empty() {
            break;
        }
        let (url, behind) =
            candidate.split_at(candidate.find(|c: char| c.is_ascii_whitespace()).unwrap_or(candidate.len()));
        let (url, commas) = url.split_at(url.trim_end_matches(',').len());
        match changed(url, change) {
            Some(url) => {
                is_changed = true;
                out.push_str(&url);
            }
            None => out.push_str(url),
        }
        out.push_str(commas);
        // Without commas after the URL a descriptor follows, up to a comma outside brackets.
        let mut depth = 0_usize;
        let descriptor = if commas.is_empty() {
            behind.find(|c: char| {
                match c {
                    '(' => depth += 1,
                    ')' => depth = depth.saturating_sub(1),
                    _ => (),
                }
                c == ',' && depth == 0
            })
        } else {
            Some(0)
        };
        let (descriptor, next) = behind.split_at(descriptor.unwrap_or(behind.len()));
        out.push_str(descriptor);
        rest = next;
    }
    is_changed.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://e.org/blog/2024/post.html";

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(absolutise(html, BASE), expected);
    }

    #[test]
    fn urls_of_every_kind() {
        check("<a href=\"/x?a=1&amp;b=2\">x</a>", "<a href=\"https://e.org/x?a=1&amp;b=2\">x</a>");
        check("<a href='#top'>x</a>", "<a href='https://e.org/blog/2024/post.html#top'>x</a>");
        check("<img src=../a.png alt=x>", "<img src=\"https://e.org/blog/a.png\" alt=x>");
        check("<A HREF = 'b'>", "<A HREF = 'https://e.org/blog/2024/b'>");
        check("<img src=\"//cdn.e.org/a.png\"/>", "<img src=\"https://cdn.e.org/a.png\"/>");
        check("<object data=a><p data=a>", "<object data=\"https://e.org/blog/2024/a\"><p data=a>");
        check(
            "<video poster=\"p.png\" src=\"\">",
            "<video poster=\"https://e.org/blog/2024/p.png\" src=\"\">",
        );
        check("<blockquote cite=\"?q\">", "<blockquote cite=\"https://e.org/blog/2024/post.html?q\">");
        check("<a href=\" x \ty\n\">", "<a href=\"https://e.org/blog/2024/x \ty\">");
    }

    #[test]
    fn what_has_a_scheme_stays_to_the_byte() {
        for html in [
            "<a href=\"https://e.org/a b&c=1&copy=2\">",
            "<a href=mailto:a@b>",
            "<a href=\"&#109;&#97;ilto:a@b\">",
            "<img src='data:image/png;base64,AA=='>",
            "<a href=\"javascript:void(0)\" class=x>",
            "<a href>",
            "<!-- <a href=\"x\"> --><script>\"<a href='x'>\"</script>",
            "a < b href=\"x\"",
            "<svg><use href=\"#a\"/></svg>",
            "</a href=\"x\">",
        ] {
            assert!(matches!(absolutise(html, BASE), Cow::Borrowed(_)), "{html}");
        }
    }

    #[test]
    fn a_relative_url_keeps_what_is_no_reference() {
        check(
            "<a href=\"?x=1&copy=2&amp;y\">",
            "<a href=\"https://e.org/blog/2024/post.html?x=1&amp;copy=2&amp;y\">",
        );
        check("<a href='it\"s'>", "<a href='https://e.org/blog/2024/it&quot;s'>");
    }

    #[test]
    fn addresses_are_those_of_browsers() {
        for (html, expected) in [
            ("<a href=\"https://E.org\">", "<a href=\"https://e.org/\">"),
            ("<a href=\"https://e.org/a|b c\">", "<a href=\"https://e.org/a|b%20c\">"),
            ("<a href=\"/a b\">", "<a href=\"/a b\">"),
            ("<a href=\"mailto:A@e.org\">", "<a href=\"mailto:A@e.org\">"),
            ("<a href=\"https://\">", "<a href=\"https://\">"),
        ] {
            assert_eq!(normalized(html), expected);
        }
    }

    #[test]
    fn sets_of_sources() {
        check(
            "<img srcset=\"a.png, /b.png 2x,https://c.org/c.png 3x , d.png 100w\">",
            "<img srcset=\"https://e.org/blog/2024/a.png, https://e.org/b.png 2x,https://c.org/c.png 3x , \
             https://e.org/blog/2024/d.png 100w\">",
        );
        check(
            "<img srcset=\"data:image/png,AA 1x, b (1,2) 2x\">",
            "<img srcset=\"data:image/png,AA 1x, https://e.org/blog/2024/b (1,2) 2x\">",
        );
        check("<img srcset=\", ,\">", "<img srcset=\", ,\">");
    }
}
