//! Fixes: which fit together and are proved, in rounds, and how they are written.

mod apply;
pub mod proof;
mod rounds;
mod write;

#[cfg(feature = "fix-diff")]
pub use apply::diff;
pub use apply::{Outcome, Rewrite, apply};
pub use rounds::{Dropped, Fixes, Kept, Round, rounds};
pub use write::{FileOutcome, write};
