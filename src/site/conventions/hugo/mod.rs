//! Hugo: pages in sections and taxonomies, and the feeds of its built-in RSS template. Source: Hugo 0.168.

mod bodies;
mod capabilities;
mod collate;
mod configuration;
mod dates;
mod feeds;
mod head;
mod inline;
mod languages;
mod local;
mod markdown;
mod mounts;
mod opened;
mod order;
mod paths;
mod permalinks;
mod references;
mod sections;
mod shortcodes;
mod summary;
mod summary_code;
mod templates;
mod terms;
mod titles;
mod values;

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::site::config;
use crate::site::convention::{Convention, Document, Fault, Generator, Role, SurveyError};
use crate::site::post::{Markup, POSTS, Post};
use crate::site::tree::Tree;
use crate::site::{OwnSource, Page, Settings, StaticFile};

use capabilities::CAPABILITIES;
use mounts::root_of;
use opened::{FileKind, Hugo};
use paths::encoded;
use values::{list, lowered, text};

pub(super) const CONVENTION: Convention = Convention {
    capabilities: &CAPABILITIES,
    config_files: &[
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config.toml",
        "config.yaml",
        "config.yml",
        "config.json",
        "config/_default/",
        "config/production/",
    ],
    takes_named_yaml: false,
    open: |opening| Ok(Box::new(Hugo::open(opening)?)),
};

impl Generator for Hugo {
    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn survey(&mut self, tree: &dyn Tree, listed: &[String]) -> Result<Vec<String>, SurveyError> {
        self.read_files(tree, listed)?;
        Ok(self.notes.clone())
    }

    fn enters(&self, folder: &str) -> bool {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        folder != self.settings.output
            && !name.starts_with('.')
            && name != "node_modules"
            && folder != "resources"
    }

    fn may_hold_posts(&self, folder: &str) -> bool {
        let is_below = |base: &str| {
            folder == base
                || folder.starts_with(&format!("{base}/"))
                || base.starts_with(&format!("{folder}/"))
        };
        self.configuration.roots.iter().any(|root| is_below(&root.source))
    }

    fn shows_drafts(&self) -> bool {
        self.drafts
    }

    fn role(&self, path: &str) -> Role {
        match self.place(path) {
            Some(place) if place.kind == FileKind::Index => Role::PageOrFile,
            Some(_) => Role::Document { collection: POSTS.into(), draft: false },
            None if self.copied_to(path).is_some() => Role::PageOrFile,
            None => Role::Nothing,
        }
    }

    fn post(&self, document: Document<'_>) -> Result<Post, Box<Fault>> {
        head::post(self, document)
    }

    fn order(&self, a: &Post, b: &Post) -> Ordering {
        order::order(a, b)
    }

    fn made_posts(&self, posts: &[Arc<Post>]) -> Vec<Post> {
        terms::made_posts(self, posts)
    }

    /// Only by its ending: data in JSON begin as front matter does.
    fn may_be_page(&self, path: &str) -> bool {
        self.place(path).is_some()
    }

    /// The list of a section, or of a term.
    fn page(&self, document: Document<'_>) -> Page {
        let Document { path, front_matter, .. } = document;
        let data = lowered(&front_matter.data);
        let url =
            self.place(path).map_or_else(String::new, |place| self.section_url(place.language, &place.path));
        Page {
            path: Arc::clone(path),
            hidden_path: 0,
            url: encoded(&url),
            title: text(&data, "title"),
            redirect_to: None,
            redirect_from: list(&data, "aliases"),
            markup: if path.ends_with(".html") { Markup::Verbatim } else { Markup::Markdown },
            liquid: false,
            data,
            front_matter,
            text: None,
        }
    }

    fn needs_front_matter(&self, _path: &str, _collection: &str) -> bool {
        false
    }

    fn is_bare_page(&self, path: &str) -> bool {
        self.place(path).is_some_and(|place| place.kind == FileKind::Index)
    }

    fn file(&self, path: &str, size: u64) -> Option<StaticFile> {
        Some(StaticFile { url: self.copied_to(path)?, path: path.to_owned(), hidden_path: 0, size })
    }

    fn has_bundles(&self) -> bool {
        true
    }

    fn feeds(&self, posts: &[Arc<Post>]) -> (Vec<config::Feed>, Vec<String>) {
        let asked = feeds::feeds(self, posts);
        let mut notes: Vec<String> = Vec::new();
        for path in asked.iter().filter_map(|asked| Some(&asked.template?.path)) {
            let note = format!(
                "{path}: the feed template is not evaluated: its feeds have the elements of the built-in one"
            );
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        let mut paths = BTreeSet::new();
        let (kept, doubled): (Vec<_>, Vec<_>) =
            asked.into_iter().map(|asked| asked.feed).partition(|feed| paths.insert(feed.path.clone()));
        for path in doubled.into_iter().filter_map(|feed| feed.path) {
            notes
                .push(format!("two feeds would be written to `{path}`, as in a build: the first is written"));
        }
        (kept, notes)
    }

    fn own_templates(&self, posts: &[Arc<Post>], feeds: Option<&[config::Feed]>) -> Vec<(String, OwnSource)> {
        if self.templates.is_empty() {
            return Vec::new();
        }
        let own = |feed: &config::Feed| {
            let path = feed.page.as_ref()?.template.as_ref()?;
            let template = self.templates.iter().find(|template| template.path == *path)?;
            Some((feed.path.clone()?, template.source()))
        };
        match feeds {
            Some(feeds) => feeds.iter().filter_map(own).collect(),
            None => feeds::feeds(self, posts).iter().filter_map(|asked| own(&asked.feed)).collect(),
        }
    }
}

impl Hugo {
    /// Where a file is copied to as it is: those of `static`, and those beside pages.
    fn copied_to(&self, path: &str) -> Option<String> {
        if let Some(rest) = self.configuration.statics.iter().find_map(|root| root.below(path)) {
            return Some(format!("/{rest}"));
        }
        if self.publishes_assets
            && let Some(asset) = self.asset(path)
        {
            return Some(format!("/{asset}"));
        }
        let (number, rest) = root_of(&self.configuration.roots, path)?;
        let name = rest.rsplit('/').next().unwrap_or(&rest);
        let is_page = [".md", ".markdown", ".html"].iter().any(|ending| name.ends_with(ending));
        if is_page || name.starts_with('.') {
            return None;
        }
        let folder = rest.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = self.folder_url(number, &self.style(number).path(folder));
        Some(format!("/{}", paths::joined(&[self.language_folder(number), &folder, name])))
    }
}
