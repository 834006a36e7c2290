//! Atom 1.0 (RFC 4287), alone and inside of RSS.

use crate::lint::rules::feed::checks::dates::rfc3339;
use crate::lint::rules::feed::checks::identity::atom_id;
use crate::lint::rules::feed::checks::links::href;
use crate::lint::rules::feed::checks::plain::{attribute_not_blank, no_space, not_blank, plain};
use crate::lint::rules::feed::checks::uris::{attribute, full, full_iri, iri_reference, reference};
use crate::lint::rules::feed::checks::{channel, complete, links, people};
use crate::lint::rules::feed::model::{Attribute, Child, FREE, Model, Text, many, may, must, once};
use crate::lint::rules::feed::tables::links::MISSING_HREF;
use crate::lint::rules::feed::vocabulary::{itunes, media, modules};

/// `atom:feed`.
pub(crate) const FEED: &Model = &Model {
    attributes: INDEX,
    children: &[
        FEED_CHILDREN,
        modules::EVERYWHERE,
        modules::IN_FEED,
        media::IN_CHANNEL_OR_ITEM,
        itunes::IN_CHANNEL,
    ],
    finish: Some(complete::feed),
    ..Model::EMPTY
};

/// `atom:entry`.
pub(crate) const ENTRY: &Model = &Model {
    children: &[
        ENTRY_CHILDREN,
        modules::EVERYWHERE,
        modules::IN_ENTRY,
        media::IN_CHANNEL_OR_ITEM,
        media::IN_ITEM,
        itunes::IN_ITEM,
    ],
    finish: Some(complete::entry),
    ..Model::EMPTY
};

/// `atom:source`: a feed's head inside of an entry.
const SOURCE: &Model = &Model {
    children: &[HEAD, modules::EVERYWHERE, modules::IN_FEED, media::IN_CHANNEL_OR_ITEM, itunes::IN_CHANNEL],
    finish: Some(complete::source),
    ..Model::EMPTY
};

const FEED_CHILDREN: &[Child] = &[
    many("", "entry", ENTRY),
    many("", "author", PERSON),
    many("", "category", CATEGORY),
    many("", "contributor", PERSON),
    once("", "generator", GENERATOR),
    once("", "icon", IMAGE),
    once("", "id", ID),
    many("", "link", LINK),
    once("", "logo", IMAGE),
    once("", "rights", CONSTRUCT),
    once("", "subtitle", CONSTRUCT),
    once("", "title", CONSTRUCT),
    once("", "updated", DATE),
    many("app", "collection", FREE),
];

const HEAD: &[Child] = &[
    many("", "author", PERSON),
    many("", "category", CATEGORY),
    many("", "contributor", PERSON),
    once("", "generator", GENERATOR),
    once("", "icon", IMAGE),
    once("", "id", ID),
    many("", "link", LINK),
    once("", "logo", IMAGE),
    once("", "rights", CONSTRUCT),
    once("", "subtitle", CONSTRUCT),
    once("", "title", CONSTRUCT),
    once("", "updated", DATE),
];

const ENTRY_CHILDREN: &[Child] = &[
    many("", "author", PERSON),
    many("", "category", CATEGORY),
    once("", "content", CONTENT),
    many("", "contributor", PERSON),
    once("", "id", ENTRY_ID),
    many("", "link", LINK),
    once("", "published", DATE),
    once("", "rights", CONSTRUCT),
    once("", "source", SOURCE),
    once("", "summary", CONSTRUCT),
    once("", "title", CONSTRUCT),
    once("", "updated", DATE),
    once("app", "control", FREE),
    once("app", "edited", &Model::value(&[rfc3339])),
];

/// Atom's elements in a channel of RSS.
pub(crate) const IN_CHANNEL: &[Child] = &[
    many("atom", "link", LINK),
    many("atom", "author", PERSON_IN_RSS),
    many("atom", "category", CATEGORY),
    many("atom", "contributor", PERSON_IN_RSS),
    once("atom", "generator", GENERATOR),
    once("atom", "icon", &Model::value(&[not_blank, reference])),
    once("atom", "id", &Model::value(&[full])),
    once("atom", "logo", &Model::value(&[not_blank, reference])),
    once("atom", "rights", CONSTRUCT),
    once("atom", "subtitle", CONSTRUCT),
    once("atom", "title", CONSTRUCT),
    once("atom", "updated", &Model::value(&[rfc3339])),
];

