//! From an article's text to HTML: Markdown as Python-Markdown writes it, links between sources, the summary.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use crate::markup::markdown;
use crate::site::conventions::fields::text_of;
use crate::site::conventions::pelican::configuration::Configuration;
use crate::site::conventions::pelican::slug::slug;
use crate::site::conventions::pelican::summary::beginning;
use crate::site::conventions::pelican::{html, rst};
use crate::site::conventions::programs::joined;
use crate::site::post::Post;
use crate::site::{Bodies, Rendered, Site};
use crate::text::url::{escape_path, percent_decode};

/// What makes HTML of a site's articles.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) configuration: Configuration,
    pub(super) urls: OnceLock<HashMap<String, String>>,
}

/// What kramdown's form of something is in Python-Markdown's.
const FORMS: [(&str, &str); 8] = [
    (" role=\"doc-noteref\"", ""),
    (" class=\"footnote\" rel=\"footnote\"", " class=\"footnote-ref\""),
    ("<div class=\"footnotes\" role=\"doc-endnotes\">", "<div class=\"footnote\">\n<hr />"),
    (" role=\"doc-endnote\"", ""),
    (" class=\"reversefootnote\" role=\"doc-backlink\"", " class=\"footnote-backref\""),
    ("style=\"text-align: left\"", "style=\"text-align: left;\""),
    ("style=\"text-align: center\"", "style=\"text-align: center;\""),
    ("style=\"text-align: right\"", "style=\"text-align: right;\""),
];

impl Texts {
    fn markdown(&self, site: &Site, body: &str) -> String {
        let has = |name: &str| self.configuration.has_extension(name);
        let body = as_kramdown(body);
        let body = if has("admonition") { with_admonitions(&body) } else { body.into_owned() };
        let mut html = without_blank_lines(&markdown::render(&body, &site.settings.markdown));
        for (from, to) in FORMS {
            if html.contains(from) {
                html = html.replace(from, to);
            }
        }
        with_highlight(&with_titles(&html))
    }

    /// Links to sources, `{filename}other.md`, as those to their pages.
    fn linked(&self, site: &Site, post: &Post, html: &str) -> String {
        let mut out = String::with_capacity(html.len());
        let mut rest = html;
        while let Some(at) = rest.find("=\"") {
            let (before, from) = rest.split_at(at + 2);
            out.push_str(before);
            let end = from.find('"').unwrap_or(from.len());
            let (address, after) = from.split_at(end);
            match self.resolved(site, post, address) {
                Some(url) => out.push_str(&url),
                None => out.push_str(address),
            }
            rest = after;
        }
        out + rest
    }

    fn resolved(&self, site: &Site, post: &Post, address: &str) -> Option<String> {
        let address = percent_decode(address).replace("%7B", "{").replace("%7D", "}");
        let (kind, value) = match address.strip_prefix('{') {
            Some(rest) => rest.split_once('}')?,
            None => address.strip_prefix('|')?.split_once('|')?,
        };
        let (path, fragment) = value.split_at(value.find(['#', '?']).unwrap_or(value.len()));
        let term = |template: &str| template.replace("{slug}", &slug(path));
        let url = match kind {
            "attach" if !path.starts_with(['/', '.']) => attached(post, path),
            "filename" | "static" | "attach" => self.url_of_file(site, post, path)?,
            "category" => term(&self.configuration.category_url),
            "tag" => term(&self.configuration.tag_url),
            "author" => term(&self.configuration.author_url),
            "index" => "index.html".to_owned(),
            _ => return None,
        };
        let url = format!("/{}", url.trim_start_matches('/'));
        Some(format!("{}{fragment}", site.settings.absolute(&url)))
    }

    /// The URL of an article, a page, or a file that is copied.
    fn url_of_file(&self, site: &Site, post: &Post, path: &str) -> Option<String> {
        let content = self.configuration.content.trim_end_matches('/');
        let folder =
            if path.starts_with('/') { content } else { post.path.rsplit_once('/').map_or("", |it| it.0) };
        let file = joined(folder, path.trim_start_matches('/'));
        let urls = self.urls.get_or_init(|| {
            let pages = site.surroundings.iter().flat_map(|around| &around.pages);
            let pages = pages.map(|page| (page.path.to_string(), page.url.clone()));
            pages.chain(site.posts.iter().map(|post| (post.path.to_string(), post.url.clone()))).collect()
        });
        if let Some(url) = urls.get(&file) {
            return Some(url.clone());
        }
        let below = file.strip_prefix(self.configuration.content.as_str())?;
        Some(escape_path(below).into_owned())
    }

    fn whole(&self, site: &Site, post: &Post, body: &str) -> String {
        let html = if post.path.ends_with(".rst") {
            rst::html(body)
        } else if post.path.ends_with(".md") || !post.path.ends_with("html") && !post.path.ends_with(".htm") {
            self.markdown(site, body)
        } else {
            html::body(body).to_owned()
        };
        self.linked(site, post, html.trim())
    }
}

impl Bodies for Texts {
    fn html(&self, site: &Site, post: &Post, body: &str) -> Rendered {
        Rendered { html: self.whole(site, post, body), problems: Vec::new() }
    }

