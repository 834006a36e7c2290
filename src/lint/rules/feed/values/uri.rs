//! URIs, IRIs, URNs and tag URIs: RFC 3986, 3987, 8141, 4151; and the canonical form of RFC 3986 section 6.2.

use crate::text::pieces::{Part as _, Pieces as _};

/// What is wrong with a URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UriFault {
    /// A character that no URI holds.
    Character(char),
    /// Characters beyond ASCII where a URI is asked for.
    Iri,
    /// `tag:` that RFC 4151 does not know.
    Tag,
    /// `urn:` that RFC 8141 does not know.
    Urn,
    /// `urn:uuid:` that RFC 9562 does not know.
    Uuid,
    /// A scheme that is not registered.
    Scheme,
    /// Anything else: no scheme where one is needed, no authority after `http:`.
    Malformed,
}

/// What kind of reference a place asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Whether it must be absolute.
    pub(crate) absolute: bool,
    /// Whether characters beyond ASCII are allowed (RFC 3987).
    pub(crate) iri: bool,
}

/// What is wrong with `value` as a reference of the expected kind, if anything.
pub(crate) fn fault(value: &str, wanted: Wanted) -> Option<UriFault> {
    let scheme = value.up_to(':').to_ascii_lowercase();
    if scheme == "tag" {
        return (!is_tag(value)).then_some(UriFault::Tag);
    }
    if scheme == "urn" {
        let uuid = starts_with_ignore_case(value, "urn:uuid:");
        return if uuid && !is_uuid_urn(value) {
            Some(UriFault::Uuid)
        } else if !is_urn(value) {
            Some(UriFault::Urn)
        } else {
            None
        };
    }
    if let Some(fault) = shape_fault(value, wanted) {
        return Some(fault);
    }
    let has_scheme = value.contains(':');
    if matches!(scheme.as_str(), "http" | "https" | "ftp") && has_scheme {
        let rest = value.part(scheme.len() + 1..);
        return (!rest.strip_prefix("//").is_some_and(has_host)).then_some(UriFault::Malformed);
    }
    let named = has_scheme && !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphabetic());
    (named && SCHEMES.binary_search(&scheme.as_str()).is_err()).then_some(UriFault::Scheme)
}

/// Returns whether what stands after `//` begins with a host, and its port, if any, is a number (RFC 3986 section 3.2).
fn has_host(rest: &str) -> bool {
    let authority = rest.up_to(['/', '?', '#']);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (name, port) = match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((address, port)) => (address, port.strip_prefix(':').unwrap_or(port)),
        None => host.split_once(':').unwrap_or((host, "")),
    };
    !name.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
}

fn shape_fault(value: &str, wanted: Wanted) -> Option<UriFault> {
    let scheme = scheme_of(value);
    let rest = value.part(scheme.map_or(0, |scheme| scheme.len() + 1)..);
    let rest = rest.trim_start_matches("//");
    // An IPv6 address is in brackets, which are invalid elsewhere in a URI.
    let rest = match rest.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((host, after)) if host.chars().all(|c| c.is_ascii_hexdigit() || ":.".contains(c)) => after,
        _ => rest,
    };
    if let Some(bad) = rest.chars().find(|&c| c.is_ascii() && !is_uri_char(c)) {
        return Some(UriFault::Character(bad));
    }
    // A `%` begins an escape, or stands where no URI has it.
    if rest.match_indices('%').any(|(at, _)| !is_escape(rest.as_bytes(), at)) {
        return Some(UriFault::Character('%'));
    }
    if wanted.absolute && (scheme.is_none() || rest.is_empty()) {
        return Some(UriFault::Malformed);
    }
    (!wanted.iri && !rest.is_ascii()).then_some(UriFault::Iri)
}

/// The scheme of a reference, without its colon.
pub(crate) fn scheme_of(value: &str) -> Option<&str> {
    let scheme = value.split_once(':')?.0;
    let mut chars = scheme.chars();
    (chars.next()?.is_ascii_alphabetic() && chars.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)))
        .then_some(scheme)
}

/// Returns whether a reference is relative: it has no scheme.
pub(crate) fn is_relative(value: &str) -> bool {
    scheme_of(value).is_none()
}

