//! What a rule is: a value with its name, its page, and the function that looks.

mod context;
mod document;
mod doubt;
mod folders;
mod knowledge;
mod layouts;
mod lookup;
mod options;
mod row;

pub use context::{PostContext, SiteContext, edit};

pub use document::{Document, Head, Reference};

pub(crate) use doubt::doubt_fragments;
pub use folders::MissingFolder;
pub use knowledge::{IssueStyles, Knowledge};
pub use layouts::Layouts;
pub(crate) use lookup::SentOn;
pub use lookup::{Anchor, Lookup};
pub(crate) use options::in_words;
pub use options::{BadOption, Declared, Options, RuleOption};

pub(crate) use options::{NumberOption, StringsOption};
pub use row::{Check, Example, Page, Rule};
