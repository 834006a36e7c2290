//! A site as it was read: its settings, the heads of its posts in order, its pages and files.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;

use crate::markup::front_matter::{Fault, FrontMatter, Map, Node, Value, yaml};
use crate::markup::liquid::{Gists, Strict};
use crate::markup::markdown;
use crate::site::absent::Absent;
use crate::site::capabilities::Capabilities;
use crate::site::config::{Config, ConfigError};
use crate::site::lock::Locked;
use crate::site::made::{Made, ReplacedLinks};
use crate::site::markdown_names::is_named_like_markdown;
use crate::site::own_changes::OwnChanges;
use crate::site::own_plugins::OwnPages;
use crate::site::post::{Markup, POSTS, Person, Post};
use crate::text::diagnostic::Problem;
use crate::text::pieces::Part as _;
use crate::text::pieces::Pieces as _;
use crate::text::source::{Position, SourceFile, Span};
use crate::text::url;

/// Settings of the whole site, for every generator.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What the convention that it follows is and can do.
    pub convention: &'static Capabilities,
    /// Scheme and host; ids and links begin with it.
    pub url: Option<String>,
    /// The folder of the host that the site stands in: `""` or `/blog`.
    pub baseurl: String,
    /// The title.
    pub title: Option<String>,
    /// The subtitle.
    pub description: Option<String>,
    /// The language of the site.
    pub language: Option<String>,
    /// The author of posts that name nobody.
    pub author: Option<Person>,
    /// The same in languages that have one of their own, or none, by tag.
    pub authors_by_language: BTreeMap<String, Option<Person>>,
    /// The time zone of dates that name none, and the one that dates are written in.
    pub zone: Tz,
    /// What a template is told of the generator.
    pub environment: Environment,
    /// The time of the build.
    pub now: DateTime<FixedOffset>,
    /// Whether that time is given, by the configuration or the command line, and not the machine's clock.
    pub now_is_given: bool,
    /// The folder with everything that the site is made of, with a slash at the end; empty for the folder of the
    /// configuration. Templates and configurations count paths from it.
    pub source: String,
    /// The folder, below that of the configuration, that the generator writes to.
    pub output: String,
    /// Folders with the site's own plugins.
    pub plugin_folders: Vec<String>,
    /// The folder with the layouts that pages are put into, where the generator has such.
    pub layouts_dir: Option<String>,
    /// Folders with other templates that pages are put into: any of their ids may be on any page.
    pub template_folders: Vec<String>,
    /// How Markdown is read.
    pub markdown: markdown::Options,
    /// What the generator's plugins make.
    pub made: Made,
    /// Whether the generator writes its feeds as the site is set up: without its plugin, those feeds would be new ones.
    pub writes_feeds: bool,
    /// Whether a document of a collection without a title has that of the heading that it begins with.
    pub titles_from_headings: bool,
    /// Whether the name of a file is a title that its author gave: of the notes of a vault.
    pub titles_from_names: bool,
    /// Whether the pages are at addresses without a slash at the end, by the generator's own configuration.
    pub removes_slashes: bool,
    /// Whether a plugin of the site's own reads posts: which file is one, and its title, only a build knows.
    pub own_readers: bool,
    /// Whether a post whose URL has no slash and no `.html` at its end is written to a folder of that name all the same: up to
    /// Jekyll 2 (`Post#destination`).
    pub posts_in_folders: bool,
    /// Whether the tags `link` and `post_url` write the base URL: from Jekyll 4 on.
    pub base_of_tags: BaseOfTags,
    /// Which links to source files the build replaces by the URLs of pages.
    pub replaced_links: ReplacedLinks,
    /// Whether the host tells templates the site's URL, which the configuration does not have.
    pub url_is_of_host: bool,
    /// Whether only who builds the site decides if a `README` without front matter is a page.
    pub readmes_perhaps: bool,
    /// How the tag `gist` of jekyll-gist is written, where that plugin runs.
    pub gists: Option<Gists>,
    /// Whether one of the configured plugins may bring Liquid tags.
    pub plugins_bring_tags: bool,
    /// The collections, and whether their documents get pages. `posts` is among them.
    pub collections: BTreeMap<String, bool>,
    /// What makes HTML of bodies, where the generator does more than Liquid and Markdown.
    pub bodies: Option<Arc<dyn Bodies>>,
    /// The generator's own configuration, whole; `site.…` in Liquid.
    pub data: Map,
    /// `feedwright.toml`.
    pub config: Config,
    /// The generator's own configuration files, for messages.
    pub sources: Vec<SourceFile>,
}

