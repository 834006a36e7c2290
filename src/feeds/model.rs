//! The format-independent model of feeds and entries, and the emitter table's row.
//!
//! Right by construction: where a format demands a value there is no `Option` here. Everything may hold any
//! character; the emitters see to it that what they write is well formed.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};

use crate::feeds::show::{Episode, Show};
use crate::site::profile::{Elements, SummaryForm};
use crate::site::tree::TreeError;
use crate::text::html::references::repair_references;
use crate::text::html::summary::summarise;
use crate::text::html::text::{escape, normalize_whitespace, strip_html, unescape};

/// The head of a feed: everything but its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Its permanent IRI: jekyll-feed takes the feed's own absolute URL.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// What it is about, in a sentence.
    pub subtitle: Option<Text>,
    /// Where this feed lies, as an absolute URL.
    pub self_url: String,
    /// The media type of its own document.
    pub media_type: &'static str,
    /// The page that it is the feed of, as an absolute URL.
    pub home_url: String,
    /// The language of its entries, as a tag of BCP 47.
    pub language: Option<String>,
    /// The date of its newest entry.
    pub updated: DateTime<FixedOffset>,
    /// Who writes it: Atom wants an author for every entry, and this one stands in.
    pub authors: Authors,
    /// What all entries are about.
    pub categories: Vec<String>,
    /// The program that wrote it.
    pub generator: Generator,
    /// A small square image, as an absolute URL.
    pub icon: Option<String>,
    /// A large image, as an absolute URL.
    pub logo: Option<String>,
    /// The licence, or who has which rights.
    pub rights: Option<Text>,
    /// Hubs that tell of new entries (WebSub), as absolute URLs.
    pub hubs: Vec<String>,
    /// Where its older and newer entries are.
    pub paging: Paging,
    /// An XSLT or CSS style sheet for readers that open the feed in a browser, as a URL; XML formats only.
    pub stylesheet: Option<String>,
    /// When readers need not ask for it; RSS only.
    pub schedule: Schedule,
    /// Whether its entries tell how many comments they have.
    pub counts_comments: bool,
    /// The same feed in other languages: language and address.
    pub translations: Vec<(String, String)>,
    /// What makes it a podcast; RSS only.
    pub show: Option<Box<Show>>,
}

/// When readers need not ask for a feed again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// For so many minutes.
    pub ttl: Option<usize>,
    /// In these hours (UTC), from 0 to 23, each once.
    pub skip_hours: Vec<usize>,
    /// On these days, each once: `Saturday`.
    pub skip_days: Vec<&'static str>,
}

/// What a document declares of the others that hold entries of its feed (RFC 5005).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paging {
    /// Whether it is an archive, which stays as it is.
    pub is_archive: bool,
    /// Whether it has every entry of the feed.
    pub is_complete: bool,
    /// The document with the newest entries, as an absolute URL, where that is another one.
    pub current: Option<String>,
    /// The archive with the next older entries, as an absolute URL.
    pub older: Option<String>,
    /// The archive with the next newer entries, as an absolute URL.
    pub newer: Option<String>,
}

impl Paging {
    /// Returns the links to the other documents: relation and address.
    pub fn links(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [("current", &self.current), ("prev-archive", &self.older), ("next-archive", &self.newer)];
        all.into_iter().filter_map(|(rel, url)| Some((rel, url.as_deref()?)))
    }

    /// Returns the names of the empty elements that declare what the document is, without their prefix.
    pub fn marks(&self) -> impl Iterator<Item = &'static str> {
        let all = [("archive", self.is_archive), ("complete", self.is_complete)];
        all.into_iter().filter(|(_, is_set)| *is_set).map(|(name, _)| name)
    }
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its permanent IRI, jekyll-feed's by default.
    pub id: String,
    /// What an RSS `guid` is where subscribers know another one than the page's URL.
    pub guid: Option<String>,
    /// Its page, as an absolute URL.
    pub url: String,
    /// Its title; may be empty.
    pub title: Text,
    /// When it first appeared.
    pub published: DateTime<FixedOffset>,
    /// When it last changed, or when it appeared.
    pub updated: DateTime<FixedOffset>,
    /// Who wrote it; where there is none, the feed's authors did.
    pub authors: Vec<Person>,
    /// Who answers for it in a feed that names mail addresses, where no author has one.
    pub editor: Option<Person>,
    /// Categories and tags, in the order that they are to appear in.
    pub categories: Vec<String>,
    /// A few sentences.
    pub summary: Option<Text>,
    /// The same with its markup, where some feed shows it so.
    pub summary_html: Option<String>,
    /// The whole text.
    pub content: Option<Content>,
    /// An image that stands for it, as an absolute URL.
    pub image: Option<String>,
    /// Its language where that is not the feed's, as a tag of BCP 47.
    pub language: Option<String>,
    /// Pages that it points to, as absolute URLs: the target of a redirect.
    pub related: Vec<String>,
    /// Files that come with it.
    pub enclosures: Vec<Enclosure>,
    /// What else its front matter tells.
    pub details: Details,
}

