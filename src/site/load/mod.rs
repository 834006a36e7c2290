//! From a tree to a site: which convention it follows, what each file is, and the heads of all posts, read in parallel.

mod absent;
mod brought;
mod data;
mod detect;
mod documents;
mod error;
mod host;
mod ignored;
mod joined;
mod languages;
mod own_sources;
mod pages;
mod redirects;
mod reread;
mod unreadable;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::site::config::{self, Config, ConfigError};
use crate::site::convention::{Generator, Opening, Overrides, Role, SurveyError};
use crate::site::lock::{LOCK_FILE, Lock, id_of_front_matter, lock_ids};
use crate::site::post::POSTS;
use crate::site::tree::{Tree, TreeError};
use crate::site::{OwnChanges, OwnPages, Settings, Site, Surroundings, Unread, UnreadPart, WholeSite};
use crate::text::html::extract::Extractor;
use crate::text::source::SourceFile;

use absent::absent;
use data::{AUTHORS, data_files, part_of, stem};
pub use error::LoadError;

use detect::{Detected, config_files, detect};
use documents::{Found, Room, read_documents};
use error::read_if_there;
pub use host::HostUrl;
use host::host_url;
use ignored::find_ignored;
use languages::set_languages;
use own_sources::own_sources;
use pages::read_pages;
use reread::Around;
pub(crate) use reread::FileHead;

/// How a site is to be read.
#[derive(Clone, Debug)]
pub struct LoadOptions {
    /// The generator's configuration files; the convention's own where there are none.
    pub generator_config: Vec<SourceFile>,
    /// The `feedwright.toml`; the site's own where there is none.
    pub own_config: Option<SourceFile>,
    /// What the command line says.
    pub overrides: Overrides,
}

impl LoadOptions {
    /// Returns options to read what feeds need, with the site's own configuration files, as a build at the time `now` does.
    #[must_use]
    pub const fn at(now: DateTime<FixedOffset>) -> Self {
        let overrides = Overrides {
            drafts: false,
            future: false,
            url: None,
            now: None,
            clock: now,
            clock_is_given: true,
            environment: None,
        };
        Self { generator_config: Vec::new(), own_config: None, overrides }
    }
}

/// What a site is read for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Its feeds: posts, and the collections that feeds take documents from.
    Feeds,
    /// The feeds of another site, which take its posts.
    FeedsOfAnother,
    /// A look at everything, which needs the content of posts and pages next.
    Everything,
}

/// A site that was read, and what it wants written.
pub struct Loaded {
    /// The site.
    pub site: Site,
    /// The feeds that its configuration asks for.
    pub feeds: Vec<config::Feed>,
    /// What people should hear of.
    pub notes: Vec<String>,
    /// The site's URL and the file that gives it, where neither its configuration nor the command line does.
    pub host_url: Option<HostUrl>,
    generator: Box<dyn Generator>,
    files: Vec<(Arc<str>, Role)>,
    /// What of the site's own cannot be read, and is not among the files.
    unread: Vec<(TreeError, Role)>,
}

/// A site that was read whole: its pages, files, includes, all of its data, and the content of posts and pages too.
pub struct LoadedWhole {
    loaded: Loaded,
    surroundings: Arc<Surroundings>,
}

impl LoadedWhole {
    /// The site with everything around its posts.
    #[must_use]
    pub fn whole(&self) -> WholeSite<'_> {
        WholeSite { site: &self.loaded.site, surroundings: &self.surroundings }
    }

    /// Reads the head of a file from `tree`, in which it may have another text than when the site was read. What depends on
    /// other files (a recorded id, `limit_posts`, the place of a page among others) stays as it was.
    #[must_use]
    pub(crate) fn reread(&self, tree: &dyn Tree, path: &str) -> FileHead {
        let Loaded { generator, site, .. } = &self.loaded;
        let around = Around { generator: generator.as_ref(), site, pages: &self.surroundings.pages };
        around.reread(tree, path)
    }
}

