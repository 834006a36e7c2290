//! The checks by family: each finds what a table of rules names.

pub(crate) mod beyond;
pub(crate) mod channel;
pub(crate) mod characters;
pub(crate) mod complete;
pub(crate) mod construct;
pub(crate) mod dates;
pub(crate) mod identity;
pub(crate) mod itunes;
pub(crate) mod json;
pub(crate) mod links;
pub(crate) mod markup;
pub(crate) mod media;
pub(crate) mod modules;
pub(crate) mod namespaces;
pub(crate) mod people;
pub(crate) mod place;
pub(crate) mod plain;
pub(crate) mod podcast;
pub(crate) mod structure;
pub(crate) mod uris;
pub(crate) mod xml;
