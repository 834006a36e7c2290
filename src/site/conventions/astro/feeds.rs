//! The rows of the feeds that a site has.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::markup::javascript::{Entries, Field, Object, Reader, Step, Value};
use crate::site::config::{Content, Feed, FeedPage, Format, Limit, OneOrMany, Without};
use crate::site::conventions::astro::configuration::text;
use crate::site::conventions::astro::endpoints::{Endpoint, GLOB, Pattern, made_of};
use crate::site::conventions::astro::head::{self, as_shown};
use crate::site::conventions::astro::opened::Astro;
use crate::site::conventions::astro::outside::Outside;
use crate::site::conventions::astro::placeholder::HTML;
use crate::site::conventions::astro::renderer::Renderer;
use crate::site::conventions::astro::written;
use crate::site::conventions::programs::{Given, Modules, choose, newest_first};
use crate::site::post::Post;

/// The feeds that the site has, and what should be said.
pub(super) fn feeds(site: &Astro, posts: &[Arc<Post>]) -> (Vec<Feed>, Vec<String>) {
    let mut notes = Vec::new();
    let mut feeds: Vec<Feed> = Vec::new();
    for endpoint in &site.endpoints {
        feeds.push(row(site, endpoint, posts, &mut notes));
    }
    for pattern in &site.patterns {
        match made(site, pattern, posts) {
            Some(made) => {
                // One note for each file.
                let mut own = Vec::new();
                feeds.extend(made.iter().map(|endpoint| row(site, endpoint, posts, &mut own)));
                own.dedup();
                notes.extend(own);
            }
            None => notes.push(format!(
                "{}: which feeds it makes is computed: none of them are written; add them to `[[feeds]]` in feedwright.toml",
                pattern.endpoint.source
            )),
        }
    }
    if feeds.is_empty() {
        if !site.settings.sources.is_empty() {
            notes.push(
                "no file of `src/pages` writes a feed that can be read: `rss.xml` is written".to_owned(),
            );
        }
        feeds.push(Feed {
            path: Some("rss.xml".to_owned()),
            format: OneOrMany(vec![Format::new("rss")]),
            limit: Some(Limit::All),
            ..Feed::default()
        });
    }
    (feeds, notes)
}

/// The feeds that a file makes for each of a list that is made of entries: tags, years.
fn made(site: &Astro, pattern: &Pattern, posts: &[Arc<Post>]) -> Option<Vec<Endpoint>> {
    let outside = site.outside();
    let address = outside.site.as_deref();
    let listed = |name: &str, arguments: &[Value]| {
        if name != "astro:content#getCollection" {
            return None;
        }
        let wanted = Entries::of(arguments.first()?.as_text()?);
        let (_, entries) = given(site, &wanted, posts);
        let stays = |reader: &mut Reader<'_>, value: &Value| {
            reader.restart();
            let filter = arguments.get(1).filter(|filter| matches!(filter, Value::Function(_)));
            filter
                .is_none_or(|filter| reader.call(filter, std::slice::from_ref(value)).truth() != Some(false))
        };
        outside.with(None, &[], |modules| {
            let mut reader = Reader::new(modules);
            let values = entries.into_iter().map(|entry| entry.value);
            Some(Value::List(values.filter(|value| stays(&mut reader, value)).collect()))
        })
    };
    outside.with(None, &[], |modules| {
        let calls = |name: &str, arguments: &[Value]| {
            listed(name, arguments).or_else(|| (modules.calls)(name, arguments))
        };
        made_of(pattern, &Modules { calls: &calls, ..*modules }, modules, address)
    })
}

/// What should be said of the parts of an item that its code makes with more than is read here.
fn computed(endpoint: &Endpoint, item: &Object) -> Option<String> {
    let content = item.get("content").is_some_and(|content| match content {
        Value::Undefined | Value::Null => false,
        // Text around that of the entry.
        Value::Text(text) => {
            let has_frame = endpoint.renderer.as_ref().is_some_and(Renderer::has_frame);
            text.contains(HTML) && text.trim() != HTML && !has_frame
        }
        _ => endpoint.renderer.is_none(),
    });
    let description =
        item.get("description").is_some_and(|text| matches!(text, Value::Unknown | Value::Host(_)));
    let (what, instead) = match (content, description) {
        (true, _) => ("content", "text"),
        (_, true) => ("description", "`description`"),
        _ => return None,
    };
    Some(format!(
        "{}:{}: the `{what}` of its items is computed: each has the entry's own {instead}",
        endpoint.source, endpoint.line
    ))
}

