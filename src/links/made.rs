//! What plugins make: places of a site that no file stands for.

use crate::markup::front_matter::{Map, Value};
use crate::site::Settings;

/// Places that a plugin makes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Made {
    /// URLs of which it is known that something stands there.
    pub(crate) urls: Vec<String>,
    /// Beginnings of URLs below which only the build knows, and the plugin that makes them.
    pub(crate) prefixes: Vec<(String, &'static str)>,
}

/// What the plugins of a site make, beside its feeds.
pub(crate) fn made(settings: &Settings) -> Made {
    let mut made = Made::default();
    let has = |plugin: &str| settings.plugins.iter().any(|name| name == plugin);
    let data = &settings.data;
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
    let paginated = data.get("paginate").or_else(|| data.get("pagination"));
    if paginated.is_some_and(|node| node.value.is_truthy()) {
        let path = text(data, "paginate_path")
            .or_else(|| text(data, "pagination.permalink"))
            .unwrap_or("/page:num/");
        made.prefixes.push((before_placeholder(path), "jekyll-paginate"));
    }
    if has("jekyll-archives") || has("jekyll-archives-v2") {
        let own = data.get_path("jekyll-archives.permalinks").and_then(|node| node.value.as_map());
        let own: Vec<&str> = own.into_iter().flatten().filter_map(|entry| entry.value.as_str()).collect();
        let defaults = ["/tag/:name/", "/category/:name/", "/:year/"];
        let templates = if own.is_empty() { &defaults[..] } else { &own[..] };
        made.prefixes.extend(templates.iter().map(|path| (before_placeholder(path), "jekyll-archives")));
    }
    if has("jekyll-admin") {
        made.prefixes.push(("/admin".to_owned(), "jekyll-admin"));
    }
    made
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
                    if entry.key == "posts" { "/feed".to_owned() } else { format!("/feed/{}", entry.key) };
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
