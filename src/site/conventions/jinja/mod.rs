//! The languages of the family of Jinja over data, as far as templates can be told from their arguments, the page and the
//! configuration: Tera, and Python's where a [`Dialect`] is it.

mod dialect;
mod files;
mod filters;
mod functions;
mod language;
mod operators;
mod run;
mod tera;
mod values;

pub(super) use dialect::Dialect;
pub(super) use files::Files;
pub(super) use filters::filtered;
pub(super) use functions::{data_files, picture_sizes};
pub(super) use language::World;
pub(super) use run::{Run, arguments};
pub(super) use tera::Tera;
pub(super) use values::{is_true, text};
