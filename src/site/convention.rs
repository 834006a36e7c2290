//! What a convention is: how one kind of site lays out its posts and gives them URLs, ids and dates.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::markup::front_matter::FrontMatter;
use crate::site::capabilities::Capabilities;
use crate::site::config::{self, Config, ConfigError};
use crate::site::post::{POSTS, Post};
use crate::site::{Page, Settings};
use crate::text::source::SourceFile;

/// One convention: a row of the table in [`crate::site::conventions`].
#[derive(Clone, Copy, Debug)]
pub struct Convention {
    /// What it is and can do.
    pub capabilities: &'static Capabilities,
    /// Files of the site's own folder that show that it follows this convention.
    pub marks: &'static [&'static str],
    /// The generator's configuration files, of which the first that exists is read when none is named.
    pub config_files: &'static [&'static str],
    /// Reads the configuration.
    pub open: fn(Opening<'_>) -> Result<Box<dyn Generator>, ConfigError>,
}

/// What a convention needs to know before it reads a site.
#[derive(Debug)]
pub struct Opening<'a> {
    /// The generator's configuration files, in the order that they are laid over each other.
    pub files: &'a [SourceFile],
    /// `feedwright.toml`.
    pub config: Config,
    /// What the command line says.
    pub overrides: &'a Overrides,
    /// `Gemfile`, which names plugins too.
    pub gemfile: Option<&'a str>,
}

/// What the command line says about the site.
#[derive(Clone, Debug)]
pub struct Overrides {
    /// `--drafts`
    pub drafts: bool,
    /// `--future`
    pub future: bool,
    /// `--url`
    pub url: Option<String>,
    /// `--now`: stronger than the configuration's own time.
    pub now: Option<DateTime<FixedOffset>>,
    /// The clock, or `SOURCE_DATE_EPOCH`: where nothing else gives the time.
    pub clock: DateTime<FixedOffset>,
    /// Whether that is `SOURCE_DATE_EPOCH` and so the same in every build.
    pub clock_is_given: bool,
    /// The environment that the generator would run in (`JEKYLL_ENV`).
    pub environment: Option<String>,
}

/// A convention that has read a site's configuration.
pub trait Generator: Sync {
    /// What holds for the whole site.
    fn settings(&self) -> &Settings;

    /// What the files of the site show to be wrong with the configuration: folders that it names and that are not there.
    ///
    /// # Errors
    /// With the place in the configuration, and the nearest folder that is there.
    fn check_files(&self, _files: &[(String, Role)]) -> Result<(), ConfigError> {
        Ok(())
    }

    /// What people should hear of the generator's configuration: values that it ignores.
    fn notes(&self) -> &[String] {
        &[]
    }

    /// Whether a folder can hold anything of the site.
    fn enters(&self, folder: &str) -> bool;

    /// Whether a post may lie in this folder or below it, where it cannot be listed.
    fn may_hold_posts(&self, folder: &str) -> bool;

    /// Whether posts may lie in every folder of the site, none being configured for them.
    fn takes_any_folder(&self) -> bool {
        false
    }

    /// Whether feeds hold drafts too.
    fn shows_drafts(&self) -> bool;

    /// What a file of the site is.
    fn role(&self, path: &str) -> Role;

    /// The head of a post or document.
    ///
    /// # Errors
    /// When it cannot be one: what is wrong, and where.
    fn post(&self, document: Document<'_>) -> Result<Post, Box<Fault>>;

    /// Whether a file that is no document lies where posts lie and has the name of a post in a form that is not read.
    fn may_be_unread_post(&self, _path: &str) -> bool {
        false
    }

    /// A page that is no document.
    fn page(&self, document: Document<'_>) -> Page;

    /// Whether a document without front matter is none, but a file that is copied as it is.
    fn needs_front_matter(&self, _path: &str, collection: &str) -> bool {
        collection != POSTS
    }

    /// Whether a file without front matter is a page all the same.
    fn is_bare_page(&self, _path: &str) -> bool {
        false
    }

    /// Moves pages whose place depends on which other pages the site has.
    fn arrange(&self, _pages: &mut [Page]) {}

    /// Where a file that is copied as it is stands on the site.
    fn file_url(&self, path: &str) -> String {
        // A collection's own files stand below its label: `_doc/a.png` at `/doc/a.png`.
        format!("/{}", path.strip_prefix('_').unwrap_or(path))
    }

    /// Whether the files beside an `index.md` stand beside its page.
    fn has_bundles(&self) -> bool {
        false
    }

    /// Takes the data files (`_data`), which authors are looked up in, before heads are read.
    fn learn(&mut self, data: &crate::markup::front_matter::Map);

    /// The collections that some feed takes documents from, before any is read.
    fn feed_collections(&self) -> Vec<String>;

    /// The feeds that the generator's own configuration asks for, and what should be said about them; `stands` says
    /// whether the site has a file of its own at a path.
    fn feeds(&self, posts: &[Post], stands: &dyn Fn(&str) -> bool) -> (Vec<config::Feed>, Vec<String>);
}

/// What a file of a site is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// A post or document of the collection.
    Document {
        /// The collection.
        collection: Arc<str>,
        /// Whether it lies where drafts lie.
        draft: bool,
    },
    /// A file in a collection's folder or elsewhere: a page where it has front matter, a static file where not.
    PageOrFile,
    /// A data file.
    Data,
    /// A file that others include.
    Include,
    /// It lies where posts lie and the generator passes over it: why.
    Ignored(&'static str),
    /// Nothing of the site's.
    Nothing,
}

impl Role {
    /// Whether it is a post, no document of another collection.
    #[must_use]
    pub fn is_post(&self) -> bool {
        matches!(self, Self::Document { collection, .. } if &**collection == POSTS)
    }
}

/// A file that was read.
#[derive(Debug)]
pub struct Document<'a> {
    /// The file, below the site.
    pub path: &'a str,
    /// The collection, for a document; empty for a page.
    pub collection: Arc<str>,
    /// Whether it lies where drafts lie; and if so, when it was last changed, in seconds since 1970.
    pub draft: Option<i64>,
    /// Its whole text.
    pub text: &'a str,
    /// What stands at its head.
    pub front_matter: FrontMatter,
}

/// Why a document has no head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The place in its file.
    pub span: crate::text::source::Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}
