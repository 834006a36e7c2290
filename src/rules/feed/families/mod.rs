//! The rules by family: each file holds a table of rules and the functions that find what they name.

pub(in crate::rules::feed) mod beyond;
pub(in crate::rules::feed) mod channel;
pub(in crate::rules::feed) mod dates;
pub(in crate::rules::feed) mod identity;
pub(in crate::rules::feed) mod itunes;
pub(in crate::rules::feed) mod links;
pub(in crate::rules::feed) mod markup;
pub(in crate::rules::feed) mod media;
pub(in crate::rules::feed) mod modules;
pub(in crate::rules::feed) mod namespaces;
pub(in crate::rules::feed) mod people;
pub(in crate::rules::feed) mod podcast;
pub(in crate::rules::feed) mod structure;
pub(in crate::rules::feed) mod text;
pub(in crate::rules::feed) mod uris;
pub(in crate::rules::feed) mod xml;