/// Atom's elements in an item of RSS.
pub(crate) const IN_ITEM: &[Child] = &[
    many("atom", "link", LINK),
    many("atom", "author", PERSON_IN_RSS),
    many("atom", "category", CATEGORY),
    many("atom", "contributor", PERSON_IN_RSS),
    many("atom", "content", CONTENT),
    once("atom", "id", &Model::value(&[full, not_blank])),
    once("atom", "published", &Model::value(&[rfc3339])),
    once("atom", "rights", CONSTRUCT),
    once("atom", "source", FREE),
    once("atom", "summary", CONSTRUCT),
    once("atom", "title", CONTENT),
    once("atom", "updated", &Model::value(&[rfc3339])),
];

const INDEX: &[Attribute] = &[Attribute { prefix: "indexing", name: "index", required: None, checks: &[] }];

const ID: &Model = &Model::value(&[no_space, atom_id]);

const ENTRY_ID: &Model = &Model::value(&[not_blank, no_space, atom_id]);

const IMAGE: &Model = &Model::value(&[not_blank, no_space, iri_reference]);

const DATE: &Model = &Model::value(&[no_space, rfc3339]);

const CONSTRUCT: &Model =
    &Model { attributes: &[may("type", &[])], text: Text::Construct { content: false }, ..Model::EMPTY };

const CONTENT: &Model = &Model {
    attributes: &[may("type", &[]), may("src", &[])],
    text: Text::Construct { content: true },
    ..Model::EMPTY
};

/// A person construct (section 3.2).
const PERSON: &Model = &Model {
    children: &[PERSON_CHILDREN, PERSON_EXTENSIONS],
    finish: Some(complete::person),
    ..Model::EMPTY
};

const PERSON_CHILDREN: &[Child] = &[
    once("", "name", &Model::value(&[plain, people::name, not_blank])),
    once("", "email", &Model::value(&[people::address])),
    once("", "uri", &Model::value(&[not_blank, no_space, iri_reference])),
];

const PERSON_EXTENSIONS: &[Child] = &[many("rdfs", "seeAlso", FREE)];

const PERSON_IN_RSS: &Model =
    &Model { children: &[PERSON_CHILDREN_IN_RSS], finish: Some(complete::person), ..Model::EMPTY };

const PERSON_CHILDREN_IN_RSS: &[Child] = &[
    once("atom", "name", &Model::value(&[plain, people::name, not_blank])),
    once("atom", "email", &Model::value(&[people::address])),
    once("atom", "uri", &Model::value(&[not_blank, no_space, iri_reference])),
];

/// `atom:category` (section 4.2.2).
const CATEGORY: &Model = &Model {
    attributes: &[must("term", &[attribute_not_blank]), may("scheme", &[full_iri]), may("label", &[plain])],
    ..Model::EMPTY
};

/// `atom:generator` (section 4.2.4).
const GENERATOR: &Model = &Model {
    attributes: &[may("uri", &[attribute]), may("version", &[])],
    text: Text::Value(&[plain, not_blank]),
    ..Model::EMPTY
};

/// `atom:link` (section 4.2.7), with the attributes of RFC 4685.
pub(crate) const LINK: &Model = &Model {
    attributes: &[
        Attribute { prefix: "", name: "href", required: Some(MISSING_HREF), checks: &[href] },
        may("rel", &[links::rel]),
        may("type", &[links::media_type]),
        may("hreflang", &[channel::language_tag]),
        may("title", &[attribute_not_blank, plain]),
        may("length", &[links::length]),
        Attribute { prefix: "thr", name: "count", required: None, checks: &[channel::non_negative] },
        Attribute { prefix: "thr", name: "updated", required: None, checks: &[rfc3339] },
        Attribute { prefix: "rdf", name: "type", required: None, checks: &[] },
        Attribute { prefix: "rdf", name: "resource", required: None, checks: &[] },
    ],
    text: Text::Link,
    ..Model::EMPTY
};
