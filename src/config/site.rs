//! `[site]` and `[posts]`.

use schemars::JsonSchema;
use serde::Deserialize;

/// `[site]`: overrides what the generator's configuration says, and says everything for a plain folder of posts.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
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
    /// The folder, below the site, that feeds are written to.
    pub output: Option<String>,
    /// What the site is made with; found out when it is not said.
    pub generator: Option<String>,
}

/// An author: a name alone, or with an address.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Author {
    /// `author = "Ada"`
    Name(String),
    /// `author = { name = "Ada", email = "ada@example.org", uri = "https://example.org/ada" }`
    Person {
        /// The name.
        name: String,
        /// The mail address.
        email: Option<String>,
        /// The home page.
        #[serde(alias = "url")]
        uri: Option<String>,
    },
}

/// `[posts]`: for a plain folder of posts. A generator's own convention needs none of it.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Posts {
    /// The folders with the posts, below the site; by default the whole site.
    pub folders: Vec<String>,
    /// Globs of files that are no posts.
    pub exclude: Vec<String>,
    /// The URL of a post, with Jekyll's placeholders: `/:year/:month/:title/`.
    pub permalink: Option<String>,
    /// What ends the part of the text that is the summary; by default the first blank line.
    pub excerpt_separator: Option<String>,
    /// Whether drafts are posts, as with `--drafts`.
    pub drafts: bool,
    /// Whether posts of the future are posts, as with `--future`.
    pub future: bool,
}

/// A Markdown dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Markdown {
    /// kramdown with GFM input: Jekyll's default.
    Kramdown,
    /// CommonMark with tables, strikethrough, task lists and footnotes.
    CommonMark,
}
