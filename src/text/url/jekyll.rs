//! Jekyll's `absolute_url` and `relative_url` filters, and the cleaning of the paths that it makes from permalinks.

use std::borrow::Cow;

use crate::text::url::normalise::{is_path_byte, push_encoded};
use crate::text::url::{normalise, scheme};

/// `input` below the site's `url` and `baseurl`, normalised; as it is if it already is absolute.
///
/// Without a `url` the result is that of [`relative_url`]. Source: Jekyll's `filters/url_filters.rb`.
#[must_use]
pub(crate) fn absolute_url(site_url: Option<&str>, baseurl: Option<&str>, input: &str) -> String {
    if let Some(url) = absolute_plain(site_url, baseurl.unwrap_or_default(), input) {
        return url;
    }
    if is_absolute(input) {
        return input.to_owned();
    }
    let relative = relative_url(baseurl, input);
    match site_url {
        None | Some("") => relative,
        Some(site_url) => normalise(&[site_url, &relative].concat()),
    }
}

/// The common case, where only the host can need normalising: two of these are made for every post of a site.
fn absolute_plain(site_url: Option<&str>, baseurl: &str, input: &str) -> Option<String> {
    let site_url = site_url?;
    let secure = site_url.strip_prefix("https://");
    let host = match secure {
        Some(host) => host,
        None => site_url.split_once("://")?.1,
    };
    if host.is_empty() || host.contains(['/', '?', '#']) || !is_normal_path(input) {
        return None;
    }
    if !baseurl.is_empty() && (!is_normal_path(baseurl) || baseurl.ends_with('/')) {
        return None;
    }
    let plain_host =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.';
    let mut url = String::with_capacity(site_url.len() + baseurl.len() + input.len() + 1);
    if secure.is_some() && host.bytes().all(plain_host) && !host.ends_with('.') {
        url.push_str(site_url);
    } else {
        url.push_str(&normalise(site_url));
        url.truncate(url.trim_end_matches('/').len());
    }
    url.push_str(baseurl);
    url.push_str(input);
    Some(url)
}

/// Returns whether a path is its own normal form at a glance: unreserved characters, no empty or dot segments.
fn is_normal_path(path: &str) -> bool {
    let bytes = path.as_bytes();
    bytes.first() == Some(&b'/')
        && bytes.iter().fold(true, |all, &byte| all & UNRESERVED[usize::from(byte)])
        && memchr::memchr_iter(b'/', bytes).all(|at| !matches!(bytes.get(at + 1), Some(b'/' | b'.')))
}

/// RFC 3986's unreserved characters, and `/`.
const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let character = byte as u8;
        table[byte] =
            character.is_ascii_alphanumeric() || matches!(character, b'/' | b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    table
};

/// `input` below the site's `baseurl`, normalised; as it is if it already is absolute.
///
/// Source: Jekyll's `filters/url_filters.rb`.
#[must_use]
pub(crate) fn relative_url(baseurl: Option<&str>, input: &str) -> String {
    if is_absolute(input) {
        return input.to_owned();
    }
    let baseurl = baseurl.unwrap_or_default();
    let baseurl = baseurl.strip_suffix('/').unwrap_or(baseurl);
    normalise(&[leading_slash(baseurl), baseurl, leading_slash(input), input].concat())
}

/// Returns whether `url` has a scheme, in Jekyll's words is absolute: `https://e.org/`, `mailto:x`, but not `//e.org/`.
#[must_use]
pub fn is_absolute(url: &str) -> bool {
    scheme(url).is_some()
}

fn leading_slash(part: &str) -> &'static str {
    if part.is_empty() || part.starts_with('/') { "" } else { "/" }
}

/// `path` with every byte percent-encoded that RFC 3987 does not allow in one: letters of other scripts stay.
#[must_use]
pub(crate) fn escape_letters(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for c in path.chars() {
        let is_letter = !c.is_ascii() && !c.is_whitespace() && !c.is_control() && !is_formatting(c);
        if is_letter {
            escaped.push(c);
        } else {
            push_encoded(
                c.encode_utf8(&mut [0; 4]).as_bytes(),
                |byte| is_path_byte(byte) || byte == b'/',
                &mut escaped,
            );
        }
    }
    escaped
}

