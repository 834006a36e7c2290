//! Render hooks: a site's own templates of the links, images and headings that its Markdown makes.

use std::collections::{BTreeMap, BTreeSet};

use crate::markup::markdown::{self, SIGN};
use crate::site::conventions::hugo::shortcodes::escape::encoded;
use crate::site::conventions::hugo::shortcodes::evaluate::{Call, evaluate};
use crate::site::conventions::hugo::shortcodes::scope::{Scope, Store};
use crate::site::conventions::hugo::shortcodes::tables;
use crate::site::conventions::hugo::shortcodes::tags::Arguments;
use crate::site::conventions::hugo::shortcodes::template::{self, Node};
use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;
use crate::site::conventions::hugo::values::text;
use crate::site::tree::Tree;
use crate::text::html::tags::Tags;
use crate::text::html::text::{escape, escape_attribute, strip_html, unescape, unescape_attribute};

/// The kinds of elements that hooks of a site's own write. Of quotations and code there may be more special ones:
/// `blockquote-alert`, `codeblock-mermaid`.
const KINDS: [&str; 6] = ["link", "image", "heading", "blockquote", "codeblock", "table"];

/// Those among them that are blocks.
const BLOCKS: [&str; 3] = ["blockquote", "codeblock", "table"];

/// How deep elements may be in each other.
const DEEPEST: usize = 12;

/// The render hooks of a site.
#[derive(Debug, Default)]
pub(in crate::site::conventions::hugo) struct Hooks {
    /// The templates by the section that they are for, which is empty for all, and kind; nothing for one that is not understood.
    own: BTreeMap<(String, String), Option<Vec<Node>>>,
    /// Whether links to sources become those to pages: Hugo's own hook.
    pub(in crate::site::conventions::hugo) has_embedded: bool,
    /// Whether images lead to files beside their page: Hugo's own hook.
    pub(in crate::site::conventions::hugo) has_embedded_images: bool,
    /// Whether a hook of the site's own does so too.
    pub(in crate::site::conventions::hugo) finds_pages: bool,
    /// Whether one of the site's own finds files below `assets`, or calls a partial that does.
    pub(in crate::site::conventions::hugo) finds_assets: bool,
    /// The kinds of hooks of the site's own that find files beside the page.
    pub(in crate::site::conventions::hugo) finds_files: BTreeSet<String>,
}

impl Hooks {
    /// Reads the templates below the folders of layouts, a site's own before those of themes. Returns the first one that is not
    /// evaluated too.
    pub(in crate::site::conventions::hugo) fn read(
        tree: &dyn Tree,
        layouts: &[String],
        listed: &[String],
    ) -> (Self, Option<String>) {
        const ASSET_CALL: &str = "resources.Get";
        let mut hooks = Self::default();
        let mut unread = None;
        let asks = |path: &str| {
            let text = tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            text.is_some_and(|text| text.contains(ASSET_CALL))
        };
        let mut partials = listed.iter().filter(|path| path.contains("partials/") && asks(path)).peekable();
        for root in layouts {
            for path in listed {
                let below = path.strip_prefix(root.as_str()).and_then(|rest| rest.strip_prefix('/'));
                let Some((folder, name)) = below.and_then(|below| below.split_once("_markup/render-")) else {
                    continue;
                };
                let is_known = |kind: &&str| KINDS.contains(&kind.split('-').next().unwrap_or(kind));
                let kind = name.strip_suffix(".html").filter(is_known);
                let text = kind.and_then(|_| String::from_utf8(tree.read(path).ok()?).ok());
                hooks.finds_pages |= kind == Some("link") && text.iter().any(|text| text.contains("GetPage"));
                hooks.finds_assets |= text.as_ref().is_some_and(|text| {
                    text.contains(ASSET_CALL) || text.contains("partial") && partials.peek().is_some()
                });
                if text.as_ref().is_some_and(|text| text.contains(".Resources.")) {
                    hooks.finds_files.extend(kind.map(str::to_owned));
                }
                let nodes = text.and_then(|text| template::parse(&text));
                if nodes.is_none() {
                    unread = unread.or_else(|| Some(path.clone()));
                }
                let folder = folder.trim_end_matches('/').to_lowercase();
                let folder = if folder == "_default" { String::new() } else { folder };
                if let Some(kind) = kind {
                    hooks.own.entry((folder, kind.to_owned())).or_insert(nodes);
                }
            }
        }
        (hooks, unread)
    }