impl Deref for LoadedWhole {
    type Target = Loaded;

    fn deref(&self) -> &Loaded {
        &self.loaded
    }
}

impl DerefMut for LoadedWhole {
    fn deref_mut(&mut self) -> &mut Loaded {
        &mut self.loaded
    }
}

/// Reads what the feeds of a site need: its posts, and the collections that feeds take documents from.
///
/// # Errors
/// When there is none, its configuration cannot be taken, or its folder, or one where posts may lie, cannot be read. A file
/// that cannot be read is not an error: it is in [`Site::unreadable`] or [`Site::unread`].
pub fn load(tree: &dyn Tree, options: LoadOptions) -> Result<Loaded, LoadError> {
    read(tree, options, Purpose::Feeds).map(|(loaded, _)| loaded)
}

/// Reads all of a site: pages, files, includes, data, and the content of posts and pages.
///
/// # Errors
/// As [`load`]; an include that cannot be read is in [`Surroundings::includes`].
pub fn load_whole(tree: &dyn Tree, options: LoadOptions) -> Result<LoadedWhole, LoadError> {
    let (mut loaded, room) = read(tree, options, Purpose::Everything)?;
    let surroundings = loaded.read_rest(tree, &room)?;
    Ok(LoadedWhole { loaded, surroundings })
}

/// Reads a site whose posts the feeds of another one take, and what its posts ask for.
fn load_joined(tree: &dyn Tree, overrides: Overrides) -> Result<Site, LoadError> {
    let options = LoadOptions { generator_config: Vec::new(), own_config: None, overrides };
    let (mut loaded, _) = read(tree, options, Purpose::FeedsOfAnother)?;
    let settings = &loaded.site.settings;
    let needs_pages = settings.bodies.as_ref().is_some_and(|bodies| bodies.needs_pages());
    let replaces = settings.replaced_links.in_documents || needs_pages;
    if replaces || loaded.site.posts.iter().any(|post| post.liquid) {
        loaded.complete(tree)?;
    }
    Ok(loaded.site)
}

