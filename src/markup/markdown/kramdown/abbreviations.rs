//! Abbreviations, marked wherever they stand in plain text.

use std::collections::HashMap;

use crate::markup::markdown::escape::{push_attribute, push_text};
use crate::markup::markdown::kramdown::attributes::Attributes;
use crate::markup::markdown::kramdown::state::Document;
use crate::text::pieces::Part as _;

/// The abbreviations of one document, ready to be found.
#[derive(Debug, Default)]
pub(crate) struct Abbreviations {
    /// Their HTML, and positions among the definitions.
    by_html: HashMap<String, usize>,
    /// The lengths that occur for a first character, longest first.
    lengths: HashMap<char, Vec<usize>>,
}

impl Abbreviations {
    /// Gathers the abbreviations that a document defines; the last definition of one wins.
    pub(crate) fn new(document: &Document<'_>) -> Self {
        let mut all = Self::default();
        for (number, (short, _, _)) in document.abbreviations.iter().enumerate() {
            let mut html = String::new();
            push_text(&mut html, short);
            let Some(first) = html.chars().next() else { continue };
            let lengths = all.lengths.entry(first).or_default();
            if let Err(at) = lengths.binary_search_by(|known| html.len().cmp(known)) {
                lengths.insert(at, html.len());
            }
            all.by_html.insert(html, number);
        }
        all
    }

    /// Marks the abbreviations in the text that `out` holds from `from` on.
    pub(crate) fn mark(&self, out: &mut String, from: usize, document: &Document<'_>) {
        if self.by_html.is_empty() {
            return;
        }
        let text = out.split_off(from);
        let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let mut done = 0;
        let mut before = None;
        let mut at = 0;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let found = if word(before) { None } else { self.at(text.part(at..), c) };
            let found = found
                .filter(|(length, _)| !word(text.get(at + length..).and_then(|rest| rest.chars().next())));
            let Some((length, number)) = found else {
                before = Some(c);
                at += c.len_utf8();
                continue;
            };
            out.push_str(text.part(done..at));
            push_abbreviation(out, text.part(at..at + length), number, document);
            at += length;
            done = at;
            before = text.get(..at).and_then(|text| text.chars().next_back());
        }
        out.push_str(text.part(done..));
    }

    fn at(&self, text: &str, first: char) -> Option<(usize, usize)> {
        let lengths = self.lengths.get(&first)?;
        lengths.iter().find_map(|&length| Some((length, *self.by_html.get(text.get(..length)?)?)))
    }
}

fn push_abbreviation(out: &mut String, html: &str, number: usize, document: &Document<'_>) {
    let Some((_, long, attributes)) = document.abbreviations.get(number) else { return };
    out.push_str("<abbr");
    if let Some(attributes) = attributes {
        let mut all = Attributes::default();
        all.extend(attributes, &document.attributes);
        all.push_to(out);
    }
    if !long.is_empty() {
        out.push_str(" title=\"");
        push_attribute(out, long);
        out.push('"');
    }
    out.push('>');
    out.push_str(html);
    out.push_str("</abbr>");
}
