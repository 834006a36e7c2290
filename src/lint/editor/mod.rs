//! What an editor asks of a site: what is wrong in a file that is being written, where its links lead, what fits at a place.

mod completion;
mod hover;
mod links;
mod position;
mod shifted;
mod symbols;
mod values;
mod view;

pub use completion::{Completion, CompletionKind};
pub use hover::Hover;
pub use links::Location;
pub use position::{Encoding, Lines};
pub use symbols::Symbol;
pub use view::{View, Workspace, open};