    /// Whether some are the site's own.
    pub(in crate::site::conventions::hugo) fn has_own(&self) -> bool {
        !self.own.is_empty()
    }

    /// Whether some are for quotations or code.
    pub(in crate::site::conventions::hugo) fn has_blocks(&self) -> bool {
        self.own.keys().any(|(_, kind)| BLOCKS.iter().any(|block| kind.starts_with(block)))
    }

    /// Whether Markdown is written as it is without hooks.
    pub(in crate::site::conventions::hugo) fn is_empty(&self) -> bool {
        self.own.is_empty() && !self.has_embedded && !self.has_embedded_images
    }

    /// HTML whose elements have [`SIGN`], as the hooks write it; and the kinds whose template could not be evaluated.
    pub(in crate::site::conventions::hugo) fn written(
        &self,
        html: &str,
        scope: &Scope<'_>,
    ) -> (String, BTreeSet<&'static str>) {
        let section = text(&scope.post.data, "type").unwrap_or_else(|| section_of(scope));
        let mut writing = Writing {
            hooks: self,
            scope,
            section: section.to_lowercase(),
            failed: BTreeSet::new(),
            blocks: BTreeMap::new(),
        };
        let html = writing.html(html, 0);
        (html.replace(SIGN, ""), writing.failed)
    }
}

/// The first folder below the content.
fn section_of(scope: &Scope<'_>) -> String {
    let below = scope.references.below(&scope.post.path);
    below.split_once('/').map_or_else(String::new, |(section, _)| section.to_owned())
}

struct Writing<'a> {
    hooks: &'a Hooks,
    scope: &'a Scope<'a>,
    section: String,
    failed: BTreeSet<&'static str>,
    /// How many elements of each kind hooks have written.
    blocks: BTreeMap<&'static str, i64>,
}

/// An element that Markdown made.
struct Element<'h> {
    kind: &'static str,
    name: &'h str,
    attributes: Vec<(String, String)>,
    inner: &'h str,
    /// What comes after it.
    after: &'h str,
    is_block: bool,
}

impl Writing<'_> {
    fn html(&mut self, html: &str, depth: usize) -> String {
        let mut out = String::with_capacity(html.len());
        let mut rest = html;
        while let Some((before, after)) = rest.split_once(SIGN).filter(|_| depth < DEEPEST) {
            let start = before.rfind('<').unwrap_or(before.len());
            out.push_str(before.get(..start).unwrap_or(""));
            let name = before.get(start + 1..).unwrap_or("");
            match element(name, after, out.is_empty() || out.ends_with(">\n")) {
                Some(element) => {
                    out.push_str(&self.element(&element, depth));
                    rest = element.after;
                }
                None => {
                    out.push_str(before.get(start..).unwrap_or(""));
                    rest = after;
                }
            }
        }
        out + rest
    }

    fn element(&mut self, element: &Element<'_>, depth: usize) -> String {
        let is_code = element.kind == "codeblock";
        let inner = if is_code { element.inner.to_owned() } else { self.html(element.inner, depth + 1) };
        let special = element.special(&inner).map(|name| format!("{}-{name}", element.kind));
        let kinds = special.iter().map(String::as_str).chain([element.kind]);
        let folders = [self.section.as_str(), ""];
        let mut keys = kinds.flat_map(|kind| folders.map(|folder| (folder.to_owned(), kind.to_owned())));
        if let Some(template) = keys.find_map(|key| self.hooks.own.get(&key)) {
            let ordinal = self.blocks.entry(element.kind).or_default();
            let mut values = element.values(&inner);
            values.push(("Ordinal", ShortcodeValue::Number(*ordinal)));
            let values = ShortcodeValue::Map(
                values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            );
            *ordinal += 1;
            let arguments = Arguments::default();
            let call = Call {
                scope: self.scope,
                arguments: &arguments,
                inner: &inner,
                is_page: false,
                frame: None,
                element: Some(&values),
                store: Store::default(),
            };
            if let Some(html) = template.as_ref().and_then(|nodes| evaluate(nodes, &call)) {
                return html;
            }
            self.failed.insert(element.kind);
        }
        if is_code {
            let (language, options) = (element.attribute("lang"), element.attribute("options"));
            let code = unescape(element.inner);
            return markdown::chroma_block(&code, &language, &options, &self.scope.markdown.common_mark);
        }
        self.plain(element, &inner)
    }

    /// An element as Hugo writes it without hooks of the site's own.
    fn plain(&self, element: &Element<'_>, inner: &str) -> String {
        let mut out = format!("<{}", element.name);
        for (name, value) in &element.attributes {
            let address = matches!(name.as_str(), "href" | "src").then(|| {
                let written = unescape_attribute(value);
                let address = match element.kind {
                    "link" if self.hooks.has_embedded => Some(self.page(&written)),
                    "image" if self.hooks.has_embedded_images => Some(None),
                    _ => None,
                };
                let address = match address {
                    Some(page) => page
                        .or_else(|| self.scope.beside(&written))
                        .unwrap_or_else(|| encoded(&written, false)),
                    None => markdown::escaped_destination(&written),
                };
                escape_attribute(&address).into_owned()
            });
            out.push_str(&format!(" {name}=\"{}\"", address.as_ref().unwrap_or(value)));
        }
        if element.kind == "image" {
            return out + " />";
        }
        format!("{out}>{inner}</{}>", element.name)
    }

    /// The address of the page that a link to a source, or to the path of a page, means.
    fn page(&self, address: &str) -> Option<String> {
        let Scope { site, post, references, .. } = self.scope;
        let (path, fragment) = address.split_at(address.find(['#', '?']).unwrap_or(address.len()));
        if path.is_empty() || path.contains(':') || path.starts_with("//") {
            return None;
        }
        let path = crate::text::url::percent_decode(path);
        let found = references.by_path(site, post, &path, post.language.as_deref())?;
        Some(format!("{}{}{fragment}", site.settings.baseurl, found.url()))
    }
}

