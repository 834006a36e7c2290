//! Values of templates.

use chrono::{DateTime, Datelike as _, FixedOffset};

use crate::markup::front_matter::{Entry, Value as Data};
use crate::site::conventions::hugo::shortcodes::shared::{ONE, Part, Shared};
use crate::text::bounded::LONGEST;
use crate::text::budget::Budget;
use crate::text::date::rfc3339;

/// How deep the parts of a value may be in each other.
const DEEPEST: usize = 100;

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

    /// The length of its text.
    pub(super) const fn length(&self) -> usize {
        match self {
            Self::Text(text) | Self::Html(text) => text.len(),
            _ => 0,
        }
    }

    /// What it would take as a copy, about in bytes.
    pub(super) const fn size(&self) -> usize {
        match self {
            Self::List(values) => values.size(),
            Self::Map(entries) | Self::Fields(entries) => entries.size(),
            _ => self.length().saturating_add(ONE),
        }
    }

    /// How deep parts are in each other.
    pub(super) const fn depth(&self) -> usize {
        match self {
            Self::List(values) => values.depth(),
            Self::Map(entries) | Self::Fields(entries) => entries.depth(),
            _ => 0,
        }
    }

    /// What it cost to make it, or to search it where it is there anyway.
    pub(super) fn cost(&self) -> usize {
        match self {
            Self::List(values) => values.cost(),
            Self::Map(entries) | Self::Fields(entries) => entries.cost(),
            _ => self.length().saturating_add(ONE),
        }
    }

    /// The value; what of it was made is taken, and what it costs to search its parts. Nothing for one that is too large.
    pub(super) fn charged(self, budget: &Budget) -> Option<Self> {
        budget.step(1)?;
        if self.size() > LONGEST || self.depth() > DEEPEST {
            return budget.refuse();
        }
        budget.spend(self.cost())?;
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

impl Part for ShortcodeValue {
    fn length(&self) -> usize {
        Self::length(self)
    }

    fn size(&self) -> usize {
        Self::size(self)
    }

    fn depth(&self) -> usize {
        Self::depth(self)
    }
}

impl Part for (String, ShortcodeValue) {
    fn length(&self) -> usize {
        self.0.len().saturating_add(self.1.length())
    }

    fn size(&self) -> usize {
        self.0.len().saturating_add(self.1.size())
    }

    fn depth(&self) -> usize {
        self.1.depth()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_as_often_as_they_are_met() {
        let mut value = ShortcodeValue::List([ShortcodeValue::Text("four".to_owned())].into());
        assert_eq!((value.size(), value.depth()), (ONE + ONE + 4, 1));
        for _ in 0..100 {
            value = ShortcodeValue::List([value.clone(), value].into());
        }
        assert_eq!((value.size(), value.depth()), (usize::MAX, 101));
    }

    #[test]
    fn parts_that_others_have_cost_a_search() {
        let text = || ShortcodeValue::Text("x".repeat(1000));
        let made: Shared<ShortcodeValue> = [text(), text()].into();
        assert_eq!(made.cost(), 2 * (1000 + ONE));
        let other = made.clone();
        assert_eq!((made.cost(), other.len()), (2, 2));
    }
}
