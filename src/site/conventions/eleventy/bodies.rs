//! From a template's text to HTML: shortcodes, the template language, Markdown, links between sources.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::markup::front_matter::{Fault, Map};
use crate::markup::javascript::{Object, Value};
use crate::markup::liquid::Strict;
use crate::markup::markdown;
use crate::site::conventions::eleventy::after_headings::AfterHeadings;
use crate::site::conventions::eleventy::attribute_lists::{put_in, taken_out, with_notes};
use crate::site::conventions::eleventy::configuration::{Configuration, Engine};
use crate::site::conventions::eleventy::containers::{Container, with_tags};
use crate::site::conventions::eleventy::nunjucks::{self, Extras};
use crate::site::conventions::eleventy::partials::Partials;
use crate::site::conventions::eleventy::paths;
use crate::site::conventions::eleventy::shared::{Shared, Variables};
use crate::site::conventions::eleventy::shortcodes::Shortcodes;
use crate::site::conventions::eleventy::tasks::Tasks;
use crate::site::conventions::eleventy::templating::{as_map, run, run_strictly};
use crate::site::conventions::inlines::Inlines;
use crate::site::conventions::markdown_it;
use crate::site::conventions::paths::joined;
use crate::site::post::{Markup, Post};
use crate::site::{Bodies, Rendered, Site};
use crate::text::diagnostic::{Level, Problem};
use crate::text::html::text::{escape, escape_attribute};
use crate::text::html::urls::{below_folder, normalized};
use crate::text::source::Span;

/// What to do about a shortcode that is not evaluated.
const HELP: &str = "the feed shows the text inside it, or a link to the page; `content = \"built\"` takes what the build made";

/// What to do about another value that is not evaluated.
const HELP_WITH_VALUE: &str =
    "the feed shows nothing in its place; `content = \"built\"` takes what the build made";

/// What makes HTML of a site's templates.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) shared: Arc<Shared>,
    pub(super) shortcodes: Shortcodes,
    pub(super) partials: Arc<Partials>,
    pub(super) has_emoji: bool,
    /// What the excerpt of a template ends with, where the site has excerpts.
    pub(super) excerpt_separator: Option<String>,
    pub(super) markdown_engine: Option<Engine>,
    pub(super) html_engine: Option<Engine>,
    /// The input folder, where links to source files become those of pages.
    pub(super) links_below: Option<String>,
    pub(super) urls: OnceLock<HashMap<String, String>>,
    /// Whether the site's own Markdown library takes tags for text.
    pub(super) escapes_html: bool,
    /// Whether notes are written in running text.
    pub(super) has_notes: bool,
    pub(super) after_headings: Option<AfterHeadings>,
    pub(super) tasks: Option<Tasks>,
    pub(super) containers: Vec<Container>,
    /// Elements that go to a bundle.
    pub(super) bundled_elements: Vec<String>,
    /// The folder that paths in content are put below, where the plugin's feeds do so.
    pub(super) path_prefix: String,
    /// Whether addresses in content are written as browsers do, since all templates of feeds put it through `htmlToAbsoluteUrls`.
    pub(super) normalizes_urls: bool,
    /// Whether lines of highlighted code end with `<br>`.
    pub(super) breaks_code: bool,
}

impl Texts {
    pub(super) fn new(configuration: &Configuration, shared: &Arc<Shared>, partials: &Arc<Partials>) -> Self {
        Self {
            shared: Arc::clone(shared),
            partials: Arc::clone(partials),
            has_emoji: configuration.markdown.emoji,
            excerpt_separator: configuration.excerpt_separator.clone(),
            shortcodes: Shortcodes {
                single: configuration.shortcodes.clone(),
                paired: configuration.paired.clone(),
                prism: configuration.prism.clone(),
                bundles: configuration.bundles.clone(),
                markdown: configuration.renders_templates.then(|| shared.markdown.clone()),
            },
            markdown_engine: configuration.markdown_engine,
            html_engine: configuration.html_engine,
            links_below: configuration.links_to_sources.then(|| configuration.input.clone()),
            urls: OnceLock::new(),
            escapes_html: configuration.markdown.no_html,
            has_notes: configuration.markdown.footnotes,
            tasks: configuration.markdown.tasks,
            after_headings: configuration.markdown.after_headings.clone(),
            containers: configuration.markdown.containers.clone(),
            normalizes_urls: false,
            breaks_code: configuration.breaks_code,
            bundled_elements: configuration.bundled_elements.clone(),
            path_prefix: if configuration.feeds.is_empty() {
                String::new()
            } else {
                configuration.path_prefix.clone()
            },
        }
    }

