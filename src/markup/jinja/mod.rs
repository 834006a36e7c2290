//! Templates of the family of Jinja: one tokenizer, one parser and one run, over the values and functions of a [`Language`].

mod evaluate;
mod expression;
mod grammar;
mod language;
mod macros;
mod node;
mod parser;
mod run;
mod token;

pub(crate) use grammar::{Constant, Feature, Grammar};
pub(crate) use language::{Arguments, Items, Language, Marked};
pub(crate) use run::{Missed, Rendered, arguments, render};
