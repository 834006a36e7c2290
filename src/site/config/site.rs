//! `[site]` and `[posts]`.

use serde::{Deserialize, Serialize};

use crate::site::config::author::Author;
use crate::site::config::list;
use crate::site::config::podcast::Podcast;
use crate::text::date;
use crate::text::language::is_language_tag;
use crate::text::url;

/// The site as a whole: overrides the generator's own configuration, and is all of it for a plain folder of posts.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "[site]"))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Site {
    /// Scheme and host, `https://example.org`: what ids and links begin with.
    pub url: Option<String>,
    /// The folder of the host that the site stands in, `/blog`.
    pub baseurl: Option<String>,
    /// The feeds' title.
    pub title: Option<String>,
    /// The feeds' subtitle.
    pub description: Option<String>,
    /// The language of the posts, as a BCP 47 tag: `en`, `pt-BR`.
    pub language: Option<String>,
    /// Who writes, for posts that name nobody.
    pub author: Option<Author>,
    /// The time zone that dates without one are in, and that URLs take their day from: `Europe/Berlin`.
    pub timezone: Option<String>,
    /// Hubs that tell subscribers of new entries (WebSub): `https://pubsubhubbub.appspot.com/`.
    #[serde(deserialize_with = "list::one_or_many")]
    #[cfg_attr(feature = "schema", schemars(with = "list::OneOrMany<String>"))]
    pub hubs: Vec<String>,
    /// Who has which rights in the feeds: `CC BY 4.0`.
    pub rights: Option<String>,
    /// A small square picture for the feeds, as an address or a place on the site: `/icon.png`.
    pub icon: Option<String>,
    /// A large picture for the feeds, as an address or a place on the site.
    pub logo: Option<String>,
    /// What directories ask of the feeds that are podcasts.
    pub podcast: Option<Box<Podcast>>,
    /// The folder, below the site, that feeds are written to.
    pub output: Option<String>,
    /// What the site is made with; found out when it is not said.
    pub generator: Option<String>,
}

impl Site {
    /// What is wrong with it: the key, and what to do.
    pub(super) fn check(&self) -> Result<(), (&'static str, String)> {
        if let Some(fault) = self.url.as_deref().filter(|url| !url.is_empty()).and_then(url_fault) {
            return Err(("url", fault));
        }
        if let Some(tag) = self.language.as_deref().filter(|tag| !tag.is_empty() && !is_language_tag(tag)) {
            return Err(("language", format!("`{tag}` is not a language tag; write one as `en` or `pt-BR`")));
        }
        if let Some(fault) = hub_fault(&self.hubs) {
            return Err(("hubs", fault));
        }
        if let Some(error) = self.timezone.as_deref().and_then(|zone| date::zone(zone).err()) {
            return Err(("timezone", error.to_string()));
        }
        Ok(())
    }
}

/// What is wrong with the first of these hubs that cannot be one.
pub(super) fn hub_fault(hubs: &[String]) -> Option<String> {
    let is_address = |hub: &str| {
        let parts = url::parts(hub);
        let is_web = parts.scheme.is_some_and(|scheme| matches!(scheme, "http" | "https"));
        is_web && parts.authority.is_some_and(|host| !host.is_empty()) && !hub.contains(char::is_whitespace)
    };
    let hub = hubs.iter().find(|hub| !is_address(hub))?;
    Some(format!("`{hub}` is not the address of a hub; write it as `https://hub.example.org/`"))
}

/// Why a string cannot be what ids and links begin with, and what to write; nothing where it can.
#[must_use]
pub fn url_fault(address: &str) -> Option<String> {
    let parts = url::parts(address);
    let is_web = parts
        .scheme
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"));
    let has_host =
        parts.authority.is_some_and(|host| !host.is_empty() && !host.contains(char::is_whitespace));
    if is_web && has_host && parts.query.is_none() && parts.fragment.is_none() {
        return None;
    }
    let host = address.rsplit("://").next().unwrap_or(address).trim_start_matches('/');
    let host = host.split(['?', '#']).next().unwrap_or(host);
    let looks_like_host = host.contains('.') && !host.contains(char::is_whitespace);
    let example = if looks_like_host { host.trim_end_matches('/') } else { "example.org" };
    Some(format!("`{address}` is not a site URL; write it with scheme and host: `https://{example}`"))
}

