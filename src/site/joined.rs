//! Other sites whose posts feeds of this one take too (`sites` in `[[feeds]]`).

use std::sync::Arc;

use crate::site::post::Post;
use crate::site::tree::{Listing, Stat, Tree, TreeError};
use crate::site::{Joined, Site};

impl Site {
    /// Returns a post by its number in feeds, and the site that it is of: those of this site have their index in
    /// [`Site::posts`], those of [`Site::joined`] the numbers after them.
    #[must_use]
    pub fn post_at(&self, number: usize) -> Option<(&Self, &Arc<Post>)> {
        let mut rest = number;
        for site in std::iter::once(self).chain(self.joined.iter().map(|joined| &joined.site)) {
            match site.posts.get(rest) {
                Some(post) => return Some((site, post)),
                None => rest -= site.posts.len(),
            }
        }
        None
    }

    /// Returns how many posts feeds may hold.
    #[must_use]
    pub fn post_count(&self) -> usize {
        self.posts.len() + self.joined.iter().map(|joined| joined.site.posts.len()).sum::<usize>()
    }

    /// Returns the sites that a feed takes posts from beside this one, each with the number of its first post.
    pub(crate) fn joined_by<'s>(
        &'s self,
        folders: &'s [String],
    ) -> impl Iterator<Item = (usize, &'s Joined)> {
        let mut first = self.posts.len();
        let numbered = self.joined.iter().map(move |joined| {
            let from = first;
            first += joined.site.posts.len();
            (from, joined)
        });
        numbered.filter(|(_, joined)| folders.iter().any(|folder| same_folder(folder, &joined.folder)))
    }
}

/// Whether two names of folders differ in nothing but a slash at their end.
pub(crate) fn same_folder(a: &str, b: &str) -> bool {
    a.trim_end_matches('/') == b.trim_end_matches('/')
}

/// A folder of a tree as a tree of its own.
pub struct Below<'a> {
    tree: &'a dyn Tree,
    folder: &'a str,
}

impl<'a> Below<'a> {
    /// A tree of what lies in a folder, which may be beside that of the tree (`../blog`).
    #[must_use]
    pub fn new(tree: &'a dyn Tree, folder: &'a str) -> Self {
        Self { tree, folder: folder.trim_end_matches('/') }
    }

    fn whole(&self, path: &str) -> String {
        if path.is_empty() { self.folder.to_owned() } else { format!("{}/{path}", self.folder) }
    }

    fn below<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(self.folder).map_or(path, |rest| rest.trim_start_matches('/'))
    }

    fn listed(&self, listing: Result<Listing, TreeError>) -> Result<Listing, TreeError> {
        let mut listing = listing?;
        for path in &mut listing.files {
            *path = self.below(path).to_owned();
        }
        for entry in &mut listing.unread {
            entry.error.path = self.below(&entry.error.path).to_owned();
        }
        for (link, target) in &mut listing.links {
            *link = self.below(link).to_owned();
            *target = self.below(target).to_owned();
        }
        Ok(listing)
    }
}

impl Tree for Below<'_> {
    fn list(&self, folder: &str, enter: &dyn Fn(&str) -> bool) -> Result<Listing, TreeError> {
        self.listed(self.tree.list(&self.whole(folder), &|path| enter(self.below(path))))
    }

    fn list_to(
        &self,
        folder: &str,
        depth: usize,
        enter: &dyn Fn(&str) -> bool,
    ) -> Result<Listing, TreeError> {
        self.listed(self.tree.list_to(&self.whole(folder), depth, &|path| enter(self.below(path))))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, TreeError> {
        self.tree.read(&self.whole(path))
    }

    fn read_start(&self, path: &str, most: usize) -> Result<Vec<u8>, TreeError> {
        self.tree.read_start(&self.whole(path), most)
    }

    fn stat(&self, path: &str) -> Result<Stat, TreeError> {
        self.tree.stat(&self.whole(path))
    }
}

#[cfg(test)]
mod tests {
    use super::Below;
    use crate::site::tree::{MemoryTree, Tree as _};

    #[test]
    fn a_folder_beside_a_tree_is_a_tree() {
        let tree = MemoryTree::new([("a.md", "1"), ("../blog/b.md", "2"), ("../blog/c/d.md", "3")]);
        let below = Below::new(&tree, "../blog/");
        assert_eq!(below.list("", &|_| true).unwrap().files, ["b.md", "c/d.md"]);
        assert_eq!(below.list("", &|path| path != "c").unwrap().files, ["b.md"]);
        assert_eq!(below.list("c", &|_| true).unwrap().files, ["c/d.md"]);
        assert_eq!(below.read("c/d.md").unwrap(), b"3");
        assert!(below.read("a.md").unwrap_err().missing);
    }
}
