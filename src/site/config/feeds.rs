//! `[[feeds]]`: one feed, or one feed a value.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::site::config::list::{self, OneOrMany};
use crate::site::config::podcast::RowPodcast;
use crate::site::post::Post;

/// A feed, or with `each` one feed for each value.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "[[feeds]]"))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Feed {
    /// What the feed is called on the command line; by default its path without the extension.
    pub name: Option<String>,
    /// Where it is written, below the output folder. `{category}`, `{tag}`, `{author}`, `{collection}`, `{language}`,
    /// `{year}` stand for the value of `each`, `{format}` and `{ext}` for the format.
    pub path: Option<String>,
    /// The format, or a list of them.
    pub format: OneOrMany<Format>,
    /// The title; by default the site's, and the value of `each` after it.
    pub title: Option<String>,
    /// The subtitle; by default the site's description.
    pub description: Option<String>,
    /// One feed for each value that the posts have; a list of values beside it names which.
    pub each: Option<Each>,

    /// Other sites whose posts are in the feed too, by their folders, counted from this one's: `"../blog"`.
    pub sites: OneOrMany<String>,
    /// Posts of one of these categories.
    pub categories: OneOrMany<String>,
    /// No posts of these categories.
    pub exclude_categories: OneOrMany<String>,
    /// Posts with one of these tags.
    pub tags: OneOrMany<String>,
    /// No posts with these tags.
    pub exclude_tags: OneOrMany<String>,
    /// Posts by one of these authors.
    pub authors: OneOrMany<String>,
    /// No posts by these authors.
    pub exclude_authors: OneOrMany<String>,
    /// Documents of these collections; by default the posts.
    pub collections: OneOrMany<String>,
    /// No documents of these collections.
    pub exclude_collections: OneOrMany<String>,
    /// Posts in one of these languages.
    pub languages: OneOrMany<String>,
    /// No posts in these languages.
    pub exclude_languages: OneOrMany<String>,
    /// Posts whose file matches one of these globs, below the site.
    pub paths: OneOrMany<String>,
    /// No posts whose file matches one of these globs.
    pub exclude_paths: OneOrMany<String>,
    /// Posts whose title matches one of these globs.
    pub titles: OneOrMany<String>,
    /// No posts whose title matches one of these globs.
    pub exclude_titles: OneOrMany<String>,
    /// Posts of this day or later.
    #[serde(deserialize_with = "list::day")]
    pub since: Option<String>,
    /// Posts of this day or earlier.
    #[serde(deserialize_with = "list::day")]
    pub until: Option<String>,
    /// Posts for which this expression (CEL) is true: `"beta" in post.tags && post.data.audience != "staff"`.
    #[serde(rename = "where")]
    pub condition: Option<String>,
    /// No posts for which this CEL expression is true.
    #[serde(rename = "exclude-where")]
    pub exclude_condition: Option<String>,
    /// At most this many posts, the newest first; `0` means all. By default 10.
    #[cfg_attr(feature = "schema", schemars(extend("default" = Limit::DEFAULT)))]
    pub limit: Option<Limit>,
    /// At most so many bytes: the oldest entries have their summary alone, then they are left out.
    pub max_bytes: Option<usize>,
    /// Which posts are the newest: by the date of publication, or of the last change.
    #[cfg_attr(feature = "schema", schemars(extend("default" = Sort::default())))]
    pub sort: Option<Sort>,
    /// Where the posts beyond the limit are: in a document for each `"year"` or `"month"`, or for so many entries (RFC 5005).
    pub archive: Option<Archive>,
    /// Whether the feed declares that it has every entry (RFC 5005), so that readers drop what it no longer has.
    #[cfg_attr(feature = "schema", schemars(extend("default" = false)))]
    pub complete: Option<bool>,

    /// Who has which rights in it; by default what `[site]` sets.
    pub rights: Option<String>,
    /// A small square picture, as an address or a place on the site; by default what `[site]` sets.
    pub icon: Option<String>,
    /// A large picture, as an address or a place on the site; by default what `[site]` sets.
    pub logo: Option<String>,
    /// A CSS or XSLT stylesheet for people who open the feed in a browser, as an address or a place on the site: `/feed.css`; `"auto"`
    /// for one that is written beside the feeds. XML formats only.
    pub style: Option<String>,
    /// Whether an HTML page with the feed's entries is written beside it.
    #[serde(rename = "page")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = false)))]
    pub html_page: Option<bool>,
    /// Whether it is a podcast: `true`, or a table of what directories ask for; RSS only.
    #[cfg_attr(feature = "schema", schemars(extend("default" = false)))]
    pub podcast: Option<RowPodcast>,
    /// What all of the feed is about. Which posts are in it is told by `categories`.
    pub feed_categories: OneOrMany<String>,
    /// For how many minutes readers need not ask for it again; RSS only.
    pub ttl: Option<usize>,
    /// In which hours (UTC), from 0 to 23, readers need not ask for it; RSS only.
    pub skip_hours: Vec<usize>,
    /// On which days readers need not ask for it; RSS only.
    pub skip_days: OneOrMany<Day>,

    /// What an entry holds beside its title and link.
    pub content: Option<Content>,
    /// Whether links and images in the content become absolute.
    #[cfg_attr(feature = "schema", schemars(extend("default" = ContentUrls::default())))]
    pub content_urls: Option<ContentUrls>,
    /// What is taken out of the content: `"scripts"` (with their event attributes), `"ids"`.
    pub strip: OneOrMany<Strip>,
    /// What an RSS item's `guid` is.
    pub guid: Option<Guid>,
    /// What the link of a post with `redirect_to` is.
    #[cfg_attr(feature = "schema", schemars(extend("default" = RedirectLinks::default())))]
    pub redirect_links: Option<RedirectLinks>,
    /// At most so many characters of summary, cut at the end of a sentence or a word; `0` means no bound.
    #[cfg_attr(feature = "schema", schemars(extend("default" = 0)))]
    pub summary_length: Option<usize>,
    /// At most so many words of summary; `0` means no bound.
    #[cfg_attr(feature = "schema", schemars(extend("default" = 0)))]
    pub summary_words: Option<usize>,
    /// The form of the summary: `"text"`, `"html"` with its markup, or `"none"`. By default the generator's.
    pub summary: Option<Summary>,
    /// The text of a link to the whole post that follows a summary: `"Continue reading"`.
    pub read_more: Option<String>,
    /// Markdown that precedes each entry's text; Liquid in it knows the post as `page`.
    pub before: Option<String>,
    /// Markdown that follows each entry's text; Liquid in it knows the post as `page`.
    pub after: Option<String>,

    /// Paths that the same feed is written to as well: those that it had before, with its new address in it.
    pub also: OneOrMany<String>,
    /// Hubs that tell subscribers of new entries (WebSub), instead of the site's.
    pub hubs: OneOrMany<String>,
    /// Whether the feed takes the place of what the site's own file makes at its path. By default it does not, and is not
    /// written to the site's output folder.
    #[cfg_attr(feature = "schema", schemars(extend("default" = false)))]
    pub replace: Option<bool>,
    /// The fewest entries that the feed may have; with fewer it is not written. By default 0.
    #[cfg_attr(feature = "schema", schemars(extend("default" = 0)))]
    pub min_entries: Option<usize>,

    /// The one year that the feed is about, where `each` made it so.
    #[serde(skip)]
    pub year: Option<String>,
    /// The key of front matter, and the one value of it that the feed is about, where `each` made it so.
    #[serde(skip)]
    pub key_value: Option<(String, String)>,
    /// The id that the generator gives the feed; its own address where it is `None`.
    #[serde(skip)]
    pub id: Option<String>,
    /// What its entries lack of the generator's usual elements.
    #[serde(skip)]
    pub without: Without,
    /// What its entries have beyond the generator's usual elements.
    #[serde(skip)]
    pub with: With,
    /// Whether the generator's own summary, where a post has one, takes the place of its whole text.
    #[serde(skip)]
    pub summary_replaces_content: bool,
    /// Who asks for the feed.
    #[serde(skip)]
    pub origin: Origin,
    /// The posts that the generator puts into it, by number, of which the filters choose; all posts where it is not set.
    #[serde(skip)]
    pub members: Option<Vec<usize>>,
    /// What the generator says of the page that the feed belongs to.
    #[serde(skip)]
    pub page: Option<FeedPage>,
    /// Posts that the generator shows otherwise in this feed than in others, by number.
    #[serde(skip)]
    pub shown: Shown,
}

