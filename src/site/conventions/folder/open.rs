//! A plain folder's settings, from `feedwright.toml`.

use std::sync::Arc;

use std::collections::BTreeMap;

use glob::Pattern;

use crate::markup::front_matter::{Format, Map};
use crate::markup::markdown::{self, CommonMark};
use crate::site::capabilities::{Capabilities, OtherDates};
use crate::site::config::{self, ConfigError};
use crate::site::convention::Opening;
use crate::site::conventions::folder::book::Book;
use crate::site::conventions::folder::hugo::Content;
use crate::site::conventions::folder::zola;
use crate::site::conventions::people;
use crate::site::conventions::permalink;
pub(super) use crate::site::is_markdown;
use crate::site::post::POSTS;
use crate::site::profile::Profile;
use crate::site::{ArchiveKind, BaseOfTags, Environment, Made, Settings};
use crate::text::date;

pub(super) const CAPABILITIES: Capabilities = Capabilities {
    name: "plain",
    summary: "a folder of Markdown files with front matter, and a `feedwright.toml`",
    config_is_ours: true,
    set_url: "set `url = \"https://…\"` in `[site]` of feedwright.toml",
    exclude_folder: "add it to `exclude` of `[posts]` in feedwright.toml",
    has_post_folders: false,
    untitled: "the title is made up from the file name",
    id_sources: "`id` or `slug`",
    source_links: Some(zola::SOURCE_LINKS),
    writes_folders: true,
    runs_liquid: false,
    own_plugins: None,
    dates: OtherDates::NONE,
    front_matter: &[Format::Yaml, Format::Toml],
    profile: Profile::EVERYTHING,
};

pub(in crate::site::conventions) struct Folder {
    pub(super) settings: Settings,
    pub(super) folders: Vec<String>,
    pub(super) content: Content,
    /// The folder with the pages of a book, and whether each is a file of its own name: `a.html`.
    pub(super) book: Option<(String, bool)>,
    /// Whether it is a vault of Obsidian.
    pub(super) is_vault: bool,
    pub(super) exclude: Vec<Pattern>,
    pub(super) permalink: String,
    pub(super) excerpt_separator: Arc<str>,
    pub(super) drafts: bool,
    pub(super) future: bool,
}

/// The pages and feeds that generators of this kind make of any posts, and of their tags and categories.
const LISTS: [(ArchiveKind, &str); 10] = [
    (ArchiveKind::Date, "/index.xml"),
    (ArchiveKind::Date, "/sitemap.xml"),
    (ArchiveKind::Tag, "/tags/"),
    (ArchiveKind::Tag, "/tags/index.xml"),
    (ArchiveKind::Tag, "/tags/:name/"),
    (ArchiveKind::Tag, "/tags/:name/index.xml"),
    (ArchiveKind::Category, "/categories/"),
    (ArchiveKind::Category, "/categories/index.xml"),
    (ArchiveKind::Category, "/categories/:name/"),
    (ArchiveKind::Category, "/categories/:name/index.xml"),
];

