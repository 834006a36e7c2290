//! Values of templates.

use chrono::{DateTime, Datelike as _, FixedOffset};

use crate::markup::front_matter::{Entry, Value as Data};
use crate::text::bounded::Size;
use crate::text::budget::Budget;
use crate::text::date::rfc3339;
use crate::text::shared::Shared;

/// A value of a template.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::site::conventions::hugo) enum ShortcodeValue {
    #[default]
    Nothing,
    Truth(bool),
    Number(i64),
    Text(String),
    /// A string that is HTML already.
    Html(String),
    Date(DateTime<FixedOffset>),
    /// What has parts is shared: to read it copies none of them.
    List(Shared<ShortcodeValue>),
    Map(Shared<(String, ShortcodeValue)>),
    /// What has these fields, and others that are not known here: another page, a file.
    Fields(Shared<(String, ShortcodeValue)>),
    /// What the template was called with.
    Root,
    /// The page that the template is on.
    Page,
    /// The files beside that page.
    Resources,
}

impl ShortcodeValue {
    pub(super) fn is_true(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Truth(truth) => *truth,
            Self::Number(number) => *number != 0,
            Self::Text(text) | Self::Html(text) => !text.is_empty(),
            Self::List(values) => !values.is_empty(),
            Self::Map(entries) => !entries.is_empty(),
            Self::Fields(_) | Self::Root | Self::Page | Self::Resources | Self::Date(_) => true,
        }
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Truth(truth) => truth.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) | Self::Html(text) => text.clone(),
            Self::Date(date) => rfc3339(date),
            Self::List(_) | Self::Map(_) | Self::Fields(_) | Self::Root | Self::Page | Self::Resources => {
                String::new()
            }
        }
    }

    pub(super) const fn is_plain(&self) -> bool {
        !matches!(
            self,
            Self::List(_) | Self::Map(_) | Self::Fields(_) | Self::Root | Self::Page | Self::Resources
        )
    }

    /// How many parts it has itself.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::List(values) => values.len(),
            Self::Map(entries) | Self::Fields(entries) => entries.len(),
            _ => 0,
        }
    }

    /// What it would take as a copy, about in bytes.
    pub(super) fn size(&self) -> usize {
        Size::whole(|size| self.measure(size))
    }

    fn measure(&self, size: &mut Size) -> Option<()> {
        let entry = |(key, value): &(String, Self), size: &mut Size| {
            size.add(key)?;
            value.measure(size)
        };
        match self {
            Self::Text(text) | Self::Html(text) => size.add(text),
            Self::List(values) => values.measure(size, Self::measure),
            Self::Map(entries) | Self::Fields(entries) => entries.measure(size, entry),
            _ => size.add(""),
        }
    }

    /// The value; what of it was made is taken, and what it costs to search its parts. Nothing for one that is too large.
    pub(super) fn charged(self, budget: &Budget) -> Option<Self> {
        budget.step(1)?;
        budget.spend(self.count())?;
        budget.charge(|size| self.measure(size))?;
        Some(self)
    }

    pub(super) fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) | Self::Html(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// Whether a mapping has a key.
    pub(super) fn has(&self, key: &str) -> bool {
        matches!(self, Self::Map(entries) if entries.iter().any(|(known, _)| known.eq_ignore_ascii_case(key)))
    }

    /// What is below a path of keys, which are compared without regard to case.
    pub(super) fn below(&self, keys: &[String]) -> Option<Self> {
        let Some((key, rest)) = keys.split_first() else { return Some(self.clone()) };
        if let Self::Date(date) = self {
            return match key.as_str() {
                "Year" => Some(Self::Number(date.year().into())),
                "Day" => Some(Self::Number(date.day().into())),
                "YearDay" => Some(Self::Number(date.ordinal().into())),
                "Unix" => Some(Self::Number(date.timestamp())),
                _ => None,
            };
        }
        let (Self::Map(entries) | Self::Fields(entries)) = self else { return None };
        let found = entries.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
        match (found, self) {
            (Some((_, value)), _) => value.below(rest),
            (None, Self::Fields(_)) => None,
            (None, _) => Some(Self::Nothing),
        }
    }

    pub(super) fn of(data: Option<&Data>) -> Option<Self> {
        Some(match data {
            None | Some(Data::Null) => Self::Nothing,
            Some(Data::Bool(truth)) => Self::Truth(*truth),
            Some(Data::Int(number)) => Self::Number(*number),
            Some(Data::List(list)) => {
                Self::List(list.iter().map(|node| Self::of(Some(&node.value))).collect::<Option<_>>()?)
            }
            Some(Data::Map(map)) => {
                let entry = |entry: &Entry| Some((entry.key.clone(), Self::of(Some(&entry.value.value))?));
                Self::Map(map.iter().map(entry).collect::<Option<_>>()?)
            }
            Some(other) => Self::Text(other.to_ruby_string().into_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_refused_that_would_be_too_large_as_copies() {
        let budget = Budget::new(1000, 1 << 20);
        let mut value = Some(ShortcodeValue::List([ShortcodeValue::Text("four".to_owned())].into()));
        let mut rounds = 0;
        while let Some(made) = value {
            rounds += 1;
            value = ShortcodeValue::List([made.clone(), made].into()).charged(&budget);
        }
        assert!((17..24).contains(&rounds) && budget.take_refused(), "{rounds}");
        // Shared parts are not spent again.
        assert!(budget.spend(1 << 19).is_some());
    }

    #[test]
    fn parts_are_paid_for_once_at_any_depth() {
        let (one, budget) = (ShortcodeValue::Text("x".repeat(1000)), Budget::new(100, 3000));
        let file = || ShortcodeValue::Fields([("Name".to_owned(), one.clone())].into());
        let made = ShortcodeValue::List([file(), file()].into()).charged(&budget);
        let again = made.and_then(|made| made.charged(&budget));
        assert!(again.is_some());
        assert!(file().charged(&budget).is_none());
    }
}
