//! Front matter: the data at the top of a post, read as the site's generator reads it, every value with its place.

mod blame;
mod block;
mod convert;
mod fallback;
mod fault;
mod ruby;
mod scalar;
mod simple;
#[cfg(test)]
mod tests;
pub mod toml;
mod value;
pub mod yaml;

pub use block::{Format, FrontMatter, parse};
pub use fault::Fault;
pub use ruby::float;
pub use value::{Entry, Map, Node, Value};
