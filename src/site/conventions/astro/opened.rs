//! An Astro site: its configuration, collections and feeds.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::markup::markdown::{self, Alignment, Classes, CommonMark, HeadingIdStyle};
use crate::site::Settings;
use crate::site::config::ConfigError;
use crate::site::convention::Opening;
use crate::site::conventions::astro::bodies::Texts;
use crate::site::conventions::astro::capabilities::CAPABILITIES;
use crate::site::conventions::astro::configuration::{Collection, Configuration, aliases, text};
use crate::site::conventions::astro::endpoints::{Endpoint, Found, GLOB, Pattern, endpoints};
use crate::site::conventions::astro::outside::Outside;
use crate::site::conventions::astro::routes::{Routes, routes};
use crate::site::conventions::astro::written;
use crate::site::conventions::folder::Folder;
use crate::site::tree::Tree;
use crate::text::url::{self, percent_encoded, split_address};

pub(super) struct Astro {
    pub(super) settings: Settings,
    pub(super) configuration: Configuration,
    pub(super) collections: Vec<Collection>,
    /// Names of the collections that feeds are made of.
    pub(super) wanted: BTreeSet<String>,
    pub(super) endpoints: Vec<Endpoint>,
    /// Files that make a feed for each of a list that is made of entries.
    pub(super) patterns: Vec<Pattern>,
    pub(super) routes: Routes,
    pub(super) notes: Vec<String>,
}

/// Names of collections that hold a site's posts where no feed tells.
const USUAL: [&str; 8] = ["blog", "posts", "post", "articles", "news", "writing", "notes", "docs"];

impl Astro {
    pub(super) fn open(opening: Opening<'_>) -> Result<Self, ConfigError> {
        let configuration = Configuration::read(opening.files.first(), None);
        let sources = opening.files.to_vec();
        let (has_output, has_base) =
            (opening.config.site.output.is_some(), opening.config.site.baseurl.is_some());
        let mut settings = Folder::open(opening, &CAPABILITIES)?.into_settings();
        settings.sources = sources;
        settings.replaced_links.images = true;
        if !has_output {
            settings.output = configuration.output.clone().unwrap_or_else(|| "dist".to_owned());
        }
        let mut site = Self {
            settings,
            configuration,
            collections: Vec::new(),
            wanted: BTreeSet::new(),
            endpoints: Vec::new(),
            patterns: Vec::new(),
            routes: Routes::default(),
            notes: Vec::new(),
        };
        site.settle(!has_base);
        Ok(site)
    }

    pub(super) fn read_files(&mut self, tree: &dyn Tree, paths: &[String]) {
        self.configuration = Configuration::read(self.settings.sources.first(), Some(tree));
        let aliases = aliases(tree, &self.configuration.source);
        let outside = self.outside();
        let (collections, found) = outside.with(Some(tree), &aliases, |modules| {
            let source = &self.configuration.source;
            let found = endpoints(modules, source, outside.site.as_deref(), paths);
            (self.configuration.collections(modules, paths), found)
        });
        self.collections = collections;
        Found { endpoints: self.endpoints, patterns: self.patterns } = found;
        for endpoint in &mut self.endpoints {
            if let (Some(renderer), Some(list)) = (&mut endpoint.renderer, &endpoint.items) {
                renderer.frame = written::frame(&outside, list);
            }
        }
        let sources = self
            .endpoints
            .iter()
            .chain(self.patterns.iter().map(|pattern| &pattern.endpoint))
            .filter_map(|it| it.items.as_ref())
            .flat_map(|it| &it.sources);
        let globs: BTreeSet<String> =
            sources.filter(|it| it.name.starts_with(GLOB)).map(|it| it.name.clone()).collect();
        self.collections.extend(globs.into_iter().map(Collection::of_glob));
        self.routes = routes(&self.configuration.source, tree, paths);
        self.wanted = self
            .endpoints
            .iter()
            .chain(self.patterns.iter().map(|pattern| &pattern.endpoint))
            .filter_map(|it| it.items.as_ref())
            .flat_map(|it| it.sources.iter().map(|source| source.name.clone()))
            .collect();
        if self.wanted.is_empty() {
            let usual =
                self.collections.iter().map(|it| &it.name).filter(|name| USUAL.contains(&name.as_str()));
            self.wanted = usual.cloned().collect();
        }
        if self.wanted.is_empty() {
            self.wanted = self.collections.iter().map(|collection| collection.name.clone()).collect();
        }
        self.settings.made.urls = self.routes.pages.clone();
        self.settings.made.prefixes =
            self.routes.below.iter().map(|it| (it.clone(), "a route of src/pages")).collect();
        let source = self.settings.sources.first().map_or("astro.config", |file| &*file.path).to_owned();
        if let (Some(line), None) = (self.configuration.computed_site, &self.settings.url) {
            self.notes.push(format!(
                "{source}:{line}: `site` is computed; set `url` in `[site]` of feedwright.toml"
            ));
        }
        for endpoint in self.endpoints.iter().filter(|endpoint| endpoint.items.is_none()) {
            self.notes.push(format!(
                "{}:{}: what the items of the feed are made of is computed: it has the entries of `{}`; set `paths` in feedwright.toml for others",
                endpoint.source,
                endpoint.line,
                self.wanted.iter().cloned().collect::<Vec<_>>().join("`, `")
            ));
        }
        self.settle(self.settings.config.site.baseurl.is_none());
    }

