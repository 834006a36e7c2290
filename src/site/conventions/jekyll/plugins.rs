//! What Jekyll's plugins make and bring.

use crate::markup::front_matter::{Map, Value};
use crate::site::post::POSTS;
use crate::site::{ArchiveKind, Made, ReplacedLinks};

/// Whether a plugin may bring Liquid tags for posts.
pub(super) fn bring_tags(plugins: &[String]) -> bool {
    plugins.iter().any(|plugin| !WITHOUT_TAGS.contains(&plugin.as_str()))
}

/// Plugins that bring no Liquid tag for posts.
const WITHOUT_TAGS: [&str; 10] = [
    "jekyll-feed",
    "jekyll-sitemap",
    "jekyll-seo-tag",
    "jekyll-redirect-from",
    "jekyll-paginate",
    "jekyll-archives",
    "jekyll-relative-links",
    "jekyll-optional-front-matter",
    "jekyll-titles-from-headings",
    "jekyll-default-layout",
];

/// Which links to source files the plugin jekyll-relative-links replaces.
pub(super) fn replaced_links(plugins: &[String], data: &Map) -> ReplacedLinks {
    let option = |key: &str| data.get_path(&format!("relative_links.{key}")).map(|node| &node.value);
    let is = |key: &str, wanted: bool| matches!(option(key), Some(Value::Bool(value)) if *value == wanted);
    let replaces = ["jekyll-relative-links", "github-pages"];
    let has = plugins.iter().any(|plugin| replaces.contains(&plugin.as_str()));
    let in_pages = has && !is("enabled", false);
    let excluded = option("exclude").and_then(Value::as_list).into_iter().flatten();
    ReplacedLinks {
        in_pages,
        in_documents: in_pages && is("collections", true),
        excluded: excluded.filter_map(|node| Some(node.as_str()?.to_owned())).collect(),
    }
}

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
    if has("jekyll-archives") {
        made.archives = archives(data);
    }
    if has("jekyll-archives-v2") {
        let own = data.get_path("jekyll-archives.permalinks").and_then(|node| node.value.as_map());
        let own = own.into_iter().flatten().filter_map(|entry| entry.value.as_str());
        made.prefixes.extend(own.map(|path| (before_placeholder(path), "jekyll-archives-v2")));
    }
    if has("jekyll-admin") {
        made.prefixes.push(("/admin".to_owned(), "jekyll-admin"));
    }
    made
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
    rooted(template.split(':').next().unwrap_or(""))
}
