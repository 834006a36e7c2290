//! The feeds that a site has: those of `feedPlugin`, and templates that write one.

use crate::markup::front_matter::javascript::of_map;
use crate::markup::javascript::{Object, Value};
use crate::site::conventions::eleventy::asked::{Asked, Head};
use crate::site::conventions::eleventy::collections;
use crate::site::conventions::eleventy::configuration::Engine;
use crate::site::conventions::eleventy::data::front_matter_of;
use crate::site::conventions::eleventy::opened::Eleventy;
use crate::site::conventions::eleventy::paths;
use crate::site::conventions::eleventy::templating::as_map;
use crate::site::conventions::programs::joined;
use crate::site::tree::Tree;
use crate::site::tree::TreeError;

/// The feeds of a site.
///
/// # Errors
/// When a template cannot be read.
pub(super) fn asked(site: &Eleventy, tree: &dyn Tree, templates: &[&str]) -> Result<Vec<Asked>, TreeError> {
    let mut feeds: Vec<Asked> =
        site.configuration.feeds.iter().filter_map(|(options, _)| of_plugin(options)).collect();
    let may_be_feed = |path: &&&str| !path.ends_with(".md") && !path.ends_with(".11ty.js");
    for path in templates.iter().filter(may_be_feed) {
        let bytes = tree.read(path)?;
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if let Some(feed) = of_template(site, path, &text) {
            feeds.push(feed);
        }
    }
    for feed in &mut feeds {
        let name = feed.tags.first().cloned().unwrap_or_default();
        let function = site.configuration.collections.iter().rev().find(|(known, _)| *known == name);
        if let Some(made) = function.and_then(|(_, function)| collections::made(function)) {
            feed.tags.clone_from(&made.tags);
            if feed.limit == 0 {
                feed.limit = made.limit.unwrap_or(0);
            }
            feed.made = Some(made);
        }
    }
    Ok(feeds)
}

/// Options of the plugin; a path that is not written out is the plugin's own.
fn of_plugin(options: &Object) -> Option<Asked> {
    let text = |key: &str| options.get(key).and_then(Value::as_text);
    let collection = options.get("collection");
    let format = match text("type") {
        Some("rss") => "rss",
        Some("json") => "json",
        _ => "atom",
    };
    let default = match format {
        "json" => "feed.json",
        _ => "feed.xml",
    };
    let path = match options.get("outputPath") {
        None => default.to_owned(),
        Some(path) => joined("", path.as_text()?),
    };
    Some(Asked {
        path,
        format,
        metadata: options.get("metadata").and_then(Value::as_object).cloned().unwrap_or_default(),
        tags: vec![collection.and_then(|it| it.get("name")?.as_text()).unwrap_or("posts").to_owned()],
        limit: collection.and_then(|it| it.get("limit")?.as_count()).unwrap_or(0),
        made: None,
        reverses: true,
        is_plain: false,
        is_plugins: true,
        source: String::new(),
        has_content: true,
        has_authors: true,
        head: None,
    })
}

