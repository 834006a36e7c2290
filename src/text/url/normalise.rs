//! One spelling for equal URLs, as Ruby's Addressable has it, which Jekyll puts every absolute URL through.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use percent_encoding::percent_decode_str;

use crate::text::url::resolve::{Parts, parts, remove_dot_segments};

/// `url` as `Addressable::URI#normalize` writes it, RFC 3986 section 6.2.2.
///
/// Scheme and host in lower case, an international host in Punycode, the scheme's own port and dot segments
/// removed, every component decoded, put into Unicode's form NFKC and encoded again, an empty query or fragment
/// dropped, an empty path of a web address made `/`. Any text has a normal form.
#[must_use]
pub(crate) fn normalise(url: &str) -> String {
    let Parts { scheme, authority, path, query, fragment } = parts(url);
    let scheme = scheme.map(str::to_ascii_lowercase);
    let mut out = String::with_capacity(url.len() + 16);
    if let Some(scheme) = &scheme {
        out.push_str(scheme);
        out.push(':');
    }
    if let Some(authority) = authority {
        out.push_str("//");
        push_authority(authority, scheme.as_deref(), &mut out);
    }
    push_path(path, matches!(scheme.as_deref(), Some("http" | "https" | "ftp" | "tftp")), &mut out);
    if let Some(query) = query.filter(|query| !query.is_empty()) {
        out.push('?');
        push_query(query, &mut out);
    }
    if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) {
        out.push('#');
        push_component(fragment, is_fragment_byte, &mut out);
    }
    out
}

/// `text` decoded, put into form NFKC and encoded again, the reserved characters of RFC 3986 kept: Jekyll's filter
/// `uri_escape`.
#[must_use]
pub(crate) fn escape_reserved(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    push_component(text, |byte| is_fragment_byte(byte) || matches!(byte, b'#' | b'[' | b']'), &mut out);
    out
}

/// Appends `text` to `out` with all but RFC 3986's unreserved characters percent-encoded.
pub(crate) fn percent_encode(text: &str, out: &mut String) {
    push_encoded(text.as_bytes(), is_unreserved, out);
}

/// `text` with all bytes percent-encoded but those that `keep` holds for.
pub(crate) fn percent_encoded(text: &str, keep: fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    push_encoded(text.as_bytes(), keep, &mut out);
    out
}

/// The userinfo, host and port of an authority, each normalised.
fn push_authority(authority: &str, scheme: Option<&str>, out: &mut String) {
    let (userinfo, host) = match authority.rsplit_once('@') {
        Some((userinfo, host)) if !userinfo.contains(['[', ']']) => (Some(userinfo), host),
        _ => (None, authority),
    };
    if let Some(userinfo) = userinfo.filter(|userinfo| !userinfo.trim_matches([':', ' ']).is_empty()) {
        let (user, password) = match userinfo.split_once(':') {
            Some((user, password)) => (user, Some(password)),
            None => (userinfo, None),
        };
        push_component(user.trim(), is_unreserved, out);
        if let Some(password) = password {
            out.push(':');
            push_component(password.trim(), is_unreserved, out);
        }
        out.push('@');
    }
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (host, None),
    };
    push_host(host.trim(), out);
    if let Some(port) = port.filter(|port| !port.is_empty() && default_port(scheme) != Some(*port)) {
        out.push(':');
        out.push_str(port);
    }
}

fn default_port(scheme: Option<&str>) -> Option<&'static str> {
    Some(match scheme? {
        "http" => "80",
        "https" => "443",
        "ftp" => "21",
        "tftp" => "69",
        "sftp" | "ssh" | "svn+ssh" => "22",
        "telnet" => "23",
        "nntp" => "119",
        "gopher" => "70",
        "wais" => "210",
        "ldap" => "389",
        "prospero" => "1525",
        _ => return None,
    })
}

fn push_host(host: &str, out: &mut String) {
    if host.bytes().all(|byte| is_host_byte(byte) && !byte.is_ascii_uppercase()) {
        out.push_str(without_final_dot(host));
        return;
    }
    let decoded = percent_decode_str(host).decode_utf8().unwrap_or(Cow::Borrowed(host)).to_lowercase();
    let ascii = decoded.split('.').map(to_ascii).collect::<Vec<_>>().join(".");
    push_component(without_final_dot(&ascii), is_host_byte, out);
}

fn without_final_dot(host: &str) -> &str {
    host.strip_suffix('.').filter(|rest| !rest.is_empty() && !rest.ends_with('.')).unwrap_or(host)
}

/// One label of a host name in RFC 3490's ASCII form.
fn to_ascii(label: &str) -> Cow<'_, str> {
    if label.is_ascii() {
        return Cow::Borrowed(label);
    }
    let composed = nfkc(label);
    if composed.is_ascii() {
        return Cow::Owned(composed.into_owned());
    }
    // The encoder gives up only on labels of more than 3,854 characters.
    match idna::punycode::encode_str(&composed) {
        Some(encoded) => Cow::Owned(["xn--", &encoded].concat()),
        None => Cow::Borrowed(label),
    }
}

