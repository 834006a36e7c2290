//! `feedwright.toml`: what a site says beyond its generator's own configuration.
//!
//! The types are the documentation: the JSON schema and the reference in `docs/configuration.md` follow them. Names of
//! rules are not checked here but by the table that holds them.

mod author;
mod built;
mod error;
mod feeds;
#[cfg(feature = "schema")]
mod json_schema;
mod lint;
mod list;
mod place;
mod podcast;
mod row;
mod sections;
mod site;
mod version;
mod written;

use serde::Deserialize;

pub use author::Author;
pub use built::Built;
pub use error::ConfigError;
pub use feeds::{
    Archive, Content, ContentUrls, Day, Each, Feed, FeedPage, Format, Guid, Limit, Origin, Period,
    RedirectLinks, Shown, Sort, Strip, Summary, With, Without,
};

pub use lint::{Lint, OtherSite, PagesIn, PerFile, RuleSetting, Tracker};

pub use list::OneOrMany;
pub(crate) use podcast::is_medium;
pub use podcast::{Participant, Podcast, RowPodcast, ShowType};
pub use site::{Markdown, Posts, Site, UpdatedFrom, url_fault};

use crate::text::source::SourceFile;

/// Everything that `feedwright.toml` may say. All of it is optional.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "feedwright.toml", extend("$id" = SCHEMA_ID)))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// The site as a whole.
    pub site: Site,
    /// Where the posts are and how they get their URLs.
    pub posts: Posts,
    /// The feeds to write. They take the place of those that the generator's configuration names.
    pub feeds: Vec<Feed>,
    /// The Markdown dialect; by default the generator's.
    pub markdown: Option<Markdown>,
    /// How `content = "built"` finds the article in a page that the generator has built.
    pub built: Built,
    /// The linter.
    pub lint: Lint,
    /// The versions of this program that the configuration is written for: `>=0.2, <0.4`.
    pub required_version: Option<String>,
    /// The file that says all this, for messages.
    #[serde(skip)]
    pub file: Option<SourceFile>,
}

impl Config {
    /// Reads a `feedwright.toml`.
    ///
    /// # Errors
    /// When it is not TOML, or says something that is not known, with the place and the nearest right key.
    pub fn parse(file: &SourceFile) -> Result<Self, ConfigError> {
        let mut config: Self = toml::from_str(&file.text).map_err(|error| {
            let required = version::required_by(&file.text);
            required
                .and_then(|required| unfit(file, &required))
                .unwrap_or_else(|| ConfigError::from_toml(file, &error, &sections::advice))
        })?;
        config.file = Some(file.clone());
        for (number, feed) in config.feeds.iter_mut().enumerate() {
            feed.origin = Origin::Row(number);
        }
        config.check(file)?;
        Ok(config)
    }

    /// An error about what the keys lead to (numbers stand for the items of a list), at its place.
    #[must_use]
    pub fn error(&self, keys: &[&str], message: impl Into<String>) -> ConfigError {
        match &self.file {
            Some(file) => ConfigError::new(file, place::place_of(&file.text, keys), message),
            None => ConfigError::general(message),
        }
    }

    /// What the types cannot say.
    fn check(&mut self, file: &SourceFile) -> Result<(), ConfigError> {
        if let Some(error) = self.required_version.as_ref().and_then(|required| unfit(file, required)) {
            return Err(error);
        }
        if let Some(url) = &mut self.site.url {
            url.truncate(url.trim_end_matches('/').len());
        }
        #[cfg(not(feature = "built"))]
        if let Some(key) = self.built.needs_selectors() {
            return Err(self.error(
                &["built", key],
                format!("`{key}` {}", crate::text::suggest::needs_feature("built")),
            ));
        }
        self.site.check().map_err(|(key, message)| self.error(&["site", key], message))?;
        self.check_podcasts()?;
        for (number, feed) in self.feeds.iter().enumerate() {
            feed.check()
                .map_err(|(key, message)| self.error(&["feeds", &number.to_string(), key], message))?;
            let earlier = self.feeds.iter().take(number);
            if let Some(name) = &feed.name
                && earlier.filter_map(|feed| feed.name.as_ref()).any(|earlier| earlier == name)
            {
                let message = format!("two feeds are called `{name}`; give one of them another `name`");
                return Err(self.error(&["feeds", &number.to_string(), "name"], message));
            }
        }
        for (number, tracker) in self.lint.trackers.iter().enumerate() {
            tracker.check().map_err(|(key, message)| {
                self.error(&["lint", "trackers", &number.to_string(), key], message)
            })?;
        }
        self.lint
            .check_elsewhere()
            .map_err(|(number, message)| self.error(&["lint", "elsewhere", &number.to_string()], message))?;
        self.lint.sites.iter_mut().try_for_each(|site| site.check(file))
    }
}

