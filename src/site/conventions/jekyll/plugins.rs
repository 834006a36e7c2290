//! What Jekyll's plugins make and bring.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::gemfile::Gems;
use crate::markup::front_matter::{Map, Value};
use crate::markup::liquid::Gists;
use crate::site::conventions::fields::strings;
use crate::site::own_plugins::OwnPages;
use crate::site::post::POSTS;
use crate::site::{ArchiveKind, Languages, Made, Page, ReplacedLinks, StaticFile, is_readme};
use crate::text::pieces::Pieces as _;
use crate::text::url::{SlugMode, escape_path, slugify};

/// Whether a plugin may bring Liquid tags for posts.
pub(super) fn bring_tags(plugins: &[String]) -> bool {
    plugins.iter().any(|plugin| !WITHOUT_TAGS.contains(&plugin.as_str()))
}

/// Whether jekyll-feed runs, or is configured although it is found nowhere.
pub(super) fn write_feeds(plugins: &[String], data: &Map) -> bool {
    plugins.iter().any(|plugin| plugin == "jekyll-feed") || data.get("feed").is_some()
}

/// Plugins that bring no Liquid tag for posts but those that are known.
const WITHOUT_TAGS: [&str; 12] = [
    "jekyll-feed",
    "jekyll-gist",
    "jekyll-sitemap",
    "jekyll-seo-tag",
    "jekyll-redirect-from",
    "jekyll-paginate",
    "jekyll-archives",
    "jekyll-relative-links",
    "jekyll-optional-front-matter",
    "jekyll-postfiles",
    "jekyll-titles-from-headings",
    "jekyll-default-layout",
];

/// Plugins that GitHub Pages runs on every site, as far as they decide what exists there and what posts say.
const OF_GITHUB_PAGES: [&str; 6] = [
    "jekyll-gist",
    "jekyll-relative-links",
    "jekyll-optional-front-matter",
    "jekyll-readme-index",
    "jekyll-titles-from-headings",
    "jekyll-default-layout",
];

/// The plugins that the configuration names, those of the `Gemfile`'s group `jekyll_plugins`, and those of
/// [`OF_GITHUB_PAGES`] that it brings.
pub(super) fn names(data: &Map, gemfile: Option<&str>) -> Vec<String> {
    let mut names: Vec<String> = strings(data, "plugins").into_iter().chain(strings(data, "gems")).collect();
    let gems = Gems::new(gemfile.unwrap_or(""));
    let has_all = is_of_github_pages(data, gemfile, &gems);
    let Gems { all, plugins } = gems;
    let brought = OF_GITHUB_PAGES.iter().filter(|plugin| has_all || all.contains(*plugin));
    for plugin in plugins.iter().chain(brought) {
        if !names.iter().any(|name| name == plugin) {
            names.push((*plugin).to_owned());
        }
    }
    names
}

/// Whether a site runs all plugins of GitHub Pages.
fn is_of_github_pages(data: &Map, gemfile: Option<&str>, gems: &Gems<'_>) -> bool {
    let mut named = strings(data, "plugins").into_iter().chain(strings(data, "gems"));
    gems.all.contains(&"github-pages")
        || named.any(|name| name == "github-pages")
        || gemfile.is_none() && has_theme_of_github_pages(data)
}

/// Whether jekyll-github-metadata may set the site's URL, as it does where the configuration has none
/// (`site_github_munger.rb`).
pub(super) fn has_metadata_of_github(data: &Map, gemfile: Option<&str>) -> bool {
    let gems = Gems::new(gemfile.unwrap_or(""));
    is_of_github_pages(data, gemfile, &gems)
        || names(data, gemfile).iter().any(|name| name == "jekyll-github-metadata")
}

/// How the tag `gist` is written, where its plugin runs: on GitHub Pages it does on each site, and those without a `Gemfile` are
/// built there as a rule.
pub(super) fn gists(plugins: &[String], data: &Map, has_gemfile: bool) -> Option<Gists> {
    let code = data.get_path("gist.noscript").map(|node| &node.value);
    let runs = !has_gemfile || plugins.iter().any(|plugin| plugin == "jekyll-gist");
    runs.then_some(Gists { has_code: !matches!(code, Some(Value::Bool(false))) })
}