/// What an entry may have beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The licence, or who has which rights.
    pub rights: Option<Text>,
    /// Who helped to write it.
    pub contributors: Vec<Person>,
    /// What it is made from.
    pub source: Option<Source>,
    /// The page where readers comment on it, as an absolute URL.
    pub comments: Option<String>,
    /// How many comments there are.
    pub comment_count: Option<u64>,
    /// Its language, where it has translations.
    pub own_language: Option<String>,
    /// Its pages in other languages: language and absolute URL.
    pub translations: Vec<(String, String)>,
    /// Width and height of its image in pixels, where they are known.
    pub image_size: Option<(usize, usize)>,
    /// What makes it an episode, in feeds that are podcasts.
    pub episode: Option<Box<Episode>>,
}

/// What an entry is made from: a page, a feed, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// What it is called.
    pub title: Option<Text>,
    /// The page, as an absolute URL.
    pub url: Option<String>,
    /// The feed, as an absolute URL.
    pub feed: Option<String>,
}

impl Entry {
    /// What a feed of this style says of it in short. Where nobody wrote a summary, a feed that holds nothing else says
    /// where the text is, or the title: an entry without a word is one that readers cannot show.
    #[must_use]
    pub fn summary(&self, style: ContentStyle) -> Option<Cow<'_, Text>> {
        match (style, &self.summary) {
            (ContentStyle::None, _) => None,
            (_, Some(summary)) => Some(Cow::Borrowed(summary)),
            (ContentStyle::Full, None) => None,
            (ContentStyle::Summary, None) => Some(match self.related.first() {
                Some(target) => Cow::Owned(Text::from_plain(&format!("This post is at {target}."))),
                None => Cow::Borrowed(&self.title),
            })
            .filter(|text| !text.is_empty()),
        }
    }

    /// The summary as HTML, with its markup where the style has it; text otherwise.
    #[must_use]
    pub fn summary_as_html(&self, style: &EntryStyle) -> Option<Cow<'_, str>> {
        match (&self.summary_html, style.elements.summary) {
            (_, SummaryForm::HtmlAlone) if style.content == ContentStyle::Full => None,
            (Some(html), SummaryForm::Html | SummaryForm::HtmlAlone)
                if style.content != ContentStyle::None =>
            {
                Some(Cow::Borrowed(html))
            }
            (None, SummaryForm::Html) if style.content == ContentStyle::Full => None,
            (_, SummaryForm::Written) if self.summary.is_none() => None,
            (_, SummaryForm::Omitted) if style.content == ContentStyle::Full => None,
            _ => self.summary(style.content).map(|summary| match summary {
                Cow::Borrowed(text) => Cow::Borrowed(text.html()),
                Cow::Owned(text) => Cow::Owned(text.html().to_owned()),
            }),
        }
    }
}

/// The HTML of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// A balanced fragment, as it would be inside a `<div>`.
    pub html: String,
    /// What relative URLs in it are relative to, as an absolute URL.
    pub base: String,
}

/// A file that comes with an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    /// Where it lies, as an absolute URL.
    pub url: String,
    /// Its media type, `audio/mpeg`.
    pub media_type: String,
    /// Its size in bytes, 0 where nobody knows.
    pub length: u64,
    /// How long it lasts, in seconds.
    pub duration: Option<u64>,
}

/// Somebody with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    name: String,
    /// An e-mail address.
    pub email: Option<String>,
    /// A page about them, as a URL.
    pub uri: Option<String>,
}

impl Person {
    /// Somebody of this name; nobody where it is blank (RFC 4287, 3.2.1).
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let name = name.replace(char::is_control, " ");
        let name = normalize_whitespace(&name);
        (!name.is_empty()).then(|| Self { name: name.into_owned(), email: None, uri: None })
    }

    /// The same person with an e-mail address and a page.
    #[must_use]
    pub fn with(self, email: Option<String>, uri: Option<String>) -> Self {
        Self { email, uri, ..self }
    }

    /// The name, never blank.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// At least one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authors(Vec<Person>);

