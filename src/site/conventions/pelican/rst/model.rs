//! Blocks, and how they are written.
//!
//! Source: docutils 0.23, `writers/html4css1`.

use crate::site::conventions::pelican::rst::encode::escape;
use crate::site::conventions::pelican::rst::names::Names;

/// What reads the blocks of lines, so deep within others.
pub(super) type Read = fn(&[&str], &Names, usize) -> Vec<Block>;

/// A block, or several.
#[derive(Debug)]
pub(super) enum Block {
    Paragraph(String),
    List {
        open: String,
        name: &'static str,
        class: &'static str,
        items: Vec<Vec<Block>>,
    },
    /// Terms with what they mean.
    Definitions(Vec<(String, Vec<Block>)>),
    Quote(Vec<Block>),
    Html(String),
    /// An attribute of the block that follows: the id that a target gives it, or its class.
    Attribute(&'static str, String),
}

/// Lines that are indented, without their common indent, and how many they are.
pub(super) fn indented<'l>(lines: &[&'l str]) -> (Vec<&'l str>, usize) {
    let is_in = |line: &&&str| line.trim().is_empty() || line.starts_with(' ');
    let mut length = lines.iter().take_while(is_in).count();
    while length > 0 && lines.get(length - 1).is_some_and(|line| line.trim().is_empty()) {
        length -= 1;
    }
    let found = lines.get(..length).unwrap_or(&[]);
    let indents =
        found.iter().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start().len());
    let indent = indents.min().unwrap_or(0);
    (found.iter().map(|line| line.get(indent..).unwrap_or("")).collect(), length)
}

/// Where blocks are, which decides on the elements of paragraphs.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Whether one paragraph alone needs no element.
    pub(super) is_lone_bare: bool,
    /// Whether first paragraphs need none, in lists of short items.
    pub(super) is_simple: bool,
    /// Whether the first and the last element are marked.
    pub(super) marks: (bool, bool),
}

impl Place {
    pub(super) const BODY: Self = Self { is_lone_bare: false, is_simple: false, marks: (false, false) };
    pub(super) const CELL: Self = Self { is_lone_bare: true, is_simple: false, marks: (true, true) };
}

/// The HTML of blocks.
pub(super) fn html(blocks: &[Block], place: Place) -> String {
    let mut out = String::new();
    let count = blocks.len();
    let mut pending: Vec<(&str, &str, usize)> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        if let Block::Attribute(name, value) = block {
            pending.push((name, value, out.len()));
            continue;
        }
        let is_first = at == 0 && place.marks.0;
        let is_last = at + 1 == count && place.marks.1;
        match block {
            Block::Paragraph(text) if at == 0 && (place.is_simple || place.is_lone_bare && count == 1) => {
                out.push_str(text);
            }
            Block::Paragraph(text) => {
                let class = match (is_first, is_last) {
                    (true, true) => " class=\"first last\"",
                    (true, false) => " class=\"first\"",
                    (false, true) => " class=\"last\"",
                    _ => "",
                };
                out.push_str(&format!("<p{class}>{text}</p>\n"));
            }
            Block::List { open, name, class, items } => {
                out.push_str(&list_html((open, name, class), items, place, (is_first, is_last)))
            }
            Block::Definitions(terms) => {
                out.push_str("<dl class=\"docutils\">\n");
                for (term, meaning) in terms {
                    let inner = html(meaning, Place { is_simple: false, ..Place::CELL });
                    out.push_str(&format!("<dt>{term}</dt>\n<dd>{inner}</dd>\n"));
                }
                out.push_str("</dl>\n");
            }
            Block::Quote(inner) => {
                let inner = html(inner, Place { is_lone_bare: !place.is_simple, ..Place::BODY });
                out.push_str(&format!("<blockquote>\n{inner}</blockquote>\n"));
            }
            Block::Html(html) => out.push_str(html),
            Block::Attribute(..) => {}
        }
        for (name, value, start) in pending.drain(..) {
            with_attribute(&mut out, start, name, value);
        }
    }
    for (name, value, _) in pending.into_iter().filter(|(name, ..)| *name == "id") {
        out.push_str(&format!("<span class=\"target\" {name}=\"{value}\"></span>"));
    }
    out
}

/// Gives the element that begins at a place an attribute; one that has an id gets another element before it.
fn with_attribute(out: &mut String, start: usize, name: &str, value: &str) {
    let tag = out.get(start..).and_then(|rest| rest.split_once('>')).map_or("", |(tag, _)| tag);
    let name_end = tag.find(' ').unwrap_or(tag.len());
    let value = escape(value);
    let known = format!(" {name}=\"");
    match tag.find(&known) {
        _ if !tag.starts_with('<') => {}
        Some(at) if name == "class" => out.insert_str(start + at + known.len(), &format!("{value} ")),
        Some(_) => out.insert_str(start, &format!("<span id=\"{value}\"></span>")),
        None => out.insert_str(start + name_end, &format!(" {name}=\"{value}\"")),
    }
}

fn list_html(
    (open, name, class): (&str, &str, &str),
    items: &[Vec<Block>],
    place: Place,
    marks: (bool, bool),
) -> String {
    let is_simple = items.iter().all(|item| is_short(item));
    let simple = if is_simple && !place.is_simple { "simple" } else { "" };
    let first = if marks.0 { "first" } else { "" };
    let last = if marks.1 { "last" } else { "" };
    let classes: Vec<&str> =
        [first, last, class, simple].into_iter().filter(|class| !class.is_empty()).collect();
    let class = if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
    let inner = Place { is_lone_bare: false, is_simple, marks: (true, false) };
    let items: String = items.iter().map(|item| format!("<li>{}</li>\n", html(item, inner))).collect();
    format!("{open}{class}>\n{items}</{name}>\n")
}

/// Whether an item is one paragraph, perhaps with lists of such items.
fn is_short(item: &[Block]) -> bool {
    let mut rest = item;
    if let [Block::Paragraph(_), more @ ..] = rest {
        rest = more;
    }
    rest.iter().all(|block| match block {
        Block::List { items, .. } => items.iter().all(|item| is_short(item)),
        _ => false,
    })
}