/// How a generator turns a body into HTML where that is more than Liquid and Markdown: shortcodes, links between sources, its own
/// rule for the summary. It holds what it needs of the site's files (shortcodes of the site's own).
pub trait Bodies: std::fmt::Debug + Send + Sync {
    /// The HTML of a body.
    fn html(&self, site: &Site, post: &Post, body: &str) -> Rendered;

    /// What was left out of that summary, for posts whose whole body no feed shows.
    fn summary_problems(&self, _site: &Site, _post: &Post, _body: &str) -> Vec<Problem> {
        Vec::new()
    }

    /// The generator's own summary as HTML; nothing where it has none. `html` is the whole body's, where it was rendered.
    fn summary(&self, site: &Site, post: &Post, body: &str, html: Option<&str>) -> Option<String>;

    /// Runs a template of the configuration in the generator's own language, with the post as its page; nothing where the
    /// generator has none but Liquid, or where the template has more in it than is understood.
    ///
    /// # Errors
    /// With what in it is not known, such as a filter.
    fn template(&self, _site: &Site, _post: &Post, _template: &str) -> Option<Result<Strict, Fault>> {
        None
    }

    /// Whether links may lead to pages that are not posts, so that the whole site has to be read.
    fn needs_pages(&self) -> bool {
        false
    }
}

/// A body as HTML.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// The HTML.
    pub html: String,
    /// What was left out or could not be run.
    pub problems: Vec<Problem>,
}

/// `jekyll` in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Its name: what `JEKYLL_ENV` says, else `development`, as `jekyll build` has it.
    pub name: String,
}

impl Environment {
    /// The environment of that name; where none is given, `development`.
    #[must_use]
    pub fn new(environment: Option<&str>) -> Self {
        let named = environment.filter(|name| !name.is_empty());
        Self { name: named.unwrap_or("development").to_owned() }
    }
}

/// Whether a site's version of Jekyll writes the base URL in `link` and `post_url`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BaseOfTags {
    /// It does: version 4.
    Written,
    /// It does not: version 3.
    LeftOut,
    /// Nothing names the version: a base URL right before the tag shows that it does not.
    #[default]
    Unsaid,
}

impl Settings {
    /// What the tags `link` and `post_url` put before a URL that stands after `before`.
    #[must_use]
    pub fn base_of_tags(&self, before: &str) -> &str {
        let base = self.baseurl.trim_end_matches('/');
        match self.base_of_tags {
            BaseOfTags::LeftOut => "",
            BaseOfTags::Unsaid if before.ends_with(base) => "",
            BaseOfTags::Unsaid | BaseOfTags::Written => base,
        }
    }

    /// The folder of the host that the site is in, without a slash at its end: `baseurl`, or the path of one that names a host.
    #[must_use]
    pub fn base_path(&self) -> &str {
        let base = self.baseurl.trim_end_matches('/');
        let parts = url::parts(base);
        if parts.authority.is_some() { parts.path } else { base }
    }

    /// The key of front matter that a collection's documents are in the order of: `sort_by` of its configuration.
    #[must_use]
    pub(crate) fn sort_key(&self, collection: &str) -> Option<&str> {
        let collections = self.data.get("collections")?.value.as_map()?;
        collections.get(collection)?.value.as_map()?.get("sort_by")?.as_str()
    }

