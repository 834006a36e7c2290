//! A Pelican site: its configuration, and what follows for a file.

use std::sync::{Arc, OnceLock};

use crate::markup::markdown::{self, CommonMark, HeadingIdStyle};
use crate::site::config::{self, ConfigError};
use crate::site::convention::Opening;
use crate::site::conventions::folder::Folder;
use crate::site::conventions::pelican::bodies::Texts;
use crate::site::conventions::pelican::capabilities::CAPABILITIES;
use crate::site::conventions::pelican::configuration::Configuration;
use crate::site::conventions::pelican::python::{AssignedAt, Assignments, PyValue};
use crate::site::post::Person;
use crate::site::tree::Tree;
use crate::site::{ArchiveKind, Settings};
use crate::text::date;
use crate::text::url::SlugMode;

pub(super) struct Pelican {
    pub(super) settings: Settings,
    pub(super) configuration: Configuration,
    pub(super) drafts: bool,
    /// What feedwright.toml and the command line say of the site.
    own: config::Site,
}

/// What a file below the folder of content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Article,
    Page,
    File,
}

impl Pelican {
    pub(super) fn open(opening: Opening<'_>) -> Result<Self, ConfigError> {
        let mut names = Assignments::default();
        opening.files.iter().for_each(|file| names.read(&file.path, &file.text, &|_| None));
        let (sources, drafts) = (opening.files.to_vec(), opening.overrides.drafts);
        let mut own = opening.config.site.clone();
        own.url = opening.overrides.url.clone().or(own.url);
        let settings = Folder::open(opening, &CAPABILITIES)?.into_settings();
        let configuration = Configuration::new(names, ".");
        let mut site = Self { settings, configuration, drafts, own };
        site.settings.sources = sources;
        site.settle();
        Ok(site)
    }

    /// Reads `publishconf.py`, which a build for the web takes, and what both files import from the site's other modules.
    pub(super) fn read_files(&mut self, tree: &dyn Tree, listed: &[String]) -> Vec<String> {
        let read = |path: &str| tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let module =
            |path: &str| read(&format!("{path}.py")).or_else(|| read(&format!("{path}/__init__.py")));
        let mut names = Assignments::default();
        for file in &self.settings.sources {
            names.read(&file.path, &file.text, &module);
        }
        if let Some(text) = read("publishconf.py") {
            names.read("publishconf.py", &text, &module);
        }
        // The command that most sites are built with names the folder then.
        let is_usual = listed.iter().any(|path| path.starts_with("content/"));
        self.configuration = Configuration::new(names, if is_usual { "content" } else { "." });
        self.settle();
        let mut notes = self.computed();
        if let Some((plugin, takes_over)) = self.own_reader(tree, listed) {
            self.settings.own_readers = takes_over;
            notes.push(format!(
                "{plugin} reads articles itself (`readers_init`): titles and dates that it makes, and articles that only it reads, are not in the feeds"
            ));
        }
        notes
    }