/// A template that writes a feed: its permalink, and what its text is.
fn of_template(site: &Eleventy, path: &str, text: &str) -> Option<Asked> {
    let front_matter = front_matter_of(text);
    let body = text.get(front_matter.body..).unwrap_or("");
    let format = if body.contains("<feed") {
        "atom"
    } else if body.contains("<rss") {
        "rss"
    } else if body.contains("jsonfeed.org") {
        "json"
    } else {
        return None;
    };
    let below = site.below(path)?;
    let stem = paths::split(below)?.0;
    let all = site.data_of(stem, &of_map(&front_matter.data));
    let permalink =
        all.get("permalink").and_then(Value::as_text).map_or_else(|| stem.to_owned(), |it| joined("", it));
    let is_file = [".xml", ".json", ".rss", ".atom", ".rdf"].iter().any(|end| permalink.ends_with(end));
    if !is_file || permalink.contains("{{") || all.get("pagination").is_some() {
        return None;
    }
    let global = |name: &str| site.files.global.get(name).and_then(Value::as_object).cloned();
    let own = all.get("metadata").and_then(Value::as_object).cloned();
    let metadata = own.or_else(|| global("metadata")).or_else(|| global("site")).unwrap_or_default();
    let tag = collection_in(body)?;
    let entries_at = ["<entry", "<item"].iter().filter_map(|start| body.find(start)).min();
    let (head, entries) = body.split_at(entries_at.unwrap_or(body.len()));
    Some(Asked {
        path: permalink,
        format,
        metadata,
        reverses: ["| reverse", "|reverse", " reversed"].iter().any(|word| body.contains(word)),
        is_plain: is_plain_loop(body, &tag),
        tags: vec![tag],
        limit: limit_in(body).unwrap_or(0),
        made: None,
        is_plugins: false,
        source: path.to_owned(),
        has_content: [
            "templateContent",
            ".content",
            "htmlToAbsoluteUrls",
            "renderTransforms",
            "transformWithHtmlBase",
        ]
        .iter()
        .any(|word| body.contains(word)),
        has_authors: ["dc:creator", "<author"].iter().any(|word| entries.contains(word)),
        head: Some(Head {
            elements: ELEMENTS
                .iter()
                .filter_map(|name| Some((*name, element(head, name)?.to_owned())))
                .collect(),
            data: as_map(&all),
            engine: if path.ends_with(".njk") { Engine::Nunjucks } else { Engine::Liquid },
        }),
    })
}

/// The elements of a feed that are read.
const ELEMENTS: [&str; 4] = ["title", "subtitle", "description", "id"];

/// The text of an element as the template has it.
fn element<'t>(head: &'t str, name: &str) -> Option<&'t str> {
    let rest = head.split_once(&format!("<{name}>"))?.1;
    Some(rest.split_once(&format!("</{name}>"))?.0)
}

/// The collection that a template loops over: `in collections.posts`.
fn collection_in(body: &str) -> Option<String> {
    let loops = body.match_indices(" in ").filter_map(|(at, _)| {
        let rest = body.get(at + 4..)?.trim_start();
        rest.strip_prefix("collections")
    });
    let all = body.match_indices("collections").filter_map(|(at, word)| body.get(at + word.len()..));
    loops.chain(all).find_map(|rest| {
        let name = |text: &str| {
            let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(text.len());
            text.get(..end).filter(|name| !name.is_empty()).map(str::to_owned)
        };
        match rest.as_bytes().first() {
            Some(b'.') => name(rest.get(1..)?),
            Some(b'[') => {
                let inner = rest.get(1..rest.find(']')?)?.trim_matches(['"', '\'']);
                Some(inner.to_owned()).filter(|name| !name.is_empty())
            }
            _ => None,
        }
    })
}

/// Whether a template shows a collection in its own order, which is by date, the oldest first: no filter is in its loop.
fn is_plain_loop(body: &str, name: &str) -> bool {
    let loops = body.match_indices(" in ").filter_map(|(at, _)| body.get(at + 4..)?.split_once("%}"));
    let lists = loops.map(|(list, _)| list.trim_end_matches('-').trim());
    let of_name =
        [format!("collections.{name}"), format!("collections['{name}']"), format!("collections[\"{name}\"]")];
    lists.into_iter().any(|list| of_name.iter().any(|known| known == list))
}

/// How many entries a template shows: `| head(-10)`, `limit: 10`, `.slice(0, 10)`, `| getNewest(10)`.
fn limit_in(body: &str) -> Option<usize> {
    ["head(-", "head(", "limit:", "limit: ", "slice(-", "slice(0, ", "take(", "limit("].iter().find_map(
        |word| {
            let at = body.find(word)? + word.len();
            let rest = body.get(at..)?.trim_start();
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            rest.get(..end)?.parse().ok()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_collection_and_the_limit_of_a_template_are_found() {
        for (body, name, limit) in [
            ("{{ collections.all | x }} {% for post in collections.posts | reverse %}", "posts", None),
            ("{%- for post in collections['my-posts'] | head(-10) %}", "my-posts", Some(10)),
            ("{% for p in collections.blog limit:5 %}", "blog", Some(5)),
            ("{{ collections.recent | getNewestCollectionItemDate }}", "recent", None),
        ] {
            assert_eq!(collection_in(body).as_deref(), Some(name), "{body}");
            assert_eq!(limit_in(body), limit, "{body}");
        }
    }
}
