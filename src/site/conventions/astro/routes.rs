//! The pages of `src/pages`: which URLs they have, and below which only the build knows.

use crate::site::tree::Tree;

/// The pages of a site.
#[derive(Clone, Debug, Default)]
pub(super) struct Routes {
    /// URLs of pages.
    pub(super) pages: Vec<String>,
    /// Beginnings of URLs of pages that a program makes.
    pub(super) below: Vec<String>,
    /// Pages of one collection's entries: its name, and what their URLs begin with.
    pub(super) collections: Vec<(String, String)>,
}

/// The routes of the files of a site.
pub(super) fn routes(source: &str, tree: &dyn Tree, paths: &[String]) -> Routes {
    let start = format!("{source}/pages/");
    let mut routes = Routes::default();
    for path in paths {
        let Some(below) = path.strip_prefix(&start) else { continue };
        if below.split('/').any(|part| part.starts_with('_')) {
            continue;
        }
        let ending = [".astro", ".md", ".mdx", ".html"].iter().find_map(|ending| below.strip_suffix(ending));
        let endpoint = [".ts", ".js", ".mjs"].iter().find_map(|ending| below.strip_suffix(ending));
        let Some(stem) = ending.or(endpoint) else { continue };
        let Some(dynamic) = stem.find('[') else {
            let url = match stem.strip_suffix("index").filter(|rest| rest.is_empty() || rest.ends_with('/')) {
                Some(folder) if ending.is_some() => format!("/{folder}"),
                _ if ending.is_some() => format!("/{stem}/"),
                _ => format!("/{stem}"),
            };
            routes.pages.push(url);
            continue;
        };
        let folder = stem.get(..dynamic).and_then(|before| before.rfind('/')).map_or("", |at| &stem[..=at]);
        let prefix = format!("/{folder}");
        let text = tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        let is_of_entries = stem.get(dynamic..).is_some_and(|rest| {
            ["[...slug]", "[...id]", "[slug]", "[id]", "[...slug]/index", "[slug]/index"].contains(&rest)
        });
        if is_of_entries {
            routes.collections.extend(collections_in(&text).map(|name| (name.to_owned(), prefix.clone())));
        }
        routes.below.push(prefix);
    }
    routes.pages.sort();
    routes.pages.dedup();
    routes.below.sort();
    routes.below.dedup();
    routes
}

/// The names of the collections that an endpoint asks for: `getCollection("blog")`.
fn collections_in(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("getCollection(").filter_map(|(at, call)| {
        let rest = text.get(at + call.len()..)?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        rest.get(1..)?.split(quote).next()
    })
}

impl Routes {
    /// What the URLs of a collection's entries begin with.
    pub(super) fn of(&self, collection: &str) -> Option<&str> {
        self.collections.iter().find(|(name, _)| name == collection).map(|(_, prefix)| prefix.as_str())
    }
}
