//! From an article's text to HTML: Markdown as Python-Markdown writes it, links between sources, the summary.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use crate::markup::front_matter::{Fault, Map};
use crate::markup::liquid::Strict;
use crate::markup::markdown;
use crate::site::conventions::fields::text_of;
use crate::site::conventions::jinja::{Run, World};
use crate::site::conventions::paths::joined;
use crate::site::conventions::pelican::configuration::Configuration;
use crate::site::conventions::pelican::jinja::Jinja;
use crate::site::conventions::pelican::names::names;
use crate::site::conventions::pelican::slug::SlugStyle;
use crate::site::conventions::pelican::summary::{beginning, paragraphs, without_contents};
use crate::site::conventions::pelican::{code, footnotes, html, rst, toc};
use crate::site::post::Post;
use crate::site::{Bodies, Rendered, Site};
use crate::text::html::text::{strip_html, unescape};
use crate::text::source::Span;
use crate::text::url::{escape_path, percent_decode};

/// What makes HTML of a site's articles.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) configuration: Configuration,
    pub(super) urls: OnceLock<HashMap<String, String>>,
}

/// What kramdown's form of something is in Python-Markdown's.
const FORMS: [(&str, &str); 6] = [
    (" role=\"doc-noteref\"", ""),
    ("<div class=\"footnotes\" role=\"doc-endnotes\">", "<div class=\"footnote\">\n<hr />"),
    (" role=\"doc-endnote\"", ""),
    ("style=\"text-align: left\"", "style=\"text-align: left;\""),
    ("style=\"text-align: center\"", "style=\"text-align: center;\""),
    ("style=\"text-align: right\"", "style=\"text-align: right;\""),
];

/// What the extension `smarty` writes for each sign.
const GLYPHS: [(&str, &str); 9] = [
    ("“", "&ldquo;"),
    ("”", "&rdquo;"),
    ("‘", "&lsquo;"),
    ("’", "&rsquo;"),
    ("–", "&ndash;"),
    ("—", "&mdash;"),
    ("…", "&hellip;"),
    ("«", "&laquo;"),
    ("»", "&raquo;"),
];

impl Texts {
    fn markdown(&self, site: &Site, body: &str) -> String {
        let has = |name: &str| self.configuration.has_extension(name);
        let written = normalized(body);
        let highlighter = self.configuration.highlighter.as_ref();
        let has_fences = self.configuration.has_part_of_extra("fenced_code");
        let (body, blocks) = match has_fences {
            true => code::stashed(&written, highlighter),
            false => (written.to_string(), Vec::new()),
        };
        let body = as_kramdown(&body, &Dialect::new(&self.configuration));
        let body = if has("admonition") { with_admonitions(&body) } else { body };
        let mut html = without_blank_lines(&markdown::render(&body, &site.settings.markdown));
        for (from, to) in FORMS {
            if html.contains(from) {
                html = html.replace(from, to);
            }
        }
        html = footnotes::as_python(&html).into_owned();
        if let Some(highlighter) = highlighter {
            html = code::with_highlight(&html, highlighter);
        }
        if has("toc") {
            html = toc::with_contents(&html, &self.configuration);
        }
        if has("smarty") {
            // What nobody wrote was made.
            for (sign, entity) in GLYPHS.iter().filter(|(sign, _)| !written.contains(sign)) {
                html = html.replace(sign, entity);
            }
        }
        if self.configuration.has_html5 {
            html = as_html5(&html, &written);
        }
        code::filled(&html, &blocks)
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
        let slugs = &self.configuration.slugs;
        let term = |template: &str, style: &SlugStyle| template.replace("{slug}", &style.slug(path));
        let url = match kind {
            // A build makes a file of every such link, be it there or not.
            "static" | "attach" if self.url_of_file(site, post, path).is_none() => self.path_of(post, path),
            "attach" if !path.starts_with(['/', '.']) => {
                self.url_of_file(site, post, path)?;
                attached(post, path)
            }
            "filename" | "static" | "attach" => self.url_of_file(site, post, path)?,
            "category" => term(&self.configuration.category_url, &slugs.category),
            "tag" => term(&self.configuration.tag_url, &slugs.tag),
            "author" => term(&self.configuration.author_url, &slugs.author),
            "index" => "index.html".to_owned(),
            _ => return None,
        };
        let url = format!("/{}", url.trim_start_matches('/'));
        Some(format!("{}{fragment}", site.settings.absolute(&url)))
    }

