//! Podcasting 2.0: the elements of podcastindex.org's namespace whose values are simple.

use crate::lint::rules::feed::checks::podcast::{episode, guid, locked, media_type, medium, season, seconds};
use crate::lint::rules::feed::checks::uris::full;
use crate::lint::rules::feed::model::{Child, FREE, Model, TEXT, Text, many, may, must, once};

/// Elements allowed in a channel.
pub(crate) const IN_CHANNEL: &[Child] = &[
    once(
        "podcast",
        "locked",
        &Model { attributes: &[may("owner", &[])], text: Text::Value(&[locked]), ..Model::EMPTY },
    ),
    once("podcast", "guid", &Model::value(&[guid])),
    once("podcast", "medium", &Model::value(&[medium])),
    many(
        "podcast",
        "funding",
        &Model { attributes: &[must("url", &[full])], text: Text::Value(&[]), ..Model::EMPTY },
    ),
    many("podcast", "person", FREE),
    many("podcast", "location", FREE),
    many("podcast", "value", FREE),
    many("podcast", "trailer", FREE),
    many("podcast", "license", FREE),
    many("podcast", "block", FREE),
    many("podcast", "liveItem", FREE),
    many("podcast", "podroll", FREE),
    many("podcast", "podping", FREE),
    many("podcast", "publisher", FREE),
    many("podcast", "remoteItem", FREE),
    many("podcast", "txt", FREE),
    many("podcast", "chat", FREE),
    many("podcast", "image", FREE),
    many("podcast", "images", FREE),
    many("podcast", "updateFrequency", FREE),
];

/// What may stand in an item.
pub(crate) const IN_ITEM: &[Child] = &[
    many(
        "podcast",
        "transcript",
        &Model {
            attributes: &[
                must("url", &[full]),
                must("type", &[media_type]),
                may("language", &[]),
                may("rel", &[]),
            ],
            text: Text::Value(&[]),
            ..Model::EMPTY
        },
    ),
    once(
        "podcast",
        "chapters",
        &Model {
            attributes: &[must("url", &[full]), must("type", &[media_type])],
            text: Text::Value(&[]),
            ..Model::EMPTY
        },
    ),
    many(
        "podcast",
        "soundbite",
        &Model {
            attributes: &[must("startTime", &[seconds]), must("duration", &[seconds])],
            text: Text::Value(&[]),
            ..Model::EMPTY
        },
    ),
    once(
        "podcast",
        "season",
        &Model { attributes: &[may("name", &[])], text: Text::Value(&[season]), ..Model::EMPTY },
    ),
    once(
        "podcast",
        "episode",
        &Model { attributes: &[may("display", &[])], text: Text::Value(&[episode]), ..Model::EMPTY },
    ),
    many("podcast", "person", FREE),
    many("podcast", "location", FREE),
    many("podcast", "value", FREE),
    many("podcast", "license", FREE),
    many("podcast", "alternateEnclosure", FREE),
    many("podcast", "socialInteract", FREE),
    many("podcast", "contentLink", FREE),
    many("podcast", "txt", FREE),
    many("podcast", "chat", FREE),
    many("podcast", "image", FREE),
    many("podcast", "images", FREE),
    many("podcast", "funding", TEXT),
];
