//! What the front matter of a post tells of an episode.
//!
//! Sites have no common form for it. A name is looked up in the table of the file itself (`audio: {url: …, duration: …}`), in
//! tables `podcast`, `itunes` and `episode`, among the post's own keys with the prefix `itunes` or `podcast`
//! (`itunes_duration`, `itunes:episodeType`), and, where no other meaning is known, among its own keys without one. Case,
//! underscores and hyphens do not count.

use crate::feeds::duration::seconds;
use crate::feeds::media::{absolute, media_type};
use crate::feeds::model::Enclosure;
use crate::feeds::show::{Credit, Document, Episode};
use crate::markup::front_matter::{Map, Node, Value};
use crate::site::Site;
use crate::site::post::Post;
use crate::text::language::is_language_tag;

/// Returns the episode of a post with these files.
pub(crate) fn episode(
    site: &Site,
    post: &Post,
    files: &[Enclosure],
    source: &dyn Fn() -> Option<String>,
) -> Box<Episode> {
    let keys = Keys::of(site, post);
    let text = |names: &[&str]| keys.find(names).and_then(|node| words(&node.value));
    // An address, or a table with one.
    let address = |names: &[&str]| {
        let node = keys.find(names)?;
        let named = node.value.as_map().and_then(|map| {
            ["url", "src", "href", "file"].into_iter().find_map(|key| words(&map.get(key)?.value))
        });
        absolute(site, post, &named.or_else(|| words(&node.value))?)
    };
    let people =
        [(&PEOPLE[..], None), (&["hosts", "host"], Some("host")), (&["guests", "guest"], Some("guest"))];
    let people = people.into_iter().flat_map(|(names, role)| {
        let node = keys.find_bare(names);
        node.map_or_else(Vec::new, |node| credits(site, post, &node.value, role))
    });
    let number =
        keys.find_bare(&["episode", "episodenumber", "ep"]).filter(|node| node.value.as_map().is_none());
    let duration = keys.find_bare(&["duration"]).and_then(|node| seconds(node, source));
    Box::new(Episode {
        number: number.or_else(|| keys.find(&["number"])).and_then(|node| positive(&node.value)),
        season: keys.find_bare(&["season", "seasonnumber"]).and_then(|node| positive(&node.value)),
        kind: keys
            .find_bare(&["episodetype"])
            .or_else(|| keys.find(&["type"]))
            .and_then(|node| words(&node.value))
            .map(|kind| kind.to_ascii_lowercase())
            .filter(|kind| matches!(kind.as_str(), "full" | "trailer" | "bonus")),
        title: text(&["title"]),
        subtitle: text(&["subtitle"]),
        summary: text(&["summary", "description"]),
        author: text(&["author"]),
        image: address(&["image", "cover", "artwork"]),
        duration: duration.or_else(|| files.iter().find_map(|file| file.duration)),
        explicit: keys.find_bare(&["explicit"]).and_then(|node| truth(&node.value)),
        is_blocked: keys.find(&["block"]).and_then(|node| truth(&node.value)) == Some(true),
        transcripts: keys
            .find_bare(&["transcript", "transcripts"])
            .map_or_else(Vec::new, |node| documents(site, post, &node.value, &transcript_type)),
        chapters: keys.find_bare(&["chapters"]).and_then(|node| {
            documents(site, post, &node.value, &|_| "application/json+chapters").into_iter().next()
        }),
        people: people.collect(),
    })
}

const PEOPLE: [&str; 4] = ["people", "persons", "person", "participants"];

/// The tables in which a post's episode may be described.
struct Keys<'a> {
    /// Those whose every key is about the episode.
    tables: Vec<&'a Map>,
    /// Those of the files that come with the post.
    files: Vec<&'a Map>,
    post: &'a Map,
}

impl<'a> Keys<'a> {
    fn of(site: &Site, post: &'a Post) -> Self {
        let data = &post.data;
        let tables = ["podcast", "itunes", "episode"];
        let tables = tables.into_iter().filter_map(|key| data.get(key)?.value.as_map()).collect();
        let keys = site.settings.config.posts.media_key.iter();
        let files = keys.filter_map(|key| match &data.get(key).or_else(|| data.get_path(key))?.value {
            Value::Map(map) => Some(map),
            Value::List(items) => items.first()?.value.as_map(),
            _ => None,
        });
        Self { tables, files: files.collect(), post: data }
    }