fn is_uri_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || ";/?:@&=+$.-_!~*'()%,#".contains(c)
}

fn is_tag_tail_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || ";/?:@&=+$.-_!~*'()%,".contains(c)
}

fn starts_with_ignore_case(value: &str, prefix: &str) -> bool {
    value.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// `urn:` NID `:` NSS (RFC 8141 section 2).
fn is_urn(value: &str) -> bool {
    let Some((nid, nss)) = value.get(4..).and_then(|rest| rest.split_once(':')) else { return false };
    let nid_ok = (2..=32).contains(&nid.len())
        && !nid.eq_ignore_ascii_case("urn")
        && nid.starts_with(|c: char| c.is_ascii_alphanumeric())
        && nid.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    nid_ok && !nss.is_empty() && {
        let bytes = nss.as_bytes();
        nss.char_indices().all(|(at, c)| match c {
            '%' => is_escape(bytes, at),
            _ => c.is_ascii_alphanumeric() || "()+,.:=@;$_!*'-/?#&~".contains(c) && !"/?#&~".contains(c),
        })
    }
}

fn is_escape(bytes: &[u8], at: usize) -> bool {
    let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    hex(at + 1) && hex(at + 2)
}

fn is_uuid_urn(value: &str) -> bool {
    let uuid = value.part(9..);
    let lengths = [8, 4, 4, 4, 12];
    let mut parts = uuid.split('-');
    lengths.iter().all(|length| {
        parts.next().is_some_and(|part| part.len() == *length && part.chars().all(|c| c.is_ascii_hexdigit()))
    }) && parts.next().is_none()
}

/// `tag:` authority `,` date `:` specific [`#` fragment] (RFC 4151 section 2.1).
fn is_tag(value: &str) -> bool {
    let Some((entity, rest)) = value.strip_prefix("tag:").and_then(|rest| rest.split_once(':')) else {
        return false;
    };
    let Some((authority, date)) = entity.split_once(',') else { return false };
    let (user, host) = match authority.split_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    let lower = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let user_ok =
        user.is_none_or(|user| !user.is_empty() && user.chars().all(|c| lower(c) || "-._".contains(c)));
    let label = |label: &str| {
        label.chars().all(|c| lower(c) || c == '-') && label.starts_with(lower) && label.ends_with(lower)
    };
    let host_ok = host.split('.').all(label);
    let (specific, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    user_ok && host_ok && is_tag_date(date) && specific.chars().chain(fragment.chars()).all(is_tag_tail_char)
}

/// `2004`, `2004-05` or `2004-05-27`.
fn is_tag_date(date: &str) -> bool {
    let mut ranges = [(4, 0..=9999), (2, 1..=12), (2, 1..=31)].iter();
    date.split('-').all(|part| {
        let number = part.parse::<u16>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
        ranges.next().is_some_and(|(length, range)| {
            part.len() == *length && number.is_some_and(|number| range.contains(&number))
        })
    })
}

/// The form that equal URIs share, byte by byte (RFC 3986 section 6.2.2 and 6.2.3); none for a relative or bad one.
pub(crate) fn canonical(value: &str) -> Option<String> {
    let (rest, fragment) = split_off(value, '#');
    let (rest, query) = split_off(rest, '?');
    let (scheme, rest) = match scheme_of(rest) {
        Some(scheme) => (scheme.to_ascii_lowercase(), rest.get(scheme.len() + 1..)?),
        None => return None,
    };
    // Escapes that are not UTF-8 stand for no characters, so that nothing can be said of their form.
    percent_encoding::percent_decode_str(value).decode_utf8().ok()?;
    let mut out = format!("{scheme}:");
    match rest.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
            out.push_str("//");
            // The authority of a file is this machine's unless said otherwise.
            let authority =
                if scheme == "file" && authority.eq_ignore_ascii_case("localhost") { "" } else { authority };
            out.push_str(&canonical_authority(authority, default_port(&scheme))?);
            out.push_str(&canonical_path(path)?);
        }
        None if rest.starts_with('/') => out.push_str(&canonical_path(rest)?),
        None if scheme == "mailto" => {
            let (local, domain) = rest.split_once('@').unwrap_or((rest, ""));
            out.push_str(&requoted(local, "")?);
            if !domain.is_empty() {
                let (domain, tail) = domain.find('?').map_or((domain, ""), |at| domain.split_at(at));
                out.push('@');
                out.push_str(&requoted(&domain.to_lowercase(), "")?);
                out.push_str(&requoted(tail, "?=&")?);
            }
        }
        None => out.push_str(&requoted(rest, "!$&'()*+,;=:@/")?),
    }
    for (mark, part) in [('?', query), ('#', fragment)] {
        if let Some(part) = part {
            out.push(mark);
            out.push_str(&requoted(part, "!$&'()*+,;=:@/?")?);
        }
    }
    Some(out)
}

