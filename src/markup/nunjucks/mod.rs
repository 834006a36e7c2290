//! Nunjucks: the language of the family of Jinja over values of JavaScript, as far as they can be told without running programs
//! of the site.

mod filters;
mod language;
#[cfg(test)]
mod tests;
mod values;

pub(crate) use language::{Given, Outside, render, render_strictly};
