//! Liquid as Jekyll runs it on posts: its tags and filters, over whatever [`Globals`] the site gives.

mod context;
mod excerpt;
mod filters;
mod globals;
mod markup;
mod operand;
mod problem;
mod run;
mod syntax;
mod template;
#[cfg(test)]
mod tests;
mod value;

use crate::markup::front_matter::Fault;

pub use excerpt::close_blocks;
pub use globals::{Globals, Page, Part};
pub use value::{Object, Value};

/// Whether a text has anything for Liquid in it: `{{` or `{%`.
#[must_use]
pub fn wanted(text: &str) -> bool {
    memchr::memchr_iter(b'{', text.as_bytes())
        .any(|at| matches!(text.as_bytes().get(at + 1), Some(b'{' | b'%')))
}

/// Runs the template `source`; `page` is what it calls by that name.
///
/// A name that means nothing is printed as nothing and an unknown filter passes its input through, as in Jekyll. A
/// template that nests too deep or does too much is stopped.
///
/// # Errors
/// Where Jekyll's build would end: an unknown or unclosed tag, a file to include or link to that is not there, a
/// comparison of a text with a number. The span is a place in `source`, also for what is wrong in an included file.
pub fn render(source: &str, globals: &dyn Globals, page: &dyn Page) -> Result<String, Fault> {
    run::run(source, globals, page)
}
