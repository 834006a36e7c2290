//! The arguments of a filter: what follows its colon.

use crate::markup::liquid::context::to_int;
use crate::markup::liquid::problem::Problem;
use crate::markup::liquid::value::Value;

/// The arguments of a filter.
#[derive(Default)]
pub(crate) struct Arguments<'a> {
    pub(crate) values: Vec<Value<'a>>,
    pub(crate) named: Vec<(String, Value<'a>)>,
}

/// The result of a filter.
pub(super) type FilterResult<'a> = Result<Value<'a>, Problem>;

impl<'a> Arguments<'a> {
    pub(super) fn get(&self, index: usize) -> Option<&Value<'a>> {
        self.values.get(index)
    }

    /// An argument as text, `""` where it is left out.
    pub(super) fn text(&self, index: usize) -> String {
        self.get(index).map_or_else(String::new, |value| value.to_text().into_owned())
    }

    pub(super) fn int(&self, index: usize) -> Option<i64> {
        self.get(index).map(to_int)
    }
}
