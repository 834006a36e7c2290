//! The entries of a feed as readers show them.

use chrono::DateTime;

use crate::feeds::diff::{EntryContent, EntrySummary, read_contents, read_feed};
use crate::feeds::page::line;
use crate::feeds::plan::Planned;
use crate::lint::feed_table::size;
use crate::lint::page_text::visible;
use crate::lint::preview::link::link;
use crate::lint::preview::model::Preview;
use crate::lint::preview::part::Part;
use crate::lint::preview::pictures::file_of;
use crate::lint::preview::query::{to_picture, to_post};
use crate::lint::preview::source::Source;
use crate::text::date::rfc3339;
use crate::text::html::sanitise::sanitise;
use crate::text::html::text::escape_attribute;

/// The most bytes of content that are shown of one entry, so that a page of them stays quick.
const MOST_CONTENT: usize = 1 << 18;

/// Returns these entries of a feed.
pub(super) fn entries(preview: &Preview, feed: &Planned, document: &Source<'_>, part: Part) -> String {
    if !feed.emitter.readable {
        return "<p>This is a page for browsers, not a feed for readers.</p>\n".to_owned();
    }
    let cut = document.cut(part);
    let summary = match read_feed(cut.as_bytes()) {
        Ok(summary) => summary,
        Err(error) => {
            return format!(
                "<p class=\"error\">Readers cannot read it: {}.</p>\n",
                visible(&error.to_string())
            );
        }
    };
    if summary.entries.is_empty() {
        return "<p>It has no entries.</p>\n".to_owned();
    }
    let contents = read_contents(cut.as_bytes());
    let shown = summary.entries.iter().zip(&contents).enumerate().map(|(at, (entry, content))| {
        let number = part.from + at;
        let source = document.line_of(number).map_or_else(String::new, |line| {
            format!("<br><a href=\"#L{line}\">Source of entry {}</a>", number + 1)
        });
        let from = post_of(preview, feed, entry, number).map_or_else(String::new, |path| {
            format!("<br>From <a href=\"{}\">{}</a>", escape_attribute(&to_post(path)), visible(path))
        });
        let language = values(entry, "language").next().or(feed.feed.language.as_deref());
        entry_of(preview, (entry, content), (number, language), &(from + &source))
    });
    shown.collect()
}

/// The file of the post that an entry is of.
fn post_of<'a>(preview: &'a Preview, feed: &Planned, entry: &EntrySummary, number: usize) -> Option<&'a str> {
    let is_its = |index: usize| {
        let post = preview.site.posts.get(index)?;
        let is_its = entry.id == post.id || entry.url.as_deref() == Some(post.link.as_str());
        is_its.then_some(&*post.path)
    };
    // Posts that could not be rendered are missing in the feed: what follows them has other numbers there.
    feed.posts
        .get(number)
        .and_then(|index| is_its(*index))
        .or_else(|| feed.posts.iter().find_map(|index| is_its(*index)))
}

/// An entry of a number and a language, with links after the one to its page.
fn entry_of(
    preview: &Preview,
    (entry, content): (&EntrySummary, &EntryContent),
    (number, language): (usize, Option<&str>),
    links: &str,
) -> String {
    let title = if entry.title.is_empty() { "Without title" } else { entry.title.as_str() };
    let language = language.map_or_else(String::new, |tag| format!(" lang=\"{}\"", escape_attribute(tag)));
    let mut out = format!(
        "<article class=\"entry\"{language} aria-labelledby=\"entry-{number}\">\n<h3 id=\"entry-{number}\">{}</h3>\n<p class=\"dates\">",
        line(title)
    );
    let published = entry.published.as_deref().or(entry.updated.as_deref());
    let updated = entry.updated.as_deref().filter(|updated| Some(*updated) != published);
    out += &published.map_or_else(|| "without date".to_owned(), |date| time(preview, date));
    out += &updated.map_or_else(String::new, |updated| format!(", updated {}", time(preview, updated)));
    let people: Vec<String> = values(entry, "authors").map(visible).collect();
    if !people.is_empty() {
        out += &format!(" · {}", people.join(", "));
    }
    out += "</p>\n";
    if !entry.categories.is_empty() {
        let categories: Vec<String> = entry.categories.iter().map(|it| visible(it)).collect();
        out += &format!("<p>Categories: {}</p>\n", categories.join(", "));
    }
    for summary in values(entry, "summary") {
        out += &format!("<p class=\"summary\">Summary: {}</p>\n", line(summary));
    }
    out += &text(preview, entry, content);
    for file in values(entry, "enclosures") {
        out += &format!("<p>Enclosure: {}</p>\n", enclosure(file));
    }
    for url in values(entry, "image") {
        let shown =
            picture(preview, url).map(|at| format!("<br><img src=\"{}\" alt=\"\">", escape_attribute(&at)));
        out += &format!("<p>Picture: {}{}</p>\n", link(url), shown.unwrap_or_default());
    }
    let page = entry.url.as_deref().map_or_else(|| "no page".to_owned(), link);
    out + &format!("<p class=\"page\">Page: {page}{links}</p>\n</article>\n")
}

/// A file that comes with an entry: its address, and what the feed tells of it.
fn enclosure(file: &str) -> String {
    let mut parts = file.split(' ');
    let url = parts.next().unwrap_or_default();
    let about: Vec<String> = parts
        .map(|part| match part.parse::<u64>() {
            Ok(bytes) => size(bytes),
            Err(_) => visible(part),
        })
        .collect();
    if about.is_empty() { link(url) } else { format!("{} ({})", link(url), about.join(", ")) }
}

/// Where the page finds a picture of the site.
fn picture(preview: &Preview, url: &str) -> Option<String> {
    file_of(preview, url).map(to_picture)
}

/// The text of an entry.
fn text(preview: &Preview, entry: &EntrySummary, content: &EntryContent) -> String {
    if content.html.len() > MOST_CONTENT {
        return format!("<p>Its text has {} bytes: it is in the source alone.</p>\n", content.html.len());
    }
    let base = content.base.as_deref().or(entry.url.as_deref()).unwrap_or("");
    let Some(html) = sanitise(&content.html, base, &|url| picture(preview, url)) else {
        return "<p>Its elements are nested too deep to be shown: it is in the source alone.</p>\n"
            .to_owned();
    };
    if html.trim().is_empty() { String::new() } else { format!("<div class=\"content\">\n{html}\n</div>\n") }
}

/// A date of a feed, in the site's time zone.
fn time(preview: &Preview, date: &str) -> String {
    let zone = preview.site.settings.zone;
    let local =
        DateTime::parse_from_rfc3339(date).map(|date| rfc3339(&date.with_timezone(&zone).fixed_offset()));
    let shown = local.as_deref().unwrap_or(date);
    format!("<time datetime=\"{}\">{}</time>", escape_attribute(shown), visible(shown))
}

fn values<'a>(entry: &'a EntrySummary, name: &str) -> impl Iterator<Item = &'a str> {
    entry.fields.get(name).into_iter().flatten().map(String::as_str)
}
