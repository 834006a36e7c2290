//! RSS, Atom and JSON feeds for sites whose posts are Markdown with front matter, and a linter for both.
//!
//! The library does no I/O but through [`tree::Tree`] and [`tree::Sink`], and never panics on input. Parsing never fails:
//! bad input becomes a [`diagnostic::Diagnostic`] with its place.
//!
//! # The picture
//!
//! Four rows of three. Learn one row and the others are known.
//!
//! | | what it is | one per file | who runs it |
//! |---|---|---|---|
//! | sites | [`convention`] | [`conventions`] | [`load`] |
//! | findings | [`rule`] | [`rules`] | [`lint`] |
//! | feeds | [`feed`] | [`emitters`] | [`publish`] |
//! | reports | [`report`] | [`reporters`] | the program, `src/cli` |
//!
//! # The way of the data
//!
//! ```text
//!    Tree ──► load ──► Site: heads of all posts, files, pages
//!                        │
//!                        ├──► plan ──► render ──► emitters ──► publish ──► Sink
//!                        │
//!                        └──► facts of each file ──► rules ──► settle ──► reporters, fix
//! ```
//!
//! # The rooms
//!
//! A room uses those of its own row and of the rows above it, and never in a circle; `tests/it/tidy.rs` holds that.
//!
//! | they know | rooms |
//! |---|---|
//! | nothing of blogs | [`source`] (texts with places), [`url`], [`date`], [`diagnostic`], [`tree`] (what is read and written), [`suggest`] (the nearest right name), [`printable`] (one line that shows what it is) |
//! | our own configuration | [`config`] |
//! | one file's text | [`front_matter`], [`markdown`], [`liquid`], [`html`], [`xml`], [`issue_ref`], [`inventory`] (another site's, by Sphinx) |
//! | a site | [`post`] (a head), [`mod@site`] (heads in order, and what a link may reach), [`filter`] |
//! | what each is | [`convention`], [`rule`], [`feed`], [`report`] |
//! | one thing a file | [`conventions`], [`rules`], [`emitters`], [`reporters`] |
//! | the work | [`load`], [`plan`] (which post is in which feed), [`mod@self_check`] (no errors of our own making), [`render`] (bodies), [`publish`], [`replacement`] (whether a new feed may replace the old one), [`mod@stale`] (feeds that are planned no more), [`lint`], [`settle`] (suppressions, baseline), [`fix`], [`feed_diff`] |

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
pub mod inventory;
pub mod issue_ref;
pub mod lint;
pub mod liquid;
pub mod load;
pub mod markdown;
pub mod plan;
pub mod post;
pub mod printable;
pub mod publish;
pub mod render;
pub mod replacement;
pub mod report;
pub mod reporters;
pub mod rule;
pub mod rules;
pub mod self_check;
pub mod settle;
pub mod site;
pub mod source;
pub mod stale;
pub mod suggest;
pub mod tree;
pub mod url;
pub mod xml;
