//! Which posts a feed takes: the filters of one row of `[[feeds]]`, made ready.

use std::collections::HashMap;
use std::fmt;

use cel::Value as Cel;
use chrono::{DateTime, Days, FixedOffset};
use chrono_tz::Tz;
use glob::Pattern;

use crate::config;
use crate::date;
use crate::front_matter::{Map, Value};
use crate::post::Post;

/// The filters of one feed.
pub struct Filter {
    lists: [Pair; 5],
    paths: Vec<Pattern>,
    exclude_paths: Vec<Pattern>,
    since: Option<DateTime<FixedOffset>>,
    until: Option<DateTime<FixedOffset>>,
    condition: Option<cel::Program>,
}

/// What is wanted of one property of a post, and what is not.
struct Pair {
    property: Property,
    wanted: Vec<String>,
    excluded: Vec<String>,
}

/// A property that posts are filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    /// Whether the post has it with this value.
    fn holds(self, post: &Post, value: &str) -> bool {
        match self {
            Self::Category => post.categories.iter().any(|category| category == value),
            Self::Tag => post.tags.iter().any(|tag| tag == value),
            Self::Author => {
                post.authors.iter().any(|author| author.name == value)
                    || post.data.get("author").and_then(|node| node.value.as_str()) == Some(value)
            }
            Self::Collection => &*post.collection == value,
            Self::Language => post.language.as_deref() == Some(value),
        }
    }
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
    /// It is older than `since`.
    Before,
    /// It is newer than `until`.
    After,
    /// `where` is not true for it.
    Condition,
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
            Self::Before => out.write_str("it is older than `since`"),
            Self::After => out.write_str("it is newer than `until`"),
            Self::Condition => out.write_str("`where` is not true for it"),
        }
    }
}

impl Filter {
    /// Makes the filters of a row ready. Days are days in `zone`.
    ///
    /// # Errors
    /// When a date, a glob or the expression cannot be read; the message names the key.
    pub fn new(feed: &config::Feed, zone: Tz) -> Result<Self, String> {
        let pair = |property, wanted: &config::OneOrMany<String>, excluded: &config::OneOrMany<String>| {
            Pair { property, wanted: wanted.0.clone(), excluded: excluded.0.clone() }
        };
        let day = |key: &str, text: &Option<String>| match text {
            None => Ok(None),
            Some(text) => date::parse(text, zone)
                .map(Some)
                .map_err(|_| format!("`{key}` is no date: `{text}`; write it as 2024-05-31")),
        };
        let until = day("until", &feed.until)?;
        let whole_day = feed.until.as_deref().is_some_and(|text| !text.contains(':'));
        Ok(Self {
            lists: [
                pair(Property::Category, &feed.categories, &feed.exclude_categories),
                pair(Property::Tag, &feed.tags, &feed.exclude_tags),
                pair(Property::Author, &feed.authors, &feed.exclude_authors),
                pair(Property::Collection, &feed.collections, &feed.exclude_collections),
                pair(Property::Language, &feed.languages, &feed.exclude_languages),
            ],
            paths: globs("paths", &feed.paths.0)?,
            exclude_paths: globs("exclude-paths", &feed.exclude_paths.0)?,
            since: day("since", &feed.since)?,
            until: if whole_day { until.and_then(|day| day.checked_add_days(Days::new(1))) } else { until },
            condition: feed.condition.as_deref().map(compile).transpose()?,
        })
    }

    /// Why this feed does not take the post, or nothing when it does.
    ///
    /// # Errors
    /// When `where` cannot be evaluated for this post: a key that it lacks, or types that do not go together.
    pub fn reject(&self, post: &Post) -> Result<Option<Reason>, String> {
        for Pair { property, wanted, excluded } in &self.lists {
            if !wanted.is_empty() && !wanted.iter().any(|value| property.holds(post, value)) {
                return Ok(Some(Reason::Lacks(*property, wanted.clone())));
            }
            if let Some(value) = excluded.iter().find(|value| property.holds(post, value)) {
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
        if self.since.is_some_and(|since| post.date < since) {
            return Ok(Some(Reason::Before));
        }
        if self.until.is_some_and(|until| post.date >= until) {
            return Ok(Some(Reason::After));
        }
        match &self.condition {
            Some(condition) if !holds(condition, post)? => Ok(Some(Reason::Condition)),
            _ => Ok(None),
        }
    }
}

fn globs(key: &str, patterns: &[String]) -> Result<Vec<Pattern>, String> {
    patterns
        .iter()
        .map(|glob| Pattern::new(glob).map_err(|error| format!("`{key}`: `{glob}` is no glob: {error}")))
        .collect()
}

fn compile(expression: &str) -> Result<cel::Program, String> {
    cel::Program::compile(expression).map_err(|errors| {
        let told = errors.errors.first().map_or_else(String::new, |error| {
            format!(" at column {}: {}", error.pos.1.max(1), error.msg.lines().next().unwrap_or(""))
        });
        format!("`where` is no CEL expression{told}: `{expression}`")
    })
}

/// Evaluates the condition with `post` bound: its properties by the names that `list` prints, front matter as `post.data`.
fn holds(condition: &cel::Program, post: &Post) -> Result<bool, String> {
    let mut context = cel::Context::default();
    let texts = |list: &[String]| Cel::from(list.to_vec());
    let date = |date: &DateTime<FixedOffset>| Cel::Timestamp(*date);
    let names: Vec<String> = post.authors.iter().map(|author| author.name.clone()).collect();
    let fields: HashMap<String, Cel> = [
        ("path", Cel::from(&*post.path)),
        ("collection", Cel::from(&*post.collection)),
        ("url", Cel::from(post.url.as_str())),
        ("id", Cel::from(post.id.as_str())),
        ("title", Cel::from(post.title.as_str())),
        ("date", date(&post.date)),
        ("updated", date(&post.updated)),
        ("categories", texts(&post.categories)),
        ("tags", texts(&post.tags)),
        ("authors", texts(&names)),
        ("language", Cel::from(post.language.clone())),
        ("draft", Cel::Bool(post.draft)),
        ("redirect", Cel::from(post.redirect_to.clone())),
        ("data", map_value(&post.data)),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect();
    context.add_variable_from_value("post", fields);
    match condition.execute(&context) {
        Ok(Cel::Bool(verdict)) => Ok(verdict),
        Ok(other) => Err(format!("`where` gives {:?} for {}, not true or false", other.type_of(), post.path)),
        // A key that this post lacks makes the expression false for it, as in Liquid and in every template language.
        Err(cel::ExecutionError::NoSuchKey(_)) => Ok(false),
        Err(error) => Err(format!("`where` cannot be evaluated for {}: {error}", post.path)),
    }
}

fn map_value(map: &Map) -> Cel {
    let fields: HashMap<String, Cel> =
        map.iter().map(|entry| (entry.key.clone(), cel_value(&entry.value.value))).collect();
    Cel::from(fields)
}

fn cel_value(value: &Value) -> Cel {
    match value {
        Value::Null => Cel::Null,
        Value::Bool(value) => Cel::Bool(*value),
        Value::Int(value) => Cel::Int(*value),
        Value::Float(value) => Cel::Float(*value),
        Value::Date(date) => Cel::from(date.to_string()),
        Value::Time(time) => Cel::Timestamp(*time),
        Value::String(text) => Cel::from(text.as_str()),
        Value::List(list) => Cel::from(list.iter().map(|node| cel_value(&node.value)).collect::<Vec<_>>()),
        Value::Map(map) => map_value(map),
    }
}
