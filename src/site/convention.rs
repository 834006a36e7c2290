//! What a convention is: how one kind of site lays out its posts and gives them URLs, ids and dates.

use std::cmp::Ordering;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::markup::front_matter::FrontMatter;
use crate::site::capabilities::Capabilities;
use crate::site::config::{self, Config, ConfigError};
use crate::site::post::{POSTS, Post};
use crate::site::tree::{Tree, TreeError};
use crate::site::{OwnChanges, OwnSource, Page, Settings, StaticFile};
use crate::text::source::SourceFile;

/// A row of the table in [`crate::site::conventions`].
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The convention's name. Where its module is a feature of `Cargo.toml`, the feature has the same name.
    pub name: &'static str,
    /// Files of the site's own folder that show that it follows this convention; one is enough.
    pub marks: &'static [Mark],
    /// The convention; nothing in a build without its feature.
    pub convention: Option<&'static Convention>,
}

/// How sites of one kind are read.
#[derive(Clone, Copy, Debug)]
pub struct Convention {
    /// What it is and can do.
    pub capabilities: &'static Capabilities,
    /// The generator's configuration files, of which the first that exists is read when none is named. Of a folder (`name/`)
    /// every file is read, after that first one.
    pub config_files: &'static [&'static str],
    /// Whether a YAML file that the command line names as configuration is this generator's.
    pub takes_named_yaml: bool,
    /// Reads the configuration.
    pub open: fn(Opening<'_>) -> Result<Box<dyn Generator>, ConfigError>,
}

/// A file or folder that shows which convention a site follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The file, or the folder with a slash at its end, below the site.
    pub path: &'static str,
    /// The key that the file must set on a line of its own, for names that several generators use.
    pub key: Option<&'static str>,
    /// Whether the key is compared without regard to case.
    pub ignores_case: bool,
}

impl Mark {
    /// A file, or a folder (`name/`) with files in it.
    #[must_use]
    pub const fn at(path: &'static str) -> Self {
        Self { path, key: None, ignores_case: false }
    }

    /// A file that sets a key, spelled exactly so.
    #[must_use]
    pub const fn with_key(path: &'static str, key: &'static str) -> Self {
        Self { path, key: Some(key), ignores_case: false }
    }

    /// A file that sets a key, in any case of letters.
    #[must_use]
    pub const fn with_key_in_any_case(path: &'static str, key: &'static str) -> Self {
        Self { path, key: Some(key), ignores_case: true }
    }

    /// Returns whether the text of the file sets the key: `key = …`, `key: …` or `"key": …` at the beginning of a line.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        let Some(key) = self.key else { return true };
        text.lines().any(|line| {
            let line = line.trim_start().trim_start_matches(['{', '"', '\'', ' ']);
            let Some((start, rest)) = line.split_at_checked(key.len()) else { return false };
            let is_key = if self.ignores_case { start.eq_ignore_ascii_case(key) } else { start == key };
            is_key && rest.trim_start_matches(['"', '\'']).trim_start().starts_with(['=', ':'])
        })
    }
}

