//! Render hooks: a site's own templates of the links, images and headings that its Markdown makes.

use std::collections::{BTreeMap, BTreeSet};

use crate::markup::markdown::SIGN;
use crate::site::conventions::hugo::references::References;
use crate::site::conventions::hugo::shortcodes::evaluate::{Call, evaluate};
use crate::site::conventions::hugo::shortcodes::scope::Scope;
use crate::site::conventions::hugo::shortcodes::tags::Arguments;
use crate::site::conventions::hugo::shortcodes::template::{self, Node};
use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;
use crate::site::conventions::hugo::values::text;
use crate::site::tree::Tree;
use crate::text::html::tags::Tags;
use crate::text::html::text::{escape, strip_html, unescape_attribute};

/// The kinds of elements that hooks of a site's own write.
const KINDS: [&str; 3] = ["link", "image", "heading"];

/// How deep elements may be in each other.
const DEEPEST: usize = 12;

/// The render hooks of a site.
#[derive(Debug, Default)]
pub(in crate::site::conventions::hugo) struct Hooks {
    /// The templates by the section that they are for, which is empty for all, and kind; nothing for one that is not understood.
    own: BTreeMap<(String, String), Option<Vec<Node>>>,
    /// Whether links to sources become those to pages: Hugo's own hook.
    pub(in crate::site::conventions::hugo) has_embedded: bool,
}

impl Hooks {
    /// Reads the templates below the folders of layouts, a site's own before those of themes. Returns the first one that is not
    /// evaluated too.
    pub(in crate::site::conventions::hugo) fn read(
        tree: &dyn Tree,
        layouts: &[String],
        listed: &[String],
    ) -> (Self, Option<String>) {
        let mut hooks = Self::default();
        let mut unread = None;
        for root in layouts {
            for path in listed {
                let below = path.strip_prefix(root.as_str()).and_then(|rest| rest.strip_prefix('/'));
                let Some((folder, name)) = below.and_then(|below| below.split_once("_markup/render-")) else {
                    continue;
                };
                let kind = name.strip_suffix(".html").filter(|kind| KINDS.contains(kind));
                let read = || template::parse(&String::from_utf8(tree.read(path).ok()?).ok()?);
                let nodes = kind.and_then(|_| read());
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

    /// Whether Markdown is written as it is without hooks.
    pub(in crate::site::conventions::hugo) fn is_empty(&self) -> bool {
        self.own.is_empty() && !self.has_embedded
    }

    /// HTML whose elements have [`SIGN`], as the hooks write it; and the kinds whose template could not be evaluated.
    pub(in crate::site::conventions::hugo) fn written(
        &self,
        html: &str,
        scope: &Scope<'_>,
    ) -> (String, BTreeSet<&'static str>) {
        let section = text(&scope.post.data, "type").unwrap_or_else(|| section_of(scope));
        let mut writing =
            Writing { hooks: self, scope, section: section.to_lowercase(), failed: BTreeSet::new() };
        let html = writing.html(html, 0);
        (html.replace(SIGN, ""), writing.failed)
    }
}

/// The first folder below the content.
fn section_of(scope: &Scope<'_>) -> String {
    let References { contents, .. } = scope.references;
    let path = &scope.post.path;
    let below = contents.iter().find_map(|folder| path.strip_prefix(folder.as_str())?.strip_prefix('/'));
    below.and_then(|below| below.split_once('/')).map_or_else(String::new, |(section, _)| section.to_owned())
}

struct Writing<'a> {
    hooks: &'a Hooks,
    scope: &'a Scope<'a>,
    section: String,
    failed: BTreeSet<&'static str>,
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
        let inner = self.html(element.inner, depth + 1);
        let key = |folder: &str| (folder.to_owned(), element.kind.to_owned());
        let own = &self.hooks.own;
        if let Some(template) = own.get(&key(&self.section)).or_else(|| own.get(&key(""))) {
            let values = element.values(&inner);
            let arguments = Arguments::default();
            let call = Call {
                scope: self.scope,
                arguments: &arguments,
                inner: &inner,
                is_page: false,
                frame: None,
                element: Some(&values),
            };
            if let Some(html) = template.as_ref().and_then(|nodes| evaluate(nodes, &call)) {
                return html;
            }
            self.failed.insert(element.kind);
        }
        self.plain(element, &inner)
    }

    /// An element as Hugo writes it without hooks of the site's own.
    fn plain(&self, element: &Element<'_>, inner: &str) -> String {
        let mut out = format!("<{}", element.name);
        for (name, value) in &element.attributes {
            let page = (self.hooks.has_embedded && element.kind == "link" && name == "href")
                .then(|| self.page(&unescape_attribute(value)))
                .flatten();
            out.push_str(&format!(" {name}=\"{}\"", page.as_ref().unwrap_or(value)));
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
        let url = references.url_of(site, post, &crate::text::url::percent_decode(path))?;
        Some(escape(&format!("{}{url}{fragment}", site.settings.baseurl)).into_owned())
    }
}

/// The element whose name was before a sign, and the rest of which is after it.
fn element<'h>(name: &'h str, after: &'h str, is_block: bool) -> Option<Element<'h>> {
    let kind = match name.as_bytes() {
        b"a" => "link",
        b"img" => "image",
        [b'h', b'1'..=b'6'] => "heading",
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
        _ => after.split_once(&format!("</{name}{SIGN}>"))?,
    };
    Some(Element { kind, name, attributes, inner, after, is_block })
}

impl Element<'_> {
    /// What its template sees.
    fn values(&self, inner: &str) -> ShortcodeValue {
        let text = |text: &str| ShortcodeValue::Text(text.to_owned());
        let attribute = |name: &str| {
            let found = self.attributes.iter().find(|(known, _)| known == name);
            found.map_or_else(String::new, |(_, value)| unescape_attribute(value).into_owned())
        };
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
        ShortcodeValue::Map(values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

/// HTML without tags and references.
fn plain(html: &str) -> String {
    crate::text::html::text::unescape(&strip_html(html)).into_owned()
}
