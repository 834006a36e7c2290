//! A site: its settings, the heads of its posts in order, and everything that a link on it may hit.

mod globals;
mod index;
mod model;

pub use index::{Index, Target};
pub use model::{Ignored, Page, Settings, Site, StaticFile, Unreadable};
