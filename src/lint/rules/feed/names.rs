//! Namespaces of feeds and their usual prefixes, and names as people write them.

use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// Where an element's namespace belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// The format's own.
    Core,
    /// One that the tables know, by its usual prefix.
    Known(&'static str),
    /// None, where the format's elements have one.
    None,
    /// One that nobody knows.
    Unknown,
}

/// Atom 1.0 (RFC 4287 section 2).
pub(crate) const ATOM: &str = "http://www.w3.org/2005/Atom";
/// Atom 0.3, withdrawn.
pub(crate) const ATOM_03: &str = "http://purl.org/atom/ns#";
/// The first drafts of Atom.
pub(crate) const ATOM_02: &str = "http://example.com/newformat#";
/// XHTML.
pub(crate) const XHTML: &str = "http://www.w3.org/1999/xhtml";
/// SVG.
pub(crate) const SVG: &str = "http://www.w3.org/2000/svg";
/// MathML.
pub(crate) const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
/// `xml:`.
pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// Atom Threading Extensions (RFC 4685).
pub(crate) const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// RSS 1.0.
pub(crate) const RSS_10: &str = "http://purl.org/rss/1.0/";

/// Namespace and usual prefix; the first of a prefix is the one that it stands for.
const NAMESPACES: &[(&str, &str)] = &[
    (ATOM, "atom"),
    (XHTML, "xhtml"),
    (XML, "xml"),
    (SVG, "svg"),
    (MATHML, "mathml"),
    (RDF, "rdf"),
    (RSS_10, "rss1"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://purl.org/rss/1.0/modules/syndication/", "sy"),
    ("http://purl.org/rss/1.0/modules/slash/", "slash"),
    ("http://search.yahoo.com/mrss/", "media"),
    ("http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    ("http://wellformedweb.org/CommentAPI/", "wfw"),
    ("http://webns.net/mvcb/", "admin"),
    ("http://purl.org/syndication/thread/1.0", "thr"),
    ("http://purl.org/rss/1.0/modules/threading/", "thr"),
    ("http://purl.org/syndication/history/1.0", "fh"),
    ("http://www.w3.org/2007/app", "app"),
    ("http://backend.userland.com/creativeCommonsRssModule", "creativeCommons"),
    ("http://web.resource.org/cc/", "cc"),
    ("http://backend.userland.com/blogChannelModule", "blogChannel"),
    ("http://madskills.com/public/xml/rss/module/trackback/", "trackback"),
    ("http://www.w3.org/2003/01/geo/wgs84_pos#", "geo"),
    ("http://www.georss.org/georss", "georss"),
    ("http://www.opengis.net/gml", "gml"),
    ("http://geourl.org/rss/module/", "geourl"),
    ("http://postneo.com/icbm", "icbm"),
    ("http://a9.com/-/spec/opensearch/1.1/", "opensearch"),
    ("http://a9.com/-/spec/opensearchrss/1.0/", "opensearch10"),
    ("http://rssnamespace.org/feedburner/ext/1.0", "feedburner"),
    ("http://www.bloglines.com/about/specs/fac-1.0", "access"),
    ("http://purl.org/rss/1.0/modules/aggregation/", "ag"),
    ("http://purl.org/rss/1.0/modules/annotate/", "annotate"),
    ("http://media.tangent.org/rss/1.0/", "audio"),
    ("http://www.microsoft.com/schemas/rss/core/2005", "cf"),
    ("http://purl.org/rss/1.0/modules/company", "company"),
    ("http://conversationsnetwork.org/rssNamespace-1.0/", "conversationsNetwork"),
    ("http://my.theinfo.org/changed/1.0/rss/", "cp"),
    ("http://purl.org/rss/1.0/modules/email/", "email"),
    ("http://purl.org/rss/1.0/modules/event/", "ev"),
    ("http://purl.org/rss/1.0/modules/image/", "image"),
    ("urn:atom-extension:indexing", "indexing"),
    ("http://xmlns.com/foaf/0.1/", "foaf"),
    ("http://purl.org/rss/1.0/modules/link/", "l"),
    ("http://www.opml.org/spec2", "opml"),
    ("http://www.w3.org/2000/01/rdf-schema#", "rdfs"),
    ("http://purl.org/rss/1.0/modules/reference/", "ref"),
    ("http://purl.org/rss/1.0/modules/richequiv/", "reqv"),
    ("http://purl.org/rss/1.0/modules/rss091#", "rss091"),
    ("http://purl.org/rss/1.0/modules/search/", "search"),
    ("http://purl.org/rss/1.0/modules/servicestatus/", "ss"),
    ("http://hacks.benhammersley.com/rss/streaming/", "str"),
    ("http://purl.org/rss/1.0/modules/subscription/", "sub"),
    ("http://feedsync.org/2007/feedsync", "sx"),
    ("http://purl.org/rss/1.0/modules/taxonomy/", "taxo"),
    ("http://purl.org/rss/1.0/modules/wiki/", "wiki"),
    ("http://www.usemod.com/cgi-bin/mb.pl?ModWiki", "wiki"),
    ("http://schemas.xmlsoap.org/soap/envelope/", "soap"),
    ("http://my.netscape.com/rdf/simple/0.9/", "rss090"),
    ("http://purl.org/net/rss1.1#", "rss11"),
    ("http://base.google.com/ns/1.0", "g"),
    ("http://openid.net/xmlns/1.0", "openid"),
    ("http://earth.google.com/kml/2.0", "kml20"),
    ("http://earth.google.com/kml/2.1", "kml21"),
    ("http://www.opengis.net/kml/2.2", "kml22"),
    ("http://www.w3.org/1999/xlink", "xlink"),
    ("xri://$xrd*($v*2.0)", "xrd"),
    ("xri://$xrds", "xrds"),
];

/// Namespaces of podcasts, whose elements the tables know, though older validators do not.
const PODCAST: &[&str] = &[
    "https://podcastindex.org/namespace/1.0",
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
];

/// Namespaces that are known but not judged: whose they are, and where they are described.
pub(crate) const UNSUPPORTED: &[(&str, &str)] = &[
    ("http://schemas.google.com/g/2005", "Google Data"),
    ("http://www.rawvoice.com/rawvoiceRssModule/", "RawVoice"),
    ("https://schema.org/", "Schema.org"),
    ("http://schema.org/", "Schema.org"),
];

/// The usual prefix of a namespace, also of one that is misspelt only in case or at its end.
pub(crate) fn prefix_of(uri: &str) -> Option<&'static str> {
    if let Some((_, prefix)) = NAMESPACES.iter().find(|(known, _)| *known == uri) {
        return Some(prefix);
    }
    if PODCAST.contains(&uri) {
        return Some("podcast");
    }
    let near = near(uri);
    NAMESPACES
        .iter()
        .find(|(known, _)| self::near(known).eq_ignore_ascii_case(near))
        .map(|(_, prefix)| *prefix)
}

/// Returns whether the namespace is written exactly as a table has it.
pub(crate) fn is_exact(uri: &str) -> bool {
    PODCAST.contains(&uri) || NAMESPACES.iter().any(|(known, _)| *known == uri)
}

/// The namespace that a prefix usually stands for.
pub(crate) fn uri_of(prefix: &str) -> Option<&'static str> {
    NAMESPACES.iter().find(|(_, known)| *known == prefix).map(|(uri, _)| *uri)
}

