//! HTML of anyone as a page of ours may show it: no scripts, styles or frames, no pictures of other servers, and headings below the
//! page's own.

use ammonia::{Builder, UrlRelative};
use url::Url;

use crate::text::html::tags::{Tag, Tags};
use crate::text::html::text::{escape, escape_attribute, unescape_attribute};
use crate::text::pieces::Part as _;

/// Elements that would say something about the page around them: their content stays.
const OF_PAGES: [&str; 9] =
    ["article", "aside", "footer", "header", "hgroup", "nav", "section", "map", "area"];

/// The highest level of headings that the page leaves to what it shows.
const FIRST_LEVEL: u8 = 4;

/// Returns HTML in which nothing runs, asks another server, or leads elsewhere without a click. `base` is the absolute URL of what
/// it is the text of, for relative links; without one they lead nowhere. `picture` is where the page finds a picture of an absolute
/// URL; there are words in the place of any other. Nothing where its elements are nested so deep that a parser takes long.
#[must_use]
pub fn sanitise(html: &str, base: &str, picture: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    if !is_quick(html) {
        return None;
    }
    let mut builder = Builder::default();
    builder.rm_tags(OF_PAGES).link_rel(Some("noopener noreferrer"));
    builder.url_relative(Url::parse(base).map_or(UrlRelative::Deny, UrlRelative::RewriteWithBase));
    Some(as_shown(&builder.clean(html).to_string(), picture))
}

/// The sum of the depths of all tags up to which HTML is parsed: a parser looks through the open elements at each tag, and opens
/// those of formatting again in each paragraph. Ordinary text of 250 KB has a tenth of it.
const MOST_DEPTHS: usize = 1 << 18;

/// Elements that the next one of their kind ends, and those without content: they make nothing deeper.
const FLAT: [&str; 24] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "br", "hr", "img", "input",
    "wbr", "col", "area", "source", "track", "link", "meta", "embed", "base",
];

/// Whether a parser is done with HTML soon.
fn is_quick(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut depths = 0;
    let mut tags = Tags::new(html);
    while let Some(tag) = tags.next_tag() {
        depths += open.len();
        if depths > MOST_DEPTHS {
            return false;
        }
        if FLAT.iter().any(|flat| flat.eq_ignore_ascii_case(tag.name)) {
            continue;
        }
        if !tag.end {
            open.push(tag.name);
        } else if let Some(at) = open.iter().rposition(|name| name.eq_ignore_ascii_case(tag.name)) {
            open.truncate(at);
        }
    }
    true
}

/// Returns clean HTML with the pictures that the page finds, words for the others, and headings on lower levels.
fn as_shown(clean: &str, picture: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(clean.len());
    let mut at = 0;
    let mut tags = Tags::new(clean);
    while let Some(tag) = tags.next_tag() {
        let attributes = tags.attributes();
        let value = |name: &str| attributes.iter().find(|it| it.name == name).and_then(|it| it.value);
        let shown = match (tag.name, level(&tag)) {
            ("img", _) => shown_picture(value("alt"), value("src"), picture),
            (_, Some(level)) if tag.end => format!("</h{level}>"),
            (_, Some(level)) => format!("<h{level}>"),
            _ => continue,
        };
        out.push_str(clean.part(at..tag.span.start));
        out.push_str(&shown);
        at = tag.span.end;
    }
    out.push_str(clean.part(at..));
    out
}

/// The level that a heading has below the page's own; nothing for other tags.
fn level(tag: &Tag<'_>) -> Option<u8> {
    let own: u8 = tag.name.strip_prefix('h')?.parse().ok().filter(|level| (1..=6).contains(level))?;
    // Posts begin with the second level.
    Some((own + FIRST_LEVEL - 2).clamp(FIRST_LEVEL, 6))
}