/// The element whose name was before a sign, and the rest of which is after it.
fn element<'h>(name: &'h str, after: &'h str, is_block: bool) -> Option<Element<'h>> {
    let kind = match name.as_bytes() {
        b"a" => "link",
        b"img" => "image",
        [b'h', b'1'..=b'6'] => "heading",
        b"blockquote" => "blockquote",
        b"pre" => "codeblock",
        b"table" => "table",
        _ => return None,
    };
    let (tag, after) = after.split_once('>')?;
    let tag = format!("<{name}{tag}>");
    let mut tags = Tags::new(&tag);
    tags.next_tag()?;
    let attributes = tags.attributes().iter();
    let attributes = attributes.map(|it| (it.name.to_owned(), it.value.unwrap_or("").to_owned())).collect();
    let (inner, after) = match kind {
        "image" => ("", after),
        _ => inner_of(name, after)?,
    };
    Some(Element { kind, name, attributes, inner, after, is_block })
}

/// What is before the tag that closes an element, and what is after it: there may be elements of its name within.
fn inner_of<'h>(name: &str, after: &'h str) -> Option<(&'h str, &'h str)> {
    let (open, close) = (format!("<{name}{SIGN}"), format!("</{name}{SIGN}>"));
    let mut from = 0;
    loop {
        let end = from + after.get(from..)?.find(&close)?;
        let inner = after.get(..end)?;
        let following = end + close.len();
        if inner.matches(&open).count() == inner.matches(&close).count() {
            return Some((inner, after.get(following..)?));
        }
        from = following;
    }
}