    /// The one that is written, or else the first words; nothing where that is the whole article.
    fn summary(&self, site: &Site, post: &Post, body: &str, html: Option<&str>) -> Option<String> {
        if let Some(written) = text_of(&post.data, "summary").filter(|text| !text.is_empty()) {
            let is_rst = post.path.ends_with(".rst");
            let html = if is_rst { rst::summary(&written) } else { self.markdown(site, &written) };
            return Some(self.linked(site, post, html.trim()));
        }
        let most = self.configuration.summary_words?;
        let whole = html.map_or_else(|| self.whole(site, post, body), str::to_owned);
        beginning(&whole, most, &self.configuration.summary_end)
    }

    fn needs_pages(&self) -> bool {
        true
    }
}

/// The URL of a file beside an article, which moves to where the article is.
fn attached(post: &Post, path: &str) -> String {
    let folder = post.url.rfind('/').and_then(|end| post.url.get(..=end)).unwrap_or("/");
    format!("{folder}{}", escape_path(path))
}

/// Markdown with the blocks of the extension `admonition`, `!!! note "Title"` and indented lines, as elements.
fn with_admonitions(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(head) = line.strip_prefix("!!!") else {
            out.push_str(line);
            out.push('\n');
            continue;
        };
        let (classes, title) = head.trim().split_once('"').unwrap_or((head.trim(), ""));
        let classes = classes.trim();
        let first = classes.split(' ').next().unwrap_or("");
        let own = title.trim_end_matches('"');
        let made = first.get(..1).unwrap_or("").to_uppercase() + first.get(1..).unwrap_or("");
        let is_untitled = head.contains("\"\"");
        out.push_str(&format!("<div class=\"admonition {classes}\" markdown=\"1\">\n"));
        if !is_untitled {
            let title = if own.is_empty() { &made } else { own };
            out.push_str(&format!("{title}\n{{: .admonition-title}}\n\n"));
        }
        while let Some(inner) = lines.next_if(|line| line.trim().is_empty() || line.starts_with("    ")) {
            out.push_str(inner.get(4..).unwrap_or(""));
            out.push('\n');
        }
        out.push_str("</div>\n\n");
    }
    out
}

/// Links back from footnotes with the titles that Python-Markdown gives them.
fn with_titles(html: &str) -> String {
    const LINK: &str = " class=\"footnote-backref\">";
    let mut parts = html.split(LINK);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (number, part) in parts.enumerate() {
        let number = number + 1;
        out.push_str(&format!(
            " class=\"footnote-backref\" title=\"Jump back to footnote {number} in the text\">{part}"
        ));
    }
    out
}

/// Blocks of code in the wrapper of Pygments, without its colours; the line `:::python` names a language.
fn with_highlight(html: &str) -> String {
    let mut parts = html.split("<pre><code");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once('>').unwrap_or(("", part));
        let (code, after) = rest.split_once("</code></pre>").unwrap_or((rest, ""));
        let named = code.strip_prefix(":::").or_else(|| code.strip_prefix("#!"));
        let code = named.and_then(|named| named.split_once('\n')).map_or(code, |(_, code)| code);
        out.push_str(&format!(
            "<div class=\"highlight\"><pre><span></span><code>{code}</code></pre></div>{after}"
        ));
    }
    out
}

/// Markdown in which what only Python-Markdown reads is in the form of kramdown: attributes of a fence, and elements of one line with
/// Markdown in them.
fn as_kramdown(text: &str) -> Cow<'_, str> {
    if !text.contains("markdown=") && !text.contains("```") && !text.contains("~~~") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end();
        let marks = trimmed.len() - trimmed.trim_start_matches(['`', '~']).len();
        let info = trimmed.get(marks..).unwrap_or("").trim();
        if marks > 2 && info.contains('{') {
            let language =
                info.trim_matches(['{', '}', ' ']).split(' ').find_map(|word| word.strip_prefix('.'));
            out.push_str(&format!("{}{}\n", trimmed.get(..marks).unwrap_or(""), language.unwrap_or("")));
            continue;
        }
        match inner_of_line(trimmed) {
            Some((open, inner, close)) => out.push_str(&format!("{open}\n{inner}\n{close}\n")),
            None => out.push_str(line),
        }
    }
    Cow::Owned(out)
}

/// `<div markdown="1">`, what is in it, and `</div>`, of a line that is nothing else.
fn inner_of_line(line: &str) -> Option<(&str, &str, &str)> {
    let open = line.find('>').filter(|_| line.starts_with('<') && line.contains("markdown="))? + 1;
    let close = line.rfind("</").filter(|close| *close >= open && line.ends_with('>'))?;
    Some((line.get(..open)?, line.get(open..close)?, line.get(close..)?))
}

/// HTML without the blank lines that kramdown puts between blocks.
fn without_blank_lines(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut is_code = false;
    for line in html.split_inclusive('\n') {
        is_code = (is_code || line.contains("<pre")) && !line.contains("</pre>");
        if is_code || !line.trim().is_empty() {
            out.push_str(line);
        }
    }
    out
}
