//! The head of one file, read anew while the rest of the site stays as it was read: for editors.

use std::sync::Arc;

use crate::site::convention::{Generator, Role};
use crate::site::load::documents::{Room, head};
use crate::site::load::pages::page;
use crate::site::post::{Hidden, Post};
use crate::site::tree::Tree;
use crate::site::{Page, Site, Unreadable};

/// What the site makes of a file.
#[derive(Clone, Debug)]
pub(crate) enum FileHead {
    /// A post, or a document of another collection.
    Post(Arc<Post>),
    /// A page.
    Page(Box<Page>),
    /// Nothing: its head cannot be read.
    Unread(Box<Unreadable>),
    /// Nothing: it is neither a post nor a page.
    Nothing,
}

/// What a file is read by.
pub(super) struct Around<'a> {
    pub(super) generator: &'a dyn Generator,
    pub(super) site: &'a Site,
    pub(super) pages: &'a [Page],
}

impl Around<'_> {
    /// Reads the head of a file from a tree in which it may have another text than when the site was read.
    pub(super) fn reread(&self, tree: &dyn Tree, path: &str) -> FileHead {
        match self.generator.role(path) {
            Role::Document { collection, draft } => self.document(tree, &Arc::from(path), &collection, draft),
            Role::PageOrFile => self.page(tree, &Arc::from(path)),
            _ => FileHead::Nothing,
        }
    }

    fn document(&self, tree: &dyn Tree, path: &Arc<str>, collection: &Arc<str>, draft: bool) -> FileHead {
        let room = Room::for_all();
        match head(tree, path, Arc::clone(collection), draft, self.generator, Some(&room)) {
            None => self.page(tree, path),
            Some(Err(unreadable)) => FileHead::Unread(unreadable),
            Some(Ok(mut post)) => {
                let before = self.site.posts.iter().find(|post| post.path == *path);
                if let Some(before) = before {
                    let post = Arc::make_mut(&mut post);
                    post.same_as.clone_from(&before.same_as);
                    if self.site.locked.is_some() {
                        post.id.clone_from(&before.id);
                        post.guid.clone_from(&before.guid);
                    }
                    if before.hidden == Some(Hidden::Limit) {
                        (post.hidden, post.output) = (before.hidden, before.output);
                    }
                }
                FileHead::Post(post)
            }
        }
    }

    fn page(&self, tree: &dyn Tree, path: &Arc<str>) -> FileHead {
        let Ok(Some(mut page)) = page(tree, path, self.generator, &Room::for_all()) else {
            return FileHead::Nothing;
        };
        let before = self.pages.iter().find(|page| page.path == *path);
        if let Some(before) = before.filter(|before| before.front_matter.data == page.front_matter.data) {
            page.url.clone_from(&before.url);
        }
        FileHead::Page(Box::new(page))
    }
}
