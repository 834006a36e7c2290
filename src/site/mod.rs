//! A site: its settings, the heads of its posts in order, and everything that a link on it may hit.

mod absent;
pub mod capabilities;
mod changes;
pub mod config;
pub mod convention;
pub mod conventions;
pub mod filter;
mod globals;
mod include_name;
pub(crate) mod includes;
pub mod joined;
pub mod load;
pub mod lock;
mod made;
mod markdown_names;
mod model;
mod other_texts;
pub mod overlay;
mod own_changes;
mod own_plugins;
mod own_terms;
mod plugin_source;
pub mod post;
pub mod profile;
mod template_needs;
mod this_page;
pub mod tree;
mod undated;

pub use absent::Absent;
pub(crate) use globals::by_key;
pub use made::{ArchiveKind, Languages, Made, ReplacedLinks};
pub use markdown_names::is_markdown;
pub use model::{
    BaseOfTags, Bodies, Environment, HostRedirect, Ignored, Joined, OwnSource, Page, Rendered, Settings,
    Site, StaticFile, Surroundings, Unread, UnreadPart, Unreadable, WholeSite,
};
pub use own_changes::OwnChanges;
pub use own_plugins::OwnPages;
pub use own_terms::{OwnTerms, TermNames};

pub(crate) use markdown_names::is_named_like_markdown;
pub(crate) use model::{error_in, is_readme, real_path};
pub(crate) use this_page::{PageText, ThisPage};
pub use this_page::{Texts, excerpt};
pub use undated::DateHint;
pub(crate) use undated::name_date;
