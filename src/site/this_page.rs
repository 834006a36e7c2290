//! `page` in a post's own text: its head, its body, its excerpt and its neighbours.

use std::borrow::Cow;

use crate::liquid::{self, Object, Page, Value};
use crate::markdown;
use crate::post::{Markup, Post};
use crate::site::model::Site;
use crate::tree::Tree;

/// A post while its body, or the excerpt of it, goes through Liquid.
pub struct ThisPage<'s> {
    /// The site.
    pub site: &'s Site,
    /// Where the files beside it are read.
    pub tree: &'s dyn Tree,
    /// The post.
    pub post: &'s Post,
    /// Its body, as it is written.
    pub body: &'s str,
    /// Whether only the excerpt is rendered, which Jekyll gives an id of its own.
    pub is_excerpt: bool,
}

/// The beginning of a body, up to the post's separator, with the blocks of Liquid closed that are open there.
#[must_use]
pub fn excerpt<'b>(post: &Post, body: &'b str) -> Cow<'b, str> {
    let head = markdown::excerpt(body, &post.excerpt_separator);
    match liquid::close_blocks(&head) {
        Cow::Owned(closed) if post.liquid => Cow::Owned(closed),
        _ => head,
    }
}

impl Object for ThisPage<'_> {
    fn get(&self, key: &str) -> Option<Value<'_>> {
        match key {
            "content" => Some(Value::from(self.body)),
            "excerpt" if !self.post.data.get("excerpt").is_some_and(|node| node.value.is_truthy()) => {
                self.excerpt()
            }
            "next" => self.neighbour(false),
            "previous" => self.neighbour(true),
            "id" if self.is_excerpt => {
                let id = self.post.get("id").unwrap_or_default();
                Some(Value::from([&id.to_text(), "#excerpt"].concat()))
            }
            _ => self.post.get(key),
        }
    }

    fn keys(&self) -> Vec<&str> {
        self.post.keys()
    }
}

impl Page for ThisPage<'_> {
    fn file_beside(&self, path: &str) -> Option<String> {
        let folder = self.post.path.rfind('/').and_then(|at| self.post.path.get(..=at)).unwrap_or_default();
        let bytes = self.tree.read(&[folder, path].concat()).ok()?;
        String::from_utf8(bytes).ok()
    }
}

impl ThisPage<'_> {
    /// The excerpt as HTML; nothing in the excerpt itself.
    fn excerpt(&self) -> Option<Value<'_>> {
        if self.is_excerpt || self.post.excerpt_separator.is_empty() {
            return None;
        }
        let head = excerpt(self.post, self.body);
        let page = ThisPage { is_excerpt: true, ..*self };
        let text =
            if self.post.liquid { liquid::render(&head, self.site, &page).ok()? } else { head.into_owned() };
        Some(Value::from(match self.post.markup {
            Markup::Markdown => markdown::render(&text, &self.site.settings.markdown),
            Markup::Verbatim => text,
        }))
    }

    /// The post before or after this one in time.
    fn neighbour(&self, earlier: bool) -> Option<Value<'_>> {
        let shown = |post: &&Post| post.collection == self.post.collection && post.hidden.is_none();
        let mut posts = self.site.posts.iter().filter(shown);
        // The newest is first.
        let found = if earlier {
            posts.by_ref().find(|post| post.path == self.post.path)?;
            posts.next()
        } else {
            posts.take_while(|post| post.path != self.post.path).last()
        };
        found.map(|post| Value::Object(post))
    }
}