    /// The URL of an article, a page, or a file that is copied.
    fn url_of_file(&self, site: &Site, post: &Post, path: &str) -> Option<String> {
        let file = format!("{}{}", self.configuration.content, self.path_of(post, path));
        let urls = self.urls.get_or_init(|| {
            let pages = site.surroundings.iter().flat_map(|around| &around.pages);
            let pages = pages.map(|page| (page.path.to_string(), page.url.clone()));
            let files = site.surroundings.iter().flat_map(|around| &around.files);
            let files = files.map(|file| (file.path.clone(), escape_path(&file.url).into_owned()));
            let posts = site.posts.iter().map(|post| (post.path.to_string(), post.url.clone()));
            pages.chain(files).chain(posts).collect()
        });
        // As in a build, a link to a file that does not exist stays as it is written.
        urls.get(&file).cloned()
    }

    /// The path below the folder of content that a link names.
    fn path_of(&self, post: &Post, path: &str) -> String {
        let below = post.path.strip_prefix(self.configuration.content.as_str()).unwrap_or(&post.path);
        let folder = if path.starts_with('/') { "" } else { below.rsplit_once('/').map_or("", |it| it.0) };
        joined(folder, path.trim_start_matches('/'))
    }

    fn typographic<'h>(&self, html: &'h str) -> Cow<'h, str> {
        let typography = self.configuration.typography.as_ref();
        typography.map_or(Cow::Borrowed(html), |typography| Cow::Owned(typography.html(html)))
    }

    /// What docutils makes of the signs in its HTML.
    fn with_characters(&self, html: String) -> String {
        match &self.configuration.rst_typography {
            Some(signs) => signs.characters(&html),
            None => html,
        }
    }

    fn whole(&self, site: &Site, post: &Post, body: &str) -> String {
        let html = if post.path.ends_with(".rst") {
            let html = rst::html_from(body, &self.configuration.language, self.configuration.heading_level);
            self.with_characters(html)
        } else if post.path.ends_with(".md") || !post.path.ends_with("html") && !post.path.ends_with(".htm") {
            self.markdown(site, body)
        } else {
            html::body(body).to_owned()
        };
        self.linked(site, post, &self.typographic(html.trim()))
    }
}

impl Bodies for Texts {
    fn html(&self, site: &Site, post: &Post, body: &str) -> Rendered {
        Rendered { html: self.whole(site, post, body), problems: Vec::new() }
    }

    /// The one that is written, or else the first words; nothing where that is the whole article.
    fn summary(&self, site: &Site, post: &Post, body: &str, html: Option<&str>) -> Option<String> {
        if let Some(written) = text_of(&post.data, "summary") {
            let html = match post.path.rsplit('.').next() {
                Some("rst") if self.configuration.formats_summaries => {
                    self.with_characters(rst::summary(&written))
                }
                Some("rst") => unescape(&strip_html(&rst::summary(&written))).trim().to_owned(),
                Some("html" | "htm") => written,
                _ if !self.configuration.formats_summaries => written,
                // What settings give is not read as Markdown.
                _ if post.data.get("summary").is_some_and(|node| node.span.is_empty()) => written,
                _ => self.markdown(site, &written).trim().to_owned(),
            };
            return Some(self.linked(site, post, &self.typographic(&html)));
        }
        let configuration = &self.configuration;
        let whole = html.map_or_else(|| self.whole(site, post, body), str::to_owned);
        let content = match configuration.summary_paragraphs {
            Some(count) => paragraphs(&whole, count),
            None => whole.clone(),
        };
        let words = configuration.summary_words;
        let cut = words.and_then(|most| beginning(&content, most, &configuration.summary_end));
        let summary = without_contents(&cut.unwrap_or(content));
        Some(summary).filter(|summary| *summary != whole)
    }

    fn needs_pages(&self) -> bool {
        true
    }