/// Posts as one feed shows them, by number: with links, titles or dates that other feeds do not have.
pub type Shown = Arc<BTreeMap<usize, Arc<Post>>>;

impl Feed {
    /// Whether a row of `[[feeds]]` can have everything that this feed has, but for its posts.
    #[must_use]
    pub fn fits_in_a_row(&self) -> bool {
        let is_plain = !self.summary_replaces_content
            && self.without == Without::default()
            && self.with == With::default();
        is_plain
            && self.id.is_none()
            && self.page.is_none()
            && self.members.is_none()
            && self.shown.is_empty()
    }
}

/// Elements that the entries of a generator's feed lack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Without {
    /// Authors.
    pub authors: bool,
    /// Categories and tags.
    pub categories: bool,
    /// The summary, beside whole content.
    pub summary: bool,
    /// The date of the last change, in formats that demand only the other date.
    pub updated: bool,
}

/// Elements that the entries of a generator's feed have beyond its usual ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct With {
    /// The date of publication, in formats that demand only the other date.
    pub published: bool,
    /// Categories and tags.
    pub categories: bool,
    /// The summary that the author wrote, beside whole content.
    pub summary: bool,
    /// Whole content in an element of its own, beside the description.
    pub content_beside_description: bool,
    /// Addresses that no template escapes once more.
    pub plain_addresses: bool,
}

