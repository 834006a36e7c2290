//! The page of a post: which feeds it is in, and why it is not in the others.

use crate::feeds::answers::answers;
use crate::lint::page_text::{sentence, visible};
use crate::lint::preview::frame::Frame;
use crate::lint::preview::link::link;
use crate::lint::preview::model::Preview;
use crate::lint::preview::query::{Query, to_feed};
use crate::text::date::rfc3339;
use crate::text::html::text::escape_attribute;

/// The most feeds that are named for each reason.
const MOST_FEEDS: usize = 200;

pub(super) fn page(preview: &Preview, query: &Query) -> Option<Frame> {
    let site = &preview.site;
    let index = site.posts.iter().position(|post| *post.path == *query.path)?;
    let post = site.posts.get(index)?;
    let row = |name: &str, value: String| format!("<dt>{name}</dt><dd>{value}</dd>\n");
    let mut main = "<dl>\n".to_owned();
    main += &row("File", format!("<code>{}</code>", visible(&post.path)));
    main += &row("Page", link(&post.link));
    main += &row("Id", format!("<code>{}</code>", visible(&post.id)));
    main += &row("Date", visible(&rfc3339(&post.date)));
    if !post.categories.is_empty() {
        main += &row("Categories", visible(&post.categories.join(", ")));
    }
    if !post.tags.is_empty() {
        main += &row("Tags", visible(&post.tags.join(", ")));
    }
    main += "</dl>\n<h2>Feeds</h2>\n";
    main += &match answers(site, &preview.plan, index) {
        Ok(answers) if answers.is_empty() => "<p>The site has no feed.</p>\n".to_owned(),
        Ok(answers) => {
            let item = |is_member: bool, feeds: &[&str], reason: &str| {
                let word = if is_member { "In" } else { "Not in" };
                let links: Vec<String> = feeds.iter().take(MOST_FEEDS).map(|path| feed_link(path)).collect();
                let more = feeds.len().saturating_sub(MOST_FEEDS);
                let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!("<li>{word} {}{rest}: {}</li>\n", links.join(", "), sentence(reason))
            };
            let items: String = answers.iter().map(|it| item(it.is_member, &it.feeds, &it.reason)).collect();
            format!("<ul>\n{items}</ul>\n")
        }
        Err(error) => format!("<p class=\"error\">{}</p>\n", sentence(&error)),
    };
    let title = if post.title.trim().is_empty() { &*post.path } else { post.title.as_str() };
    Some(Frame { title: title.to_owned(), main })
}

fn feed_link(path: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escape_attribute(&to_feed(path, 0)), visible(path))
}
