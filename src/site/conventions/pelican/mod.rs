//! Pelican: articles below `PATH`, and the feeds that its settings ask for.

mod bodies;
mod capabilities;
mod code;
mod configuration;
mod feeds;
mod footnotes;
mod head;
mod html;
mod jinja;
mod metadata;
mod names;
mod opened;
mod order;
mod python;
mod read;
mod rst;
mod slug;
mod summary;
mod toc;
mod typography;

use std::cmp::Ordering;
use std::sync::Arc;

use crate::site::config;
use crate::site::convention::{Convention, Document, Fault, Generator, Role, SurveyError};
use crate::site::conventions::fields::text_of;
use crate::site::post::{POSTS, Post};
use crate::site::tree::Tree;
use crate::site::{Page, Settings, StaticFile};

use capabilities::CAPABILITIES;
use opened::{FileKind, Pelican};

pub(super) const CONVENTION: Convention = Convention {
    capabilities: &CAPABILITIES,
    config_files: &["pelicanconf.py"],
    takes_named_yaml: false,
    open: |opening| Ok(Box::new(Pelican::open(opening)?)),
};

impl Generator for Pelican {
    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn survey(&mut self, tree: &dyn Tree, listed: &[String]) -> Result<Vec<String>, SurveyError> {
        Ok(self.read_files(tree, listed))
    }

    fn enters(&self, folder: &str) -> bool {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        folder != self.settings.output && !name.starts_with('.') && name != "node_modules"
    }

    fn may_hold_posts(&self, folder: &str) -> bool {
        format!("{folder}/").starts_with(&self.configuration.content)
    }

    fn shows_drafts(&self) -> bool {
        self.drafts
    }

    fn role(&self, path: &str) -> Role {
        match self.kind(path) {
            Some(FileKind::Article) => Role::Document { collection: POSTS.into(), draft: false },
            Some(FileKind::Page | FileKind::File) => Role::PageOrFile,
            None => Role::Nothing,
        }
    }

    fn post(&self, document: Document<'_>) -> Result<Post, Box<Fault>> {
        head::post(self, document)
    }

    fn order(&self, a: &Post, b: &Post) -> Ordering {
        self.configuration.order.compare(a, b, &self.configuration.slugs)
    }

    fn page(&self, document: Document<'_>) -> Page {
        let Document { path, front_matter, text, .. } = document;
        let data = read::metadata(self, path, text, &front_matter);
        Page {
            path: Arc::clone(path),
            hidden_path: 0,
            url: head::page_url(self, path, &data),
            title: text_of(&data, "title"),
            redirect_to: None,
            redirect_from: Vec::new(),
            markup: head::markup_of(path),
            liquid: false,
            data,
            front_matter,
            text: None,
        }
    }

    /// Other forms have their metadata elsewhere.
    fn needs_front_matter(&self, path: &str, _collection: &str) -> bool {
        ![".rst", ".html", ".htm"].iter().any(|ending| path.ends_with(ending))
    }

    /// Only what a reader takes: `robots.txt` begins with a key too.
    fn may_be_page(&self, path: &str) -> bool {
        self.kind(path).is_some_and(|kind| kind != FileKind::File)
    }

    fn is_bare_page(&self, path: &str) -> bool {
        self.kind(path) == Some(FileKind::Page) && !self.needs_front_matter(path, "")
    }

    fn file(&self, path: &str, size: u64) -> Option<StaticFile> {
        let below = path.strip_prefix(self.configuration.content.as_str())?;
        let moved = read::of_path(self, below).into_iter().find(|(key, _)| key == "path");
        let below =
            moved.map_or_else(|| below.to_owned(), |(_, path)| path.trim_start_matches('/').to_owned());
        Some(StaticFile { url: format!("/{below}"), path: path.to_owned(), hidden_path: 0, size })
    }

    fn feeds(&self, posts: &[Arc<Post>]) -> (Vec<config::Feed>, Vec<String>) {
        feeds::feeds(self, posts)
    }
}
