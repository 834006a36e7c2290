//! Reads a feed of any format as a neutral list of entries.

mod atom;
mod json;
mod rss;
mod shape;
mod values;

use crate::feeds::diff::summary::{EntrySummary, FeedSummary, ReadError};
use crate::text::xml;
use atom::{atom, atom_entry};
use json::json_feed;
use rss::rss;

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
    xml::read(&text, |document, reading| {
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
