//! `[lint]`: which rules speak, how loud, where not, and which other sites they know.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::site::config::ConfigError;
use crate::site::config::list;
use crate::site::config::site::url_fault;
use crate::text::pieces::Pieces as _;
use crate::text::source::{LineIndex, Position, SourceFile};
use crate::text::url;

/// Which rules run, at which level and on which files, and what they know of other sites.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "[lint]"))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Lint {
    /// The level of a rule (`"error"`, `"warning"`, `"info"`, `"off"`), or a table with its options.
    pub rules: BTreeMap<String, RuleSetting>,
    /// Trackers beside those that are known: where issues, bulletins and other numbered things are.
    pub trackers: Vec<Tracker>,
    /// Other sites whose sources, built pages or inventories are at hand, so that links to them can be followed.
    pub sites: Vec<OtherSite>,
    /// Folders of the site's host that another repository or program fills, as links write them: `["/api/", "/bin/"]`.
    pub elsewhere: Vec<String>,
    /// Rules that are silent for files of a glob.
    pub per_file: Vec<PerFile>,
}

impl Lint {
    /// Returns the number of the first entry of `elsewhere` that is not a folder, and what to do.
    pub(super) fn check_elsewhere(&self) -> Result<(), (usize, String)> {
        let is_folder = |path: &&String| path.starts_with('/') && !path.trim_matches('/').is_empty();
        match self.elsewhere.iter().enumerate().find(|(_, path)| !is_folder(path)) {
            Some((number, path)) => Err((
                number,
                format!("`{path}` is not a folder of the host: write it from its root, as `/api/`"),
            )),
            None => Ok(()),
        }
    }
}

/// What a site says of one rule.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "a level, or a table with the rule's options")]
pub enum RuleSetting {
    /// `dead-link = "warning"`
    Level(String),
    /// `unknown-category = { level = "error", known = ["news"] }`
    Options(BTreeMap<String, serde_json::Value>),
}

/// A tracker of issues, bulletins or other numbered entries.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "[[lint.trackers]]"))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tracker {
    /// What messages call it.
    pub name: String,
    /// How link strings name one of its entries: `WSB-{number}`.
    pub text: String,
    /// Where that entry is: `https://example.org/bulletins/{number}/`.
    pub url: String,
}

impl Tracker {
    /// What is wrong with it: the key, and what to do.
    pub(super) fn check(&self) -> Result<(), (&'static str, String)> {
        for (key, text) in [("text", &self.text), ("url", &self.url)] {
            if !text.contains("{number}") {
                let message = format!(
                    "`{key}` needs `{{number}}` in the place of an entry's number; `{text}` has none"
                );
                return Err((key, message));
            }
        }
        match url_fault(self.url.up_to(['?', '#'])) {
            Some(_) if !self.url.starts_with('/') => {
                let message = format!(
                    "`{}` is not an address; write it with scheme and host: `https://…/{{number}}`",
                    self.url
                );
                Err(("url", message))
            }
            _ => Ok(()),
        }
    }
}

/// Rules that are off for some files.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "[[lint.per-file]]"))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PerFile {
    /// Globs of paths below the site.
    #[serde(deserialize_with = "list::one_or_many")]
    #[cfg_attr(feature = "schema", schemars(with = "list::OneOrMany<String>"))]
    pub paths: Vec<String>,
    /// The rules that are silent there; `all` stands for every one.
    #[serde(deserialize_with = "list::one_or_many")]
    #[cfg_attr(feature = "schema", schemars(with = "list::OneOrMany<String>"))]
    pub disable: Vec<String>,
}

/// Another site that links are followed into; one of `folder`, `built` and `inventory` lists its pages.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "[[lint.sites]]"))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OtherSite {
    /// The address of its first page: links that begin with it are looked up. `https://docs.example.org/`
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub url: Spanned<String>,
    /// The folder, from the site's own, with its sources or with the built site; which of them is seen from what is in it.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub folder: Option<Spanned<String>>,
    /// The folder, from the site's own, with the built site.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub built: Option<Spanned<String>>,
    /// The `objects.inv` that Sphinx and others write, from the site's own folder.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub inventory: Option<Spanned<String>>,
    /// The configuration's file and the place there of what says where the pages are.
    #[serde(skip)]
    pub place: Option<(String, Position)>,
}

/// Where the pages of another site are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagesIn<'a> {
    /// In a folder of sources or of built pages.
    Folder(&'a str),
    /// In a folder of built pages.
    Built(&'a str),
    /// In an inventory.
    Inventory(&'a str),
}

impl OtherSite {
    /// Where its pages are found; nothing for a row that was refused.
    #[must_use]
    pub fn pages_in(&self) -> Option<PagesIn<'_>> {
        let folder = self.folder.as_ref().map(|path| PagesIn::Folder(path.get_ref()));
        let built = self.built.as_ref().map(|path| PagesIn::Built(path.get_ref()));
        folder.or(built).or(self.inventory.as_ref().map(|path| PagesIn::Inventory(path.get_ref())))
    }

    /// An error about what the row names, at its place.
    #[must_use]
    pub fn error(&self, message: impl Into<String>) -> ConfigError {
        let (path, position) = self.place.clone().unzip();
        ConfigError { path, position, message: message.into() }
    }

    /// What the types cannot say; notes the place for what is found out later.
    pub(super) fn check(&mut self, file: &SourceFile) -> Result<(), ConfigError> {
        let address = self.url.get_ref();
        let parts = url::parts(address);
        let is_web = parts.scheme.is_some_and(|scheme| {
            scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
        });
        if !is_web || parts.authority.is_none_or(str::is_empty) {
            let message = format!(
                "`{address}` is not an address of a site: write it with scheme and host, `https://docs.example.org/`"
            );
            return Err(ConfigError::new(file, Some(self.url.span().into()), message));
        }
        let given: Vec<&Spanned<String>> =
            [&self.folder, &self.built, &self.inventory].into_iter().flatten().collect();
        match *given.as_slice() {
            [one] => {
                let at = LineIndex::new(&file.text).position(&file.text, one.span().start);
                self.place = Some((file.path.to_string(), at));
                Ok(())
            }
            [] => Err(ConfigError::new(
                file,
                Some(self.url.span().into()),
                "list its pages with `folder`, `built` or `inventory`",
            )),
            [_, second, ..] => Err(ConfigError::new(
                file,
                Some(second.span().into()),
                "one of `folder`, `built` and `inventory` is enough; for more, write another `[[lint.sites]]`",
            )),
        }
    }
}