    /// The path of a file or folder from the site's source folder; `None` outside of it.
    #[must_use]
    pub fn below_source<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(self.source.as_str())
    }

    /// The absolute URL of a place on the site, as Jekyll's filter `absolute_url` has it.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        url::absolute_url(self.url.as_deref(), Some(&self.baseurl), path)
    }

    /// An error about what the keys lead to in the generator's own configuration, at its place: in the last file that
    /// sets it.
    #[must_use]
    pub(crate) fn generator_error(&self, keys: &[&str], message: impl Into<String>) -> ConfigError {
        error_in(&self.sources, keys, message)
    }

    /// Whether a document is dated in the future, so that the build writes no page for it, although feeds may contain it.
    #[must_use]
    pub fn has_no_page_yet(&self, post: &Post) -> bool {
        let has_pages = self.collections.get(&*post.collection).copied().unwrap_or(false);
        post.hidden.is_none() && !post.output && has_pages && post.date > self.now
    }

    /// The file and place of the first value for a key in `defaults` of the generator's own configuration.
    #[must_use]
    pub(crate) fn place_in_defaults(&self, key: &str) -> Option<(&Arc<str>, Span)> {
        self.sources.iter().rev().find_map(|file| {
            let (node, _) = yaml::parse(&file.text, 0);
            let defaults = node.value.as_map()?.get("defaults")?.value.as_list()?;
            let value =
                |item: &Node| Some(item.value.as_map()?.get("values")?.value.as_map()?.get(key)?.span);
            Some((&file.path, defaults.iter().find_map(value)?))
        })
    }

    /// The language of a post: its own, or the site's where it says none.
    #[must_use]
    pub(crate) fn language_of<'a>(&'a self, post: &'a Post) -> Option<&'a str> {
        post.language.as_deref().or(self.language.as_deref()).filter(|tag| !tag.is_empty())
    }

    /// The author of posts of a language that name nobody.
    #[must_use]
    pub fn author_in(&self, language: Option<&str>) -> Option<&Person> {
        let own = language.and_then(|language| self.authors_by_language.get(language));
        own.unwrap_or(&self.author).as_ref()
    }

    /// Who wrote a post: those whom it names, or the site's author where it names nobody.
    #[must_use]
    pub fn authors_of<'a>(&'a self, post: &'a Post) -> &'a [Person] {
        if !post.authors.is_empty() {
            return &post.authors;
        }
        self.author_in(post.language.as_deref()).map_or(&[], std::slice::from_ref)
    }
}