    /// Markdown as the site's library writes it.
    fn written(&self, text: &str, options: &markdown::Options) -> String {
        let text = if self.has_notes { Cow::Owned(with_notes(text)) } else { Cow::Borrowed(text) };
        let text = if self.escapes_html { Cow::Owned(markdown_it::without_html(&text)) } else { text };
        let text = match with_tags(&text, &self.containers) {
            Cow::Owned(text) => Cow::Owned(text),
            Cow::Borrowed(_) => text,
        };
        let html = if options.common_mark.block_attributes {
            let (text, lists) = taken_out(&text);
            put_in(markdown::render(&text, options), &lists)
        } else {
            markdown::render(&text, options)
        };
        let html = match self.tasks {
            Some(tasks) => tasks.applied(&html),
            None => html,
        };
        match &self.after_headings {
            Some(after) => after.applied(&html),
            None => html,
        }
    }

    fn engine(&self, post: &Post) -> Option<Engine> {
        if let Some(engines) = post.data.get("templateEngineOverride") {
            let named = engines.as_str()?;
            let mut engines = named.split(',').map(str::trim);
            return engines
                .find(|it| !matches!(*it, "md" | "html" | ""))
                .map(super::configuration::engine_of);
        }
        match paths::split(&post.path)?.1 {
            "md" => self.markdown_engine,
            "html" => self.html_engine,
            "njk" => Some(Engine::Nunjucks),
            "liquid" => Some(Engine::Liquid),
            _ => Some(Engine::Other),
        }
    }

    fn problem(post: &Post, at: usize, message: String, help: &str) -> Problem {
        Problem {
            level: Level::Warning,
            path: Arc::clone(&post.path),
            span: Span::at(post.front_matter.body + at),
            message,
            help: help.to_owned(),
        }
    }

    /// The text after shortcodes and the template language.
    fn filled(&self, post: &Post, body: &str, excerpt: &str, problems: &mut Vec<Problem>) -> String {
        let has_tags = body.contains("{{") || body.contains("{%") || body.contains("{#");
        let Some(engine) = self.engine(post).filter(|_| has_tags) else { return body.to_owned() };
        let link = format!("<a href=\"{}\">{}</a>", escape_attribute(&post.link), escape(&post.title));
        let page = page(post, excerpt);
        let variables = Variables { shared: &self.shared, data: &post.data, page: &page };
        if engine == Engine::Nunjucks {
            let extras = Extras { shortcodes: &self.shortcodes, partials: &self.partials, link: &link };
            let made = nunjucks::render(body, &variables, Some(extras));
            for unknown in made.unknown {
                let (message, help) = if unknown.is_shortcode() {
                    (format!("the shortcode `{}` is not evaluated: a program makes it", unknown.name), HELP)
                } else {
                    (format!("`{}` is not evaluated: only the build knows it", unknown.name), HELP_WITH_VALUE)
                };
                problems.push(Self::problem(post, unknown.at, message, help));
            }
            return made.text;
        }
        let placed = self.partials.placed(body);
        let expanded = nunjucks::with_reader(&variables, |reader| {
            self.shortcodes.expand(&placed, &post.data, &link, reader)
        });
        for (name, at) in expanded.unknown {
            let message = format!("the shortcode `{name}` is not evaluated: a program makes it");
            // Of an included template there is no place here.
            let at = if placed == body { at } else { 0 };
            problems.push(Self::problem(post, at, message, HELP));
        }
        match run(&expanded.text, engine, &variables) {
            Ok(text) => text,
            Err(fault) => {
                let help =
                    "the feed shows the text without tags; `content = \"built\"` takes what the build made";
                problems.push(Self::problem(
                    post,
                    0,
                    format!("the template is not evaluated: {}", fault.message),
                    help,
                ));
                without_tags(&expanded.text)
            }
        }
    }

    /// A body without the separator of its excerpt, and the excerpt (`TemplateContent.read`).
    fn without_separator<'b>(&self, body: &'b str) -> (Cow<'b, str>, &'b str) {
        let cut = self.excerpt_separator.as_deref().and_then(|separator| body.split_once(separator));
        match cut {
            Some((excerpt, rest)) => match rest.strip_prefix('\n') {
                Some(rest) => (Cow::Owned(format!("{}\n{rest}", excerpt.trim())), excerpt),
                None => (Cow::Owned(format!("{excerpt}{rest}")), excerpt),
            },
            None => (Cow::Borrowed(body), ""),
        }
    }

    /// Links to source files as those to their pages (`InputPathToUrlTransformPlugin`).
    fn linked(&self, site: &Site, post: &Post, html: String) -> String {
        let Some(input) = &self.links_below else { return html };
        let urls = self.urls.get_or_init(|| {
            let posts = site.posts.iter().map(|post| (post.path.to_string(), post.url.clone()));
            let pages = site.surroundings.iter().flat_map(|around| &around.pages);
            posts.chain(pages.map(|page| (page.path.to_string(), page.url.clone()))).collect()
        });
        let folder = post.path.rfind('/').map_or("", |at| &post.path[..at]);
        let mut out = String::with_capacity(html.len());
        let mut rest = html.as_str();
        while let Some(at) = rest.find("href=\"") {
            let (before, after) = rest.split_at(at + 6);
            out.push_str(before);
            let end = after.find('"').unwrap_or(after.len());
            let (address, behind) = after.split_at(end);
            let cut = address.find(['#', '?']).unwrap_or(address.len());
            let (path, fragment) = address.split_at(cut);
            let decoded = crate::text::url::percent_decode(path);
            // Counted from the file's folder, or else from the input folder.
            let beside = joined(folder, &decoded);
            let below = joined(input, &decoded);
            let is_source = paths::split(path).is_some() && !path.contains("://");
            let found = urls.get(&beside).filter(|_| !path.starts_with('/')).or_else(|| urls.get(&below));
            match found.filter(|_| is_source) {
                Some(url) => {
                    out.push_str(url);
                    out.push_str(fragment);
                }
                None => out.push_str(address),
            }
            rest = behind;
        }
        out + rest
    }
}

