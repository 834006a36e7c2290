//! The values that a template computes with: the site's data by reference, and results computed from them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::rc::Rc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::markup::front_matter::{self, Map};
use crate::markup::liquid::output::MARK;

/// The two kinds of content of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// A page.
    Page,
    /// A post, or another document of a collection.
    Document,
}

/// Something with named parts that are made when they are asked for: the site, a post, a mapping.
pub trait Object: Sync {
    /// A part, or `None` where there is no such name.
    fn get(&self, key: &str) -> Option<Value<'_>>;

    /// The names of all parts, in order; what a loop runs over.
    fn keys(&self) -> Vec<&str>;

    /// The path of the document that it is, where it is one.
    fn document(&self) -> Option<&str> {
        None
    }

    /// What it is of a site, where it is a page or a document.
    fn content(&self) -> Option<Content> {
        None
    }
}

impl Object for Map {
    fn get(&self, key: &str) -> Option<Value<'_>> {
        Map::get(self, key).map(|node| Value::from(&node.value))
    }

    fn keys(&self) -> Vec<&str> {
        self.iter().map(|entry| entry.key.as_str()).collect()
    }
}

/// A value. Copying one is cheap.
#[derive(Clone, Default)]
pub enum Value<'a> {
    /// Nothing; also what a name means that nobody defined.
    #[default]
    Nil,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(Cow<'a, str>),
    /// A day.
    Date(NaiveDate),
    /// A moment.
    Time(DateTime<FixedOffset>),
    /// A list.
    List(Rc<Vec<Value<'a>>>),
    /// A mapping, or another thing with parts.
    Object(&'a dyn Object),
    /// A mapping that the template made.
    Record(Rc<Vec<(Cow<'a, str>, Value<'a>)>>),
    /// The whole numbers from one to another.
    Range(i64, i64),
    /// The word `empty`, which equals what is empty.
    Empty,
    /// The word `blank`, which equals nothing in Jekyll.
    Blank,
}

impl<'a> From<&'a front_matter::Value> for Value<'a> {
    fn from(value: &'a front_matter::Value) -> Self {
        match value {
            front_matter::Value::Null => Self::Nil,
            front_matter::Value::Bool(truth) => Self::Bool(*truth),
            front_matter::Value::Int(number) => Self::Int(*number),
            front_matter::Value::Float(number) => Self::Float(*number),
            front_matter::Value::Date(date) => Self::Date(*date),
            front_matter::Value::Time(time) => Self::Time(*time),
            front_matter::Value::String(text) => Self::Text(Cow::Borrowed(text)),
            front_matter::Value::List(items) => items.iter().map(|item| Self::from(&item.value)).collect(),
            front_matter::Value::Map(map) => Self::Object(map),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> FromIterator<Value<'a>> for Value<'a> {
    fn from_iter<T: IntoIterator<Item = Self>>(items: T) -> Self {
        Self::List(Rc::new(items.into_iter().collect()))
    }
}

impl<'a> Value<'a> {
    /// Returns whether a condition takes it as true: everything but nothing and `false`.
    #[must_use]
    pub const fn is_truthy(&self) -> bool {
        !matches!(self, Self::Nil | Self::Bool(false))
    }

    /// Returns whether only the build knows it: it has been made of what a lenient run marks.
    #[must_use]
    pub(super) fn is_marked(&self) -> bool {
        matches!(self, Self::Text(text) if text.contains(MARK))
    }

    /// Returns whether it is a string, list or mapping without anything in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Object(object) => object.keys().is_empty(),
            Self::Record(parts) => parts.is_empty(),
            Self::Empty | Self::Blank => true,
            _ => false,
        }
    }

    /// How many characters, items or parts it has; `None` where that means nothing.
    #[must_use]
    pub fn size(&self) -> Option<usize> {
        match self {
            Self::Text(text) => Some(text.chars().count()),
            Self::List(items) => Some(items.len()),
            Self::Object(object) => Some(object.keys().len()),
            Self::Record(parts) => Some(parts.len()),
            Self::Range(from, to) => {
                Some(usize::try_from(to.saturating_sub(*from).saturating_add(1)).unwrap_or(0))
            }
            // Ruby's integers are eight bytes in size, and Liquid asks them.
            Self::Int(_) => Some(8),
            _ => None,
        }
    }

    /// A part by its name: a mapping's value, or `size`, `first` and `last` of what has them.
    #[must_use]
    pub fn part(&self, name: &str) -> Self {
        let own = match self {
            Self::Object(object) => object.get(name),
            Self::Record(parts) => {
                parts.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.clone())
            }
            _ => None,
        };
        own.unwrap_or_else(|| match (name, self) {
            ("size", _) => self.size().and_then(|size| i64::try_from(size).ok()).map_or(Self::Nil, Self::Int),
            ("first", Self::List(items)) => items.first().cloned().unwrap_or_default(),
            ("last", Self::List(items)) => items.last().cloned().unwrap_or_default(),
            ("first", Self::Range(from, _)) => Self::Int(*from),
            ("last", Self::Range(_, to)) => Self::Int(*to),
            ("first", Self::Object(_) | Self::Record(_)) => {
                self.pairs().into_iter().next().unwrap_or_default()
            }
            _ => Self::Nil,
        })
    }

    /// An item by its number, from the end where that is negative.
    #[must_use]
    pub fn item(&self, index: i64) -> Self {
        let at = |length: usize| {
            let length = i64::try_from(length).unwrap_or(i64::MAX);
            usize::try_from(if index < 0 { index + length } else { index }).ok()
        };
        match self {
            Self::List(items) => at(items.len()).and_then(|at| items.get(at)).cloned().unwrap_or_default(),
            _ => self.part(&index.to_string()),
        }
    }

    /// Its items as a loop sees them: a mapping's are pairs of name and value, a string is one item.
    #[must_use]
    pub fn items(&self) -> Rc<Vec<Self>> {
        match self {
            Self::List(items) => Rc::clone(items),
            Self::Range(from, to) => Rc::new((*from..=*to).map(Self::Int).collect()),
            Self::Object(_) | Self::Record(_) => Rc::new(self.pairs()),
            Self::Text(text) if !text.is_empty() => Rc::new(vec![self.clone()]),
            _ => Rc::default(),
        }
    }

    /// A mapping's names with their values, each pair a list of two.
    #[must_use]
    pub fn pairs(&self) -> Vec<Self> {
        let pair = |key: Cow<'a, str>, value| [Self::Text(key), value].into_iter().collect();
        match self {
            Self::Object(object) => object
                .keys()
                .into_iter()
                .map(|key| pair(Cow::Borrowed(key), object.get(key).unwrap_or_default()))
                .collect(),
            Self::Record(parts) => {
                parts.iter().map(|(key, value)| pair(key.clone(), value.clone())).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A mapping's values.
    #[must_use]
    pub fn values(&self) -> Vec<Self> {
        self.pairs().iter().map(|pair| pair.item(1)).collect()
    }

    /// How it is printed: Ruby's `to_s`, but a list as its items one after the other.
    #[must_use]
    pub fn to_output(&self) -> Cow<'_, str> {
        match self {
            Self::List(items) => Cow::Owned(items.iter().map(Self::to_output).collect()),
            _ => self.to_text(),
        }
    }

    /// Ruby's `to_s`, which filters work on: a list as `["a", "b"]`.
    #[must_use]
    pub fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::Nil | Self::Empty | Self::Blank => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Range(from, to) => Cow::Owned(format!("{from}..{to}")),
            _ => Cow::Owned(self.to_plain(DEEPEST).to_ruby_string().into_owned()),
        }
    }

    /// The text itself, copied only where it is not the site's.
    #[must_use]
    pub fn into_text(self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => text,
            other => Cow::Owned(other.to_text().into_owned()),
        }
    }

    /// The value without references, to print it or write it as JSON; parts nested deeper than `depth` are left out.
    #[must_use]
    pub fn to_plain(&self, depth: usize) -> front_matter::Value {
        let Some(deeper) = depth.checked_sub(1) else { return front_matter::Value::Null };
        match self {
            Self::Nil => front_matter::Value::Null,
            Self::Bool(truth) => front_matter::Value::Bool(*truth),
            Self::Int(number) => front_matter::Value::Int(*number),
            Self::Float(number) => front_matter::Value::Float(*number),
            Self::Date(date) => front_matter::Value::Date(*date),
            Self::Time(time) => front_matter::Value::Time(*time),
            Self::Text(text) => front_matter::Value::String(text.as_ref().to_owned()),
            Self::List(items) => {
                front_matter::Value::List(items.iter().map(|item| item.to_plain(deeper).into()).collect())
            }
            Self::Object(_) | Self::Record(_) => front_matter::Value::Map(
                self.pairs()
                    .iter()
                    .map(|pair| (pair.item(0).to_text().into_owned(), pair.item(1).to_plain(deeper)))
                    .collect(),
            ),
            Self::Range(..) | Self::Empty | Self::Blank => {
                front_matter::Value::String(self.to_text().into_owned())
            }
        }
    }

    /// Returns whether Liquid's `==` holds.
    #[must_use]
    pub fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Empty, other) | (other, Self::Empty) => other.is_empty(),
            // Ruby knows no `blank?` without Rails, so nothing ever equals it.
            (Self::Blank, _) | (_, Self::Blank) => false,
            (Self::Nil, Self::Nil) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::List(a), Self::List(b)) => {
                a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.equals(b))
            }
            (Self::Object(a), Self::Object(b)) => std::ptr::addr_eq(*a, *b),
            (Self::Record(a), Self::Record(b)) => Rc::ptr_eq(a, b),
            (Self::Range(a, b), Self::Range(c, d)) => (a, b) == (c, d),
            _ => self.compare(other) == Some(Ordering::Equal),
        }
    }

    /// The order of two numbers, strings or dates; `None` where they have none.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => Some(a.cmp(b)),
            (Self::Int(a), Self::Float(b)) => (*a as f64).partial_cmp(b),
            (Self::Float(a), Self::Int(b)) => a.partial_cmp(&(*b as f64)),
            (Self::Float(a), Self::Float(b)) => a.partial_cmp(b),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            (Self::Time(a), Self::Time(b)) => Some(a.cmp(b)),
            (Self::List(a), Self::List(b)) => {
                let unequal =
                    a.iter().zip(b.iter()).map(|(a, b)| a.compare(b)).find(|o| *o != Some(Ordering::Equal));
                unequal.unwrap_or_else(|| Some(a.len().cmp(&b.len())))
            }
            _ => None,
        }
    }
}

/// How deep a value is printed.
pub(super) const DEEPEST: usize = 32;
