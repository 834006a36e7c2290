//! The page beside a feed: what the feed is, its address, and its entries with date and summary.

use crate::feeds::emitters::{self, uri};
use crate::feeds::model::{EmitError, Emitter, Entry, EntryId, EntryStyle, Feed, RepeatedId};
use crate::feeds::page::document::{begin, line};
use crate::text::html::feed_link::feed_link;
use crate::text::html::tags::Tags;
use crate::text::html::text::escape_attribute;

/// The line by which a page is known as ours.
const GENERATOR: &str = "<meta name=\"generator\" content=\"Feedwright\">\n";

/// Returns the addresses of the feeds that a page names in its head, if this program wrote it.
pub(crate) fn feeds_of_page(html: &str) -> Option<Vec<String>> {
    let head = html.split_once("</head>").map(|(head, _)| head).filter(|head| head.contains(GENERATOR))?;
    let mut tags = Tags::new(head);
    let mut feeds = Vec::new();
    while let Some(tag) = tags.next_tag() {
        feeds.extend(feed_link(&tag, tags.attributes()));
    }
    Some(feeds)
}

/// The page. It is no format to choose: a row asks for it beside its feed.
pub(crate) const PAGE: Emitter = Emitter {
    name: "page",
    summary: "an HTML page",
    extension: "html",
    media_type: "text/html",
    head,
    entry,
    separator: "",
    tail: "</main>\n</body>\n</html>\n",
    readable: false,
    document_mark: None,
    entry_mark: None,
    entry_id: |_| EntryId::Id,
    repeated_id: RepeatedId::Version,
};

fn head(feed: &Feed) -> Result<String, EmitError> {
    let title = feed.title.plain();
    let address = uri(&feed.self_url);
    let mut links = format!(
        "<link rel=\"alternate\" type=\"{}\" title=\"{}\" href=\"{}\">\n",
        feed.media_type,
        escape_attribute(&emitters::line(&title)),
        escape_attribute(&address)
    );
    links += GENERATOR;
    if let Some(style) = &feed.stylesheet {
        links += &format!("<link rel=\"stylesheet\" href=\"{}\">\n", escape_attribute(&uri(style)));
    }
    let mut out = begin(&title, feed.language.as_deref(), &links);
    out += &format!("<header>\n<h1>{}</h1>\n", line(&title));
    if let Some(subtitle) = &feed.subtitle {
        out += &format!("<p>{}</p>\n", line(&subtitle.plain()));
    }
    let (address, shown) = (escape_attribute(&address).into_owned(), line(&feed.self_url));
    out += &format!(
        "<p><a href=\"{}\">{}</a></p>\n<p class=\"about\">This page shows a web feed. To follow it, copy its address into a feed reader: \
         new entries then appear there by themselves, without an account here.</p>\n\
         <p class=\"address\"><a href=\"{address}\">{shown}</a></p>\n</header>\n<main>\n",
        escape_attribute(&uri(&feed.home_url)),
        line(&feed.home_url)
    );
    Ok(out)
}

fn entry(entry: &Entry, style: &EntryStyle) -> Result<String, EmitError> {
    let (url, _) = style.link.links(entry);
    let language = entry.language.as_deref();
    let language = language
        .map_or_else(String::new, |tag| format!(" lang=\"{}\"", escape_attribute(&emitters::line(tag))));
    let title = line(&entry.title.plain());
    // A link without words is one that nobody can follow.
    let title = if title.is_empty() { line(url) } else { title };
    let date = entry.published.format("%Y-%m-%d");
    let mut out = format!(
        "<article{language}>\n<h2><a href=\"{}\">{title}</a></h2>\n<time datetime=\"{}\">{date}</time>\n",
        escape_attribute(&uri(url)),
        crate::text::date::rfc3339(&entry.published)
    );
    if let Some(summary) = entry.summary(style.content).filter(|summary| **summary != entry.title) {
        out += &format!("<p>{}</p>\n", line(&summary.plain()));
    }
    out += "</article>\n";
    Ok(out)
}
