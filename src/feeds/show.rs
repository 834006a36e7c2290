//! What a podcast's feed and its entries have beside those of any other feed: the elements of Apple and of Podcasting 2.0.

/// A show: what the head of its feed tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Show {
    /// Who makes it.
    pub author: Option<String>,
    /// Whom directories write to: a name, and an address.
    pub owner: Option<Owner>,
    /// Apple's categories, each with the subcategory, if any.
    pub categories: Vec<(String, Option<String>)>,
    /// The artwork, as an absolute URL.
    pub image: Option<String>,
    /// Whether it is for adults only, where somebody knows.
    pub explicit: Option<bool>,
    /// Whether its episodes are heard from the first to the last.
    pub order: Option<&'static str>,
    /// What it is about.
    pub summary: Option<String>,
    /// The same in a few words.
    pub subtitle: Option<String>,
    /// Whether Apple's directory is not to show it.
    pub is_blocked: bool,
    /// Whether there will be no more episodes.
    pub is_complete: bool,
    /// Where the feed has moved to, as an absolute URL.
    pub new_feed_url: Option<String>,
    /// Its id for life, a UUID.
    pub guid: String,
    /// Whether no other host may import it.
    pub locked: Option<bool>,
    /// What it is, `podcast` or `music`.
    pub medium: Option<String>,
    /// Where listeners can support it: an absolute URL, and the words of the link.
    pub funding: Option<(String, String)>,
    /// Who takes part in every episode.
    pub people: Vec<Credit>,
}

/// Whom directories write to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: Option<String>,
}

/// An episode: what its entry tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Episode {
    /// Its number, from 1.
    pub number: Option<u64>,
    /// The season that it belongs to, from 1.
    pub season: Option<u64>,
    /// `full`, `trailer` or `bonus`.
    pub kind: Option<String>,
    /// Its title without numbers.
    pub title: Option<String>,
    /// What it is about in a few words.
    pub subtitle: Option<String>,
    /// What it is about.
    pub summary: Option<String>,
    /// Who speaks.
    pub author: Option<String>,
    /// Its own artwork, as an absolute URL.
    pub image: Option<String>,
    /// How long it lasts, in seconds.
    pub duration: Option<u64>,
    /// Whether it is for adults only.
    pub explicit: Option<bool>,
    /// Whether Apple's directory is not to show it.
    pub is_blocked: bool,
    /// What is spoken, in several forms or languages.
    pub transcripts: Vec<Document>,
    /// Its chapters.
    pub chapters: Option<Document>,
    /// Who takes part.
    pub people: Vec<Credit>,
}

/// A file about an episode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Where it is, as an absolute URL.
    pub url: String,
    /// Its media type.
    pub media_type: String,
    /// Its language, as a BCP 47 tag.
    pub language: Option<String>,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The name, never blank.
    pub name: String,
    /// What they do, one of [`ROLES`].
    pub role: Option<String>,
    /// A picture, as an absolute URL.
    pub image: Option<String>,
    /// A page about them, as an absolute URL.
    pub url: Option<String>,
}

/// Returns a role as the taxonomy of Podcasting 2.0 spells it, in lower case; nothing for any other, for which some parsers reject the
/// whole feed.
#[must_use]
pub(crate) fn role(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    ROLES.contains(&text.as_str()).then_some(text)
}

/// The roles of `podcast:person` (Podcast Taxonomy, which Podcasting 2.0 refers to).
pub const ROLES: [&str; 62] = [
    "announcer",
    "assistant camera",
    "assistant director",
    "assistant editor",
    "associate producer",
    "audio editor",
    "audio engineer",
    "author",
    "booking coordinator",
    "camera grip",
    "camera operator",
    "co-host",
    "co-writer",
    "composer",
    "consultant",
    "content manager",
    "cover art designer",
    "creative director",
    "development producer",
    "director",
    "editor",
    "editorial director",
    "executive producer",
    "fact checker",
    "foley artist",
    "graphic designer",
    "guest",
    "guest host",
    "guest writer",
    "host",
    "intern",
    "lighting designer",
    "logger",
    "managing editor",
    "marketing manager",
    "music contributor",
    "music production",
    "narrator",
    "post production engineer",
    "producer",
    "production assistant",
    "production coordinator",
    "remote recording engineer",
    "reporter",
    "researcher",
    "sales manager",
    "sales representative",
    "script coordinator",
    "script editor",
    "senior producer",
    "social media manager",
    "songwriter",
    "sound designer",
    "story editor",
    "studio coordinator",
    "technical director",
    "technical manager",
    "theme music",
    "transcriber",
    "translator",
    "voice actor",
    "writer",
];
