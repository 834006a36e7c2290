//! All feeds of a site: an OPML 2.0 file for feed readers, and a page for people.

use crate::feeds::discovery::links::{attribute, lines, subscribed};
use crate::feeds::emitters::uri;
use crate::feeds::page::{begin, line as text};
use crate::feeds::plan::{Plan, Planned};
use crate::site::Site;
use crate::text::html::text::escape_attribute;

/// Returns an OPML 2.0 file of all feeds. It has no date, so that it changes with the feeds alone.
#[must_use]
pub fn opml(site: &Site, plan: &Plan) -> String {
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\">\n  <head>\n");
    out += &format!("    <title>{}</title>\n  </head>\n  <body>\n", text(&title(site, &subscribed(plan))));
    for feed in subscribed(plan) {
        let head = &feed.feed;
        // `rss` is the one type that OPML has for feeds of any format.
        let title = attribute(&head.title.plain());
        let described = head.subtitle.as_ref().map(|subtitle| attribute(&subtitle.plain()));
        let description =
            described.map_or_else(String::new, |subtitle| format!(" description=\"{subtitle}\""));
        let url = |address: &str| escape_attribute(&uri(address)).into_owned();
        out += &format!(
            "    <outline type=\"rss\" text=\"{title}\" title=\"{title}\"{description} xmlUrl=\"{}\" htmlUrl=\"{}\"/>\n",
            url(&head.self_url),
            url(&head.home_url)
        );
    }
    out + "  </body>\n</opml>\n"
}

/// Returns an HTML page of all feeds, without scripts.
#[must_use]
pub fn page(site: &Site, plan: &Plan) -> String {
    let feeds = subscribed(plan);
    let language = feeds.iter().find_map(|feed| feed.feed.language.as_deref());
    let title = title(site, &feeds);
    let mut out = begin(&title, language, &lines(&feeds));
    out += &format!("<h1>{}</h1>\n<ul>\n", text(&title));
    for feed in &feeds {
        let head = &feed.feed;
        out += &format!(
            "<li><a href=\"{}\">{}</a> ({})",
            escape_attribute(&uri(&head.self_url)),
            text(&head.title.plain()),
            text(feed.emitter.summary)
        );
        if let Some(subtitle) = &head.subtitle {
            out += &format!("<br>{}", text(&subtitle.plain()));
        }
        out += "</li>\n";
    }
    out + "</ul>\n</body>\n</html>\n"
}

fn title(site: &Site, feeds: &[&Planned]) -> String {
    let first = || feeds.first().map(|feed| feed.feed.title.plain().into_owned());
    let name = site.settings.title.clone().or_else(first);
    name.map_or_else(|| "Feeds".to_owned(), |name| format!("Feeds of {name}"))
}