/// Reads the posts of a site, and returns how many bytes of content may be kept.
fn read(tree: &dyn Tree, options: LoadOptions, purpose: Purpose) -> Result<(Loaded, Room), LoadError> {
    let LoadOptions { generator_config, own_config, mut overrides } = options;
    let given = overrides.clone();
    let own_config = match own_config {
        Some(file) => Some(file),
        None => read_if_there(tree, "feedwright.toml")?,
    };
    let config = own_config.as_ref().map(Config::parse).transpose()?.unwrap_or_default();
    let Detected { convention, notes: mut detection_notes } =
        detect(tree, &config, !generator_config.is_empty())?;
    let files = if generator_config.is_empty() { config_files(tree, convention)? } else { generator_config };
    check_selectors(&config)?;
    overrides.drafts |= config.posts.drafts;
    overrides.future |= config.posts.future;
    let own_feeds = config.feeds.clone();
    let has_gems = convention.capabilities.own_plugins.is_some();
    let gemfile = if has_gems { read_if_there(tree, "Gemfile")? } else { None };
    let gemfile = gemfile.as_ref().map(|file| &*file.text);
    let lock = if has_gems { read_if_there(tree, "Gemfile.lock")? } else { None };
    let gemfile_lock = lock.as_ref().map(|file| &*file.text);
    let open = |config: Config, overrides: &Overrides| {
        (convention.open)(Opening { files: &files, config, overrides, gemfile, gemfile_lock })
    };
    let mut generator = open(config.clone(), &overrides)?;
    let host_url = if generator.settings().url.is_none() { host_url(tree)? } else { None };
    if let Some(host) = &host_url {
        overrides.url = Some(host.url.clone());
        generator = open(config, &overrides)?;
    }

    let listing = tree.list("", &|folder| generator.enters(folder))?;
    let collections = wanted_collections(&own_feeds, generator.as_ref());
    let is_wanted = |label: &str| collections.iter().any(|wanted| **wanted == *label);
    // Without it, every post would get another id.
    if let Some(lock) = listing.unread.iter().find(|entry| entry.error.path == LOCK_FILE) {
        return Err(lock.error.clone().into());
    }
    let unread = unreadable::roles(listing.unread, generator.as_ref(), &is_wanted)
        .map_err(|(error, advice)| LoadError::Folder { error, advice })?;
    let surveyed = generator.survey(tree, &listing.files).map_err(|error| match error {
        SurveyError::Config(error) => LoadError::Config(error),
        SurveyError::Tree(error) => LoadError::Tree(error),
    })?;
    let symlinks = listing.links;
    let files: Vec<(Arc<str>, Role)> = listing
        .files
        .into_iter()
        .map(|path| {
            let role = generator.role(&path);
            (Arc::from(path), role)
        })
        .collect();
    let missing_folder = generator.check_files(&files)?;
    let (authors, mut unread_parts) =
        data_files(tree, &files, generator.as_ref(), &|path| stem(path) == AUTHORS);
    unread_parts.extend(unread_data(&unread, generator.as_ref()));
    generator.learn(&authors);
    let plugins = own_plugins(tree, generator.settings());
    let mut own_changes = OwnChanges::new(plugins.iter().map(|(_, source)| source.as_str()));
    own_changes.read_added(|name| {
        let bytes = tree.read(&format!("{}{name}", generator.settings().source)).ok()?;
        String::from_utf8(bytes).ok()
    });
    generator.learn_changes(&own_changes);
    let mut site = Site {
        settings: generator.settings().clone(),
        posts: Vec::new(),
        feed_collections: collections.clone(),
        own_changes,
        locked: None,
        surroundings: None,
        joined: Vec::new(),
        own_sources: BTreeMap::new(),
        symlinks,
        ignored: Vec::new(),
        unreadable: Vec::new(),
        unread: unread_parts,
    };
    let room = match purpose {
        Purpose::Feeds if own_feeds.is_empty() => Room::for_feeds(&generator.feeds(&[]).0),
        Purpose::Feeds => Room::for_feeds(&own_feeds),
        Purpose::FeedsOfAnother => Room::none(),
        Purpose::Everything => Room::for_site(files.len()),
    };
    let found = Found { files: &files, unread: &unread };
    read_documents(tree, &found, generator.as_ref(), &mut site, &room, &|label| collections.contains(label));
    find_ignored(tree, &files, generator.as_ref(), &mut site);
    let made = generator.made_posts(&site.posts);
    site.posts.extend(made.into_iter().map(Arc::new));
    if let Some(file) = read_if_there(tree, LOCK_FILE)? {
        let lock = Lock::parse(&file)?;
        lock_ids(&mut site, lock);
    }
    let id_notes = id_of_front_matter(&mut site);
    set_languages(&mut site);
    let is_generators = own_feeds.is_empty();
    let (feeds, mut notes) =
        if is_generators { generator.feeds(&site.posts) } else { (own_feeds, Vec::new()) };
    if purpose == Purpose::Feeds {
        site.joined = joined::joined(tree, &site.settings, &feeds, &given, &load_joined)?;
        notes.extend(joined::left_out(&site.joined));
    }
    site.own_sources = own_sources(tree, &files, generator.as_ref());
    site.own_sources.extend(generator.own_templates(&site.posts, is_generators.then_some(&feeds)));
    notes.extend(missing_folder);
    notes.extend_from_slice(generator.notes());
    notes.extend(surveyed);
    notes.extend(id_notes);
    detection_notes.append(&mut notes);
    let notes = detection_notes.into_iter().chain(unread_keys(&site.settings, generator.as_ref())).collect();
    Ok((Loaded { site, feeds, notes, host_url, generator, files, unread }, room))
}

