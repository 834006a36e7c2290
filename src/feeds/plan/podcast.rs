//! What makes a feed a podcast: the table `podcast` of its row, over that of `[site]`.

use crate::feeds::plan::channel;
use crate::feeds::show::{Credit, Owner, Show};
use crate::site::Settings;
use crate::site::config::{self, Author, Participant, Podcast, RowPodcast, ShowType};
use crate::text::url;

/// Whether a row is a podcast.
pub(super) fn is_podcast(row: &config::Feed) -> bool {
    row.podcast.as_ref().is_some_and(RowPodcast::is_on)
}

/// The show of a row that is a podcast, by what it and the site set.
pub(super) fn show(settings: &Settings, row: &config::Feed, self_url: &str) -> Option<Box<Show>> {
    let own = row.podcast.as_ref()?.show()?;
    let of_site = settings.config.site.podcast.as_deref();
    let set = of_site.map_or_else(|| own.clone(), |below| own.clone().over(below));
    let author = settings.author.as_ref();
    let text = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let address = |text: &str| channel::address(settings, text);
    let funding = set.funding.as_deref().and_then(address);
    let funding_text = text(set.funding_text.clone()).unwrap_or_else(|| Podcast::SUPPORT.to_owned());
    Some(Box::new(Show {
        author: text(set.author.clone()).or_else(|| author.map(|author| author.name.clone())),
        owner: owner(settings, &set),
        categories: set.categories.0.iter().filter_map(|path| category(path)).collect(),
        image: set.image.as_deref().and_then(address).or_else(|| channel::logo(settings, row)),
        explicit: set.explicit,
        order: set.order.map(|order| match order {
            ShowType::Episodic => "episodic",
            ShowType::Serial => "serial",
        }),
        summary: text(set.summary)
            .or_else(|| text(row.description.clone()))
            .or_else(|| text(settings.description.clone())),
        subtitle: text(set.subtitle),
        is_blocked: set.block == Some(true),
        is_complete: set.complete == Some(true),
        new_feed_url: set.new_feed_url.as_deref().and_then(address),
        guid: set.guid.map_or_else(|| guid(self_url), |guid| guid.to_ascii_lowercase()),
        locked: set.locked,
        medium: text(set.medium),
        funding: funding.map(|url| (url, funding_text)),
        people: set.people.iter().filter_map(|person| credit(settings, person)).collect(),
    }))
}

/// Whom directories write to; the site's author only with an address, which is what it is for.
fn owner(settings: &Settings, set: &Podcast) -> Option<Owner> {
    match &set.owner {
        Some(Author::Name(name)) if name.contains('@') => {
            Some(Owner { name: String::new(), email: Some(name.trim().to_owned()) })
        }
        Some(Author::Name(name)) => Some(Owner { name: name.clone(), email: None }),
        Some(Author::Person { name, email, .. }) => Some(Owner { name: name.clone(), email: email.clone() }),
        None => {
            let author = settings.author.as_ref()?;
            author.email.as_ref().map(|email| Owner { name: author.name.clone(), email: Some(email.clone()) })
        }
    }
}

/// A category, and the subcategory after `>`.
fn category(path: &str) -> Option<(String, Option<String>)> {
    let mut parts = path.split('>').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned);
    Some((parts.next()?, parts.next()))
}

fn credit(settings: &Settings, person: &Participant) -> Option<Credit> {
    let address = |text: &Option<String>| text.as_deref().and_then(|text| channel::address(settings, text));
    let credit = match person {
        Participant::Name(name) => {
            Credit { name: name.trim().to_owned(), role: None, image: None, url: None }
        }
        Participant::Person { name, role, image, url } => Credit {
            name: name.trim().to_owned(),
            role: role.clone(),
            image: address(image),
            url: address(url),
        },
    };
    (!credit.name.is_empty()).then_some(credit)
}

/// The id that Podcasting 2.0 derives from a feed's address, without its scheme and the slashes at its end: a UUID of version 5
/// (RFC 9562, 5.5) in the namespace of podcasts.
fn guid(address: &str) -> String {
    let name = match url::scheme(address) {
        Some(scheme) => address.get(scheme.len() + 1..).unwrap_or("").trim_start_matches('/'),
        None => address,
    };
    let mut hash = sha1_smol::Sha1::new();
    hash.update(&PODCASTS);
    hash.update(name.trim_end_matches('/').as_bytes());
    let mut bytes = hash.digest().bytes();
    if let Some(version) = bytes.get_mut(6) {
        *version = *version & 0x0f | 0x50;
    }
    if let Some(variant) = bytes.get_mut(8) {
        *variant = *variant & 0x3f | 0x80;
    }
    let mut out = String::with_capacity(36);
    for (at, byte) in bytes.iter().take(16).enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        out.push_str(&format!("{byte:02x}"));
    }
    out
}

/// The namespace, `ead4c236-bf58-58c6-a2c6-a6b28d128cb6`.
const PODCASTS: [u8; 16] =
    [0xea, 0xd4, 0xc2, 0x36, 0xbf, 0x58, 0x58, 0xc6, 0xa2, 0xc6, 0xa6, 0xb2, 0x8d, 0x12, 0x8c, 0xb6];

#[cfg(test)]
mod tests {
    use super::guid;

    #[test]
    fn ids_are_those_of_the_specification() {
        // Podcasting 2.0, `podcast:guid`.
        assert_eq!(guid("https://mp3s.nashownotes.com/pc20rss.xml"), "917393e3-1b1e-5cef-ace4-edaa54e1f810");
        assert_eq!(
            guid("http://mp3s.nashownotes.com/pc20rss.xml//"),
            guid("https://mp3s.nashownotes.com/pc20rss.xml")
        );
    }
}
