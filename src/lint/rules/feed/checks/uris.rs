//! References: URIs, IRIs, URNs, tags.

use crate::lint::rules::feed::checker::{At, Checker};
use crate::lint::rules::feed::rule::FeedRule;
use crate::lint::rules::feed::tables::uris::{
    INVALID_FULL_LINK, INVALID_IRI, INVALID_LINK, INVALID_TAG, INVALID_URI_ATTRIBUTE, INVALID_URI_CHAR,
    INVALID_URL_ATTRIBUTE, INVALID_URN, INVALID_UUID, SCHEME_NOT_IANA_REGISTERED, URI_NOT_IRI,
};
use crate::lint::rules::feed::values::text::is_domain;
use crate::lint::rules::feed::values::uri;
use crate::lint::rules::feed::values::uri::{UriFault, Wanted};
use crate::text::pieces::Pieces as _;

/// Checks a reference, and returns whether it is of the wanted kind; `otherwise` is the rule of errors without a rule of their own.
pub(crate) fn checker(
    checker: &mut Checker<'_>,
    at: &At<'_, '_, '_, '_>,
    value: &str,
    wanted: Wanted,
    otherwise: &'static FeedRule,
) -> bool {
    let Some(fault) = uri::fault(value, wanted) else {
        return true;
    };
    let place = at.words();
    let rule = rule_of(fault, otherwise);
    match fault {
        UriFault::Character(bad) => {
            let message = match bad {
                '%' => format!("{place} holds a `%` without two hexadecimal digits after it: `{value}`"),
                _ => format!("{place} holds {}, which a URI must not contain: `{value}`", named(bad)),
            };
            let escaped: String = bad.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
            let help = if bad.is_whitespace() {
                format!("Remove it, or write `{escaped}`")
            } else {
                format!("Write `{escaped}`")
            };
            checker.report_at(rule, at, value, message).param("char", bad).help(help);
        }
        UriFault::Iri => {
            checker.report_at(rule, at, value, format!("{place} holds letters beyond ASCII: `{value}`"));
        }
        UriFault::Tag => {
            checker.report_at(rule, at, value, format!("{place} is not a valid tag URI: `{value}`"));
        }
        UriFault::Urn => {
            checker.report_at(rule, at, value, format!("{place} is not a URN: `{value}`"));
        }
        UriFault::Uuid => {
            checker.report_at(rule, at, value, format!("{place} is not a UUID: `{value}`"));
        }
        UriFault::Scheme => {
            let scheme = value.split(':').next().unwrap_or(value);
            checker.report_at(rule, at, scheme, format!("the scheme `{scheme}` is not registered"));
        }
        UriFault::Malformed => {
            let what = if wanted.absolute { "no absolute address" } else { "no address" };
            checker.report_at(rule, at, value, format!("{place} is {what}: `{value}`"));
        }
    }
    false
}

/// The rule for an error; `otherwise` is that of errors without a rule of their own.
pub(crate) fn rule_of(fault: UriFault, otherwise: &'static FeedRule) -> &'static FeedRule {
    match fault {
        UriFault::Character(_) => INVALID_URI_CHAR,
        UriFault::Iri => URI_NOT_IRI,
        UriFault::Tag => INVALID_TAG,
        UriFault::Urn => INVALID_URN,
        UriFault::Uuid => INVALID_UUID,
        UriFault::Scheme => SCHEME_NOT_IANA_REGISTERED,
        UriFault::Malformed => otherwise,
    }
}

fn named(c: char) -> String {
    match c {
        ' ' => "a space".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        '\t' => "a tab".to_owned(),
        _ => format!("`{c}`"),
    }
}

/// A relative or absolute URI.
pub(crate) fn reference(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    self::checker(checker, at, value, Wanted { absolute: false, iri: false }, INVALID_LINK);
}

/// A relative or absolute IRI (RFC 4287 section 2).
pub(crate) fn iri_reference(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    self::checker(checker, at, value, Wanted { absolute: false, iri: true }, INVALID_IRI);
}

/// An absolute URI.
pub(crate) fn full(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    self::checker(checker, at, value, Wanted { absolute: true, iri: false }, INVALID_FULL_LINK);
}

/// An absolute IRI.
pub(crate) fn full_iri(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    self::checker(checker, at, value, Wanted { absolute: true, iri: true }, INVALID_FULL_LINK);
}

/// An IRI in an attribute: `content`'s `src`, `generator`'s `uri`.
pub(crate) fn attribute(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    self::checker(checker, at, value, Wanted { absolute: false, iri: true }, INVALID_URI_ATTRIBUTE);
}

/// An address that a reader can fetch: `http` or `https` and a host (RSS 2.0 `enclosure`).
pub(crate) fn http(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let rest = ["http://", "https://"].iter().find_map(|scheme| {
        value
            .get(..scheme.len())
            .filter(|start| start.eq_ignore_ascii_case(scheme))
            .and_then(|_| value.get(scheme.len()..))
    });
    let host_ok = rest.is_some_and(|rest| {
        let authority = rest.up_to(['/', '?', '#']);
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        // An IPv6 address stands in brackets, and holds colons.
        let brackets = host.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (known, port) = match brackets {
            Some((_, port)) => (true, port.strip_prefix(':').unwrap_or("80")),
            None => {
                host.split_once(':').map_or((is_domain(host), "80"), |(host, port)| (is_domain(host), port))
            }
        };
        known && !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
    });
    if !host_ok || uri::fault(value, Wanted { absolute: true, iri: false }).is_some() {
        let message = format!("{} is no `http` address: `{value}`", at.words());
        checker.report_at(INVALID_URL_ATTRIBUTE, at, value, message);
    }
}
