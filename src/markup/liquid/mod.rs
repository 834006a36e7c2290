//! Jekyll's Liquid for posts: its tags and filters, over the [`Globals`] of the site.

mod branches;
mod captured;
mod context;
mod filters;
mod gists;
mod globals;
mod highlight;
mod including;
mod loops;
mod markup;
mod operand;
mod output;
mod problem;
mod run;
mod syntax;
mod template;
#[cfg(test)]
mod tests;
mod unknown_ids;
mod value;

use crate::markup::constructs::Construct;
use crate::markup::front_matter::Fault;

pub use globals::{Gists, Globals, Page, Part};
pub use output::{Evaluated, UNKNOWN};
pub use run::{Named, Strict};
pub use value::{Content, Object, Value};

/// Returns whether a template has anything for Liquid in it: `{{` or `{%`.
#[must_use]
pub fn may_be_template(text: &str) -> bool {
    Construct::next(text, 0).is_some()
}

/// Runs the template `source`; `page` is what it calls by that name.
///
/// A name that means nothing is printed as nothing and an unknown filter passes its input through, as in Jekyll. A
/// template that nests too deep or does too much is stopped.
///
/// # Errors
/// Where Jekyll's build would end: an unknown or unclosed tag, a file to include or link to that is not there, a
/// comparison of a string with a number. The span is a place in `source`, also for what is wrong in an included file.
pub fn render(source: &str, globals: &dyn Globals, page: &dyn Page) -> Result<String, Fault> {
    let (text, fault) = run::run(source, globals, page)?;
    fault.map_or(Ok(text), Err)
}

/// Runs the template `source` as [`render`] does, but a tag that is not Jekyll's, and one that finds no file, stays in the
/// result as it is written: a plugin or a theme may know what it is. Returns the error for the first of them too.
///
/// # Errors
/// As [`render`], for everything else.
pub fn render_around(
    source: &str,
    globals: &dyn Globals,
    page: &dyn Page,
) -> Result<(String, Option<Fault>), Fault> {
    run::run(source, globals, page)
}

/// Runs the template `source` as [`render`] does, and returns where each part of the result comes from. What fails, or what
/// only a plugin knows, is [`UNKNOWN`] in it.
///
/// # Errors
/// Where the template has no structure (a block is never closed), nests too deep or does too much.
pub fn evaluate(source: &str, globals: &dyn Globals, page: &dyn Page) -> Result<Evaluated, Fault> {
    run::run_leniently(source, globals, page, false)
}

/// Runs the template `source` as [`evaluate`] does, as a layout of `page` or a file that it includes: a name that means nothing may
/// be a variable of the template around it, so that only the build knows its value.
///
/// # Errors
/// As [`evaluate`].
pub fn evaluate_part(source: &str, globals: &dyn Globals, page: &dyn Page) -> Result<Evaluated, Fault> {
    run::run_leniently(source, globals, page, true)
}

/// Runs the template `source` as [`render`] does, but an unknown filter is an error too, and returns the names that it prints.
///
/// # Errors
/// As [`render`], and for an unknown filter.
pub fn render_strictly(source: &str, globals: &dyn Globals, page: &dyn Page) -> Result<Strict, Fault> {
    run::run_strictly(source, globals, page)
}
