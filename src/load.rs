//! From a tree to a site: which convention it follows, what each file is, and the heads of all posts, read in parallel.

use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{self, Config, ConfigError};
use crate::convention::{Convention, Document, Generator, Opening, Overrides, Role};
use crate::conventions::{self, CONVENTIONS};
use crate::diagnostic::{Diagnostic, Level};
use crate::front_matter::{self, Format, Map, Node, Value, csv, yaml};
use crate::post::{Hidden, Post};
use crate::site::{Ignored, Page, Site, StaticFile, Unreadable};
use crate::source::{LineIndex, Position, SourceFile, Span};
use crate::tree::{Tree, TreeError};

/// How a site is to be read.
#[derive(Clone, Debug)]
pub struct LoadOptions {
    /// The generator's configuration files; the convention's own where there are none.
    pub generator_config: Vec<SourceFile>,
    /// The `feedwright.toml`; the site's own where there is none.
    pub own_config: Option<SourceFile>,
    /// What the command line says.
    pub overrides: Overrides,
    /// How much to read.
    pub depth: Depth,
}

/// How much of a site is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// What feeds need: posts, and the collections that feeds take documents from.
    Feeds,
    /// Everything: pages, files, data, includes too.
    Whole,
}

/// Why there is no site.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// Nothing in the folder looks like a site.
    #[error(
        "no site here: there is no `_config.yml`, no `_posts` folder, no `feedwright.toml` and no Markdown file with front matter"
    )]
    NoSite,
    /// A configuration cannot be taken.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The folder cannot be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
}

/// A site that was read, and what it wants written.
pub struct Loaded {
    /// The site.
    pub site: Site,
    /// The feeds that its configuration asks for.
    pub feeds: Vec<config::Feed>,
    /// What people should hear of.
    pub notes: Vec<String>,
    generator: Box<dyn Generator>,
    files: Vec<(String, Role)>,
}

/// Reads a site.
///
/// # Errors
/// When there is none, its configuration cannot be taken, or its folder cannot be read. A post that cannot be read is no
/// error: it is in [`Site::unreadable`].
pub fn load(tree: &dyn Tree, options: LoadOptions) -> Result<Loaded, LoadError> {
    let LoadOptions { generator_config, own_config, overrides, depth } = options;
    let own_config = match own_config {
        Some(file) => Some(file),
        None => read_if_there(tree, "feedwright.toml")?,
    };
    let config = own_config.as_ref().map(Config::parse).transpose()?.unwrap_or_default();
    let convention = convention(tree, &config, !generator_config.is_empty())?;
    let files = if generator_config.is_empty() {
        let found = convention.config_files.iter().find_map(|name| read_if_there(tree, name).transpose());
        found.transpose()?.into_iter().collect()
    } else {
        generator_config
    };
    let own_feeds = config.feeds.clone();
    let mut generator = (convention.open)(Opening { files: &files, config, overrides: &overrides })?;

    let files: Vec<(String, Role)> = tree
        .list("", &|folder| generator.enters(folder))?
        .into_iter()
        .map(|path| {
            let role = generator.role(&path);
            (path, role)
        })
        .collect();
    generator.learn(&data_files(tree, &files, &|path| stem(path) == "authors"));
    let collections = wanted_collections(&own_feeds, generator.as_ref());
    let mut site = Site {
        settings: generator.settings().clone(),
        posts: Vec::new(),
        pages: Vec::new(),
        files: Vec::new(),
        absent: Vec::new(),
        data_files: Map::default(),
        includes: std::collections::BTreeMap::new(),
        ignored: Vec::new(),
        unreadable: Vec::new(),
    };
    read_documents(tree, &files, generator.as_ref(), &mut site, &|label| collections.contains(label));
    let (feeds, notes) = if own_feeds.is_empty() {
        generator
            .feeds(&site.posts, &|path| files.binary_search_by(|(file, _)| file.as_str().cmp(path)).is_ok())
    } else {
        (own_feeds, Vec::new())
    };
    let mut loaded = Loaded { site, feeds, notes, generator, files };
    if depth == Depth::Whole {
        loaded.complete(tree)?;
    }
    Ok(loaded)
}