impl Authors {
    /// `people`, or where there are none somebody with the first of `names` that is not blank (the site's title,
    /// its host …), or "Unknown".
    pub fn new<'a>(people: Vec<Person>, names: impl IntoIterator<Item = &'a str>) -> Self {
        if !people.is_empty() {
            return Self(people);
        }
        let unknown = || Person { name: "Unknown".to_owned(), email: None, uri: None };
        Self(vec![names.into_iter().find_map(Person::new).unwrap_or_else(unknown)])
    }

    /// All of them, one at least.
    #[must_use]
    pub fn as_slice(&self) -> &[Person] {
        &self.0
    }
}

/// The program that wrote a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generator {
    /// Its name.
    pub name: String,
    /// Its home page.
    pub uri: Option<String>,
    /// Its version.
    pub version: Option<String>,
}

impl Generator {
    /// This program.
    #[must_use]
    pub fn feedwright() -> Self {
        Self {
            name: "Feedwright".to_owned(),
            uri: option_env!("CARGO_PKG_REPOSITORY").filter(|uri| !uri.is_empty()).map(str::to_owned),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }
    }
}

/// One line of text in the two forms that the formats want: HTML without tags, and plain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    html: String,
}

impl Text {
    /// A title or another string out of front matter, by Jekyll's rules:
    /// `smartify | strip_html | normalize_whitespace` (jekyll-feed, `feed.xml`).
    #[must_use]
    pub(crate) fn from_markup(raw: &str, smartify: &dyn Fn(&str) -> String) -> Self {
        Self::from_html(&smartify(raw))
    }

    /// The text of an HTML fragment: `strip_html | normalize_whitespace`, its character references fixed.
    #[must_use]
    pub fn from_html(html: &str) -> Self {
        let text = strip_html(html);
        let text = normalize_whitespace(&text);
        let text = repair_references(&text);
        Self { html: if text.contains('<') { text.replace('<', "&lt;") } else { text.into_owned() } }
    }

    /// Plain text, its white space normalised.
    #[must_use]
    pub fn from_plain(text: &str) -> Self {
        Self { html: escape(&normalize_whitespace(text)).into_owned() }
    }

    /// The same text cut to at most `max` characters, at a sentence or a word.
    #[must_use]
    pub fn cut(self, max: usize) -> Self {
        // No text has more characters than its HTML has bytes.
        if self.html.len() <= max { self } else { Self::from_plain(&summarise(&self.plain(), max)) }
    }

    /// As HTML: character references, no tags.
    #[must_use]
    pub fn html(&self) -> &str {
        &self.html
    }

    /// As plain text.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        unescape(&self.html)
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }
}

/// What a feed says of an entry. Feeds of one format and one style share the entries' text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryStyle {
    /// How much of the text.
    pub content: ContentStyle,
    /// What an RSS `guid` is.
    pub guid: GuidStyle,
    /// What the link of an entry that redirects leads to.
    pub link: LinkStyle,
    /// Which elements it has beside these.
    pub elements: Elements,
    /// Whether entries are episodes of a podcast.
    pub is_podcast: bool,
    /// Whether browsers show the text of elements as it is written: Atom's titles and summaries are then plain text.
    pub is_browsed: bool,
}

impl EntryStyle {
    /// The same style with the summary alone.
    #[must_use]
    pub fn short(self) -> Self {
        let content = if self.content == ContentStyle::Full { ContentStyle::Summary } else { self.content };
        Self { content, ..self }
    }
}

/// How much of an entry's text a feed holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContentStyle {
    /// Content and summary.
    #[default]
    Full,
    /// The summary alone.
    Summary,
    /// Neither.
    None,
}

/// What an RSS `guid` is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GuidStyle {
    /// The entry's page, `isPermaLink="true"`.
    #[default]
    Permalink,
    /// The entry's id.
    Id,
}

/// What the link of an entry with a related page (a redirect) leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkStyle {
    /// The entry's own page; the target is the related link.
    #[default]
    Page,
    /// The target; the entry's own page is the related link.
    Target,
}

impl LinkStyle {
    /// The page that `entry` links to, and the pages that are related to it.
    #[must_use]
    pub fn links(self, entry: &Entry) -> (&str, Vec<&str>) {
        let mut related: Vec<&str> = entry.related.iter().map(String::as_str).collect();
        match (self, related.first_mut()) {
            (Self::Target, Some(first)) => (std::mem::replace(first, &entry.url), related),
            _ => (&entry.url, related),
        }
    }
}

