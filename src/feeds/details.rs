//! What front matter tells of an entry beside its text, under the keys that `[posts]` names: rights, contributors, source,
//! comments.

use crate::feeds::model::{Details, Person, Source, Text};
use crate::markup::front_matter::{Map, Value};
use crate::site::Settings;
use crate::site::conventions::people_of;
use crate::site::post::Post;
use crate::text::url;

/// The details of a post's entry.
pub(crate) fn details(settings: &Settings, post: &Post) -> Details {
    let keys = &settings.config.posts;
    let find = |key: &Option<String>| {
        let key = key.as_deref()?;
        let node = post.data.get(key).or_else(|| post.data.get_path(key))?;
        Some(&node.value).filter(|value| !value.is_null())
    };
    let rights = find(&keys.rights_key).and_then(Value::as_str).map(Text::from_plain);
    let contributors = find(&keys.contributors_key).map(|value| people_of(value, &Map::default()));
    let contributors = contributors
        .into_iter()
        .flatten()
        .filter_map(|person| Person::new(&person.name).map(|named| named.with(person.email, person.uri)));
    Details {
        rights: rights.filter(|text| !text.is_empty()),
        contributors: contributors.collect(),
        source: find(&keys.source_key).and_then(|value| source(value, post)),
        comments: comments(find(&keys.comments_key), keys.comments.as_deref(), post),
        comment_count: find(&keys.comment_count_key).and_then(count),
        ..Details::default()
    }
}

/// How many comments there are: a number, or a list of them.
fn count(value: &Value) -> Option<u64> {
    match value {
        Value::Int(number) => u64::try_from(*number).ok(),
        Value::String(text) => text.trim().parse().ok(),
        Value::List(comments) => Some(comments.len() as u64),
        _ => None,
    }
}

/// Where readers comment on a post: the address in its front matter, or that of every post, which `false` turns off.
fn comments(own: Option<&Value>, of_all: Option<&str>, post: &Post) -> Option<String> {
    let address = match own {
        Some(Value::Bool(false)) => None,
        Some(Value::String(address)) => Some(address.as_str()),
        _ => of_all,
    };
    address.and_then(|address| absolute(address, post))
}

/// What a post is made from: an address, or a map with `title`, `url` and `feed`.
fn source(value: &Value, post: &Post) -> Option<Source> {
    let (title, page, feed) = match value {
        Value::String(address) if url::scheme(address).is_some() => (None, Some(address.as_str()), None),
        Value::Map(map) => {
            let text = |keys: [&str; 2]| keys.into_iter().find_map(|key| map.get(key)?.as_str());
            (text(["title", "name"]), text(["url", "link"]), text(["feed", "rss"]))
        }
        _ => return None,
    };
    let source = Source {
        title: title.map(Text::from_plain).filter(|title| !title.is_empty()),
        url: page.and_then(|page| absolute(page, post)),
        feed: feed.and_then(|feed| absolute(feed, post)),
    };
    (source.url.is_some() || source.feed.is_some()).then_some(source)
}

/// An address on the web, relative ones counted from the post's page.
fn absolute(address: &str, post: &Post) -> Option<String> {
    let address = address.trim();
    let absolute = url::resolve(&post.link, address);
    let is_web = matches!(url::scheme(&absolute), Some("http" | "https"));
    (!address.is_empty() && is_web).then(|| absolute.into_owned())
}
