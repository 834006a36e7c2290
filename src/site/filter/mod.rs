//! Which posts a feed takes: the filters of one row of `[[feeds]]`, made ready.

#[cfg(feature = "where")]
mod condition;
#[cfg(not(feature = "where"))]
#[path = "no_condition.rs"]
mod condition;
#[cfg(feature = "where")]
mod keys;
mod switch;
mod truth;

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Datelike as _, Days, FixedOffset};
use glob::Pattern;

use crate::markup::front_matter::Value;
use crate::site::Settings;
use crate::site::config;
use crate::site::filter::condition::Condition;
use crate::site::filter::truth::Truth;
use crate::site::post::Post;
use crate::text::date;

pub use switch::Switch;
pub(crate) use switch::Switches;

/// The filters of one feed.
pub(crate) struct Filter {
    lists: [Pair; 5],
    paths: Vec<Pattern>,
    exclude_paths: Vec<Pattern>,
    titles: Vec<Pattern>,
    exclude_titles: Vec<Pattern>,
    since: Option<DateTime<FixedOffset>>,
    until: Option<DateTime<FixedOffset>>,
    year: Option<String>,
    key_value: Option<(String, String)>,
    condition: Option<Condition>,
    exclude_condition: Option<Condition>,
    switches: Arc<Switches>,
    /// What posts may call the feed in their switches.
    names: Vec<String>,
}

/// What is wanted of one property of a post, and what is not.
struct Pair {
    property: Property,
    wanted: Vec<String>,
    excluded: Vec<String>,
}

/// A property that posts are filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Property {
    /// A category, compared as it is written: `News` is not `news`.
    Category,
    /// A tag.
    Tag,
    /// An author's name, or the key that the post names the author by.
    Author,
    /// The collection.
    Collection,
    /// The language.
    Language,
}

impl Property {
    /// `category`, `tag` …
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Tag => "tag",
            Self::Author => "author",
            Self::Collection => "collection",
            Self::Language => "language",
        }
    }

    /// The key of `[[feeds]]` that lists wanted values: `categories`, `tags` …
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Category => "categories",
            Self::Tag => "tags",
            Self::Author => "authors",
            Self::Collection => "collections",
            Self::Language => "languages",
        }
    }

    /// What a row of `[[feeds]]` wants of it, and what it does not want.
    #[must_use]
    pub(crate) fn of_row(self, row: &config::Feed) -> (&[String], &[String]) {
        let (wanted, excluded) = match self {
            Self::Category => (&row.categories, &row.exclude_categories),
            Self::Tag => (&row.tags, &row.exclude_tags),
            Self::Author => (&row.authors, &row.exclude_authors),
            Self::Collection => (&row.collections, &row.exclude_collections),
            Self::Language => (&row.languages, &row.exclude_languages),
        };
        (&wanted.0, &excluded.0)
    }

    /// The values that a post has: of an author, the name and the keys that the post names authors by. The site's
    /// language and author stand in for a post that names none.
    #[must_use]
    pub fn values<'a>(self, settings: &'a Settings, post: &'a Post) -> Vec<&'a str> {
        match self {
            Self::Category => post.categories.iter().map(String::as_str).collect(),
            Self::Tag => post.tags.iter().map(String::as_str).collect(),
            Self::Author => {
                let names = settings.authors_of(post).iter().map(|author| author.name.as_str());
                names.chain(author_keys(settings, post)).collect()
            }
            Self::Collection => vec![&post.collection],
            Self::Language => settings.language_of(post).into_iter().collect(),
        }
    }

    /// Returns whether the post has it with this value.
    fn holds(self, settings: &Settings, post: &Post, value: &str) -> bool {
        match self {
            Self::Category => post.categories.iter().any(|category| category == value),
            Self::Tag => post.tags.iter().any(|tag| tag == value),
            Self::Collection => &*post.collection == value,
            Self::Author => self.values(settings, post).contains(&value),
            Self::Language => settings.language_of(post) == Some(value),
        }
    }
}

/// The strings of `author` and `authors` as they are written: names, or keys of the data file.
fn author_keys<'a>(settings: &'a Settings, post: &'a Post) -> impl Iterator<Item = &'a str> {
    let data = if post.authors.is_empty() { &settings.data } else { &post.data };
    let texts = |key| {
        let (one, list) = match data.get(key).map(|node| &node.value) {
            Some(Value::String(text)) => (Some(text.as_str()), &[][..]),
            Some(Value::List(list)) => (None, &**list),
            _ => (None, &[][..]),
        };
        one.into_iter().chain(list.iter().filter_map(|node| node.value.as_str()))
    };
    ["author", "authors"].into_iter().flat_map(texts)
}

