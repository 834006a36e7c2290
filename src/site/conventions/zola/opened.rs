//! A Zola site: its configuration, sections, and what follows for a page.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, FixedOffset};

use crate::markup::front_matter::{FrontMatter, Map, Node, Value, toml};
use crate::site::config::ConfigError;
use crate::site::convention::Opening;
use crate::site::conventions::fields::{moment, text_of};
use crate::site::conventions::folder::Folder;
use crate::site::conventions::zola::assets::Assets;
use crate::site::conventions::zola::bodies::Texts;
use crate::site::conventions::zola::capabilities::CAPABILITIES;
use crate::site::conventions::zola::configuration::Configuration;
use crate::site::conventions::zola::markdown;
use crate::site::conventions::zola::paths::{FileKind, Place, place};
use crate::site::conventions::zola::sections::Sections;
use crate::site::conventions::zola::shortcodes::Shortcodes;
use crate::site::post::{DateSource, Person};
use crate::site::tree::Tree;
use crate::site::{OwnSource, Settings};
use crate::text::date;
use crate::text::url::{escape_letters, escape_path};

pub(super) struct Zola {
    pub(super) settings: Settings,
    pub(super) configuration: Configuration,
    pub(super) sections: Sections,
    pub(super) assets: Assets,
    pub(super) drafts: bool,
    /// The site's own templates of feeds, by the names of those.
    pub(super) templates: BTreeMap<String, OwnSource>,
}

impl Zola {
    pub(super) fn open(opening: Opening<'_>) -> Result<Self, ConfigError> {
        let configuration = Configuration::read(opening.files.first())?;
        let (sources, drafts) = (opening.files.to_vec(), opening.overrides.drafts);
        let has = |value: &Option<String>| value.is_some();
        let own = &opening.config.site;
        let (has_output, has_base) = (has(&own.output), has(&own.baseurl));
        let mut settings = Folder::open(opening, &CAPABILITIES)?.into_settings();
        settings.sources = sources;
        settings.url = settings.url.or_else(|| configuration.origin.clone());
        if !has_base {
            settings.baseurl.clone_from(&configuration.base);
        }
        if !has_output {
            settings.output.clone_from(&configuration.output);
        }
        let language = configuration.languages.first();
        settings.title = settings.title.or_else(|| language.and_then(|it| it.title.clone()));
        settings.description =
            settings.description.or_else(|| language.and_then(|it| it.description.clone()));
        settings.language = settings.language.or_else(|| language.map(|it| it.code.clone()));
        // What the generator's template writes for want of a name; subscribers know it.
        let name = configuration.author.clone().unwrap_or_else(|| "Unknown".to_owned());
        settings.author = settings.author.or(Some(Person { name, email: None, uri: None }));
        settings.template_folders = vec!["templates".to_owned(), "themes".to_owned()];
        settings.data = configuration.data.clone();
        if settings.config.markdown.is_none() {
            settings.markdown = markdown::options(&configuration);
        }
        Ok(Self {
            settings,
            configuration,
            sections: Sections::default(),
            assets: Assets::default(),
            drafts,
            templates: BTreeMap::new(),
        })
    }

