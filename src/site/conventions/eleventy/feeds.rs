//! The rows of the feeds that a site has.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono_tz::Tz;

use crate::markup::javascript::{Reader, Step, Value};
use crate::site::config::{Content, Feed, FeedPage, Format, Limit, OneOrMany, With, Without};
use crate::site::conventions::eleventy::asked::{
    Asked, EntryText, Place, addresses, authors_in, categories_in,
};
use crate::site::conventions::eleventy::collections::entry;
use crate::site::conventions::eleventy::configuration::of_build;
use crate::site::conventions::eleventy::opened::Eleventy;
use crate::site::conventions::eleventy::templating::as_map;
use crate::site::conventions::eleventy::{collections, feed_pages, head};
use crate::site::conventions::programs::{Given, Modules, choose};
use crate::site::post::Post;
use crate::text::date;
use crate::text::url::split_origin;

/// The feeds that the site has, and what should be said.
pub(super) fn feeds(site: &Eleventy, posts: &[Arc<Post>]) -> (Vec<Feed>, Vec<String>) {
    let mut notes = Vec::new();
    let mut feeds = Vec::new();
    for paged in &site.paged {
        match feed_pages::feeds(paged, site, posts) {
            Some(made) => {
                notes.push(format!(
                    "{}: the template of {} feeds is not evaluated: they have the usual elements",
                    paged.source(),
                    made.len()
                ));
                feeds.extend(made.iter().map(|asked| row(site, asked, posts)));
            }
            None => notes.push(format!(
                "{}: which feeds it makes is computed: none of them are written; add them to `[[feeds]]` in feedwright.toml",
                paged.source()
            )),
        }
    }
    for asked in &site.feeds {
        if !asked.is_plugins {
            notes.push(format!(
                "{}: the template of the feed `{}` is not evaluated: the feed has the usual elements",
                asked.source, asked.path
            ));
        }
        feeds.push(row(site, asked, posts));
    }
    let unclear = site.unclear.lock().map(|unclear| unclear.clone()).unwrap_or_default();
    let mut unclear = unclear.iter();
    if let Some(path) = unclear.next() {
        let more = match unclear.count() {
            0 => String::new(),
            count => format!(", like those of {count} more"),
        };
        notes.push(format!(
            "{}: its `permalink` is not evaluated: a program makes it{more}; the link is that of the file's path: write the permalink out",
            path
        ));
    }
    if feeds.is_empty() {
        if !site.settings.sources.is_empty() {
            notes.push(
                "the configuration asks for no feed that can be read: `feed.xml` is written, of the posts"
                    .to_owned(),
            );
        }
        feeds.push(Feed {
            path: Some("feed.xml".to_owned()),
            limit: Some(Limit::default()),
            ..Feed::default()
        });
    }
    (feeds, notes)
}

/// Whether the conditions of a template ask for data that are computed, of which not all is known.
fn asks_for_computed(text: &EntryText, site: &Eleventy) -> bool {
    let guard = text.guard.as_deref().unwrap_or("");
    site.files.computed.fields().iter().any(|field| guard.contains(&format!(".{}", field.name)))
}

fn row(site: &Eleventy, asked: &Asked, posts: &[Arc<Post>]) -> Feed {
    let text = |key: &str| asked.metadata.get(key).and_then(Value::as_text).map(str::to_owned);
    let written = |element: &str| asked.head.as_ref().and_then(|head| head.text(element, &site.shared));
    let base = text("base").filter(|_| asked.is_plugins).map(|base| prefixed(&base, site));
    // The plugin's template for JSON asks for another key, which global data may have.
    let global = || site.files.global.get("metadata")?.get("description")?.as_text().map(str::to_owned);
    let described = match asked.format {
        "json" if asked.is_plugins => text("description").or_else(global).or_else(|| text("subtitle")),
        _ => text("subtitle").or_else(|| text("description")),
    };
    let mut members = members(asked, posts, site.settings.now.timestamp_millis());
    let has_guard = asked.entry.as_ref().is_some_and(|entry| entry.guard.is_some());
    if let Some(text) = asked.entry.as_ref().filter(|_| has_guard) {
        // The list is cut before the loop asks which of its entries are written.
        members.truncate(if asked.limit == 0 { usize::MAX } else { asked.limit });
        let count = members.len();
        let writes = |place: usize, post: &Arc<Post>| {
            text.writes(as_map(&entry(post)), Place { place, count }, &site.shared)
        };
        let written = members.iter().copied().enumerate();
        let written =
            written.filter(|(place, number)| posts.get(*number).is_some_and(|post| writes(*place, post)));
        let written: Vec<usize> = written.map(|(_, number)| number).collect();
        // A condition that no entry fulfils asks for something that is not known here: a feed is not emptied for it.
        if !written.is_empty() && !asks_for_computed(text, site) {
            members = written;
        }
    }
    let has = |element: &str| asked.entry.as_ref().is_some_and(|entry| entry.has(element));
    let shown = shown(site, asked, posts, &members);
    let is_own_summary = has("summary") && (asked.format != "rss" || has("content") || !asked.has_content);
    Feed {
        path: Some(asked.path.clone()),
        format: OneOrMany(vec![Format::new(asked.format)]),
        title: written("title").or_else(|| text("title")),
        description: written("subtitle").or_else(|| written("description")).or(described),
        members: Some(members),
        shown: Arc::new(shown),
        with: With {
            published: has("published"),
            categories: has("categories"),
            summary: is_own_summary,
            content_beside_description: has("content"),
            plain_addresses: !asked.is_plugins,
        },
        limit: Some(Limit::from(if has_guard { 0 } else { asked.limit })),
        content: (!asked.has_content).then_some(Content::Summary),
        without: Without { authors: !asked.has_authors, ..Without::default() },
        page: base.clone().or_else(|| written("link").filter(|link| link.contains("://"))).map(|url| {
            FeedPage {
                self_url: None,
                url,
                language: text("language").filter(|_| asked.has_language),
                rights: None,
                template: None,
            }
        }),
        id: base.or_else(|| written("id").filter(|id| id.contains(':'))),
        ..Feed::default()
    }
}