/// Whether a site names a theme that only GitHub Pages brings to one without a `Gemfile`.
fn has_theme_of_github_pages(data: &Map) -> bool {
    let theme = data.get("theme").and_then(|node| node.as_str());
    data.get("remote_theme").is_some() || theme.is_some_and(|theme| theme.starts_with("jekyll-theme-"))
}

/// Which files without front matter are pages.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct BarePages {
    /// Markdown files (jekyll-optional-front-matter).
    pub(super) markdown: bool,
    /// A `README` in a folder without an index (jekyll-readme-index).
    pub(super) readmes: bool,
    /// Whether a `README` with front matter is an index too.
    pub(super) readmes_with_front_matter: bool,
}

impl BarePages {
    pub(super) fn new(plugins: &[String], data: &Map) -> Self {
        let has = |plugin: &str| plugins.iter().any(|name| name == plugin);
        let is = |key: &str, wanted: bool| matches!(data.get_path(key).map(|node| &node.value), Some(Value::Bool(value)) if *value == wanted);
        let readmes = has("jekyll-readme-index") && !is("readme_index.enabled", false);
        Self {
            markdown: has("jekyll-optional-front-matter")
                && !is("optional_front_matter.enabled", false)
                && !is("require_front_matter", true),
            readmes,
            readmes_with_front_matter: readmes && is("readme_index.with_frontmatter", true),
        }
    }

    /// Whether a Markdown file without front matter is a page.
    pub(super) fn has(self, path: &str) -> bool {
        /// Files about the repository, by jekyll-optional-front-matter.
        const NO_PAGES: [&str; 7] = [
            "LICENSE",
            "LICENCE",
            "COPYING",
            "CODE_OF_CONDUCT",
            "CONTRIBUTING",
            "ISSUE_TEMPLATE",
            "PULL_REQUEST_TEMPLATE",
        ];
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if is_readme(path) {
            return self.readmes;
        }
        self.markdown && !NO_PAGES.iter().any(|no_page| no_page.eq_ignore_ascii_case(stem))
    }

    /// Puts each `README` at its folder's URL, where nothing else is. Where something is, one without front matter is a file,
    /// whose path is returned.
    pub(super) fn arrange(self, pages: &mut Vec<Page>, static_files: &[StaticFile]) -> Vec<Arc<str>> {
        /// The names of an index, by the plugin's `generator.rb`.
        const INDEXES: [&str; 4] = ["index.html", "index.htm", "index.xhtml", "index.xml"];
        let folder_of_index = |url: &str| {
            let (folder, name) = url.rsplit_once('/')?;
            (name.is_empty() || INDEXES.contains(&name.to_ascii_lowercase().as_str()))
                .then(|| format!("{folder}/"))
        };
        let mut files = Vec::new();
        if !self.readmes {
            return files;
        }
        let urls = pages.iter().map(|page| page.url.as_str());
        let written = static_files.iter().map(|file| escape_path(&file.url));
        let mut taken: BTreeSet<String> = urls.filter_map(folder_of_index).collect();
        taken.extend(written.filter_map(|url| folder_of_index(&url)));
        for page in pages.iter_mut().filter(|page| is_readme(&page.path)) {
            let is_bare = page.front_matter.block.is_empty();
            let folder = page.path.rfind('/').and_then(|at| page.path.get(..=at)).unwrap_or("");
            let url = format!("/{}", escape_path(folder));
            if (is_bare || self.readmes_with_front_matter) && !taken.contains(&url) {
                page.url = url;
            } else if is_bare {
                files.push(Arc::clone(&page.path));
            }
        }
        pages.retain(|page| !files.contains(&page.path));
        files
    }
}

/// Whether a `README` without front matter is a page on GitHub Pages, and none where Jekyll builds the site by its `Gemfile`:
/// only gems of the group `jekyll_plugins` are plugins there (`plugin_manager.rb`).
pub(super) fn make_pages_of_readmes_perhaps(data: &Map, gemfile: Option<&str>) -> bool {
    const MAKERS: [&str; 2] = ["github-pages", "jekyll-readme-index"];
    let named = strings(data, "plugins").into_iter().chain(strings(data, "gems"));
    let Gems { all, plugins } = Gems::new(gemfile.unwrap_or(""));
    let is_maker = |name: &str| MAKERS.contains(&name);
    all.iter().any(|name| is_maker(name))
        && !plugins.iter().any(|name| is_maker(name))
        && !named.into_iter().any(|name| is_maker(&name))
}

