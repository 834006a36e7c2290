//! An Eleventy site: its configuration, the data of its folders, and which of its files are templates.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use crate::markup::front_matter::javascript::of_map;
use crate::markup::front_matter::{FrontMatter, Map, Value as Data};
use crate::markup::javascript::{Object, Value};
use crate::markup::markdown::{self, CommonMark, HeadingIdStyle, Highlighter};
use crate::site::Settings;
use crate::site::config::ConfigError;
use crate::site::convention::Opening;
use crate::site::conventions::eleventy::asked::Asked;
use crate::site::conventions::eleventy::bodies::Texts;
use crate::site::conventions::eleventy::capabilities::CAPABILITIES;
use crate::site::conventions::eleventy::configuration::{Configuration, Ids, of_build};
use crate::site::conventions::eleventy::ignored::Ignored;
use crate::site::conventions::eleventy::layouts::Layouts;
use crate::site::conventions::eleventy::paged::Paged;
use crate::site::conventions::eleventy::paths::below;
use crate::site::conventions::eleventy::shared::Shared;
use crate::site::conventions::eleventy::templating::as_map;
use crate::site::conventions::eleventy::{collections, data, paths};
use crate::site::conventions::folder::Folder;
use crate::site::conventions::markdown_it;
use crate::site::conventions::programs::Modules;
use crate::site::post::Person;
use crate::site::tree::Tree;
use crate::text::url::split_address;

pub(super) struct Eleventy {
    pub(super) settings: Settings,
    pub(super) configuration: Configuration,
    pub(super) files: data::Files,
    pub(super) layouts: Layouts,
    pub(super) ignored: Ignored,
    pub(super) drafts: bool,
    /// Collections that feeds are made of: templates in one of them are entries.
    pub(super) wanted: BTreeSet<String>,
    pub(super) feeds: Vec<Asked>,
    /// Templates that write a feed for each item of a list.
    pub(super) paged: Vec<Paged>,
    pub(super) shared: Arc<Shared>,
    pub(super) notes: Vec<String>,
    /// Templates whose permalinks cannot be told.
    pub(super) unclear: Mutex<BTreeSet<Arc<str>>>,
}

/// Names of collections that hold a site's posts where no feed of its own tells.
const USUAL: [&str; 8] = ["posts", "post", "blog", "articles", "article", "blogposts", "notes", "writing"];

impl Eleventy {
    pub(super) fn open(opening: Opening<'_>) -> Result<Self, ConfigError> {
        let configuration = Configuration::read(opening.files.first(), None, 0);
        let drafts = opening.overrides.drafts;
        let sources = opening.files.to_vec();
        let has_output = opening.config.site.output.is_some();
        let mut settings = Folder::open(opening, &CAPABILITIES)?.into_settings();
        settings.sources = sources;
        if !has_output {
            settings.output = configuration.output.clone();
        }
        let mut site = Self {
            settings,
            configuration,
            files: data::Files::default(),
            layouts: Layouts::default(),
            ignored: Ignored::default(),
            drafts,
            wanted: BTreeSet::new(),
            feeds: Vec::new(),
            paged: Vec::new(),
            shared: Arc::default(),
            notes: Vec::new(),
            unclear: Mutex::default(),
        };
        site.settle();
        Ok(site)
    }

    /// Reads what lies in other files than the configuration: modules, data of folders, templates of feeds.
    pub(super) fn read_files(&mut self, tree: &dyn Tree, listed: &[String]) {
        self.configuration = Configuration::read(
            self.settings.sources.first(),
            Some(tree),
            self.settings.now.timestamp_millis(),
        );
        if self.settings.config.site.output.is_none() {
            self.settings.output.clone_from(&self.configuration.output);
        }
        self.ignored = Ignored::read(tree, self.configuration.git_ignores, &self.configuration.ignored);
        #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
        let now = self.settings.now.timestamp_millis() as f64;
        let calls = |name: &str, _: &[Value]| (name == "Date.now").then_some(Value::Number(now));
        let modules = Modules { tree: Some(tree), names: &of_build, calls: &calls, ..Modules::alone() };
        let configuration = &self.configuration;
        let folder = configuration.data.clone();
        let global = |path: &str| Some(path.strip_prefix(&folder)?.strip_prefix('/')?.to_owned());
        let input = configuration.input.clone();
        let below = |path: &str| below(&input, path).map(str::to_owned);
        let may_be_data = |path: &&str| {
            [".json", ".11tydata.js", ".11tydata.mjs", ".11tydata.cjs", ".11tydata.ts"]
                .iter()
                .any(|end| path.ends_with(end))
                || global(path).is_some()
                    && [".js", ".mjs", ".cjs", ".yml", ".yaml", ".ts"].iter().any(|end| path.ends_with(end))
        };
        let is_package =
            |path: &&str| matches!(*path, "package.json" | "package-lock.json" | "tsconfig.json");
        let candidates =
            listed.iter().map(String::as_str).filter(|path| may_be_data(path) && !is_package(path));
        self.files = data::Files::read(&modules, candidates, &below, &global);
        for (name, value) in self.configuration.global.clone() {
            let value = match &value {
                Value::Function(_) => crate::markup::javascript::Reader::new(&modules).call(&value, &[]),
                _ => value,
            };
            match name.strip_prefix("eleventyComputed.") {
                Some(key) => self.files.computed.set(key, value, 0),
                None => self.files.global.set(&name, value, 0),
            }
        }
        self.layouts = Layouts::read(&self.configuration, tree, listed);
        self.notes.clone_from(&self.configuration.notes);
        self.shared = Arc::new(self.shared());
    }

