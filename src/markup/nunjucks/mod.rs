//! Nunjucks: templates over values of JavaScript, as far as they can be told without running programs of the site.

mod expression;
mod filters;
mod node;
mod parser;
mod run;
#[cfg(test)]
mod tests;
mod token;
mod values;

pub(crate) use run::{Given, Outside, Rendered, render};