    fn template(&self, site: &Site, post: &Post, template: &str) -> Option<Result<Strict, Fault>> {
        let names = names(&self.configuration, site, post);
        let world = World {
            language: &Jinja,
            names: &names,
            templates: &BTreeMap::new(),
            markdown: &site.settings.markdown,
            address: "",
        };
        // As in the generator's own templates, what is printed is not escaped.
        match Run::new(world, Map::default(), false).write_strictly(template) {
            Ok(run) => Some(Ok(run)),
            Err(refused) => Some(Err(Fault::new(Span::at(0), refused?))),
        }
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

/// Markdown with blanks for tabs, and nothing on blank lines.
fn normalized(text: &str) -> Cow<'_, str> {
    if !text.contains(['\t', '\r']) && !text.contains(" \n") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.lines().map(|line| if line.trim().is_empty() { "" } else { line }) {
        let mut column = 0;
        for c in line.chars() {
            if c == '\t' {
                let width = TAB - column % TAB;
                out.extend(std::iter::repeat_n(' ', width));
                column += width;
            } else {
                out.push(c);
                column += 1;
            }
        }
        out.push('\n');
    }
    Cow::Owned(out)
}

/// The columns that tabs lead to are multiples of this.
const TAB: usize = 4;

/// Markdown in which what only Python-Markdown reads is in the form of kramdown: headings without a blank after their marks or
/// a blank line around them, their attributes, and elements of one line with Markdown in them.
fn as_kramdown(text: &str, dialect: &Dialect) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut lines = text.split_inclusive('\n').peekable();
    let mut begins_block = true;
    while let Some(line) = lines.next() {
        let was_blank = std::mem::replace(&mut begins_block, line.trim().is_empty());
        let trimmed = line.trim_end();
        let underline = lines.peek().map_or("", |next| next.trim_end());
        if let Some((level, title)) = hashed(trimmed) {
            let (title, attributes) = dialect.with_attributes(title);
            out.push_str(&format!("\n{} {title}\n{attributes}\n", "#".repeat(level)));
        } else if let Some((open, inner, close)) = inner_of_line(trimmed) {
            out.push_str(&format!("{open}\n{inner}\n{close}\n"));
        } else if was_blank && is_underline(underline) && !trimmed.is_empty() && !trimmed.starts_with(' ') {
            let (title, attributes) = dialect.with_attributes(trimmed);
            out.push_str(&format!("{title}\n{underline}\n{attributes}\n"));
            lines.next();
            begins_block = true;
        } else if let Some(list) = dialect.attribute_list(trimmed).filter(|_| !was_blank) {
            out.push_str(&format!("{{: {list}}}\n"));
        } else if is_definition(trimmed) || dialect.is_footnote(trimmed) {
            out.push_str(&format!("\n{line}"));
        } else if dialect.is_other(trimmed) {
            let indent = trimmed.len() - trimmed.trim_start().len();
            let (blanks, rest) = line.split_at_checked(indent).unwrap_or(("", line));
            out.push_str(&format!("{blanks}\\{rest}"));
        } else {
            out.push_str(line);
        }
    }
    out
}

/// The level and the title of a heading with marks before it: `#Title#`.
fn hashed(line: &str) -> Option<(usize, &str)> {
    let marks = line.len() - line.trim_start_matches('#').len();
    let title = line.get(marks..)?.trim_end_matches('#').trim();
    (marks > 0 && !title.is_empty()).then(|| {
        let level = marks.min(6);
        // Marks beyond the sixth belong to the title.
        (level, line.get(level..).unwrap_or("").trim_end_matches('#').trim())
    })
}

/// Whether a line defines a reference; a paragraph may go on before it.
fn is_definition(line: &str) -> bool {
    let text = line.trim_start_matches(' ');
    let label =
        text.strip_prefix('[').filter(|_| line.len() - text.len() < 4).and_then(|it| it.split_once("]:"));
    label.is_some_and(|(label, address)| {
        !label.is_empty()
            && !label.starts_with('^')
            && !label.contains(['[', ']'])
            && !address.trim().is_empty()
    })
}

fn is_underline(line: &str) -> bool {
    !line.is_empty() && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
}

/// Which extensions are on, where kramdown reads what they add without being asked.
struct Dialect {
    attributes: bool,
    definitions: bool,
    abbreviations: bool,
    footnotes: bool,
}

impl Dialect {
    fn new(configuration: &Configuration) -> Self {
        let has = |name: &str| configuration.has_part_of_extra(name);
        Self {
            attributes: has("attr_list"),
            definitions: has("def_list"),
            abbreviations: has("abbr"),
            footnotes: has("footnotes"),
        }
    }