/// Posts that the site's own template shows otherwise than their heads have them.
fn shown(
    site: &Eleventy,
    asked: &Asked,
    posts: &[Arc<Post>],
    members: &[usize],
) -> BTreeMap<usize, Arc<Post>> {
    let mut shown = BTreeMap::new();
    let Some(text) = &asked.entry else { return shown };
    for number in members {
        let Some(post) = posts.get(*number) else { continue };
        let texts = text.texts(as_map(&entry(post)), &site.shared);
        let of = |name: &str| texts.iter().find(|(known, _)| *known == name).map(|(_, text)| text.trim());
        let moment = |name: &str| of(name).and_then(|text| date::parse(text, Tz::UTC).ok());
        let own = head::own_addresses_of(site, post);
        // A recorded id is the same in all feeds.
        let is_recorded =
            own.as_ref().is_some_and(|(_, id)| *id != post.id) || own.is_none() && post.id != post.link;
        let (link, id) = match addresses(&texts) {
            Some((link, id)) => (link, if is_recorded { post.id.clone() } else { id }),
            None => (post.link.clone(), post.id.clone()),
        };
        let date = moment("date").unwrap_or(post.date);
        let updated = moment("updated").unwrap_or(date);
        let title = of("title").map_or_else(|| post.title.clone(), str::to_owned);
        let description = match text.has("summary") {
            true => of("summary").filter(|text| !text.is_empty()).map(Box::from),
            false => post.description.clone(),
        };
        let whole = text.whole(as_map(&entry(post)), &site.shared);
        let terms = whole.as_deref().filter(|_| text.has("categories")).map(categories_in);
        let people = whole.as_deref().filter(|_| asked.has_authors).map(authors_in);
        let people = people.filter(|people| !people.is_empty());
        let guid =
            Some(&*id).filter(|id| asked.format == "rss" && !is_recorded && *id != link).map(Box::from);
        let guid = guid.or_else(|| post.guid.clone());
        let is_same = link == post.link
            && id == post.id
            && guid == post.guid
            && date == post.date
            && updated == post.updated
            && title == post.title
            && description == post.description
            && terms.is_none()
            && people.is_none();
        if !is_same {
            let mut look = Post { link, id, guid, date, updated, title, description, ..Post::clone(post) };
            if let Some(terms) = terms {
                look.categories = terms.into();
                look.tags = Box::default();
            }
            if let Some(people) = people {
                look.authors = people.into();
            }
            shown.insert(*number, Arc::new(look));
        }
    }
    shown
}

/// An address with the site's own folder before its path (`addPathPrefixToFullUrl`).
fn prefixed(address: &str, site: &Eleventy) -> String {
    let prefix = &site.configuration.path_prefix;
    match split_origin(address) {
        Some((host, "")) => format!("{host}{prefix}/"),
        Some((host, path)) => format!("{host}{prefix}{path}"),
        None => address.to_owned(),
    }
}

/// The posts of a feed's collections, by number, in its order.
fn members(asked: &Asked, posts: &[Arc<Post>], now: i64) -> Vec<usize> {
    let source =
        |post: &Post| asked.collections().find(|name| collections::has(name, &post.path, &post.tags));
    // Collections are in the order of dates, the oldest first.
    let of_feed =
        posts.iter().enumerate().rev().filter_map(|(number, post)| Some((number, post, source(post)?)));
    let steps = &asked.list.steps;
    let is_plain = |step: &Step| matches!(step, Step::First(_) | Step::Last(_) | Step::Reverse);
    if asked.list.sources.len() == 1 && steps.iter().all(is_plain) {
        let mut members: Vec<usize> = of_feed.map(|(number, ..)| number).collect();
        for step in steps {
            match step {
                Step::First(count) => members.truncate(*count),
                Step::Last(count) => {
                    members.drain(..members.len().saturating_sub(*count));
                }
                _ => members.reverse(),
            }
        }
        return members;
    }
    let (numbers, entries): (Vec<usize>, Vec<Given>) = of_feed
        .map(|(number, post, source)| {
            (number, Given { source: source.to_owned(), value: Value::Object(entry(post)) })
        })
        .unzip();
    #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
    let calls = |name: &str, _: &[Value]| (name == "Date.now").then_some(Value::Number(now as f64));
    let modules = Modules { names: &of_build, calls: &calls, ..Modules::alone() };
    let chosen = choose(&mut Reader::new(&modules), &asked.list, &entries);
    let mut members: Vec<usize> =
        chosen.kept.into_iter().filter_map(|place| numbers.get(place).copied()).collect();
    if !chosen.in_order {
        members.reverse();
        members.truncate(chosen.limit.unwrap_or(usize::MAX));
    }
    members
}
