//! The outline of a file: its front matter and its headings.

use crate::lint::editor::view::View;
use crate::text::source::Span;

/// A part of a file with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The text of the heading; the title for the front matter.
    pub name: String,
    /// 1 to 6 for a heading; 0 for the front matter.
    pub level: u8,
    /// The heading itself, or the front matter.
    pub heading: Span,
    /// The heading and all up to the next one that is not below it.
    pub section: Span,
}

impl View<'_> {
    /// The front matter and the headings, in their order.
    #[must_use]
    pub fn symbols(&self) -> Vec<Symbol> {
        let document = self.document;
        let end = document.source.text.len();
        let block = document.front_matter.block;
        let title = document.front_matter.data.get_str("title").filter(|title| !title.is_empty());
        let head = Symbol {
            name: title.unwrap_or("front matter").to_owned(),
            level: 0,
            heading: block,
            section: block,
        };
        let headings = &document.facts.headings;
        let symbols = headings.iter().enumerate().map(|(at, heading)| {
            let next = headings.iter().skip(at + 1).find(|next| next.level <= heading.level);
            Symbol {
                name: if heading.text.is_empty() { "#".to_owned() } else { heading.text.clone() },
                level: heading.level,
                heading: heading.span,
                section: Span::new(heading.span.start, next.map_or(end, |next| next.span.start)),
            }
        });
        Some(head).filter(|head| !head.heading.is_empty()).into_iter().chain(symbols).collect()
    }
}