    /// What follows from the configuration and the data.
    pub(super) fn settle(&mut self) {
        self.wanted = self.feeds.iter().flat_map(Asked::collections).map(str::to_owned).collect();
        self.wanted.extend(self.paged.iter().flat_map(Paged::collections).map(str::to_owned));
        if self.wanted.is_empty() {
            self.wanted = USUAL.map(str::to_owned).into();
        }
        let metadata = self.feeds.iter().map(|feed| &feed.metadata).find(|data| !data.fields().is_empty());
        let metadata = metadata.cloned().or_else(|| self.global_metadata()).unwrap_or_default();
        let text = |keys: &[&str]| {
            keys.iter().find_map(|key| metadata.get(key).and_then(Value::as_text)).map(str::to_owned)
        };
        let settings = &mut self.settings;
        let author = metadata.get("author");
        let prefix = &self.configuration.path_prefix;
        if settings.url.is_none() {
            let address = text(&["base", "url", "siteUrl", "baseUrl", "siteurl", "site_url"]);
            settings.url = address.as_deref().and_then(|address| split_address(address).0);
        }
        if settings.config.site.baseurl.is_none() {
            settings.baseurl.clone_from(prefix);
        }
        settings.title = settings.title.take().or_else(|| text(&["title", "name"]));
        settings.description = settings.description.take().or_else(|| text(&["subtitle", "description"]));
        settings.language = settings.language.take().or_else(|| text(&["language", "lang"]));
        settings.author = settings.author.take().or_else(|| author.and_then(person));
        settings.replaced_links.in_pages = self.configuration.links_to_sources;
        settings.replaced_links.in_documents = self.configuration.links_to_sources;
        settings.replaced_links.root =
            self.configuration.links_to_sources.then(|| self.configuration.input.clone());
        settings.template_folders =
            self.configuration.includes.iter().filter(|it| !it.is_empty()).cloned().collect();
        settings.replaced_links.images = self.configuration.makes_images;
        settings.replaced_links.adds_base = self.configuration.adds_base;
        settings.markdown = markdown_options(&self.configuration);
        self.shared = Arc::new(self.shared());
        if self.settings.url.is_none() {
            // A feed of a template's own may say where the site is.
            let samples = self.paged.iter().map(|paged| &paged.sample);
            let heads = self.feeds.iter().chain(samples).filter_map(|feed| feed.head.as_ref());
            let addresses =
                heads.flat_map(|head| ["link", "id"].map(|element| head.text(element, &self.shared)));
            self.settings.url = addresses.flatten().find_map(|address| split_address(&address).0);
            self.shared = Arc::new(self.shared());
        }
        let mut texts = Texts::new(&self.configuration, &self.shared, &self.layouts.partials);
        let mut with_content = self.feeds.iter().filter(|feed| feed.has_content).peekable();
        texts.normalizes_urls =
            with_content.peek().is_some() && with_content.all(|feed| feed.normalizes_urls);
        self.settings.bodies = Some(Arc::new(texts));
    }

    fn shared(&self) -> Shared {
        Shared {
            global: as_map(&self.files.global),
            filters: self.configuration.filters.clone(),
            markdown: self.settings.markdown.clone(),
            path_prefix: self.configuration.path_prefix.clone(),
            url: self.settings.url.clone(),
            now: self.settings.now,
        }
    }

    /// What the site says of itself in its global data: `_data/metadata.js`, `_data/site.json`.
    fn global_metadata(&self) -> Option<Object> {
        let global = &self.files.global;
        ["metadata", "site", "meta", "config"].iter().find_map(|name| global.get(name)?.as_object().cloned())
    }