fn row(site: &Astro, endpoint: &Endpoint, posts: &[Arc<Post>], notes: &mut Vec<String>) -> Feed {
    let row = |modules: &Modules<'_>| row_with(&mut Reader::new(modules), site, endpoint, posts, notes);
    site.outside().with(None, &[], row)
}

fn row_with(
    reader: &mut Reader<'_>,
    site: &Astro,
    endpoint: &Endpoint,
    posts: &[Arc<Post>],
    notes: &mut Vec<String>,
) -> Feed {
    let feed = Feed {
        path: Some(endpoint.path.clone()),
        format: OneOrMany(vec![Format::new(endpoint.format)]),
        title: text(&endpoint.options, "title"),
        description: text(&endpoint.options, "description"),
        limit: Some(Limit::All),
        page: Some(FeedPage {
            self_url: None,
            url: channel_link(site, endpoint),
            language: custom(&endpoint.options, "language"),
            rights: custom(&endpoint.options, "copyright"),
            template: None,
        }),
        ..Feed::default()
    };
    let Some(list) = &endpoint.items else {
        return Feed { content: Some(Content::Summary), members: Some(of_drafts(posts)), ..feed };
    };
    let (mut numbers, mut entries) = given(site, list, posts);
    // A glob's files come in the order of their paths; so do those of a list that is put in no order but turned round.
    let is_unsorted = !steps(list).any(|step| matches!(step, Step::Sort(_) | Step::Unknown));
    let is_turned = steps(list).any(|step| matches!(step, Step::Reverse));
    if is_unsorted && (is_turned || list.sources.iter().all(|source| source.name.starts_with(GLOB))) {
        let mut pairs: Vec<_> = numbers.into_iter().zip(entries).collect();
        pairs.sort_by(|(a, _), (b, _)| {
            posts.get(*a).map(|it| &it.path).cmp(&posts.get(*b).map(|it| &it.path))
        });
        (numbers, entries) = pairs.into_iter().unzip();
    }
    let chosen = choose(reader, list, &entries);
    let mut kept = chosen.kept.clone();
    let post_of = |place: usize| numbers.get(place).and_then(|number| posts.get(*number));
    if chosen.unclear {
        kept.retain(|place| post_of(*place).is_some_and(|post| !post.draft));
    }
    if !chosen.in_order && newest_first(reader, list, &written::dated) == Some(false) {
        kept.reverse();
    }
    let taken: Vec<Given> = kept.iter().filter_map(|place| entries.get(*place).cloned()).collect();
    let outside = site.outside();
    let item = sample(&taken).map(|entry| item_of(reader, &outside, list, &entry)).unwrap_or_default();
    let has = |key: &str| item.get(key).is_some();
    notes.extend(computed(endpoint, &item));
    let content = match (has("content"), has("description")) {
        (true, _) => Content::Full,
        (false, true) => Content::Summary,
        (false, false) => Content::None,
    };
    // The heads of posts have been made by the only feed that takes them, but for ids: 18 % of a build of 10,000 entries.
    let is_said = is_only_feed(site, endpoint, list) && item.get("id").is_none();
    let mut shown = BTreeMap::new();
    for place in kept.iter().filter(|_| !is_said) {
        let Some((number, entry)) = numbers.get(*place).zip(entries.get(*place)) else { continue };
        let Some(post) = posts.get(*number) else { continue };
        let found = site.collections(&post.path).find(|(collection, _)| collection.name == entry.source);
        let Some(((collection, _), own)) = found.zip(entry.value.as_object()) else { continue };
        reader.restart();
        let item = written::made_of(reader, &outside, list, entry).unwrap_or_default();
        if let Some(look) = as_shown(site, endpoint, collection, own, &item, post) {
            shown.insert(*number, Arc::new(look));
        }
    }
    let members: Vec<usize> = kept.iter().filter_map(|place| numbers.get(*place).copied()).collect();
    Feed {
        members: Some(members),
        limit: Some(chosen.limit.map_or(Limit::All, Limit::Newest)),
        content: Some(content),
        without: Without {
            authors: !has("author"),
            categories: !has("categories"),
            summary: !has("description"),
            ..Without::default()
        },
        shown: Arc::new(shown),
        ..feed
    }
}