    /// What a path below `content` tells; nothing for a file that is not Markdown, or is left out.
    pub(super) fn place<'p>(&self, path: &'p str) -> Option<Place<'p>> {
        let place = place(path, &self.configuration.codes())?;
        (!self.configuration.is_ignored(path)).then_some(place)
    }

    /// The path of a page or section, decoded, without the base URL.
    pub(super) fn path_of(&self, place: &Place<'_>, data: &Map) -> String {
        let language = place.language.unwrap_or_else(|| self.configuration.default_language());
        let slugs = self.configuration.paths;
        if place.kind != FileKind::Section
            && let Some(path) = text_of(data, "path")
        {
            return format!("/{}/", path.trim().trim_matches('/')).replace("//", "/");
        }
        let slug = match text_of(data, "slug").filter(|_| place.kind != FileKind::Section) {
            Some(slug) => slugs.of(&slug).into_owned(),
            None if self.configuration.keeps_dates => slugs.of(place.dated_name).into_owned(),
            None => slugs.of(place.name).into_owned(),
        };
        let mut path = self.configuration.folder_of(language);
        for part in place.folders.iter().copied().chain([slug.as_str()]).filter(|part| !part.is_empty()) {
            path.push('/');
            path.push_str(part);
        }
        path + "/"
    }

    /// The same as it is in URLs.
    pub(super) fn url_of(&self, place: &Place<'_>, data: &Map) -> String {
        escape_path(&self.path_of(place, data)).into_owned()
    }

    /// The address of a path with all its characters, as the generator writes it and subscribers know it.
    pub(super) fn address_as_written(&self, path: &str) -> String {
        let url = self.settings.url.as_deref().unwrap_or("").trim_end_matches('/');
        format!("{url}{}{path}", self.settings.baseurl)
    }

    /// The same in a valid form: as the generator writes it, in which letters of other scripts stay and only what no address
    /// may have is escaped.
    pub(super) fn address(&self, path: &str) -> String {
        let url = self.settings.url.as_deref().unwrap_or("").trim_end_matches('/');
        format!("{url}{}{}", self.settings.baseurl, escape_letters(path))
    }

    /// Whether the site is built for the address of its configuration.
    pub(super) fn has_own_address(&self) -> bool {
        self.settings.url == self.configuration.origin && self.settings.baseurl == self.configuration.base
    }

    /// The date of a page: of its front matter, else of its name, else of its path by `permalink` of `[posts]`, which sites
    /// set whose own template reads dates so.
    ///
    /// # Errors
    /// With the value that is not a date.
    pub(super) fn date(
        &self,
        place: &Place<'_>,
        front_matter: &FrontMatter,
    ) -> Result<Option<(DateTime<FixedOffset>, DateSource)>, ()> {
        let zone = self.settings.zone;
        if let Some(node) = front_matter.data.get("date").filter(|node| !node.value.is_null()) {
            let date = moment(&node.value, zone).map_err(|_| ())?;
            return Ok(Some((date, DateSource::FrontMatter)));
        }
        let named = place.date.map(str::to_owned);
        let named = named.or_else(|| {
            let template = self.settings.config.posts.permalink.as_deref()?;
            date_of_path(template, &self.path_of(place, &front_matter.data))
        });
        Ok(named.and_then(|named| date::parse(&named, zone).ok()).map(|date| (date, DateSource::FileName)))
    }

    /// Notes what a build writes beside pages and files: terms, style sheets, the map of the site.
    pub(super) fn note_made(&mut self, paths: &[String]) {
        let mut urls: Vec<String> = ["/sitemap.xml", "/robots.txt", "/404.html"].map(str::to_owned).into();
        for path in paths {
            let sheet = path.split_once("sass/").map(|(_, below)| below);
            if let Some(stem) =
                sheet.and_then(|it| it.strip_suffix(".scss").or_else(|| it.strip_suffix(".sass")))
            {
                urls.push(format!("/{stem}.css"));
            }
        }
        let mut prefixes = Vec::new();
        for language in &self.configuration.languages {
            let root = self.configuration.folder_of(&language.code);
            // The home page is written without a file of its own too.
            urls.push(format!("{root}/"));
            for taxonomy in language.taxonomies.iter().filter(|taxonomy| taxonomy.is_rendered) {
                let slug = self.configuration.terms.of(&taxonomy.name);
                prefixes.push((format!("{root}/{slug}/"), "a taxonomy"));
            }
        }
        self.settings.made.urls.extend(urls);
        self.settings.made.prefixes.extend(prefixes);
    }

    /// Reads the templates that the names of feeds lead to.
    pub(super) fn read_templates(&mut self, tree: &dyn Tree) {
        for name in self.configuration.languages.iter().flat_map(|language| &language.files) {
            if let Some(own) = self.template(tree, name) {
                self.templates.insert(name.clone(), own);
            }
        }
    }

    /// A template by its name: the site's own, or that of its theme.
    fn template(&self, tree: &dyn Tree, name: &str) -> Option<OwnSource> {
        let theme = self.theme().map(|theme| format!("themes/{theme}/templates/{name}"));
        std::iter::once(format!("templates/{name}")).chain(theme).find_map(|path| {
            let text = String::from_utf8(tree.read(&path).ok()?).ok()?;
            Some(OwnSource { path: Arc::from(path), text })
        })
    }

    /// The name of the theme.
    pub(super) fn theme(&self) -> Option<&str> {
        self.configuration.data.get("theme").and_then(Node::as_str).filter(|theme| !theme.is_empty())
    }

    /// What makes HTML of pages.
    pub(super) fn texts(&self, tree: &dyn Tree, paths: &[String]) -> Texts {
        let template = self.template(tree, "anchor-link.html").map(|own| own.text);
        let own = self.configuration.data.get_path("markdown.insert_anchor_links");
        let own = own.and_then(|node| node.as_str());
        let anchors = self.sections.iter().map(|(folder, language, section)| {
            let place = section.anchors.as_deref().or(own);
            (
                (folder.to_owned(), language.to_owned()),
                markdown::anchors(place, template.as_deref(), language),
            )
        });
        let anchors = anchors.collect();
        let empty = Map::default();
        let by_path = paths.iter().filter_map(|path| {
            let place = self.place(path)?;
            Some((path.clone(), self.url_of(&place, &empty)))
        });
        Texts {
            config: with_theme(&self.configuration.data, tree),
            has_emoji: self
                .configuration
                .data
                .get_path("markdown.render_emoji")
                .and_then(|node| node.value.as_bool())
                == Some(true),
            describes: self.templates.values().any(|own| own.text.contains("page.description")),
            shortcodes: Shortcodes::read(tree, paths),
            theme_files: self.theme().map(|theme| format!("themes/{theme}/static")).unwrap_or_default(),
            cutoff: self.template(tree, "summary-cutoff.html").map(|own| own.text),
            anchors,
            own_anchors: markdown::anchors(own, template.as_deref(), self.configuration.default_language()),
            by_path: by_path.collect(),
            urls: OnceLock::new(),
        }
    }

    /// The language of a page.
    pub(super) fn language_of<'a>(&'a self, place: &Place<'a>) -> &'a str {
        place.language.unwrap_or_else(|| self.configuration.default_language())
    }
}

