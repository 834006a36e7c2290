//! Links to what is outside the preview, and strings of files, paths and messages.

use crate::text::html::text::{escape, escape_attribute};
use crate::text::printable::printable;

/// A link to another server, for a click.
pub(super) fn link(url: &str) -> String {
    let shown = words(url);
    // The address of another scheme could be a script.
    if url.starts_with("https://") || url.starts_with("http://") {
        format!("<a href=\"{}\" rel=\"noopener noreferrer\">{shown}</a>", escape_attribute(url))
    } else {
        format!("<code>{shown}</code>")
    }
}

/// Text of a message, a path or a setting as HTML, in which nothing turns the direction of reading of what follows.
pub(super) fn words(text: &str) -> String {
    escape(&printable(text)).into_owned()
}