/// Why a site cannot be opened after its files were listed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SurveyError {
    /// A configuration or data file says something that cannot be taken.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A file that every post may depend on cannot be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
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
    /// `Gemfile.lock`, which names the versions of gems.
    pub gemfile_lock: Option<&'a str>,
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

    /// Reads the files that the heads of posts depend on: data of folders, sections, shortcodes. Called once, when the
    /// site's files are listed and before any is given a role. Returns notes for people.
    ///
    /// # Errors
    /// When such a file cannot be read or says something that cannot be taken.
    fn survey(&mut self, _tree: &dyn Tree, _paths: &[String]) -> Result<Vec<String>, SurveyError> {
        Ok(Vec::new())
    }

    /// What the files of the site show to be wrong with the configuration: folders that it names and that are not there.
    ///
    /// # Errors
    /// With the place in the configuration, and the nearest folder that is there. What the generator itself builds is no error
    /// but a note for people.
    fn check_files(&self, _files: &[(Arc<str>, Role)]) -> Result<Option<String>, ConfigError> {
        Ok(None)
    }

    /// Returns whether a key of `[posts]` has an effect beside the generator's own configuration.
    fn reads(&self, _key: &str) -> bool {
        false
    }

    /// What people should hear of the generator's configuration: values that it ignores.
    fn notes(&self) -> &[String] {
        &[]
    }

    /// Returns whether a folder can hold anything of the site.
    fn enters(&self, folder: &str) -> bool;

    /// Returns whether a post may lie in this folder or below it, where it cannot be listed.
    fn may_hold_posts(&self, folder: &str) -> bool;

    /// Returns whether posts may lie in every folder of the site, none being configured for them.
    fn takes_any_folder(&self) -> bool {
        false
    }

    /// Returns whether feeds hold drafts too.
    fn shows_drafts(&self) -> bool;

    /// What a file of the site is.
    fn role(&self, path: &str) -> Role;

    /// The head of a post or document.
    ///
    /// # Errors
    /// When it cannot be one: what is wrong, and where.
    fn post(&self, document: Document<'_>) -> Result<Post, Box<Fault>>;

    /// The order of entries in a feed.
    fn order(&self, a: &Post, b: &Post) -> Ordering {
        newest_first(a, b)
    }

    /// Documents that the generator makes without a file of their own, as entries of its feeds.
    fn made_posts(&self, _posts: &[Arc<Post>]) -> Vec<Post> {
        Vec::new()
    }

    /// Returns whether a file that is not a document lies where posts lie and has the name of a post in a form that is not
    /// read.
    fn may_be_unread_post(&self, _path: &str) -> bool {
        false
    }

    /// A page that is not a document.
    fn page(&self, document: Document<'_>) -> Page;

    /// Returns whether a document without front matter is none, but a file that is copied as it is.
    fn needs_front_matter(&self, _path: &str, collection: &str) -> bool {
        collection != POSTS
    }

    /// Returns whether a file that lies where documents lie is one, by its front matter; a page otherwise.
    fn is_document(&self, _path: &str, _front_matter: &FrontMatter) -> bool {
        true
    }

    /// Returns whether a file that is neither a post nor data is a page where it begins with front matter; a generator may know
    /// pages by their endings alone.
    fn may_be_page(&self, _path: &str) -> bool {
        true
    }

    /// Returns whether a file without front matter is a page all the same.
    fn is_bare_page(&self, _path: &str) -> bool {
        false
    }

    /// Moves pages whose place depends on which other pages and files the site has; returns the paths of those that are no pages beside
    /// these, which are taken out.
    fn arrange(&self, _pages: &mut Vec<Page>, _files: &[StaticFile]) -> Vec<Arc<str>> {
        Vec::new()
    }

    /// A file that is copied as it is; `None` where it is not written.
    fn file(&self, path: &str, size: u64) -> Option<StaticFile>;

    /// Returns whether a data file or an include is a page or file of the site too.
    fn is_published_too(&self, _path: &str) -> bool {
        false
    }

    /// The path that a template knows a data file or an include by: below the folder of its kind.
    fn name_in_folder<'p>(&self, path: &'p str) -> &'p str {
        path.split_once('/').map_or(path, |(_, below)| below)
    }

    /// The files of `paths` that a plugin copies from beside posts to where their pages are, without their sizes.
    fn files_beside(&self, _posts: &[Arc<Post>], _paths: &mut dyn Iterator<Item = &str>) -> Vec<StaticFile> {
        Vec::new()
    }

    /// Returns whether the files beside an `index.md` stand beside its page.
    fn has_bundles(&self) -> bool {
        false
    }

    /// Takes the data files (`_data`), which authors are looked up in, before heads are read.
    fn learn(&mut self, _data: &crate::markup::front_matter::Map) {}

    /// Takes what the site's own plugins do, before heads are read.
    fn learn_changes(&mut self, _changes: &OwnChanges) {}

    /// The collections that some feed takes documents from, before any is read.
    fn feed_collections(&self) -> Vec<String> {
        vec![POSTS.to_owned()]
    }

    /// The site's own templates that write feeds in the place of the generator's, by the path of each feed. `feeds` are the
    /// generator's feeds, where they are known.
    fn own_templates(
        &self,
        _posts: &[Arc<Post>],
        _feeds: Option<&[config::Feed]>,
    ) -> Vec<(String, OwnSource)> {
        Vec::new()
    }

    /// The feeds that the generator's own configuration asks for, and what should be said about them.
    fn feeds(&self, posts: &[Arc<Post>]) -> (Vec<config::Feed>, Vec<String>);
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
    /// It lies where posts lie and the generator skips it: why.
    Ignored(&'static str),
    /// Nothing of the site's.
    Nothing,
}

impl Role {
    /// Returns whether it is a post, no document of another collection.
    #[must_use]
    pub fn is_post(&self) -> bool {
        matches!(self, Self::Document { collection, .. } if &**collection == POSTS)
    }
}

/// A file that was read.
#[derive(Debug)]
pub struct Document<'a> {
    /// The file, below the site.
    pub path: &'a Arc<str>,
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

impl Fault {
    /// Checks that front matter can be read.
    ///
    /// # Errors
    /// Its first error that leaves nothing to read.
    pub(crate) fn check(front_matter: &FrontMatter) -> Result<(), Box<Self>> {
        let Some(fault) = front_matter.faults.iter().find(|fault| fault.fatal) else { return Ok(()) };
        let help = fault.help.clone().unwrap_or_else(|| "fix the front matter".to_owned());
        Err(Box::new(Self { span: fault.span, message: fault.message.clone(), help }))
    }
}

/// The newest first. On one date, posts by path; documents of a collection by path backwards, as Ruby's stable sort leaves
/// them after jekyll-feed's `sort | reverse`.
#[must_use]
pub fn newest_first(a: &Post, b: &Post) -> Ordering {
    let by_path = || if a.is_post() { a.path.cmp(&b.path) } else { b.path.cmp(&a.path) };
    b.date.cmp(&a.date).then_with(|| a.collection.cmp(&b.collection)).then_with(by_path)
}

#[cfg(test)]
mod tests {
    use super::Mark;

    #[test]
    fn a_mark_is_a_key_on_a_line_of_its_own() {
        let hugo = Mark::with_key_in_any_case("config.toml", "baseURL");
        let zola = Mark::with_key("config.toml", "base_url");
        for (text, is_hugo, is_zola) in [
            ("title = \"A\"\nbaseurl = \"https://e.example\"\n", true, false),
            ("base_url = \"https://e.example\"\n", false, true),
            ("{\"baseURL\": \"https://e.example\"}", true, false),
            ("  \"BaseURL\" : \"x\"\n", true, false),
            ("BASE_URL = \"x\"\n", false, false),
            ("# baseURL = \"x\"\nbaseurls = 1\n", false, false),
            ("", false, false),
        ] {
            assert_eq!((hugo.is_in(text), zola.is_in(text)), (is_hugo, is_zola), "{text}");
        }
    }
}
