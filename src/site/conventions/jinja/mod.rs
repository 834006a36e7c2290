//! The languages of the family of Jinja over data, as far as templates can be told from their arguments, the page and the
//! configuration: Tera, and Python's, each a [`Dialect`].

mod dialect;
mod filters;
mod language;
mod operators;
mod run;
mod values;

pub(super) use dialect::Dialect;
pub(super) use filters::filtered;
pub(super) use language::World;
pub(super) use run::{Run, arguments};
pub(super) use values::{is_true, text};
