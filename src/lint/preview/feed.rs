//! The page of a feed: its entries as readers show them, and its source beside them.

use crate::feeds::page::line;
use crate::feeds::plan::Planned;
use crate::lint::feed_table::made_by;
use crate::lint::page_text::{sentence, visible};
use crate::lint::preview::entries::entries;
use crate::lint::preview::feeds::notes;
use crate::lint::preview::frame::Frame;
use crate::lint::preview::link::link;
use crate::lint::preview::model::Preview;
use crate::lint::preview::part::Part;
use crate::lint::preview::query::{Query, to_feed};
use crate::lint::preview::source::{Source, source};
use crate::text::date::rfc3339;

/// The entries of one page.
const MOST_ENTRIES: usize = 20;

pub(super) fn page(preview: &Preview, query: &Query) -> Option<Frame> {
    let (at, feed, written) = preview.feed(&query.path)?;
    let title = feed.feed.title.plain().into_owned();
    let mut main = about(feed);
    if let Some(own) = &feed.own_source {
        let why = sentence(&made_by(own));
        main += &format!("<p class=\"own\"><code>build</code> does not write this feed: {why}.</p>\n");
    }
    let unsound = || preview.unsound.iter().filter(|(feed, _)| *feed == at).map(|(_, note)| note);
    if unsound().next().is_some() {
        main += "<div class=\"error\">\n<p>Findings in its posts; <code>build</code> writes no feed with an error:</p>\n";
        main += &notes(unsound());
        main += "</div>\n";
    }
    if let Some(failure) = &written.failure {
        main += &format!("<p class=\"error\">There is no file: {}.</p>\n", sentence(failure));
        return Some(Frame { title, main });
    }
    let text = String::from_utf8_lossy(&written.bytes);
    let document = Source::new(&text, feed.emitter, preview.places(at, &text)?);
    let part = Part::new(query.from, MOST_ENTRIES, document.entries());
    let links =
        |name| part.links(name, ("Newer entries", "Older entries"), &|from| to_feed(&feed.path, from));
    main += "<nav aria-label=\"Sections\">\n<ul>\n<li><a href=\"#entries\">As readers show it</a></li>\n\
             <li><a href=\"#source\">Source and findings</a></li>\n</ul>\n</nav>\n";
    main += &links("Parts of the feed");
    main += "<div class=\"columns\">\n<section id=\"entries\" aria-labelledby=\"entries-heading\">\n\
             <h2 id=\"entries-heading\">As readers show it</h2>\n";
    main += &entries(preview, feed, &document, part);
    main += "</section>\n<section id=\"source\" aria-labelledby=\"source-heading\">\n\
             <h2 id=\"source-heading\">Source and findings</h2>\n";
    let page_of = |entry: usize| to_feed(&feed.path, Part::new(entry, MOST_ENTRIES, document.entries()).from);
    main += &source(&document, part, written.report.as_ref(), &page_of);
    main += "</section>\n</div>\n";
    main += &links("Parts of the feed, again");
    Some(Frame { title, main })
}

/// The head of a feed.
fn about(feed: &Planned) -> String {
    let head = &feed.feed;
    let mut out = String::new();
    if let Some(subtitle) = &head.subtitle {
        out += &format!("<p>{}</p>\n", line(&subtitle.plain()));
    }
    let row = |name: &str, value: String| format!("<dt>{name}</dt><dd>{value}</dd>\n");
    out += "<dl>\n";
    out += &row("File", format!("<code>{}</code> ({})", visible(&feed.path), feed.emitter.summary));
    out += &row("Address", link(&head.self_url));
    out += &row("Home page", link(&head.home_url));
    out += &row("Updated", line(&rfc3339(&head.updated)));
    out + "</dl>\n"
}
