//! The table of a site's feeds on pages about the site.

use crate::feeds::page::{line, table};
use crate::feeds::plan::Planned;
use crate::lint::page_text::{sentence, visible};
use crate::lint::report::count;
use crate::lint::written::WrittenFeed;
use crate::text::html::text::escape_attribute;

/// Returns the table of feeds; `address` makes the link of each.
pub(super) fn feed_table<'a>(
    feeds: impl Iterator<Item = (&'a Planned, &'a WrittenFeed)>,
    address: &dyn Fn(&Planned) -> String,
) -> String {
    let row = |(feed, written): (&Planned, &WrittenFeed)| {
        let state = match (&written.failure, written.findings()) {
            (Some(failure), _) => format!("<strong>{}</strong>", sentence(failure)),
            (None, (0, 0)) if written.report.is_none() => "not checked".to_owned(),
            (None, (0, 0)) => "valid".to_owned(),
            (None, (0, warnings)) => format!("valid, {}", count(warnings, "warning")),
            (None, (errors, _)) => format!("<strong>{}</strong>", count(errors, "error")),
        };
        let state = match &feed.own_source {
            Some(own) => format!("{state}; not written: {}", sentence(&made_by(own))),
            None => state,
        };
        format!(
            "<tr><th scope=\"row\"><a href=\"{}\">{}</a></th><td><code>{}</code></td><td>{}</td>\
             <td class=\"number\">{}</td><td class=\"number\">{}</td><td>{state}</td></tr>\n",
            escape_attribute(&address(feed)),
            line(&feed.feed.title.plain()),
            visible(&feed.path),
            feed.emitter.name,
            written.entries,
            size(written.bytes.len() as u64),
        )
    };
    let rows: String = feeds.map(row).collect();
    if rows.is_empty() {
        return "<p>The site has no feed.</p>\n".to_owned();
    }
    table("Table of feeds", &["Title", "File", "Format", "Entries", "Size", "State"], &rows)
}

/// Who makes a feed that `build` does not write.
pub(super) fn made_by(own: &str) -> String {
    format!("the site's own `{own}` makes this file")
}

/// Returns a size in bytes below 1000, else in kilobytes, rounded up.
pub(super) fn size(bytes: u64) -> String {
    if bytes < 1000 { format!("{bytes} B") } else { format!("{} kB", bytes.div_ceil(1000)) }
}