/// Whether no other feed takes entries of the collections of this one.
fn is_only_feed(site: &Astro, endpoint: &Endpoint, list: &Entries) -> bool {
    let shares = |other: &Entries| other.sources.iter().any(|source| list.has(&source.name));
    site.endpoints.iter().all(|it| std::ptr::eq(it, endpoint) || !it.items.as_ref().is_some_and(shares))
        && site.endpoints.iter().any(|it| std::ptr::eq(it, endpoint))
}

/// All that is done to the entries of a list.
fn steps(list: &Entries) -> impl Iterator<Item = &Step> {
    list.sources.iter().flat_map(|source| &source.steps).chain(&list.steps)
}

/// What a list's program makes of an entry; without a function the front matter is the item.
fn item_of(reader: &mut Reader<'_>, outside: &Outside, list: &Entries, entry: &Given) -> Object {
    let own = || entry.value.get("data").and_then(Value::as_object).cloned();
    written::made_of(reader, outside, list, entry).or_else(own).unwrap_or_default()
}

/// All posts but drafts: what code that is not understood most likely takes.
fn of_drafts(posts: &[Arc<Post>]) -> Vec<usize> {
    (0..posts.len()).filter(|number| posts.get(*number).is_some_and(|post| !post.draft)).collect()
}

/// The posts of a list, by number, and how its program sees each.
fn given(site: &Astro, list: &Entries, posts: &[Arc<Post>]) -> (Vec<usize>, Vec<Given>) {
    let (mut numbers, mut entries) = (Vec::new(), Vec::new());
    for (number, post) in posts.iter().enumerate() {
        let found = site.collections(&post.path).find(|(collection, _)| list.has(&collection.name));
        if let Some((collection, path)) = found {
            let value = Value::Object(head::entry(site, collection, path, &post.path, &post.data));
            numbers.push(number);
            entries.push(Given { source: collection.name.clone(), value });
        }
    }
    (numbers, entries)
}

/// An entry with everything that entries have: `...post.data` makes an item of all of it.
fn sample(entries: &[Given]) -> Option<Given> {
    let mut all = entries.first()?.clone();
    for entry in entries {
        if let (Value::Object(known), Value::Object(other)) = (&all.value, &entry.value) {
            all.value = Value::Object(with_keys(known.clone(), other));
        }
    }
    Some(all)
}

/// The address that a channel links to: `site` of its options, with a slash unless they ask for none.
fn channel_link(site: &Astro, endpoint: &Endpoint) -> String {
    let own = text(&endpoint.options, "site").or_else(|| site.site_address());
    let link = own.unwrap_or_else(|| site.settings.absolute("/"));
    let trails = endpoint.options.get("trailingSlash").and_then(Value::truth) != Some(false);
    format!("{}{}", link.trim_end_matches('/'), if trails { "/" } else { "" })
}

/// The text of an element in `customData`: `<language>en</language>`.
fn custom(options: &Object, element: &str) -> Option<String> {
    let data = options.get("customData")?.as_text()?;
    let (_, rest) = data.split_once(&format!("<{element}>"))?;
    let text = rest.split_once(&format!("</{element}>"))?.0.trim();
    (!text.is_empty() && !text.contains(['<', '&'])).then(|| text.to_owned())
}

/// An entry whose data has the keys of another one too: `...post.data` makes an item of all of them.
fn with_keys(mut entry: Object, other: &Object) -> Object {
    let Some(more) = other.get("data").and_then(Value::as_object) else { return entry };
    let data = entry.get("data").and_then(Value::as_object).cloned().unwrap_or_default();
    let is_new = |field: &&Field| data.get(&field.name).is_none();
    let mut all = data.clone();
    for field in more.fields().iter().filter(is_new) {
        all.set(&field.name, field.value.clone(), 0);
    }
    // Most have the same keys.
    if all.fields().len() > data.fields().len() {
        entry.set("data", Value::Object(all), 0);
    }
    entry
}