    /// The value of one of these names in a table about the episode, or among the post's keys with a prefix.
    fn find(&self, names: &[&str]) -> Option<&'a Node> {
        let in_tables = self.tables.iter().find_map(|map| find(map, |key| names.contains(&key)));
        in_tables.or_else(|| {
            let is_named = |key: &str| {
                let mut rest =
                    ["itunes", "podcast"].into_iter().filter_map(|prefix| key.strip_prefix(prefix));
                rest.any(|rest| names.contains(&rest))
            };
            find(self.post, is_named)
        })
    }

    /// The same for names that mean nothing else elsewhere.
    fn find_bare(&self, names: &[&str]) -> Option<&'a Node> {
        let bare = |map: &&'a Map| find(map, |key| names.contains(&key));
        let of_files = || self.files.iter().find_map(bare);
        of_files().or_else(|| self.find(names)).or_else(|| bare(&self.post))
    }
}

/// The first value, unless it is null, of a key that fits once case and punctuation are gone.
fn find(map: &Map, fits: impl Fn(&str) -> bool) -> Option<&Node> {
    let mut entries = map.iter().filter(|entry| {
        let key = entry.key.chars().filter(|c| c.is_ascii_alphanumeric());
        fits(&key.map(|c| c.to_ascii_lowercase()).collect::<String>())
    });
    entries.find_map(|entry| Some(&entry.value).filter(|node| !node.value.is_null()))
}

/// A string that is not blank, or a number as one.
fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Int(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn positive(value: &Value) -> Option<u64> {
    let number = match value {
        Value::Int(number) => u64::try_from(*number).ok(),
        Value::Float(number) if number.fract() == 0.0 && *number < 1e9 => Some(*number as u64),
        Value::String(text) => text.trim().trim_start_matches('#').parse().ok(),
        _ => None,
    };
    number.filter(|number| *number > 0)
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "explicit" => Some(true),
            "false" | "no" | "clean" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Files about the episode: an address, a table with `url`, or a list of those. `of_address` tells the type by the address.
fn documents(
    site: &Site,
    post: &Post,
    value: &Value,
    of_address: &dyn Fn(&str) -> &'static str,
) -> Vec<Document> {
    let items = value.as_list().unwrap_or(&[]).iter().map(|node| &node.value);
    let all = items.chain(Some(value).filter(|value| value.as_list().is_none()));
    all.filter_map(|value| {
        let (address, kind, language) = match value {
            Value::String(address) => (address.as_str(), None, None),
            Value::Map(map) => {
                let text = |keys: &[&str]| keys.iter().find_map(|key| map.get(key)?.as_str());
                (text(&["url", "file", "src", "href"])?, text(&["type"]), text(&["language", "lang"]))
            }
            _ => return None,
        };
        let url = absolute(site, post, address)?;
        let kind = kind.filter(|kind| kind.contains('/'));
        let media_type = kind.map_or_else(|| of_address(&url).to_owned(), str::to_owned);
        let language = language.filter(|tag| is_language_tag(tag)).map(str::to_owned);
        Some(Document { url, media_type, language })
    })
    .collect()
}

/// The types that the specification of `podcast:transcript` names, by the end of the address.
fn transcript_type(address: &str) -> &'static str {
    match media_type(address) {
        "application/octet-stream" => "text/html",
        known => known,
    }
}

/// People: a name, a table with `name`, or a list of those.
fn credits(site: &Site, post: &Post, value: &Value, role: Option<&str>) -> Vec<Credit> {
    let items = value.as_list().unwrap_or(&[]).iter().map(|node| &node.value);
    let all = items.chain(Some(value).filter(|value| value.as_list().is_none()));
    let role = |own: Option<&str>| own.or(role).map(str::to_owned);
    all.filter_map(|value| match value {
        Value::String(name) => {
            Some(Credit { name: name.trim().to_owned(), role: role(None), image: None, url: None })
        }
        Value::Map(map) => {
            let text = |keys: &[&str]| keys.iter().find_map(|key| map.get(key)?.as_str());
            let address = |keys: &[&str]| text(keys).and_then(|address| absolute(site, post, address));
            Some(Credit {
                name: text(&["name"])?.trim().to_owned(),
                role: role(text(&["role"])),
                image: address(&["image", "img", "picture"]),
                url: address(&["url", "uri", "href"]),
            })
        }
        _ => None,
    })
    .filter(|credit| !credit.name.is_empty())
    .collect()
}