    /// A plugin of the site's own with a reader, and whether one takes the place of Pelican's: what an article is then, only it
    /// knows. A reader of other files leaves articles of Markdown as they are.
    fn own_reader<'p>(&self, tree: &dyn Tree, listed: &'p [String]) -> Option<(&'p str, bool)> {
        /// The endings that Pelican's own readers take, and the class that others are derived from.
        const OWN: [&str; 9] =
            ["md", "markdown", "mkd", "mdown", "rst", "htm", "html", "MarkdownReader", "RstReader"];
        let names = self.configuration.names.get("PLUGINS");
        let Some(PyValue::List(names)) = names else { return None };
        let folders = self.configuration.names.get("PLUGIN_PATH");
        let folders = match folders.or_else(|| self.configuration.names.get("PLUGIN_PATHS")) {
            Some(PyValue::List(folders)) => folders.iter().filter_map(PyValue::as_text).collect(),
            Some(PyValue::Text(folder)) => vec![folder.as_str()],
            _ => Vec::new(),
        };
        let is_used = |path: &&String| {
            folders.iter().any(|folder| {
                let folder = folder.trim_start_matches("./").trim_end_matches('/');
                let below = path.strip_prefix(folder).and_then(|below| below.strip_prefix('/'));
                let name = below.and_then(|below| below.strip_suffix(".py"));
                let name = name.map(|name| name.split('/').next().unwrap_or(name));
                name.is_some_and(|name| names.iter().any(|used| used.as_text() == Some(name)))
            })
        };
        let reads = |path: &'p String| {
            let source =
                String::from_utf8(tree.read(path).ok()?).ok().filter(|it| it.contains("readers_init"))?;
            let mut words = source.split(|c: char| !c.is_ascii_alphanumeric());
            let takes_over = !source.contains("file_extensions") || words.any(|word| OWN.contains(&word));
            Some((path.as_str(), takes_over))
        };
        let mut found = listed.iter().filter(is_used).filter_map(reads).peekable();
        let first = found.peek().map(|(path, _)| *path)?;
        Some(found.find(|(_, takes_over)| *takes_over).unwrap_or((first, false)))
    }

    /// What is computed in the configuration, for people.
    fn computed(&self) -> Vec<String> {
        let keys = [
            ("SITEURL", "`url` in `[site]`", self.own.url.is_some()),
            ("SITENAME", "`title` in `[site]`", self.own.title.is_some()),
            ("AUTHOR", "`author` in `[site]`", self.own.author.is_some()),
            ("TIMEZONE", "`timezone` in `[site]`", self.own.timezone.is_some()),
        ];
        let computed = keys.into_iter().filter(|(_, _, is_given)| !is_given).filter_map(|(name, key, _)| {
            let AssignedAt { file, line } = self.configuration.names.computed(name)?;
            Some(format!("{file}:{line}: `{name}` is computed; set {key} of feedwright.toml"))
        });
        computed.collect()
    }

    fn settle(&mut self) {
        let Self { settings, configuration, own, .. } = self;
        settings.url = own.url.clone().or_else(|| configuration.origin.clone());
        settings.baseurl = own.baseurl.clone().unwrap_or_else(|| configuration.base.clone());
        settings.title = own.title.clone().or_else(|| Some(configuration.title.clone()));
        settings.description = own.description.clone().or_else(|| configuration.subtitle.clone());
        settings.language = own.language.clone().or_else(|| Some(configuration.language.clone()));
        if own.author.is_none() {
            let name = configuration.author.clone();
            settings.author = name.map(|name| Person { name, email: None, uri: None });
        }
        if own.output.is_none() {
            settings.output.clone_from(&configuration.output);
        }
        if let (None, Some(zone)) =
            (&own.timezone, configuration.zone.as_deref().and_then(|it| date::zone(it).ok()))
        {
            settings.zone = zone;
            settings.now = date::in_zone(&settings.now, zone);
        }
        if settings.config.markdown.is_none() {
            settings.markdown = markdown_options(configuration);
        }
        let lists = ["index", "archives", "tags", "categories", "authors"];
        settings.made.urls = lists.map(|name| format!("/{name}.html")).into();
        settings.made.prefixes =
            [&configuration.category_url, &configuration.tag_url, &configuration.author_url]
                .into_iter()
                .filter_map(|template| template.split('{').next().filter(|before| !before.is_empty()))
                .map(|before| (format!("/{}", before.trim_start_matches('/')), "a list of articles"))
                .chain([("/theme/".to_owned(), "the theme")])
                .collect();
        // Those of which no beginning is known, by the names of each article.
        let lists = [
            (ArchiveKind::Category, &configuration.category_url),
            (ArchiveKind::Tag, &configuration.tag_url),
        ];
        settings.made.autopages = lists
            .into_iter()
            .filter(|(_, template)| template.trim_start_matches('/').starts_with("{slug}"))
            .map(|(kind, template)| {
                let template = template.trim_start_matches('/').replace("{slug}", ":name");
                (kind, format!("/{template}"), SlugMode::Latin)
            })
            .collect();
        settings.bodies =
            Some(Arc::new(Texts { configuration: configuration.clone(), urls: OnceLock::new() }));
    }

    /// What a file is; nothing for one that is not below the folder of content.
    pub(super) fn kind(&self, path: &str) -> Option<FileKind> {
        let configuration = &self.configuration;
        let below = path.strip_prefix(configuration.content.as_str())?;
        let name = below.rsplit('/').next().unwrap_or(below);
        let is_ignored = |name: &str| configuration.ignored.iter().any(|pattern| pattern.matches(name));
        let is_of =
            |folder: &String| path.strip_prefix(folder.as_str()).is_some_and(|it| it.starts_with('/'));
        if configuration.programs.iter().any(is_of) {
            return None;
        }
        if name.starts_with('.') || below.split('/').any(is_ignored) {
            return None;
        }
        let is_in = |folders: &[String]| {
            folders.iter().any(|folder| {
                let is_below = |rest: &str| rest.starts_with('/') || rest.is_empty();
                folder.is_empty() || below.strip_prefix(folder.as_str()).is_some_and(is_below)
            })
        };
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_text = matches!(ending, "md" | "markdown" | "mkd" | "mdown" | "rst" | "html" | "htm")
            && configuration.has_reader(ending);
        Some(match is_text {
            true if is_in(&configuration.pages) => FileKind::Page,
            true if is_in(&configuration.articles) && !is_in(&configuration.excluded) => FileKind::Article,
            _ => FileKind::File,
        })
    }
}

/// Python-Markdown is nearer to kramdown than to CommonMark: definition lists, abbreviations, attribute lists, Markdown in HTML.
fn markdown_options(configuration: &Configuration) -> markdown::Options {
    let has = |name: &str| configuration.has_extension(name);
    markdown::Options {
        smart_quotes: has("smarty"),
        typographic_symbols: has("smarty"),
        python_markdown: true,
        angled_quotes: configuration.extension("smarty", "smart_angled_quotes") == Some(&PyValue::Bool(true)),
        sane_lists: has("sane_lists"),
        attribute_lists: configuration.has_part_of_extra("attr_list"),
        fence_words: true,
        outer_fences: configuration.has_part_of_extra("fenced_code"),
        auto_ids: has("toc"),
        syntax_highlighter: false,
        hard_wrap: has("nl2br"),
        math: false,
        common_mark: CommonMark { heading_ids: HeadingIdStyle::PythonMarkdown, ..CommonMark::DEFAULT },
        ..markdown::Options::default()
    }
}
