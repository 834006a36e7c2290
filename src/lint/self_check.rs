//! What would be an error in a feed of our own: found on the heads of its posts, before a body is read.
//!
//! Emitters see to the rest, so that nothing here is asked of an entry's text: characters that XML has, dates that are
//! dates, every element that a format demands. What they cannot fix are addresses, and ids of other entries.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::feeds::emitters::uri;
use crate::feeds::model::{EntryId, RepeatedId};
use crate::feeds::plan::{Plan, Planned};
use crate::lint::rules::feed::{
    DUPLICATE_ENTRIES, DUPLICATE_IDS, DUPLICATE_JSON_ID, DUPLICATE_VALUE, FeedRule, broken_address,
};
use crate::site::Site;
use crate::site::post::Post;
use crate::text::diagnostic::{Diagnostic, Level, Related};
use crate::text::source::Span;

/// An error or a warning about one of the planned feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsound {
    /// The feed, by its place in the plan.
    pub feed: usize,
    /// What is wrong, by the name of the feed rule, in the post that causes it; of the feed's own head, at its path.
    pub diagnostic: Diagnostic,
}

/// Every error and warning that the heads of the planned feeds and of their posts lead to, feed by feed.
///
/// Each post is looked at once, however many feeds hold it. Two entries with one id are an error in RSS, and a warning in
/// Atom and JSON Feed: generators write such ids, and their subscribers have them.
#[must_use]
pub fn self_check(site: &Site, plan: &Plan) -> Vec<Unsound> {
    let mut wanted = vec![false; site.post_count()];
    for post in plan.feeds.iter().flat_map(|feed| &feed.posts) {
        if let Some(wanted) = wanted.get_mut(*post) {
            *wanted = true;
        }
    }
    let base = site.settings.absolute("/");
    let wanted: Vec<(usize, &Post)> = (wanted.iter().enumerate())
        .filter(|(_, is_wanted)| **is_wanted)
        .filter_map(|(at, _)| Some((at, &**site.post_at(at)?.1)))
        .collect();
    let broken: BTreeMap<usize, Diagnostic> =
        wanted.iter().filter_map(|(at, post)| Some((*at, broken(post, &base)?))).collect();
    let mut ids: Vec<EntryId> = plan.feeds.iter().map(entry_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let repeated: BTreeSet<&str> = ids.iter().flat_map(|id| repeated(&wanted, *id)).collect();

    let mut found = Vec::new();
    for (number, feed) in plan.feeds.iter().enumerate() {
        let mut note = |diagnostic: Diagnostic| found.push(Unsound { feed: number, diagnostic });
        if let Some(diagnostic) = broken_head(feed) {
            note(diagnostic);
        }
        if !broken.is_empty() {
            feed.posts
                .iter()
                .filter_map(|post| broken.get(post))
                .for_each(|diagnostic| note(diagnostic.clone()));
        }
        match one_for_all(site, feed) {
            Some(diagnostic) => note(diagnostic),
            None if repeated.is_empty() => {}
            None => twice(site, feed, &repeated).into_iter().for_each(&mut note),
        }
    }
    found
}

/// The value that readers tell a post's entry apart by.
fn value_of(id: EntryId, post: &Post) -> &str {
    match id {
        EntryId::Link => post.guid.as_deref().unwrap_or(&post.link),
        EntryId::Id => &post.id,
    }
}

/// What readers tell the entries of the feed apart by.
fn entry_id(feed: &Planned) -> EntryId {
    (feed.emitter.entry_id)(&feed.style)
}

/// Values that more than one post has.
fn repeated<'a>(posts: &[(usize, &'a Post)], id: EntryId) -> Vec<&'a str> {
    let mut seen = HashSet::with_capacity(posts.len());
    posts.iter().map(|(_, post)| value_of(id, post)).filter(|value| !seen.insert(*value)).collect()
}

