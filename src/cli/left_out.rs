//! What a run ends with: posts that are in no feed and files that are not read, although their authors meant them to be.

use std::fmt::Display;

use feedwright::feeds::plan::{Plan, Verdict};
use feedwright::site::post::Post;
use feedwright::site::{DateHint, Ignored, Site};

use crate::cli::console::Console;

/// How many are named.
const NAMED: usize = 3;

/// Names the posts that the feeds of a plan go without for want of a date, and the files that look like posts and are not
/// read; whether a post is among them. With `is_fault` the former are an error, which `--quiet` does not hide.
pub(crate) fn say_left_out(site: &Site, plan: &Plan, is_fault: bool, console: &Console) -> bool {
    let undated = undated(site, plan);
    if let Some(first) = undated.first() {
        let hints: Vec<DateHint> = undated.iter().filter_map(|post| DateHint::of(post)).collect();
        let mut keys: Vec<&str> = Vec::new();
        for hint in &hints {
            if let DateHint::Key { key, .. } = hint
                && !keys.contains(&key.as_str())
            {
                keys.push(key);
            }
        }
        let advice = match (undated.len(), keys.as_slice()) {
            (1, _) => DateHint::advice(hints.first(), first),
            (_, []) => "write a `date` into each".to_owned(),
            (_, keys) => {
                let quoted: Vec<String> = keys.iter().take(NAMED).map(|key| format!("`{key}`")).collect();
                let are = if quoted.len() == 1 { "is" } else { "are" };
                format!("write the day as `date`; {} {are} not read", quoted.join(", "))
            }
        };
        let paths = undated.iter().map(|post| post.path.to_string());
        let (number, have) = if undated.len() == 1 {
            ("a post has".to_owned(), "is")
        } else {
            (format!("{} posts have", undated.len()), "are")
        };
        let say: fn(&Console, &dyn Display) = if is_fault { Console::error } else { Console::warning };
        say(console, &format!("{number} no date and {have} in no feed: {}; {advice}", few(paths.collect())));
    }
    say_future(site, plan, console);
    let unread = like_posts(site);
    if !unread.is_empty() {
        let named = unread.iter().map(|ignored| format!("{} ({})", ignored.path, ignored.reason));
        let number = if unread.len() == 1 {
            "a file looks like a post and is not read".to_owned()
        } else {
            format!("{} files look like posts and are not read", unread.len())
        };
        console.warning(&format!("{number}: {}", few(named.collect())));
    }
    !undated.is_empty()
}

/// Names the documents that feeds contain and that have no page, as their date is in the future.
fn say_future(site: &Site, plan: &Plan, console: &Console) {
    let is_member = |index: usize| plan.feeds.iter().any(|feed| feed.posts.contains(&index));
    let future = site.posts.iter().enumerate().filter(|(_, post)| site.settings.has_no_page_yet(post));
    let future: Vec<String> =
        future.filter(|(index, _)| is_member(*index)).map(|(_, post)| post.path.to_string()).collect();
    let number = match future.len() {
        0 => return,
        1 => "a document in a feed is dated in the future and has no page".to_owned(),
        number => format!("{number} documents in feeds are dated in the future and have no pages"),
    };
    console.warning(&format!("{number}: {}", few(future)));
}

/// The posts that the feeds of a plan go without for want of a date.
pub(crate) fn undated<'a>(site: &'a Site, plan: &Plan) -> Vec<&'a Post> {
    let left_out = |index: usize| {
        plan.feeds.iter().any(|feed| matches!(feed.verdict(site, index), Ok(Verdict::Undated(_))))
    };
    let undated = site.undated().into_iter().filter(|(index, _)| left_out(*index));
    undated.map(|(_, post)| post).collect()
}

/// The files that look like posts and are not read.
pub(crate) fn like_posts(site: &Site) -> Vec<&Ignored> {
    site.ignored.iter().filter(|ignored| ignored.looks_like_post()).collect()
}

/// The first of some words, and how many more there are.
fn few(words: Vec<String>) -> String {
    let more = words.len().saturating_sub(NAMED);
    let named = words.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
    if more == 0 { named } else { format!("{named} and {more} more") }
}