/// Why a filter leaves out a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It has none of the wanted values.
    Lacks(Property, Vec<String>),
    /// It has a value that is excluded.
    Has(Property, String),
    /// Its path is not among those that are wanted.
    Path,
    /// Its path is excluded.
    ExcludedPath,
    /// Its title is not among those that are wanted.
    Title,
    /// Its title is excluded.
    ExcludedTitle,
    /// Its front matter does not have this value of a key.
    Key(String, String),
    /// It is older than `since`.
    Before,
    /// It is newer than `until`.
    After,
    /// It is of another year: its own, and the feed's.
    Year(i32, String),
    /// `where` is not true for it.
    Condition,
    /// `where` is neither true nor false for it, because it lacks these keys.
    Undefined(Vec<String>),
    /// `exclude-where` is true for it.
    ExcludedByCondition,
    /// It asks for it itself.
    Switch(Switch),
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lacks(property, wanted) => {
                write!(out, "its {} is not {}", property.name(), wanted.join(" or "))
            }
            Self::Has(property, value) => write!(out, "its {} {value} is excluded", property.name()),
            Self::Path => out.write_str("its path matches none of `paths`"),
            Self::ExcludedPath => out.write_str("its path is excluded"),
            Self::Title => out.write_str("its title matches none of `titles`"),
            Self::ExcludedTitle => out.write_str("its title is excluded"),
            Self::Key(key, value) => write!(out, "its `{key}` is not {value}"),
            Self::Before => out.write_str("it is older than `since`"),
            Self::After => out.write_str("it is newer than `until`"),
            Self::Year(own, wanted) => write!(out, "its year is {own}, not {wanted}"),
            Self::Condition => out.write_str("`where` is not true for it"),
            Self::Undefined(keys) => {
                let keys = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" and no ");
                write!(out, "`where` cannot be evaluated for it, because it has no {keys}")
            }
            Self::Switch(switch) => write!(out, "{switch}"),
            Self::ExcludedByCondition => out.write_str("`exclude-where` is true for it"),
        }
    }
}

/// A filter that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadFilter {
    /// The key of `[[feeds]]`.
    pub key: &'static str,
    /// Which of a list's values.
    pub item: Option<usize>,
    /// What is wrong with it, to be printed after the key.
    pub fault: String,
}

