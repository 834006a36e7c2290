//! A Hugo site: its configuration, and where each of its files belongs.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::markup::front_matter::{Map, Node, Value};
use crate::site::Settings;
use crate::site::config::ConfigError;
use crate::site::convention::{Opening, SurveyError};
use crate::site::conventions::folder::Folder;
use crate::site::conventions::hugo::bodies::Texts;
use crate::site::conventions::hugo::capabilities::CAPABILITIES;
use crate::site::conventions::hugo::configuration::{Configuration, theme_params};
use crate::site::conventions::hugo::dates::no_date;
use crate::site::conventions::hugo::markdown::{Dialect, options};
use crate::site::conventions::hugo::mounts::{Root, places, root_of};
use crate::site::conventions::hugo::paths::{PathStyle, encoded, joined};
use crate::site::conventions::hugo::permalinks::{Parts, expand};
use crate::site::conventions::hugo::references::{ASSETS, References};
use crate::site::conventions::hugo::sections::{Index, Sections, Selected};
use crate::site::conventions::hugo::shortcodes::{Hooks, Partials, Shortcodes};
use crate::site::conventions::hugo::templates::{Template, templates};
use crate::site::conventions::hugo::values::{table, text, title, truth};
use crate::site::tree::Tree;

pub(super) struct Hugo {
    pub(super) settings: Settings,
    pub(super) configuration: Configuration,
    /// The sections of each language.
    pub(super) sections: Vec<Sections>,
    /// Folders with an `index.md`: what else lies in one belongs to its page.
    pub(super) bundles: BTreeSet<String>,
    /// Where the files belong that were listed: each is asked for several times.
    places: HashMap<String, Arc<Place>>,
    pub(super) drafts: bool,
    pub(super) future: bool,
    pub(super) notes: Vec<String>,
    /// Templates of feeds.
    pub(super) templates: Vec<Template>,
    /// Whether addresses in pages may be files below `assets`.
    pub(super) publishes_assets: bool,
}

/// Where a file of the content belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of the language.
    pub(super) language: usize,
    /// The folder that its page is in, below the content, as it is written; for an `index.md` the folder above its own.
    pub(super) folder: String,
    /// The name of the page, as it is written.
    pub(super) name: String,
    /// The same as URLs have it: the folder, and folder and name.
    pub(super) path_of_folder: String,
    pub(super) path: String,
    pub(super) kind: FileKind,
}

/// What a file of the content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// A page.
    Page,
    /// `index.md`: a page that the other files of its folder belong to.
    Bundle,
    /// `_index.md`: the list of its folder.
    Index,
}

/// The endings of files that are pages to Hugo and are not read here.
const UNREAD: [&str; 7] = [".org", ".adoc", ".asciidoc", ".ad", ".rst", ".pandoc", ".pdc"];

/// The endings of files that are pages.
const PAGES: [&str; 5] = ["md", "markdown", "mdown", "html", "htm"];

