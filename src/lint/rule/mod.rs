//! What a rule is: a value with its name, its page, and the function that looks.

mod base;
mod context;
mod counted;
mod document;
mod ground;
mod habits;
mod knowledge;
mod layouts;
mod lookup;
mod markdownified;
mod options;
mod outline;
mod packages;
mod partial_pages;
mod row;

pub use context::{PostContext, SiteContext, edit};

pub use counted::{Counted, Fragments, IssueStyles, OwnFragment};
pub use document::{Document, Reference};

pub(crate) use ground::RedirectTarget;
pub use ground::{Anchor, Ground};
pub(crate) use habits::{LinkHabits, folder_of};
pub use knowledge::Knowledge;
pub use layouts::Layouts;
pub use lookup::Lookup;
pub(crate) use options::in_words;
pub use options::{BadOption, Declared, Options, RuleOption};
pub(crate) use outline::Kin;
pub use outline::{Head, Outline, OutlineMatter, PageIds, PageOfTemplate, Template};
pub(crate) use packages::split_endings;
pub(crate) use partial_pages::{AskedThere, MADE_BY_LAYOUT, doubt_fragments};

pub(crate) use options::{NumberOption, StringsOption};
pub use row::{Check, Example, Page, Rule};
