//! References: URIs, IRIs, URNs, tags.

use crate::lint::rules::feed::judge::{At, Judge};
use crate::lint::rules::feed::rule::FeedRule;
use crate::lint::rules::feed::tables::uris::{
    INVALID_FULL_LINK, INVALID_IRI, INVALID_LINK, INVALID_TAG, INVALID_URI_ATTRIBUTE, INVALID_URI_CHAR,
    INVALID_URL_ATTRIBUTE, INVALID_URN, INVALID_UUID, SCHEME_NOT_IANA_REGISTERED, URI_NOT_IRI,
};
use crate::lint::rules::feed::values::text::is_domain;
use crate::lint::rules::feed::values::uri;
use crate::lint::rules::feed::values::uri::{UriFault, Wanted};
use crate::text::pieces::Pieces as _;

/// Judges a reference, and returns whether it is of the wanted kind; `otherwise` is the rule of errors without a rule of their own.
pub(crate) fn judge(
    judge: &mut Judge<'_>,
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
                '%' => format!("{place} holds a `%` that begins no escape: `{value}`"),
                _ => format!("{place} holds {}, which no URI does: `{value}`", named(bad)),
            };
            let escaped: String = bad.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
            let help = if bad.is_whitespace() {
                format!("Remove it, or write `{escaped}`")
            } else {
                format!("Write `{escaped}`")
            };
            judge.report_at(rule, at, value, message).param("char", bad).help(help);
        }
        UriFault::Iri => {
            judge.report_at(rule, at, value, format!("{place} holds letters beyond ASCII: `{value}`"));
        }
        UriFault::Tag => {
            judge.report_at(rule, at, value, format!("{place} is not a valid tag URI: `{value}`"));
        }
        UriFault::Urn => {
            judge.report_at(rule, at, value, format!("{place} is not a URN: `{value}`"));
        }
        UriFault::Uuid => {
            judge.report_at(rule, at, value, format!("{place} is not a UUID: `{value}`"));
        }
        UriFault::Scheme => {
            let scheme = value.split(':').next().unwrap_or(value);
            judge.report_at(rule, at, scheme, format!("the scheme `{scheme}` is not registered"));
        }
        UriFault::Malformed => {
            let what = if wanted.absolute { "no absolute address" } else { "no address" };
            judge.report_at(rule, at, value, format!("{place} is {what}: `{value}`"));
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
pub(crate) fn reference(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    self::judge(judge, at, value, Wanted { absolute: false, iri: false }, INVALID_LINK);
}

/// A relative or absolute IRI (RFC 4287 section 2).
pub(crate) fn iri_reference(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    self::judge(judge, at, value, Wanted { absolute: false, iri: true }, INVALID_IRI);
}

/// An absolute URI.
pub(crate) fn full(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    self::judge(judge, at, value, Wanted { absolute: true, iri: false }, INVALID_FULL_LINK);
}

/// An absolute IRI.
pub(crate) fn full_iri(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    self::judge(judge, at, value, Wanted { absolute: true, iri: true }, INVALID_FULL_LINK);
}

/// An IRI in an attribute: `content`'s `src`, `generator`'s `uri`.
pub(crate) fn attribute(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    self::judge(judge, at, value, Wanted { absolute: false, iri: true }, INVALID_URI_ATTRIBUTE);
}

/// An address that a reader can fetch: `http` or `https` and a host (RSS 2.0 `enclosure`).
pub(crate) fn http(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
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
        judge.report_at(INVALID_URL_ATTRIBUTE, at, value, message);
    }
}