/// The configuration with what is in `extra` of its theme below its own.
///
/// Source: Zola, `components/config/src/config/mod.rs`, `add_theme_extra`.
fn with_theme(data: &Map, tree: &dyn Tree) -> Map {
    let theme = data.get("theme").and_then(Node::as_str);
    let text = theme.and_then(|theme| tree.read(&format!("themes/{theme}/theme.toml")).ok());
    let text = text.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let extra = toml::parse(&text, 0).0.get("extra").and_then(|node| node.value.as_map()).cloned();
    let mut data = data.clone();
    if let Some(mut extra) = extra {
        extra.merge(data.get("extra").and_then(|node| node.value.as_map()).unwrap_or(&Map::default()));
        data.insert("extra", Node::unwritten(Value::Map(extra)));
    }
    data
}

/// `2016-05-26` of `/news/2016/05/26/title/` by `/:year/:month/:day/:title/`; folders may precede the date.
fn date_of_path(template: &str, path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    (0..parts.len()).find_map(|start| date_at(template, parts.get(start..)?))
}

fn date_at(template: &str, parts: &[&str]) -> Option<String> {
    let (mut year, mut month, mut day) = (None, None, None);
    for (token, part) in template.split('/').filter(|part| !part.is_empty()).zip(parts) {
        let has_digits = |count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
        match token {
            ":year" => year = Some(part).filter(|_| has_digits(4)),
            ":month" => month = Some(part).filter(|_| has_digits(2)),
            ":day" => day = Some(part).filter(|_| has_digits(2)),
            _ => {}
        }
    }
    Some(format!("{}-{}-{}", year?, month?, day?))
}

#[cfg(test)]
mod tests {
    use super::date_of_path;

    #[test]
    fn dates_are_read_from_paths() {
        let template = "/:year/:month/:day/:title/";
        assert_eq!(date_of_path(template, "/2016/05/26/Tern/").as_deref(), Some("2016-05-26"));
        assert_eq!(date_of_path(template, "/inside/2016/05/26/Tern/").as_deref(), Some("2016-05-26"));
        assert_eq!(date_of_path(template, "/news/05/26/Tern/"), None);
        assert_eq!(date_of_path(template, "/2016/05/"), None);
    }
}
