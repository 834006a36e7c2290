//! The HTML of a page and of its summary.

use std::sync::Arc;

use crate::markup::liquid::Strict;
use crate::markup::markdown;
use crate::site::conventions::hugo::references::References;
use crate::site::conventions::hugo::shortcodes::{Expanded, Scope, Shortcodes, Unknown, on_page};
use crate::site::conventions::hugo::summary::{
    MARK, MORE, beginning, has_cjk, inline, to_mark, without_mark,
};
use crate::site::conventions::hugo::values::{text, truth};
use crate::site::conventions::inlines::Inlines;
use crate::site::post::{Markup, Post};
use crate::site::{Bodies, Rendered, Site};
use crate::text::diagnostic::{Level, Problem};
use crate::text::html::text::escape;
use crate::text::source::Span;

/// What makes HTML of a site's pages.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) summary_length: usize,
    /// Whether each character counts as a word in scripts without blanks: `hasCJKLanguage`.
    pub(super) has_cjk: bool,
    /// Whether the site's own template of feeds shows what front matter describes a page by: `description`.
    pub(super) prefers_description: bool,
    pub(super) shortcodes: Shortcodes,
    pub(super) references: References,
    /// Whether links to sources become those to pages: Hugo's own link hook.
    pub(super) has_link_hook: bool,
    pub(super) inlines: Inlines,
    /// Whether an image alone in its paragraph has no paragraph around it.
    pub(super) frees_images: bool,
}

/// A body that is HTML but for its shortcodes.
struct Marked {
    /// With words for what shortcodes wrote, and one for the mark of the summary.
    html: String,
    expanded: Expanded,
}

impl Texts {
    fn marked(&self, site: &Site, post: &Post, body: &str) -> Marked {
        let scope = Scope { site, post, references: &self.references };
        let mut expanded = self.shortcodes.expand(body, &scope);
        if !self.inlines.is_empty() {
            expanded.replace(&self.inlines);
        }
        let text = expanded.text.replacen(MORE, &format!("\n\n{MARK}\n\n"), 1);
        let html = match post.markup {
            Markup::Markdown => markdown::render(&text, &site.settings.markdown),
            Markup::Verbatim => text,
        };
        Marked { html, expanded }
    }

    /// The whole body with what shortcodes wrote, the mark of the summary in it.
    fn filled(&self, site: &Site, post: &Post, marked: &Marked) -> String {
        if self.frees_images {
            let freed = Marked { html: without_paragraphs(&marked.html), expanded: marked.expanded.clone() };
            return self.with_links(site, post, &freed);
        }
        self.with_links(site, post, marked)
    }

    fn with_links(&self, site: &Site, post: &Post, marked: &Marked) -> String {
        if self.has_link_hook {
            let linked = self.linked(site, post, &marked.html);
            return rooted(marked.expanded.filled(&linked), &site.settings.baseurl);
        }
        rooted(marked.expanded.filled(&marked.html), &site.settings.baseurl)
    }
}

impl Texts {
    /// HTML of Markdown whose links to source files, or to paths of pages, have the URLs of those pages.
    fn linked(&self, site: &Site, post: &Post, html: &str) -> String {
        let mut out = String::with_capacity(html.len());
        let mut rest = html;
        while let Some(at) = rest.find("<a href=\"") {
            let (before, from) = rest.split_at(at + "<a href=\"".len());
            out.push_str(before);
            let (address, after) = from.split_at(from.find('"').unwrap_or(from.len()));
            let (path, fragment) = address.split_at(address.find(['#', '?']).unwrap_or(address.len()));
            let is_path = !path.is_empty() && !path.contains(':') && !path.starts_with("//");
            let decoded = crate::text::url::percent_decode(path);
            match self.references.url_of(site, post, &decoded).filter(|_| is_path) {
                Some(url) => {
                    out.push_str(&site.settings.baseurl);
                    out.push_str(&url);
                    out.push_str(fragment);
                }
                None => out.push_str(address),
            }
            rest = after;
        }
        out + rest
    }
}

