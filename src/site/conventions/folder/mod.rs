//! A plain folder of posts: everything that a generator's configuration would say is in `feedwright.toml`.

mod book;
mod head;
mod hugo;
mod open;
mod wiki;
mod zola;

use std::sync::Arc;

use crate::markup::front_matter::{FrontMatter, Value};
use crate::markup::markdown::HeadingIdStyle;
use crate::site::config::{self, ConfigError, Limit};
use crate::site::convention::{Convention, Document, Fault, Generator, Role, SurveyError};
use crate::site::conventions::fields::{dated_name, missing, strings, text_of};
use crate::site::post::{Markup, POSTS, Post};
use crate::site::tree::Tree;
use crate::site::{Page, Settings, StaticFile, is_named_like_markdown};
use open::{CAPABILITIES, is_markdown};
pub(super) use open::{Folder, below};

pub(super) const CONVENTION: Convention = Convention {
    capabilities: &CAPABILITIES,
    config_files: &book::FILES,
    takes_named_yaml: false,
    open: |opening| Ok(Box::new(Folder::open(opening, &CAPABILITIES)?)),
};

/// The folder of Obsidian's own settings in a vault.
const VAULT: &str = ".obsidian";

impl Folder {
    /// Whether a file is one of a book's sources, or there is no book.
    fn is_of_book(&self, path: &str) -> bool {
        self.book.as_ref().is_none_or(|(source, _)| {
            source.is_empty() || path.strip_prefix(source.as_str()).is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// Whether a file is a page of a book, unless it is dated.
    fn is_page_of_book(&self, path: &str) -> bool {
        self.book.is_some() && self.folders.is_empty() && self.is_of_book(path) && is_markdown(path)
    }
}

impl Generator for Folder {
    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn survey(&mut self, tree: &dyn Tree, _paths: &[String]) -> Result<Vec<String>, SurveyError> {
        self.is_vault = !tree.list(VAULT, &|_| false)?.files.is_empty();
        if self.is_vault {
            self.settings.titles_from_names = true;
            // Links of notes count from the note's own folder.
            let links = &mut self.settings.replaced_links;
            (links.in_documents, links.in_pages, links.by_headings) = (true, true, true);
            if self.settings.config.markdown.is_none() {
                self.settings.markdown.auto_ids = true;
                self.settings.markdown.common_mark.heading_ids = HeadingIdStyle::GitHub;
            }
            self.settings.bodies = Some(Arc::new(wiki::Notes::default()));
        }
        Ok(Vec::new())
    }

    fn check_files(&self, files: &[(Arc<str>, Role)]) -> Result<Option<String>, ConfigError> {
        let config = &self.settings.config;
        for (number, written) in config.posts.folders.iter().enumerate() {
            let folder = below(written);
            if let Some(hint) = missing(&folder, files) {
                let message = format!(
                    "`folders` names `{written}`, and there is no such folder with files in it{hint}"
                );
                return Err(config.error(&["posts", "folders", &number.to_string()], message));
            }
        }
        Ok(None)
    }

    fn enters(&self, folder: &str) -> bool {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        folder != self.settings.output && !name.starts_with('.') && name != "node_modules"
    }

    fn may_hold_posts(&self, folder: &str) -> bool {
        let folder = format!("{folder}/");
        self.folders.iter().any(|posts| posts.starts_with(&folder))
            || matches!(self.role(&format!("{folder}a.md")), Role::Document { .. })
    }

    fn takes_any_folder(&self) -> bool {
        self.folders.is_empty()
    }

    fn shows_drafts(&self) -> bool {
        self.drafts
    }

    fn role(&self, path: &str) -> Role {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name.starts_with('.') || self.exclude.iter().any(|glob| glob.matches(path)) {
            return Role::Nothing;
        }
        if self.folders.is_empty() && !self.is_of_book(path) {
            return Role::Nothing;
        }
        // Sections of other generators (`_index.md`) are not posts.
        if self.in_folder(path) && is_markdown(name) && !name.starts_with('_') {
            Role::Document { collection: POSTS.into(), draft: false }
        } else {
            Role::PageOrFile
        }
    }

    /// A template of notes (`date: {{date}}`) is not a note, and a page of a book without a date not a post.
    fn is_document(&self, path: &str, front_matter: &FrontMatter) -> bool {
        if self.is_page_of_book(path) {
            let is_dated = ["date", "created"].into_iter().any(|key| front_matter.data.get(key).is_some());
            return is_dated || dated_name(path.rsplit('/').next().unwrap_or(path)).is_some();
        }
        let is_filled_in =
            |key: &str| front_matter.data.get(key).is_some_and(|node| matches!(node.value, Value::Map(_)));
        !["date", "created", "published"].into_iter().any(is_filled_in)
    }

    fn is_bare_page(&self, path: &str) -> bool {
        self.is_page_of_book(path)
    }

    fn post(&self, document: Document<'_>) -> Result<Post, Box<Fault>> {
        head::post(self, document)
    }

    fn may_be_unread_post(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        is_named_like_markdown(name) && !is_markdown(name) && !name.starts_with('_') && self.in_folder(path)
    }

    fn page(&self, document: Document<'_>) -> Page {
        let Document { path: file, front_matter, .. } = document;
        let path = self.content.below(file.rfind('.').map_or(file, |dot| &file[..dot]));
        let is_of_book = self.is_page_of_book(file);
        let readme = path.strip_suffix("README").filter(|_| is_of_book);
        let folder = readme.or_else(|| path.strip_suffix("_index")).or_else(|| path.strip_suffix("index"));
        let writes_files = is_of_book && self.book.as_ref().is_some_and(|(_, writes_files)| *writes_files);
        let url = match folder.filter(|rest| rest.is_empty() || rest.ends_with('/')) {
            Some(folder) => format!("/{folder}"),
            None if writes_files => format!("/{path}.html"),
            None => format!("/{path}/"),
        };
        Page {
            path: Arc::clone(file),
            url,
            title: text_of(&front_matter.data, "title"),
            redirect_to: None,
            redirect_from: if self.is_vault { Vec::new() } else { strings(&front_matter.data, "aliases") },
            hidden_path: 0,
            markup: if is_markdown(file) { Markup::Markdown } else { Markup::Verbatim },
            liquid: false,
            data: front_matter.data.clone(),
            front_matter,
            text: None,
        }
    }

    /// A README beside the posts is none of them; a file with a dated name is a post without front matter, too.
    fn needs_front_matter(&self, path: &str, _collection: &str) -> bool {
        dated_name(path.rsplit('/').next().unwrap_or(path)).is_none()
    }

    fn file(&self, path: &str, size: u64) -> Option<StaticFile> {
        let url = format!("/{}", self.content.copied(path));
        Some(StaticFile { url, path: path.to_owned(), hidden_path: 0, size })
    }

    fn has_bundles(&self) -> bool {
        true
    }

    fn feeds(&self, _posts: &[Arc<Post>]) -> (Vec<config::Feed>, Vec<String>) {
        let feed = config::Feed {
            path: Some("feed.xml".to_owned()),
            limit: Some(Limit::default()),
            ..config::Feed::default()
        };
        (vec![feed], Vec::new())
    }
}