impl Loaded {
    /// Reads what [`Depth::Feeds`] left out: the other collections, pages, files, data, includes.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn complete(&mut self, tree: &dyn Tree) -> Result<(), LoadError> {
        let Self { site, generator, files, .. } = self;
        let generator = generator.as_ref();
        let present: Vec<Arc<str>> = wanted_collections(&self.feeds, generator);
        read_documents(tree, files, generator, site, &|label| !present.contains(label));
        read_pages(tree, files, generator, site);
        site.data_files = data_files(tree, files, &|_| true);
        for (path, _) in files.iter().filter(|(_, role)| *role == Role::Include) {
            if let Some(text) = tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
                // `_includes/team/card.html` is `team/card.html` to Liquid.
                let below = path.split_once('/').map_or(path.as_str(), |(_, below)| below);
                site.includes.insert(below.to_owned(), Arc::from(text));
            }
        }
        site.absent = absent_folders(tree)?;
        Ok(())
    }
}

/// The convention that a site follows: the one that its configuration names, or the first whose mark it has.
fn convention(tree: &dyn Tree, config: &Config, has_config: bool) -> Result<&'static Convention, LoadError> {
    if let Some(name) = &config.site.generator {
        return conventions::by_name(name).ok_or_else(|| {
            let names = CONVENTIONS.iter().map(|convention| convention.name);
            ConfigError::general(format!(
                "`site.generator = \"{name}\"` is no generator that is known{}",
                crate::suggest::did_you_mean(name, names)
            ))
            .into()
        });
    }
    if has_config {
        return CONVENTIONS.first().ok_or(LoadError::NoSite);
    }
    for convention in CONVENTIONS {
        for mark in convention.marks {
            let there = match mark.strip_suffix('/') {
                Some(folder) => !tree.list(folder, &|_| false)?.is_empty(),
                None => read_if_there(tree, mark)?.is_some(),
            };
            if there {
                return Ok(convention);
            }
        }
    }
    // A folder of posts and nothing else: the last convention takes anything.
    let last = CONVENTIONS.last().ok_or(LoadError::NoSite)?;
    let files = tree.list("", &|folder| !folder.rsplit('/').next().unwrap_or("").starts_with(['.', '_']))?;
    let is_post = |path: &String| path.ends_with(".md") && begins_with_fence(tree, path);
    if files.iter().any(is_post) { Ok(last) } else { Err(LoadError::NoSite) }
}