/// Whether documents of collections get their titles from headings (jekyll-titles-from-headings).
pub(super) fn titles_from_headings(plugins: &[String], data: &Map) -> bool {
    let is = |key: &str, wanted: bool| matches!(data.get_path(key).map(|node| &node.value), Some(Value::Bool(value)) if *value == wanted);
    plugins.iter().any(|name| name == "jekyll-titles-from-headings")
        && !is("titles_from_headings.enabled", false)
        && is("titles_from_headings.collections", true)
}

/// Which links to source files the plugin jekyll-relative-links replaces.
pub(super) fn replaced_links(plugins: &[String], data: &Map) -> ReplacedLinks {
    let option = |key: &str| data.get_path(&format!("relative_links.{key}")).map(|node| &node.value);
    let is = |key: &str, wanted: bool| matches!(option(key), Some(Value::Bool(value)) if *value == wanted);
    let has = plugins.iter().any(|plugin| plugin == "jekyll-relative-links");
    let in_pages = has && !is("enabled", false);
    // A theme brings its own plugins (Jekyll, `plugin_manager.rb`, `require_theme_deps`).
    let theme = data.get("theme").and_then(|node| node.as_str());
    let perhaps = !has && theme.is_some_and(|theme| !WITHOUT_RELATIVE_LINKS.contains(&theme));
    let excluded = option("exclude").and_then(Value::as_list).into_iter().flatten();
    ReplacedLinks {
        by_bodies: false,
        in_pages,
        in_documents: in_pages && is("collections", true),
        excluded: excluded.filter_map(|node| Some(node.as_str()?.to_owned())).collect(),
        perhaps,
        ..ReplacedLinks::default()
    }
}

/// Widely used themes that are known not to bring jekyll-relative-links.
const WITHOUT_RELATIVE_LINKS: [&str; 5] =
    ["minima", "just-the-docs", "minimal-mistakes-jekyll", "jekyll-theme-chirpy", "jekyll-theme-primer"];

/// Plugins that make no pages, or those alone that are made here.
const KNOWN: [&str; 42] = [
    "bourbon",
    "font-awesome-sass",
    "github-pages",
    "html-proofer",
    "jekyll",
    "jekyll-admin",
    "jekyll-archives",
    "jekyll-archives-v2",
    "jekyll-assets",
    "jekyll-avatar",
    "jekyll-category-pages",
    "jekyll-coffeescript",
    "jekyll-commonmark",
    "jekyll-commonmark-ghpages",
    "jekyll-compose",
    "jekyll-default-layout",
    "jekyll-feed",
    "jekyll-gist",
    "jekyll-github-metadata",
    "jekyll-include-cache",
    "jekyll-last-modified-at",
    "jekyll-mentions",
    "jekyll-minifier",
    "jekyll-multiple-languages",
    "jekyll-multiple-languages-plugin",
    "jekyll-optional-front-matter",
    "jekyll-paginate",
    "jekyll-paginate-v2",
    "jekyll-polyglot",
    "jekyll-postfiles",
    "jekyll-readme-index",
    "jekyll-redirect-from",
    "jekyll-relative-links",
    "jekyll-remote-theme",
    "jekyll-sass-converter",
    "jekyll-seo-tag",
    "jekyll-sitemap",
    "jekyll-titles-from-headings",
    "jekyll-toc",
    "jemoji",
    "kramdown",
    "polyglot",
];