/// A feed format: a row of [`crate::feeds::emitters::EMITTERS`].
///
/// A feed is its head, its serialised entries with `separator` between them, and its tail. A serialised entry depends on the
/// entry and the style alone, so that feeds share it.
#[derive(Debug)]
pub struct Emitter {
    /// How people name it: `atom`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub summary: &'static str,
    /// The usual end of its files' names, without the full stop.
    pub extension: &'static str,
    /// The media type of its documents, for links to them.
    pub media_type: &'static str,
    /// Returns the text before the first entry.
    pub head: fn(&Feed) -> Result<String, EmitError>,
    /// Returns the text of one entry.
    pub entry: fn(&Entry, &EntryStyle) -> Result<String, EmitError>,
    /// Separates two entries.
    pub separator: &'static str,
    /// Follows the last entry.
    pub tail: &'static str,
    /// Whether this program reads the format too: the rules about feeds, `diff`, and what compares with an old file.
    pub readable: bool,
    /// Occurs in every document of the format and of no other, and in a template of one; nothing where no string does.
    pub document_mark: Option<&'static str>,
    /// Occurs once in each entry and nowhere else in a feed of ours, so that a finding can name the entry's post; nothing
    /// where no string does.
    pub entry_mark: Option<&'static str>,
    /// Returns what readers tell entries apart by.
    pub entry_id: fn(&EntryStyle) -> EntryId,
    /// What a second entry with the id of another one is.
    pub repeated_id: RepeatedId,
}

/// What readers tell the entries of a feed apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryId {
    /// The address of the entry's page.
    Link,
    /// The entry's id.
    Id,
}

/// What a second entry with the id of another one is in a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepeatedId {
    /// Another version of the same entry (RFC 4287, 4.1.1).
    Version,
    /// The same item, of which readers show one (JSON Feed).
    SameItem,
    /// An error (RSS 2.0).
    Error,
}

impl Emitter {
    /// Returns a whole document, for small feeds and tests: [`crate::feeds::publish`] writes large ones a block at a time.
    ///
    /// # Errors
    ///
    /// When the crate that writes the format fails.
    pub fn document<'a>(
        &self,
        feed: &Feed,
        entries: impl IntoIterator<Item = &'a Entry>,
        style: &EntryStyle,
    ) -> Result<String, EmitError> {
        let mut out = (self.head)(feed)?;
        for (at, entry) in entries.into_iter().enumerate() {
            if at > 0 {
                out.push_str(self.separator);
            }
            out.push_str(&(self.entry)(entry, style)?);
        }
        out.push_str(self.tail);
        Ok(out)
    }
}

/// Why an emitter wrote nothing: the crate that it calls failed, or its output has another layout than the emitter expects.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot write {format}: {reason}")]
pub struct EmitError {
    /// The emitter's name.
    pub format: &'static str,
    /// The reason, in a few words.
    pub reason: String,
}

/// Why a planned post has no entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoEntry {
    /// No feed is to hold it; feeds are written without it.
    Skipped(Skipped),
    /// A file could not be read. That decides nothing: a feed that needs the entry is not written.
    Failed(TreeError),
}

/// Why a post is in no feed although the plan wanted it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct Skipped {
    /// The post's file.
    pub path: String,
    /// The reason, in words that go on after "skipped:".
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_has_two_forms_and_each_is_escaped_once() {
        let smart = |raw: &str| raw.replace("...", "…").replace(" & ", " &amp; ");
        let title = Text::from_markup("Q & A: <em>why</em>\n  &copy;, 1 < 2 ...", &smart);
        assert_eq!(title.html(), "Q &amp; A: why &copy;, 1 &lt; 2 …");
        assert_eq!(title.plain(), "Q & A: why ©, 1 < 2 …");
        assert_eq!(Text::from_plain("a <b> &amp; c").html(), "a &lt;b&gt; &amp;amp; c");
        assert_eq!(Text::from_plain("a <b> &amp; c").plain(), "a <b> &amp; c");
        assert!(Text::from_html("<br>").is_empty());
        assert_eq!(Text::from_html("a &amp; b &amp; c").cut(9).html(), "a &amp; b &amp; c");
        assert_eq!(Text::from_html("a &amp; b &amp; c").cut(7).html(), "a &amp; b…");
    }

    #[test]
    fn there_is_always_an_author() {
        assert_eq!(Authors::new(Vec::new(), ["\u{1} ", " My  site"]).as_slice()[0].name(), "My site");
        assert_eq!(Authors::new(Vec::new(), []).as_slice()[0].name(), "Unknown");
        let ann = Person::new("Ann").unwrap();
        assert_eq!(Authors::new(vec![ann], ["x"]).as_slice()[0].name(), "Ann");
    }
}