fn split_off(value: &str, mark: char) -> (&str, Option<&str>) {
    value.split_once(mark).map_or((value, None), |(before, after)| (before, Some(after)))
}

fn default_port(scheme: &str) -> Option<u32> {
    let ports = [
        ("ftp", 21),
        ("gopher", 70),
        ("http", 80),
        ("https", 443),
        ("news", 119),
        ("nntp", 119),
        ("telnet", 23),
    ];
    ports.iter().find(|(name, _)| *name == scheme).map(|(_, port)| *port)
}

fn canonical_authority(authority: &str, default_port: Option<u32>) -> Option<String> {
    let (user, host) =
        authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    let host = host.to_lowercase();
    let (mut name, mut port) = (host.as_str(), None);
    if let Some((before, digits)) =
        host.rsplit_once(':').filter(|(_, d)| d.chars().all(|c| c.is_ascii_digit()))
    {
        name = before;
        port = digits.parse::<u32>().ok();
    }
    if name.trim_end_matches('.').contains('.') {
        name = name.strip_suffix('.').unwrap_or(name);
    }
    if name.starts_with('[') != name.ends_with(']') {
        return None;
    }
    let user = user.filter(|user| !user.is_empty() && *user != ":").map(|user| format!("{user}@"));
    let port = port.filter(|port| Some(*port) != default_port).map(|port| format!(":{port}"));
    Some(format!("{}{name}{}", user.unwrap_or_default(), port.unwrap_or_default()))
}

/// A path without `.` and `..`, its escapes as they should be; the empty path of an authority is `/`.
fn canonical_path(path: &str) -> Option<String> {
    if path.is_empty() {
        return Some("/".to_owned());
    }
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let mut kept: Vec<&str> = Vec::new();
    for (at, &segment) in segments.iter().enumerate() {
        let last = at + 1 == segments.len();
        match segment {
            "." => {}
            ".." => {
                kept.pop();
            }
            _ => {
                kept.push(segment);
                continue;
            }
        }
        if last {
            kept.push("");
        }
    }
    let quoted: Option<Vec<String>> = kept.iter().map(|segment| requoted(segment, "!$&'()*+,;=:@")).collect();
    Some(format!("/{}", quoted?.join("/")))
}

/// `part` with an escape for what needs one and none for what needs none, in capitals; `safe` stays as it is written.
fn requoted(part: &str, safe: &str) -> Option<String> {
    let bytes = part.as_bytes();
    let mut out = String::with_capacity(part.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let (value, escaped) = if byte == b'%' {
            let hex = part.get(at + 1..at + 3)?;
            (u8::from_str_radix(hex, 16).ok()?, true)
        } else {
            (byte, false)
        };
        at += if escaped { 3 } else { 1 };
        let character = char::from(value);
        let unreserved = character.is_ascii_alphanumeric() || "-._~".contains(character);
        // Whether a reserved character is escaped or not makes two different URIs.
        if unreserved || !escaped && character.is_ascii() && safe.contains(character) {
            out.push(character);
        } else {
            out.push_str(&format!("%{value:02X}"));
        }
    }
    Some(out)
}

