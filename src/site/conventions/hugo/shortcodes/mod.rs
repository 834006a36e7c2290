//! Shortcodes: those of Hugo, the site's own as far as their templates are plain, and what is shown of the others.

mod builtin;
mod calls;
mod data;
mod escape;
mod evaluate;
mod fields;
mod functions;
mod hooks;
mod layout;
mod page;
mod partials;
mod position;
mod scope;
mod tables;
mod tags;
mod template;
mod value;

use std::collections::BTreeMap;

use crate::site::conventions::marks::{Marked, Marks};
use crate::site::tree::Tree;
use crate::text::html::text::{escape, escape_attribute};
use crate::text::pieces::Pieces as _;

use crate::site::conventions::inlines::{Inlines, Piece};
use evaluate::{Call, evaluate};
pub(super) use hooks::Hooks;
pub(super) use partials::Partials;
pub(super) use scope::{Scope, Store};
use tags::{Arguments, Found, Frame, Tag, all};
use template::Node;

/// The shortcodes of a site's own.
#[derive(Debug, Default)]
pub(super) struct Shortcodes {
    /// The templates by name; nothing for one that is not understood.
    own: BTreeMap<String, Option<Vec<Node>>>,
    /// Whether pages may have templates in them: `{{< now.inline >}}{{ … }}{{< /now.inline >}}`.
    pub(super) takes_inline: bool,
}

/// Markdown without shortcodes.
#[derive(Clone, Debug, Default)]
pub(super) struct Expanded {
    /// The Markdown; where HTML belongs there are words that stand for it.
    pub(super) text: String,
    outputs: Vec<Output>,
    /// The shortcodes that are not evaluated.
    pub(super) unknown: Vec<Unknown>,
}

/// What a shortcode wrote.
#[derive(Clone, Debug)]
struct Output {
    html: String,
    /// Whether it stays in the paragraph that it is alone in.
    is_inline: bool,
}

/// A shortcode that is not evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    pub(super) name: String,
    /// Where it is in the body.
    pub(super) at: usize,
    /// Whether it was stopped: its template does too much.
    pub(super) is_stopped: bool,
}

/// How deep shortcodes may be in each other.
const DEEPEST: usize = 12;

/// What names of shortcodes end with whose template is between their tags.
const INLINE: &str = ".inline";

/// The words that stand for the HTML of shortcodes.
const MARKS: Marks = Marks("HUGOSHORTCODE");

impl Shortcodes {
    /// Reads the templates below the folders of layouts; a site's own before those of themes.
    pub(super) fn read(tree: &dyn Tree, layouts: &[String], listed: &[String]) -> Self {
        let mut own = BTreeMap::new();
        for root in layouts {
            for folder in ["_shortcodes", "shortcodes"] {
                let start = format!("{root}/{folder}/");
                for path in listed {
                    let Some(name) = path.strip_prefix(&start).and_then(name_of) else { continue };
                    if !own.contains_key(name) {
                        let text = tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
                        own.insert(name.to_owned(), text.and_then(|text| template::parse(&text)));
                    }
                }
            }
        }
        Self { own, takes_inline: false }
    }

    /// Whether the site has none of its own.
    pub(super) fn is_empty(&self) -> bool {
        self.own.is_empty()
    }

    /// A body without shortcodes.
    pub(super) fn expand(&self, body: &str, scope: &Scope<'_>) -> Expanded {
        let mut out = Expanded::default();
        if !body.has("{{<") && !body.has("{{%") {
            out.text = body.to_owned();
            return out;
        }
        self.expand_into(body, 0, scope, &mut out, None);
        out
    }

    fn expand_into(
        &self,
        text: &str,
        offset: usize,
        scope: &Scope<'_>,
        out: &mut Expanded,
        parent: Option<&Frame<'_>>,
    ) {
        let mut at = 0;
        let mut ordinal = 0;
        for (found, close) in all(text) {
            match found {
                // What is within another was written with it.
                Found::Shown(start, ..) | Found::Tag(Tag { start, .. }) if start < at => {}
                Found::Shown(start, end, shown) => {
                    out.text.push_str(text.get(at..start).unwrap_or(""));
                    out.text.push_str(&shown);
                    at = end;
                }
                Found::Tag(tag) => {
                    out.text.push_str(text.get(at..tag.start).unwrap_or(""));
                    at = tag.end;
                    // One that closes nothing is gone.
                    if !tag.is_closing {
                        let (name, arguments) = (tag.name, &tag.arguments);
                        let before = text.get(..tag.start).unwrap_or("");
                        let line = before.trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
                        let is_first = line.is_empty() || line.ends_with('\n');
                        let indent = before.get(line.len()..).filter(|_| is_first).unwrap_or("");
                        let frame = Frame { name, arguments, indent, ordinal, parent };
                        at = self.tag(text, (&tag, close), offset, scope, out, &frame);
                        ordinal += 1;
                    }
                }
            }
        }
        out.text.push_str(text.get(at..).unwrap_or(""));
    }

