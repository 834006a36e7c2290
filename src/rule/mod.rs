//! What a rule is: a value with its name, its page, and the function that looks.

mod built;
mod context;
mod destination;
mod document;
mod doubt;
mod knowledge;
mod made;
mod options;
mod other_site;
mod row;
mod shortcut;

pub use built::Built;
pub use context::{PostContext, SiteContext, edit};
pub use destination::{Around, Destination, Form, Place, Verdict, destinations};
pub use document::{Document, Head, Reference};
pub use doubt::doubt_fragments;
pub use knowledge::{Anchor, IssueStyles, Knowledge, Numbers, SentOn};
pub use options::Options;
pub(crate) use other_site::nearest_path;
pub use other_site::{OtherSite, Pages, There, ThereVerdict};
pub use row::{Check, Example, Page, Rule};