impl Folder {
    pub(in crate::site::conventions) fn open(
        opening: Opening<'_>,
        capabilities: &'static Capabilities,
    ) -> Result<Self, ConfigError> {
        let Opening { config, overrides, files, .. } = opening;
        let book = Book::read(files.first().filter(|_| capabilities.config_is_ours));
        let site = &config.site;
        let zone = date::zone(site.timezone.as_deref().unwrap_or("UTC"))
            .map_err(|error| config.error(&["site", "timezone"], error.to_string()))?;
        let posts = &config.posts;
        let glob = |(number, glob): (usize, &String)| {
            Pattern::new(glob).map_err(|error| {
                let message = format!("`exclude` has `{glob}`, which is not a glob: {}", error.msg);
                config.error(&["posts", "exclude", &number.to_string()], message)
            })
        };
        let exclude = posts.exclude.iter().enumerate().map(glob).collect::<Result<Vec<_>, _>>()?;
        let folders: Vec<String> =
            posts.folders.iter().map(|folder| below(folder)).filter(|folder| !folder.is_empty()).collect();
        let permalink = permalink::style(posts.permalink.as_deref().unwrap_or(if book.writes_files {
            "/:path.html"
        } else {
            "/:path/"
        }));
        if let Some(fault) = permalink::fault(permalink, &[]) {
            return Err(config.error(&["posts", "permalink"], fault));
        }
        if !permalink.contains(':') {
            let message = format!("every post would stand at `{permalink}`; put `:title` or `:path` into it");
            return Err(config.error(&["posts", "permalink"], message));
        }
        Ok(Self {
            content: Content::new(&folders, book.source.as_deref()),
            is_vault: false,
            book: book.source.as_ref().map(|source| (below(source), book.writes_files)),
            folders,
            exclude,
            permalink: permalink.to_owned(),
            excerpt_separator: Arc::from(posts.excerpt_separator.as_deref().unwrap_or("\n\n")),
            drafts: overrides.drafts || posts.drafts,
            future: overrides.future || posts.future,
            settings: Settings {
                convention: capabilities,
                url: overrides
                    .url
                    .clone()
                    .or_else(|| site.url.clone())
                    .or(book.url)
                    .filter(|url| !url.is_empty()),
                baseurl: site.baseurl.clone().or(book.base).unwrap_or_else(String::new),
                title: site.title.clone().or(book.title),
                description: site.description.clone().or(book.description),
                language: site.language.clone().or(book.language),
                author: site.author.as_ref().map(people::configured),
                authors_by_language: BTreeMap::new(),
                zone,
                environment: Environment::new(overrides.environment.as_deref()),
                now_is_given: overrides.now.is_some() || overrides.clock_is_given,
                now: date::in_zone(&overrides.now.unwrap_or(overrides.clock), zone),
                source: String::new(),
                plugin_folders: Vec::new(),
                output: site.output.clone().or(book.output).unwrap_or_else(|| "public".to_owned()),
                layouts_dir: None,
                template_folders: Vec::new(),
                markdown: match (config.markdown, book.heading_ids) {
                    (Some(config::Markdown::Kramdown), _) => markdown::Options::default(),
                    (None, Some(heading_ids)) => markdown::Options {
                        auto_ids: true,
                        common_mark: CommonMark { heading_ids, ..CommonMark::DEFAULT },
                        ..markdown::Options::common_mark()
                    },
                    _ => markdown::Options::common_mark(),
                },
                made: Made {
                    archives: LISTS.map(|(kind, template)| (kind, template.to_owned())).to_vec(),
                    ..Made::default()
                },
                writes_feeds: true,
                titles_from_headings: false,
                titles_from_names: false,
                removes_slashes: false,
                own_readers: false,
                posts_in_folders: false,
                base_of_tags: BaseOfTags::Written,
                readmes_perhaps: false,
                url_is_of_host: false,
                replaced_links: crate::site::ReplacedLinks {
                    in_pages: book.source.is_some(),
                    in_documents: book.source.is_some(),
                    ..crate::site::ReplacedLinks::default()
                },
                gists: None,
                plugins_bring_tags: false,
                bodies: None,
                collections: BTreeMap::from([(POSTS.to_owned(), true)]),
                data: Map::default(),
                config,
                sources: Vec::new(),
            },
        })
    }
}

impl Folder {
    /// What holds for the whole site by `feedwright.toml` and the command line, for conventions that add to it.
    pub(in crate::site::conventions) fn into_settings(self) -> Settings {
        self.settings
    }

    /// Whether a file lies where posts lie.
    pub(super) fn in_folder(&self, path: &str) -> bool {
        let is_below =
            |folder: &String| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        self.folders.is_empty() || self.folders.iter().any(is_below)
    }
}

/// A folder as paths begin with it; empty for the site's own.
pub(in crate::site::conventions) fn below(folder: &str) -> String {
    let parts: Vec<&str> = folder.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    parts.join("/")
}