/// A picture at the place where the page finds it, or words for it: its description, or the name of its file.
fn shown_picture(alt: Option<&str>, src: Option<&str>, picture: &dyn Fn(&str) -> Option<String>) -> String {
    let alt = alt.map(unescape_attribute).filter(|alt| !alt.trim().is_empty());
    let src = src.map(unescape_attribute).unwrap_or_default();
    if let Some(found) = picture(&src) {
        let alt = escape_attribute(alt.as_deref().unwrap_or(""));
        return format!("<img src=\"{}\" alt=\"{alt}\">", escape_attribute(&found));
    }
    let file = src.rsplit('/').find(|part| !part.is_empty()).unwrap_or("without address");
    let words = alt.as_deref().unwrap_or(file);
    format!("<span class=\"picture\">Picture: {}</span>", escape(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_text_and_drops_what_runs_or_loads() {
        let base = "https://e.org/2024/post/";
        for (html, expected) in [
            ("<p onclick=\"x()\" style=\"color:red\" id=\"main\">A <em>b</em></p>", "<p>A <em>b</em></p>"),
            ("a<script>alert(1)</script>b<style>*{}</style>c", "abc"),
            ("<iframe src=\"https://x.example/\"></iframe><video src=\"a.mp4\"></video>x", "x"),
            (
                "<a href=\"../other/#x\">o</a>",
                "<a href=\"https://e.org/2024/other/#x\" rel=\"noopener noreferrer\">o</a>",
            ),
            ("<a href=\"javascript:alert(1)\">o</a>", "<a rel=\"noopener noreferrer\">o</a>"),
            ("<svg><script>alert(1)</script></svg><math><mi></mi></math>", ""),
            ("<form action=\"/x\"><button>b</button></form><meta http-equiv=refresh content=0>", "b"),
            ("<section><h2>T</h2></section>", "<h4>T</h4>"),
            ("<h1 title=\"x\">T</h1><h6>U</h6>", "<h4>T</h4><h6>U</h6>"),
        ] {
            assert_eq!(sanitise(html, base, &|_| None).as_deref(), Some(expected), "{html}");
        }
    }

    #[test]
    fn shows_pictures_as_words() {
        for (html, expected) in [
            ("<img src=\"/a/boat.png\" alt=\"A <b> &quot;boat&quot;\">", "A &lt;b&gt; \"boat\""),
            ("<img src=\"/a/boat.png\">", "boat.png"),
            ("<img src=\"/a/\" alt=\" \">", "a"),
            ("<img>", "without address"),
            ("<picture><source srcset=\"x.webp\"><img src=\"x.png\" onerror=\"x()\"></picture>", "x.png"),
        ] {
            let expected = format!("<span class=\"picture\">Picture: {expected}</span>");
            assert_eq!(sanitise(html, "https://e.org/", &|_| None), Some(expected), "{html}");
        }
    }

    #[test]
    fn shows_pictures_that_the_page_finds() {
        let own = |url: &str| url.strip_prefix("https://e.org/").map(|path| format!("/file?path={path}&x"));
        for (html, expected) in [
            (
                "<img src=\"../a.png\" alt='\"A\"' onerror=\"x()\">",
                "<img src=\"/file?path=a.png&amp;x\" alt=\"&quot;A&quot;\">",
            ),
            ("<img src=\"/b.png\" srcset=\"c.png 2x\">", "<img src=\"/file?path=b.png&amp;x\" alt=\"\">"),
            ("<img src=\"https://other.example/b.png\">", "<span class=\"picture\">Picture: b.png</span>"),
        ] {
            assert_eq!(sanitise(html, "https://e.org/post/", &own).as_deref(), Some(expected), "{html}");
        }
    }

    #[test]
    fn gives_up_markup_that_takes_long() {
        let deep = [
            "<div>",
            "<b>",
            "<a href=x>",
            "<b><p>",
            "<b></i>",
            "<table><tr><td>",
            "<ul><li>",
            "<svg>",
            "<h2>",
        ];
        for piece in deep {
            assert_eq!(sanitise(&piece.repeat(20_000), "https://e.org/", &|_| None), None, "{piece}");
        }
        let different = (0..400).map(|number| format!("<b title={number}>")).collect::<String>();
        assert_eq!(sanitise(&(different + &"<p>".repeat(20_000)), "https://e.org/", &|_| None), None);
        for piece in
            ["<p>x", "<br>", "</p>", "<", "<div>x</div>", "<ul><li>x</ul>", "<b>x</b>", "<td>x", "<!-- x -->"]
        {
            assert!(sanitise(&piece.repeat(2000), "https://e.org/", &|_| None).is_some(), "{piece}");
        }
    }

    #[test]
    fn a_base_that_is_no_url_leaves_relative_links_without_target() {
        let shown = sanitise("<a href=\"/x\">o</a>", "/2024/", &|_| None);
        assert_eq!(shown.as_deref(), Some("<a rel=\"noopener noreferrer\">o</a>"));
    }
}
