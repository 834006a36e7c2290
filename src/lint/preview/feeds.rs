//! The first page: all feeds, and notes about the site.

use crate::lint::feed_table::feed_table;
use crate::lint::page_text::sentence;
use crate::lint::preview::frame::Frame;
use crate::lint::preview::model::{Note, Preview};
use crate::lint::preview::query::to_feed;

/// The most notes that are shown.
const MOST_NOTES: usize = 200;

pub(super) fn page(preview: &Preview) -> Frame {
    let feeds = preview.plan.feeds.iter().zip(&preview.feeds);
    let mut main = feed_table(feeds, &|feed| to_feed(&feed.path, 0));
    if !preview.notes.is_empty() {
        main += "<h2>Notes</h2>\n";
        main += &notes(preview.notes.iter());
    }
    Frame { title: "Feeds".to_owned(), main }
}

/// A list of notes.
pub(super) fn notes<'a>(notes: impl Iterator<Item = &'a Note>) -> String {
    let mut out = "<ul>\n".to_owned();
    for note in notes.take(MOST_NOTES) {
        out += &format!(
            "<li><strong class=\"is-{0}\">{0}</strong>: {1}</li>\n",
            note.level,
            sentence(&note.text)
        );
    }
    out + "</ul>\n"
}
