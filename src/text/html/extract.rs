//! The article of a page that a site generator built.

use scraper::{ElementRef, Html, Selector};

use crate::text::html::balance::needs_end;
use crate::text::html::tags::Tags;

/// Where common themes keep the article, the surest first: microformats, microdata, Jekyll's and Hugo's best known themes.
pub const ARTICLE: &[&str] = &[
    ".e-content",
    "[itemprop=articleBody]",
    "article .post-content",
    ".post-content",
    ".entry-content",
    ".article-content",
    ".post-body",
    ".article-body",
    ".page__content",
    "main article",
    "article",
];

/// Elements that themes put into the article and that do not belong to it: scripts, anchors beside headings, share buttons, the page's head.
pub const BOILERPLATE: &[&str] = &[
    "script",
    "style",
    "template",
    "a.anchor",
    "a.anchor-heading",
    "a.anchor-link",
    "a.anchorjs-link",
    "a.header-anchor",
    "a.header-link",
    "a.heading-anchor",
    "a.headerlink",
    ".addtoany_share_save_container",
    ".addthis_toolbox",
    ".page__share",
    ".post-share",
    ".post-sharing",
    ".share-buttons",
    ".share-links",
    ".share-wrapper",
    ".sharedaddy",
    ".sharing",
    ".social-share",
    "button.copy-button",
    "div.share",
    "form",
    "article > header",
    "article > footer",
    "article > nav",
];

/// Finds the article in pages: compiled once, used for every page.
#[derive(Debug)]
pub struct Extractor {
    article: Vec<Selector>,
    remove: Vec<Selector>,
}

/// An invalid CSS selector.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{selector}` is not a CSS selector: {reason}")]
pub struct BadSelector {
    /// The selector as written.
    pub selector: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Extractor {
    /// Takes the first element that matches the first of `article` that matches any, without what matches `remove`.
    ///
    /// # Errors
    /// When one of them is not a CSS selector.
    pub fn new<S: AsRef<str>>(article: &[S], remove: &[S]) -> Result<Self, BadSelector> {
        Ok(Self { article: parse(article)?, remove: parse(remove)? })
    }

    /// The HTML inside the article of a page, white space at its ends left out; none where no selector matches.
    #[must_use]
    pub fn extract(&self, document: &str) -> Option<String> {
        if deeper_than(document, MAX_DEPTH) {
            return None;
        }
        let mut html = Html::parse_document(document);
        let article = self.article.iter().find_map(|selector| html.select(selector).next())?.id();
        let unwanted: Vec<_> = {
            let article = ElementRef::wrap(html.tree.get(article)?)?;
            self.remove
                .iter()
                .flat_map(|selector| article.select(selector))
                .map(|element| element.id())
                .collect()
        };
        for node in unwanted {
            if let Some(mut node) = html.tree.get_mut(node) {
                node.detach();
            }
        }
        let inner = ElementRef::wrap(html.tree.get(article)?)?.inner_html();
        Some(inner.trim_ascii().to_owned())
    }
}

/// A parser of HTML looks through all open elements for each tag: pages nested deeper than this are not articles.
const MAX_DEPTH: usize = 20_000;

fn deeper_than(document: &str, max: usize) -> bool {
    let mut tags = Tags::new(document);
    let mut depth = 0_usize;
    while let Some(tag) = tags.next_tag() {
        depth = if tag.end { depth.saturating_sub(1) } else { depth + usize::from(needs_end(&tag, false)) };
        if depth > max {
            return true;
        }
    }
    false
}

/// The bracket or quotation mark that is still open at the end: CSS closes it without an error.
fn unclosed(selector: &str) -> Option<char> {
    let mut open: Vec<char> = Vec::new();
    let mut characters = selector.chars();
    while let Some(c) = characters.next() {
        match (c, open.last()) {
            ('\\', _) => _ = characters.next(),
            (c, Some(quote @ ('"' | '\''))) if c == *quote => _ = open.pop(),
            (_, Some('"' | '\'')) => {}
            ('"' | '\'' | '(' | '[', _) => open.push(c),
            (')', Some('(')) | (']', Some('[')) => _ = open.pop(),
            _ => {}
        }
    }
    open.pop()
}

fn parse<S: AsRef<str>>(selectors: &[S]) -> Result<Vec<Selector>, BadSelector> {
    let parse = |selector: &S| {
        let selector = selector.as_ref();
        if let Some(open) = unclosed(selector) {
            let reason = format!("nothing closes `{open}`");
            return Err(BadSelector { selector: selector.to_owned(), reason });
        }
        Selector::parse(selector)
            .map_err(|error| BadSelector { selector: selector.to_owned(), reason: error.to_string() })
    };
    selectors.iter().map(parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extract(document: &str) -> Option<String> {
        Extractor::new(ARTICLE, BOILERPLATE).unwrap().extract(document)
    }

    #[test]
    fn the_surest_selector_wins() {
        let page = "<html><body><main><article><header><h1>T</h1></header>\n<div class='post-content e-content'>\n\
                    <p>A &amp; b<br>&lt;</p>\n</div></article></main>";
        assert_eq!(extract(page).unwrap(), "<p>A &amp; b<br>&lt;</p>");
        assert_eq!(extract("<main><article><header>x</header><p>a</article></main>").unwrap(), "<p>a</p>");
        assert_eq!(extract("<main><p>a</p></main>"), None);
        assert_eq!(extract(""), None);
    }

    #[test]
    fn furniture_goes() {
        let page = "<div class='e-content'><h2 id=a>A <a class='anchor' href='#a'>#</a></h2><script>1</script>\
                    <div class='share-buttons'><script>2</script></div><p>b</p></div><script>3</script>";
        assert_eq!(extract(page).unwrap(), "<h2 id=\"a\">A </h2><p>b</p>");
    }

    #[test]
    fn a_wrong_selector_is_named() {
        let error = Extractor::new(&["p:nth("], &[]).unwrap_err();
        assert_eq!(error.selector, "p:nth(");
        for (selector, open) in [("#mi[ne", "["), ("p:not(.a", "("), ("a[href='x]", "'")] {
            let error = Extractor::new(&[selector], &[]).unwrap_err();
            assert_eq!(error.reason, format!("nothing closes `{open}`"), "{selector}");
        }
        assert!(Extractor::new(&["a[href=')']", "p:not(\\[x)"], &[]).is_ok());
    }

    #[test]
    fn extractors_are_shared_by_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&Extractor::new(ARTICLE, BOILERPLATE).unwrap());
    }

    #[test]
    fn deep_nesting_neither_hangs_nor_overflows() {
        let page = format!("<article>{}x", "<div>".repeat(1_000));
        assert!(extract(&page).is_some_and(|html| html.contains('x')));
        assert_eq!(extract(&"<article>".repeat(100_000)), None);
    }
}