fn push_path(path: &str, web: bool, out: &mut String) {
    let path = path.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\0' || c == '\u{b}');
    let begin = out.len();
    if path.bytes().all(|byte| is_path_byte(byte) || byte == b'/') {
        remove_dot_segments(path, out);
    } else {
        let mut encoded = String::with_capacity(path.len() + 16);
        for (i, segment) in path.split('/').enumerate() {
            if i > 0 {
                encoded.push('/');
            }
            push_component(segment, is_path_byte, &mut encoded);
        }
        remove_dot_segments(&encoded, out);
    }
    if web && out.len() == begin {
        out.push('/');
    }
}

/// An encoded `+` stays encoded, since a bare one means a space in a query; `;` is encoded, as some split there.
fn push_query(query: &str, out: &mut String) {
    for (i, pair) in query.split('&').enumerate() {
        if i > 0 {
            out.push('&');
        }
        for (i, between_pluses) in pair.split("%2B").flat_map(|part| part.split("%2b")).enumerate() {
            if i > 0 {
                out.push_str("%2B");
            }
            push_component(between_pluses, is_query_byte, out);
        }
    }
}

/// Decodes `component`, composes its characters and encodes all bytes but those that `keep` accepts.
fn push_component(component: &str, keep: fn(u8) -> bool, out: &mut String) {
    if component.bytes().all(keep) {
        out.push_str(component);
        return;
    }
    let decoded: Cow<'_, [u8]> = percent_decode_str(component).into();
    match std::str::from_utf8(&decoded) {
        Ok(text) => push_encoded(nfkc(text).as_bytes(), keep, out),
        // Not text once decoded: only what no URL may hold is encoded.
        Err(_) => {
            push_encoded(&decoded, |byte| is_fragment_byte(byte) || matches!(byte, b'#' | b'[' | b']'), out)
        }
    }
}

pub(super) fn push_encoded(bytes: &[u8], keep: fn(u8) -> bool, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in bytes {
        if keep(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

fn nfkc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        ComposingNormalizerBorrowed::new_nfkc().normalize(text)
    }
}

pub(super) fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// RFC 3986's `pchar` without percent-encodings.
pub(super) fn is_path_byte(byte: u8) -> bool {
    is_unreserved(byte) || is_sub_delim(byte) || matches!(byte, b':' | b'@')
}

fn is_sub_delim(byte: u8) -> bool {
    matches!(byte, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=')
}

fn is_fragment_byte(byte: u8) -> bool {
    is_path_byte(byte) || matches!(byte, b'/' | b'?')
}

fn is_query_byte(byte: u8) -> bool {
    is_fragment_byte(byte) && !matches!(byte, b'&' | b';')
}

fn is_host_byte(byte: u8) -> bool {
    is_unreserved(byte) || is_sub_delim(byte) || matches!(byte, b'[' | b':' | b']')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_urls_get_one_spelling() {
        for (url, normal) in [
            ("HTTP://Example.ORG", "http://example.org/"),
            ("https://e.org:443/a/./b/../c", "https://e.org/a/c"),
            ("https://e.org:8443/", "https://e.org:8443/"),
            ("https://é.example/é ü", "https://xn--9ca.example/%C3%A9%20%C3%BC"),
            ("https://EXAMPLE.org./", "https://example.org/"),
            ("https://e.org/e\u{301}", "https://e.org/%C3%A9"),
            ("https://e.org/%7euser/%2F", "https://e.org/~user/%2F"),
            ("https://e.org/a?", "https://e.org/a"),
            ("https://e.org/a?x=1+2%2b3&y=;[]#", "https://e.org/a?x=1+2%2B3&y=%3B%5B%5D"),
            ("https://e.org/%FF", "https://e.org/%FF"),
            ("https://e.org//x.png", "https://e.org//x.png"),
            ("https://u:p@e.org/", "https://u:p@e.org/"),
            ("https://[::1]:80/", "https://[::1]:80/"),
            ("/a b/%41#ä", "/a%20b/A#%C3%A4"),
            ("/..", "/"),
            ("mailto:A@b", "mailto:A@b"),
            ("", ""),
        ] {
            assert_eq!(normalise(url), normal, "{url}");
        }
    }

    proptest! {
        #[test]
        fn a_normal_form_is_ascii(url in "\\PC*|https?://[a-zé.]{1,9}/[a-z/.%éü? ]*") {
            let _ = normalise(&url);
            if let Some(rest) = url.strip_prefix("https://e.org") {
                prop_assert!(normalise(rest).is_ascii());
            }
        }
    }
}
