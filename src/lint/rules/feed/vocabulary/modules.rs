//! The modules of RSS 1.0 and 2.0 and the extensions of Atom: dc, dcterms, sy, slash, content, geo and the smaller ones.

use crate::lint::rules::feed::checks::channel::{language_tag, non_negative, positive};
use crate::lint::rules::feed::checks::dates::{iso8601, w3cdtf};
use crate::lint::rules::feed::checks::markup::html;
use crate::lint::rules::feed::checks::modules::{
    comma_separated, comment_rss, latitude, longitude, update_period,
};
use crate::lint::rules::feed::checks::plain::{media_type, not_blank, plain};
use crate::lint::rules::feed::checks::uris::{full, iri_reference, reference};
use crate::lint::rules::feed::model::{Attribute, Child, FREE, Model, TEXT, Text, many, may, must, once};

const W3CDTF: &Model = &Model::value(&[w3cdtf]);

const RESOURCE: &Model = &Model {
    attributes: &[Attribute { prefix: "rdf", name: "resource", required: None, checks: &[reference] }],
    text: Text::Value(&[]),
    ..Model::EMPTY
};

const FULL: &Model = &Model::value(&[full]);

/// What may stand in any element of a feed.
pub(crate) const EVERYWHERE: &[Child] = &[
    once("dc", "title", TEXT),
    once("dc", "description", TEXT),
    many("dc", "publisher", TEXT),
    many("dc", "contributor", TEXT),
    once("dc", "type", TEXT),
    once("dc", "format", TEXT),
    many("dc", "identifier", TEXT),
    once("dc", "source", TEXT),
    once("dc", "language", &Model::value(&[language_tag])),
    many("dc", "relation", TEXT),
    many("dc", "coverage", TEXT),
    once("dc", "rights", &Model::value(&[plain])),
    many("dcterms", "alternative", TEXT),
    once("dcterms", "abstract", TEXT),
    once("dcterms", "tableOfContents", RESOURCE),
    once("dcterms", "created", W3CDTF),
    many("dcterms", "valid", FREE),
    many("dcterms", "available", FREE),
    once("dcterms", "issued", W3CDTF),
    once("dcterms", "modified", W3CDTF),
    once("dcterms", "dateAccepted", TEXT),
    once("dcterms", "dateCopyrighted", TEXT),
    once("dcterms", "dateSubmitted", TEXT),
    once("dcterms", "extent", &Model::value(&[positive, not_blank])),
    many("dcterms", "isVersionOf", RESOURCE),
    many("dcterms", "hasVersion", RESOURCE),
    many("dcterms", "isReplacedBy", RESOURCE),
    many("dcterms", "replaces", RESOURCE),
    many("dcterms", "isRequiredBy", RESOURCE),
    many("dcterms", "requires", RESOURCE),
    many("dcterms", "isPartOf", RESOURCE),
    many("dcterms", "hasPart", RESOURCE),
    many("dcterms", "isReferencedBy", RESOURCE),
    many("dcterms", "references", RESOURCE),
    many("dcterms", "isFormatOf", RESOURCE),
    many("dcterms", "hasFormat", RESOURCE),
    many("dcterms", "conformsTo", RESOURCE),
    many("dcterms", "spatial", FREE),
    many("dcterms", "temporal", FREE),
    many("dcterms", "audience", TEXT),
    once("dcterms", "mediator", TEXT),
    many("dcterms", "accessRights", FREE),
    many("dcterms", "accrualMethod", FREE),
    many("dcterms", "accrualPeriodicity", FREE),
    many("dcterms", "accrualPolicy", FREE),
    many("dcterms", "bibliographicCitation", FREE),
    many("dcterms", "educationLevel", FREE),
    many("dcterms", "instructionalMethod", FREE),
    many("dcterms", "license", FREE),
    many("dcterms", "provenance", FREE),
    many("dcterms", "rightsHolder", FREE),
    many("dcterms", "contributor", FREE),
    many("dcterms", "coverage", FREE),
    many("dcterms", "creator", FREE),
    many("dcterms", "date", TEXT),
    many("dcterms", "description", TEXT),
    many("dcterms", "format", FREE),
    many("dcterms", "identifier", TEXT),
    many("dcterms", "language", FREE),
    many("dcterms", "medium", FREE),
    many("dcterms", "publisher", FREE),
    many("dcterms", "relation", RESOURCE),
    many("dcterms", "rights", FREE),
    many("dcterms", "source", RESOURCE),
    many("dcterms", "subject", FREE),
    many("dcterms", "title", TEXT),
    many("dcterms", "type", FREE),
    many("rdf", "RDF", FREE),
    many("rdf", "type", FREE),
    many("rdf", "Description", FREE),
    many("rdfs", "seeAlso", RESOURCE),
    many("taxo", "topics", FREE),
    many("l", "link", FREE),
    many("geo", "Point", FREE),
    many("geo", "lat", &Model::value(&[latitude])),
    many("geo", "long", &Model::value(&[longitude])),
    many("geo", "alt", TEXT),
    many("geourl", "latitude", &Model::value(&[latitude])),
    many("geourl", "longitude", &Model::value(&[longitude])),
    many("icbm", "latitude", &Model::value(&[latitude])),
    many("icbm", "longitude", &Model::value(&[longitude])),
    many("georss", "where", FREE),
    many("georss", "point", TEXT),
    many("georss", "line", TEXT),
    many("georss", "polygon", TEXT),
    many("georss", "box", TEXT),
    many("georss", "circle", TEXT),
    many("georss", "featureTypeTag", TEXT),
    many("georss", "relationshipTag", TEXT),
    many("georss", "featureName", TEXT),
    many("georss", "elev", TEXT),
    many("georss", "floor", TEXT),
    many("georss", "radius", TEXT),
];