fn read_if_there(tree: &dyn Tree, path: &str) -> Result<Option<SourceFile>, LoadError> {
    match tree.read(path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(SourceFile::new(path, text))),
            Err(_) => Err(ConfigError::general(format!("{path}: not UTF-8; save it as UTF-8")).into()),
        },
        Err(error) if error.missing => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn wanted_collections(feeds: &[config::Feed], generator: &dyn Generator) -> Vec<Arc<str>> {
    let mut labels: Vec<Arc<str>> = vec![Arc::from("posts")];
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

/// Reads the heads of the documents of some collections and puts them in their order among the others.
fn read_documents(
    tree: &dyn Tree,
    files: &[(String, Role)],
    generator: &dyn Generator,
    site: &mut Site,
    wanted: &dyn Fn(&Arc<str>) -> bool,
) {
    let mut documents: Vec<(&str, Arc<str>, bool)> = Vec::new();
    let posts: Arc<str> = Arc::from("posts");
    for (path, role) in files {
        match role {
            Role::Document { collection, draft } if wanted(collection) => {
                documents.push((path.as_str(), Arc::clone(collection), *draft));
            }
            Role::Ignored(reason) if wanted(&posts) => {
                site.ignored.push(Ignored { path: path.clone(), reason: *reason });
            }
            _ => {}
        }
    }
    let heads: Vec<Option<Result<Box<Post>, Box<Unreadable>>>> = documents
        .into_par_iter()
        .map(|(path, collection, draft)| head(tree, path, collection, draft, generator))
        .collect();
    let mut read: Vec<Box<Post>> = Vec::with_capacity(heads.len());
    for head in heads.into_iter().flatten() {
        match head {
            Ok(post) => read.push(post),
            Err(unreadable) => site.unreadable.push(*unreadable),
        }
    }
    read.sort_by(|a, b| newest_first(a, b));
    // Those that were read before keep their places: a plan knows them by number.
    site.posts.extend(read.into_iter().map(|post| *post));
    limit_posts(site);
}

/// One head; nothing for a file of a collection other than `posts` that has no front matter, which is a static file.
fn head(
    tree: &dyn Tree,
    path: &str,
    collection: Arc<str>,
    draft: bool,
    generator: &dyn Generator,
) -> Option<Result<Box<Post>, Box<Unreadable>>> {
    let unreadable = |span: Span, text: &str, message: String, help: &str| {
        Err(Box::new(Unreadable {
            path: Arc::from(path),
            collection: Arc::clone(&collection),
            position: if text.is_empty() {
                Position::START
            } else {
                LineIndex::new(text).position(text, span.start)
            },
            diagnostic: Diagnostic::new("malformed-front-matter", Level::Error, path, span, message)
                .with_help(help),
        }))
    };
    let text = match tree.read(path) {
        Err(error) => {
            return Some(unreadable(
                Span::default(),
                "",
                format!("it cannot be read: {}", error.reason),
                "check its permissions",
            ));
        }
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let before = String::from_utf8_lossy(&bytes[..valid]).into_owned();
                return Some(unreadable(
                    Span::at(valid),
                    &before,
                    "it is not UTF-8".to_owned(),
                    "save it as UTF-8; the generator passes it over in silence",
                ));
            }
        },
    };
    let front_matter = front_matter::parse(&text);
    if front_matter.format == Format::None && front_matter.faults.is_empty() && *collection != *"posts" {
        return None;
    }
    let draft = draft.then(|| tree.stat(path).map_or(0, |stat| stat.modified));
    let document = Document { path, collection: Arc::clone(&collection), draft, text: &text, front_matter };
    Some(
        generator
            .post(document)
            .map(Box::new)
            .or_else(|fault| unreadable(fault.span, &text, fault.message.clone(), &fault.help)),
    )
}

/// The order of a feed: the newest first. On one date, posts by path; documents of a collection by path backwards, as
/// Ruby's stable sort leaves them after jekyll-feed's `sort | reverse`.
fn newest_first(a: &Post, b: &Post) -> std::cmp::Ordering {
    let by_path = || if &*a.collection == "posts" { a.path.cmp(&b.path) } else { b.path.cmp(&a.path) };
    b.date.cmp(&a.date).then_with(|| a.collection.cmp(&b.collection)).then_with(by_path)
}

/// Jekyll's `limit_posts`: only so many of the newest are posts at all.
fn limit_posts(site: &mut Site) {
    let limit = match site.settings.data.get("limit_posts").map(|node| &node.value) {
        Some(Value::Int(limit)) => usize::try_from(*limit).unwrap_or(0),
        _ => 0,
    };
    if limit > 0 {
        let shown =
            site.posts.iter_mut().filter(|post| &*post.collection == "posts" && post.hidden.is_none());
        for post in shown.skip(limit) {
            post.hidden = Some(Hidden::Limit);
            post.output = false;
        }
    }
}