/// The entries of a feed whose guid or id an older one has, the oldest first: the older one is what readers know, so the
/// newer one is to be changed.
fn twice(site: &Site, feed: &Planned, repeated: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let id = entry_id(feed);
    let (rule, level) = match feed.emitter.repeated_id {
        // The generator's own feeds have both, and its subscribers know them.
        RepeatedId::Error if site.settings.convention.profile.repeats_pages => {
            (DUPLICATE_VALUE, Level::Warning)
        }
        RepeatedId::Error => (DUPLICATE_VALUE, Level::Error),
        RepeatedId::SameItem => (DUPLICATE_JSON_ID, Level::Warning),
        RepeatedId::Version => (DUPLICATE_ENTRIES, Level::Warning),
    };
    let mut first: BTreeMap<&str, &Post> = BTreeMap::new();
    let mut found = Vec::new();
    for (_, post) in feed.posts.iter().rev().filter_map(|post| site.post_at(*post)) {
        let value = value_of(id, post);
        if !repeated.contains(value) {
            continue;
        }
        let Some(before) = first.get(value) else {
            first.insert(value, post);
            continue;
        };
        let message = format!("another post of the feed has the id `{value}`: {}", before.path);
        let related = Related {
            path: Arc::clone(&before.path),
            span: place_of(id, before),
            label: "this post".to_owned(),
        };
        let found_here = diagnostic(rule, post, place_of(id, post), message).with_related(related);
        let mut found_here = found_here.with_help(remedy(site, id, level, post, before));
        found_here.level = level;
        found.push(found_here);
    }
    found
}

/// What readers do with two entries of one id, and how the newer one gets an id of its own.
fn remedy(site: &Site, id: EntryId, level: Level, post: &Post, before: &Post) -> String {
    let keys = match id {
        EntryId::Link => "`slug`, `permalink` or folder",
        EntryId::Id => site.settings.convention.id_sources,
    };
    let effect = match level {
        Level::Error => "",
        _ => "most readers show only one of the two, or replace one by the other: ",
    };
    let by_id = match id {
        EntryId::Link if post.id != before.id => ", or set `guid = \"id\"` for the feed",
        _ => "",
    };
    format!("{effect}give this post another {keys}{by_id}")
}

/// What is wrong with an Atom feed of ten entries or more that all have one id (RFC 4287, 4.2.6).
fn one_for_all(site: &Site, feed: &Planned) -> Option<Diagnostic> {
    let mut posts = feed.posts.iter().filter_map(|post| Some(site.post_at(*post)?.1));
    let first =
        posts.next().filter(|_| feed.emitter.repeated_id == RepeatedId::Version && feed.posts.len() >= 10)?;
    posts.all(|post| post.id == first.id).then(|| {
        let message = format!("all posts of the feed have the id `{}`", first.id);
        diagnostic(DUPLICATE_IDS, first, place(first), message)
    })
}

/// The first address of a post that no feed may hold, as emitters write it.
fn broken(post: &Post, base: &str) -> Option<Diagnostic> {
    let own = [("id", &*post.id), ("permalink", &*post.link)];
    let others = [("image", post.image.as_deref()), ("redirect_to", post.redirect_to.as_deref())];
    let others = others.into_iter().filter_map(|(key, value)| Some((key, value?)));
    own.into_iter().chain(others).find_map(|(key, address)| {
        // What begins as the site does was put together by us, of parts that are encoded; the site's own URL is judged with
        // the head of each feed.
        let ours = address.strip_prefix(base).is_some_and(|rest| !rest.contains(['[', ']']));
        let rule = if ours { None } else { broken_address(&uri(address)) }?;
        let span = post.front_matter.data.get(key).map_or_else(|| place(post), |node| node.span);
        let message = format!("feeds cannot hold the address `{address}`");
        Some(diagnostic(rule, post, span, message).with_help("write a whole address, `https://…`"))
    })
}

fn broken_head(feed: &Planned) -> Option<Diagnostic> {
    let addresses = [&feed.feed.self_url, &feed.feed.home_url, &feed.feed.id];
    addresses.into_iter().find_map(|address| {
        let rule = broken_address(&uri(address))?;
        let message = format!("the address of the feed would be `{address}`, which is invalid");
        let new = Diagnostic::new(rule.rule.name, Level::Error, feed.path.clone(), Span::default(), message);
        Some(new.with_help("set the site's URL as a whole: `https://…`"))
    })
}

fn diagnostic(rule: &FeedRule, post: &Post, span: Span, message: String) -> Diagnostic {
    Diagnostic::new(rule.rule.name, Level::Error, Arc::clone(&post.path), span, message)
}

/// The place in a post that sets its URL; its title otherwise.
fn place(post: &Post) -> Span {
    first_of(post, &["permalink", "slug", "title"])
}

/// The place of the key that a post's id or link is made of.
fn place_of(id: EntryId, post: &Post) -> Span {
    match id {
        EntryId::Link => place(post),
        EntryId::Id => first_of(post, &["id", "slug", "permalink", "title"]),
    }
}

/// The place of the first of these keys that the post has.
fn first_of(post: &Post, keys: &[&str]) -> Span {
    let data = &post.front_matter.data;
    let node = keys.iter().find_map(|key| data.get(key));
    node.map_or(post.front_matter.block, |node| node.span)
}