/// `page` of a template.
fn page(post: &Post, excerpt: &str) -> Map {
    let mut page = Object::default();
    page.set("url", Value::Text(post.url.clone()), 0);
    page.set("date", Value::Time(post.date.timestamp_millis()), 0);
    page.set("fileSlug", Value::Text(post.slug.to_string()), 0);
    page.set("inputPath", Value::Text(format!("./{}", post.path)), 0);
    page.set("outputFileExtension", Value::Text("html".to_owned()), 0);
    if !excerpt.is_empty() {
        page.set("excerpt", Value::Text(excerpt.to_owned()), 0);
    }
    as_map(&page)
}

/// HTML without the elements of a name, and what is in them.
fn without_element(html: &str, name: &str) -> String {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(&open) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let is_tag = from.get(open.len()..).is_some_and(|rest| rest.starts_with([' ', '>', '\n']));
        match from.find(&close).filter(|_| is_tag) {
            Some(end) => rest = from.get(end + close.len()..).unwrap_or(""),
            None => {
                out.push_str(&open);
                rest = from.get(open.len()..).unwrap_or("");
            }
        }
    }
    out + rest
}

/// Content without the tags of its template: readers are never shown the source of one.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let close = match from.as_bytes().get(1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => "",
        };
        let end = if close.is_empty() { None } else { from.find(close).map(|end| end + close.len()) };
        if end.is_none() {
            out.push('{');
        }
        rest = from.get(end.unwrap_or(1)..).unwrap_or("");
    }
    out + rest
}

/// HTML with a `<br>` for each end of a line in the code that eleventy-plugin-syntaxhighlight writes, as before its version 4.
fn with_breaks(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, (code, after))) = rest
        .split_once(HIGHLIGHTED)
        .and_then(|(before, inner)| Some((before, inner.split_once("</code></pre>")?)))
    {
        out.push_str(&format!("{before}{HIGHLIGHTED}{}</code></pre>", code.replace('\n', "<br>")));
        rest = after;
    }
    out + rest
}

/// What such code begins with.
const HIGHLIGHTED: &str = "<pre class=\"language-";

impl Bodies for Texts {
    fn html(&self, site: &Site, post: &Post, body: &str) -> Rendered {
        let mut problems = Vec::new();
        let (body, excerpt) = self.without_separator(body);
        let text = self.filled(post, &body, excerpt, &mut problems);
        let text = match post.markup {
            Markup::Markdown if self.has_emoji => Inlines::with_emoji(&text).into_owned(),
            _ => text,
        };
        let html = match post.markup {
            Markup::Markdown => self.written(&text, &site.settings.markdown),
            Markup::Verbatim | Markup::Foreign => text,
        };
        let html = self.linked(site, post, html);
        let html = self.bundled_elements.iter().fold(html, |html, element| without_element(&html, element));
        let html = if self.breaks_code { with_breaks(&html) } else { html };
        let html = match self.normalizes_urls {
            true => normalized(&html).into_owned(),
            false => html,
        };
        if self.path_prefix.is_empty() {
            return Rendered { html, problems };
        }
        Rendered { html: below_folder(&html, &self.path_prefix).into_owned(), problems }
    }

    fn template(&self, _: &Site, post: &Post, template: &str) -> Option<Result<Strict, Fault>> {
        let variables = Variables { shared: &self.shared, data: &post.data, page: &page(post, "") };
        run_strictly(template, self.markdown_engine?, &variables)
    }

    /// The plugin shows the key `summary`, and nothing in its place.
    fn summary(&self, _: &Site, post: &Post, _: &str, _: Option<&str>) -> Option<String> {
        let summary = post.data.get("summary")?.as_str().filter(|text| !text.is_empty())?;
        Some(escape(summary).into_owned())
    }
}
