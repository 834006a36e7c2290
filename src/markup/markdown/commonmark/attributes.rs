//! Attribute lists, `{#id .class key="value"}`, after headings and blocks: goldmark's.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::markup::markdown::code::{Fences, Place};
use crate::markup::markdown::commonmark::writer::{BlockAttributes, Writer};
use crate::markup::markdown::escape::push_attribute;

/// Returns whether an event begins a block that may have attributes.
pub(super) const fn begins_block(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(
            Tag::Paragraph
                | Tag::BlockQuote(_)
                | Tag::List(_)
                | Tag::Table(_)
                | Tag::CodeBlock(_)
                | Tag::DefinitionList
        )
    )
}

/// Returns whether an event ends such a block.
pub(super) const fn ends_block(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::End(
            TagEnd::Paragraph
                | TagEnd::BlockQuote(_)
                | TagEnd::List(_)
                | TagEnd::Table
                | TagEnd::CodeBlock
                | TagEnd::DefinitionList
        )
    )
}

/// The attributes of a heading as HTML, and the id among them.
pub(super) fn of_heading(
    id: Option<CowStr<'_>>,
    classes: &[CowStr<'_>],
    attributes: &[(CowStr<'_>, Option<CowStr<'_>>)],
) -> (String, Option<String>) {
    let mut html = String::new();
    push(&mut html, "class", &classes.join(" "));
    for (name, value) in attributes {
        let value = value.as_deref().unwrap_or("");
        push(&mut html, name, value.trim_matches(['"', '\'']));
    }
    (html, id.map(CowStr::into_string))
}

fn push(html: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        html.push_str(&format!(" {name}=\""));
        push_attribute(html, value);
        html.push('"');
    }
}

/// Markdown whose lines that are attribute lists are blank, and those lists. Lists within fences of code stay.
pub(super) fn taken_out(text: &str) -> (String, Vec<BlockAttributes>) {
    let mut out = String::with_capacity(text.len());
    let mut lists = Vec::new();
    let mut fences = Fences::default();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let is_outside = fences.read(line) == Place::Outside;
        let list = Some(trimmed).filter(|_| is_outside && end > 0).and_then(attribute_list);
        match list {
            Some(html) => {
                lists.push(BlockAttributes { after: end, html });
                out.extend(line.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).take(line.len()));
                // Characters of several bytes leave the places of what comes after as they are.
                out.extend(std::iter::repeat_n(' ', line.len() - line.chars().count()));
            }
            None => out.push_str(line),
        }
        end += line.len();
    }
    (out, lists)
}

/// The attributes of a line that is nothing but a list of them.
fn attribute_list(line: &str) -> Option<String> {
    let inner = line.strip_prefix('{')?.strip_suffix('}')?;
    if !inner.is_ascii() || inner.starts_with(['{', '%']) {
        return None;
    }
    let (mut html, mut classes) = (String::new(), Vec::new());
    let mut rest = inner.trim_start();
    while !rest.is_empty() {
        let end = end_of_word(rest);
        let (word, behind) = rest.split_at(end);
        if let Some(class) = word.strip_prefix('.') {
            classes.push(class);
        } else if let Some(id) = word.strip_prefix('#') {
            push(&mut html, "id", id);
        } else {
            let (name, value) = word.split_once('=')?;
            let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':'));
            is_name.then_some(())?;
            push(&mut html, name, value.trim_matches('"'));
        }
        rest = behind.trim_start_matches([' ', ',']);
    }
    push(&mut html, "class", &classes.join(" "));
    Some(html)
}

/// The end of the first word, of which a part may be in quotes.
fn end_of_word(text: &str) -> usize {
    let mut quoted = false;
    text.find(|c: char| {
        quoted ^= c == '"';
        c == ' ' && !quoted
    })
    .unwrap_or(text.len())
}

impl Writer<'_, '_> {
    /// Notes where a block's tag is written.
    pub(super) fn begin_block(&mut self) {
        if !self.lists.is_empty() {
            self.starts.push(self.out.len());
        }
    }

    /// Adds the attributes that a line after a block gives it; the outermost block that ends there gets them.
    pub(super) fn end_block(&mut self, end: usize) {
        let Some(start) = self.starts.pop() else { return };
        let body = self.text.get(..end).map_or(0, |text| text.trim_end().len());
        // Only the first list after the block can be its own.
        let at = self.lists.partition_point(|list| list.after < body);
        let between = self.lists.get(at).and_then(|list| self.text.get(body..list.after));
        let is_next = between.is_some_and(|between| {
            between.len() < 256 && between.trim().is_empty() && between.matches('\n').count() <= 1
        });
        let Some(list) = self.lists.get_mut(at).filter(|_| is_next) else { return };
        // An inner block had them until now.
        if let Some((from, length)) = self.attributed.filter(|(from, _)| *from > start) {
            let to = (from + length).min(self.out.len());
            if self.out.is_char_boundary(from) && self.out.is_char_boundary(to) {
                self.out.replace_range(from..to, "");
            }
        }
        let tag = self.out.get(start..).and_then(|tag| tag.find(['>', ' ']));
        if let Some(tag) = tag {
            self.out.insert_str(start + tag, &list.html);
            self.attributed = Some((start + tag, list.html.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_lines_of_their_own() {
        let (text, lists) = taken_out("A.\n{.lead #p1 data-x=\"a b\"}\n\n```\n{.no}\n```\n{{< x >}}\n");
        assert_eq!(text.len(), "A.\n{.lead #p1 data-x=\"a b\"}\n\n```\n{.no}\n```\n{{< x >}}\n".len());
        assert!(text.contains("{.no}") && text.contains("{{< x >}}") && !text.contains("lead"));
        let html = " id=\"p1\" data-x=\"a b\" class=\"lead\"".to_owned();
        assert_eq!(lists, [BlockAttributes { after: 3, html }]);
    }
}