impl Loaded {
    /// Whether a folder, below the site, can hold anything that is read of it: not the output folder, nor what is excluded.
    #[must_use]
    pub fn enters(&self, folder: &str) -> bool {
        self.generator.enters(folder)
    }

    /// Returns whether the site's generator publishes a file at a path below the site, or makes a page of it.
    #[must_use]
    pub fn publishes(&self, path: &str) -> bool {
        let mut folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        folders.all(|folder| self.enters(folder))
            && matches!(self.generator.role(path), Role::PageOrFile | Role::Document { .. })
    }

    /// Reads what [`load`] left out, unless it was read: the other collections, pages, files, data, includes.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn complete(&mut self, tree: &dyn Tree) -> Result<(), LoadError> {
        if self.site.surroundings.is_none() {
            self.read_rest(tree, &Room::none())?;
        }
        Ok(())
    }

    fn read_rest(&mut self, tree: &dyn Tree, room: &Room) -> Result<Arc<Surroundings>, LoadError> {
        let Self { site, generator, files, unread, .. } = self;
        let generator = generator.as_ref();
        let present: Vec<Arc<str>> = wanted_collections(&self.feeds, generator);
        let found = Found { files, unread };
        read_documents(tree, &found, generator, site, room, &|label| !present.contains(label));
        let (pages, static_files) = read_pages(tree, files, generator, site, room);
        let folders = unread.iter().filter(|(_, role)| *role == Role::PageOrFile);
        site.unread.extend(folders.map(|(error, _)| unreadable::part(error, UnreadPart::Page)));
        // `_includes/team/card.html` is `team/card.html` to Liquid.
        let below = |path: &str| generator.name_in_folder(path).to_owned();
        let (mut includes, mut include_paths) = (BTreeMap::new(), BTreeMap::new());
        for (path, _) in files.iter().filter(|(_, role)| *role == Role::Include) {
            let text = tree.read(path).map_err(|error| error.reason).and_then(|bytes| {
                String::from_utf8(bytes).map(Arc::from).map_err(|_| "not UTF-8".to_owned())
            });
            includes.insert(below(path), text);
            include_paths.insert(below(path), path.clone());
        }
        for (error, _) in unread.iter().filter(|(_, role)| *role == Role::Include) {
            includes.insert(below(&error.path), Err(error.reason.clone()));
        }
        let dangling = unread.iter().filter(|(error, role)| error.missing && *role == Role::PageOrFile);
        let url_of = |path: &str| generator.file(path, 0).map(|file| file.url);
        let links = dangling.map(|(error, _)| error.path.clone());
        let include_name = |path: &str| (generator.role(path) == Role::Include).then(|| below(path));
        let absent = absent(tree, &site.settings, links, &url_of, &include_name)?;
        let of_gems = site.settings.made.by_other_plugins.clone();
        let own_pages = match OwnPages::new(&own_plugins(tree, &site.settings), &site.settings.data) {
            Some(own) => Some(own.and(of_gems)),
            None => of_gems,
        };
        let redirects::HostRedirects { mut exact, of_scripts, patterns, is_netlify, removes_slashes } =
            redirects::host_redirects(tree, &site.settings);
        // Nobody sees the page for what is missing where a page or file is.
        let urls = pages.iter().map(|page| page.url.as_str());
        let urls = urls.chain(static_files.iter().map(|file| file.url.as_str()));
        let urls: BTreeSet<&str> = urls.chain(site.posts.iter().map(|post| post.url.as_str())).collect();
        exact.extend(of_scripts.into_iter().filter(|redirect| !urls.contains(redirect.from.as_str())));
        let (data, faults) = data_files(tree, files, generator, &|_| true);
        // Those of authors were read before.
        let is_new = |fault: &Unread| fault.part != UnreadPart::Authors;
        site.unread.extend(faults.into_iter().filter(is_new));
        let folders = site.settings.made.asset_folders.iter();
        let listed = folders.filter_map(|folder| tree.list(folder, &|_| true).ok());
        let assets = listed.flat_map(|listing| listing.files).collect();
        let surroundings = Arc::new(Surroundings {
            pages,
            files: static_files,
            assets,
            absent,
            own_pages,
            redirects: exact,
            redirect_patterns: patterns,
            host_ignores_case: is_netlify,
            host_removes_slashes: removes_slashes || site.settings.removes_slashes,
            data_files: data,
            includes,
            include_paths,
        });
        site.surroundings = Some(Arc::clone(&surroundings));
        // What they are is in the site now.
        (*files, *unread) = (Vec::new(), Vec::new());
        Ok(surroundings)
    }
}