/// What the plugins of a site make, beside its feeds.
pub(super) fn made(plugins: &[String], data: &Map) -> Made {
    let mut made = Made::default();
    let has = |plugin: &str| plugins.iter().any(|name| name == plugin);
    if has("jekyll-sitemap") {
        made.urls.extend(["/sitemap.xml".to_owned(), "/robots.txt".to_owned()]);
    }
    if has("jekyll-redirect-from")
        && data.get_path("redirect_from.json").is_none_or(|node| node.value.is_truthy())
    {
        made.urls.push("/redirects.json".to_owned());
    }
    if has("jekyll-feed") {
        made.urls.push(format!("/{}", text(data, "feed.path").unwrap_or("feed.xml").trim_start_matches('/')));
        made.urls.extend(feeds_of_collections(data));
        if data.get_path("feed.tags").is_some_and(|node| node.value.is_truthy()) {
            let path = text(data, "feed.tags.path").unwrap_or("/feed/by_tag/");
            made.prefixes.push((rooted(path), "jekyll-feed"));
        }
    }
    if let Some(Value::Int(per_page)) = data.get("paginate").map(|node| &node.value) {
        let template = text(data, "paginate_path").unwrap_or("/page:num/");
        made.paginated = usize::try_from(*per_page).ok().map(|per_page| (template.to_owned(), per_page));
    }
    if data.get("pagination").is_some_and(|node| node.value.is_truthy()) {
        let template = text(data, "pagination.permalink").unwrap_or("/page:num/");
        made.numbered = Some(template.to_owned());
    }
    // A theme brings its own plugins (Jekyll, `plugin_manager.rb`, `require_theme_deps`).
    let themes_archives = data.get("theme").is_some() && data.get("jekyll-archives").is_some();
    if has("jekyll-archives") || themes_archives && !has("jekyll-archives-v2") {
        made.archives = archives(data);
    }
    made.languages = languages(&has, data);
    if has("jekyll-paginate-v2") {
        add_autopages(data, &mut made);
    }
    if has("jekyll-category-pages") {
        let folder = text(data, "category_path").unwrap_or("category").trim_matches('/');
        made.prefixes.push((format!("/{folder}/"), "jekyll-category-pages"));
    }
    if has("jekyll-archives-v2") {
        let own = data.get_path("jekyll-archives.permalinks").and_then(|node| node.value.as_map());
        let own = own.into_iter().flatten().filter_map(|entry| entry.value.as_str());
        made.prefixes.extend(own.map(|path| (before_placeholder(path), "jekyll-archives-v2")));
    }
    made.theme = text(data, "theme").or_else(|| text(data, "remote_theme")).map(str::to_owned);
    let is_known = |plugin: &String| KNOWN.contains(&plugin.as_str()) || plugin.starts_with("jekyll-theme-");
    let other = plugins.iter().find(|plugin| !is_known(plugin));
    made.by_other_plugins = other.and_then(|plugin| OwnPages::of_gem(plugin, data, &OWN_KEYS));
    if has("jekyll-admin") {
        made.prefixes.push(("/admin".to_owned(), "jekyll-admin"));
    }
    made
}

/// Keys of the configuration whose folders are not those of a plugin that nothing is known of.
const OWN_KEYS: [&str; 24] = [
    "autopages",
    "baseurl",
    "collections",
    "collections_dir",
    "data_dir",
    "defaults",
    "destination",
    "exclude",
    "feed",
    "includes_dir",
    "jekyll-archives",
    "keep_files",
    "kramdown",
    "last-modified-at",
    "layouts_dir",
    "paginate_path",
    "pagination",
    "permalink",
    "plugins_dir",
    "sass",
    "sitemap",
    "source",
    "url",
    "webrick",
];

/// The languages that a plugin writes the site in.
///
/// Sources: polyglot's and jekyll-multiple-languages-plugin's READMEs.
fn languages(has: &dyn Fn(&str) -> bool, data: &Map) -> Option<Languages> {
    /// The names of the plugin, whether posts are written apart for each language.
    const PLUGINS: [(&str, bool); 4] = [
        ("jekyll-polyglot", false),
        ("polyglot", false),
        ("jekyll-multiple-languages-plugin", true),
        ("jekyll-multiple-languages", true),
    ];
    let (plugin, has_own_posts) = *PLUGINS.iter().find(|(plugin, _)| has(plugin))?;
    let all = strings(data, "languages");
    let default = text(data, "default_lang").map(str::to_owned).or_else(|| all.first().cloned())?;
    let folders = all.into_iter().filter(|language| *language != default).collect();
    Some(Languages { plugin, default, folders, has_own_posts })
}