impl Hugo {
    pub(super) fn open(opening: Opening<'_>) -> Result<Self, ConfigError> {
        let mut configuration = Configuration::read(opening.files)?;
        let (drafts, future) = (opening.overrides.drafts, opening.overrides.future);
        let sources = opening.files.to_vec();
        let own = opening.config.site.clone();
        let opening_markdown = opening.config.markdown;
        let mut settings = Folder::open(opening, &CAPABILITIES)?.into_settings();
        settings.sources = sources;
        let default = configuration.languages.first();
        if let Some((host, path)) = &configuration.base {
            settings.url = settings.url.take().or_else(|| Some(host.clone()));
            if own.baseurl.is_none() {
                settings.baseurl.clone_from(path);
            }
        }
        settings.title = own.title.or_else(|| configuration.site.title.clone());
        settings.description =
            own.description.or_else(|| text(&configuration.site.data, "params.description"));
        settings.language = own.language.or_else(|| default.map(|language| language.tag.clone()));
        if settings.author.is_none() {
            settings.author.clone_from(&configuration.site.author);
            let authors = configuration.languages.iter();
            settings.authors_by_language =
                authors.map(|language| (language.tag.clone(), language.local.author.clone())).collect();
        }
        match own.timezone {
            None => settings.zone = configuration.site.zone,
            Some(_) => configuration.languages.iter_mut().for_each(|it| it.local.zone = settings.zone),
        }
        if own.output.is_none() {
            settings.output.clone_from(&configuration.output);
        }
        if opening_markdown.is_none() {
            settings.markdown = options(&configuration.site.data);
        }
        let has_hook = configuration.has_hook("link");
        settings.replaced_links.in_documents = has_hook;
        settings.replaced_links.in_pages = has_hook;
        settings.replaced_links.by_bodies = true;
        settings.replaced_links.contents =
            configuration.languages.iter().map(|language| language.content.clone()).collect();
        let mounted = configuration.roots.iter().filter(|root| !root.target.is_empty());
        settings.replaced_links.mounted =
            mounted.map(|root| (root.target.clone(), root.source.clone())).collect();
        settings.made.archives = Vec::new();
        settings.made.urls = Vec::new();
        Ok(Self {
            drafts: drafts || configuration.drafts,
            future: future || configuration.future,
            sections: vec![Sections::default(); configuration.languages.len()],
            bundles: BTreeSet::new(),
            places: HashMap::new(),
            settings: Settings { data: configuration.data.clone(), ..settings },
            configuration,
            notes: Vec::new(),
            templates: Vec::new(),
            publishes_assets: false,
        })
    }

    /// Reads the sections: folders of the content and their `_index.md` files.
    pub(super) fn read_files(&mut self, tree: &dyn Tree, listed: &[String]) -> Result<(), SurveyError> {
        self.configuration.add_inner_themes(tree, listed);
        for path in listed {
            let Some((folder, _)) = path.rsplit_once('/') else { continue };
            // At the top of the content it is a page like others.
            if self.content(path).is_some_and(|(_, stem, below)| stem == "index" && below.contains('/')) {
                self.bundles.insert(folder.to_owned());
            }
        }
        for path in listed {
            let Some(place) = self.place(path) else { continue };
            let is_of_taxonomy = self.taxonomy_of(place.language, &place.path).is_some();
            let Some(sections) = self.sections.get_mut(place.language) else { continue };
            if place.kind == FileKind::Index
                && let Some(index) = Index::read(tree, path)
            {
                sections.indexes.insert(place.path.clone(), index);
            }
            let top = |text: &str| text.split('/').next().unwrap_or("").to_owned();
            let is_top = place.kind != FileKind::Index && !place.path_of_folder.is_empty() && !is_of_taxonomy;
            if is_top {
                sections.tops.entry(top(&place.path_of_folder)).or_insert_with(|| top(&place.folder));
            }
            self.places.insert(path.clone(), place);
        }
        self.note_unread(listed);
        self.note_places(listed);
        let params = theme_params(tree, &self.configuration.layouts, listed);
        if !params.is_empty() {
            let own = table(&self.configuration.data, "params").cloned().unwrap_or_default();
            let mut all = params.clone();
            all.merge(&own);
            self.configuration.data.insert("params", Node::unwritten(Value::Map(all)));
            self.settings.data = self.configuration.data.clone();
            let locals = self.configuration.languages.iter_mut().map(|language| &mut language.local);
            for local in locals.chain([&mut self.configuration.site]) {
                local.put_below(&params);
            }
        }
        let (mut hooks, unread) = Hooks::read(tree, &self.configuration.layouts, listed);
        hooks.has_embedded = self.configuration.has_hook("link");
        hooks.has_embedded_images = self.configuration.has_hook("image");
        let links = &mut self.settings.replaced_links;
        if hooks.finds_pages {
            (links.in_documents, links.in_pages) = (true, true);
        }
        self.publishes_assets = hooks.finds_assets;
        links.bundled_links = hooks.has_embedded || hooks.finds_files.contains("link");
        links.bundled_images = hooks.has_embedded_images || hooks.finds_files.contains("image");
        if let Some(path) = unread {
            self.notes.push(format!(
                "{path}: the render hook is not evaluated: content has what Hugo writes without it"
            ));
        }
        self.templates = templates(tree, &self.configuration.layouts, listed);
        let mut shortcodes = Shortcodes::read(tree, &self.configuration.layouts, listed);
        shortcodes.takes_inline = self.configuration.switch("security.enableinlineshortcodes", false)
            || self.configuration.switch("enableinlineshortcodes", false);
        let site = self.configuration.data.clone();
        for (sections, language) in self.sections.iter_mut().zip(&self.configuration.languages) {
            sections.settle(self.drafts, &site, &language.key);
        }
        self.note_lists();
        let default = self.configuration.languages.first().map_or("", |language| language.key.as_str());
        let partials = Partials::read(tree, &self.configuration.layouts, listed, default);
        let is_asked = !hooks.is_empty() || !shortcodes.is_empty();
        let files = if is_asked { self.files(listed) } else { BTreeSet::new() };
        let references = References { files, ..self.references() };
        self.settings.bodies = Some(Arc::new(Texts {
            prefers_description: self.templates.iter().any(Template::shows_descriptions),
            shortcodes,
            references,
            hooks,
            partials,
            dialect: Dialect::of(&self.configuration.site),
            dialects: Dialect::of_languages(&self.configuration),
        }));
        Ok(())
    }

