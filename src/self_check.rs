//! What would be an error in a feed of our own: found on the heads of its posts, before a body is read.
//!
//! Emitters see to the rest, so that nothing here is asked of an entry's text: characters that XML has, dates that are
//! dates, every element that a format demands. What they cannot mend are addresses, and ids that are another's.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Level, Related};
use crate::emitters::uri;
use crate::feed::GuidStyle;
use crate::plan::{Plan, Planned};
use crate::post::Post;
use crate::rules::feed::{DUPLICATE_IDS, DUPLICATE_JSON_ID, DUPLICATE_VALUE, FeedRule, broken_address};
use crate::site::Site;
use crate::source::Span;

/// An error that one of the planned feeds would have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsound {
    /// The feed, by its place in the plan.
    pub feed: usize,
    /// What is wrong, by the name of the feed rule, in the post that causes it; of the feed's own head, at its path.
    pub diagnostic: Diagnostic,
}

/// Every error that the heads of the planned feeds and of their posts lead to, feed by feed.
///
/// Each post is looked at once, however many feeds hold it; ids are compared in RSS and JSON, where two of a kind are an
/// error.
#[must_use]
pub fn self_check(site: &Site, plan: &Plan) -> Vec<Unsound> {
    let mut wanted = vec![false; site.posts.len()];
    for post in plan.feeds.iter().flat_map(|feed| &feed.posts) {
        if let Some(wanted) = wanted.get_mut(*post) {
            *wanted = true;
        }
    }
    let base = site.settings.absolute("/");
    let wanted: Vec<(usize, &Post)> =
        site.posts.iter().enumerate().filter(|(at, _)| wanted.get(*at) == Some(&true)).collect();
    let broken: BTreeMap<usize, Diagnostic> =
        wanted.iter().filter_map(|(at, post)| Some((*at, broken(post, &base)?))).collect();
    let mut kinds: Vec<Kind> = plan.feeds.iter().filter_map(kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let repeated: BTreeSet<&str> = kinds.iter().flat_map(|kind| repeated(&wanted, *kind)).collect();

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
        if !repeated.is_empty() {
            twice(site, feed, &repeated).into_iter().for_each(&mut note);
        }
        if let Some(diagnostic) = one_for_all(site, feed) {
            note(diagnostic);
        }
    }
    found
}

/// What tells the entries of a feed apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Link,
    Id,
}

impl Kind {
    fn of(self, post: &Post) -> &str {
        match self {
            Self::Link => &post.link,
            Self::Id => &post.id,
        }
    }
}

/// The value that no two entries of a feed may have in common; none in Atom, where they would be versions of one entry.
fn kind(feed: &Planned) -> Option<Kind> {
    match (feed.emitter.name, feed.style.guid) {
        ("rss", GuidStyle::Permalink) => Some(Kind::Link),
        ("rss" | "json", _) => Some(Kind::Id),
        _ => None,
    }
}

/// Values that more than one post has.
fn repeated<'a>(posts: &[(usize, &'a Post)], kind: Kind) -> Vec<&'a str> {
    let mut seen = HashSet::with_capacity(posts.len());
    posts.iter().map(|(_, post)| kind.of(post)).filter(|value| !seen.insert(*value)).collect()
}

/// The entries of a feed whose guid or id another entry before them has.
fn twice(site: &Site, feed: &Planned, repeated: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let Some(kind) = kind(feed) else { return Vec::new() };
    let rule = if feed.emitter.name == "json" { DUPLICATE_JSON_ID } else { DUPLICATE_VALUE };
    let mut first: BTreeMap<&str, &Post> = BTreeMap::new();
    let mut found = Vec::new();
    for post in feed.posts.iter().filter_map(|post| site.posts.get(*post)) {
        let value = kind.of(post);
        if !repeated.contains(value) {
            continue;
        }
        let Some(before) = first.get(value) else {
            first.insert(value, post);
            continue;
        };
        let message = format!("another post of the feed has the id `{value}`: {}", before.path);
        let related =
            Related { path: Arc::clone(&before.path), span: place(before), label: "this post".to_owned() };
        found.push(
            diagnostic(rule, post, place(post), message)
                .with_related(related)
                .with_help("give one of them another `slug`, `permalink` or folder"),
        );
    }
    found
}

/// What is wrong with an Atom feed of ten entries or more that all have one id (RFC 4287, 4.2.6).
fn one_for_all(site: &Site, feed: &Planned) -> Option<Diagnostic> {
    let mut posts = feed.posts.iter().filter_map(|post| site.posts.get(*post));
    let first = posts.next().filter(|_| feed.emitter.name == "atom" && feed.posts.len() >= 10)?;
    posts.all(|post| post.id == first.id).then(|| {
        let message = format!("all posts of the feed have the id `{}`", first.id);
        diagnostic(DUPLICATE_IDS, first, place(first), message)
    })
}

/// The first address of a post that no feed may hold, as emitters write it.
fn broken(post: &Post, base: &str) -> Option<Diagnostic> {
    let own = [("id", &post.id), ("permalink", &post.link)];
    let others = [("image", post.image.as_ref()), ("redirect_to", post.redirect_to.as_ref())];
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
        let message = format!("the address of the feed would be `{address}`, which is none");
        let new = Diagnostic::new(rule.rule.name, Level::Error, feed.path.clone(), Span::default(), message);
        Some(new.with_help("set the site's URL as a whole: `https://…`"))
    })
}

fn diagnostic(rule: &FeedRule, post: &Post, span: Span, message: String) -> Diagnostic {
    Diagnostic::new(rule.rule.name, Level::Error, Arc::clone(&post.path), span, message)
}

/// Where a post says what its address is made of; its title otherwise.
fn place(post: &Post) -> Span {
    let data = &post.front_matter.data;
    let node = ["permalink", "slug", "title"].iter().find_map(|key| data.get(key));
    node.map_or(post.front_matter.block, |node| node.span)
}
