//! Reads a feed of any format as a neutral list of entries.

mod atom;
mod json;
mod rss;
mod shape;
mod values;

use crate::feeds::diff::summary::{EntryContent, EntrySummary, FeedSummary, ReadError};
use crate::text::source::LineIndex;
use crate::text::xml::{self, FaultKind, Reading};
use atom::{atom, atom_content, atom_entry};
use json::{json_contents, json_feed};
use rss::{rss, rss_contents};
use values::elements;

/// The entries of a feed in Atom 1.0 or 0.3, RSS 0.9x, 1.0 or 2.0, or JSON Feed, in the feed's order.
///
/// # Errors
/// When the bytes are neither a JSON object nor XML with a feed's root; a faulty feed is read as far as it goes.
pub fn read_entries(bytes: &[u8]) -> Result<Vec<EntrySummary>, ReadError> {
    read_feed(bytes).map(|feed| feed.entries)
}

/// The same with the feed's head.
///
/// # Errors
/// As [`read_entries`].
pub fn read_feed(bytes: &[u8]) -> Result<FeedSummary, ReadError> {
    let text = xml::decode(bytes).text;
    if text.trim_start().starts_with('{') {
        let value = serde_json::from_str(&text).map_err(|error| ReadError::Unreadable(error.to_string()))?;
        return Ok(json_feed(&value));
    }
    let fault = xml::read(&text, |_, reading| first_fault(&text, reading));
    let escaped = fault.as_ref().and_then(|_| ampersands_escaped(&text));
    let feed = read_xml(escaped.as_deref().unwrap_or(&text))?;
    Ok(FeedSummary { fault, ..feed })
}

/// The text of each entry as readers show it, in the order of [`read_entries`]: the content, or the summary where there is
/// none. Of a feed that is not well-formed, there may be less.
#[must_use]
pub fn read_contents(bytes: &[u8]) -> Vec<EntryContent> {
    let text = xml::decode(bytes).text;
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(&text).as_ref().map(json_contents).unwrap_or_default();
    }
    xml::read(&text, |document, _| {
        let Some(root) = document.map(|document| document.root_element()) else { return Vec::new() };
        match root.tag_name().name() {
            "feed" => elements(root, "entry").map(atom_content).collect(),
            "rss" | "RDF" => rss_contents(root),
            _ => Vec::new(),
        }
    })
}

fn read_xml(text: &str) -> Result<FeedSummary, ReadError> {
    xml::read(text, |document, reading| {
        let Some(document) = document else {
            let cause = reading.faults.last().map_or(String::new(), |fault| fault.detail.clone());
            return Err(ReadError::Unreadable(cause));
        };
        let root = document.root_element();
        match root.tag_name().name() {
            "feed" => Ok(atom(root)),
            "entry" => {
                Ok(FeedSummary { format: "Atom", entries: vec![atom_entry(root)], ..FeedSummary::default() })
            }
            "rss" | "RDF" => Ok(rss(root)),
            other => Err(ReadError::NotAFeed(other.to_owned())),
        }
    })
}

/// The first thing that makes the text not well-formed, and its line.
fn first_fault(text: &str, reading: &Reading) -> Option<String> {
    let is_broken = |kind| matches!(kind, FaultKind::NotWellFormed | FaultKind::UndefinedEntity);
    let fault =
        reading.faults.iter().filter(|fault| is_broken(fault.kind)).min_by_key(|fault| fault.span.start)?;
    let line = LineIndex::new(text).position(text, fault.span.start).line;
    let what = match fault.kind {
        FaultKind::UndefinedEntity => format!("the entity `&{};` is not defined", fault.detail),
        _ => fault.detail.clone(),
    };
    Some(format!("line {line}: {what}"))
}

/// The text with each `&` that begins no reference as `&amp;`, so that it is read as it is meant; none where all do.
fn ampersands_escaped(text: &str) -> Option<String> {
    let mut bare: Vec<usize> = xml::read(text, |_, reading| {
        let spans = reading.faults.iter().map(|fault| fault.span);
        spans.filter(|span| span.of(text).starts_with('&')).map(|span| span.start).collect()
    });
    bare.sort_unstable();
    bare.dedup();
    let mut escaped = String::with_capacity(text.len() + 4 * bare.len());
    let mut from = 0;
    for at in &bare {
        escaped.push_str(text.get(from..=*at)?);
        escaped.push_str("amp;");
        from = at + 1;
    }
    escaped.push_str(text.get(from..)?);
    (!bare.is_empty()).then_some(escaped)
}
