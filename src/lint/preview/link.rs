//! Links to pages of other servers.

use crate::lint::page_text::visible;
use crate::text::html::text::escape_attribute;

/// Returns a link, or the address alone unless its scheme is `http` or `https`.
pub(super) fn link(url: &str) -> String {
    let shown = visible(url);
    // The address of another scheme could be a script.
    if url.starts_with("https://") || url.starts_with("http://") {
        format!("<a href=\"{}\" rel=\"noopener noreferrer\">{shown}</a>", escape_attribute(url))
    } else {
        format!("<code>{shown}</code>")
    }
}
