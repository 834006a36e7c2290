//! Astro 5: entries of collections, and the feeds that files of `src/pages` write with `@astrojs/rss`.

mod bodies;
mod capabilities;
mod configuration;
mod endpoints;
mod feeds;
mod head;
mod opened;
mod outside;
mod placeholder;
mod renderer;
mod routes;
mod schema;
mod slug;
mod written;

use std::cmp::Ordering;
use std::sync::Arc;

use crate::site::config;
use crate::site::convention::{Convention, Document, Fault, Generator, Role, SurveyError};
use crate::site::conventions::fields::text_of;
use crate::site::post::{Markup, POSTS, Post};
use crate::site::tree::Tree;
use crate::site::{Page, Settings, StaticFile};

use capabilities::CAPABILITIES;
use opened::Astro;

pub(super) const CONVENTION: Convention = Convention {
    capabilities: &CAPABILITIES,
    config_files: &[
        "astro.config.mjs",
        "astro.config.js",
        "astro.config.ts",
        "astro.config.mts",
        "astro.config.cjs",
    ],
    takes_named_yaml: false,
    open: |opening| Ok(Box::new(Astro::open(opening)?)),
};

impl Generator for Astro {
    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn survey(&mut self, tree: &dyn Tree, listed: &[String]) -> Result<Vec<String>, SurveyError> {
        self.read_files(tree, listed);
        Ok(self.notes.clone())
    }

    fn enters(&self, folder: &str) -> bool {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        folder != self.settings.output && !name.starts_with('.') && name != "node_modules"
    }

    fn may_hold_posts(&self, folder: &str) -> bool {
        let is_below = |base: &str| {
            base.is_empty()
                || folder == base
                || folder.starts_with(&format!("{base}/"))
                || base.starts_with(&format!("{folder}/"))
        };
        let content = format!("{}/content", self.configuration.source);
        is_below(&content) || self.collections.iter().any(|collection| is_below(&collection.base))
    }

    fn shows_drafts(&self) -> bool {
        false
    }

    fn role(&self, path: &str) -> Role {
        if let Some((collection, _)) = self.collection(path) {
            return match self.wanted.contains(&collection.name) {
                true => Role::Document { collection: POSTS.into(), draft: false },
                false => Role::PageOrFile,
            };
        }
        let public =
            path.strip_prefix(self.configuration.public.as_str()).is_some_and(|rest| rest.starts_with('/'));
        if public || self.is_image_of_content(path) { Role::PageOrFile } else { Role::Nothing }
    }

    fn post(&self, document: Document<'_>) -> Result<Post, Box<Fault>> {
        head::post(self, document)
    }

    fn order(&self, a: &Post, b: &Post) -> Ordering {
        b.date.cmp(&a.date).then_with(|| a.path.cmp(&b.path))
    }

    /// An entry of another collection.
    fn page(&self, document: Document<'_>) -> Page {
        let Document { path, front_matter, .. } = document;
        let url = self.collection(path).map_or_else(String::new, |(collection, below)| {
            let prefix = self
                .routes
                .of(&collection.name)
                .map_or_else(|| format!("/{}/", collection.name), str::to_owned);
            format!("{prefix}{}/", slug::id(below))
        });
        Page {
            path: Arc::clone(path),
            hidden_path: 0,
            url,
            title: text_of(&front_matter.data, "title"),
            redirect_to: None,
            redirect_from: Vec::new(),
            markup: Markup::Markdown,
            liquid: false,
            data: front_matter.data.clone(),
            front_matter,
            text: None,
        }
    }

    fn needs_front_matter(&self, _path: &str, _collection: &str) -> bool {
        true
    }

    fn file(&self, path: &str, size: u64) -> Option<StaticFile> {
        if self.is_image_of_content(path) {
            // The build adds a hash to the name.
            return Some(StaticFile {
                url: format!("/_astro/{path}"),
                path: path.to_owned(),
                hidden_path: 0,
                size,
            });
        }
        let below = path.strip_prefix(self.configuration.public.as_str())?;
        Some(StaticFile { url: below.to_owned(), path: path.to_owned(), hidden_path: 0, size })
    }

    fn feeds(&self, posts: &[Arc<Post>]) -> (Vec<config::Feed>, Vec<String>) {
        feeds::feeds(self, posts)
    }
}
