//! Zola: pages below `content`, and the feeds that its configuration, sections and taxonomies ask for.

mod assets;
mod bodies;
mod capabilities;
mod configuration;
mod feeds;
mod head;
mod markdown;
mod opened;
mod own_template;
mod paths;
mod sections;
mod shortcodes;
mod slug;
mod tera;

use std::cmp::Ordering;
use std::sync::Arc;

use crate::markup::front_matter::{FrontMatter, Map};
use crate::site::config;
use crate::site::convention::{Convention, Document, Fault, Generator, Role, SurveyError};
use crate::site::conventions::fields::{strings, text_of};
use crate::site::post::{Markup, POSTS, Post};
use crate::site::tree::Tree;
use crate::site::{OwnSource, Page, Settings, StaticFile};
use crate::text::url::percent_decode;

use assets::Assets;
use capabilities::CAPABILITIES;
use opened::Zola;
use paths::{FileKind, Place};
use sections::Sections;

pub(super) const CONVENTION: Convention = Convention {
    capabilities: &CAPABILITIES,
    config_files: &["zola.toml", "config.toml"],
    takes_named_yaml: false,
    open: |opening| Ok(Box::new(Zola::open(opening)?)),
};

impl Generator for Zola {
    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn survey(&mut self, tree: &dyn Tree, paths: &[String]) -> Result<Vec<String>, SurveyError> {
        self.read_templates(tree);
        self.note_made(paths);
        let url_of = |place: &Place<'_>, data: &Map| self.url_of(place, data);
        self.assets = Assets::read(&self.configuration, tree, paths, &url_of);
        self.settings.made.urls.extend(self.assets.copies.iter().cloned());
        self.sections = Sections::read(&self.configuration, tree, paths)?;
        self.settings.bodies = Some(Arc::new(self.texts(tree, paths)));
        Ok(Vec::new())
    }

    /// Dates in paths.
    fn reads(&self, key: &str) -> bool {
        key == "permalink"
    }

    fn own_templates(&self, posts: &[Arc<Post>], feeds: Option<&[config::Feed]>) -> Vec<(String, OwnSource)> {
        let own = |feed: &config::Feed| {
            let path = feed.path.clone()?;
            let template = self.templates.get(path.rsplit('/').next()?)?.clone();
            Some((path, template))
        };
        match feeds {
            Some(feeds) => feeds.iter().filter_map(own).collect(),
            None => feeds::feeds(self, posts).0.iter().filter_map(own).collect(),
        }
    }

    fn enters(&self, folder: &str) -> bool {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        folder != self.settings.output && !name.starts_with('.') && name != "node_modules"
    }

    fn may_hold_posts(&self, folder: &str) -> bool {
        folder == "content" || folder.starts_with("content/")
    }

    fn shows_drafts(&self) -> bool {
        self.drafts
    }

    fn role(&self, path: &str) -> Role {
        if path.starts_with("content/") {
            return match self.place(path) {
                Some(place) if place.kind != FileKind::Section => {
                    Role::Document { collection: POSTS.into(), draft: false }
                }
                _ if self.configuration.is_ignored(path) => Role::Nothing,
                _ => Role::PageOrFile,
            };
        }
        match path.split('/').collect::<Vec<_>>().as_slice() {
            ["static", ..] | ["themes", _, "static", ..] => Role::PageOrFile,
            _ => Role::Nothing,
        }
    }

    fn post(&self, document: Document<'_>) -> Result<Post, Box<Fault>> {
        head::post(self, document)
    }

    /// Permalinks are compared as they are written, not as URLs have them.
    fn order(&self, a: &Post, b: &Post) -> Ordering {
        // Sites with dates in paths put their pages in the order of those, backwards.
        let is_by_path = self.settings.config.posts.permalink.is_some();
        let by_link = || {
            let order = percent_decode(&a.url).cmp(&percent_decode(&b.url));
            if is_by_path { order.reverse() } else { order }
        };
        b.date.cmp(&a.date).then_with(by_link)
    }

    fn may_be_page(&self, path: &str) -> bool {
        self.place(path).is_some()
    }

    fn page(&self, document: Document<'_>) -> Page {
        let Document { path, front_matter, .. } = document;
        let data = front_matter.data.clone();
        let url = match self.place(path) {
            Some(place) => self.url_of(&place, &data),
            None => format!("/{path}"),
        };
        Page {
            path: Arc::clone(path),
            hidden_path: 0,
            url,
            title: text_of(&data, "title"),
            redirect_to: text_of(&data, "redirect_to"),
            redirect_from: strings(&data, "aliases").iter().map(|alias| head::alias_url(alias)).collect(),
            markup: Markup::Markdown,
            liquid: false,
            data,
            front_matter,
            text: None,
        }
    }

    fn needs_front_matter(&self, _path: &str, _collection: &str) -> bool {
        true
    }

    /// Pages without a date are in no feed.
    fn is_document(&self, path: &str, front_matter: &FrontMatter) -> bool {
        let is_dated = |place| self.date(&place, front_matter).is_ok_and(|date| date.is_none());
        !self.place(path).is_some_and(is_dated)
    }

    fn file(&self, path: &str, size: u64) -> Option<StaticFile> {
        let url = match path.strip_prefix("content") {
            Some(below) => self.assets.url_of(path).unwrap_or(below).to_owned(),
            None => path.split_once("static").map(|(_, below)| below.to_owned())?,
        };
        Some(StaticFile { url, path: path.to_owned(), hidden_path: 0, size })
    }

    fn feeds(&self, posts: &[Arc<Post>]) -> (Vec<config::Feed>, Vec<String>) {
        feeds::feeds(self, posts)
    }
}