/// The site's own plugins, each with its path and source. One that cannot be read does nothing that is known of.
fn own_plugins(tree: &dyn Tree, settings: &Settings) -> Vec<(String, String)> {
    let mut plugins = Vec::new();
    let Some(ending) = settings.convention.own_plugins else { return plugins };
    for folder in &settings.plugin_folders {
        let paths = tree.list(folder, &|_| true).unwrap_or_default().files;
        for path in paths.into_iter().filter(|path| path.ends_with(ending)) {
            let text = tree.read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            plugins.extend(text.map(|text| (path, text)));
        }
    }
    plugins
}

/// The data files and their folders that are there and are not among the files.
fn unread_data(unread: &[(TreeError, Role)], generator: &dyn Generator) -> Vec<Unread> {
    let data = unread.iter().filter(|(_, role)| *role == Role::Data);
    data.map(|(error, _)| {
        // The whole folder of data holds the file of authors, perhaps.
        let is_whole = generator.role(error.path.trim_end_matches('/')) != Role::Data;
        unreadable::part(error, if is_whole { UnreadPart::Authors } else { part_of(&error.path) })
    })
    .collect()
}

/// What to say of keys of `[posts]` that mean nothing to a generator, which knows where its posts are.
fn unread_keys(settings: &Settings, generator: &dyn Generator) -> Option<String> {
    let posts = &settings.config.posts;
    let keys = [
        ("folders", !posts.folders.is_empty()),
        ("exclude", !posts.exclude.is_empty()),
        ("permalink", posts.permalink.is_some()),
        ("excerpt-separator", posts.excerpt_separator.is_some()),
    ];
    let (key, _) = keys
        .into_iter()
        .find(|(key, is_set)| *is_set && !settings.convention.config_is_ours && !generator.reads(key))?;
    let kind = settings.convention.name;
    let message =
        format!("`{key}` is not read: this is a site of the kind `{kind}`, whose own configuration sets it");
    Some(settings.config.error(&["posts", key], message).to_string())
}

/// Whether each selector of `[built]` is one.
fn check_selectors(config: &Config) -> Result<(), ConfigError> {
    for (key, selectors) in [("selectors", &config.built.selectors), ("remove", &config.built.remove)] {
        for (number, selector) in selectors.iter().enumerate() {
            let keys = ["built", key, &number.to_string()];
            Extractor::new(&[selector], &[]).map_err(|error| config.error(&keys, error.to_string()))?;
        }
    }
    Ok(())
}

fn wanted_collections(feeds: &[config::Feed], generator: &dyn Generator) -> Vec<Arc<str>> {
    let mut labels: Vec<Arc<str>> = vec![Arc::from(POSTS)];
    let named: Vec<String> = if feeds.is_empty() {
        generator.feed_collections()
    } else if feeds.iter().any(|feed| feed.each == Some(config::Each::Collection)) {
        generator.settings().collections.keys().cloned().collect()
    } else {
        feeds.iter().flat_map(|feed| feed.collections.0.clone()).collect()
    };
    for label in named {
        if !labels.iter().any(|known| **known == *label) {
            labels.push(Arc::from(label));
        }
    }
    labels
}
