//! Eleventy 3: templates in collections, `feedPlugin`, and feed templates. Source: Eleventy 3.1.8, eleventy-plugin-rss 2 and 3.

mod after_headings;
mod anchors;
mod asked;
mod attribute_lists;
mod bodies;
mod capabilities;
mod collections;
mod configuration;
mod containers;
mod data;
mod feed_lists;
mod feed_loop;
mod feed_options;
mod feed_pages;
mod feed_template;
mod feeds;
mod guards;
mod head;
mod ignored;
mod layouts;
mod library;
mod nunjucks;
mod opened;
mod package;
mod paged;
mod partials;
mod paths;
mod shared;
mod shortcodes;
mod tasks;
mod templating;

use std::cmp::Ordering;
use std::sync::Arc;

use crate::markup::front_matter::FrontMatter;
use crate::site::config;
use crate::site::convention::{Convention, Document, Fault, Generator, Role, SurveyError};
use crate::site::conventions::globs::glob_matches;
use crate::site::post::{Markup, POSTS, Post};
use crate::site::tree::Tree;
use crate::site::{Page, Settings, StaticFile};

use capabilities::CAPABILITIES;
use opened::Eleventy;
use paths::below;

pub(super) const CONVENTION: Convention = Convention {
    capabilities: &CAPABILITIES,
    config_files: &[
        ".eleventy.js",
        "eleventy.config.js",
        "eleventy.config.mjs",
        "eleventy.config.cjs",
        "eleventy.config.ts",
    ],
    takes_named_yaml: false,
    open: |opening| Ok(Box::new(Eleventy::open(opening)?)),
};

impl Generator for Eleventy {
    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn survey(&mut self, tree: &dyn Tree, listed: &[String]) -> Result<Vec<String>, SurveyError> {
        self.read_files(tree, listed);
        let templates: Vec<&str> =
            listed.iter().map(String::as_str).filter(|path| self.is_template(path)).collect();
        let found = feed_options::asked(self, tree, &templates)?;
        self.feeds = found.feeds;
        self.paged = found.paged;
        self.notes.extend(found.notes);
        self.settings.made.prefixes =
            found.prefixes.into_iter().map(|prefix| (prefix, "a template with `pagination`")).collect();
        self.settings.made.urls = found.urls;
        self.settle();
        Ok(self.notes.clone())
    }

    fn enters(&self, folder: &str) -> bool {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        folder != self.settings.output && !name.starts_with('.') && name != "node_modules"
    }

    fn may_hold_posts(&self, folder: &str) -> bool {
        self.is_template(&format!("{folder}/a.md"))
    }

    fn takes_any_folder(&self) -> bool {
        self.configuration.input.is_empty()
    }

    fn shows_drafts(&self) -> bool {
        self.drafts
    }

    fn role(&self, path: &str) -> Role {
        if self.is_template(path) {
            return match path.ends_with(".11ty.js") || path.ends_with(".webc") {
                true => Role::Nothing,
                false => Role::Document { collection: POSTS.into(), draft: false },
            };
        }
        if self.place_of_file(path).is_some() { Role::PageOrFile } else { Role::Nothing }
    }

    fn is_document(&self, path: &str, front_matter: &FrontMatter) -> bool {
        self.is_entry(path, front_matter) && head::is_listed(self, path, &front_matter.data)
    }

    fn post(&self, document: Document<'_>) -> Result<Post, Box<Fault>> {
        head::post(self, document)
    }

    /// The newest first; on one date by path backwards, as the reversed collection has them.
    fn order(&self, a: &Post, b: &Post) -> Ordering {
        b.date.cmp(&a.date).then_with(|| b.path.cmp(&a.path))
    }

    fn page(&self, document: Document<'_>) -> Page {
        let Document { path, front_matter, .. } = document;
        let template = head::template(self, path, &front_matter.data);
        Page {
            path: Arc::clone(path),
            hidden_path: 0,
            url: paths::encoded(&template.url.unwrap_or_default()),
            title: opened::text_in(&template.map, "title"),
            redirect_to: None,
            redirect_from: Vec::new(),
            markup: if template.is_markdown { Markup::Markdown } else { Markup::Verbatim },
            liquid: false,
            data: template.map,
            front_matter,
            text: None,
        }
    }

    fn needs_front_matter(&self, _path: &str, _collection: &str) -> bool {
        false
    }

    fn is_bare_page(&self, path: &str) -> bool {
        self.is_template(path)
    }

    fn file(&self, path: &str, size: u64) -> Option<StaticFile> {
        Some(StaticFile { url: self.place_of_file(path)?, path: path.to_owned(), hidden_path: 0, size })
    }

    fn feeds(&self, posts: &[Arc<Post>]) -> (Vec<config::Feed>, Vec<String>) {
        feeds::feeds(self, posts)
    }
}

impl Eleventy {
    /// Where a file comes to: where it is copied to, or for an image that a plugin takes from beside a template, its own
    /// place below the input folder.
    fn place_of_file(&self, path: &str) -> Option<String> {
        let is_image = || {
            let ending = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
            ["png", "jpg", "jpeg", "webp", "gif", "svg", "avif", "tiff"].contains(&ending.as_str())
        };
        let made = || Some(format!("/{}", below(&self.configuration.input, path)?));
        let takes = self.configuration.makes_images || self.configuration.takes_images;
        self.copied_to(path).or_else(|| made().filter(|_| takes && is_image()))
    }

    /// Where a file is copied to as it is (`addPassthroughCopy`).
    fn copied_to(&self, path: &str) -> Option<String> {
        let input = &self.configuration.input;
        self.configuration.copied.iter().find_map(|(from, to)| {
            let rest = if from == path { "" } else { below(from, path).unwrap_or("") };
            let is_glob = from.contains('*') && glob_matches(from, path);
            if rest.is_empty() && from != path && !is_glob {
                return None;
            }
            let name = path.rsplit('/').next().unwrap_or(path);
            let url = match to {
                // A folder's contents come below the place that is named, a file to it.
                Some(to) if from == path && to.is_empty() => name.to_owned(),
                Some(to) if from == path && !to.rsplit('/').next().is_some_and(|it| it.contains('.')) => {
                    format!("{to}/{name}")
                }
                Some(to) if from == path => to.clone(),
                Some(to) if is_glob => format!("{to}/{name}"),
                Some(to) => format!("{to}/{rest}"),
                None => below(input, path).unwrap_or(path).to_owned(),
            };
            Some(format!("/{}", url.trim_start_matches('/')))
        })
    }
}
