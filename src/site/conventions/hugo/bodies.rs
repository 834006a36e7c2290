//! The HTML of a page and of its summary.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::markup::front_matter::Fault;
use crate::markup::liquid::Strict;
use crate::markup::markdown;
use crate::site::conventions::hugo::markdown::Dialect;
use crate::site::conventions::hugo::references::References;
use crate::site::conventions::hugo::shortcodes::{
    Expanded, Hooks, Partials, Scope, Shortcodes, Store, Unknown, on_page,
};
use crate::site::conventions::hugo::summary::{
    MARK, MORE, Words, beginning, has_cjk, inline, to_mark, without_mark,
};
use crate::site::conventions::hugo::values::{text, truth};
use crate::site::post::{Markup, Post};
use crate::site::{Bodies, Rendered, Site};
use crate::text::budget::Budget;
use crate::text::diagnostic::{Level, Problem};
use crate::text::html::text::escape;
use crate::text::pieces::{Part as _, Pieces as _};
use crate::text::source::Span;

/// How many parts of templates and operands are evaluated for a page: hundreds of times what one needs.
const STEPS: usize = 2_000_000;

/// How many bytes are written, made and searched for a page.
const BYTES: usize = 1 << 26;

/// What makes HTML of a site's pages.
#[derive(Debug)]
pub(super) struct Texts {
    /// Whether the site's own template of feeds shows what front matter describes a page by: `description`.
    pub(super) prefers_description: bool,
    pub(super) shortcodes: Shortcodes,
    pub(super) references: References,
    pub(super) hooks: Hooks,
    pub(super) partials: Partials,
    /// How Markdown is read.
    pub(super) dialect: Dialect,
    /// The same in languages that have settings of their own, by tag.
    pub(super) dialects: BTreeMap<String, Dialect>,
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
        let inlines = &self.dialect_of(scope.post).inlines;
        if !inlines.is_empty() {
            expanded.replace(inlines);
        }
        let mark = memchr::memmem::find(expanded.text.as_bytes(), MORE.as_bytes());
        let text = match mark.and_then(|at| expanded.text.split_at_checked(at)) {
            Some((before, after)) => format!("{before}\n\n{MARK}\n\n{}", after.part(MORE.len()..)),
            None => std::mem::take(&mut expanded.text),
        };
        let html = match scope.post.markup {
            Markup::Markdown => markdown::render(&text, scope.markdown),
            Markup::Verbatim | Markup::Foreign => text,
        };
        Marked { html, expanded }
    }

    /// The HTML of Markdown with what shortcodes and render hooks write, the mark of the summary in it; and what is not evaluated.
    fn filled(&self, site: &Site, post: &Post, body: &str) -> (String, Vec<Problem>) {
        let options = self.options(site, post);
        let scope = self.scope(site, post, &options);
        let Marked { mut html, expanded } = self.marked(&scope, body);
        if self.dialect_of(post).frees_images {
            html = without_paragraphs(&html);
        }
        let mut problems = problems(post, &expanded.unknown);
        let mut write = |html: String| {
            if self.hooks.is_empty() || !html.contains(markdown::SIGN) {
                return html;
            }
            let (html, failed) = self.hooks.written(&html, &scope);
            let is_stopped = scope.budget.take_refused();
            problems.extend(failed.into_iter().map(|kind| hook_problem(post, kind, is_stopped)));
            html
        };
        // Hooks see words in the places of what shortcodes write, which may have elements for them in turn.
        let html = write(html);
        let html = write(expanded.filled(&html));
        problems.dedup();
        (rooted(html, &site.settings.baseurl), problems)
    }

    fn dialect_of(&self, post: &Post) -> &Dialect {
        let own = post.language.as_deref().and_then(|language| self.dialects.get(language));
        own.unwrap_or(&self.dialect)
    }

    /// How Markdown is written: hooks have to know what it makes.
    fn options<'s>(&'s self, site: &'s Site, post: &Post) -> Cow<'s, markdown::Options> {
        let own = self.dialect_of(post).markdown.as_ref();
        let mut options = Cow::Borrowed(own.unwrap_or(&site.settings.markdown));
        if !self.hooks.is_empty() {
            let options = &mut options.to_mut().common_mark;
            (options.signed, options.signed_blocks) = (true, self.hooks.has_blocks());
        }
        options
    }

    fn scope<'a>(&'a self, site: &'a Site, post: &'a Post, markdown: &'a markdown::Options) -> Scope<'a> {
        let (references, partials) = (&self.references, &self.partials);
        let inlines = &self.dialect_of(post).inlines;
        Scope {
            site,
            post,
            references,
            partials,
            markdown,
            inlines,
            store: Store::default(),
            budget: Budget::new(STEPS, BYTES),
        }
    }

    /// The summary, and what of it is not evaluated.
    fn summarised(&self, site: &Site, post: &Post, body: &str) -> (String, Vec<Problem>) {
        if let Some(mark) = memchr::memmem::find(body.as_bytes(), MORE.as_bytes()) {
            let end = mark + MORE.len();
            let (html, problems) = match body.get(..end).filter(|_| self.may_be_cut(site, post, body, end)) {
                Some(before) => self.filled(site, post, before),
                None => self.filled(site, post, body),
            };
            if let Some(summary) = to_mark(&html) {
                let is_before = |problem: &Problem| problem.span.start < post.front_matter.body + mark;
                return (summary, problems.into_iter().filter(is_before).collect());
            }
        }
        if let Some(summary) = text(&post.data, "summary").filter(|summary| !summary.trim().is_empty()) {
            let (html, _) = self.filled(site, post, &summary);
            return (inline(&html).to_owned(), Vec::new());
        }
        let dialect = self.dialect_of(post);
        let is_cjk = truth(&post.data, "iscjklanguage").unwrap_or_else(|| dialect.has_cjk && has_cjk(body));
        let words = Words { is_cjk, source: body };
        let start = end_of_words(body, dialect.summary_length.saturating_mul(3) / 2 + 30);
        if let Some(end) = start.filter(|end| self.may_be_cut(site, post, body, *end)) {
            let (html, problems) = self.filled(site, post, body.get(..end).unwrap_or(""));
            let summary = beginning(&html, dialect.summary_length, &words);
            // Where another block follows, what comes after that does not change the one before it.
            if summary.len() < html.trim().len() {
                return (summary.to_owned(), problems);
            }
        }
        let (html, problems) = self.filled(site, post, body);
        (beginning(&html, dialect.summary_length, &words).to_owned(), problems)
    }

    /// Whether the beginning of Markdown is the same without the rest: nothing in it may refer to that, or be open.
    fn may_be_cut(&self, site: &Site, post: &Post, body: &str, end: usize) -> bool {
        let start = body.get(..end).unwrap_or("");
        let has_tags = || {
            let mut after = start.split('<').skip(1).map(|rest| rest.chars().next());
            after.any(|next| next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')))
        };
        post.markup == Markup::Markdown
            && !body.has("]:")
            && !start.contains("{{")
            && !self.dialect_of(post).inlines.has_formulas()
            && (!self.options(site, post).common_mark.raw_html || !has_tags())
    }
}

