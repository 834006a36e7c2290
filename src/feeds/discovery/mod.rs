//! How feeds are found: the links of pages to them, an OPML file and an HTML page of all.

mod fitting;
mod insert;
mod links;
mod lists;

pub use fitting::Fitting;
pub use insert::insert;
pub use links::links;
pub use lists::{opml, page};
