//! Templates of a site's own that write a feed: nothing is evaluated but the loop over entries, what an entry's addresses
//! are, and the elements of the feed itself.

use crate::markup::front_matter::javascript::of_map;
use crate::markup::front_matter::{Map, Node, Value as Data};
use crate::markup::javascript::{Entries, Object, Value};
use crate::site::conventions::eleventy::asked::{Asked, EntryText, Head};
use crate::site::conventions::eleventy::configuration::Engine;
use crate::site::conventions::eleventy::data::front_matter_of;
use crate::site::conventions::eleventy::feed_loop::{FeedLoop, collection_in, loop_over_entries, tags};
use crate::site::conventions::eleventy::guards::guard;
use crate::site::conventions::eleventy::opened::Eleventy;
use crate::site::conventions::eleventy::shared::{Shared, Variables};
use crate::site::conventions::eleventy::templating::{as_map, run};
use crate::site::conventions::eleventy::{head, paths};
use crate::site::conventions::paths::joined;

/// Why a template is not a feed of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It writes something else.
    Other,
    /// Where it is written cannot be told.
    Place,
}

/// A template that writes a feed: its permalink, and what its text is; `all` is its data.
///
/// # Errors
/// When it writes no feed, or where it is written cannot be told.
pub(super) fn read(site: &Eleventy, path: &str, text: &str, all: &Object) -> Result<Asked, Unread> {
    let front_matter = front_matter_of(text);
    let body = text.get(front_matter.body..).unwrap_or("");
    let format = if body.contains("<feed") {
        "atom"
    } else if body.contains("<rss") {
        "rss"
    } else if body.contains("jsonfeed.org") {
        "json"
    } else {
        return Err(Unread::Other);
    };
    let ending = site.below(path).and_then(paths::split).map_or("", |(_, ending)| ending);
    let engine = match head::engine(site, all, ending).1 {
        Some(Engine::Nunjucks) => Engine::Nunjucks,
        _ => Engine::Liquid,
    };
    let data = as_map(all);
    let stem = site.below(path).and_then(paths::split).ok_or(Unread::Other)?.0;
    let permalink = permalink(site, stem, all, &data, engine, body.trim_start().starts_with("<?xml"))?;
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
        None => Entries::of(&collection_in(body).ok_or(Unread::Other)?).with_unknown_step(),
    };
    let (head, entries) = body.split_at(entries_at);
    Ok(Asked {
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
        normalizes_urls: body.contains("htmlToAbsoluteUrls"),
        has_authors: ["dc:creator", "<author"].iter().any(|word| entries.contains(word)),
        has_language: ["xml:lang", "<language", "\"language\""].iter().any(|word| head.contains(word)),
        entry: found.and_then(|found| entry_text(body, &found, format, engine, &data, &site.shared)),
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

/// The data of a template.
pub(super) fn data(site: &Eleventy, path: &str, text: &str) -> Option<Object> {
    let stem = paths::split(site.below(path)?)?.0;
    Some(site.data_of(stem, &of_map(&front_matter_of(text).data)))
}

/// Where a template is written; `is_xml` is whether its text can be nothing but XML.
fn permalink(
    site: &Eleventy,
    stem: &str,
    all: &Object,
    data: &Map,
    engine: Engine,
    is_xml: bool,
) -> Result<String, Unread> {
    let is_file =
        |path: &str| [".xml", ".json", ".rss", ".atom", ".rdf"].iter().any(|end| path.trim().ends_with(end));
    let unclear = |is_feed: bool| if is_feed { Unread::Place } else { Unread::Other };
    let permalink = match all.get("permalink") {
        None => stem.to_owned(),
        Some(Value::Text(text)) => {
            let names = paths::names(site.below(stem).unwrap_or(stem));
            let mut page = Object::default();
            page.set("fileSlug", Value::Text(names.slug), 0);
            page.set("filePathStem", Value::Text(names.stem), 0);
            let page = as_map(&page);
            let mut all = data.clone();
            all.insert("page".to_owned(), Node::unwritten(Data::Map(page.clone())));
            let variables = Variables { shared: &site.shared, data: &all, page: &page };
            let made = run(text, engine, &variables).map_err(|_| unclear(is_xml || is_file(text)))?;
            joined("", made.trim())
        }
        Some(_) => return Err(unclear(is_xml)),
    };
    match is_file(&permalink) {
        true if permalink.contains(['{', '<']) => Err(Unread::Place),
        true => Ok(permalink),
        false => Err(Unread::Other),
    }
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
    data: &Map,
    shared: &Shared,
) -> Option<EntryText> {
    let inside = body.get(found.inside..)?;
    let end = ["</entry>", "</item>"].iter().filter_map(|close| inside.find(close)).min();
    let one = end.and_then(|end| inside.get(..end)).unwrap_or(inside);
    let mut elements: Vec<(&'static str, String)> = Vec::new();
    let mut add = |name: &'static str, text: Option<&str>| {
        elements.extend(text.map(|text| (name, text.to_owned())));
    };
    let inner = |name: &str| inner(one, name);
    match format {
        "json" => {
            let link = json_text(inside, "url");
            add("link", link);
            add("id", json_text(inside, "id").or(link));
            add("title", json_value(inside, "title"));
            add("date", json_text(inside, "date_published"));
            add("summary", json_value(inside, "summary"));
        }
        "rss" => {
            let link = inner("link");
            add("link", link);
            add("id", inner("guid").or(link));
            add("title", inner("title"));
            add("date", inner("pubDate"));
            add("summary", inner("description"));
        }
        _ => {
            let link = one.split("<link").skip(1).find_map(alternate);
            add("link", link);
            add("id", inner("id").or(link));
            add("title", inner("title"));
            add("date", inner("published").or_else(|| inner("updated")));
            add("updated", inner("updated"));
            add("summary", inner("summary"));
        }
    }
    add("published", inner("published"));
    add("content", inner("content:encoded"));
    add("categories", one.contains("<category").then_some(""));
    let settings = settings(inside);
    let has_link = elements.iter().any(|(name, _)| *name == "link");
    let whole = if format == "json" { String::new() } else { without_content(one) };
    let name = found.entry.clone();
    let is_of_site = |name: &str| shared.global.get(name).is_some();
    let knows = |name: &str| data.get(name).is_some() || is_of_site(name);
    let guard = guard(inside, format == "json", &name, &knows, &is_of_site);
    has_link.then(|| EntryText { name, settings, elements, guard, whole, data: data.clone(), engine })
}

/// What a template writes of an entry, without its content and its summary.
fn without_content(entry: &str) -> String {
    let mut out = entry.to_owned();
    for name in ["content:encoded", "content", "description", "summary"] {
        let (open, close) = (format!("<{name}"), format!("</{name}>"));
        while let Some(start) = out.find(&open) {
            let Some(end) = out.get(start..).and_then(|rest| rest.find(&close)) else { break };
            out.replace_range(start..start + end + close.len(), "");
        }
    }
    out
}

/// The text of an element with any attributes.
fn inner<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let open = format!("<{name}");
    let after = text
        .match_indices(&open)
        .filter_map(|(at, _)| text.get(at + open.len()..))
        .find(|after| after.starts_with(['>', ' ', '\n']))?;
    let (_, rest) = after.split_once('>')?;
    Some(rest.split_once(&format!("</{name}>"))?.0)
}

/// The value of a key of JSON: a string in quotes, or an output of the template that writes one.
fn json_value<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let rest = text.split_once(&format!("\"{key}\""))?.1.trim_start().strip_prefix(':')?.trim_start();
    if rest.starts_with("{{") {
        return rest.get(..rest.find("}}")? + 2);
    }
    json_text(text, key)
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