fn near(uri: &str) -> &str {
    uri.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '_'))
}

/// Returns whether the tables hold too little of a vocabulary to call an element of it undefined.
pub(crate) fn is_unjudged(prefix: &str) -> bool {
    const JUDGED: &[&str] = &[
        "",
        "atom",
        "dc",
        "dcterms",
        "content",
        "sy",
        "slash",
        "media",
        "itunes",
        "wfw",
        "admin",
        "thr",
        "fh",
        "app",
        "creativeCommons",
        "cc",
        "blogChannel",
        "trackback",
        "geo",
        "georss",
        "geourl",
        "icbm",
        "opensearch",
        "podcast",
        "xhtml",
        "xml",
        "svg",
        "mathml",
    ];
    !JUDGED.contains(&prefix)
}

/// A name with its prefix.
pub(crate) fn qualified(prefix: &str, local: &str) -> String {
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}

/// The name in a start tag, with its prefix as written.
pub(crate) fn tag_name(tag: &str) -> &str {
    let name = tag.strip_prefix('<').unwrap_or(tag);
    name.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or("")
}

/// The length of the start tag that `text` begins with, `>` included.
pub(crate) fn tag_length(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            (b'>', None) => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The namespace declarations of a start tag: prefix (empty for the default) and span of the whole declaration.
pub(crate) fn declarations(tag: &str) -> Vec<(&str, Span)> {
    let mut found = Vec::new();
    let mut rest_at = 0;
    while let Some(start) = tag.get(rest_at..).and_then(|rest| rest.find(|c: char| c.is_ascii_whitespace())) {
        let at = rest_at + start + 1;
        let rest = tag.part(at..);
        let Some(equals) = rest.find(['=', ' ', '\t', '\r', '\n', '>']) else { break };
        let name = rest.part(..equals).trim_end();
        let after = rest.part(equals..);
        let value = after.trim_start().strip_prefix('=').map(str::trim_start);
        let Some(value) = value.filter(|_| !name.is_empty()) else {
            rest_at = at;
            continue;
        };
        let quote = value.chars().next().unwrap_or('"');
        let length = value.get(1..).and_then(|inside| inside.find(quote)).map_or(value.len(), |end| end + 2);
        let end = tag.len() - value.len() + length;
        let prefix = if name == "xmlns" { Some("") } else { name.strip_prefix("xmlns:") };
        found.extend(prefix.map(|prefix| (prefix, Span::new(at, end))));
        rest_at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_recognised() {
        assert_eq!(prefix_of("http://purl.org/dc/elements/1.1"), Some("dc"));
        assert_eq!(prefix_of("http://purl.org/DC/elements/1.1/"), Some("dc"));
        assert_eq!(prefix_of("http://example.com/"), None);
        assert!(!is_exact("http://purl.org/dc/elements/1.1"));
    }

    #[test]
    fn declarations_are_found_between_other_attributes() {
        let tag = "<a b=\"xmlns:no='x'\" xmlns = 'u'\n xmlns:c=\"v\" d='e'>";
        let found: Vec<(&str, &str)> =
            declarations(tag).into_iter().map(|(p, span)| (p, span.of(tag))).collect();
        assert_eq!(found, [("", "xmlns = 'u'"), ("c", "xmlns:c=\"v\"")]);
    }
}
