//! `page` in a post's own text: its head, its body, its excerpt and its neighbours.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use crate::markup::front_matter::Fault;
use crate::markup::liquid::{self, Content, Object, Page, Part, Value};
use crate::markup::markdown;
use crate::site::model::{Page as SitePage, Site};
use crate::site::post::POSTS;
use crate::site::post::{Markup, Post};
use crate::site::tree::{Tree, TreeError};
use crate::text::source::Span;

/// What was rendered for other documents, and where documents stand; one for all pages of a site.
#[derive(Default)]
pub struct Texts {
    /// The numbers of the documents by their paths.
    pub(super) numbers: OnceLock<HashMap<Arc<str>, usize>>,
    /// The contents by the numbers of their documents.
    pub(super) rendered: Mutex<HashMap<(usize, Part), Arc<str>>>,
    /// The files that could not be read, by the paths of the documents that were to show them.
    pub(super) failures: Mutex<HashMap<Arc<str>, TreeError>>,
}

impl Texts {
    /// The file that could not be read and that a document was to show.
    #[must_use]
    pub fn failure(&self, document: &str) -> Option<TreeError> {
        self.failures.lock().ok()?.get(document).cloned()
    }
}

/// A post while its body, or the excerpt of it, goes through Liquid.
pub(crate) struct ThisPage<'s> {
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
    /// The contents of other documents; none are shown without.
    pub texts: Option<&'s Texts>,
    /// The document that shows this one, where it is rendered for another.
    pub shown_by: Option<&'s Post>,
}

/// The beginning of a body, up to the post's separator, with the blocks of Liquid closed that are open there.
#[must_use]
pub fn excerpt<'b>(post: &Post, body: &'b str) -> Cow<'b, str> {
    markdown::excerpt(body, &post.excerpt_separator)
}

impl Object for ThisPage<'_> {
    fn content(&self) -> Option<Content> {
        Some(Content::Document)
    }

    fn get(&self, key: &str) -> Option<Value<'_>> {
        match key {
            "content" if self.is_excerpt => Some(match excerpt(self.post, self.body) {
                Cow::Borrowed(head) => Value::from(head),
                Cow::Owned(head) => Value::from(head),
            }),
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
            "path" | "relative_path" if self.is_excerpt => {
                let path = self.post.get("path").unwrap_or_default();
                Some(Value::from([&path.to_text(), "/#excerpt"].concat()))
            }
            _ => self.post.get(key),
        }
    }

    fn keys(&self) -> Vec<&str> {
        self.post.keys()
    }
}

impl Page for ThisPage<'_> {
    fn text_of(&self, document: &str, part: Part) -> Option<String> {
        self.other_text(document, part)
    }

    fn related(&self) -> Option<Value<'_>> {
        if self.is_excerpt {
            return None;
        }
        let others = self.site.in_order(POSTS).into_iter().rev().take(11);
        Some(others.filter(|post| post.path != self.post.path).take(10).map(|p| Value::Object(p)).collect())
    }

    fn file_beside(&self, path: &str) -> Result<Option<String>, String> {
        let text = read_beside(self.tree, &self.post.path, path)?;
        if let Some(lacking) = text.as_deref().and_then(|text| self.site.lacking(text)) {
            self.cannot_read(&lacking.path, &lacking.reason);
        }
        Ok(text)
    }

    fn cannot_read(&self, path: &str, reason: &str) {
        let reason = format!("it needs `{path}`: {reason}");
        let shown = &self.shown_by.unwrap_or(self.post).path;
        self.fail(TreeError { path: shown.to_string(), reason, missing: false });
    }
}

/// A page while its body goes through Liquid, to tell what is in it.
pub(crate) struct PageText<'s> {
    /// Where the files beside it are read.
    pub tree: &'s dyn Tree,
    /// The page.
    pub page: &'s SitePage,
    /// Its body, as it is written.
    pub body: &'s str,
}

impl Object for PageText<'_> {
    fn content(&self) -> Option<Content> {
        Some(Content::Page)
    }

    fn get(&self, key: &str) -> Option<Value<'_>> {
        match key {
            "content" => Some(Value::from(self.body)),
            _ => Object::get(self.page, key),
        }
    }

    fn keys(&self) -> Vec<&str> {
        self.page.keys()
    }
}

impl Page for PageText<'_> {
    fn text_of(&self, _: &str, _: Part) -> Option<String> {
        None
    }

    fn related(&self) -> Option<Value<'_>> {
        None
    }

    fn file_beside(&self, path: &str) -> Result<Option<String>, String> {
        read_beside(self.tree, &self.page.path, path)
    }

    fn cannot_read(&self, _: &str, _: &str) {}
}

/// The text of a file by its path from the folder of another.
fn read_beside(tree: &dyn Tree, file: &str, path: &str) -> Result<Option<String>, String> {
    let folder = file.rfind('/').and_then(|at| file.get(..=at)).unwrap_or_default();
    match tree.read(&[folder, path].concat()) {
        Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| "not UTF-8".to_owned()),
        Err(error) if error.missing => Ok(None),
        Err(error) => Err(error.reason),
    }
}

impl ThisPage<'_> {
    /// Content of this page after Liquid, and the error for the first tag that stays in it as it is written.
    ///
    /// # Errors
    /// As [`liquid::render_around`], and when the text may ask for a part of the site that cannot be read.
    pub(crate) fn render(&self, text: &str) -> Result<(String, Option<Fault>), Fault> {
        let Some(TreeError { path, reason, .. }) = self.site.lacking(text) else {
            return liquid::render_around(text, self.site, self);
        };
        self.cannot_read(&path, &reason);
        Err(Fault {
            span: Span::default(),
            message: format!("it needs `{path}`: {reason}"),
            help: Some("fix that file, or make it readable".to_owned()),
            replacement: None,
            fatal: true,
        })
    }

    /// The excerpt as HTML; nothing in the excerpt itself.
    fn excerpt(&self) -> Option<Value<'_>> {
        if self.is_excerpt || self.post.excerpt_separator.is_empty() {
            return None;
        }
        let head = excerpt(self.post, self.body);
        let page = ThisPage { is_excerpt: true, ..*self };
        let text = if self.post.liquid { page.render(&head).ok()?.0 } else { head.into_owned() };
        Some(Value::from(match self.post.markup {
            Markup::Markdown => markdown::render(&text, &self.site.settings.markdown),
            Markup::Verbatim | Markup::Foreign => text,
        }))
    }

    /// The post before or after this one in time.
    fn neighbour(&self, earlier: bool) -> Option<Value<'_>> {
        let posts = self.site.in_order(&self.post.collection);
        let here = posts.iter().position(|post| post.path == self.post.path)?;
        let found = posts.get(if earlier { here.checked_sub(1)? } else { here + 1 })?;
        Some(Value::Object(*found))
    }
}