impl Filter {
    /// Makes the filters of a row ready. Days are days in the site's time zone.
    ///
    /// # Errors
    /// When a date, a glob or the expression cannot be read.
    pub(crate) fn new(feed: &config::Feed, settings: &Settings) -> Result<Self, BadFilter> {
        let pair = |property: Property| {
            let (wanted, excluded) = property.of_row(feed);
            Pair { property, wanted: wanted.to_vec(), excluded: excluded.to_vec() }
        };
        let day = |key: &'static str, text: &Option<String>| match text {
            None => Ok(None),
            Some(text) => date::parse(text, settings.zone).map(Some).map_err(|_| BadFilter {
                key,
                item: None,
                fault: format!("is not a date: `{text}`; write it as 2024-05-31"),
            }),
        };
        let until = day("until", &feed.until)?;
        let condition = |key: &'static str, expression: &Option<String>| {
            let compile = |expression| Condition::new(key, expression);
            let compiled = expression.as_deref().map(compile).transpose();
            compiled.map_err(|fault| BadFilter { key, item: None, fault })
        };
        let whole_day = feed.until.as_deref().is_some_and(|text| !text.contains(':'));
        Ok(Self {
            lists: [
                pair(Property::Category),
                pair(Property::Tag),
                pair(Property::Author),
                pair(Property::Collection),
                pair(Property::Language),
            ],
            paths: globs("paths", &feed.paths.0)?,
            exclude_paths: globs("exclude-paths", &feed.exclude_paths.0)?,
            titles: globs("titles", &feed.titles.0)?,
            exclude_titles: globs("exclude-titles", &feed.exclude_titles.0)?,
            since: day("since", &feed.since)?,
            until: if whole_day { until.and_then(|day| day.checked_add_days(Days::new(1))) } else { until },
            year: feed.year.clone(),
            key_value: feed.key_value.clone(),
            condition: condition("where", &feed.condition)?,
            exclude_condition: condition("exclude-where", &feed.exclude_condition)?,
            switches: Arc::default(),
            names: Vec::new(),
        })
    }

    /// The same filter, which heeds what posts ask for of a feed that has these names.
    pub(crate) fn with_switches(self, switches: &Arc<Switches>, names: Vec<String>) -> Self {
        Self { switches: Arc::clone(switches), names, ..self }
    }

    /// Returns whether this feed may take a post of which only the path and the collection are known.
    #[must_use]
    pub(crate) fn may_take(&self, path: &str, collection: &str) -> bool {
        let is_excluded =
            self.lists.iter().filter(|pair| pair.property == Property::Collection).any(|pair| {
                !pair.wanted.is_empty() && !pair.wanted.iter().any(|label| label == collection)
                    || pair.excluded.iter().any(|label| label == collection)
            });
        let matches = |globs: &[Pattern]| globs.iter().any(|glob| glob.matches(path));
        !is_excluded && (self.paths.is_empty() || matches(&self.paths)) && !matches(&self.exclude_paths)
    }

    /// Why this feed does not take the post, or nothing when it does.
    ///
    /// # Errors
    /// When `where` or `exclude-where` cannot be evaluated for this post: types that do not go together.
    pub(crate) fn reject(&self, settings: &Settings, post: &Post) -> Result<Option<Reason>, String> {
        if let Some(switch) = self.switches.reason(post, &self.names) {
            return Ok(Some(Reason::Switch(switch.clone())));
        }
        for Pair { property, wanted, excluded } in &self.lists {
            if !wanted.is_empty() && !wanted.iter().any(|value| property.holds(settings, post, value)) {
                return Ok(Some(Reason::Lacks(*property, wanted.clone())));
            }
            if let Some(value) = excluded.iter().find(|value| property.holds(settings, post, value)) {
                return Ok(Some(Reason::Has(*property, value.clone())));
            }
        }
        let matches = |globs: &[Pattern]| globs.iter().any(|glob| glob.matches(&post.path));
        if !self.paths.is_empty() && !matches(&self.paths) {
            return Ok(Some(Reason::Path));
        }
        if matches(&self.exclude_paths) {
            return Ok(Some(Reason::ExcludedPath));
        }
        let matches = |globs: &[Pattern]| globs.iter().any(|glob| glob.matches(&post.title));
        if !self.titles.is_empty() && !matches(&self.titles) {
            return Ok(Some(Reason::Title));
        }
        if matches(&self.exclude_titles) {
            return Ok(Some(Reason::ExcludedTitle));
        }
        if let Some((key, value)) = &self.key_value
            && !values_of_key(post, key).contains(value)
        {
            return Ok(Some(Reason::Key(key.clone(), value.clone())));
        }
        if self.since.is_some_and(|since| post.date < since) {
            return Ok(Some(Reason::Before));
        }
        if self.until.is_some_and(|until| post.date >= until) {
            return Ok(Some(Reason::After));
        }
        if let Some(year) = &self.year
            && *year != format!("{:04}", post.date.year())
        {
            return Ok(Some(Reason::Year(post.date.year(), year.clone())));
        }
        self.reject_by_condition(settings, post)
    }

    fn reject_by_condition(&self, settings: &Settings, post: &Post) -> Result<Option<Reason>, String> {
        let wanted = self.condition.as_ref().map(|condition| condition.holds(settings, post)).transpose()?;
        match wanted {
            Some(Truth::False) => return Ok(Some(Reason::Condition)),
            Some(Truth::Undefined(keys)) => return Ok(Some(Reason::Undefined(keys))),
            Some(Truth::True) | None => {}
        }
        let excluded = self.exclude_condition.as_ref().map(|condition| condition.holds(settings, post));
        Ok(matches!(excluded.transpose()?, Some(Truth::True)).then_some(Reason::ExcludedByCondition))
    }
}

/// The values that a post's front matter, with the configuration's defaults, has for a key: of a list its items. Maps are not
/// values.
pub(crate) fn values_of_key(post: &Post, key: &str) -> Vec<String> {
    let Some(node) = post.data.get(key).or_else(|| post.data.get_path(key)) else { return Vec::new() };
    let items = node.value.as_list().unwrap_or(std::slice::from_ref(node));
    let scalars = items.iter().filter(|item| !item.value.is_null() && item.value.as_map().is_none());
    let texts = scalars.filter(|item| item.value.as_list().is_none()).map(|item| item.value.to_ruby_string());
    texts.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

fn globs(key: &'static str, patterns: &[String]) -> Result<Vec<Pattern>, BadFilter> {
    let compile = |(number, glob): (usize, &String)| {
        Pattern::new(glob).map_err(|error| BadFilter {
            key,
            item: Some(number),
            fault: format!("has `{glob}`, which is not a glob: {}", error.msg),
        })
    };
    patterns.iter().enumerate().map(compile).collect()
}