impl Element<'_> {
    /// The value of an attribute.
    fn attribute(&self, name: &str) -> String {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map_or_else(String::new, |(_, value)| unescape_attribute(value).into_owned())
    }

    /// What kind of quotation it is, or the language of code: some hooks are for one alone.
    fn special(&self, inner: &str) -> Option<String> {
        match self.kind {
            "blockquote" => Some(if alert(inner).is_some() { "alert" } else { "regular" }.to_owned()),
            "codeblock" => Some(self.attribute("lang")).filter(|language| !language.is_empty()),
            _ => None,
        }
    }

    /// What a template of a quotation, or of code, sees.
    fn values_of_block(&self, inner: &str) -> Vec<(&'static str, ShortcodeValue)> {
        let text = |text: &str| ShortcodeValue::Text(text.to_owned());
        if self.kind == "codeblock" {
            let (options, attributes) = options(&self.attribute("options"));
            let code = unescape(inner);
            return vec![
                ("Type", text(&self.attribute("lang"))),
                ("Inner", text(code.trim_end_matches('\n'))),
                ("Options", ShortcodeValue::Map(options.into())),
                ("Attributes", ShortcodeValue::Map(attributes.into())),
            ];
        }
        if self.kind == "table" {
            let mut values = tables::values(inner);
            values.push(("Attributes", self.given()));
            return values;
        }
        let alert = alert(inner);
        let (kind, sign, title, body) = match &alert {
            Some(alert) => (alert.kind.as_str(), alert.sign, alert.title, alert.body.as_str()),
            None => ("", "", "", inner.trim_start_matches('\n')),
        };
        vec![
            ("Type", text(if alert.is_some() { "alert" } else { "regular" })),
            ("AlertType", text(kind)),
            ("AlertSign", text(sign)),
            ("AlertTitle", ShortcodeValue::Html(title.to_owned())),
            ("Text", ShortcodeValue::Html(body.to_owned())),
            ("Attributes", self.given()),
        ]
    }

    /// The attributes that its Markdown gives it.
    fn given(&self) -> ShortcodeValue {
        let text = |value: &String| ShortcodeValue::Text(unescape_attribute(value).into_owned());
        ShortcodeValue::Map(self.attributes.iter().map(|(name, value)| (name.clone(), text(value))).collect())
    }

    /// What its template sees.
    fn values(&self, inner: &str) -> Vec<(&'static str, ShortcodeValue)> {
        if BLOCKS.contains(&self.kind) {
            return self.values_of_block(inner);
        }
        let text = |text: &str| ShortcodeValue::Text(text.to_owned());
        let attribute = |name: &str| self.attribute(name);
        let content =
            if self.kind == "image" { escape(&attribute("alt")).into_owned() } else { inner.to_owned() };
        let mut values = vec![
            ("PlainText", ShortcodeValue::Text(plain(&content))),
            ("Text", ShortcodeValue::Html(content)),
        ];
        let mut known = vec!["href", "src", "alt", "title"];
        if self.kind == "heading" {
            known = vec!["id"];
            let level = self.name.as_bytes().get(1).map_or(0, |digit| i64::from(digit - b'0'));
            values.extend([("Level", ShortcodeValue::Number(level)), ("Anchor", text(&attribute("id")))]);
        } else {
            let destination = attribute(if self.kind == "image" { "src" } else { "href" });
            values.extend([
                ("Destination", text(&destination)),
                ("Title", text(&attribute("title"))),
                ("IsBlock", ShortcodeValue::Truth(self.is_block)),
            ]);
        }
        let others = self.attributes.iter().filter(|(name, _)| !known.contains(&name.as_str()));
        let others = others.map(|(name, _)| (name.clone(), text(&attribute(name)))).collect();
        values.push(("Attributes", ShortcodeValue::Map(others)));
        values
    }
}

/// A quotation that begins with `[!NOTE]`.
struct Alert<'h> {
    kind: String,
    /// `+` or `-` after the kind.
    sign: &'h str,
    title: &'h str,
    body: String,
}

/// The alert that a quotation is.
fn alert(inner: &str) -> Option<Alert<'_>> {
    let (kind, rest) = inner.trim_start().strip_prefix("<p>[!")?.split_once(']')?;
    if kind.is_empty() || !kind.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let (sign, rest) = rest.split_at(usize::from(rest.starts_with(['+', '-'])));
    let ends = [rest.find('\n'), rest.find("</p>")];
    let end = ends.into_iter().flatten().min().unwrap_or(rest.len());
    let (title, rest) = rest.split_at(end);
    let body = match rest.strip_prefix("</p>") {
        Some(rest) => rest.trim().to_owned(),
        None => {
            format!("<p>{}", rest.strip_prefix("<br>").or(rest.strip_prefix("<br />")).unwrap_or(rest).trim())
        }
    };
    Some(Alert { kind: kind.to_lowercase(), sign, title: title.trim(), body })
}

/// Names and values of what is in braces after the language of code.
type Pairs = Vec<(String, ShortcodeValue)>;

/// The options of the highlighter, and the other attributes.
fn options(written: &str) -> (Pairs, Pairs) {
    const NAMES: [&str; 12] = [
        "anchorlinenos",
        "guesssyntax",
        "hl_inline",
        "hl_lines",
        "lineanchors",
        "linenos",
        "linenostart",
        "linenumbersintable",
        "nohl",
        "style",
        "tabwidth",
        "wrapperclass",
    ];
    let pairs = written.trim_matches(['{', '}']).split([',', ' ']).filter_map(|pair| pair.split_once('='));
    let pairs = pairs.map(|(name, value)| {
        (name.trim().to_owned(), ShortcodeValue::Text(value.trim().trim_matches(['"', '\'']).to_owned()))
    });
    pairs.partition(|(name, _)| NAMES.contains(&name.to_lowercase().as_str()))
}

/// HTML without tags and references.
fn plain(html: &str) -> String {
    unescape(&strip_html(html)).into_owned()
}
