//! Namespaces and their prefixes.

use roxmltree::Node;

use crate::lint::rules::feed::checker::{At, Checker, FeedKind, Frame};
use crate::lint::rules::feed::checks::uris;
use crate::lint::rules::feed::model::FREE;
use crate::lint::rules::feed::names;
use crate::lint::rules::feed::tables::namespaces::{
    AVOID_NAMESPACE_PREFIX, MEDIA_RSS_NAMESPACE, NONSTD_PREFIX, RESERVED_PREFIX, UNKNOWN_NAMESPACE,
    UNSUPPORTED_NAMESPACE,
};
use crate::lint::rules::feed::tables::uris::INVALID_IRI;
use crate::lint::rules::feed::tables::xml::SAX_ERROR;
use crate::lint::rules::feed::values::uri::Wanted;
use crate::text::source::Span;

/// Checks one namespace declaration.
pub(crate) fn declaration(checker: &mut Checker<'_>, node: Node<'_, '_>, prefix: &str, span: Span) {
    let wanted = (!prefix.is_empty()).then_some(prefix);
    let uri = node.lookup_namespace_uri(wanted).unwrap_or("");
    if prefix == "xmlns" || !prefix.is_empty() && uri.is_empty() {
        let message = format!("not well-formed: the prefix `{prefix}` cannot be bound to `{uri}`");
        checker
            .report(SAX_ERROR, span, message)
            .help("remove the declaration (Namespaces in XML 1.0 section 3)");
        return;
    }
    let Some(uri) = node.lookup_namespace_uri(wanted).filter(|uri| !uri.is_empty()) else { return };
    if uri.split_whitespace().nth(1).is_some() {
        let message = format!("the namespace `{uri}` holds white space");
        checker.report(SAX_ERROR, span, message).help("write the namespace without white space");
        return;
    }
    if uri == MRSS_MISSPELT {
        let message = format!("the namespace of Media RSS ends in a slash, `{uri}` does not");
        checker.report(MEDIA_RSS_NAMESPACE, span, message).param("prefix", prefix);
        return;
    }
    let exact = names::is_exact(uri);
    let usual = if exact { names::prefix_of(uri) } else { None };
    if let Some(other) = names::uri_of(prefix).filter(|_| usual != Some(prefix)) {
        let message = format!("the prefix `{prefix}` is usually that of `{other}`, here of `{uri}`");
        checker.report(RESERVED_PREFIX, span, message).param("prefix", prefix).param("ns", other);
        return;
    }
    let Some(usual) = usual else {
        unknown(checker, node, prefix, uri, span);
        return;
    };
    if prefix.is_empty() {
        return;
    }
    if usual != prefix {
        let message = format!("the namespace `{uri}` usually has the prefix `{usual}`, not `{prefix}`");
        checker.report(NONSTD_PREFIX, span, message).param("preferred", usual).param("ns", uri);
    }
    if checker.kind == FeedKind::Atom && matches!(usual, "atom" | "xhtml") {
        let message = format!(
            "`{uri}` is bound to the prefix `{prefix}`: some readers know only the default namespace"
        );
        checker.report(AVOID_NAMESPACE_PREFIX, span, message).param("prefix", prefix);
    }
}

fn unknown(checker: &mut Checker<'_>, node: Node<'_, '_>, prefix: &str, uri: &str, span: Span) {
    let attribute = names::qualified("xmlns", prefix);
    let frame = Frame { node, prefix: "", local: "", model: FREE, parent: None };
    let at = At { frame: &frame, attribute: Some(&attribute), span };
    if !uris::checker(checker, &at, uri, Wanted { absolute: false, iri: true }, INVALID_IRI) {
        return;
    }
    if let Some((_, whose)) = names::UNSUPPORTED.iter().find(|(known, _)| *known == uri) {
        let message = format!("the elements of {whose} (`{uri}`) are not checked");
        checker.report(UNSUPPORTED_NAMESPACE, span, message).param("namespace", uri).param("name", *whose);
    } else {
        let message = format!("the namespace `{uri}` is unknown");
        checker.report(UNKNOWN_NAMESPACE, span, message).param("namespace", uri);
    }
}

const MRSS_MISSPELT: &str = "http://search.yahoo.com/mrss";
