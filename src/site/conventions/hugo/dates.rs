//! The dates of a page: which key of its front matter each is taken from, and what it means.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use chrono_tz::Tz;

use crate::markup::front_matter::{Map, Node, Value};
use crate::site::convention::Fault;
use crate::site::conventions::hugo::values::list;
use crate::text::date;

/// Where the dates of a page come from: keys of front matter, and `:filename`.
#[derive(Clone, Debug)]
pub(super) struct DateKeys {
    pub(super) date: Vec<String>,
    pub(super) published: Vec<String>,
    pub(super) changed: Vec<String>,
    pub(super) expires: Vec<String>,
}

/// The dates of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dates {
    /// Orders pages; nothing for a page without a date.
    pub(super) date: Option<DateTime<FixedOffset>>,
    pub(super) published: Option<DateTime<FixedOffset>>,
    pub(super) changed: Option<DateTime<FixedOffset>>,
    pub(super) expires: Option<DateTime<FixedOffset>>,
    /// Whether `date` is that of the file's name.
    pub(super) is_of_name: bool,
}

/// What dates are read of.
pub(super) struct Source<'a> {
    /// The front matter, keys in lower case, with what cascades into it.
    pub(super) data: &'a Map,
    /// The whole file.
    pub(super) text: &'a str,
    /// The keys that the file itself has.
    pub(super) own: &'a Map,
    /// The date in the name of the file.
    pub(super) named: Option<&'a str>,
    pub(super) zone: Tz,
}

/// The dates that the keys lead to.
///
/// # Errors
/// When a value is not a date.
pub(super) fn dates<'k>(keys: &'k DateKeys, source: &Source<'_>) -> Result<Dates, Box<Fault>> {
    // Most pages have one date, which is all of theirs.
    let mut read: Vec<(&str, DateTime<FixedOffset>)> = Vec::new();
    let mut first = |keys: &'k [String]| -> Result<(Option<DateTime<FixedOffset>>, bool), Box<Fault>> {
        for key in keys {
            if key == ":filename" {
                if let Some(date) = source.named.and_then(|date| date::parse(date, source.zone).ok()) {
                    return Ok((Some(date), true));
                }
                continue;
            }
            let Some(node) = source.data.get(key).filter(|node| !is_blank(&node.value)) else { continue };
            if let Some((_, date)) = read.iter().find(|(known, _)| known == key) {
                return Ok((Some(*date), false));
            }
            let date = source.moment(key, node)?;
            read.push((key, date));
            return Ok((Some(date), false));
        }
        Ok((None, false))
    };
    let (date, is_of_name) = first(&keys.date)?;
    Ok(Dates {
        date,
        published: first(&keys.published)?.0.or(date),
        changed: first(&keys.changed)?.0.or(date),
        expires: first(&keys.expires)?.0,
        is_of_name,
    })
}

/// What stands for the date of a page that has none: the first moment of the year 1.
pub(super) fn no_date() -> DateTime<FixedOffset> {
    NaiveDate::from_ymd_opt(1, 1, 1)
        .map(|day| day.and_time(NaiveTime::MIN).and_utc().fixed_offset())
        .unwrap_or_default()
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

impl Source<'_> {
    /// The moment that a value means, in its own offset; without one, in the time zone of the site.
    fn moment(&self, key: &str, node: &Node) -> Result<DateTime<FixedOffset>, Box<Fault>> {
        let is_own = self.own.get(key).is_some_and(|own| own.span == node.span);
        let written = match &node.value {
            Value::String(text) => text.trim().to_owned(),
            // Parsed values do not tell whether an offset was written.
            Value::Time(_) if is_own => node.span.of(self.text).trim().to_owned(),
            value => value.to_ruby_string().into_owned(),
        };
        let is_number = matches!(node.value, Value::Int(_) | Value::Float(_));
        date::parse_as_written(&written, self.zone).ok().filter(|_| !is_number).ok_or_else(|| {
            Box::new(Fault {
                span: node.span,
                message: format!("`{key}: {written}` is not a date"),
                help: "write it as `2024-05-31` or `2024-05-31T10:00:00+02:00`".to_owned(),
            })
        })
    }
}

impl DateKeys {
    pub(super) fn new(data: &Map) -> Self {
        const DATE: &[&str] = &["date", "publishdate", "pubdate", "published", "lastmod", "modified"];
        const PUBLISHED: &[&str] = &["publishdate", "pubdate", "published", "date"];
        const CHANGED: &[&str] = &["lastmod", "modified", "date", "publishdate", "pubdate", "published"];
        const EXPIRES: &[&str] = &["expirydate", "unpublishdate"];
        let keys = |name: &str, default: &[&str]| {
            let set = list(data, &format!("frontmatter.{name}"));
            let mut keys: Vec<String> = Vec::new();
            for key in set {
                match key.to_lowercase().as_str() {
                    ":default" => keys.extend(default.iter().map(|key| (*key).to_owned())),
                    "publishdate" => keys.extend(["publishdate", "pubdate", "published"].map(str::to_owned)),
                    "lastmod" => keys.extend(["lastmod", "modified"].map(str::to_owned)),
                    "expirydate" => keys.extend(["expirydate", "unpublishdate"].map(str::to_owned)),
                    other => keys.push(other.to_owned()),
                }
            }
            if keys.is_empty() { default.iter().map(|key| (*key).to_owned()).collect() } else { keys }
        };
        Self {
            date: keys("date", DATE),
            published: keys("publishdate", PUBLISHED),
            changed: keys("lastmod", CHANGED),
            expires: keys("expirydate", EXPIRES),
        }
    }
}