    /// A path counted from the input folder.
    pub(super) fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        below(&self.configuration.input, path)
    }

    /// The absolute URL of a path that is encoded already.
    pub(super) fn absolute(&self, path: &str) -> String {
        let url = self.settings.url.as_deref().unwrap_or("").trim_end_matches('/');
        format!("{url}{}{path}", self.settings.baseurl)
    }

    /// Whether a file is a template: by its ending and its folder.
    pub(super) fn is_template(&self, path: &str) -> bool {
        let configuration = &self.configuration;
        let Some((_, ending)) = self.below(path).and_then(paths::split) else { return false };
        let is_in = |folder: &str| !folder.is_empty() && below(folder, path).is_some();
        let is_format =
            configuration.formats.as_ref().is_none_or(|formats| formats.iter().any(|it| it == ending));
        is_format
            && !configuration.includes.iter().any(|folder| is_in(folder))
            && !is_in(&configuration.data)
            && !self.ignored.matches(path)
    }

    /// The data of a template's folders; `stem` is its path below the input folder, without its ending.
    pub(super) fn folder_data(&self, stem: &str) -> Object {
        let input = &self.configuration.input;
        let name = input.rsplit('/').next().unwrap_or("");
        let mut all = if name.is_empty() { Object::default() } else { self.files.of_input(name) };
        data::merge(&mut all, &self.files.of(stem));
        all
    }

    /// The data of a template with this front matter: that of its layouts, its folders, its own.
    pub(super) fn data_of(&self, stem: &str, own: &Object) -> Object {
        let all = data::with_front_matter(self.folder_data(stem), own);
        match self.layouts.data_of(&all) {
            Some(below) => data::with_front_matter(below, &all),
            None => all,
        }
    }

    /// Whether a function of the configuration leaves a template out of collections.
    fn is_excluded_by_program(&self, data: &Object) -> bool {
        const KEY: &str = "eleventyExcludeFromCollections";
        let own = data.get("eleventyComputed").and_then(|computed| computed.get(KEY));
        let Some(function) = own.or_else(|| self.files.computed.get(KEY)) else { return false };
        let modules = Modules { names: &of_build, ..Modules::alone() };
        let mut reader = crate::markup::javascript::Reader::new(&modules);
        reader.call(function, &[Value::Object(data.clone())]).truth() == Some(true)
    }

    /// Whether a template writes feeds.
    pub(super) fn is_feed(&self, path: &str) -> bool {
        self.feeds.iter().any(|feed| feed.source == path) || self.paged.iter().any(|it| it.source() == path)
    }

    /// Whether a template is an entry: in a collection that a feed is made of.
    pub(super) fn is_entry(&self, path: &str, front_matter: &FrontMatter) -> bool {
        if !self.is_template(path) || path.ends_with(".11ty.js") {
            return false;
        }
        let below = self.below(path).unwrap_or(path);
        let stem = paths::split(below).map_or(below, |(stem, _)| stem);
        let all = self.data_of(stem, &of_map(&front_matter.data));
        let is_true = |key: &str| all.get(key).and_then(Value::truth) == Some(true);
        if is_true("eleventyExcludeFromCollections")
            || self.is_excluded_by_program(&all)
            || all.get("pagination").is_some()
        {
            return false;
        }
        let tags = data::tags(&all);
        self.wanted.iter().any(|wanted| {
            !(wanted == collections::ALL && self.is_feed(path)) && collections::has(wanted, path, &tags)
        }) || self.paged.iter().any(|paged| paged.takes(path, &all, self.is_feed(path)))
    }
}

/// Somebody by name, or by an object with a name.
pub(super) fn person(author: &Value) -> Option<Person> {
    let text = |key: &str| author.get(key).and_then(Value::as_text).map(str::to_owned);
    let name = author
        .as_text()
        .map(str::to_owned)
        .or_else(|| text("name"))
        .filter(|name| !name.trim().is_empty())?;
    Some(Person { name, email: text("email"), uri: text("url").or_else(|| text("uri")) })
}

fn markdown_options(configuration: &Configuration) -> markdown::Options {
    let said = &configuration.markdown;
    markdown::Options {
        gfm: true,
        smart_quotes: said.typographer,
        typographic_symbols: said.typographer,
        auto_ids: said.ids != Ids::None,
        hard_wrap: said.breaks,
        common_mark: CommonMark {
            footnotes: said.footnotes,
            indented_code: said.indented_code,
            heading_attributes: said.attributes,
            block_attributes: said.attributes,
            linkify: said.linkify.then_some("http"),
            heading_ids: match said.ids {
                Ids::Plugin => HeadingIdStyle::Latin,
                Ids::AnchorOf(package) => HeadingIdStyle::AnchorOf(package),
                Ids::None | Ids::Anchor => HeadingIdStyle::Anchor,
            },
            focused_headings: !said.unfocused_headings,
            extras: said.extras,
            definition_lists: said.definition_lists,
            ..markdown_it::DIALECT
        },
        heading_anchors: said.anchors.clone(),
        highlighter: configuration.prism.clone().map(Highlighter::Prism),
        ..markdown::Options::common_mark()
    }
}

/// A key's text in data.
pub(super) fn text_in(map: &Map, key: &str) -> Option<String> {
    match &map.get(key)?.value {
        Data::String(text) => Some(text.clone()),
        _ => None,
    }
}
