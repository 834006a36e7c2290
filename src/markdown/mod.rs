//! Markdown as a site's generator reads it, in one pass: HTML for the feeds, facts for the linter.

mod facts;

pub use facts::{Definition, Facts, Heading, HtmlTag, Link, LinkKind, LinkRole, UndefinedReference};
