//! Findings: what a rule is, the rules, a lint run, what is shown of it, and fixes.

#[cfg(feature = "lsp")]
pub mod editor;
pub mod fix;
pub mod overview;
#[cfg(feature = "serve")]
pub mod preview;
pub mod report;
pub mod reporters;
pub mod rule;
pub mod rules;
#[cfg(feature = "schema")]
mod schema;
pub mod self_check;
pub mod settle;

mod check;
mod documents;
mod families;
mod feed_table;
mod feeds;
mod known_sites;
mod page_text;
mod selection;
mod session;
mod tally;
mod templates;
mod varying;
mod verdict;
mod written;

pub use check::check_site;
pub use feeds::{FeedFile, FeedJudges, check_feeds};
pub use known_sites::KnownSites;
#[cfg(feature = "schema")]
pub use schema::schema;
pub use selection::{Choice, Selection, check_config};
#[doc(hidden)]
pub use session::lint_twice;
pub use session::{Outcome, lint, missing_folders, pages};
pub use verdict::{Limits, Verdict};
pub use written::{WrittenFeed, written_feeds};
