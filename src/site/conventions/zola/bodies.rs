//! From a page's text to HTML: shortcodes, Markdown, the mark of the summary, links between sources.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use crate::markup::front_matter::{Fault, Map, Node, Value};
use crate::markup::liquid::Strict;
use crate::markup::markdown::{self, HeadingAnchors};
use crate::site::conventions::inlines::Inlines;
use crate::site::conventions::jinja::{Run, World};
use crate::site::conventions::zola::shortcodes::Shortcodes;
use crate::site::conventions::zola::tera::Tera;
use crate::site::conventions::zola::tera::files::Files;

use crate::site::post::Post;
use crate::site::{Bodies, Rendered, Site};
use crate::text::diagnostic::{Level, Problem};
use crate::text::html::balance::balance;
use crate::text::html::text::{escape, escape_attribute};
use crate::text::pieces::Pieces as _;
use crate::text::source::Span;
use crate::text::url::{escape_path, percent_decode};

/// What makes HTML of a site's pages.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) config: Map,
    /// Whether the site's own templates of feeds show the key `description`.
    pub(super) describes: bool,
    /// Whether names of emoji are emoji (`render_emoji`).
    pub(super) has_emoji: bool,
    pub(super) shortcodes: Shortcodes,
    /// The folder of the files that the theme brings; empty without a theme.
    pub(super) theme_files: String,
    /// The site's own template of what ends a summary within a paragraph.
    pub(super) cutoff: Option<String>,
    /// The anchors of headings by folder and language, where there is a section.
    pub(super) anchors: BTreeMap<(String, String), Option<HeadingAnchors>>,
    /// Those of other pages.
    pub(super) own_anchors: Option<HeadingAnchors>,
    /// The URLs that files have by their paths alone.
    pub(super) by_path: HashMap<String, String>,
    pub(super) urls: OnceLock<HashMap<String, String>>,
}

/// What the generator writes for the mark of the summary.
const MORE: &str = "<span id=\"continue-reading\"></span>";

impl Texts {
    /// How the Markdown of a page is read, where not as that of the whole site.
    fn options(&self, site: &Site, post: &Post) -> Option<markdown::Options> {
        let below = post.path.strip_prefix("content/").unwrap_or(&post.path);
        let is_bundle = below.rsplit('/').next().is_some_and(|name| name.starts_with("index."));
        let folder = below.rsplit_once('/').map_or("", |(folder, _)| folder);
        let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
        let folder = if is_bundle { above } else { folder };
        let key = (folder.to_owned(), post.language.as_deref().unwrap_or("").to_owned());
        let anchors = self.anchors.get(&key).unwrap_or(&self.own_anchors);
        let settings = &site.settings.markdown;
        (settings.heading_anchors != *anchors)
            .then(|| markdown::Options { heading_anchors: anchors.clone(), ..settings.clone() })
    }

    /// What templates of shortcodes see of a page.
    fn names(&self, post: &Post) -> Map {
        let mut page = post.data.clone();
        let mut set = |key: &str, value: Value| page.insert(key, Node::unwritten(value));
        set("title", Value::from(post.title.as_str()));
        set("slug", Value::from(&*post.slug));
        set("path", Value::String(percent_decode(&post.url).into_owned()));
        set("permalink", Value::from(post.link.as_str()));
        set("relative_path", Value::from(post.path.strip_prefix("content/").unwrap_or(&post.path)));
        set("lang", Value::from(post.language.as_deref().unwrap_or("")));
        set("date", Value::Time(post.date));
        let below = post.path.strip_prefix("content/").unwrap_or(&post.path);
        if let Some((folder, name)) = below.rsplit_once('/')
            && name.starts_with("index.")
        {
            set("colocated_path", Value::String(format!("{folder}/")));
        }
        if post.data.get("extra").is_none() {
            set("extra", Value::Map(Map::default()));
        }
        Map::from_iter([
            ("page", Value::Map(page)),
            ("config", Value::Map(self.config.clone())),
            ("lang", Value::from(post.language.as_deref().unwrap_or(""))),
        ])
    }

