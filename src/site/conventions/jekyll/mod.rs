//! Jekyll 4, as its sites are: no configuration of ours is needed.

mod beside;
mod capabilities;
mod configuration;
mod defaults;
mod feeds;
mod gemfile;
mod head;
mod markdown_options;
mod opened;
mod page;
mod paths;
mod plugins;
mod types;

use std::sync::Arc;

use crate::markup::front_matter::{Map, Value};
use crate::site::config::{self, ConfigError};
use crate::site::convention::{Convention, Document, Fault, Generator, Role};
use crate::site::conventions::fields::missing;
use crate::site::conventions::people;
use crate::site::post::{Markup, Post};
use crate::site::{OwnChanges, Page, Settings, StaticFile};
use crate::text::pieces::Part as _;
use capabilities::CAPABILITIES;
use opened::Jekyll;

pub(super) const CONVENTION: Convention = Convention {
    capabilities: &CAPABILITIES,
    config_files: &["_config.yml", "_config.yaml"],
    takes_named_yaml: true,
    open: |opening| Ok(Box::new(Jekyll::open(&opening)?)),
};

impl Generator for Jekyll {
    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn check_files(&self, files: &[(Arc<str>, Role)]) -> Result<Option<String>, ConfigError> {
        let source = self.paths.source.trim_end_matches('/');
        if let Some(hint) = missing(source, files) {
            let message = format!("there is no folder `{source}` with files in it{hint}");
            return Err(self.settings.generator_error(&["source"], message));
        }
        let has_posts = files.iter().any(|(_, role)| matches!(role, Role::Document { .. }));
        let folder = [&*self.paths.source, self.paths.collections_dir.trim_end_matches('/')].concat();
        // Jekyll builds such a site, without its posts.
        let hint = missing(folder.trim_end_matches('/'), files).filter(|_| !has_posts);
        Ok(hint.map(|hint| {
            let message =
                format!("there is no folder `{folder}` with files in it, so there are no posts{hint}");
            self.settings.generator_error(&["collections_dir"], message).to_string()
        }))
    }

    fn notes(&self) -> &[String] {
        &self.notes
    }

    fn enters(&self, folder: &str) -> bool {
        self.paths.enters(folder)
    }

    fn may_hold_posts(&self, folder: &str) -> bool {
        self.paths.may_hold_posts(folder)
    }

    fn shows_drafts(&self) -> bool {
        self.show_drafts
    }

    fn role(&self, path: &str) -> Role {
        self.paths.role(path)
    }

    fn post(&self, document: Document<'_>) -> Result<Post, Box<Fault>> {
        head::post(self, document)
    }

    fn is_bare_page(&self, path: &str) -> bool {
        let dot = path.rfind('.').unwrap_or(path.len());
        self.markup(path.part(dot..)) == Markup::Markdown && self.bare_pages.has(path)
    }

    fn arrange(&self, pages: &mut Vec<Page>, files: &[StaticFile]) -> Vec<Arc<str>> {
        self.bare_pages.arrange(pages, files)
    }

    fn page(&self, document: Document<'_>) -> Page {
        page::page(self, document)
    }

    fn files_beside(&self, posts: &[Arc<Post>], paths: &mut dyn Iterator<Item = &str>) -> Vec<StaticFile> {
        beside::files(self, posts, paths)
    }

    fn is_published_too(&self, path: &str) -> bool {
        self.paths.is_published_too(path)
    }

    fn name_in_folder<'p>(&self, path: &'p str) -> &'p str {
        self.paths.name_in_folder(path)
    }

    fn file(&self, path: &str, size: u64) -> Option<StaticFile> {
        page::file(self, path, size)
    }

    fn learn_changes(&mut self, changes: &OwnChanges) {
        self.settings.markdown.fence_words = changes.fences;
        if !changes.added_definitions.is_empty() {
            self.settings.markdown.added_definitions = Some(changes.added_definitions.as_str().into());
        }
        if changes.gists {
            self.settings.gists = None;
        }
        if changes.relative_links {
            self.settings.replaced_links =
                plugins::replaced_links(&["jekyll-relative-links".to_owned()], &self.settings.data);
        }
        self.own_placeholders.clone_from(&changes.placeholders);
        self.redirect_placeholders.clone_from(&changes.of_redirects);
    }

    fn learn(&mut self, data: &Map) {
        if let Some(Value::Map(records)) = data.get("authors").map(|node| &node.value) {
            self.author_records = records.clone();
            // The site's author may be a key of the data file too; jekyll-feed looks it up for entries alone.
            let named_by_us = self.settings.config.site.author.is_some();
            let known = people::authors(&self.settings.data, records).into_iter().next();
            if let (false, Some(author)) = (named_by_us, known) {
                self.settings.author = Some(author);
            }
        }
    }

    fn feed_collections(&self) -> Vec<String> {
        feeds::feed_collections(&self.settings.data)
    }

    fn feeds(&self, posts: &[Arc<Post>]) -> (Vec<config::Feed>, Vec<String>) {
        feeds::feeds(self, posts)
    }
}
