//! The list of posts, with the feeds that each is in.

use crate::feeds::page::{line, table};
use crate::lint::page_text::{sentence, visible};
use crate::lint::preview::frame::Frame;
use crate::lint::preview::model::Preview;
use crate::lint::preview::part::Part;
use crate::lint::preview::query::{Query, to_post, to_posts};
use crate::lint::report::count;
use crate::site::post::Post;
use crate::text::html::text::escape_attribute;

/// The posts of one page.
const MOST_POSTS: usize = 50;
/// The most feeds that are named for each post.
const MOST_FEEDS: usize = 3;
/// The most files that are listed as not posts.
const MOST_OTHERS: usize = 200;

pub(super) fn page(preview: &Preview, query: &Query) -> Frame {
    let asked = query.words.to_lowercase();
    let fits = |post: &Post| {
        asked.is_empty()
            || post.title.to_lowercase().contains(&asked)
            || post.path.to_lowercase().contains(&asked)
    };
    let posts: Vec<(usize, &Post)> =
        preview.site.posts.iter().map(|post| &**post).enumerate().filter(|(_, post)| fits(post)).collect();
    let part = Part::new(query.from, MOST_POSTS, posts.len());
    let mut main = format!(
        "<form action=\"/posts\" role=\"search\">\n<label for=\"q\">Title or file</label>\n\
         <input id=\"q\" name=\"q\" type=\"search\" value=\"{}\">\n<button>Search</button>\n</form>\n<p>{}.</p>\n",
        escape_attribute(&query.words),
        count(posts.len(), "post")
    );
    let rows: String = posts
        .get(part.from..part.to)
        .unwrap_or_default()
        .iter()
        .map(|(index, post)| row(preview, *index, post))
        .collect();
    if !rows.is_empty() {
        main += &table("Table of posts", &["Title", "File", "Date", "In"], &rows);
    }
    main += &part
        .links("Parts of the list", ("Newer posts", "Older posts"), &|from| to_posts(&query.words, from));
    main += &others(preview);
    Frame { title: "Posts".to_owned(), main }
}

fn row(preview: &Preview, index: usize, post: &Post) -> String {
    format!(
        "<tr><th scope=\"row\"><a href=\"{}\">{}</a></th><td><code>{}</code></td><td class=\"date\">{}</td><td>{}</td></tr>\n",
        escape_attribute(&to_post(&post.path)),
        title(post),
        visible(&post.path),
        post.date.format("%Y-%m-%d"),
        feeds(preview, index, post)
    )
}

/// The title of a post, or its file where it has none.
fn title(post: &Post) -> String {
    line(if post.title.trim().is_empty() { &post.path } else { &post.title })
}

/// The feeds that a post is in, or why it is in none.
fn feeds(preview: &Preview, index: usize, post: &Post) -> String {
    let all = preview.feeds_of.get(index).map_or(&[][..], Vec::as_slice);
    let named = all.iter().take(MOST_FEEDS).filter_map(|at| preview.plan.feeds.get(*at));
    let named: Vec<String> = named.map(|feed| format!("<code>{}</code>", visible(&feed.path))).collect();
    match all.len().saturating_sub(MOST_FEEDS) {
        _ if all.is_empty() => {
            let reason = post.hidden.map(|hidden| format!(": {}", sentence(hidden.reason())));
            format!("no feed{}", reason.unwrap_or_default())
        }
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// The files that are not posts, and why.
fn others(preview: &Preview) -> String {
    let site = &preview.site;
    let unread = site.unreadable.iter().map(|it| {
        let at = it.position;
        format!("<li><code>{}:{at}</code>: {}</li>\n", visible(&it.path), sentence(&it.problem.message))
    });
    let ignored = site.ignored.iter().map(|it| {
        let (reason, help) = (sentence(it.reason), sentence(it.help));
        format!("<li><code>{}</code>: {reason}; {help}</li>\n", visible(&it.path))
    });
    let all: Vec<String> = unread.chain(ignored).collect();
    if all.is_empty() {
        return String::new();
    }
    let more = all.len().saturating_sub(MOST_OTHERS);
    let rest = if more > 0 { format!("<p>And {more} more.</p>\n") } else { String::new() };
    let shown: String = all.into_iter().take(MOST_OTHERS).collect();
    format!("<h2>Files that are not posts</h2>\n<ul>\n{shown}</ul>\n{rest}")
}
