//! Pages that jekyll-archives, jekyll-paginate, jekyll-paginate-v2 and the taxonomies of other generators make, from the site's own posts.
//!
//! Sources: jekyll-archives 2.2, `jekyll-archives.rb` and `archive.rb`; jekyll-paginate 1.1, `pager.rb`;
//! jekyll-paginate-v2 3.0, `autopages`.

use std::collections::BTreeSet;

use crate::site::post::{POSTS, Post};
use crate::site::{ArchiveKind, Site};
use crate::text::pieces::Pieces as _;
use crate::text::url::{SlugMode, slugify};

/// The URLs of archives and of the pages of a paginated list.
pub(super) fn archives(site: &Site) -> BTreeSet<String> {
    let made = &site.settings.made;
    let is_written = |post: &&Post| &*post.collection == POSTS && post.output && post.is_read();
    let posts: Vec<&Post> = site.posts.iter().map(|post| &**post).filter(is_written).collect();
    let mut urls = BTreeSet::new();
    for (kind, template) in &made.archives {
        for post in &posts {
            let date = |format: &str| post.date.format(format).to_string();
            let named = |names: &[String], urls: &mut BTreeSet<String>| {
                let slugs = names.iter().map(|name| slugify(name, SlugMode::Default, false));
                urls.extend(slugs.map(|slug| template.replace(":name", &slug)));
            };
            match kind {
                ArchiveKind::Tag => named(&post.tags, &mut urls),
                ArchiveKind::Category => named(&post.categories, &mut urls),
                ArchiveKind::Date => {
                    let url = template.replace(":year", &date("%Y")).replace(":month", &date("%m"));
                    urls.insert(url.replace(":day", &date("%d")));
                }
            }
        }
    }
    let documents = || site.posts.iter().filter(|post| post.is_read());
    for (kind, template, mode) in &made.autopages {
        for names in
            documents().map(|post| if *kind == ArchiveKind::Tag { &post.tags } else { &post.categories })
        {
            let names = names.iter().flat_map(|name| name.split([';', ',']));
            let slugs = names.map(|name| slugify(name.trim(), *mode, false));
            urls.extend(slugs.map(|slug| template.replace(":name", &slug)));
        }
    }
    if let Some((template, per_page)) = &made.paginated {
        let pages = posts.len().div_ceil((*per_page).max(1));
        urls.extend((2..=pages).map(|number| {
            let url = template.replace(":num", &number.to_string());
            format!("/{}/", url.trim_matches('/'))
        }));
    }
    urls
}

/// Returns whether a path is that of a further page of some list: `/blog/page2/` by `/page:num/`.
pub(super) fn is_numbered(path: &str, template: &str) -> bool {
    let path = path.trim_end_matches('/').trim_end_matches("/index.html");
    let name = path.after_last('/');
    let Some((before, after)) = template.split('/').find_map(|part| part.split_once(":num")) else {
        return false;
    };
    let number = name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
