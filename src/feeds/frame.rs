//! What a row of `[[feeds]]` puts around its entries: text before and after, and the link from a summary to the whole post.

use crate::markup::front_matter::Fault;
use crate::markup::markdown;
use crate::site::ThisPage;
use crate::site::config;
use crate::text::html::text::{escape, escape_attribute};

/// HTML before and after an entry.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    pub(crate) before: String,
    pub(crate) after: String,
}

impl Frame {
    /// Puts HTML into the frame.
    pub(crate) fn around(&self, html: &str) -> String {
        let parts = [self.before.as_str(), html, self.after.as_str()];
        parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// Makes the frame of an entry. `report` hears of what in it cannot be run, by its key; that is shown as it is written.
pub(crate) fn frame(row: &config::Feed, page: &ThisPage<'_>, report: &dyn Fn(&str, Fault)) -> Frame {
    let html = |key: &str, text: &Option<String>| {
        let text = text.as_deref().unwrap_or("");
        let (text, fault) = page.render(text).unwrap_or_else(|fault| (text.to_owned(), Some(fault)));
        if let Some(fault) = fault {
            report(key, fault);
        }
        markdown::render(&text, &page.site.settings.markdown)
    };
    Frame { before: html("before", &row.before), after: html("after", &row.after) }
}

/// The link from a summary to the whole post, as a paragraph.
pub(crate) fn read_more(row: &config::Feed, address: &str) -> Option<String> {
    let text = row.read_more.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
    Some(format!("<p><a href=\"{}\">{}</a></p>", escape_attribute(address), escape(text)))
}