/// The page that a generator's feed belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedPage {
    /// Its absolute URL.
    pub url: String,
    /// The absolute URL of the feed, where it is not that of its path.
    pub self_url: Option<String>,
    /// Its language, as a BCP 47 tag.
    pub language: Option<String>,
    /// Who has which rights.
    pub rights: Option<String>,
    /// The path of the site's own template that writes the feed, where there is one.
    pub template: Option<String>,
}

/// What asks for a feed, for messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// The generator's own configuration, or its convention.
    #[default]
    Generator,
    /// So many rows of `[[feeds]]` stand before this one.
    Row(usize),
    /// The options of the command line.
    CommandLine,
}

// The names are those of the table of emitters, which checks them and adds them to the schema.
/// A feed format.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Format(String);

impl Format {
    /// The format of this name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// Its name in the table of emitters, `atom`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// How many entries a feed has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "usize")]
#[cfg_attr(feature = "schema", schemars(with = "usize"))]
pub enum Limit {
    /// Every post that matches.
    All,
    /// So many of the newest.
    Newest(usize),
}

impl Limit {
    /// The default, as in jekyll-feed.
    pub const DEFAULT: usize = 10;

    /// The greatest number of entries.
    #[must_use]
    pub fn most(self) -> usize {
        match self {
            Self::All => usize::MAX,
            Self::Newest(entries) => entries,
        }
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self::Newest(Self::DEFAULT)
    }
}

impl From<usize> for Limit {
    fn from(number: usize) -> Self {
        if number == 0 { Self::All } else { Self::Newest(number) }
    }
}

/// What the order of a feed goes by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// The generator's order, which is that of publication in most.
    #[default]
    Published,
    /// The date of the last change.
    Updated,
}

/// What a document of an archive holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "`\"year\"`, `\"month\"` or a number of entries")]
pub enum Archive {
    /// The posts of a period.
    Period(Period),
    /// So many posts.
    Entries(usize),
}

/// A period that an archive has a document for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// A year.
    Year,
    /// A month.
    Month,
}

/// What one feed is written for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "String", into = "String")]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub enum Each {
    /// A category.
    Category,
    /// A tag.
    Tag,
    /// An author.
    Author,
    /// A collection.
    Collection,
    /// A language.
    Language,
    /// A year.
    Year,
    /// A value of this key of front matter.
    Key(String),
}

impl From<String> for Each {
    fn from(name: String) -> Self {
        Self::ALL.into_iter().find(|each| each.name() == name).unwrap_or(Self::Key(name))
    }
}

impl From<Each> for String {
    fn from(each: Each) -> Self {
        each.name().to_owned()
    }
}

impl Each {
    /// All that posts of every site have.
    pub(crate) const ALL: [Self; 6] =
        [Self::Category, Self::Tag, Self::Author, Self::Collection, Self::Language, Self::Year];

    /// `category`, `tag` …
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Category => "category",
            Self::Tag => "tag",
            Self::Author => "author",
            Self::Collection => "collection",
            Self::Language => "language",
            Self::Year => "year",
            Self::Key(key) => key,
        }
    }

    /// `{category}`, `{tag}` …: what its value replaces in `path` and `title`.
    #[must_use]
    pub fn placeholder(&self) -> String {
        format!("{{{}}}", self.name())
    }
}

/// What an entry holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// The whole post, rendered from its source.
    #[default]
    Full,
    /// The whole post, taken from the page that the generator built.
    Built,
    /// The summary alone.
    Summary,
    /// Neither.
    None,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "the names of the days")]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Day {
    /// Its name in RSS.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }
}

/// The form of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Summary {
    /// Without markup.
    Text,
    /// With its markup.
    Html,
    /// No summary beside whole content.
    None,
}

/// Something that can be taken out of the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Strip {
    /// Scripts, which no reader runs.
    Scripts,
    /// Ids, which may be twice on a page that shows several entries; links to them then lead to the post's page.
    Ids,
}

/// What becomes of relative URLs in the content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ContentUrls {
    /// They become absolute: every reader follows them.
    #[default]
    Absolute,
    /// They stay: only a reader that knows `xml:base` follows them.
    AsWritten,
}

/// What an RSS item's `guid` is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Guid {
    /// The post's URL, with `isPermaLink="true"`.
    #[default]
    Permalink,
    /// The id that the Atom feed has, with `isPermaLink="false"`.
    Id,
}

/// What the link of a post with `redirect_to` is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RedirectLinks {
    /// The post's own page, as subscribers have it; the target is the `related` link.
    #[default]
    Page,
    /// The target.
    Target,
}
