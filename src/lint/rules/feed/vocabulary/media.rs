//! Media RSS 1.5.

use crate::lint::rules::feed::checks::channel::{language_tag, non_negative, positive};
use crate::lint::rules::feed::checks::media::{
    adult, boolean, expression, float, group, hash, hash_algorithm, medium, npt, rating, relationship,
    text_type,
};
use crate::lint::rules::feed::checks::plain::{enclosure_type, plain, undeclared};
use crate::lint::rules::feed::checks::uris::full;
use crate::lint::rules::feed::model::{Child, FREE, Model, TEXT, Text, many, may, must, once};

/// Elements allowed in a channel, an item, a group or a content.
pub(crate) const IN_CHANNEL_OR_ITEM: &[Child] = &[
    once("media", "adult", &Model::value(&[adult])),
    many(
        "media",
        "category",
        &Model {
            attributes: &[may("label", &[plain]), may("scheme", &[full])],
            text: Text::Value(&[]),
            ..Model::EMPTY
        },
    ),
    once(
        "media",
        "copyright",
        &Model { attributes: &[may("url", &[full])], text: Text::Value(&[]), ..Model::EMPTY },
    ),
    many(
        "media",
        "credit",
        &Model {
            attributes: &[may("role", &[]), may("scheme", &[])],
            text: Text::Value(&[]),
            ..Model::EMPTY
        },
    ),
    once("media", "description", TITLE),
    many("media", "keywords", TEXT),
    many(
        "media",
        "hash",
        &Model { attributes: &[may("algo", &[hash_algorithm])], text: Text::Value(&[hash]), ..Model::EMPTY },
    ),
    many(
        "media",
        "player",
        &Model {
            attributes: &[must("url", &[full]), may("height", &[positive]), may("width", &[positive])],
            ..Model::EMPTY
        },
    ),
    many(
        "media",
        "rating",
        &Model { attributes: &[may("scheme", &[])], text: Text::Value(&[rating]), ..Model::EMPTY },
    ),
    many(
        "media",
        "restriction",
        &Model {
            attributes: &[must("relationship", &[relationship]), may("type", &[])],
            text: Text::Value(&[]),
            ..Model::EMPTY
        },
    ),
    many(
        "media",
        "text",
        &Model {
            attributes: &[
                may("type", &[text_type]),
                may("lang", &[language_tag]),
                may("start", &[npt]),
                may("end", &[npt]),
            ],
            text: Text::Value(&[]),
            ..Model::EMPTY
        },
    ),
    once("media", "title", TITLE),
    many(
        "media",
        "thumbnail",
        &Model {
            attributes: &[
                must("url", &[full]),
                may("height", &[positive]),
                may("width", &[positive]),
                may("time", &[npt]),
            ],
            ..Model::EMPTY
        },
    ),
    many("media", "community", FREE),
    many("media", "comments", FREE),
    many("media", "embed", FREE),
    many("media", "responses", FREE),
    many("media", "backLinks", FREE),
    many("media", "status", FREE),
    many("media", "price", FREE),
    many("media", "license", FREE),
    many("media", "subTitle", FREE),
    many("media", "peerLink", FREE),
    many("media", "location", FREE),
    many("media", "rights", FREE),
    many("media", "scenes", FREE),
];

/// What may stand in an item or an entry.
pub(crate) const IN_ITEM: &[Child] = &[many("media", "content", CONTENT), many("media", "group", GROUP)];

const GROUP: &Model = &Model {
    children: &[&[many("media", "content", CONTENT)], IN_CHANNEL_OR_ITEM],
    finish: Some(group),
    ..Model::EMPTY
};

const CONTENT: &Model = &Model {
    attributes: &[
        may("url", &[full]),
        may("fileSize", &[positive]),
        may("type", &[enclosure_type]),
        may("medium", &[medium]),
        may("isDefault", &[boolean]),
        may("expression", &[expression]),
        may("bitrate", &[float]),
        may("framerate", &[float]),
        may("samplingrate", &[float]),
        may("channels", &[non_negative]),
        may("duration", &[float]),
        may("height", &[positive]),
        may("width", &[positive]),
        may("lang", &[language_tag]),
    ],
    children: &[IN_CHANNEL_OR_ITEM, crate::lint::rules::feed::vocabulary::modules::EVERYWHERE],
    ..Model::EMPTY
};

const TITLE: &Model =
    &Model { attributes: &[may("type", &[text_type])], text: Text::Value(&[title]), ..Model::EMPTY };

/// HTML by its type, plain text otherwise.
fn title(
    checker: &mut crate::lint::rules::feed::checker::Checker<'_>,
    at: &crate::lint::rules::feed::checker::At<'_, '_, '_, '_>,
    value: &str,
) {
    if at.frame.node.attribute("type") == Some("html") {
        crate::lint::rules::feed::checks::markup::html(checker, at, value);
    } else {
        undeclared(checker, at, value);
    }
}
