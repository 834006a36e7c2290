//! A site: its settings, the heads of its posts in order, and everything that a link on it may hit.

mod asks;
mod globals;
mod index;
mod internal;
mod model;
mod other_texts;
mod this_page;
mod undated;

pub use globals::by_key;
pub(crate) use index::key as place_key;
pub use index::{Index, Target};
pub use internal::InternalLinks;
pub use model::{
    Environment, Ignored, MARKDOWN, Page, Settings, Site, StaticFile, Unread, UnreadPart, Unreadable,
    error_in,
};
pub use this_page::{Texts, ThisPage, excerpt};
pub use undated::{DateHint, name_date};