/// Schemes that IANA registered for good, and the few others that programs agree on, sorted.
const SCHEMES: &[&str] = &[
    "aaa",
    "aaas",
    "about",
    "acap",
    "acct",
    "cap",
    "cid",
    "coap",
    "coaps",
    "crid",
    "data",
    "dav",
    "dict",
    "did",
    "dns",
    "example",
    "fax",
    "file",
    "ftp",
    "geo",
    "git",
    "go",
    "gopher",
    "h323",
    "http",
    "https",
    "iax",
    "icap",
    "im",
    "imap",
    "info",
    "ipfs",
    "ipp",
    "ipps",
    "irc",
    "ircs",
    "iris",
    "jabber",
    "ldap",
    "ldaps",
    "magnet",
    "mailto",
    "matrix",
    "message",
    "mid",
    "modem",
    "msrp",
    "msrps",
    "mt",
    "mtqp",
    "mupdate",
    "news",
    "nfs",
    "ni",
    "nih",
    "nntp",
    "opaquelocktoken",
    "pop",
    "pres",
    "prospero",
    "reload",
    "rsync",
    "rtsp",
    "rtsps",
    "rtspu",
    "service",
    "session",
    "sftp",
    "shttp",
    "sieve",
    "sip",
    "sips",
    "sms",
    "snmp",
    "ssh",
    "stun",
    "stuns",
    "svn",
    "tag",
    "tel",
    "telnet",
    "tftp",
    "thismessage",
    "tip",
    "turn",
    "turns",
    "tv",
    "urn",
    "vemmi",
    "vnc",
    "wais",
    "ws",
    "wss",
    "xcon",
    "xmpp",
];

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: Wanted = Wanted { absolute: false, iri: false };
    const FULL: Wanted = Wanted { absolute: true, iri: false };
    const FULL_IRI: Wanted = Wanted { absolute: true, iri: true };

    #[test]
    fn schemes_are_sorted() {
        assert!(
            SCHEMES.windows(2).all(|pair| pair[0] < pair[1]),
            "{:?}",
            SCHEMES.windows(2).find(|p| p[0] >= p[1])
        );
    }

    #[test]
    fn references_are_judged_by_what_is_wanted() {
        for good in [
            "http://a.example/b?c=d#e",
            "mailto:a@b.example",
            "tag:a.example,2004:x",
            "urn:isbn:0451450523",
            "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "http://[2001:db8::1]/x",
            "xmpp:a@b",
        ] {
            assert_eq!(fault(good, FULL), None, "{good}");
        }
        assert_eq!(fault("../a?b#c", ANY), None);
        assert_eq!(fault("../a", FULL), Some(UriFault::Malformed));
        assert_eq!(fault("http:/a", ANY), Some(UriFault::Malformed));
        assert_eq!(fault("http://a b/", ANY), Some(UriFault::Character(' ')));
        assert_eq!(fault("http://ä.example/", FULL), Some(UriFault::Iri));
        assert_eq!(fault("http://ä.example/", FULL_IRI), None);
        assert_eq!(fault("floppy:a", ANY), Some(UriFault::Scheme));
        assert_eq!(fault("urn:a:b", ANY), Some(UriFault::Urn));
        assert_eq!(fault("urn:uuid:1", ANY), Some(UriFault::Uuid));
        assert_eq!(fault("tag:A.example,2004:x", ANY), Some(UriFault::Tag));
        assert_eq!(fault("tag:a.example,2004-5:x", ANY), Some(UriFault::Tag));
    }

    #[test]
    fn the_canonical_form_is_that_of_rfc_3986() {
        for (given, expected) in [
            ("HTTP://Example.ORG:80/%7ea/./b/../c", "http://example.org/~a/c"),
            ("http://example.org", "http://example.org/"),
            ("http://example.org/%c3%a9", "http://example.org/%C3%A9"),
            ("http://example.org/a%2fb", "http://example.org/a%2Fb"),
            ("http://example.org./", "http://example.org/"),
            ("http://example.org:8080/?#", "http://example.org:8080/?#"),
            ("urn:uuid:1-2", "urn:uuid:1-2"),
            ("tag:a.example,2004:x/y?z", "tag:a.example,2004:x/y?z"),
        ] {
            assert_eq!(canonical(given).as_deref(), Some(expected));
        }
        assert_eq!(canonical("a/b"), None);
        assert_eq!(canonical("http://a/%zz"), None);
    }
}