/// Where the block ends in which so many words of Markdown are reached: at a blank line.
fn end_of_words(body: &str, count: usize) -> Option<usize> {
    let mut words = 0;
    let mut at = 0;
    for block in body.split_inclusive("\n\n") {
        at += block.len();
        words += block.split_ascii_whitespace().count();
        if words >= count {
            return Some(at).filter(|at| *at < body.len());
        }
    }
    None
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
        message: format!("the shortcode `{}` is not evaluated: {}", unknown.name, reason(unknown.is_stopped)),
        help: "the feed shows the text inside it, or a link to the page; `content = \"built\"` takes what Hugo made"
            .to_owned(),
    }
    };
    unknown.iter().map(problem).collect()
}

/// Why a template is not evaluated.
const fn reason(is_stopped: bool) -> &'static str {
    if is_stopped {
        "the templates of the page take more steps or memory than is allowed"
    } else {
        "only Hugo can run its template"
    }
}

/// What is reported of a render hook that is not evaluated.
fn hook_problem(post: &Post, kind: &str, is_stopped: bool) -> Problem {
    Problem {
        level: Level::Warning,
        path: Arc::clone(&post.path),
        span: Span::at(post.front_matter.body),
        message: format!("the render hook of a {kind} is not evaluated: {}", reason(is_stopped)),
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
        Some(self.summarised(site, post, body).0)
    }

    fn template(&self, site: &Site, post: &Post, template: &str) -> Option<Result<Strict, Fault>> {
        let markdown = self.options(site, post);
        let text = on_page(template, &self.scope(site, post, &markdown))?;
        Some(Ok(Strict { text, ..Strict::default() }))
    }

    fn summary_problems(&self, site: &Site, post: &Post, body: &str) -> Vec<Problem> {
        // Nothing else leaves anything to report.
        if !body.has("{{") && !self.hooks.has_own() {
            return Vec::new();
        }
        self.summarised(site, post, body).1
    }
}