    /// A heading's text without the attribute list at its end, and that list as a line of kramdown's.
    fn with_attributes<'t>(&self, title: &'t str) -> (&'t str, String) {
        let list = title.strip_suffix('}').and_then(|rest| rest.rsplit_once('{')).filter(|_| self.attributes);
        let inner =
            list.map(|(text, inner)| (text.trim_end(), inner.strip_prefix(':').unwrap_or(inner).trim()));
        match inner {
            Some((text, inner)) if !text.is_empty() && !inner.is_empty() => {
                (text, format!("{{: {}}}\n", quoted(inner)))
            }
            _ => (title, String::new()),
        }
    }

    /// The inside of an attribute list that is a line of its own.
    fn attribute_list(&self, line: &str) -> Option<String> {
        let inner = line.trim_start().strip_prefix('{')?.strip_suffix('}')?;
        let inner = inner.strip_prefix(':').unwrap_or(inner).trim();
        let begins = inner.starts_with(['.', '#']) || inner.contains('=');
        (self.attributes && begins && !inner.contains(['{', '%'])).then(|| quoted(inner))
    }

    /// Whether the text of a footnote begins.
    fn is_footnote(&self, line: &str) -> bool {
        let text = line.trim_start();
        let is_note = text.starts_with("[^") && text.contains("]:");
        is_note && self.footnotes && line.len() - text.len() < 4
    }

    /// Whether a line is something to kramdown alone, because an extension is off.
    fn is_other(&self, line: &str) -> bool {
        let text = line.trim_start();
        if line.len() - text.len() > 3 {
            return false;
        }
        let is_note = text.starts_with("[^") && text.contains("]:");
        !self.definitions && text.starts_with(": ")
            || !self.attributes && text.starts_with("{:")
            || !self.abbreviations && text.starts_with("*[") && text.contains("]:")
            || !self.footnotes && is_note
    }
}

/// An attribute list with its values in quotes.
fn quoted(list: &str) -> String {
    let mut out = String::with_capacity(list.len() + 8);
    let mut quote = None;
    let mut is_bare = false;
    let mut before = ' ';
    for c in list.chars() {
        let opens = quote.is_none() && before == '=' && !is_bare;
        match c {
            '"' | '\'' if opens => quote = Some(c),
            _ if quote == Some(c) => quote = None,
            _ if opens && !c.is_whitespace() => {
                out.push('"');
                is_bare = true;
            }
            _ if is_bare && c.is_whitespace() => {
                out.push('"');
                is_bare = false;
            }
            _ => {}
        }
        out.push(c);
        before = c;
    }
    if is_bare {
        out.push('"');
    }
    out
}

/// `<div markdown="1">`, what is in it, and `</div>`, of a line that is nothing else.
fn inner_of_line(line: &str) -> Option<(&str, &str, &str)> {
    let open = line.find('>').filter(|_| line.starts_with('<') && line.contains("markdown="))? + 1;
    let close = line.rfind("</").filter(|close| *close >= open && line.ends_with('>'))?;
    Some((line.get(..open)?, line.get(open..close)?, line.get(close..)?))
}

/// HTML whose elements without content end in `>`; tags that the author wrote stay.
fn as_html5(html: &str, written: &str) -> String {
    const END: &str = " />";
    let has_own = written.contains("/>");
    let mut parts = html.split(END);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let tag = out.rfind('<').and_then(|start| out.get(start..)).unwrap_or("");
        let is_own = has_own && written.contains(&format!("{tag}{END}"));
        out.push_str(if is_own { END } else { ">" });
        out.push_str(part);
    }
    out
}

/// HTML without the blank lines that kramdown puts between blocks.
fn without_blank_lines(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut is_code = false;
    // After a comment the blank line that the author left stays.
    let mut is_after_comment = false;
    for line in html.split_inclusive('\n') {
        is_code = (is_code || line.contains("<pre")) && !line.contains("</pre>");
        if is_code || is_after_comment || !line.trim().is_empty() {
            out.push_str(line);
        }
        is_after_comment = line.starts_with("<!--") && line.trim_end().ends_with("-->");
    }
    out
}