    /// What ends a summary within a paragraph, as the site's own template writes it.
    fn cutoff(&self, site: &Site, post: &Post) -> Option<String> {
        let template = self.cutoff.as_deref()?;
        let language = Value::from(post.language.as_deref().unwrap_or(""));
        let names = Map::from_iter([("lang", language)]);
        let world = World {
            language: &Tera { files: self.files(site), config: Some(&self.config) },
            names: &names,
            templates: &self.shortcodes.templates,
            markdown: &site.settings.markdown,
            address: "",
        };
        Run::new(world, Map::default(), true).write(template)
    }

    /// The files that templates read.
    fn files(&self, site: &Site) -> Files<'_> {
        Files {
            data: &self.shortcodes.data,
            sizes: &self.shortcodes.sizes,
            urls: self.urls(site),
            theme: &self.theme_files,
        }
    }

    /// The URLs of pages, sections and files by their paths.
    fn urls(&self, site: &Site) -> &HashMap<String, String> {
        self.urls.get_or_init(|| {
            let posts = site.posts.iter().map(|post| (post.path.to_string(), post.url.clone()));
            let pages = site.surroundings.iter().flat_map(|around| &around.pages);
            let pages = pages.map(|page| (page.path.to_string(), page.url.clone()));
            let files = site.surroundings.iter().flat_map(|around| &around.files);
            let files = files.map(|file| (file.path.clone(), escape_path(&file.url).into_owned()));
            let by_path = self.by_path.iter().map(|(path, url)| (path.clone(), url.clone()));
            by_path.chain(files).chain(pages).chain(posts).collect()
        })
    }

    /// Links to source files, `@/posts/first.md#id`, as those to their pages.
    fn linked(&self, site: &Site, html: String) -> String {
        const LINK: &str = "\"@/";
        if !html.has(LINK) {
            return html;
        }
        let urls = self.urls(site);
        let mut parts = html.split(LINK);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(['"', '#', '?']).unwrap_or(part.len());
            let (path, rest) = part.split_at(end);
            match urls.get(&format!("content/{}", percent_decode(path))) {
                Some(url) => out.push_str(&format!("\"{}", site.settings.absolute(url))),
                None => out.push_str(&format!("{LINK}{path}")),
            }
            out.push_str(rest);
        }
        out
    }
}

impl Bodies for Texts {
    fn html(&self, site: &Site, post: &Post, body: &str) -> Rendered {
        let own = self.options(site, post);
        let options = own.as_ref().unwrap_or(&site.settings.markdown);
        let link = format!("<a href=\"{}\">{}</a>", escape_attribute(&post.link), escape(&post.title));
        let names = if body.has("{{") || body.has("{%") { self.names(post) } else { Map::default() };
        let address = site.settings.absolute("/");
        let without_anchors = markdown::Options { heading_anchors: None, ..options.clone() };
        let world = World {
            language: &Tera { files: self.files(site), config: Some(&self.config) },
            names: &names,
            templates: &self.shortcodes.templates,
            // The filter of templates gives headings no anchors.
            markdown: &without_anchors,
            address: address.trim_end_matches('/'),
        };
        let expanded = self.shortcodes.expand(body, &link, world);
        let text = match self.has_emoji {
            true => Inlines::with_emoji(&expanded.text),
            false => Cow::Borrowed(expanded.text.as_str()),
        };
        let html = expanded.fill(&markdown::render(&text, options));
        let html = match mark(&html) {
            Some((start, end)) => {
                [html.get(..start).unwrap_or(""), MORE, html.get(end..).unwrap_or("")].concat()
            }
            None => html,
        };
        let problem = |(name, at): &(String, usize)| {
            Problem {
            level: Level::Warning,
            path: Arc::clone(&post.path),
            span: Span::at(post.front_matter.body + at),
            message: format!("the shortcode `{name}` is not evaluated: its template does more than show arguments"),
            help: "the feed shows the text inside it, or a link to the page; `content = \"built\"` takes what the build made"
                .to_owned(),
        }
        };
        Rendered { html: self.linked(site, html), problems: expanded.unknown.iter().map(problem).collect() }
    }

