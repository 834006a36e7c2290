//! Templates in Tera, as far as they can be told from their arguments, the page and the configuration.

mod expression;
mod filters;
mod parse;
mod run;
mod values;

pub(super) use expression::arguments;
pub(super) use run::{Run, World};
pub(super) use values::text;
