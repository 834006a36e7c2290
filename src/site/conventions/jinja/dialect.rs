//! What differs between the languages of the family over data.

use std::fmt::Debug;

use crate::markup::front_matter::{Map, Value};
use crate::markup::markdown;
use crate::site::conventions::jinja::values::text;

/// A language of the family. Every function returns nothing for what it does not know.
pub(in crate::site::conventions) trait Dialect: Debug + Sync {
    /// Whether expressions are those of Python: arguments without names, methods, `a if b else c`, filters that apply to the
    /// operand before them, and names without a value, which are printed as nothing.
    fn is_python(&self) -> bool {
        false
    }

    /// Whether there is a filter of this name.
    fn has_filter(&self, _name: &str) -> bool {
        true
    }

    /// What a filter makes of a value. Arguments without names are called by their places: `0`, `1`.
    fn filtered(&self, name: &str, value: Value, given: &Map, markdown: &markdown::Options) -> Option<Value>;

    /// What a method of a value returns.
    fn called(&self, _value: &Value, _method: &str, _given: &Map) -> Option<Value> {
        None
    }

    /// An attribute of a value that is neither a map nor a list.
    fn attribute(&self, _value: &Value, _name: &str) -> Option<Value> {
        None
    }

    /// Whether an object, such as a tag, is equal to this name.
    fn is_term(&self, _term: &Map, _name: &str) -> bool {
        false
    }

    /// Two values with `+` or `%` between them that are not numbers.
    fn operated(&self, _sign: &str, _left: &Value, _right: &Value) -> Option<Value> {
        None
    }

    /// What a function returns; `address` is the site's.
    fn function(&self, _name: &str, _given: &Map, _address: &str) -> Option<Value> {
        None
    }

    /// A value as an output prints it.
    fn text(&self, value: &Value) -> Option<String> {
        text(value)
    }
}
