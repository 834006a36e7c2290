//! Files beside posts: `_posts/launch/sail.png` beside `_posts/launch/2024-05-31-launch.md`.
//!
//! Source: jekyll-postfiles 3.1, `lib/jekyll-postfiles.rb`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::opened::Jekyll;
use super::paths::basename;
use crate::site::StaticFile;
use crate::site::conventions::fields::dated_name;
use crate::site::post::{POSTS, Post};
use crate::text::url::percent_decode;

/// Returns the files in the folders of posts, and below these, at the URLs that the plugin gives them: each of the posts in a
/// folder has its own copies. Files right in `_posts` and `_drafts` of the source, and posts, are not copied.
pub(super) fn files(
    jekyll: &Jekyll,
    posts: &[Arc<Post>],
    paths: &mut dyn Iterator<Item = &str>,
) -> Vec<StaticFile> {
    if !jekyll.copies_files_beside {
        return Vec::new();
    }
    let homes = ["_posts", "_drafts"].map(|folder| format!("{}{folder}", jekyll.paths.source));
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for post in posts.iter().filter(|post| &*post.collection == POSTS) {
        let Some((folder, _)) = post.path.rsplit_once('/') else { continue };
        let Some((page, _)) = post.url.rsplit_once('/') else { continue };
        if !homes.iter().any(|home| home == folder) {
            folders.entry(folder).or_default().push(page);
        }
    }
    let mut copies = Vec::new();
    for path in paths {
        let name = basename(path);
        if name.starts_with('.') || dated_name(name).is_some() {
            continue;
        }
        let above = path.rmatch_indices('/').map(|(slash, _)| path.split_at(slash));
        for (page, rest) in above
            .filter_map(|(folder, rest)| Some((folders.get(folder)?, rest)))
            .flat_map(|(pages, rest)| pages.iter().map(move |page| (page, rest)))
        {
            let hidden_path = path.len() - jekyll.paths.relative(path, false).len();
            copies.push(StaticFile {
                url: format!("{}{rest}", percent_decode(page)),
                path: path.to_owned(),
                hidden_path,
                size: 0,
            });
        }
    }
    copies
}
