//! RSS 2.0 and its forerunners 0.9x, and as much of RSS 1.0 as they share.

use crate::lint::rules::feed::checks::dates::rfc822;
use crate::lint::rules::feed::checks::identity::guid;
use crate::lint::rules::feed::checks::plain::{enclosure_type, not_blank, plain};
use crate::lint::rules::feed::checks::uris::{full, http};
use crate::lint::rules::feed::checks::{channel, complete, markup, people};
use crate::lint::rules::feed::model::{Attribute, Child, FREE, Model, Text, Times, many, may, must, once};
use crate::lint::rules::feed::tables::identity::DUPLICATE_ENCLOSURE;
use crate::lint::rules::feed::vocabulary::{atom, itunes, media, modules, podcast};

/// `rss`.
pub(crate) const RSS: &Model = &Model {
    attributes: &[must("version", &[])],
    children: &[&[once("", "channel", CHANNEL)]],
    finish: Some(complete::rss),
    ..Model::EMPTY
};

const CHANNEL: &Model = &Model {
    attributes: &[Attribute { prefix: "indexing", name: "index", required: None, checks: &[] }],
    children: &[
        CHANNEL_CHILDREN,
        atom::IN_CHANNEL,
        modules::EVERYWHERE,
        modules::IN_CHANNEL,
        media::IN_CHANNEL_OR_ITEM,
        itunes::IN_CHANNEL,
        podcast::IN_CHANNEL,
    ],
    finish: Some(complete::channel),
    ..Model::EMPTY
};

const CHANNEL_CHILDREN: &[Child] = &[
    many("", "item", ITEM),
    once("", "title", &Model::value(&[plain, not_blank])),
    once("", "link", &Model::value(&[full])),
    once("", "description", &Model::value(&[plain])),
    once("", "language", &Model::value(&[channel::language_tag])),
    once("", "copyright", &Model::value(&[plain])),
    once("", "managingEditor", &Model::value(&[people::rss_person])),
    once("", "webMaster", &Model::value(&[people::rss_person])),
    once("", "pubDate", &Model::value(&[rfc822])),
    once("", "lastBuildDate", &Model::value(&[rfc822])),
    many("", "category", CATEGORY),
    once("", "generator", &Model::value(&[plain])),
    once("", "docs", &Model::value(&[full])),
    once("", "cloud", CLOUD),
    once("", "ttl", &Model::value(&[channel::positive, not_blank])),
    once("", "image", IMAGE),
    once("", "rating", &Model::value(&[plain])),
    once("", "textInput", TEXT_INPUT),
    once("", "skipHours", SKIP_HOURS),
    once("", "skipDays", SKIP_DAYS),
    once("", "blink", &Model::value(&[channel::blink])),
];

const ITEM: &Model = &Model {
    children: &[
        ITEM_CHILDREN,
        atom::IN_ITEM,
        modules::EVERYWHERE,
        modules::IN_ITEM,
        media::IN_CHANNEL_OR_ITEM,
        media::IN_ITEM,
        itunes::IN_ITEM,
        podcast::IN_ITEM,
    ],
    finish: Some(complete::item),
    ..Model::EMPTY
};

const ITEM_CHILDREN: &[Child] = &[
    once("", "title", &Model::value(&[plain, not_blank])),
    once("", "link", &Model::value(&[full])),
    once("", "description", &Model::value(&[markup::description])),
    once("", "author", &Model::value(&[people::rss_person])),
    many("", "category", ITEM_CATEGORY),
    once("", "comments", &Model::value(&[full])),
    Child { prefix: "", name: "enclosure", times: Times::Once(DUPLICATE_ENCLOSURE), model: ENCLOSURE },
    once(
        "",
        "guid",
        &Model {
            attributes: &[may("isPermaLink", &[])],
            text: Text::Value(&[guid, not_blank]),
            ..Model::EMPTY
        },
    ),
    once("", "pubDate", &Model::value(&[rfc822])),
    once("", "source", SOURCE),
];

const CATEGORY: &Model =
    &Model { attributes: &[may("domain", &[])], text: Text::Value(&[plain]), ..Model::EMPTY };