/// An error about what the keys lead to (numbers stand for the items of a list) in YAML files that are laid over each
/// other: at its place in the last that sets it.
pub(crate) fn error_in(files: &[SourceFile], keys: &[&str], message: impl Into<String>) -> ConfigError {
    let place = files.iter().rev().find_map(|file| {
        let (node, _) = yaml::parse(&file.text, 0);
        let mut node = &node;
        for key in keys {
            node = match &node.value {
                Value::Map(map) => map.get(key)?,
                Value::List(list) => list.get(key.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some((file, node.span))
    });
    match place {
        Some((file, span)) => ConfigError::new(file, Some(span), message),
        None => ConfigError::general(message),
    }
}

/// A site as it was read.
#[derive(Clone, Debug)]
pub struct Site {
    /// What holds for all of it.
    pub settings: Settings,
    /// Posts and the documents of the collections that feeds take, the newest first, as in a feed; after them, where
    /// the whole site was read, the documents of the other collections.
    pub posts: Vec<Arc<Post>>,
    /// The collections that feeds take posts from, `posts` always among them.
    pub feed_collections: Vec<Arc<str>>,
    /// What the site's own plugins do to the text of its files.
    pub own_changes: OwnChanges,
    /// The site's lock file, and the posts that have its records, where there is such a file.
    pub locked: Option<Arc<Locked>>,
    /// What only templates and links need, where it was read.
    pub surroundings: Option<Arc<Surroundings>>,
    /// The other sites whose posts feeds take too, where they were read.
    pub joined: Vec<Joined>,
    /// The site's own files that make what may be feeds, by the path that each is written to below the output folder.
    pub own_sources: BTreeMap<String, OwnSource>,
    /// Symlinks of the tree to other places of it, and those places.
    pub symlinks: Vec<(String, String)>,
    /// Files where posts lie that are not posts, and why.
    pub ignored: Vec<Ignored>,
    /// Posts and documents that have no head: their front matter or their bytes cannot be read.
    pub unreadable: Vec<Unreadable>,
    /// What else cannot be read or parsed, as far as it was looked at.
    pub unread: Vec<Unread>,
}

impl Site {
    /// Whether a file lies at or below a symlink to another place of the tree.
    pub(crate) fn is_by_symlink(&self, path: &str) -> bool {
        real_path(&self.symlinks, path).is_some()
    }
}

/// The path of a file that lies at or below a symlink, where that leads to; nothing for other files.
#[must_use]
pub(crate) fn real_path(symlinks: &[(String, String)], path: &str) -> Option<String> {
    symlinks.iter().find_map(|(link, target)| {
        let rest = path.strip_prefix(link.as_str())?;
        match (target.as_str(), rest) {
            (target, "") => Some(target.to_owned()),
            ("", rest) => rest.strip_prefix('/').map(str::to_owned),
            (target, rest) => rest.starts_with('/').then(|| format!("{target}{rest}")),
        }
    })
}

/// Whether a file is a README with an ending.
#[must_use]
pub(crate) fn is_readme(path: &str) -> bool {
    path.after_last('/').rsplit_once('.').is_some_and(|(stem, _)| stem.eq_ignore_ascii_case("readme"))
}

/// A site whose posts feeds of another one take.
#[derive(Clone, Debug)]
pub struct Joined {
    /// Its folder, as the configuration names it: counted from the other site's.
    pub folder: String,
    /// The site, by its own configuration: its posts have its ids and URLs.
    pub site: Site,
}

/// Everything of a site but its posts and documents: what only templates and links need. It is read whole, or not at all.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Pages that are not documents.
    pub pages: Vec<Page>,
    /// Files that are copied as they are: their URLs, without host and base URL.
    pub files: Vec<StaticFile>,
    /// The files in folders of which plugins make those of the site ([`Made::asset_folders`](crate::site::made::Made)).
    pub assets: Vec<String>,
    /// What belongs to it and is not there.
    pub absent: Absent,
    /// What the site's own plugins make, where it has some.
    pub own_pages: Option<OwnPages>,
    /// Redirects that files of the host name: `_redirects`, `netlify.toml`, `vercel.json`.
    pub redirects: Vec<HostRedirect>,
    /// Patterns of paths that such files redirect or rewrite, and the file.
    pub redirect_patterns: Vec<(String, &'static str)>,
    /// Whether its host ignores the case of letters in a URL, as Netlify does.
    pub host_ignores_case: bool,
    /// Whether the host sends readers from `/a/` to `/a` (`vercel.json`, `firebase.json`), or pages have no slash.
    pub host_removes_slashes: bool,
    /// `_data`: by file name, folders as maps within.
    pub data_files: Map,
    /// The files of `_includes`, by their path below it: their contents, or why one cannot be read. A folder, whose path ends
    /// in `/`, is among them only where it cannot be read.
    pub includes: BTreeMap<String, Result<Arc<str>, String>>,
    /// The paths of these files in the site, by the same names.
    pub include_paths: BTreeMap<String, Arc<str>>,
}

impl Surroundings {
    /// The text of the file of `_includes` that has this path in the site.
    #[must_use]
    pub fn include_at(&self, path: &str) -> Option<&Arc<str>> {
        let mut names = path.match_indices('/').map(|(at, slash)| path.part(at + slash.len()..));
        let name = names.find(|name| self.include_paths.get(*name).is_some_and(|own| **own == *path))?;
        self.includes.get(name)?.as_ref().ok()
    }
}

/// A site of which everything was read.
#[derive(Clone, Copy, Debug)]
pub struct WholeSite<'a> {
    /// Its settings, posts and documents.
    pub site: &'a Site,
    /// Everything else of it.
    pub surroundings: &'a Surroundings,
}

/// A file of the site that its generator makes a feed of, or copies as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSource {
    /// The file, below the site.
    pub path: Arc<str>,
    /// The beginning of its text, front matter left out.
    pub text: String,
}

/// A redirect that a file of the host names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostRedirect {
    /// The path that it redirects from, without the base URL.
    pub from: String,
    /// Where it leads, without the base URL.
    pub to: String,
    /// The file, below the site.
    pub path: String,
    /// Whether a script on a page sends readers on, as far as its text shows.
    pub by_script: bool,
}

