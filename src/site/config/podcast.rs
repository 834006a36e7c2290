//! `podcast` in `[site]` and `[[feeds]]`: what directories of podcasts ask of a show.

use serde::Deserialize;

use crate::site::config::author::Author;
use crate::site::config::list::OneOrMany;

/// A show. What a row of `[[feeds]]` sets wins over what `[site]` does.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "Podcast"))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Podcast {
    /// Who makes it; by default the site's author.
    pub author: Option<String>,
    /// Whom directories write to; by default the site's author, where that has an address.
    pub owner: Option<Author>,
    /// Apple's categories, the first of them the main one: `"Technology"`, `"Leisure > Hobbies"`.
    pub categories: OneOrMany<String>,
    /// The artwork, square, 1400 to 3000 pixels wide, as an address or a place on the site; by default the feed's `logo`.
    pub image: Option<String>,
    /// Whether it is for adults only.
    pub explicit: Option<bool>,
    /// Whether episodes are heard in any order, or in theirs; by default in any.
    #[serde(rename = "type")]
    pub order: Option<ShowType>,
    /// What it is about; by default the feed's description.
    pub summary: Option<String>,
    /// The same in a few words.
    pub subtitle: Option<String>,
    /// Whether Apple's directory is not to show it.
    #[cfg_attr(feature = "schema", schemars(extend("default" = false)))]
    pub block: Option<bool>,
    /// Whether there will be no more episodes.
    #[cfg_attr(feature = "schema", schemars(extend("default" = false)))]
    pub complete: Option<bool>,
    /// Where the feed has moved to.
    pub new_feed_url: Option<String>,
    /// Whether no other host may import it.
    pub locked: Option<bool>,
    /// Its id for life (Podcasting 2.0), a UUID; by default it follows from the feed's address.
    pub guid: Option<String>,
    /// What it is: `podcast`, `music`, `audiobook` …
    pub medium: Option<String>,
    /// The address of a page where listeners can support it.
    pub funding: Option<String>,
    /// The words of the link to that page.
    #[cfg_attr(feature = "schema", schemars(extend("default" = Podcast::SUPPORT)))]
    pub funding_text: Option<String>,
    /// Who takes part in every episode.
    pub people: Vec<Participant>,
}

/// The order that the episodes of a show are heard in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ShowType {
    /// Any order, the newest first.
    Episodic,
    /// From the first to the last.
    Serial,
}

/// Somebody who takes part in a show: a name alone, or with a role.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "Participant"))]
#[serde(untagged, expecting = "a name, or a table with `name`, `role`, `image` and `url`")]
pub enum Participant {
    /// `"Ada"`
    Name(String),
    /// `{ name = "Ada", role = "host" }`
    Person {
        /// The name.
        name: String,
        /// What they do: `host`, `guest` …
        role: Option<String>,
        /// A picture, as an address or a place on the site.
        image: Option<String>,
        /// A page about them.
        #[serde(alias = "uri")]
        url: Option<String>,
    },
}

/// Whether a feed is a podcast.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(untagged))]
pub enum RowPodcast {
    /// As `[site]` describes it, or not at all.
    Switch(bool),
    /// With these settings.
    Show(Box<Podcast>),
}

impl<'de> Deserialize<'de> for RowPodcast {
    // An untagged enum would not tell which key of the table is wrong.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = RowPodcast;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("`true` or a table")
            }

            fn visit_bool<E: serde::de::Error>(self, truth: bool) -> Result<RowPodcast, E> {
                Ok(RowPodcast::Switch(truth))
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<RowPodcast, A::Error> {
                let table = serde::de::value::MapAccessDeserializer::new(map);
                Podcast::deserialize(table).map(|show| RowPodcast::Show(Box::new(show)))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

impl RowPodcast {
    /// Whether the row is a podcast.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !matches!(self, Self::Switch(false))
    }

    /// Returns what a row sets of its own; nothing where it is not a podcast.
    #[must_use]
    pub fn show(&self) -> Option<Podcast> {
        match self {
            Self::Switch(false) => None,
            Self::Switch(true) => Some(Podcast::default()),
            Self::Show(show) => Some((**show).clone()),
        }
    }
}

impl Podcast {
    /// The words of the link to `funding`, unless others are set.
    pub const SUPPORT: &str = "Support";

    /// Returns these settings, and those of `below` where one is not set.
    #[must_use]
    pub fn over(self, below: &Self) -> Self {
        let below = below.clone();
        let list = |own: OneOrMany<String>, other| if own.0.is_empty() { other } else { own };
        Self {
            author: self.author.or(below.author),
            owner: self.owner.or(below.owner),
            categories: list(self.categories, below.categories),
            image: self.image.or(below.image),
            explicit: self.explicit.or(below.explicit),
            order: self.order.or(below.order),
            summary: self.summary.or(below.summary),
            subtitle: self.subtitle.or(below.subtitle),
            block: self.block.or(below.block),
            complete: self.complete.or(below.complete),
            new_feed_url: self.new_feed_url.or(below.new_feed_url),
            locked: self.locked.or(below.locked),
            guid: self.guid.or(below.guid),
            medium: self.medium.or(below.medium),
            funding: self.funding.or(below.funding),
            funding_text: self.funding_text.or(below.funding_text),
            people: if self.people.is_empty() { below.people } else { self.people },
        }
    }

    /// Returns what is wrong with it: the key, and what to do.
    pub(super) fn check(&self) -> Result<(), (&'static str, String)> {
        let is_uuid = |guid: &str| {
            let parts: Vec<&str> = guid.split('-').collect();
            let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
            let is_hexadecimal = |part: &&str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
            lengths == [8, 4, 4, 4, 12] && parts.iter().all(is_hexadecimal)
        };
        if let Some(guid) = self.guid.as_ref().filter(|guid| !is_uuid(guid)) {
            let advice = "without the key it follows from the feed's address";
            return Err(("guid", format!("`{guid}` is not a UUID; {advice}")));
        }
        match &self.medium {
            Some(medium) if !is_medium(medium) => {
                Err(("medium", format!("`{medium}` is not one of {}", MEDIUMS.join(", "))))
            }
            _ => Ok(()),
        }
    }
}

/// What a show can be (Podcasting 2.0, `podcast:medium`).
const MEDIUMS: [&str; 9] =
    ["podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course"];

/// Whether this is what a show can be, or a list of such (`musicL`).
#[must_use]
pub(crate) fn is_medium(value: &str) -> bool {
    MEDIUMS.contains(&value.strip_suffix('L').unwrap_or(value)) || value == "mixed"
}
