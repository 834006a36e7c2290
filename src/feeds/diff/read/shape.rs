//! Strings and markup in a form in which only elements, attributes and words count.

use html5gum::{Token, Tokenizer};
use roxmltree::Node;

use crate::feeds::diff::read::values::squeezed;

/// The words of HTML without its tags.
pub(super) fn plain(html: &str) -> String {
    let mut words = String::new();
    for Ok(token) in Tokenizer::new(html) {
        if let Token::String(text) = token {
            words.push_str(&String::from_utf8_lossy(&text));
        }
    }
    squeezed(&words)
}

const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// HTML as a string in which only elements, attributes and words count.
pub(super) fn html_shape(html: &str) -> String {
    let mut shape = Shape::default();
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let attributes = tag.attributes.iter();
                shape.open(
                    &name,
                    attributes.map(|(name, value)| {
                        (
                            String::from_utf8_lossy(name).into_owned(),
                            String::from_utf8_lossy(value).into_owned(),
                        )
                    }),
                );
            }
            Token::EndTag(tag) => shape.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => shape.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    shape.out
}

/// The element with the content of inline XHTML: its one `div`, which is not part of it (RFC 4287 section 3.1.1.3).
pub(super) fn xhtml_top<'a, 'i>(node: Node<'a, 'i>) -> Node<'a, 'i> {
    let wrapper = node.first_element_child().filter(|div| div.tag_name().name() == "div");
    wrapper.unwrap_or(node)
}

/// The same for inline XHTML.
pub(super) fn xhtml_shape(node: Node<'_, '_>) -> String {
    let mut shape = Shape::default();
    let top = xhtml_top(node);
    let mut next = top.first_child();
    while let Some(node) = next {
        if node.is_element() {
            let attributes = node.attributes().map(|a| (a.name().to_owned(), a.value().to_owned()));
            shape.open(node.tag_name().name(), attributes);
        } else if let Some(text) = node.text().filter(|_| node.is_text()) {
            shape.text(text);
        }
        next = node.first_child();
        let mut at = node;
        while next.is_none() && at != top {
            if at.is_element() {
                shape.close(at.tag_name().name());
            }
            next = at.next_sibling();
            at = at.parent().unwrap_or(top);
        }
    }
    shape.out
}

pub(super) fn escaped(text: &str) -> String {
    let mut shape = Shape::default();
    shape.text(text);
    shape.out
}

#[derive(Default)]
struct Shape {
    out: String,
}

impl Shape {
    fn open(&mut self, name: &str, attributes: impl Iterator<Item = (String, String)>) {
        let mut attributes: Vec<_> = attributes.collect();
        attributes.sort();
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push_str(&format!(" {name}={value:?}"));
        }
        self.out.push('>');
    }

    fn close(&mut self, name: &str) {
        if !VOID.contains(&name) {
            self.out.push_str("</>");
        }
    }

    fn text(&mut self, text: &str) {
        for word in text.split_whitespace() {
            if !self.out.ends_with([' ', '>']) {
                self.out.push(' ');
            }
            self.out.push_str(&word.replace('<', "&lt;"));
        }
    }
}