    /// The name of a file below `assets`, the site's or a theme's.
    pub(super) fn asset<'p>(&self, path: &'p str) -> Option<&'p str> {
        let layouts = &self.configuration.layouts;
        layouts.iter().enumerate().find_map(|(number, root)| {
            let theme = root.strip_suffix("layouts").filter(|_| number > 0).unwrap_or("");
            path.strip_prefix(theme)?.strip_prefix(ASSETS)
        })
    }

    /// The files beside pages and those of assets, for templates to ask for.
    fn files(&self, listed: &[String]) -> BTreeSet<String> {
        let is_below = |path: &str| {
            let mut folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
            folders.any(|folder| self.bundles.contains(folder))
        };
        let asset = |path: &String| self.asset(path).map(|name| format!("{ASSETS}{name}"));
        let beside = |path: &String| (!path.ends_with(".md") && is_below(path)).then(|| path.clone());
        listed.iter().filter_map(|path| beside(path).or_else(|| asset(path))).collect()
    }

    /// Notes the home page and the lists of sections, which need no file.
    fn note_lists(&mut self) {
        let mut urls = Vec::new();
        for (number, sections) in self.sections.iter().enumerate() {
            urls.push(format!("/{}", self.language_folder(number)));
            urls.extend(
                sections.all().into_iter().map(|section| encoded(&self.section_url(number, section))),
            );
        }
        self.settings.made.urls.extend(urls);
    }

    /// Reports pages of other markup once.
    fn note_unread(&mut self, listed: &[String]) {
        let is_content = |path: &str| self.configuration.roots.iter().any(|root| root.below(path).is_some());
        let adapters = listed.iter().filter(|path| path.ends_with("/_content.gotmpl") && is_content(path));
        self.notes.extend(adapters.map(|path| {
            format!("{path}: the pages that a content adapter makes are not read: no feed has them")
        }));
        let is_unread =
            |path: &&String| UNREAD.iter().any(|ending| path.ends_with(ending)) && is_content(path);
        let unread: Vec<&String> = listed.iter().filter(is_unread).collect();
        match unread.as_slice() {
            [] => {}
            [one] => self.notes.push(format!("{one}: only Markdown and HTML are read: no feed has it")),
            [one, rest @ ..] => {
                self.notes.push(format!(
                    "{one} and {} more: only Markdown and HTML are read: no feed has them",
                    rest.len()
                ));
            }
        }
    }

    /// Reports pages that mounts put in several places or languages once: one of them is read.
    fn note_places(&mut self, listed: &[String]) {
        let roots = &self.configuration.roots;
        if roots.len() < 2 {
            return;
        }
        let is_lost = |path: &&String| {
            let Some((language, below)) = root_of(roots, path) else { return false };
            let is_other = |(root, other): (&Root, String)| {
                other != below || root.language != language && self.language_in(&below).is_none()
            };
            places(roots, path).any(is_other) && self.place(path).is_some()
        };
        let mut lost = listed.iter().filter(is_lost);
        let Some(path) = lost.next() else { return };
        let more = match lost.count() {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        self.notes
            .push(format!("{path}{more}: mounted in several places or languages: feeds have one of them"));
    }

    /// The number of the language that the name of a page ends in, and the name without it.
    fn language_in<'p>(&self, path: &'p str) -> Option<(usize, &'p str)> {
        let languages = &self.configuration.languages;
        let name = path.rsplit('/').next().unwrap_or(path);
        let (stem, suffix) = name.rsplit_once('.')?.0.rsplit_once('.')?;
        let number = languages.iter().position(|language| language.key.eq_ignore_ascii_case(suffix))?;
        (languages.len() > 1).then_some((number, stem))
    }

    /// The lists that other pages may refer to, and what references are read with.
    fn references(&self) -> References {
        let languages = &self.configuration.languages;
        let mut lists = HashMap::new();
        for (number, (sections, language)) in self.sections.iter().zip(languages).enumerate() {
            for section in sections.all() {
                let tag = (languages.len() > 1).then(|| language.tag.clone());
                let key = (tag, section.to_owned());
                lists.insert(key, encoded(&self.section_url(number, section)));
            }
        }
        let keys = languages.iter().map(|language| language.key.clone()).filter(|_| languages.len() > 1);
        References {
            roots: self.configuration.roots.clone(),
            languages: keys.collect(),
            tags: languages.iter().map(|it| (it.key.clone(), it.tag.clone())).collect(),
            lists,
            ..References::default()
        }
    }

    pub(super) fn style(&self, language: usize) -> PathStyle {
        self.configuration.local(language).style
    }

    /// A file's language, its name without language and ending, and its path below the content.
    fn content(&self, path: &str) -> Option<(usize, String, String)> {
        let (number, below) = root_of(&self.configuration.roots, path)?;
        // A file may be mounted by another name.
        let name = below.rsplit('/').next().unwrap_or(&below);
        let (stem, ending) = name.rsplit_once('.')?;
        if !PAGES.iter().any(|page| ending.eq_ignore_ascii_case(page)) || stem.is_empty() {
            return None;
        }
        let suffix = stem.rsplit_once('.').map(|(_, suffix)| suffix.to_lowercase());
        if suffix.is_some_and(|suffix| self.configuration.disabled_languages.contains(&suffix)) {
            return None;
        }
        let (number, stem) = self.language_in(&below).unwrap_or((number, stem));
        let stem = stem.to_owned();
        Some((number, stem, below))
    }

    /// Where a file of the content belongs; nothing for a file that is not a page or belongs to one.
    pub(super) fn place(&self, path: &str) -> Option<Arc<Place>> {
        self.places.get(path).cloned().or_else(|| self.place_of(path).map(Arc::new))
    }

    fn place_of(&self, path: &str) -> Option<Place> {
        let (language, stem, below) = self.content(path)?;
        if self.is_ignored(path) || self.is_resource(path, &stem) {
            return None;
        }
        let folder = below.rsplit_once('/').map_or("", |(folder, _)| folder);
        let (kind, folder, name) = match stem.as_str() {
            "_index" => (FileKind::Index, folder, ""),
            "index" if !folder.is_empty() => {
                let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
                (FileKind::Bundle, above, name)
            }
            stem => (FileKind::Page, folder, stem),
        };
        let style = self.style(language);
        let path_of_folder = style.path(folder);
        Some(Place {
            path: joined(&[&path_of_folder, &style.path(name)]),
            path_of_folder,
            language,
            folder: folder.to_owned(),
            name: name.to_owned(),
            kind,
        })
    }

    fn is_ignored(&self, path: &str) -> bool {
        path.split('/').any(|part| part.starts_with('.'))
            || self.configuration.ignored.iter().any(|pattern| pattern.is_match(path))
    }

    /// Whether a file belongs to the page of a folder above.
    fn is_resource(&self, path: &str, stem: &str) -> bool {
        let mut folder = path.rsplit_once('/').map(|(folder, _)| folder);
        if stem == "index" {
            folder = folder.and_then(|folder| folder.rsplit_once('/')).map(|(above, _)| above);
        }
        while let Some(path) = folder {
            if self.bundles.contains(path) {
                return true;
            }
            folder = path.rsplit_once('/').map(|(above, _)| above);
        }
        false
    }

    /// The taxonomies of a language: the name of each in the configuration, and the key of front matter.
    pub(super) fn taxonomies(&self, language: usize) -> &[(String, String)] {
        self.configuration.languages.get(language).map_or(&[], |language| language.taxonomies.as_slice())
    }

    /// The taxonomy that a path is the list, or a term, of.
    pub(super) fn taxonomy_of(&self, language: usize, path: &str) -> Option<&str> {
        let top = path.split('/').next().unwrap_or("");
        self.taxonomies(language).iter().map(|(_, many)| many.as_str()).find(|many| *many == top)
    }

    /// The front matter of a page with what cascades into it.
    pub(super) fn cascaded(&self, place: &Place, own: Map) -> Map {
        let Some(sections) = self.sections.get(place.language) else { return own };
        let language = self.configuration.languages.get(place.language).map_or("", |it| it.key.as_str());
        let page = Selected { path: &place.path, kind: "page", language };
        sections.cascaded(own, &self.configuration.data, page)
    }

    /// The section of a page, by its path.
    pub(super) fn section_of<'p>(&self, place: &'p Place) -> &'p str {
        self.sections.get(place.language).map_or("", |sections| sections.section_of(&place.path_of_folder))
    }

    /// The folder of a language in URLs, with a slash at its end, or empty.
    pub(super) fn language_folder(&self, language: usize) -> &str {
        self.configuration.languages.get(language).map_or("", |language| language.folder.as_str())
    }

    /// The path of a page's URL, not encoded.
    pub(super) fn url_of(&self, place: &Place, data: &Map, parts: &Parts<'_>) -> String {
        let folder = self.language_folder(place.language);
        let section = place.path_of_folder.split('/').next().unwrap_or("");
        if let Some(url) = text(data, "url") {
            return self.of_key(folder, &url, parts);
        }
        let path = match self.configuration.local(place.language).permalinks.of("page", &place.path) {
            Some(pattern) => expand(pattern, parts),
            None => {
                let style = self.style(place.language);
                let slug = text(data, "slug").map(|slug| style.slug(&slug));
                let name = slug.unwrap_or_else(|| style.path(&place.name));
                joined(&[&self.folder_url(place.language, &place.path_of_folder), &name])
            }
        };
        let path = joined(&[folder, &path]);
        if self.configuration.has_ugly_urls(section) {
            return format!("/{path}.html");
        }
        if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
    }

    /// A URL that front matter gives: below the language's folder unless it begins with a slash.
    fn of_key(&self, folder: &str, url: &str, parts: &Parts<'_>) -> String {
        let url = if url.contains(':') { expand(url, parts) } else { url.to_owned() };
        let is_rooted = url.starts_with('/');
        let path = joined(&[if is_rooted { "" } else { folder }, &url]);
        let has_ending =
            path.rsplit('/').next().is_some_and(|name| name.contains('.')) && !url.ends_with('/');
        let slash = if has_ending || path.is_empty() { "" } else { "/" };
        format!("/{path}{slash}")
    }

    /// The path of a folder's pages, below the language's folder.
    pub(super) fn folder_url(&self, language: usize, folder: &str) -> String {
        let slug = |slug: &str| self.style(language).slug(slug);
        self.sections
            .get(language)
            .map_or_else(|| folder.to_owned(), |sections| sections.url_of(folder, &slug))
    }

    /// The path of the URL of a section's list, not encoded.
    pub(super) fn section_url(&self, language: usize, section: &str) -> String {
        let folder = self.language_folder(language);
        let index = self.sections.get(language).and_then(|sections| sections.indexes.get(section));
        if let Some(url) = index.and_then(|index| text(&index.data, "url")) {
            let is_rooted = url.starts_with('/');
            return format!("/{}/", joined(&[if is_rooted { "" } else { folder }, &url]));
        }
        let kind = if self.taxonomy_of(language, section).is_some() { "taxonomy" } else { "section" };
        let path = match self.configuration.local(language).permalinks.of(kind, section) {
            Some(pattern) => {
                let (date, style) = (no_date(), self.style(language));
                let title = index.map(|index| title(&index.data)).unwrap_or_default();
                let slug = index.and_then(|index| text(&index.data, "slug"));
                let folders: Vec<&str> = section.split('/').collect();
                let parts = Parts {
                    date: &date,
                    sections: &folders,
                    section_slugs: &self.section_slugs(language, section),
                    title: &title,
                    slug: slug.as_deref(),
                    name: folders.last().copied().unwrap_or(section),
                    is_term: false,
                    style,
                };
                expand(pattern, &parts)
            }
            None => self.folder_url(language, section),
        };
        let path = joined(&[folder, &path]);
        if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
    }

    /// The address of a list by the path of its folder: with `uglyURLs` its file is named, and a term's is beside its folder.
    pub(super) fn list_url(&self, kind: &str, section: &str, folder: String) -> String {
        let top = section.split('/').next().unwrap_or("");
        match kind {
            _ if !self.configuration.has_ugly_urls(top) => folder,
            "term" => format!("{}.html", folder.trim_end_matches('/')),
            _ => folder + "index.html",
        }
    }

    /// The slug, or else the title, of the list of each folder of a section.
    pub(super) fn section_slugs(&self, language: usize, section: &str) -> Vec<String> {
        let Some(sections) = self.sections.get(language) else { return Vec::new() };
        let ends = section.match_indices('/').map(|(at, _)| at).chain([section.len()]);
        let folders = ends.filter_map(|end| section.get(..end)).filter(|folder| !folder.is_empty());
        let slug = |folder: &str| {
            let index = sections.indexes.get(folder);
            let own = index.and_then(|index| text(&index.data, "slug"));
            let title = || index.map(|index| title(&index.data)).filter(|title| !title.is_empty());
            own.or_else(title).unwrap_or_else(|| folder.rsplit('/').next().unwrap_or(folder).to_owned())
        };
        folders.map(slug).collect()
    }

    /// The absolute URL of a path that is not encoded.
    pub(super) fn absolute(&self, path: &str) -> String {
        let mut languages = self.configuration.languages.iter();
        // What is below the folder of a language with an address of its own is at the top there.
        let own = languages.find_map(|language| {
            let (host, folder) = language.base.as_ref()?;
            Some((host, folder, path.strip_prefix('/')?.strip_prefix(language.folder.as_str())?))
        });
        if let Some((host, folder, rest)) = own {
            return format!("{host}{folder}/{}", encoded(rest));
        }
        let url = self.settings.url.as_deref().unwrap_or("").trim_end_matches('/');
        format!("{url}{}{}", self.settings.baseurl, encoded(path))
    }

    /// Whether pages that are not listed keep their page: `build.render`.
    pub(super) fn is_rendered(data: &Map) -> bool {
        let headless = truth(data, "headless") == Some(true);
        !headless && build(data, "render").as_deref() != Some("never")
    }
}

/// A setting of `build`, `_build` in older sites: `never`, `local`; switches as those words.
pub(super) fn build(data: &Map, key: &str) -> Option<String> {
    let set = ["build", "_build"].iter().find_map(|name| text(table(data, name)?, key))?;
    Some(match set.to_lowercase().as_str() {
        "false" => "never".to_owned(),
        "true" => "always".to_owned(),
        other => other.to_owned(),
    })
}