/// A data file, page or folder that could not be read or parsed.
#[derive(Clone, Debug)]
pub struct Unread {
    /// What of the site it belongs to.
    pub part: UnreadPart,
    /// Why, and where.
    pub problem: Problem,
    /// The place of the problem, as people count.
    pub position: Position,
    /// Whether it is not there: a symbolic link leads nowhere.
    pub is_missing: bool,
}

/// A part of a site that is neither posts nor includes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnreadPart {
    /// The data file that authors are looked up in, which every entry may need.
    Authors,
    /// Another data file, which only templates need.
    Data,
    /// A page, which only templates need.
    Page,
}

/// A post or document that could not be read.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// Its file, below the site.
    pub path: Arc<str>,
    /// The collection that it belongs to.
    pub collection: Arc<str>,
    /// Whether nobody knows what its author wrote, so that no feed that may hold it can be written: it could not be read,
    /// whereas front matter that does not parse was.
    pub stops_feeds: bool,
    /// Why, and where.
    pub problem: Problem,
    /// The place of the problem, as people count.
    pub position: Position,
}

impl Unreadable {
    /// Whether it is one of the site's posts, no document of another collection.
    #[must_use]
    pub fn is_post(&self) -> bool {
        &*self.collection == POSTS
    }
}

/// A page that is not a document of a collection.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its file, below the site.
    pub path: Arc<str>,
    /// How much of the path templates do not see: the source folder and the slash after it.
    pub hidden_path: usize,
    /// Where it stands, without host and base URL.
    pub url: String,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// Where it sends its readers, as written.
    pub redirect_to: Option<String>,
    /// The URLs that lead to it, without host and base URL.
    pub redirect_from: Vec<String>,
    /// How its body is read.
    pub markup: Markup,
    /// Whether its body has to go through Liquid.
    pub liquid: bool,
    /// The front matter with the configuration's defaults under it.
    pub data: Map,
    /// The front matter as it is written, with its places.
    pub front_matter: FrontMatter,
    /// The whole file, where the whole site was read with its contents.
    pub text: Option<Arc<str>>,
}

/// A file that is copied as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StaticFile {
    /// Where it stands, without host and base URL. Not percent-encoded.
    pub url: String,
    /// The file, below the site.
    pub path: String,
    /// How much of the path templates do not see: the source folder, or that of the collections, and the slash after it.
    pub hidden_path: usize,
    /// Its size in bytes.
    pub size: u64,
}

impl Page {
    /// The path that templates know it by.
    #[must_use]
    pub fn relative_path(&self) -> &str {
        self.path.part(self.hidden_path..)
    }
}

impl StaticFile {
    /// The path that templates know it by.
    #[must_use]
    pub fn relative_path(&self) -> &str {
        self.path.part(self.hidden_path..)
    }
}

/// A file that lies where posts lie and is none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ignored {
    /// The file, below the site.
    pub path: String,
    /// Why the generator skips it.
    pub reason: &'static str,
    /// What to do so that it is a post.
    pub help: &'static str,
}

impl Ignored {
    /// Whether it looks like a post: neither a picture nor a README, nor hidden.
    #[must_use]
    pub fn looks_like_post(&self) -> bool {
        let name = self.path.after_last('/');
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let is_text = is_named_like_markdown(name)
            || ["", "html", "htm", "textile"].iter().any(|known| extension.eq_ignore_ascii_case(known));
        let is_about = ["README", "LICENSE", "CONTRIBUTING", "CHANGELOG", "TEMPLATE"]
            .iter()
            .any(|word| stem.eq_ignore_ascii_case(word));
        is_text && !is_about && !name.starts_with(['.', '_', '#', '~']) && !name.ends_with('~')
    }
}
