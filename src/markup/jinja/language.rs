//! A language of the family: its grammar, values, filters and functions.

use crate::markup::jinja::grammar::{Constant, Grammar};
use crate::text::bounded::Size;

/// The arguments of a call, with their names where they have one.
pub(crate) type Arguments<V> = Vec<(Option<String>, V)>;

/// A value, and whether it is markup that is not escaped any more.
pub(crate) type Marked<V> = (V, bool);

/// What a loop goes through, with keys where there are any.
pub(crate) type Items<V> = Vec<(Option<V>, V)>;

/// A language of the family. A function that returns an [`Option`] returns nothing for what it does not know, which ends the
/// run of a strict language.
pub(crate) trait Language {
    /// A value, or that there is none.
    type Value: Clone;

    fn grammar(&self) -> &'static Grammar;

    /// Whether a run ends at the first thing that is not known.
    fn is_strict(&self) -> bool;

    /// Whether outputs are escaped.
    fn escapes(&self) -> bool {
        true
    }

    fn constant(&self, constant: Constant) -> Self::Value;

    fn list(&self, items: Vec<Self::Value>) -> Option<Self::Value>;

    fn map(&self, pairs: Vec<(String, Self::Value)>) -> Self::Value;

    fn has_value(&self, value: &Self::Value) -> bool;

    /// Adds the size of a value.
    fn measure(&self, value: &Self::Value, size: &mut Size) -> Option<()>;

    /// Whether only the build knows a value.
    fn is_unknown(&self, _value: &Self::Value) -> bool {
        false
    }

    /// Whether a value counts as true.
    fn truth(&self, value: &Self::Value) -> Option<bool>;

    /// A value as an output prints it.
    fn text(&self, value: &Self::Value) -> Option<String>;

    /// What a loop over a value goes through.
    fn items(&self, value: Self::Value) -> Option<Items<Self::Value>>;

    /// A variable that the template does not set, or the part of it that the first keys lead to, and how many those are.
    fn variable(&self, name: &str, keys: &[Self::Value]) -> (Self::Value, usize);

    /// A copy of the part of a value that the first keys lead to, and how many those are.
    fn within(&self, of: &Self::Value, keys: &[Self::Value]) -> (Self::Value, usize);

    fn member(&mut self, of: Self::Value, key: &Self::Value) -> Self::Value;

    /// `of[start:end]`
    fn part(
        &self,
        _of: Self::Value,
        _start: Option<Self::Value>,
        _end: Option<Self::Value>,
    ) -> Option<Self::Value> {
        None
    }

    fn negative(&self, value: Self::Value) -> Option<Self::Value>;

    /// Two values with an operator between them, but `and` and `or`.
    fn binary(&self, sign: &str, left: Self::Value, right: Self::Value) -> Option<Self::Value>;

    /// `value is name(…)`
    fn test(&self, name: &str, value: &Self::Value, given: &Arguments<Self::Value>) -> Option<Self::Value>;

    /// A value after any filter but `safe`.
    fn filter(
        &mut self,
        name: &str,
        value: Marked<Self::Value>,
        given: Arguments<Self::Value>,
    ) -> Option<Marked<Self::Value>>;

    /// Whether a filter that returns nothing exists.
    fn has_filter(&self, name: &str) -> bool;

    /// What a function returns; `function` is what the variable of its name is.
    fn call(
        &mut self,
        name: &str,
        function: Self::Value,
        given: Arguments<Self::Value>,
    ) -> Option<Self::Value>;

    fn method(&mut self, of: Self::Value, name: &str, given: Arguments<Self::Value>) -> Option<Self::Value>;

    /// What a tag of the site's own writes.
    fn shortcode(
        &mut self,
        _name: &str,
        _given: Arguments<Self::Value>,
        _content: Option<&str>,
    ) -> Option<String> {
        None
    }

    /// What replaces an unknown tag without content.
    fn stand_in(&self) -> String {
        String::new()
    }

    /// The text of a template that another one names.
    fn template(&self, name: &str) -> Option<String>;
}
