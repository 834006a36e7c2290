//! RSS, Atom and JSON feeds for sites whose posts are Markdown with front matter, and a linter for both.
//!
//! The library does no I/O but through [`tree::Tree`] and [`tree::Sink`], and never panics on input.

pub mod config;
pub mod convention;
pub mod conventions;
pub mod date;
pub mod diagnostic;
pub mod emitters;
pub mod feed;
pub mod feed_diff;
pub mod filter;
pub mod fix;
pub mod front_matter;
pub mod html;
pub mod issue_ref;
pub mod lint;
pub mod liquid;
pub mod load;
pub mod markdown;
pub mod plan;
pub mod post;
pub mod publish;
pub mod render;
pub mod report;
pub mod reporters;
pub mod rule;
pub mod rules;
pub mod settle;
pub mod site;
pub mod source;
pub mod suggest;
pub mod tree;
pub mod url;
pub mod xml;