/// HTML in which a paragraph of one image is that image.
fn without_paragraphs(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<p><img ") {
        let (before, paragraph) = rest.split_at(at);
        out.push_str(before);
        let end = paragraph.find("</p>").unwrap_or(paragraph.len());
        let image = paragraph.get("<p>".len()..end).unwrap_or("");
        let is_alone = image.find('>').is_some_and(|close| close + 1 == image.len());
        rest = paragraph.get(end..).unwrap_or("");
        if is_alone {
            out.push_str(image);
            rest = rest.strip_prefix("</p>").unwrap_or(rest);
        } else {
            out.push_str(paragraph.get(..end).unwrap_or(""));
        }
    }
    out + rest
}

/// What is reported of shortcodes that are not evaluated.
fn problems(post: &Post, unknown: &[Unknown]) -> Vec<Problem> {
    let problem = |unknown: &Unknown| {
        Problem {
        level: Level::Warning,
        path: Arc::clone(&post.path),
        span: Span::at(post.front_matter.body + unknown.at),
        message: format!("the shortcode `{}` is not evaluated: only Hugo can run its template", unknown.name),
        help: "the feed shows the text inside it, or a link to the page; `content = \"built\"` takes what Hugo made"
            .to_owned(),
    }
    };
    unknown.iter().map(problem).collect()
}

/// HTML in which addresses from the top of the host are below the path of the base URL, as Hugo makes them.
fn rooted(html: String, base: &str) -> String {
    if base.is_empty() {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some(at) = rest.find("=\"/") {
        let (before, after) = rest.split_at(at + 2);
        out.push_str(before);
        let is_attribute = before.ends_with(" href=\"") || before.ends_with(" src=\"");
        if is_attribute && !after.starts_with("//") && !is_below(after, base) {
            out.push_str(base);
        }
        rest = after;
    }
    out + rest
}

fn is_below(address: &str, base: &str) -> bool {
    address.strip_prefix(base).is_some_and(|rest| rest.starts_with(['/', '"']))
}

impl Bodies for Texts {
    fn html(&self, site: &Site, post: &Post, body: &str) -> Rendered {
        let marked = self.marked(site, post, body);
        let html = without_mark(&self.filled(site, post, &marked));
        Rendered { html, problems: problems(post, &marked.expanded.unknown) }
    }

    fn summary(&self, site: &Site, post: &Post, body: &str, _: Option<&str>) -> Option<String> {
        if self.prefers_description
            && let Some(description) = text(&post.data, "description")
        {
            return Some(escape(&description).into_owned());
        }
        let html = self.filled(site, post, &self.marked(site, post, body));
        if let Some(summary) = to_mark(&html) {
            return Some(summary);
        }
        if let Some(summary) = text(&post.data, "summary").filter(|summary| !summary.trim().is_empty()) {
            let html = self.filled(site, post, &self.marked(site, post, &summary));
            return Some(inline(&html).to_owned());
        }
        let is_cjk = truth(&post.data, "iscjklanguage").unwrap_or_else(|| self.has_cjk && has_cjk(body));
        Some(beginning(&html, self.summary_length, is_cjk).to_owned())
    }

    fn template(&self, site: &Site, post: &Post, template: &str) -> Option<Strict> {
        let text = on_page(template, &Scope { site, post, references: &self.references })?;
        Some(Strict { text, names: Vec::new() })
    }

    fn summary_problems(&self, site: &Site, post: &Post, body: &str) -> Vec<Problem> {
        // Only those before the mark are in the summary for certain.
        let before = body.find(MORE).and_then(|at| body.get(..at)).unwrap_or(body);
        if text(&post.data, "summary").is_some() && before.len() == body.len() {
            return Vec::new();
        }
        let scope = Scope { site, post, references: &self.references };
        problems(post, &self.shortcodes.expand(before, &scope).unknown)
    }
}