/// Elements allowed in an RSS channel.
pub(crate) const IN_CHANNEL: &[Child] = &[
    many("dc", "creator", TEXT),
    many("dc", "subject", TEXT),
    once("dc", "date", W3CDTF),
    many("cc", "license", FREE),
    many("cc", "License", FREE),
    many("creativeCommons", "license", FULL),
    once("admin", "generatorAgent", RESOURCE),
    once("admin", "errorReportsTo", RESOURCE),
    once("blogChannel", "blogRoll", FULL),
    once("blogChannel", "mySubscriptions", FULL),
    once("blogChannel", "blink", FULL),
    once("blogChannel", "changes", FULL),
    many("cp", "server", RESOURCE),
    many("foaf", "maker", FREE),
    many("wiki", "interwiki", TEXT),
    once("sy", "updatePeriod", &Model::value(&[update_period])),
    once("sy", "updateFrequency", &Model::value(&[positive, not_blank])),
    once("sy", "updateBase", W3CDTF),
    many("thr", "in-reply-to", IN_REPLY_TO),
    once("opensearch", "totalResults", &Model::value(&[non_negative])),
    once("opensearch", "startIndex", TEXT),
    once("opensearch", "itemsPerPage", &Model::value(&[non_negative])),
    many("opensearch", "Query", FREE),
    many("xhtml", "div", FREE),
    many("xhtml", "meta", FREE),
    many("fh", "archive", &Model::EMPTY),
    many("fh", "complete", &Model::EMPTY),
];

/// What may stand in an Atom feed.
pub(crate) const IN_FEED: &[Child] = IN_CHANNEL;

/// What may stand in an item of RSS.
pub(crate) const IN_ITEM: &[Child] = &[
    once("content", "encoded", &Model::value(&[html])),
    once("content", "items", FREE),
    many("xhtml", "body", &Model { text: Text::Xhtml, ..Model::EMPTY }),
    many("dc", "creator", TEXT),
    many("dc", "subject", TEXT),
    many("dc", "date", W3CDTF),
    many("cc", "license", FREE),
    many("cc", "License", FREE),
    many("creativeCommons", "license", FULL),
    once("ag", "source", TEXT),
    once("ag", "sourceURL", FULL),
    once("ag", "timestamp", &Model::value(&[iso8601])),
    once("annotate", "reference", RESOURCE),
    once("ev", "startdate", &Model::value(&[iso8601])),
    once("ev", "enddate", &Model::value(&[iso8601])),
    once("ev", "type", TEXT),
    once("feedburner", "awareness", FULL),
    once("feedburner", "origEnclosureLink", FULL),
    once("feedburner", "origLink", FULL),
    once("slash", "comments", &Model::value(&[non_negative])),
    many("slash", "section", TEXT),
    many("slash", "department", TEXT),
    once("slash", "hit_parade", &Model::value(&[comma_separated])),
    once("thr", "total", &Model::value(&[non_negative])),
    many("thr", "in-reply-to", IN_REPLY_TO),
    once("wfw", "comment", FULL),
    once("wfw", "commentRss", FULL),
    once("wfw", "commentRSS", &Model::value(&[comment_rss, full])),
    once("trackback", "ping", FULL),
    many("trackback", "about", FULL),
];

/// What may stand in an Atom entry.
pub(crate) const IN_ENTRY: &[Child] = &[
    many("dc", "creator", TEXT),
    many("dc", "subject", TEXT),
    once("dc", "date", W3CDTF),
    many("cc", "license", FREE),
    many("cc", "License", FREE),
    many("creativeCommons", "license", FULL),
    once("slash", "comments", &Model::value(&[non_negative])),
    many("slash", "section", TEXT),
    many("slash", "department", TEXT),
    once("slash", "hit_parade", &Model::value(&[comma_separated])),
    once("thr", "total", &Model::value(&[non_negative])),
    many("thr", "in-reply-to", IN_REPLY_TO),
    once("wfw", "comment", FULL),
    once("wfw", "commentRss", FULL),
    once("wfw", "commentRSS", &Model::value(&[comment_rss, full])),
    once("trackback", "ping", FULL),
    many("trackback", "about", FULL),
];

/// What may stand in an image of RSS.
pub(crate) const IN_IMAGE: &[Child] = &[
    many("dc", "creator", TEXT),
    many("dc", "subject", TEXT),
    once("dc", "date", W3CDTF),
    many("cc", "license", FREE),
];

/// `thr:in-reply-to` (RFC 4685 section 3).
const IN_REPLY_TO: &Model = &Model {
    attributes: &[
        may("href", &[iri_reference]),
        must("ref", &[]),
        may("source", &[iri_reference]),
        may("type", &[media_type]),
    ],
    text: Text::Value(&[]),
    ..Model::EMPTY
};
