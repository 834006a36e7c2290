//! The HTML of a page and of its summary.

use std::borrow::Cow;
use std::sync::Arc;

use crate::markup::front_matter::Fault;
use crate::markup::liquid::Strict;
use crate::markup::markdown;
use crate::site::conventions::hugo::references::References;
use crate::site::conventions::hugo::shortcodes::{Expanded, Hooks, Scope, Shortcodes, Unknown, on_page};
use crate::site::conventions::hugo::summary::{
    MARK, MORE, Words, beginning, has_cjk, inline, to_mark, without_mark,
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
    pub(super) hooks: Hooks,
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
    fn marked(&self, scope: &Scope<'_>, body: &str) -> Marked {
        let body = unsigned(body);
        let mut expanded = self.shortcodes.expand(&body, scope);
        if !self.inlines.is_empty() {
            expanded.replace(&self.inlines);
        }
        let text = expanded.text.replacen(MORE, &format!("\n\n{MARK}\n\n"), 1);
        let html = match scope.post.markup {
            Markup::Markdown => markdown::render(&text, scope.markdown),
            Markup::Verbatim => text,
        };
        Marked { html, expanded }
    }

    /// The HTML of Markdown with what shortcodes and render hooks write, the mark of the summary in it; and what is not evaluated.
    fn filled(&self, site: &Site, post: &Post, body: &str) -> (String, Vec<Problem>) {
        let options = self.options(site);
        let scope = Scope { site, post, references: &self.references, markdown: &options };
        let Marked { mut html, expanded } = self.marked(&scope, body);
        if self.frees_images {
            html = without_paragraphs(&html);
        }
        let mut problems = problems(post, &expanded.unknown);
        let mut html = expanded.filled(&html);
        if !self.hooks.is_empty() {
            let (written, failed) = self.hooks.written(&html, &scope);
            html = written;
            problems.extend(failed.into_iter().map(|kind| hook_problem(post, kind)));
        }
        (rooted(html, &site.settings.baseurl), problems)
    }

    /// How Markdown is written: hooks have to know what it makes.
    fn options<'s>(&self, site: &'s Site) -> Cow<'s, markdown::Options> {
        let mut options = Cow::Borrowed(&site.settings.markdown);
        if !self.hooks.is_empty() {
            options.to_mut().common_mark.signed = true;
        }
        options
    }
}

/// Text without the sign that Markdown's elements have.
fn unsigned(body: &str) -> Cow<'_, str> {
    if body.contains(markdown::SIGN) {
        return Cow::Owned(body.replace(markdown::SIGN, ""));
    }
    Cow::Borrowed(body)
}

/// HTML in which a paragraph of one image is that image.
fn without_paragraphs(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<p><img") {
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

/// What is reported of a render hook that is not evaluated.
fn hook_problem(post: &Post, kind: &str) -> Problem {
    Problem {
        level: Level::Warning,
        path: Arc::clone(&post.path),
        span: Span::at(post.front_matter.body),
        message: format!("the render hook of a {kind} is not evaluated: only Hugo can run its template"),
        help: "the feed shows what Hugo writes without it; `content = \"built\"` takes what Hugo made"
            .to_owned(),
    }
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
        let (html, problems) = self.filled(site, post, body);
        Rendered { html: without_mark(&html), problems }
    }

    fn summary(&self, site: &Site, post: &Post, body: &str, _: Option<&str>) -> Option<String> {
        if self.prefers_description
            && let Some(description) = text(&post.data, "description")
        {
            return Some(escape(&description).into_owned());
        }
        let (html, _) = self.filled(site, post, body);
        if let Some(summary) = to_mark(&html) {
            return Some(summary);
        }
        if let Some(summary) = text(&post.data, "summary").filter(|summary| !summary.trim().is_empty()) {
            let (html, _) = self.filled(site, post, &summary);
            return Some(inline(&html).to_owned());
        }
        let is_cjk = truth(&post.data, "iscjklanguage").unwrap_or_else(|| self.has_cjk && has_cjk(body));
        let words = Words { is_cjk, source: body };
        Some(beginning(&html, self.summary_length, &words).to_owned())
    }

    fn template(&self, site: &Site, post: &Post, template: &str) -> Option<Result<Strict, Fault>> {
        let markdown = &site.settings.markdown;
        let text = on_page(template, &Scope { site, post, references: &self.references, markdown })?;
        Some(Ok(Strict { text, ..Strict::default() }))
    }

    fn summary_problems(&self, site: &Site, post: &Post, body: &str) -> Vec<Problem> {
        // Only those before the mark are in the summary for certain.
        let before = body.find(MORE).and_then(|at| body.get(..at)).unwrap_or(body);
        if text(&post.data, "summary").is_some() && before.len() == body.len() {
            return Vec::new();
        }
        if self.hooks.has_own() {
            return self.filled(site, post, before).1;
        }
        let markdown = &site.settings.markdown;
        let scope = Scope { site, post, references: &self.references, markdown };
        problems(post, &self.shortcodes.expand(before, &scope).unknown)
    }
}