/// Characters that are not seen: marks of direction, joiners, those for private use.
const fn is_formatting(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}' | '\u{feff}')
}

/// `path` with every byte percent-encoded that RFC 3986 does not allow in a path.
///
/// An existing `%` is encoded too. Source: `Jekyll::URL.escape_path`, 4.4 (which encodes `?`, unlike 4.3).
#[must_use]
pub(crate) fn escape_path(path: &str) -> Cow<'_, str> {
    fn keep(byte: u8) -> bool {
        is_path_byte(byte) || byte == b'/'
    }
    if path.bytes().all(keep) {
        return Cow::Borrowed(path);
    }
    let mut escaped = String::with_capacity(path.len() + 16);
    push_encoded(path.as_bytes(), keep, &mut escaped);
    Cow::Owned(escaped)
}

/// `path` with one leading `/`, every `..` made `/`, every `./` dropped and runs of `/` made one.
///
/// The dots go wherever they stand, also at the end of a name: `St./x` becomes `/Stx`.
/// Source: `Jekyll::URL#sanitize_url`.
#[must_use]
pub(crate) fn sanitize_path(path: &str) -> String {
    if is_clean(path) {
        return path.to_owned();
    }
    let path = if path.contains("..") { Cow::Owned(path.replace("..", "/")) } else { Cow::Borrowed(path) };
    let path = if path.contains("./") { Cow::Owned(path.replace("./", "")) } else { path };
    let mut clean = String::with_capacity(path.len() + 1);
    clean.push('/');
    for c in path.chars() {
        if c != '/' || !clean.ends_with('/') {
            clean.push(c);
        }
    }
    clean
}

/// Returns whether there is nothing to clean in a path, as in nearly all.
fn is_clean(path: &str) -> bool {
    let mut before = b' ';
    path.starts_with('/')
        && path.bytes().all(|byte| {
            let pair = (before, byte);
            before = byte;
            !matches!(pair, (b'/', b'/') | (b'.', b'.' | b'/'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_urls_are_those_of_jekyll() {
        for (site_url, baseurl, input, url) in [
            (Some("https://e.org"), Some("/b"), "/a b", "https://e.org/b/a%20b"),
            (Some("https://e.org"), Some("b/"), "a", "https://e.org/b/a"),
            (Some("https://e.org/"), None, "a", "https://e.org//a"),
            (Some("https://e.org"), None, "", "https://e.org/"),
            (Some("https://É.org"), None, "/x", "https://xn--9ca.org/x"),
            (Some("https://e.org"), Some("/b"), "HTTP://x/é", "HTTP://x/é"),
            (Some("https://e.org"), None, "//cdn/x.png", "https://e.org//cdn/x.png"),
            (Some(""), Some("/b"), "x", "/b/x"),
            (None, None, "x/../y", "/y"),
        ] {
            assert_eq!(absolute_url(site_url, baseurl, input), url, "{input}");
        }
    }

    #[test]
    fn paths_are_escaped_and_cleaned_as_jekyll_does() {
        assert_eq!(escape_path("a/b-c.html"), "a/b-c.html");
        assert_eq!(escape_path("my cat/über"), "my%20cat/%C3%BCber");
        assert_eq!(escape_path("q&a?#[x]100%"), "q&a%3F%23%5Bx%5D100%25");
        assert_eq!(escape_letters("my cat/\u{fc}\u{202e}ber"), "my%20cat/\u{fc}%E2%80%AEber");
        assert_eq!(sanitize_path("a/../TITLE/./b"), "/a/TITLE/b");
        assert_eq!(sanitize_path("//st./2020"), "/st2020");
        assert_eq!(sanitize_path(""), "/");
        assert_eq!(sanitize_path("x..y"), "/x/y");
    }
}
