//! What the command `lock` changes in `feedwright.lock`: new posts, posts that moved, posts that are gone, and the ids of an
//! existing feed.

mod adopt;
mod likeness;
mod update;

pub use adopt::{Adopted, adopt};
pub use likeness::{Likeness, Proposal, proposals};
pub use update::{Choice, Decisions, Update, update};
