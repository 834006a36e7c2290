//! Liquid as Jekyll runs it on posts.

use crate::front_matter::{Fault, Map};
use crate::source::Span;

/// Whether a text has anything for Liquid in it: `{{` or `{%`.
#[must_use]
pub fn wanted(text: &str) -> bool {
    memchr::memchr_iter(b'{', text.as_bytes())
        .any(|at| matches!(text.as_bytes().get(at + 1), Some(b'{' | b'%')))
}

/// What a template may ask for.
pub trait Globals {}

/// Runs a template.
///
/// # Errors
/// With the place and what is wrong there.
pub fn render(_source: &str, _globals: &dyn Globals, _page: &Map) -> Result<String, Fault> {
    Err(Fault {
        span: Span::default(),
        message: "Liquid is not run yet".to_owned(),
        help: None,
        replacement: None,
        fatal: false,
    })
}