    /// Writes a shortcode; returns where the text goes on.
    fn tag(
        &self,
        text: &str,
        (tag, close): (&Tag<'_>, Option<(usize, usize)>),
        offset: usize,
        scope: &Scope<'_>,
        out: &mut Expanded,
        frame: &Frame<'_>,
    ) -> usize {
        let inner = close.and_then(|(start, _)| text.get(tag.end..start));
        let end = close.map_or(tag.end, |(_, end)| end);
        // The generator writes nothing for a template in a page unless the site allows it.
        if tag.name.ends_with(INLINE) && !self.takes_inline {
            return end;
        }
        if frame.depth() >= DEEPEST {
            out.unknown.push(Unknown { name: tag.name.to_owned(), at: offset + tag.start, is_stopped: true });
            return end;
        }
        match self.called(tag, inner, offset, scope, frame) {
            Some((html, mut unknown)) => {
                out.unknown.append(&mut unknown);
                if tag.is_markdown {
                    out.text.push_str(&html);
                } else {
                    let is_inline = ["<a ", "<code "].iter().any(|tag| html.starts_with(tag))
                        && !self.own.contains_key(tag.name);
                    out.push(html, is_inline);
                }
            }
            None => {
                out.unknown.push(Unknown {
                    name: tag.name.to_owned(),
                    at: offset + tag.start,
                    is_stopped: scope.budget.take_refused(),
                });
                match inner.filter(|_| !tag.name.ends_with(INLINE)) {
                    Some(inner) => self.expand_into(inner, offset + tag.end, scope, out, Some(frame)),
                    // Where an address belongs, that of the page is one.
                    None if matches!(tag.name, "ref" | "relref") => out.push(scope.post.link.clone(), true),
                    None => {
                        let (link, title) = (escape_attribute(&scope.post.link), escape(&scope.post.title));
                        out.push(format!("<a href=\"{link}\">{title}</a>"), true);
                    }
                }
            }
        }
        end
    }

    /// What a shortcode writes, and the shortcodes in it that are not evaluated; nothing where it is not.
    fn called(
        &self,
        tag: &Tag<'_>,
        inner: Option<&str>,
        offset: usize,
        scope: &Scope<'_>,
        frame: &Frame<'_>,
    ) -> Option<(String, Vec<Unknown>)> {
        if tag.name.ends_with(INLINE) {
            let (arguments, frame) = (&tag.arguments, Some(frame));
            let call = Call {
                scope,
                arguments,
                inner: "",
                is_page: false,
                frame,
                element: None,
                store: Store::default(),
            };
            return Some((evaluate(&template::parse(inner?)?, &call)?, Vec::new()));
        }
        let mut within = Expanded::default();
        self.expand_into(inner.unwrap_or(""), offset + tag.end, scope, &mut within, Some(frame));
        let inner = within.filled(&within.text);
        let frame = Some(frame);
        let call = Call {
            scope,
            arguments: &tag.arguments,
            inner: &inner,
            is_page: false,
            frame,
            element: None,
            store: Store::default(),
        };
        let html = match self.own.get(tag.name) {
            Some(template) => evaluate(template.as_ref()?, &call)?,
            None => builtin::call(tag.name, &call)?,
        };
        Some((html, within.unknown))
    }
}

impl Expanded {
    /// Puts emoji in the place of their names, and words in that of formulas.
    pub(super) fn replace(&mut self, inlines: &Inlines) {
        let text = std::mem::take(&mut self.text);
        for piece in inlines.pieces(&text) {
            match piece {
                Piece::Text(text) => self.text.push_str(text),
                Piece::Emoji(emoji) => self.text.push_str(emoji),
                Piece::Formula(formula, false) => self.push(escape(formula).into_owned(), true),
                Piece::Formula(formula, true) => {
                    self.text.push_str("\n\n");
                    self.push(escape(formula).into_owned(), false);
                    self.text.push_str("\n\n");
                }
            }
        }
    }

    fn push(&mut self, html: String, is_inline: bool) {
        self.text.push_str(&MARKS.word(self.outputs.len()));
        self.outputs.push(Output { html, is_inline });
    }

    /// HTML with what shortcodes wrote in its place. One alone in a paragraph takes its place.
    pub(super) fn filled(&self, html: &str) -> String {
        if self.outputs.is_empty() {
            return html.to_owned();
        }
        MARKS.filled(html, |number| {
            let output = self.outputs.get(number)?;
            Some(Marked { html: &output.html, is_inline: output.is_inline })
        })
    }
}

/// What a template writes whose dot is the page; nothing where something of it is not understood.
pub(super) fn on_page(template: &str, scope: &Scope<'_>) -> Option<String> {
    let arguments = Arguments::default();
    evaluate(
        &template::parse(template)?,
        &Call {
            scope,
            arguments: &arguments,
            inner: "",
            is_page: true,
            frame: None,
            element: None,
            store: Store::default(),
        },
    )
}

/// The name of a template below the folder of shortcodes.
fn name_of(below: &str) -> Option<&str> {
    [".html", ".rss.xml", ".md"].iter().find_map(|ending| below.strip_suffix(ending))
}