const ITEM_CATEGORY: &Model =
    &Model { attributes: &[may("domain", &[])], text: Text::Value(&[plain, not_blank]), ..Model::EMPTY };

const SOURCE: &Model =
    &Model { attributes: &[must("url", &[full])], text: Text::Value(&[plain]), ..Model::EMPTY };

const ENCLOSURE: &Model = &Model {
    attributes: &[
        must("url", &[http]),
        must("length", &[channel::enclosure_length]),
        must("type", &[enclosure_type]),
    ],
    ..Model::EMPTY
};

const CLOUD: &Model = &Model {
    attributes: &[
        must("domain", &[]),
        must("port", &[channel::port]),
        must("path", &[]),
        must("registerProcedure", &[]),
        must("protocol", &[]),
    ],
    ..Model::EMPTY
};

const IMAGE: &Model = &Model {
    attributes: RDF_ATTRIBUTES,
    children: &[
        &[
            once("", "title", &Model::value(&[not_blank, plain])),
            once("", "url", &Model::value(&[full, channel::image_format])),
            once("", "link", &Model::value(&[full])),
            once("", "width", &Model::value(&[channel::width])),
            once("", "height", &Model::value(&[channel::height])),
            once("", "description", &Model::value(&[plain])),
        ],
        modules::EVERYWHERE,
        modules::IN_IMAGE,
    ],
    finish: Some(complete::image),
    ..Model::EMPTY
};

const TEXT_INPUT: &Model = &Model {
    attributes: &[],
    children: &[
        &[
            once("", "title", &Model::value(&[plain])),
            once("", "description", &Model::value(&[plain])),
            once("", "name", &Model::value(&[channel::form_name])),
            once("", "link", &Model::value(&[full])),
        ],
        modules::EVERYWHERE,
    ],
    finish: Some(complete::text_input),
    ..Model::EMPTY
};

const SKIP_HOURS: &Model = &Model {
    children: &[&[many("", "hour", &Model::value(&[channel::hour]))]],
    finish: Some(complete::skip_hours),
    ..Model::EMPTY
};

const SKIP_DAYS: &Model = &Model {
    children: &[&[many("", "day", &Model::value(&[channel::day]))]],
    finish: Some(complete::skip_days),
    ..Model::EMPTY
};

const RDF_ATTRIBUTES: &[Attribute] = &[
    Attribute { prefix: "rdf", name: "about", required: None, checks: &[] },
    Attribute { prefix: "rdf", name: "resource", required: None, checks: &[] },
    Attribute { prefix: "rdf", name: "parseType", required: None, checks: &[] },
];

/// `rdf:RDF` around a feed of RSS 1.0.
pub(crate) const RDF: &Model = &Model {
    children: &[&[
        once("", "channel", RDF_CHANNEL),
        once("", "image", FREE),
        many("", "item", RDF_ITEM),
        once("", "textinput", FREE),
    ]],
    ..Model::EMPTY
};

const RDF_CHANNEL: &Model = &Model {
    attributes: RDF_ATTRIBUTES,
    children: &[
        &[
            once("", "title", &Model::value(&[plain, not_blank])),
            once("", "link", &Model::value(&[full])),
            once("", "description", &Model::value(&[plain])),
            once("", "image", FREE),
            once("", "items", FREE),
            once("", "textinput", FREE),
        ],
        atom::IN_CHANNEL,
        modules::EVERYWHERE,
        modules::IN_CHANNEL,
        media::IN_CHANNEL_OR_ITEM,
        itunes::IN_CHANNEL,
    ],
    finish: Some(complete::rdf_channel),
    ..Model::EMPTY
};

const RDF_ITEM: &Model = &Model {
    attributes: RDF_ATTRIBUTES,
    children: &[
        &[
            once("", "title", &Model::value(&[plain, not_blank])),
            once("", "link", &Model::value(&[full])),
            once("", "description", &Model::value(&[markup::html])),
        ],
        atom::IN_ITEM,
        modules::EVERYWHERE,
        modules::IN_ITEM,
        media::IN_CHANNEL_OR_ITEM,
        media::IN_ITEM,
        itunes::IN_ITEM,
    ],
    finish: Some(complete::rdf_item),
    ..Model::EMPTY
};
