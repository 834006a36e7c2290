//! The elements of podcasts in RSS: those of Apple (A Podcaster's Guide to RSS) and those of Podcasting 2.0.

use std::collections::BTreeMap;

use rss::extension::itunes::{ITunesCategory, ITunesChannelExtension, ITunesItemExtension, ITunesOwner};
use rss::extension::{Extension, ExtensionMap};

use crate::feeds::emitters::write::{clean, email, line, media_type, uri};
use crate::feeds::model::Entry;
use crate::feeds::show::{Credit, Document, Episode, Show, role};

/// The namespaces of both.
pub(super) const NAMESPACES: [(&str, &str); 2] = [
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("podcast", "https://podcastindex.org/namespace/1.0"),
];

/// Apple's elements of a channel.
pub(super) fn channel(show: &Show) -> ITunesChannelExtension {
    ITunesChannelExtension {
        author: show.author.as_deref().map(line),
        block: yes(show.is_blocked),
        categories: show.categories.iter().map(category).collect(),
        image: show.image.as_deref().map(|it| uri(it).into_owned()),
        explicit: show.explicit.map(|truth| truth.to_string()),
        complete: yes(show.is_complete),
        new_feed_url: show.new_feed_url.as_deref().map(|it| uri(it).into_owned()),
        owner: show.owner.as_ref().map(|owner| ITunesOwner {
            name: Some(line(&owner.name)).filter(|name| !name.is_empty()),
            email: email(&owner.email),
        }),
        subtitle: show.subtitle.as_deref().map(line),
        summary: show.summary.as_deref().map(|it| clean(it).into_owned()),
        r#type: show.order.map(str::to_owned),
        ..ITunesChannelExtension::default()
    }
}

/// Adds the elements of a channel that are Podcasting 2.0's.
pub(super) fn add_to_channel(show: &Show, map: &mut ExtensionMap) {
    let mut elements = Elements::default();
    elements.add("podcast:guid", Some(&show.guid), []);
    let owner = show.owner.as_ref().and_then(|owner| email(&owner.email));
    let locked = show.locked.map(|truth| if truth { "yes" } else { "no" });
    if locked.is_some() {
        elements.add("podcast:locked", locked, [("owner", owner)]);
    }
    if let Some(medium) = &show.medium {
        elements.add("podcast:medium", Some(medium), []);
    }
    if let Some((url, text)) = &show.funding {
        elements.add("podcast:funding", Some(text), [("url", Some(uri(url).into_owned()))]);
    }
    elements.add_people(&show.people);
    elements.finish("podcast", map);
}

/// Apple's elements of an item.
pub(super) fn item(episode: &Episode) -> ITunesItemExtension {
    ITunesItemExtension {
        author: episode.author.as_deref().map(line),
        block: yes(episode.is_blocked),
        image: episode.image.as_deref().map(|it| uri(it).into_owned()),
        duration: episode.duration.map(|seconds| seconds.to_string()),
        explicit: episode.explicit.map(|truth| truth.to_string()),
        subtitle: episode.subtitle.as_deref().map(line),
        summary: episode.summary.as_deref().map(|it| clean(it).into_owned()),
        episode: episode.number.map(|number| number.to_string()),
        season: episode.season.map(|number| number.to_string()),
        episode_type: episode.kind.clone(),
        ..ITunesItemExtension::default()
    }
}

/// Adds the elements of an item for which the crate has no fields.
pub(super) fn add_to_item(entry: &Entry, map: &mut ExtensionMap) {
    let Some(episode) = entry.details.episode.as_deref() else { return };
    let mut apple = Elements::default();
    if let Some(title) = &episode.title {
        apple.add("itunes:title", Some(&line(title)), []);
    }
    apple.finish("itunes", map);
    let mut elements = Elements::default();
    for (name, number) in [("podcast:episode", episode.number), ("podcast:season", episode.season)] {
        if let Some(number) = number {
            elements.add(name, Some(&number.to_string()), []);
        }
    }
    for transcript in &episode.transcripts {
        elements.add_document("podcast:transcript", transcript);
    }
    if let Some(chapters) = &episode.chapters {
        elements.add_document("podcast:chapters", &Document { language: None, ..chapters.clone() });
    }
    elements.add_people(&episode.people);
    elements.finish("podcast", map);
}

fn yes(truth: bool) -> Option<String> {
    truth.then(|| "Yes".to_owned())
}

fn category((name, inner): &(String, Option<String>)) -> ITunesCategory {
    let inner = inner.as_ref().map(|inner| Box::new(ITunesCategory { text: line(inner), subcategory: None }));
    ITunesCategory { text: line(name), subcategory: inner }
}

/// Elements of one namespace, by their name without its prefix.
#[derive(Default)]
struct Elements(BTreeMap<String, Vec<Extension>>);

impl Elements {
    /// Adds an element, with those attributes that have a value.
    fn add<const N: usize>(
        &mut self,
        name: &str,
        text: Option<&str>,
        attributes: [(&str, Option<String>); N],
    ) {
        let attributes = attributes.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        let element = Extension {
            name: name.to_owned(),
            value: Some(text.map_or_else(String::new, |text| clean(text).into_owned())),
            attrs: attributes.collect(),
            children: BTreeMap::new(),
        };
        self.0.entry(name.to_owned()).or_default().push(element);
    }

    fn add_document(&mut self, name: &str, document: &Document) {
        let attributes = [
            ("url", Some(uri(&document.url).into_owned())),
            ("type", Some(media_type(&document.media_type))),
            ("language", document.language.clone()),
        ];
        self.add(name, None, attributes);
    }

    fn add_people(&mut self, people: &[Credit]) {
        for person in people {
            let address = |address: &Option<String>| address.as_deref().map(|it| uri(it).into_owned());
            let attributes = [
                ("role", person.role.as_deref().and_then(role)),
                ("img", address(&person.image)),
                ("href", address(&person.url)),
            ];
            self.add("podcast:person", Some(&line(&person.name)), attributes);
        }
    }

    fn finish(self, prefix: &str, map: &mut ExtensionMap) {
        if !self.0.is_empty() {
            map.insert(prefix.to_owned(), self.0);
        }
    }
}
