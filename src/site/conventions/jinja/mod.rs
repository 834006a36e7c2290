//! Templates of the family of Jinja, as far as they can be told from their arguments, the page and the configuration: Tera's
//! grammar, and Python's where a [`Language`] has it.

mod expression;
mod files;
mod filters;
mod functions;
mod language;
mod operators;
mod parse;
mod run;
mod tokens;
mod values;

pub(super) use expression::arguments;
pub(super) use files::Files;
pub(super) use filters::filtered;
pub(super) use functions::{data_files, picture_sizes};
pub(super) use language::{Language, Tera};
pub(super) use run::{Run, World};
pub(super) use values::{is_true, text};
