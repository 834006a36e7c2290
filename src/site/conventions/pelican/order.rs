//! The order of articles: `ARTICLE_ORDER_BY`.
//!
//! Source: Pelican 4.12, `utils.py`, `order_content`.

use std::cmp::Ordering;

use crate::site::conventions::fields::text_of;
use crate::site::conventions::pelican::slug::Slugs;
use crate::site::post::Post;

/// What articles are sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ArticleOrder {
    key: String,
    is_reversed: bool,
}

impl ArticleOrder {
    /// Reads a name of metadata, `reversed-` before it or not.
    pub(super) fn new(setting: &str) -> Self {
        let reversed = setting.strip_prefix("reversed-");
        Self { key: reversed.unwrap_or(setting).to_lowercase(), is_reversed: reversed.is_some() }
    }

    /// Whether an article has what they are sorted by.
    pub(super) fn is_of(&self, post: &Post) -> bool {
        const OF_ALL: [&str; 9] = [
            "date",
            "title",
            "slug",
            "basename",
            "source_path",
            "relative_source_path",
            "category",
            "author",
            "url",
        ];
        OF_ALL.contains(&self.key.as_str()) || text_of(&post.data, &self.key).is_some()
    }

    /// The order of two articles; those of one value are in the order of their slugs.
    pub(super) fn compare(&self, a: &Post, b: &Post, slugs: &Slugs) -> Ordering {
        let order = match self.key.as_str() {
            "date" => a.date.cmp(&b.date),
            "modified" => a.updated.cmp(&b.updated),
            "title" => a.title.cmp(&b.title),
            "slug" => a.slug.cmp(&b.slug),
            "basename" => name(a).cmp(name(b)),
            "source_path" | "relative_source_path" => a.path.cmp(&b.path),
            "category" => category(a, slugs).cmp(&category(b, slugs)),
            "author" => author(a, slugs).cmp(&author(b, slugs)),
            "url" => a.url.cmp(&b.url),
            key => text_of(&a.data, key).cmp(&text_of(&b.data, key)),
        };
        let order = if self.is_reversed { order.reverse() } else { order };
        order
            .then_with(|| a.slug.cmp(&b.slug))
            .then_with(|| a.language.cmp(&b.language))
            .then_with(|| a.path.cmp(&b.path))
    }
}

fn name(post: &Post) -> &str {
    post.path.rsplit('/').next().unwrap_or(&post.path)
}

fn category(post: &Post, slugs: &Slugs) -> Option<String> {
    post.categories.first().map(|name| slugs.category.slug(name))
}

fn author(post: &Post, slugs: &Slugs) -> Option<String> {
    post.authors.first().map(|author| slugs.author.slug(&author.name))
}
