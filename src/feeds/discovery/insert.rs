//! Links to feeds in the head of a built page.

use crate::text::html::feed_link::feed_link;
use crate::text::html::tags::Tags;
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// Before and after the links that were inserted.
const START: &str = "<!-- feeds: written by Feedwright -->\n";
const END: &str = "<!-- /feeds -->\n";

/// Returns a page with these link lines at the end of its head, in the place of those that were inserted before and of other
/// links to the same feeds; `None` for a page without a head. `is_ours` tells whether an address is a feed's.
#[must_use]
pub fn insert(html: &str, lines: &str, is_ours: &dyn Fn(&str) -> bool) -> Option<String> {
    let html = without_block(html);
    let (links, end) = head(&html, is_ours)?;
    let mut out = String::with_capacity(html.len() + lines.len() + 64);
    let mut from = 0;
    for link in links {
        let link = whole_line(&html, link);
        out.push_str(html.part(from..link.start));
        from = link.end;
    }
    out.push_str(html.part(from..end));
    if !lines.is_empty() {
        if !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(START);
        out.push_str(lines);
        out.push_str(END);
    }
    out.push_str(html.part(end..));
    Some(out)
}

/// A page without the links that were inserted before.
fn without_block(html: &str) -> String {
    let block = html.find(START).and_then(|start| {
        let end = html.get(start..)?.find(END)?;
        Some((html.get(..start)?, html.get(start + end + END.len()..)?))
    });
    block.map_or_else(|| html.to_owned(), |(before, after)| format!("{before}{after}"))
}

/// The links of the head that lead to feeds of ours, and where the head ends.
fn head(html: &str, is_ours: &dyn Fn(&str) -> bool) -> Option<(Vec<Span>, usize)> {
    let mut tags = Tags::new(html);
    let mut links = Vec::new();
    while let Some(tag) = tags.next_tag() {
        let is = |name: &str| tag.name.eq_ignore_ascii_case(name);
        if tag.end && is("head") || is("body") {
            return Some((links, tag.span.start));
        }
        if feed_link(&tag, tags.attributes()).is_some_and(|href| is_ours(&href)) {
            links.push(tag.span);
        }
    }
    None
}

/// The line of a tag that has a line of its own; the tag itself elsewhere.
fn whole_line(html: &str, tag: Span) -> Span {
    let start = html.part(..tag.start).rfind('\n').map_or(0, |end| end + 1);
    let end = html.part(tag.end..).find('\n').map_or(html.len(), |end| tag.end + end + 1);
    let is_alone = html.part(start..tag.start).trim().is_empty() && html.part(tag.end..end).trim().is_empty();
    if is_alone { Span::new(start, end) } else { tag }
}

#[cfg(test)]
mod tests {
    use super::insert;

    const PAGE: &str = "<!DOCTYPE html>\n<HTML><head>\n<title>a</title>\n\
        <link type=\"application/atom+xml\" rel=\"alternate\" href=\"/feed.xml\" title=\"x\" />\n\
        <link rel=alternate hreflang=de href=/feed.xml><link rel=alternate type=application/rss+xml href=/other.xml>\n\
        <!-- <link rel=alternate type=application/rss+xml href=/feed.xml> --></HEAD>\n<body>\n\
        <link rel=alternate type=application/rss+xml href=/feed.xml></body></html>\n";

    #[test]
    fn replaces_links_to_the_same_feeds_and_is_idempotent() {
        let is_ours = |href: &str| href == "/feed.xml";
        let once = insert(PAGE, "<link new>\n", &is_ours).unwrap();
        assert_eq!(
            once,
            "<!DOCTYPE html>\n<HTML><head>\n<title>a</title>\n\
             <link rel=alternate hreflang=de href=/feed.xml><link rel=alternate type=application/rss+xml href=/other.xml>\n\
             <!-- <link rel=alternate type=application/rss+xml href=/feed.xml> -->\n\
             <!-- feeds: written by Feedwright -->\n<link new>\n<!-- /feeds -->\n</HEAD>\n<body>\n\
             <link rel=alternate type=application/rss+xml href=/feed.xml></body></html>\n"
        );
        assert_eq!(insert(&once, "<link new>\n", &is_ours).unwrap(), once);
        let other = insert(&once, "<link other>\n", &is_ours).unwrap();
        assert_eq!(other, once.replace("<link new>", "<link other>"));
        assert!(!insert(&once, "", &is_ours).unwrap().contains("Feedwright"));
    }

    #[test]
    fn leaves_what_has_no_head() {
        for fragment in ["", "<p>a</p>", "<head><title>a", "plain"] {
            assert_eq!(insert(fragment, "<link>\n", &|_| true), None, "{fragment}");
        }
        assert!(
            insert("<title>a</title><body>b", "<link>\n", &|_| true)
                .unwrap()
                .ends_with("<!-- /feeds -->\n<body>b")
        );
    }
}