    /// What precedes the mark, without footnotes.
    fn summary(&self, site: &Site, post: &Post, body: &str, html: Option<&str>) -> Option<String> {
        if let Some(description) =
            post.description.as_deref().filter(|text| self.describes && !text.is_empty())
        {
            return Some(escape(description).into_owned());
        }
        mark(body)?;
        let rendered = html.map_or_else(|| self.html(site, post, body).html, str::to_owned);
        let before = rendered.get(..rendered.find(MORE)?)?;
        let before = without_references(before.trim_end());
        let before = before.trim_end();
        let closed = balance(before);
        // The mark is within a paragraph.
        let html = match closed.strip_prefix(before) {
            Some("") | None => closed.into_owned(),
            // The generator ends each element of a list on a line of its own.
            Some(tags) => {
                let cutoff = self.cutoff(site, post).unwrap_or_else(|| "&hellip;\n".to_owned());
                format!("{before}{cutoff}{}\n", tags.replace("><", ">\n<"))
            }
        };
        Some(html)
    }

    fn needs_pages(&self) -> bool {
        true
    }

    fn template(&self, site: &Site, post: &Post, template: &str) -> Option<Result<Strict, Fault>> {
        let mut names = self.names(post);
        if let Some(Value::Map(mut page)) = names.get("page").map(|node| node.value.clone()) {
            // Of every page these exist, and may be empty.
            for key in ["description", "updated", "summary"] {
                if page.get(key).is_none() {
                    page.insert(key, Node::unwritten(Value::Null));
                }
            }
            names.insert("page", Node::unwritten(Value::Map(page)));
        }
        let address = site.settings.absolute("/");
        let world = World {
            language: &Tera { files: self.files(site), config: Some(&self.config) },
            names: &names,
            templates: &self.shortcodes.templates,
            markdown: &site.settings.markdown,
            address: address.trim_end_matches('/'),
        };
        let text = Run::new(world, Map::default(), true).write(template)?;
        Some(Ok(Strict { text, ..Strict::default() }))
    }
}

/// HTML without the references to footnotes; the notes stay where they are.
///
/// Source: Zola, `components/markdown/src/markdown.rs`, `FOOTNOTES_RE`.
fn without_references(html: &str) -> String {
    const OPEN: &str = "<sup class=\"footnote-reference\"";
    const CLOSE: &str = "</sup>";
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, reference)) = rest.split_once(OPEN) {
        // One that nothing closes is text.
        let Some((_, after)) = reference.split_once(CLOSE) else { break };
        out.push_str(before);
        rest = after;
    }
    out + rest
}

/// The place of the first `<!-- more -->`, in Markdown or HTML.
fn mark(html: &str) -> Option<(usize, usize)> {
    const OPEN: &str = "<!--";
    memchr::memmem::find_iter(html.as_bytes(), OPEN).find_map(|start| {
        let rest = html.get(start + OPEN.len()..)?;
        let end = rest.find("-->")?;
        rest.get(..end)?.trim().eq_ignore_ascii_case("more").then_some((start, start + OPEN.len() + end + 3))
    })
}

#[cfg(test)]
mod tests {
    use super::without_references;

    #[test]
    fn a_reference_that_nothing_closes_is_text() {
        let open = "<sup class=\"footnote-reference\"";
        for (html, expected) in [
            (format!("<p>a{open} id=\"r\"><a href=\"#1\">1</a></sup> b"), "<p>a b".to_owned()),
            (format!("<p>a{open}>1 b</p><p>c"), format!("<p>a{open}>1 b</p><p>c")),
            (format!("a{open}>1</sup> b{open}>2 c"), format!("a b{open}>2 c")),
            ("<p>a".to_owned(), "<p>a".to_owned()),
        ] {
            assert_eq!(without_references(&html), expected);
        }
    }
}
