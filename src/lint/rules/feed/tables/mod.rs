//! The rules by family: names, levels, pages with their examples.

pub(crate) mod beyond;
pub(crate) mod channel;
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
pub(crate) mod podcast;
pub(crate) mod structure;
pub(crate) mod text;
pub(crate) mod uris;
pub(crate) mod xml;

use crate::lint::rules::feed::rule::FeedRule;

/// The families' tables, in the order that lists show them in.
pub(crate) const ALL: &[&[&FeedRule]] = &[
    xml::TABLE,
    namespaces::TABLE,
    structure::TABLE,
    identity::TABLE,
    uris::TABLE,
    dates::TABLE,
    links::TABLE,
    text::TABLE,
    markup::TABLE,
    people::TABLE,
    channel::TABLE,
    modules::TABLE,
    media::TABLE,
    itunes::TABLE,
    podcast::TABLE,
    json::TABLE,
    beyond::TABLE,
];
