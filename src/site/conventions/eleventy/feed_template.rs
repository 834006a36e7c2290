//! Templates of a site's own that write a feed: nothing is evaluated but the loop over entries, what an entry's addresses
//! are, and the elements of the feed itself.

use crate::markup::front_matter::javascript::of_map;
use crate::markup::javascript::{Entries, Value};
use crate::site::conventions::eleventy::asked::{Asked, EntryText, Head};
use crate::site::conventions::eleventy::configuration::Engine;
use crate::site::conventions::eleventy::data::front_matter_of;
use crate::site::conventions::eleventy::feed_loop::{FeedLoop, collection_in, loop_over_entries, tags};
use crate::site::conventions::eleventy::opened::Eleventy;
use crate::site::conventions::eleventy::paths;
use crate::site::conventions::eleventy::templating::as_map;
use crate::site::conventions::programs::joined;

/// A template that writes a feed: its permalink, and what its text is.
pub(super) fn read(site: &Eleventy, path: &str, text: &str) -> Option<Asked> {
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
    let marks: &[&str] = if format == "json" { &["\"items\""] } else { &["<entry", "<item"] };
    let entries_at = marks.iter().filter_map(|start| body.find(start)).min().unwrap_or(body.len());
    let data_of = |name: &str| all.get(name).or_else(|| site.files.global.get(name)).cloned();
    let found = loop_over_entries(body, entries_at, format == "json", &site.configuration.filters, &data_of);
    let list = match &found {
        Some(found) => found.list.clone(),
        // What the loop does is not understood: the newest first.
        None => Entries::of(&collection_in(body)?).with_unknown_step(),
    };
    let (head, entries) = body.split_at(entries_at);
    let engine = if path.ends_with(".njk") { Engine::Nunjucks } else { Engine::Liquid };
    let data = as_map(&all);
    Some(Asked {
        path: permalink,
        format,
        metadata,
        list,
        limit: 0,
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
        has_language: ["xml:lang", "<language", "\"language\""].iter().any(|word| head.contains(word)),
        entry: found.and_then(|found| entry_text(body, &found, format, engine, &data)),
        head: Some(Head {
            elements: ELEMENTS
                .iter()
                .filter_map(|name| Some((*name, element(head, name, format)?.to_owned())))
                .collect(),
            data,
            engine,
        }),
    })
}

/// The elements of a feed that are read.
const ELEMENTS: [&str; 5] = ["title", "subtitle", "description", "id", "link"];

/// The text of an element of the feed as the template has it.
fn element<'t>(head: &'t str, name: &str, format: &str) -> Option<&'t str> {
    match (format, name) {
        ("json", "link") => json_text(head, "home_page_url"),
        ("json", _) => json_text(head, name),
        ("atom", "link") => head.split("<link").skip(1).find_map(alternate),
        _ => {
            let rest = head.split_once(&format!("<{name}>"))?.1;
            Some(rest.split_once(&format!("</{name}>"))?.0)
        }
    }
}

/// The address of a link after `<link`, unless it leads to something else than the page.
fn alternate(after: &str) -> Option<&str> {
    let tag = after.split_once('>')?.0;
    let is_other = tag.contains("rel=") && !tag.contains("alternate");
    let value = tag.split_once("href=").filter(|_| !is_other)?.1;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = value.get(1..)?;
    // A template has quotes of its own between its brackets.
    let end = inner.match_indices(quote).map(|(at, _)| at).find(|at| {
        let before = inner.get(..*at).unwrap_or("");
        before.matches("{{").count() == before.matches("}}").count()
    })?;
    inner.get(..end)
}

/// The text of a key of JSON, `"title": "…"`.
fn json_text<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let rest = text.split_once(&format!("\"{key}\""))?.1.trim_start().strip_prefix(':')?;
    let inner = rest.trim_start().strip_prefix('"')?;
    let end = inner.match_indices('"').map(|(at, _)| at).find(|at| {
        let before = inner.get(..*at).unwrap_or("");
        before.matches("{{").count() == before.matches("}}").count()
    })?;
    inner.get(..end)
}

/// What a template writes of each entry; nothing where that cannot be told.
fn entry_text(
    body: &str,
    found: &FeedLoop,
    format: &str,
    engine: Engine,
    data: &crate::markup::front_matter::Map,
) -> Option<EntryText> {
    let inside = body.get(found.inside..)?;
    let inner = |open: &str, close: &str| Some(inside.split_once(open)?.1.split_once(close)?.0.to_owned());
    let (link, id) = match format {
        "json" => {
            let link = json_text(inside, "url")?.to_owned();
            let id = json_text(inside, "id").map_or_else(|| link.clone(), str::to_owned);
            (link, id)
        }
        "rss" => {
            let link = inner("<link>", "</link>")?;
            let guid = inside.split_once("<guid").and_then(|(_, rest)| rest.split_once('>'));
            let guid = guid.and_then(|(_, rest)| rest.split_once("</guid>")).map(|(guid, _)| guid.to_owned());
            let id = guid.unwrap_or_else(|| link.clone());
            (link, id)
        }
        _ => {
            let link = inside.split("<link").skip(1).find_map(alternate)?.to_owned();
            let id = inner("<id>", "</id>").unwrap_or_else(|| link.clone());
            (link, id)
        }
    };
    Some(EntryText {
        name: found.entry.clone(),
        settings: settings(inside),
        link,
        id,
        data: data.clone(),
        engine,
    })
}

/// The tags of a loop that set variables, before the first entry ends.
fn settings(inside: &str) -> String {
    let mut out = String::new();
    let mut open = None;
    for (inner, start, end) in tags(inside) {
        let word = inner.split_whitespace().next().unwrap_or("");
        match (word, open) {
            ("endfor", None) => break,
            ("set", None) if !inner.contains('=') => open = Some(start),
            ("capture", None) => open = Some(start),
            ("endset" | "endcapture", Some(from)) => {
                out.push_str(inside.get(from..end).unwrap_or(""));
                open = None;
            }
            ("set" | "assign", None) => out.push_str(inside.get(start..end).unwrap_or("")),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_the_alternate_link() {
        let head = "<link href=\"{{ url }}/feed.xml\" rel=\"self\"/><link href='{{ 'x' | f }}'/>";
        assert_eq!(element(head, "link", "atom"), Some("{{ 'x' | f }}"));
        assert_eq!(element("\"title\": \"{{ \"a\" }}\",", "title", "json"), Some("{{ \"a\" }}"));
    }
}
