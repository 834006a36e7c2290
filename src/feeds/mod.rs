//! Feeds: what one holds, which post is in which, how it is written, checked and compared.

pub mod announcement;
pub mod answers;
mod budget;
pub mod by_filters;
mod counted;
mod details;
pub mod diff;
pub mod discovery;
mod duration;
pub mod emitters;
mod episode;
pub mod frame;
mod head;
mod joined;
pub mod lock;
mod looks;
mod media;
pub mod model;
pub mod page;
pub mod plan;
pub mod publish;
mod recording;
pub mod render;
pub mod replacement;
pub mod show;
pub mod stale;
mod summaries;
mod translations;

pub use budget::Cut;