impl Config {
    /// What is wrong with the tables that describe podcasts.
    fn check_podcasts(&self) -> Result<(), ConfigError> {
        let of_site = self.site.podcast.iter().map(|show| (vec!["site".to_owned()], &**show));
        let of_rows = self.feeds.iter().enumerate().filter_map(|(number, feed)| match &feed.podcast {
            Some(RowPodcast::Show(show)) => Some((vec!["feeds".to_owned(), number.to_string()], &**show)),
            _ => None,
        });
        for (place, show) in of_site.chain(of_rows) {
            show.check().map_err(|(key, message)| {
                let keys = place.iter().map(String::as_str).chain(["podcast", key]);
                self.error(&keys.collect::<Vec<_>>(), message)
            })?;
        }
        Ok(())
    }
}

/// The error about a `required-version` that is not this program's, at its place.
fn unfit(file: &SourceFile, required: &str) -> Option<ConfigError> {
    let place = || place::place_of(&file.text, &["required-version"]);
    version::fault(required).map(|fault| ConfigError::new(file, place(), fault))
}

/// What identifies the schema, wherever a copy of it is.
#[cfg(feature = "schema")]
const SCHEMA_ID: &str = "urn:feedwright:feedwright.toml";

/// Returns the JSON schema of the configuration's types; the tables above this layer add their names to it.
#[cfg(feature = "schema")]
#[must_use]
pub fn schema() -> serde_json::Value {
    json_schema::for_editors(schemars::schema_for!(Config).to_value())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(&SourceFile::new("feedwright.toml", text)).map_err(|error| error.to_string())
    }

    #[test]
    fn reports_unknown_key_with_place_and_nearest_name() {
        let error = parse("[site]\nurl = \"https://e.example\"\ntitel = \"x\"\n").unwrap_err();
        assert_eq!(error, "feedwright.toml:3:1: unknown key `titel`; did you mean `title`?");
        let error = parse("[[feeds]]\nname = \"a\"\nexclude_tags = []\n").unwrap_err();
        assert_eq!(error, "feedwright.toml:3:1: unknown key `exclude_tags`; did you mean `exclude-tags`?");
    }

    #[test]
    fn a_misplaced_key_is_sent_to_its_section() {
        let error = parse("title = \"x\"\n").unwrap_err();
        assert_eq!(
            error,
            "feedwright.toml:1:1: unknown key `title`; it belongs under `[site]` or `[[feeds]]`"
        );
        let error = parse("[site]\nlimit = 5\n").unwrap_err();
        assert_eq!(error, "feedwright.toml:2:1: unknown key `limit`; it belongs under `[[feeds]]`");
        let error = parse("[site]\nulr = \"https://e.example\"\n").unwrap_err();
        assert_eq!(error, "feedwright.toml:2:1: unknown key `ulr`; did you mean `url`?");
    }

    #[test]
    fn the_required_version_is_checked_before_unknown_keys() {
        let error = parse("required-version = \">=99\"\n[moon]\n").unwrap_err();
        assert!(error.starts_with("feedwright.toml:1:20: this is Feedwright "), "{error}");
        assert!(parse("required-version = \">=0.1\"\n").is_ok());
        assert!(parse("required-version = 1\n").unwrap_err().contains("takes a string in quotes"));
    }

    #[test]
    fn a_wrong_type_is_said_at_its_place() {
        let error = parse("[[feeds]]\nname = \"a\"\nlimit = \"ten\"\n").unwrap_err();
        assert!(error.starts_with("feedwright.toml:3:9: "), "{error}");
    }

    #[test]
    fn one_format_or_a_list_and_one_value_or_a_list() {
        let config = parse(
            "[[feeds]]\nname = \"a\"\nformat = [\"atom\", \"rss\"]\ncategories = \"news\"\npath = \"f/{format}.xml\"\n",
        );
        let feed = config.unwrap().feeds.remove(0);
        assert_eq!(feed.format.0, [Format::new("atom"), Format::new("rss")]);
        assert_eq!(feed.categories.0, ["news"]);
    }

    #[test]
    fn another_site_has_an_address_and_one_place_to_look_at() {
        let error = |rest: &str| parse(&format!("[[lint.sites]]\n{rest}")).unwrap_err();
        assert!(
            error("url = \"docs\"\nfolder = \"../docs\"\n")
                .starts_with("feedwright.toml:2:7: `docs` is not an address")
        );
        assert!(error("url = \"https://e.example/\"\n").starts_with("feedwright.toml:2:7: list its pages"));
        let both = error("url = \"https://e.example/\"\nbuilt = \"a\"\ninventory = \"b\"\n");
        assert!(both.starts_with("feedwright.toml:4:13: one of"), "{both}");
        let config = parse("[[lint.sites]]\nurl = \"https://e.example/\"\n\nfolder = \"../e\"\n").unwrap();
        let row = &config.lint.sites[0];
        assert_eq!(row.pages_in(), Some(PagesIn::Folder("../e")));
        assert_eq!(row.error("no such folder").to_string(), "feedwright.toml:4:10: no such folder");
    }

    #[cfg(feature = "schema")]
    #[test]
    fn the_schema_names_every_section() {
        let schema = schema();
        for key in ["site", "posts", "feeds", "markdown", "lint"] {
            assert!(schema["properties"][key].is_object(), "{key}");
        }
    }
}
