//! Apple's podcast elements.

use crate::lint::rules::feed::checks::channel::positive;
use crate::lint::rules::feed::checks::dates::rfc822;
use crate::lint::rules::feed::checks::itunes::{
    category, channel_type, duration, episode_type, keywords, long, owner, short, yes_no,
};
use crate::lint::rules::feed::checks::media::boolean;
use crate::lint::rules::feed::checks::people::contact;
use crate::lint::rules::feed::checks::uris::{full, http};
use crate::lint::rules::feed::model::{Child, Model, TEXT, many, must, once};

/// Elements allowed in a channel or a feed.
pub(crate) const IN_CHANNEL: &[Child] = &[
    once("itunes", "author", &Model::value(&[short])),
    once("itunes", "block", &Model::value(&[yes_no])),
    once("itunes", "explicit", &Model::value(&[boolean])),
    once("itunes", "keywords", &Model::value(&[short, keywords])),
    once("itunes", "subtitle", &Model::value(&[short])),
    once("itunes", "summary", &Model::value(&[long])),
    once("itunes", "image", IMAGE),
    once("itunes", "owner", OWNER),
    many("itunes", "category", CATEGORY),
    once("itunes", "pubDate", &Model::value(&[rfc822])),
    once("itunes", "new-feed-url", &Model::value(&[full])),
    once("itunes", "type", &Model::value(&[channel_type])),
    once("itunes", "title", &Model::value(&[short])),
    once("itunes", "complete", &Model::value(&[yes_no])),
    once("itunes", "applepodcastsverify", TEXT),
];

/// What may stand in an item or an entry.
pub(crate) const IN_ITEM: &[Child] = &[
    once("itunes", "author", &Model::value(&[short])),
    once("itunes", "block", &Model::value(&[yes_no])),
    once("itunes", "explicit", &Model::value(&[boolean])),
    once("itunes", "keywords", &Model::value(&[short, keywords])),
    once("itunes", "subtitle", &Model::value(&[short])),
    once("itunes", "summary", &Model::value(&[long])),
    once("itunes", "image", IMAGE),
    once("itunes", "duration", &Model::value(&[duration])),
    once("itunes", "title", &Model::value(&[short])),
    once("itunes", "episode", &Model::value(&[positive])),
    once("itunes", "season", &Model::value(&[positive])),
    once("itunes", "episodeType", &Model::value(&[episode_type])),
    once("itunes", "order", TEXT),
    once("itunes", "isClosedCaptioned", TEXT),
];

const IMAGE: &Model = &Model { attributes: &[must("href", &[http])], ..Model::EMPTY };

const OWNER: &Model = &Model {
    children: &[&[
        once("itunes", "email", &Model::value(&[contact])),
        once("itunes", "name", &Model::value(&[short])),
    ]],
    finish: Some(owner),
    ..Model::EMPTY
};

const CATEGORY: &Model = &Model {
    attributes: &[must("text", &[category])],
    children: &[&[many("itunes", "category", SUBCATEGORY)]],
    ..Model::EMPTY
};

const SUBCATEGORY: &Model = &Model { attributes: &[must("text", &[category])], ..Model::EMPTY };
