//! Values of front matter that a layout turns from Markdown into HTML, and the links in them.

use std::collections::BTreeSet;

use crate::markup::constructs::constructs;
use crate::markup::front_matter::{Map, Node, Value};
use crate::markup::markdown::{self, Link, Options};
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// A key of front matter, and where its value is a list of maps, the key of these.
type Key = (String, Option<String>);

/// The keys whose values templates turn into HTML.
#[derive(Clone, Debug, Default)]
pub(super) struct Markdownified(BTreeSet<Key>);

impl Markdownified {
    /// Adds the keys of a template: `{{ page.description | markdownify }}`, and those of a loop over `page.links`.
    pub(super) fn collect(&mut self, text: &str) {
        if !text.contains("markdownify") {
            return;
        }
        let mut loops: Vec<(&str, &str)> = Vec::new();
        for construct in constructs(text) {
            if construct.name == "for" {
                let mut words = construct.markup.split_whitespace();
                if let (Some(name), Some("in"), Some(list)) = (words.next(), words.next(), words.next())
                    && let Some(key) = list.strip_prefix("page.").filter(|key| is_key(key))
                {
                    loops.push((name, key));
                }
            }
            if construct.is_tag || !construct.markup.contains("markdownify") {
                continue;
            }
            let variable =
                construct.markup.split(|c: char| c == '|' || c.is_whitespace()).next().unwrap_or("");
            if let Some(key) = variable.strip_prefix("page.").filter(|key| is_key(key)) {
                self.0.insert((key.to_owned(), None));
            }
            let (name, inner) =
                variable.split_once('.').map_or((variable, None), |(name, key)| (name, Some(key)));
            if inner.is_none_or(is_key) {
                let list = loops.iter().rev().find(|(item, _)| *item == name);
                self.0.extend(list.map(|(_, key)| ((*key).to_owned(), inner.map(str::to_owned))));
            }
        }
    }

    /// The links in the values of front matter that have such keys, with the places of their URLs in `source`.
    pub(super) fn links(&self, data: &Map, source: &str, options: &Options, out: &mut Vec<Link>) {
        for (key, inner) in &self.0 {
            // The body is the text of the page, and no value.
            let Some(node) = data.get(key).filter(|_| key != "content" && key != "excerpt") else { continue };
            let items = match &node.value {
                Value::List(items) => &**items,
                _ => std::slice::from_ref(node),
            };
            for item in items {
                let item = match inner {
                    Some(inner) => item.value.as_map().and_then(|map| map.get(inner)),
                    None => Some(item),
                };
                if let Some(item) = item {
                    of_value(item, source, options, out);
                }
            }
        }
    }
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// The links of one value. A value of several lines is indented in the source: each URL is looked for after the one before it.
fn of_value(node: &Node, source: &str, options: &Options, out: &mut Vec<Link>) {
    let Some(text) = node.as_str().filter(|text| text.contains("](")) else { return };
    let written = node.span.of(source);
    let mut from = 0;
    for mut link in markdown::facts(text, options).links {
        let url = link.destination.span.of(text);
        let Some(at) = written.part(from..).find(url).filter(|_| !url.is_empty()) else { continue };
        let place = Span::new(node.span.start + from + at, node.span.start + from + at + url.len());
        from += at + url.len();
        (link.span, link.destination.span, link.text_span) = (place, place, place);
        link.definition = None;
        out.push(link);
    }
}