/// The kinds of archives that are enabled, with their templates.
fn archives(data: &Map) -> Vec<(ArchiveKind, String)> {
    /// The key of `permalinks`, the name in `enabled`, the kind and the default.
    const KINDS: [(&str, &str, ArchiveKind, &str); 5] = [
        ("year", "year", ArchiveKind::Date, "/:year/"),
        ("month", "month", ArchiveKind::Date, "/:year/:month/"),
        ("day", "day", ArchiveKind::Date, "/:year/:month/:day/"),
        ("tag", "tags", ArchiveKind::Tag, "/tag/:name/"),
        ("category", "categories", ArchiveKind::Category, "/category/:name/"),
    ];
    let enabled = data.get_path("jekyll-archives.enabled").map(|node| &node.value);
    let is_enabled = |name: &str| match enabled {
        Some(Value::Bool(all)) => *all,
        Some(Value::String(all)) => all == "all",
        Some(Value::List(names)) => names.iter().any(|node| node.as_str() == Some(name)),
        _ => false,
    };
    let template = |key: &str, usual: &str| {
        let own = text(data, &format!("jekyll-archives.permalinks.{key}"));
        rooted(own.unwrap_or(usual))
    };
    let kinds = KINDS.iter().filter(|(_, name, ..)| is_enabled(name));
    kinds.map(|(key, _, kind, usual)| (*kind, template(key, usual))).collect()
}

/// Adds the lists that jekyll-paginate-v2 makes for each tag, category and collection.
fn add_autopages(data: &Map, made: &mut Made) {
    let is_on = |path: &str| data.get_path(path).map(|node| node.value.is_truthy());
    if is_on("autopages.enabled") != Some(true) {
        return;
    }
    for (key, placeholder, usual) in [
        ("tags", ":tag", "/tag/:tag"),
        ("categories", ":cat", "/category/:cat"),
        ("collections", ":coll", "/collection/:coll"),
    ] {
        let own = |key_of_kind: &str| text(data, &format!("autopages.{key}.{key_of_kind}"));
        if is_on(&format!("autopages.{key}.enabled")) == Some(false) {
            continue;
        }
        let template = rooted(own("permalink").unwrap_or(usual)).replacen(placeholder, ":name", 1);
        let template = format!("{}/", template.trim_end_matches('/'));
        let mode = SlugMode::from_name(own("slugify.mode").unwrap_or("none"));
        match key {
            "tags" => made.autopages.push((ArchiveKind::Tag, template, mode)),
            "categories" => made.autopages.push((ArchiveKind::Category, template, mode)),
            _ => {
                let own = data.get("collections").and_then(|node| node.value.as_map());
                let labels = own.into_iter().flat_map(Map::iter).map(|entry| entry.key.as_str());
                let slugs = labels.chain([POSTS]).map(|label| slugify(label, mode, false));
                made.urls.extend(slugs.map(|slug| template.replace(":name", &slug)));
            }
        }
    }
}

/// `/feed/<category>.xml` and `/feed/<collection>.xml`, as jekyll-feed names them.
fn feeds_of_collections(data: &Map) -> Vec<String> {
    let names = |value: Option<&Value>| -> Vec<String> {
        match value {
            Some(Value::List(items)) => {
                items.iter().map(|item| item.value.to_ruby_string().into_owned()).collect()
            }
            _ => Vec::new(),
        }
    };
    let mut urls: Vec<String> = names(data.get_path("feed.categories").map(|node| &node.value))
        .into_iter()
        .map(|category| format!("/feed/{category}.xml"))
        .collect();
    match data.get_path("feed.collections").map(|node| &node.value) {
        Some(Value::Map(collections)) => {
            for entry in collections {
                let collection = entry.value.value.as_map();
                let path = collection.and_then(|map| map.get_str("path"));
                urls.push(path.map_or_else(|| format!("/feed/{}.xml", entry.key), rooted));
                let categories =
                    names(collection.and_then(|map| map.get("categories")).map(|node| &node.value));
                let folder =
                    if entry.key == POSTS { "/feed".to_owned() } else { format!("/feed/{}", entry.key) };
                urls.extend(categories.iter().map(|category| format!("{folder}/{category}.xml")));
            }
        }
        list => urls.extend(names(list).iter().map(|name| format!("/feed/{name}.xml"))),
    }
    urls
}

fn text<'a>(data: &'a Map, path: &str) -> Option<&'a str> {
    data.get_path(path)?.as_str()
}

fn rooted(path: &str) -> String {
    format!("/{}", path.trim_start_matches('/'))
}

fn before_placeholder(template: &str) -> String {
    rooted(template.up_to(':'))
}
