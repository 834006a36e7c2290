//! The first page: all feeds, and what people should hear of.

use crate::lint::feed_table::feed_table;
use crate::lint::preview::frame::Frame;
use crate::lint::preview::link::words;
use crate::lint::preview::model::{Note, Preview};
use crate::lint::preview::query::to_feed;

/// So many notes are shown.
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
        out +=
            &format!("<li><strong class=\"is-{0}\">{0}</strong>: {1}</li>\n", note.level, words(&note.text));
    }
    out + "</ul>\n"
}