/// Reads pages and lists the files that are copied as they are.
fn read_pages(tree: &dyn Tree, files: &[(String, Role)], generator: &dyn Generator, site: &mut Site) {
    let documents: std::collections::BTreeSet<&str> = site
        .posts
        .iter()
        .map(|post| &*post.path)
        .chain(site.unreadable.iter().map(|unreadable| &*unreadable.path))
        .collect();
    let candidates: Vec<&str> = files
        .iter()
        .filter(|(path, role)| match role {
            Role::PageOrFile => true,
            Role::Document { .. } => !documents.contains(path.as_str()),
            _ => false,
        })
        .map(|(path, _)| path.as_str())
        .collect();
    let read: Vec<Result<Page, StaticFile>> = candidates
        .into_par_iter()
        .map(|path| page(tree, path, generator).ok_or_else(|| static_file(tree, path)))
        .collect();
    for one in read {
        match one {
            Ok(page) => site.pages.push(page),
            Err(file) => site.files.push(file),
        }
    }
}

/// A page, where the file begins with front matter.
fn page(tree: &dyn Tree, path: &str, generator: &dyn Generator) -> Option<Page> {
    if !begins_with_fence(tree, path) {
        return None;
    }
    let bytes = tree.read(path).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let front_matter = front_matter::parse(&text);
    if front_matter.format == Format::None {
        return None;
    }
    let document = Document { path, collection: Arc::from(""), draft: None, text: &text, front_matter };
    Some(generator.page(document))
}

/// Whether a file's first line can be that of front matter. Only the first bytes are read: it may be a film.
fn begins_with_fence(tree: &dyn Tree, path: &str) -> bool {
    let Ok(start) = tree.read_start(path, 6) else { return false };
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
    start.starts_with(b"---") || start.starts_with(b"+++")
}

fn static_file(tree: &dyn Tree, path: &str) -> StaticFile {
    // A collection's own files stand below its label: `_doc/a.png` at `/doc/a.png`.
    let url = format!("/{}", path.strip_prefix('_').unwrap_or(path));
    let size = tree.stat(path).map_or(0, |stat| stat.size);
    StaticFile { url, path: path.to_owned(), size }
}

/// The data files that `wanted` names, as one map: a folder is a map of its files.
fn data_files(tree: &dyn Tree, files: &[(String, Role)], wanted: &dyn Fn(&str) -> bool) -> Map {
    let mut data = Map::default();
    for (path, _) in files.iter().filter(|(path, role)| *role == Role::Data && wanted(path)) {
        if !matches!(extension(path), "yml" | "yaml" | "json" | "csv" | "tsv") {
            continue;
        }
        let Some(text) = tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
            continue;
        };
        let mut node = match extension(path) {
            "csv" => Node::unwritten(csv::parse(&text, ',')),
            "tsv" => Node::unwritten(csv::parse(&text, '\t')),
            _ => yaml::parse(&text, 0).0,
        };
        // `_data/team/core.yml` is `site.data.team.core`.
        let below = path.split_once('/').map_or(path.as_str(), |(_, below)| below);
        let mut keys: Vec<&str> = below.split('/').collect();
        let name = keys.pop().map_or("", stem);
        for key in std::iter::once(name).chain(keys.into_iter().rev()) {
            let mut map = Map::default();
            map.insert(key, node);
            node = Node::unwritten(Value::Map(map));
        }
        if let Value::Map(map) = &node.value {
            data.merge(map);
        }
    }
    data
}

/// The folders of submodules (`.gitmodules`) that hold nothing: they were not checked out.
fn absent_folders(tree: &dyn Tree) -> Result<Vec<String>, LoadError> {
    let Some(modules) = read_if_there(tree, ".gitmodules")? else {
        return Ok(Vec::new());
    };
    let paths =
        modules.text.lines().filter_map(|line| line.trim().strip_prefix("path")?.trim().strip_prefix('='));
    let mut absent = Vec::new();
    for path in paths {
        let path = path.trim();
        if tree.list(path, &|_| true)?.is_empty() {
            absent.push(path.to_owned());
        }
    }
    Ok(absent)
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// The file name without folder and extension.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