    fn settle(&mut self, sets_base: bool) {
        let Self { settings, configuration, endpoints, patterns, .. } = self;
        let first = endpoints.first().map(|endpoint| &endpoint.options);
        if settings.url.is_none() {
            settings.url = configuration.site.as_deref().and_then(|address| split_address(address).0);
        }
        settings.template_folders = vec![configuration.source.clone()];
        settings.removes_slashes = configuration.removes_slashes;
        if sets_base {
            settings.baseurl.clone_from(&configuration.base);
        }
        settings.title = settings.title.take().or_else(|| first.and_then(|options| text(options, "title")));
        settings.description =
            settings.description.take().or_else(|| first.and_then(|options| text(options, "description")));
        if settings.config.markdown.is_none() {
            settings.markdown = markdown_options(configuration);
        }
        let all = endpoints.iter().chain(patterns.iter().map(|pattern| &pattern.endpoint));
        let renderers = all.filter_map(|endpoint| Some((endpoint.way, endpoint.renderer.clone()?))).collect();
        settings.bodies = Some(Arc::new(Texts { renderers }));
    }

    /// The collection that a file is in, and its path below that collection's folder.
    pub(super) fn collection<'p>(&self, path: &'p str) -> Option<(&Collection, &'p str)> {
        self.collections(path).next()
    }

    /// All collections that a file is in: the globs of two feeds may have it both.
    pub(super) fn collections<'p>(&self, path: &'p str) -> impl Iterator<Item = (&Collection, &'p str)> {
        self.collections.iter().filter_map(move |collection| {
            let base = &collection.base;
            let rest =
                if base.is_empty() { path } else { path.strip_prefix(base.as_str())?.strip_prefix('/')? };
            let is_text = rest.ends_with(".md")
                || rest.ends_with(".mdx") && self.configuration.reads_mdx
                || rest.ends_with(".mdoc") && self.configuration.reads_markdoc
                || rest.ends_with(".markdown");
            let is_in = match collection.patterns.as_slice() {
                [] => !rest.split('/').any(|part| part.starts_with('_')),
                patterns => {
                    let any = |excludes: bool| {
                        patterns.iter().any(|(glob, it)| *it == excludes && glob.matches(rest))
                    };
                    any(false) && !any(true)
                }
            };
            (is_text && is_in).then_some((collection, rest))
        })
    }

    /// What a build of the site tells its programs.
    pub(super) fn outside(&self) -> Outside {
        Outside {
            site: self.site_address(),
            base: self.configuration.base.clone(),
            now: Some(self.settings.now.timestamp_millis()),
        }
    }

    /// Whether a file is an image that entries may name by its path.
    pub(super) fn is_image_of_content(&self, path: &str) -> bool {
        let ending = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        let is_image =
            ["png", "jpg", "jpeg", "webp", "gif", "svg", "avif", "tiff"].contains(&ending.as_str());
        let start = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        is_image && (start(&self.configuration.source) || self.collections.iter().any(|it| start(&it.base)))
    }

    /// `site` of the configuration; that of `feedwright.toml` or the command line where it is another one.
    pub(super) fn site_address(&self) -> Option<String> {
        let own = self.configuration.site.as_deref();
        let Some(url) = self.settings.url.as_deref() else { return own.map(str::to_owned) };
        let own = own.filter(|own| own.starts_with(url));
        Some(own.map_or_else(|| format!("{url}/"), str::to_owned))
    }

    /// The absolute URL of a link of a feed, as `@astrojs/rss` writes it (`createCanonicalURL`).
    pub(super) fn canonical(&self, endpoint: Option<&Endpoint>, link: &str) -> String {
        let has_scheme = link.split_once(':').is_some_and(|(scheme, _)| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        });
        if has_scheme {
            return encoded(link);
        }
        let path = link.strip_suffix("/index.html").unwrap_or(link);
        let has_ending = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        let mut whole = String::with_capacity(path.len() + 1);
        for part in path.split_inclusive('/') {
            // Slashes that follow each other are one.
            if part != "/" || !whole.ends_with('/') {
                whole.push_str(part);
            }
        }
        if !has_ending && !whole.ends_with('/') {
            whole.push('/');
        }
        let base = self.site_address();
        let mut whole = base.map_or_else(|| whole.clone(), |base| url::resolve(&base, &whole).into_owned());
        let trails = endpoint.and_then(|it| it.options.get("trailingSlash")?.truth());
        if trails == Some(false) {
            whole.truncate(whole.trim_end_matches('/').len());
        }
        encoded(&whole)
    }
}

/// A URL whose signs beyond ASCII, blanks too, are escaped; what is escaped stays.
fn encoded(address: &str) -> String {
    percent_encoded(address, |byte| byte.is_ascii_graphic() && !b"\"<>`{}".contains(&byte))
}

fn markdown_options(configuration: &Configuration) -> markdown::Options {
    let smart = configuration.smartypants;
    markdown::Options {
        gfm: configuration.gfm,
        smart_quotes: smart,
        typographic_symbols: smart,
        // retext-smartypants: two dashes are an em dash, three stay.
        glyphs: vec![
            ("–", "—".to_owned()),
            ("—", "---".to_owned()),
            ("«", "&lt;&lt;".to_owned()),
            ("»", "&gt;&gt;".to_owned()),
        ],
        auto_ids: true,
        highlighter: configuration.highlighter.clone(),
        common_mark: CommonMark {
            footnotes: configuration.gfm,
            autolinks: configuration.gfm,
            alignment: Alignment::Attribute,
            heading_ids: HeadingIdStyle::GitHub,
            classes: Classes::GitHub,
            ..CommonMark::DEFAULT
        },
        ..markdown::Options::common_mark()
    }
}