/// Where the posts of a plain folder are, and what their front matter means. A generator's own convention needs none of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "[posts]"))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Posts {
    /// The folders with the posts, below the site; by default the whole site.
    #[serde(deserialize_with = "list::one_or_many")]
    #[cfg_attr(feature = "schema", schemars(with = "list::OneOrMany<String>"))]
    pub folders: Vec<String>,
    /// Globs of files that are not posts.
    #[serde(deserialize_with = "list::one_or_many")]
    #[cfg_attr(feature = "schema", schemars(with = "list::OneOrMany<String>"))]
    pub exclude: Vec<String>,
    /// The URL of a post, with Jekyll's placeholders: `/:year/:month/:title/`.
    pub permalink: Option<String>,
    /// What ends the part of the text that is the summary; by default the first blank line.
    pub excerpt_separator: Option<String>,
    /// The key of front matter that holds a post's id, for posts of any generator. By default no key does.
    pub id_key: Option<String>,
    /// Where the date of the last change comes from for posts that name none; by default it is that of publication.
    #[cfg_attr(feature = "schema", schemars(extend("default" = UpdatedFrom::default())))]
    pub updated_from: UpdatedFrom,
    /// The key of front matter by which a post of any generator chooses its feeds: `false`, names of feeds, or
    /// `{exclude: […]}`. By default `feed`, in feeds of `[[feeds]]`; `""` for none.
    #[cfg_attr(feature = "schema", schemars(extend("default" = Posts::FEED_KEY)))]
    pub feed_key: Option<String>,
    /// Keys of front matter that keep a post of any generator out of feeds: `true`, or the names of those feeds.
    #[serde(deserialize_with = "list::one_or_many")]
    #[cfg_attr(feature = "schema", schemars(with = "list::OneOrMany<String>"))]
    pub exclude_key: Vec<String>,
    /// The key of front matter that tells who has which rights in a post. By default no key does.
    pub rights_key: Option<String>,
    /// The key of front matter that names who helped to write a post. By default no key does.
    pub contributors_key: Option<String>,
    /// The key of front matter that names what a post is made from: an address, or `title`, `url` and `feed`. By default no
    /// key does.
    pub source_key: Option<String>,
    /// The key of front matter with the address of a post's comments, or `false` for none. By default no key has it.
    pub comments_key: Option<String>,
    /// Keys of front matter that name files which come with a post, such as the recording of an episode. By default no key
    /// does.
    #[serde(deserialize_with = "list::one_or_many")]
    #[cfg_attr(feature = "schema", schemars(with = "list::OneOrMany<String>"))]
    pub media_key: Vec<String>,
    /// The key of front matter with the number of a post's comments, or with a list of them. By default no key has it.
    pub comment_count_key: Option<String>,
    /// The languages of a site whose posts have theirs from their folder (`de/`) or file name (`.de.md`), where front matter names
    /// none. By default only front matter counts.
    #[serde(deserialize_with = "list::one_or_many")]
    #[cfg_attr(feature = "schema", schemars(with = "list::OneOrMany<String>"))]
    pub languages: Vec<String>,
    /// What tells that posts are translations of each other: a key of front matter with the same value, or `"path"` for one path but
    /// for the language. By default nothing.
    pub translations: Option<String>,
    /// Whether the pictures of entries have their width and height, read from the site's own files.
    pub image_size: bool,
    /// The address of the comments of every post, counted from its page: `#comments`.
    pub comments: Option<String>,
    /// Whether drafts are posts, as with `--drafts`.
    pub drafts: bool,
    /// Whether posts of the future are posts, as with `--future`.
    pub future: bool,
}

impl Posts {
    /// The key of front matter by which a post chooses its feeds, unless another is set.
    pub const FEED_KEY: &str = "feed";
}

/// Where the date of a post's last change comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum UpdatedFrom {
    /// From its front matter alone.
    #[default]
    FrontMatter,
    /// From the last commit that changed its file, where front matter names no date.
    Git,
}

/// A Markdown dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Markdown {
    /// kramdown with GFM input: Jekyll's default.
    Kramdown,
    /// CommonMark with tables, strikethrough, task lists and footnotes.
    CommonMark,
}
